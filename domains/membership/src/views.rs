//! Pages of the membership domain.

pub mod board;
mod board_picture;
pub mod members;
pub mod orders;
pub mod quotas;
pub mod verify;
pub mod what_if;

use kernel::{Result, Tx};
use structure::{profile::TermKind, terms};

/// What the selects of filters offer: (code, label).
pub struct Lists {
    pub kinds: Vec<(String, String)>,
    pub subjects: Vec<(String, String)>,
    pub directions: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
    pub pause_reasons: Vec<(String, String)>,
    pub end_reasons: Vec<(String, String)>,
}

impl Lists {
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let mut of = |kind| terms::choices(tx, kind, today);
        let (kinds, subjects, directions) = (of(TermKind::MembershipKind)?, of(TermKind::Subject)?, of(TermKind::DevelopmentDirection)?);
        let (pause_reasons, end_reasons) = (of(TermKind::PauseReason)?, of(TermKind::EndReason)?);
        let municipalities = structure::places::municipalities(tx, today)?.into_iter().map(|place| (place.id.to_string(), place.short_name)).collect();
        Ok(Self { kinds, subjects, directions, municipalities, pause_reasons, end_reasons })
    }

    pub fn kind(&self, kind: structure::profile::MembershipKind) -> &str {
        self.kinds.iter().find(|(code, _)| code == kind.as_str()).map_or(kind.as_str(), |(_, label)| label.as_str())
    }
}
