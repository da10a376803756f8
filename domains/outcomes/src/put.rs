//! Results kept many at a time: what they clash with, then all of them in one transaction, or none.

use crate::{
    check::check,
    model::{Body, NewOutcome, Origin, Outcome, OutcomeId},
    period::PeriodKind,
    store::{outcomes as kept, sums},
    sum::Key,
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx, Value, db::Bulk, id::PlaceId, params, search::fold};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
use structure::{places::PlaceKind, profile::TermKind};

/// How a new result meets what is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Clash {
    None,
    /// Kept already, figure by figure.
    Same(OutcomeId),
    /// Other figures are kept of the same class, subject, source and period.
    Replaces(Box<Outcome>),
    /// Its days overlap those of another of the same class, subject and source.
    Overlaps(Box<Outcome>),
    /// The same as an earlier one of the list, by its place in it.
    Twice(usize),
}

/// Class, subject and source: within them results may clash.
type Group<'a> = (&'a str, i64, &'a str, &'a str, crate::source::Source);

fn group_of(new: &NewOutcome) -> Group<'_> {
    (new.place.as_str(), new.class.grade, &new.class.letter, &new.subject, new.source)
}

/// Whether both say the same thing's figures.
fn is_same_thing(new: &NewOutcome, old: &NewOutcome) -> bool {
    let (one, other) = (&new.period, &old.period);
    let key = (one.kind, one.school_year, one.number) == (other.kind, other.school_year, other.number);
    let day = one.kind != PeriodKind::Day || one.from == other.from;
    key && day && fold(&new.title) == fold(&old.title)
}

fn as_new(old: &Outcome) -> NewOutcome {
    NewOutcome { place: old.place.clone(), class: old.class.clone(), subject: old.subject.clone(), period: old.period, source: old.source, title: old.title.clone(), figures: old.figures.clone() }
}

/// How each of these would meet what is kept and the list itself, in their order.
///
/// # Errors
/// The store fails.
pub fn clashes(tx: &mut Tx<'_>, news: &[NewOutcome]) -> Result<Vec<Clash>> {
    let years: HashSet<(PlaceId, i64)> = news.iter().map(|new| (new.place.clone(), new.period.school_year)).collect();
    let mut olds = Vec::new();
    for (place, year) in years {
        olds.extend(kept::of_school_year(tx, &place, year)?.into_iter().map(|old| (as_new(&old), old)));
    }
    let mut known: HashMap<Group<'_>, Vec<(&NewOutcome, Option<&Outcome>, usize)>> = HashMap::new();
    for (new, old) in &olds {
        known.entry(group_of(new)).or_default().push((new, Some(old), 0));
    }
    let mut found = Vec::with_capacity(news.len());
    for (at, new) in news.iter().enumerate() {
        let others = known.entry(group_of(new)).or_default();
        let clash = match others.iter().find(|(other, _, _)| is_same_thing(new, other)) {
            Some((_, None, first)) => Clash::Twice(*first),
            Some((other, Some(old), _)) if *other == new => Clash::Same(old.id),
            Some((_, Some(old), _)) => Clash::Replaces(Box::new((*old).clone())),
            None => match others.iter().find(|(other, _, _)| new.period.clashes(&other.period)) {
                Some((_, Some(old), _)) => Clash::Overlaps(Box::new((*old).clone())),
                Some((_, None, first)) => Clash::Twice(*first),
                None => Clash::None,
            },
        };
        // A later line that says the same once more is found even where this one replaces what is kept.
        match clash {
            Clash::None => others.push((new, None, at)),
            Clash::Same(_) | Clash::Replaces(_) => {
                others.retain(|(other, _, _)| !is_same_thing(new, other));
                others.push((new, None, at));
            }
            Clash::Overlaps(_) | Clash::Twice(_) => {}
        }
        found.push(clash);
    }
    Ok(found)
}

/// How a list is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub origin: Origin,
    /// Which bringing-in; empty for what is typed.
    pub batch: String,
    /// Whether figures that stand may be replaced: somebody has seen them and said yes.
    pub replaces: bool,
}

impl Way {
    #[must_use]
    pub fn typed() -> Self {
        Self { origin: Origin::Typed, batch: String::new(), replaces: false }
    }
}

/// What became of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    pub added: u64,
    pub replaced: u64,
    /// Kept already.
    pub same: u64,
    /// In the order of the list.
    pub ids: Vec<OutcomeId>,
}

/// Keeps all of these, or none: brings their sums up to date and notes one event a school. Fields must have been checked; what is
/// wrong all the same is refused with the number of its line.
///
/// # Errors
/// Refusals: a line is wrong, overlaps, is there twice, or would replace what nobody agreed to replace.
pub fn put_many(tx: &mut Tx<'_>, by: &By, news: Vec<NewOutcome>, way: &Way) -> Result<Done> {
    must_be_right(tx, &news)?;
    let met = clashes(tx, &news)?;
    put_met(tx, by, news, met, way)
}

