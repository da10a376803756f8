//! Forms of an instrument: filled from the bank, changed by hand, marked ready, taken out.

use super::{
    fill,
    made::{Made, read},
    ready::{Filled, state_label},
    store,
};
use crate::{
    bank::{self, BankItem},
    model::{BlueprintLine, CompetencyId, Form, FormId, FormItem, FormState, Instrument, InstrumentId, ItemId, Mode},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

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
        return Err(Error::field("code", format!("Задание {code} дать нельзя: {}", state_label(&state))));
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
