//! Making and changing instruments and their forms: one function, one transaction, one event.

use super::{
    fill,
    form::{BlueprintForm, Choices, InstrumentForm},
    ready::{Filled, Whole},
    store,
};
use crate::{
    bank::{self, BankItem, CompetencyWords},
    model::{BlueprintLine, CalibrationId, CompetencyId, Form, FormId, FormItem, FormState, Instrument, InstrumentId, InstrumentState, ItemId, Mode, Settings},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;
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

/// What may be chosen for an instrument today.
///
/// # Errors
/// The store fails.
pub fn choices(tx: &mut Tx<'_>) -> Result<Choices> {
    let today = tx.today();
    let subjects = terms::terms(tx, TermKind::Subject, today)?.into_iter().map(|term| (term.code, term.label)).collect();
    Ok(Choices { frameworks: bank::frameworks(tx)?, scales: bank::scales(tx)?, subjects })
}

/// A new instrument in draft.
///
/// # Errors
/// Field errors.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, form: &InstrumentForm) -> Result<InstrumentId> {
    actor.may(Action::ManageInstruments)?;
    let mut new = form.parse(&choices(tx)?, &Settings::default())?;
    new.code = store::next_code(tx)?;
    store::insert(tx, &new, Some(actor.account))?;
    tx.record(&actor.by(), Event::new("instrument.created", "instrument", new.id).with(json!({"code": new.code})))?;
    Ok(new.id)
}

/// A draft with the same settings and blueprint, for changing what is no longer changed.
///
/// # Errors
/// Not found.
pub fn copy(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId) -> Result<InstrumentId> {
    actor.may(Action::ManageInstruments)?;
    let old = store::find(tx, id)?;
    let new = Instrument { id: InstrumentId::fresh(), code: store::next_code(tx)?, title: format!("{} (копия)", old.title), state: InstrumentState::Draft, version: 1, ..old };
    store::insert(tx, &new, Some(actor.account))?;
    let lines = store::blueprint(tx, id)?;
    store::put_blueprint(tx, new.id, &lines)?;
    tx.record(&actor.by(), Event::new("instrument.created", "instrument", new.id).with(json!({"code": new.code, "from": id})))?;
    Ok(new.id)
}

/// Keeps the settings of a draft.
///
/// # Errors
/// Field errors; a refusal once it was opened, or when somebody else was first.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: &InstrumentForm) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let old = drafted(tx, id)?;
    let parsed = form.parse(&choices_with(tx, &old)?, &old.settings)?;
    if parsed.framework != old.framework && !store::forms(tx, id)?.is_empty() {
        return Err(Error::field("framework", "Рамку менять нельзя, пока есть варианты: удалите их сначала"));
    }
    let changes_framework = parsed.framework != old.framework;
    store::save(tx, &Instrument { id, code: old.code, ..parsed }, form.version.parse().unwrap_or(0))?;
    if changes_framework {
        store::put_blueprint(tx, id, &[])?;
    }
    tx.record(&actor.by(), Event::new("instrument.changed", "instrument", id))
}

/// The choices of today with those that the instrument holds already.
///
/// # Errors
/// The store fails.
pub fn choices_with(tx: &mut Tx<'_>, instrument: &Instrument) -> Result<Choices> {
    let mut found = choices(tx)?;
    if !found.frameworks.iter().any(|(id, _)| *id == instrument.framework) {
        found.frameworks.push((instrument.framework, bank::framework_title(tx, instrument.framework)?));
    }
    if !found.scales.iter().any(|(id, _)| *id == instrument.scale) {
        found.scales.push((instrument.scale, bank::scale_title(tx, instrument.scale)?));
    }
    Ok(found)
}

fn drafted(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Instrument> {
    let instrument = store::find(tx, id)?;
    match instrument.state {
        InstrumentState::Draft => Ok(instrument),
        InstrumentState::Open | InstrumentState::Closed => Err(Error::refusal("Диагностика уже открывалась: все, кому она дана, должны получить одно и то же. Сделайте копию и измените её.")),
    }
}

/// Keeps the blueprint of a draft.
///
/// # Errors
/// Field errors; a refusal once it was opened or while a form is ready.
pub fn set_blueprint(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: &BlueprintForm) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let instrument = drafted(tx, id)?;
    if store::forms(tx, id)?.iter().any(|one| one.state == FormState::Ready) {
        return Err(Error::refusal("Есть готовый вариант по прежнему плану. Снимите отметку готовности, измените план и заполните вариант заново."));
    }
    let lines = form.parse(instrument.mode)?;
    store::put_blueprint(tx, id, &lines)?;
    tx.record(&actor.by(), Event::new("instrument.changed", "instrument", id).with(json!({"lines": lines.len()})))
}

