//! Pages of the log.

pub mod cabinet;
pub mod card;
pub mod entry;
pub mod log;

use super::model::State;
use kernel::{Date, Result, Tx};
use maud::Markup;
use structure::{profile::TermKind, terms};
use ui::parts::{self, Kind};

const LOG: (&str, &str) = ("Журнал консультаций", "/consultations");

/// The directions in force, and what each is called in a narrow column.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub directions: Vec<(String, String)>,
}

impl Words {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, on: Date) -> Result<Self> {
        Ok(Self { directions: terms::terms(tx, TermKind::WorkDirection, on)?.into_iter().map(|term| (term.code, term.label)).collect() })
    }

    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        self.directions.iter().find(|(known, _)| known == code).map_or(code, |(_, label)| label.as_str())
    }
}

fn state(state: State) -> Markup {
    let kind = match state {
        State::Held => Kind::Good,
        State::Disputed => Kind::Mine,
        State::Kept => Kind::Waiting,
        State::Struck => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}
