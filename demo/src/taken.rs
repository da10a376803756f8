//! Diagnostics taken: an instrument with two parallel forms over the sample bank, teachers who took it, a few who took the repeat,
//! some who have not answered yet, and one who declined.

use crate::{Size, members, personas};
use access::Actor;
use consent::ConsentKind;
use diagnostics::{Assigning, AssignmentId, AttemptId, BlueprintForm, InstrumentForm, InstrumentId, InstrumentState, Saving, Whom};
use items::Key;
use jiff::Span;
use kernel::{Result, Tx, id::PersonId, params};
use rand::{Rng, RngExt};
use web::{Answers, App};

const ITEMS_EACH: &str = "8";

/// Makes the instrument and tells what became of its assignments.
pub fn build(app: &App, chance: &mut impl Rng, size: Size) -> Result<()> {
    let methodist = personas::actor(app, "methodist")?;
    let Some(instrument) = app.db.write(|tx| instrument(tx, &methodist))? else { return Ok(()) };
    let own = personas::actor(app, personas::MEMBER)?.person;
    let mut teachers = app.db.read(|tx| teachers(tx, size.of(400)))?;
    teachers.retain(|person| Some(*person) != own);
    for (at, person) in teachers.iter().enumerate() {
        app.db.write(|tx| Story { app, methodist: &methodist, instrument, person: *person, at }.tell(tx, chance))?;
    }
    app.db.write(|tx| assign(tx, app, &methodist, instrument, own.as_slice(), None))
}