/// Items that may go into a form of an instrument, by competency of the blueprint: live, in no other form unless an anchor.
fn candidates(tx: &mut Tx<'_>, made: &Made, line: &BlueprintLine, except: Option<FormId>) -> Result<Vec<BankItem>> {
    let taken: Vec<ItemId> = made.forms.iter().filter(|one| Some(one.form.id) != except && one.form.state != FormState::Retired).flat_map(|one| one.items.iter().map(|item| item.item)).collect();
    let all = bank::live_items(tx, line.competency, made.calibration)?;
    Ok(all.into_iter().filter(|one| !taken.contains(&one.item)).collect())
}

/// A new form filled from the bank: the next letter, parallel to the first form.
///
/// # Errors
/// Refusals: adaptive, no blueprint, a letter too many.
pub fn add_form(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId) -> Result<FormId> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    if made.instrument.mode == Mode::Adaptive {
        return Err(Error::refusal("Задания подбираются по ответам: вариантов у такой диагностики нет."));
    }
    if made.blueprint.is_empty() {
        return Err(Error::refusal("Сначала укажите, сколько заданий по каким компетенциям: вариант заполняется по этому плану."));
    }
    const LETTERS: [&str; 10] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "И", "К", "Л"];
    let letter = LETTERS.iter().find(|letter| !made.forms.iter().any(|one| one.form.letter == **letter));
    let letter = letter.ok_or_else(|| Error::refusal("Больше десяти вариантов не бывает. Снимите и удалите ненужные."))?;
    let form = Form { id: FormId::fresh(), instrument: id, letter: (*letter).to_owned(), state: FormState::Draft, version: 1 };
    store::insert_form(tx, &form)?;
    let items = filled(tx, &made, None)?;
    store::put_form_items(tx, &form, form.version, &items)?;
    tx.record(&actor.by(), Event::new("form.filled", "form", form.id).with(json!({"instrument": id, "letter": form.letter, "items": items.len()})))?;
    Ok(form.id)
}

/// Fills a form anew.
///
/// # Errors
/// A refusal: it is ready or was changed by somebody.
pub fn refill(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: FormId, version: i64) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    let draft = draft_form(&made, form)?;
    let items = filled(tx, &made, Some(form))?;
    store::put_form_items(tx, &draft, version, &items)?;
    tx.record(&actor.by(), Event::new("form.filled", "form", form).with(json!({"instrument": id, "items": items.len()})))
}

/// The items of a form by the blueprint: parallel to the first other form that has any.
fn filled(tx: &mut Tx<'_>, made: &Made, own: Option<FormId>) -> Result<Vec<FormItem>> {
    let model = made.forms.iter().find(|one| Some(one.form.id) != own && one.form.state != FormState::Retired && !one.items.is_empty());
    let mut found = Vec::new();
    for line in &made.blueprint {
        let count = usize::try_from(line.items).unwrap_or(0);
        let candidates = candidates(tx, made, line, own)?;
        let twins = match model {
            Some(model) => twins(tx, made, model, line.competency)?,
            None => Vec::new(),
        };
        let mut chosen = if twins.len() == count { fill::parallel(&twins, &candidates) } else { fill::first(&candidates, count) };
        chosen.truncate(count);
        found.extend(chosen.into_iter().map(|one| FormItem { position: 0, item: one.item, revision: one.revision, competency: one.competency }));
    }
    Ok(found)
}

/// The items of a form for one competency, as the bank measures them.
fn twins(tx: &mut Tx<'_>, made: &Made, model: &Filled, competency: CompetencyId) -> Result<Vec<BankItem>> {
    let mut found = Vec::new();
    for (one, words) in model.items.iter().zip(&model.words).filter(|(one, _)| one.competency == competency) {
        let (max_score, parameters) = bank::parameters(tx, one.item, one.revision, made.calibration)?;
        found.push(BankItem { item: one.item, code: words.code.clone(), kind: words.kind.clone(), revision: one.revision, competency, max_score, parameters });
    }
    Ok(found)
}

fn draft_form(made: &Made, id: FormId) -> Result<Form> {
    let form = made.form(id)?.form.clone();
    match form.state {
        FormState::Draft => Ok(form),
        FormState::Ready => Err(Error::refusal(format!("Вариант {} отмечен готовым. Чтобы менять его, сначала снимите отметку.", form.letter))),
        FormState::Retired => Err(Error::refusal(format!("Вариант {} снят: он хранится таким, каким его проходили.", form.letter))),
    }
}

