//! What names in a file mean: subjects of the dictionary, schools of the register. Only whole names count; the rest a person says.

use super::batch::{self, BatchId, Body, Means, SKIPPED};
use access::{Actor, Role};
use gradefiles::{Found, Places};
use kernel::{Error, FieldErrors, Result, Tx, id::PlaceId};
use structure::{
    NameIndex,
    places::Place,
    profile::TermKind,
    terms::{self, Term},
};
use web::Answers;

/// All names of subjects, for whoever reads the file.
pub fn subject_names(terms: &[Term]) -> Vec<String> {
    terms.iter().flat_map(|term| [&term.label, &term.short].into_iter().chain(&term.synonyms).filter(|name| name.chars().count() > 2)).cloned().collect()
}

/// All names of schools and municipalities: what a file calls so may be kept, whatever it reads like.
pub fn place_names(schools: &[Place], municipalities: &[Place]) -> Places {
    Places::of(schools.iter().flat_map(called), municipalities.iter().flat_map(called))
}

fn called(place: &Place) -> impl Iterator<Item = &str> {
    [&place.name, &place.short_name].into_iter().chain(&place.facts.synonyms).map(String::as_str)
}

/// The dictionary's subjects of today.
pub fn subjects(tx: &mut Tx<'_>) -> Result<Vec<Term>> {
    let today = tx.today();
    terms::terms(tx, TermKind::Subject, today)
}

/// What can be known without asking.
pub fn guess(tx: &mut Tx<'_>, actor: &Actor, schools: &[Place], found: &Found, place: Option<PlaceId>) -> Result<Body> {
    let terms = subjects(tx)?;
    let code = |title: &String| terms.iter().find(|term| term.is_called(title)).map(|term| term.code.clone());
    let index = NameIndex::load(tx)?;
    let municipalities = structure::places::municipalities(tx, tx.today())?;
    let own = match schools {
        [only] if actor.role == Role::School => Some(only.id.clone()),
        _ => None,
    };
    let means = |school: &gradefiles::School| {
        let named = index.municipality(&school.municipality);
        // A municipality that isn't known is no reason to look for the school everywhere.
        if named.is_none() && !school.municipality.trim().is_empty() {
            return Means::Unknown;
        }
        let within = named.or_else(|| municipalities.iter().find(|place| actor.place == place.id).map(|place| &place.id));
        let known: Vec<&PlaceId> = index.schools(&school.name, within).into_iter().filter(|id| schools.iter().any(|place| place.id == **id)).collect();
        match known.as_slice() {
            [only] => Means::School((*only).clone()),
            _ => Means::Unknown,
        }
    };
    Ok(Body {
        layouts: found.layouts.clone(),
        tabs: found.tabs.clone(),
        subject_spots: found.subject_spots.clone(),
        school_spots: found.school_spots.clone(),
        subjects: found.subjects.iter().map(|title| (title.clone(), code(title))).collect(),
        schools: found.schools.iter().map(|school| (school.clone(), means(school))).collect(),
        place: place.or(own),
        lacks_school: found.rows.iter().any(|row| row.school.is_none()),
        notes: found.notes.iter().map(ToString::to_string).collect(),
        ..Body::default()
    })
}

/// Whether all names are said, so that rows can be results.
pub fn is_whole(body: &Body) -> bool {
    let schools = body.schools.iter().all(|(_, means)| *means != Means::Unknown);
    body.subjects.iter().all(|(_, code)| code.is_some()) && schools && (body.place.is_some() || !body.lacks_school)
}

/// Takes what a person said: `subject-0`, `school-0`, `place`.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, (id, version): (BatchId, i64), schools: &[Place], answers: &Answers) -> Result<()> {
    let found = batch::waiting(tx, actor, id)?;
    let terms = subjects(tx)?;
    let mut body = found.body;
    let mut errors = FieldErrors::default();
    let one_of_ours = |value: &str| schools.iter().find(|place| place.id.as_str() == value).map(|place| place.id.clone());
    for (at, (_, code)) in body.subjects.iter_mut().enumerate() {
        let name = format!("subject-{at}");
        if answers.has(&name) {
            *code = match answers.get(&name) {
                "skip" => Some(SKIPPED.to_owned()),
                value => terms.iter().find(|term| term.code == value).map(|term| term.code.clone()),
            };
        }
        if code.is_none() {
            errors.add(name, "Выберите предмет или «не загружать»");
        }
    }
    for (at, (_, means)) in body.schools.iter_mut().enumerate() {
        let name = format!("school-{at}");
        if answers.has(&name) {
            *means = match answers.get(&name) {
                "skip" => Means::Skip,
                value => one_of_ours(value).map_or(Means::Unknown, Means::School),
            };
        }
        if *means == Means::Unknown {
            errors.add(name, "Выберите школу или «не загружать»");
        }
    }
    if answers.has("place") {
        body.place = one_of_ours(answers.get("place"));
        if body.place.is_none() {
            errors.add("place", "Выберите школу");
        }
    }
    if !errors.is_empty() {
        return Err(Error::Fields(errors));
    }
    batch::touch(tx, id, version)?;
    batch::set_body(tx, id, &body)
}