/// An open instrument of five competencies; `None` where there is a bank of the region's own.
fn instrument(tx: &mut Tx<'_>, methodist: &Actor) -> Result<Option<InstrumentId>> {
    let found: Option<(String, String)> =
        tx.maybe("SELECT f.id, s.id FROM framework f, scale s WHERE f.state = 'live' AND s.valid_to IS NULL ORDER BY f.number DESC LIMIT 1", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((framework, scale)) = found else { return Ok(None) };
    let measured = tx.query(
        "SELECT c.id FROM competency c JOIN item_competency k ON k.competency_id = c.id AND k.is_main = 1 JOIN item i ON i.id = k.item_id AND i.state = 'live'
         WHERE c.framework_id = $1 GROUP BY c.id, c.code HAVING COUNT(*) >= 16 ORDER BY c.code",
        params![framework],
        |row| row.get(0),
    )?;
    let said = [
        ("title", "Оценивание и планирование урока"),
        ("about", "Пять компетенций, без оценок и мест. По итогам вместе с методистом можно выбрать, с чего начать."),
        ("framework", framework.as_str()),
        ("scale", scale.as_str()),
        ("mode", "fixed"),
        ("minutes", "90"),
        ("attempts", "1"),
        ("rest_days", "0"),
        ("shows", "at_once"),
        ("shows_rationale", "yes"),
        ("criterion_gap", "2"),
        ("total_gap", "1"),
    ];
    let id = diagnostics::create_instrument(tx, methodist, &InstrumentForm::of(&typed(&said)))?;
    let lines = measured.into_iter().map(|competency| (competency, ITEMS_EACH.to_owned(), String::new())).collect();
    diagnostics::set_blueprint(tx, methodist, id, &BlueprintForm { lines })?;
    for _ in 0..2 {
        let form = diagnostics::add_form(tx, methodist, id)?;
        let version = tx.one("SELECT version FROM form WHERE id = $1", params![form], |row| row.get(0))?;
        diagnostics::make_ready(tx, methodist, id, form, version)?;
    }
    let version = tx.one("SELECT version FROM instrument WHERE id = $1", params![id], |row| row.get(0))?;
    diagnostics::set_instrument_state(tx, methodist, id, version, InstrumentState::Open)?;
    Ok(Some(id))
}

fn typed(said: &[(&str, &str)]) -> Answers {
    Answers::of(said.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// Teachers who can log in, of the whole region.
fn teachers(tx: &mut Tx<'_>, most: u32) -> Result<Vec<PersonId>> {
    let sql = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.email, p.id LIMIT $1";
    Ok(tx.query(sql, params![most], |row| row.get(0))?)
}

fn assign(tx: &mut Tx<'_>, app: &App, methodist: &Actor, instrument: InstrumentId, whom: &[PersonId], repeat_of: Option<AttemptId>) -> Result<()> {
    let (from, zone) = (tx.today(), app.clock().zone().clone());
    let to = from.checked_add(Span::new().days(60)).unwrap_or(from);
    let asked = Assigning { instrument, form: None, from, to, reason: "Перед планированием курсов".into(), repeat_of, whom: Whom::Ticked(whom.to_vec()) };
    diagnostics::assign(tx, methodist, &asked, whom.len(), &zone, &app.settings.public_url).map(|_| ())
}

/// One teacher's fate.
struct Story<'a> {
    app: &'a App,
    methodist: &'a Actor,
    instrument: InstrumentId,
    person: PersonId,
    at: usize,
}

impl Story<'_> {
    fn tell(&self, tx: &mut Tx<'_>, chance: &mut impl Rng) -> Result<()> {
        assign(tx, self.app, self.methodist, self.instrument, &[self.person], None)?;
        let Some(teacher) = personas::teacher(tx, self.person)? else { return Ok(()) };
        let first = self.newest(tx)?;
        match self.at % 12 {
            10 => return Ok(()),
            11 => return diagnostics::decline(tx, &teacher, first),
            _ => {}
        }
        if !consent::has_live(tx, self.person, ConsentKind::Diagnostics, tx.today())? {
            members::paper(tx, self.person, ConsentKind::Diagnostics, Vec::new(), "")?;
        }
        // Shares of right answers; the second is after some months of help.
        let able = 0.35 + 0.6 * chance.random::<f64>();
        let attempt = self.take(tx, chance, &teacher, first, able)?;
        diagnostics::note_shown(tx, attempt)?;
        if self.at % 4 == 0 && able < 0.6 {
            assign(tx, self.app, self.methodist, self.instrument, &[self.person], Some(attempt))?;
            let second = self.newest(tx)?;
            self.take(tx, chance, &teacher, second, (able + 0.25).min(0.95))?;
        }
        Ok(())
    }

    fn newest(&self, tx: &mut Tx<'_>) -> Result<AssignmentId> {
        tx.one("SELECT id FROM assignment WHERE person_id = $1 AND instrument_id = $2 ORDER BY id DESC LIMIT 1", params![self.person, self.instrument], |row| row.get(0))
    }

    fn take(&self, tx: &mut Tx<'_>, chance: &mut impl Rng, teacher: &Actor, assignment: AssignmentId, able: f64) -> Result<AttemptId> {
        diagnostics::accept(tx, teacher, assignment)?;
        let attempt = diagnostics::start(tx, teacher, assignment, self.app.clock().zone())?;
        let given: Vec<(i64, items::ItemId, i64)> =
            tx.query("SELECT position, item_id, revision FROM attempt_item WHERE attempt_id = $1 ORDER BY position", params![attempt], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for (position, item, revision) in given {
            let known = items::revision(tx, item, revision)?;
            if let Some(said) = answer(&known, chance.random_bool(able)) {
                let saving = Saving { attempt, position, seen: 0, page: "demo".into() };
                diagnostics::save_answer(tx, self.person, &saving, &typed(&[("answer", &said)]))?;
            }
        }
        diagnostics::submit(tx, &self.app.listeners, &teacher.by(), self.person, attempt)?;
        Ok(attempt)
    }
}

/// The right answer, or a wrong one; `None` where the item isn't answered by one field.
fn answer(item: &items::Revision, is_right: bool) -> Option<String> {
    match (&item.body.ask, &item.key) {
        (items::Ask::Single { choices }, Key::Single { right }) => {
            let wrong = choices.iter().find(|choice| choice.id != *right).map(|choice| choice.id.clone());
            if is_right { Some(right.clone()) } else { wrong }
        }
        (items::Ask::Number { .. }, Key::Number { value, .. }) => Some(if is_right { value.to_string() } else { (value + 1_000.0).to_string() }),
        _ => None,
    }
}
