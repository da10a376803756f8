//! Cases: one teacher's whole loop on two strands, with its team, evidence and picture.
//!
//! * A rung is reached by its evidence, never by a tick. Evidence is added and withdrawn, not changed; where a case stands is computed.
//! * Nothing of a case is begun without the teacher's yes; a no has no consequence, and nothing but the fact is kept.
//! * Content is the team's. Who oversees the place sees progress; the school's management reads content only if the teacher opens it.
//! * Pupils' results never hold a teacher up, are sums of a class, and are never said to be caused by anything.
//! * What a domain above does for a case comes by [`give`], [`withdraw`] and [`tell`]; nobody else writes these tables.

mod about;
mod beside;
mod classes;
mod ending;
mod event;
mod form;
mod given;
mod helix;
mod judged;
mod letters;
mod linking;
mod listen;
mod lists;
mod measure;
mod measuring;
mod model;
mod moves;
mod opening;
mod pointing;
mod rules;
pub mod stage;
mod standing;
mod store;
mod taking;
mod tasks;
mod team;
pub mod url;
mod views;
mod waits;
mod web;

pub use self::web::router;
pub use about::about_me;
pub use ending::{begin_next_round, close, set_verdict, stop, turn_back};
pub use event::{EventKind, Group};
pub use form::{Head, OpeningForm};
pub use given::{Given, give, stage_of, tell, withdraw};
pub use helix::{Links, picture, small};
pub use judged::{Judged, judged};
pub use linking::{Answer as LinkAnswer, Proposal as LinkProposal, answer as answer_link, propose as propose_link, withdraw as withdraw_link};
pub use listen::listen;
pub use measure::{Measure, MeasureForm, Moment, Source as MeasureSource};
pub use measuring::{conclude, measure, withdraw as withdraw_measure};
pub use model::{Case, CaseId, Channel, Kind, LinkId, MeasureId, Member, Note, Seat, SeatId, SeatState, State, TakenDeficit, TeamRole, Verdict, days_between};
pub use moves::follow_moves;
pub use opening::{First, Opening, Word, answer, open};
pub use pointing::{Pointed, point_at, signal};
pub use rules::Act;
pub use stage::{EvidenceKind, SourceKind, Stage, Strand};
pub use standing::{Sees, Standing, load};
pub use store::{
    cases::{live_of, of_person},
    list::{Filter, Row, list},
    seats::team,
};
pub use taking::{leave_out, take_in};
pub use tasks::{More, Task};
pub use team::{Invitation, answer_invitation, invite, leave, note, open_to_school, remove, review};
pub use waits::{Wait, waits};

/// The deficits of a case with their verdicts.
///
/// # Errors
/// The store fails.
pub fn deficits(tx: &mut kernel::Tx<'_>, case: &Case) -> kernel::Result<Vec<TakenDeficit>> {
    store::deficits::of(tx, case)
}

/// A case for the program's own work, which shows it to nobody.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut kernel::Tx<'_>, id: CaseId) -> kernel::Result<Case> {
    Ok(store::cases::find(tx, id)?.case)
}
