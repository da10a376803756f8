//! News that travels upward: a domain tells what happened, those above act in the same transaction.
//!
//! The server wires listeners; the teller knows none of them.

use crate::{
    Result, Tx,
    id::{PersonId, Uuid},
};

/// What happened, with ids only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The consent to process personal data was withdrawn: the membership ends, destruction starts.
    ProcessingWithdrawn { person: PersonId },
    /// The wish to be a member was withdrawn.
    InclusionWithdrawn { person: PersonId },
    /// The consent to publish (all or some data) was withdrawn.
    PublicationWithdrawn { person: PersonId },
    /// The consent to diagnostics was withdrawn: what was measured goes, what was assigned ends.
    DiagnosticsWithdrawn { person: PersonId },
    /// The person's data must go from every table now; approved by two.
    Erase { person: PersonId },
    /// Two cards are one person: `gone` becomes `kept` everywhere.
    Merged { gone: PersonId, kept: PersonId },
    /// All answers of an attempt at a diagnostic have their scores: results can be computed.
    AttemptScored { attempt: Uuid },
    /// A resource is no longer offered: whoever has it in a pathway must choose another.
    ResourceWithdrawn { resource: Uuid },
    /// The teacher has read and acknowledged the card of a lesson.
    ObservationAcknowledged { observation: Uuid },
    /// A case went back to an earlier rung: what was agreed from there on no longer holds.
    CaseTurnedBack { case: Uuid, to: i64 },
    /// A deficit was taken into a case or left out of it: what every deficit needs is to be weighed anew.
    CaseDeficitsChanged { case: Uuid },
    /// A case was closed or stopped.
    CaseEnded { case: Uuid },
    /// The person is no longer a member of the active: who relied on it must choose another.
    MembershipEnded { person: PersonId },
    /// An activity that was planned will not be held.
    ActivityCancelled { activity: Uuid },
}

/// One who hears news. What it returns are words for the log of what was done (categories of erased data, for example).
pub type Listener = fn(&mut Tx<'_>, News) -> Result<Vec<String>>;

/// Everybody who hears.
#[derive(Clone, Default)]
pub struct Listeners(std::sync::Arc<Vec<Listener>>);

impl Listeners {
    #[must_use]
    pub fn new(listeners: Vec<Listener>) -> Self {
        Self(std::sync::Arc::new(listeners))
    }

    /// Tells all, in order; what they did, gathered.
    pub fn tell(&self, tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
        let mut done = Vec::new();
        for listener in self.0.iter() {
            done.extend(listener(tx, news)?);
        }
        Ok(done)
    }
}
