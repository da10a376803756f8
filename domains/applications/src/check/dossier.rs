//! All that the card of an application shows to staff.

use crate::{
    apply,
    card::{self, Card},
    criteria::{self, Finding},
    lists::Lists,
    model::ApplicationId,
    nominate::{self, Nomination},
    record::{Application, ConsentAnswer, Evidence, Remark, Step, Verdict},
    register,
    shown::{self, Change, PlaceNames},
    store::{self, parts},
};
use access::Scope;
use kernel::{Result, Tx};
use people::Duplicate;

/// An application with everything around it.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub application: Application,
    pub lists: Lists,
    pub places: PlaceNames,
    pub card: Option<Card>,
    pub findings: Vec<Finding>,
    pub verdicts: Vec<Verdict>,
    pub files: Vec<Evidence>,
    pub consents: Vec<ConsentAnswer>,
    /// Remarks of the last return.
    pub remarks: Vec<Remark>,
    /// What the correction changed.
    pub changes: Vec<Change>,
    pub steps: Vec<Step>,
    /// Cards of the register within the scope that may be the same person.
    pub suspects: Vec<Duplicate>,
    /// Other applications within the scope that may be the same person's.
    pub namesakes: Vec<Application>,
    pub nominations: Vec<Nomination>,
    pub has_methodical_service: bool,
}

/// Gathers it.
///
/// # Errors
/// Not found, or not within the scope.
pub fn dossier(tx: &mut Tx<'_>, scope: &Scope, id: ApplicationId) -> Result<Dossier> {
    let application = store::find(tx, scope, id)?;
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let places = PlaceNames::of(tx, application.shown())?;
    let card = card::parse(application.shown(), &lists, places.fits).ok();
    let files = parts::files(tx, id)?;
    let findings = card.as_ref().map(|card| criteria::evaluate(&lists, card, &apply::proofs(&files), lists.day)).unwrap_or_default();
    let (suspects, namesakes) = doubles(tx, scope, &application, card.as_ref())?;
    Ok(Dossier {
        verdicts: parts::verdicts(tx, id)?,
        consents: parts::consents(tx, id)?,
        remarks: parts::last_remarks(tx, id)?,
        changes: changes(tx, &application, &places, &lists)?,
        steps: parts::steps(tx, id)?,
        nominations: nominate::of_application(tx, id)?,
        has_methodical_service: super::has_service(tx, &application)?,
        application,
        lists,
        places,
        card,
        findings,
        files,
        suspects,
        namesakes,
    })
}

type Doubles = (Vec<Duplicate>, Vec<Application>);

fn doubles(tx: &mut Tx<'_>, scope: &Scope, application: &Application, card: Option<&Card>) -> Result<Doubles> {
    let (Some(person), Some(card)) = (application.person, card) else { return Ok(Doubles::default()) };
    let namesakes = store::namesakes(tx, scope, application, &card.name.sort_key())?;
    Ok((register::suspects(tx, scope, person, card)?, namesakes))
}

fn changes(tx: &mut Tx<'_>, application: &Application, places: &PlaceNames, lists: &Lists) -> Result<Vec<Change>> {
    let (Some(before), Some(now)) = (&application.sent_before, &application.sent) else { return Ok(Vec::new()) };
    let places_before = PlaceNames::of(tx, before)?;
    Ok(shown::changes((before, &places_before), (now, places), lists))
}