/// The same of a list whose every clash is known already: nothing was written since.
pub(crate) fn put_met(tx: &mut Tx<'_>, by: &By, news: Vec<NewOutcome>, met: Vec<Clash>, way: &Way) -> Result<Done> {
    if news.len() > 500 {
        tx.expect_much()?;
    }
    let (mut done, mut touched, mut schools) = (Done::default(), sums::Touched::new(), BTreeMap::<PlaceId, (u64, u64)>::new());
    let mut writer = Writer::of(tx, by, way);
    for (at, (new, clash)) in news.iter().zip(met).enumerate() {
        let counts = schools.entry(new.place.clone()).or_default();
        match clash {
            Clash::None => {
                let id = OutcomeId::fresh();
                writer.add(tx, id, new)?;
                counts.0 += 1;
                done.added += 1;
                done.ids.push(id);
            }
            Clash::Same(id) => {
                done.same += 1;
                done.ids.push(id);
                continue;
            }
            Clash::Replaces(old) if way.replaces => {
                kept::replace(tx, &old, &Body { period: new.period, title: new.title.clone(), figures: new.figures.clone() }, by.account)?;
                counts.1 += 1;
                done.replaced += 1;
                done.ids.push(old.id);
            }
            Clash::Replaces(old) => return Err(refused(at, format!("результат {} уже внесён с другими числами. Подтвердите замену", old.label()))),
            Clash::Overlaps(old) => return Err(refused(at, overlap(&old))),
            Clash::Twice(first) => return Err(refused(at, format!("повторяет строку {}", first + 1))),
        }
        touched.entry(Key::of_new(new)).or_default().insert(new.place.clone());
    }
    writer.rows.flush(tx)?;
    sums::refresh(tx, &touched)?;
    for (place, (added, replaced)) in schools.into_iter().filter(|(_, counts)| counts.0 + counts.1 > 0) {
        tx.record(by, Event::new("outcomes.put", "place", place).with(json!({"added": added, "replaced": replaced, "origin": way.origin, "batch": way.batch})))?;
    }
    Ok(done)
}

/// What is said of days that overlap.
#[must_use]
pub fn overlap(old: &Outcome) -> String {
    format!("дни перекрываются с уже внесённым результатом того же класса, предмета и источника: {} ({} — {})", old.label(), kernel::date::short(old.period.from), kernel::date::short(old.period.last()))
}

fn refused(at: usize, why: String) -> Error {
    Error::refusal(format!("Строка {}: {why}. Ничего не записано.", at + 1))
}

pub(crate) fn must_be_right(tx: &mut Tx<'_>, news: &[NewOutcome]) -> Result<()> {
    let today = tx.today();
    let (mut places, mut subjects): (HashMap<&PlaceId, bool>, HashMap<&str, bool>) = (HashMap::new(), HashMap::new());
    for (at, new) in news.iter().enumerate() {
        if !places.contains_key(&new.place) {
            let kind: Option<PlaceKind> = tx.maybe("SELECT kind FROM place WHERE id = $1", params![new.place], |row| row.get(0))?;
            places.insert(&new.place, kind == Some(PlaceKind::School));
        }
        if !subjects.contains_key(new.subject.as_str()) {
            subjects.insert(&new.subject, structure::terms::find(tx, TermKind::Subject, &new.subject, today)?.is_some());
        }
        if !places.get(&new.place).copied().unwrap_or_default() {
            return Err(refused(at, "такой школы нет".into()));
        }
        if !subjects.get(new.subject.as_str()).copied().unwrap_or_default() {
            return Err(refused(at, "такого предмета нет".into()));
        }
        if let Some(problem) = check(new, 11, today).into_iter().next() {
            return Err(refused(at, problem.says));
        }
    }
    Ok(())
}

const COLUMNS: [&str; 26] = [
    "id",
    "place_id",
    "grade",
    "letter",
    "subject",
    "source",
    "school_year",
    "period_kind",
    "period_number",
    "from_on",
    "until_on",
    "title",
    "pupils",
    "under",
    "mean",
    "scale",
    "twos",
    "threes",
    "fours",
    "fives",
    "bins",
    "topics",
    "origin",
    "batch",
    "entered_by",
    "entered_at",
];

/// New rows on their way.
struct Writer {
    rows: Bulk,
    entered_at: String,
    entered_by: Option<String>,
    origin: Origin,
    batch: String,
}

impl Writer {
    fn of(tx: &Tx<'_>, by: &By, way: &Way) -> Self {
        Self { rows: Bulk::into("outcome", &COLUMNS), entered_at: format!("{:.6}", tx.now()), entered_by: by.account.map(|id| id.to_string()), origin: way.origin, batch: way.batch.clone() }
    }

    fn add(&mut self, tx: &mut Tx<'_>, id: OutcomeId, new: &NewOutcome) -> Result<()> {
        let (marks, bins, topics) = kept::spread(&new.figures)?;
        let (id, from, until) = (id.to_string(), new.period.from.to_string(), new.period.until.to_string());
        let text = |text: &str| Value::Text(text.to_owned().into());
        let mark = |at: usize| marks.map_or(Value::Null, |marks| Value::Int(marks[at]));
        self.rows.push([
            text(&id),
            text(new.place.as_str()),
            Value::Int(new.class.grade),
            text(&new.class.letter),
            text(&new.subject),
            text(new.source.as_str()),
            Value::Int(new.period.school_year),
            text(new.period.kind.as_str()),
            Value::Int(new.period.number),
            text(&from),
            text(&until),
            text(&new.title),
            Value::Int(new.figures.pupils),
            Value::Int(new.figures.under),
            new.figures.mean.map_or(Value::Null, Value::Real),
            Value::Real(new.figures.scale),
            mark(0),
            mark(1),
            mark(2),
            mark(3),
            text(&bins),
            text(&topics),
            text(self.origin.as_str()),
            text(&self.batch),
            self.entered_by.as_deref().map_or(Value::Null, text),
            text(&self.entered_at),
        ]);
        if self.rows.waiting() >= 5_000 {
            self.rows.flush(tx)?;
        }
        Ok(())
    }
}
