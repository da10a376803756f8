//! What the commission and the orders need of applications: candidates, and the steps that follow from their decisions.

use crate::{
    card,
    check::{step_by, tell},
    lists::Lists,
    model::{Act, ApplicationId, State},
    record::Application,
    shown::{self, PlaceNames},
    store::{self, parts},
};
use access::Scope;
use audit::By;
use jiff::ToSpan;
use kernel::{
    Date, Error, Result, Timestamp, Tx,
    id::{PersonId, PlaceId},
    name::FullName,
};
use structure::profile::MembershipKind;

/// A candidate as the agenda shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaCandidate {
    pub application: ApplicationId,
    pub number: String,
    pub person: PersonId,
    pub name: FullName,
    pub position: String,
    pub school: PlaceId,
    pub school_name: String,
    pub municipality: PlaceId,
    pub municipality_name: String,
    /// What the applicant asked for.
    pub kind: MembershipKind,
    pub subject: Option<String>,
    pub direction: Option<String>,
    /// Titles of the criteria that the coordinator found to hold.
    pub criteria: Vec<String>,
    pub state: State,
    pub state_since: Timestamp,
    pub version: i64,
}

/// Whom the commission may consider: endorsed and in reserve, those who wait longest first.
///
/// # Errors
/// The store fails.
pub fn for_agenda(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<AgendaCandidate>> {
    let waiting = store::in_states(tx, scope, [State::Endorsed, State::Reserve])?;
    waiting.into_iter().map(|application| candidate(tx, application)).collect()
}

/// One candidate, in whatever state.
///
/// # Errors
/// Not found, or not within the scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: ApplicationId) -> Result<AgendaCandidate> {
    let application = store::find(tx, scope, id)?;
    candidate(tx, application)
}

fn candidate(tx: &mut Tx<'_>, application: Application) -> Result<AgendaCandidate> {
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let places = PlaceNames::of(tx, application.shown())?;
    // The school was open when the application was sent; that it closed since does not unmake the card.
    let card = card::parse(application.shown(), &lists, true).map_err(|errors| anyhow::anyhow!("application {}: the answers sent no longer parse: {errors}", application.id))?;
    let verdicts = parts::verdicts(tx, application.id)?;
    let held = lists.criteria().iter().filter(|criterion| verdicts.iter().any(|verdict| verdict.holds && verdict.criterion == criterion.code));
    Ok(AgendaCandidate {
        application: application.id,
        number: application.number.clone().unwrap_or_default(),
        person: application.person.ok_or(Error::NotFound)?,
        name: card.name,
        position: shown::position(application.shown(), &lists),
        school: card.school,
        school_name: places.school,
        municipality: card.municipality,
        municipality_name: places.municipality,
        kind: card.wish.kind,
        subject: card.wish.subject.or(card.main_subject),
        direction: card.wish.direction,
        criteria: held.map(|criterion| criterion.title.clone()).collect(),
        state: application.state,
        state_since: application.state_since,
        version: application.version,
    })
}

/// The commission decided to include.
///
/// # Errors
/// A refusal when the application is not before the commission.
pub fn mark_decided(tx: &mut Tx<'_>, by: &By, id: ApplicationId, note: &str) -> Result<()> {
    mark(tx, by, id, Act::Decide, note)
}

/// The commission put the candidate in reserve.
///
/// # Errors
/// As [`mark_decided`].
pub fn mark_reserve(tx: &mut Tx<'_>, by: &By, id: ApplicationId, note: &str) -> Result<()> {
    mark(tx, by, id, Act::PutInReserve, note)
}

/// The commission refused; `note` says why, the applicant reads it.
///
/// # Errors
/// As [`mark_decided`].
pub fn mark_refused(tx: &mut Tx<'_>, by: &By, id: ApplicationId, note: &str) -> Result<()> {
    mark(tx, by, id, Act::Refuse, note)
}

/// The order is signed.
///
/// # Errors
/// A refusal when the commission has not decided.
pub fn mark_ordered(tx: &mut Tx<'_>, by: &By, id: ApplicationId) -> Result<()> {
    mark(tx, by, id, Act::Order, "")
}

/// How an application stands now. A state is not personal data.
///
/// # Errors
/// Not found.
pub fn state_of(tx: &mut Tx<'_>, id: ApplicationId) -> Result<State> {
    store::state_of(tx, id)
}

/// The day from which a person's applications need the data no more: `None` while one is under way, the beginning of time where there
/// was none. After a refusal they are kept as long as the consent to process says, counted from the decision.
///
/// # Errors
/// The store fails.
pub fn needed_until(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Date>> {
    let kept = i64::from(structure::profile(tx)?.membership.refused_kept_years).years();
    let zone = structure::zone(tx)?;
    let mut until = Date::MIN;
    for one in store::of_person(tx, person)? {
        let since = zone.to_datetime(one.state_since).date();
        until = until.max(match one.state {
            State::Refused => since.saturating_add(kept),
            State::Ordered | State::Withdrawn => since,
            State::Draft | State::Submitted | State::Returned | State::Checked | State::Endorsed | State::Declined | State::Decided | State::Reserve => return Ok(None),
        });
    }
    Ok(Some(until))
}

/// Everybody with an application that was refused whose data are still there.
///
/// # Errors
/// The store fails.
pub fn refused(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    store::refused(tx)
}

fn mark(tx: &mut Tx<'_>, by: &By, id: ApplicationId, act: Act, note: &str) -> Result<()> {
    let everywhere = Scope::program("the right to decide was checked by the caller, who names the application");
    let application = store::find(tx, &everywhere, id)?;
    step_by(tx, by, &application, application.version, act, note)?;
    let state = application.state.after(act)?;
    tell(tx, &application, state, note)
}
