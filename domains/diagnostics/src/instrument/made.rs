//! An instrument read whole: its forms, their lines on the current scale, how the forms compare.

use super::{
    fill,
    ready::{Filled, Whole},
    store,
};
use crate::{
    bank::{self, CompetencyWords},
    model::{BlueprintLine, CalibrationId, CompetencyId, FormId, FormItem, Instrument, InstrumentId},
};
use access::{Action, Actor};
use kernel::{Error, Result, Tx};
use structure::{profile::TermKind, terms};

/// An instrument read whole: what its pages and checks are made from.
#[derive(Debug, Clone)]
pub struct Made {
    pub instrument: Instrument,
    pub framework_title: String,
    pub scale_title: String,
    pub subject: String,
    pub blueprint: Vec<BlueprintLine>,
    pub competencies: Vec<CompetencyWords>,
    pub forms: Vec<Filled>,
    pub live: Vec<(CompetencyId, i64, i64)>,
    pub calibration: Option<CalibrationId>,
}

impl Made {
    #[must_use]
    pub fn whole(&self) -> Whole<'_> {
        let settings = &self.instrument.settings;
        Whole { mode: self.instrument.mode, blueprint: &self.blueprint, competencies: &self.competencies, forms: &self.forms, live: &self.live, anchors: &settings.anchors, exposure_cap: settings.exposure_cap }
    }

    /// # Errors
    /// Not found.
    pub fn form(&self, id: FormId) -> Result<&Filled> {
        self.forms.iter().find(|one| one.form.id == id).ok_or(Error::NotFound)
    }

    #[must_use]
    pub fn title_of(&self, id: CompetencyId) -> &str {
        self.competencies.iter().find(|one| one.id == id).map_or("?", |one| one.title.as_str())
    }
}

/// An instrument for those who make them.
///
/// # Errors
/// Not found.
pub fn made(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId) -> Result<Made> {
    if !actor.can(Action::ManageInstruments) && !actor.can(Action::AssignDiagnostics) {
        return Err(Error::NotFound);
    }
    read(tx, id)
}

pub(crate) fn read(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Made> {
    let instrument = store::find(tx, id)?;
    let mut forms = Vec::new();
    for form in store::forms(tx, id)? {
        let (items, words) = (store::form_items(tx, form.id)?, bank::words_of_form(tx, form.id)?);
        forms.push(Filled { form, items, words });
    }
    let today = tx.today();
    let subject = if instrument.subject.is_empty() { "любой".into() } else { terms::label(tx, TermKind::Subject, &instrument.subject, today)? };
    Ok(Made {
        framework_title: bank::framework_title(tx, instrument.framework)?,
        scale_title: bank::scale_title(tx, instrument.scale)?,
        subject,
        blueprint: store::blueprint(tx, id)?,
        competencies: bank::competencies(tx, instrument.framework)?,
        live: bank::live_counts(tx, instrument.framework)?,
        calibration: bank::current_calibration(tx, instrument.framework)?,
        forms,
        instrument,
    })
}

/// A line of a form: its item on the current scale.
#[derive(Debug, Clone)]
pub struct FormLine {
    pub place: FormItem,
    pub code: String,
    pub kind: String,
    pub max_score: i64,
    pub difficulty: f64,
    pub preliminary: bool,
    pub is_anchor: bool,
}

/// The lines of a form.
///
/// # Errors
/// Not found.
pub fn form_lines(tx: &mut Tx<'_>, made: &Made, form: FormId) -> Result<Vec<FormLine>> {
    let filled = made.form(form)?;
    let mut found = Vec::new();
    for (place, words) in filled.items.iter().zip(&filled.words) {
        let (max_score, parameters) = bank::parameters(tx, place.item, place.revision, made.calibration)?;
        found.push(FormLine {
            place: place.clone(),
            code: words.code.clone(),
            kind: words.kind.clone(),
            max_score,
            difficulty: fill::difficulty(&parameters),
            preliminary: parameters.preliminary,
            is_anchor: made.instrument.settings.anchors.contains(&place.item),
        });
    }
    Ok(found)
}

/// How a form compares with the first one.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    pub form: FormId,
    pub points: i64,
    pub difficulty: f64,
    /// The largest difference in the expected share of points from the first form; `None`: it is the first.
    pub gap: Option<f64>,
}

/// The forms compared by their curves.
///
/// # Errors
/// The store fails.
pub fn curves(tx: &mut Tx<'_>, made: &Made) -> Result<Vec<Compared>> {
    let mut found = Vec::new();
    let mut first: Option<fill::Curve> = None;
    for filled in made.forms.iter().filter(|one| !one.items.is_empty()) {
        let (mut points, mut all) = (0, Vec::new());
        for place in &filled.items {
            let (most, parameters) = bank::parameters(tx, place.item, place.revision, made.calibration)?;
            points += most;
            all.push(parameters);
        }
        let curve = fill::Curve::of(all.iter());
        let difficulty = all.iter().map(fill::difficulty).sum::<f64>() / all.len() as f64;
        found.push(Compared { form: filled.form.id, points, difficulty, gap: first.as_ref().map(|first| first.gap(&curve)) });
        first.get_or_insert(curve);
    }
    Ok(found)
}