/// Adds an item by its code.
///
/// # Errors
/// A field error at `code`; refusals as for [`refill`].
pub fn add_item(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: FormId, version: i64, code: &str) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    let draft = draft_form(&made, form)?;
    let code = kernel::name::clean_line(code);
    let found = bank::by_code(tx, &code, made.calibration)?;
    let Some((item, state)) = found else { return Err(Error::field("code", format!("Задания «{code}» в банке нет. Проверьте код"))) };
    if !matches!(state.as_str(), "live" | "trial") {
        return Err(Error::field("code", format!("Задание {code} дать нельзя: {}", super::ready::state_label(&state))));
    }
    let mut items = made.form(form)?.items.clone();
    if items.iter().any(|one| one.item == item.item) {
        return Err(Error::field("code", format!("Задание {code} в этом варианте уже есть")));
    }
    if !made.blueprint.iter().any(|line| line.competency == item.competency) {
        return Err(Error::field("code", format!("Задание {code} измеряет «{}»: этой компетенции нет в плане", made.title_of(item.competency))));
    }
    // Beside the others of its competency, so that the teacher keeps to one subject at a time.
    let at = items.iter().rposition(|one| one.competency == item.competency).map_or(items.len(), |at| at + 1);
    items.insert(at, FormItem { position: 0, item: item.item, revision: item.revision, competency: item.competency });
    store::put_form_items(tx, &draft, version, &items)?;
    tx.record(&actor.by(), Event::new("form.changed", "form", form).with(json!({"added": item.item})))
}

/// A change at a place of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Remove,
    Up,
    Down,
    /// The item may stand in other forms too, or no longer.
    Anchor,
}

impl Edit {
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        match raw {
            "remove" => Some(Self::Remove),
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "anchor" => Some(Self::Anchor),
            _ => None,
        }
    }
}

/// Removes or moves an item of a form, or marks it as an anchor.
///
/// # Errors
/// Not found: no such place. Refusals as for [`refill`].
pub fn edit_item(tx: &mut Tx<'_>, actor: &Actor, (id, form): (InstrumentId, FormId), version: i64, position: i64, edit: Edit) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    let draft = draft_form(&made, form)?;
    let mut items = made.form(form)?.items.clone();
    let at = items.iter().position(|one| one.position == position).ok_or(Error::NotFound)?;
    match edit {
        Edit::Remove => {
            items.remove(at);
        }
        Edit::Up if at > 0 => items.swap(at - 1, at),
        Edit::Down if at + 1 < items.len() => items.swap(at, at + 1),
        Edit::Up | Edit::Down => {}
        Edit::Anchor => toggle_anchor(tx, &made.instrument, items.get(at).map(|one| one.item))?,
    }
    store::put_form_items(tx, &draft, version, &items)?;
    tx.record(&actor.by(), Event::new("form.changed", "form", form).with(json!({"position": position})))
}

fn toggle_anchor(tx: &mut Tx<'_>, instrument: &Instrument, item: Option<ItemId>) -> Result<()> {
    let Some(item) = item else { return Ok(()) };
    let mut changed = instrument.clone();
    let before = changed.settings.anchors.len();
    changed.settings.anchors.retain(|one| *one != item);
    if changed.settings.anchors.len() == before {
        changed.settings.anchors.push(item);
    }
    store::save(tx, &changed, instrument.version)
}

/// Marks a form as ready.
///
/// # Errors
/// A refusal with all that is missing.
pub fn make_ready(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: FormId, version: i64) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    let draft = draft_form(&made, form)?;
    let missing = made.whole().missing_in(made.form(form)?);
    if !missing.is_empty() {
        return Err(Error::refusal(format!("Вариант {} ещё не готов. {}", draft.letter, missing.join(" "))));
    }
    store::set_form_state(tx, &draft, version, FormState::Ready)?;
    tx.record(&actor.by(), Event::new("form.made_ready", "form", form).with(json!({"instrument": id})))
}

/// Takes a form out: back to draft if nobody was given it (and the instrument is a draft), retired otherwise; a retired or unused draft may be deleted.
///
/// # Errors
/// Refusals.
pub fn take_out_form(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: FormId, version: i64) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let found = store::form(tx, id, form)?;
    let is_used = store::is_form_used(tx, form)?;
    match found.state {
        FormState::Ready if is_used => store::set_form_state(tx, &found, version, FormState::Retired)?,
        FormState::Ready => store::set_form_state(tx, &found, version, FormState::Draft)?,
        FormState::Draft if !is_used => store::delete_form(tx, form)?,
        FormState::Draft | FormState::Retired => return Err(Error::refusal(format!("Вариант {} уже проходили: удалить его нельзя.", found.letter))),
    }
    tx.record(&actor.by(), Event::new("form.taken_out", "form", form).with(json!({"instrument": id, "from": found.state})))
}

/// Opens or closes an instrument.
///
/// # Errors
/// A refusal with all that is missing.
pub fn set_state(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, version: i64, state: InstrumentState) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    if made.instrument.state == state || state == InstrumentState::Draft {
        return Err(Error::refusal(format!("Диагностика уже в состоянии «{}». Обновите страницу.", made.instrument.state.label())));
    }
    let missing = made.whole().missing();
    if state == InstrumentState::Open && !missing.is_empty() {
        return Err(Error::refusal(format!("Открыть пока нельзя. {}", missing.join(" "))));
    }
    store::set_state(tx, id, version, state)?;
    let action = if state == InstrumentState::Open { "instrument.opened" } else { "instrument.closed" };
    tx.record(&actor.by(), Event::new(action, "instrument", id))
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
