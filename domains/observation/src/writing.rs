//! Writing records: from devices in batches, from forms on the site. Nothing is overwritten; what comes twice is kept once.

use crate::{
    model::{ObservationId, Row, Side, State},
    record::{RecordId, Sheet, Written},
    rubric::Body,
    store::{records, rubrics},
    visit,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Timestamp, Tx, name::clean_text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The most records of one message, and of one visit.
pub const MOST_AT_ONCE: usize = 500;
const MOST_OF_ONE: u64 = 10_000;
const LONGEST_WORDS: usize = 2000;
/// The device of forms on the site.
pub const SITE: &str = "site";

/// A record as a device sends it.
#[derive(Debug, Clone, Deserialize)]
pub struct Incoming {
    pub id: String,
    pub seq: i64,
    pub indicator: String,
    #[serde(default)]
    pub score: Option<i64>,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub after: Vec<String>,
    pub at: String,
}

/// What became of a record, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub id: String,
    /// Kept, now or before.
    pub accepted: bool,
    /// Why not, in Russian.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A batch of a device, as parsed from JSON: the records one by one, so that a bad one spoils nothing else.
#[derive(Debug, Clone, Deserialize)]
pub struct Batch {
    pub device: String,
    pub records: Vec<Value>,
}

struct Writer<'a> {
    actor: &'a Actor,
    observation: ObservationId,
    side: Side,
    device: &'a str,
    body: &'a Body,
}

/// Keeps what a device of the observer sends.
///
/// # Errors
/// Not found: another's visit. Refusals: too many at once, a name of a device that is none. Each record has a verdict of its own.
pub fn receive(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, batch: &Batch) -> Result<Vec<Verdict>> {
    let row = visit::observed(tx, actor, id)?;
    if batch.records.len() > MOST_AT_ONCE {
        return Err(Error::refusal(format!("За один раз можно отправить до {MOST_AT_ONCE} записей. Отправьте их частями.")));
    }
    let is_device = (8..=64).contains(&batch.device.len()) && batch.device.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_device {
        return Err(Error::refusal("Не названо устройство, с которого отправлены записи. Обновите страницу и отправьте ещё раз."));
    }
    must_be_allowed(tx, &row)?;
    let rubric = rubrics::find(tx, row.observation.rubric)?;
    let writer = Writer { actor, observation: id, side: Side::Observer, device: &batch.device, body: &rubric.body };
    let (mut verdicts, mut kept) = (Vec::new(), 0_usize);
    for raw in &batch.records {
        let named = raw.get("id").and_then(Value::as_str).unwrap_or_default().chars().take(64).collect::<String>();
        let verdict = match writer.take(tx, &row, raw) {
            Ok(is_new) => {
                kept += usize::from(is_new);
                Verdict { id: named, accepted: true, why: String::new() }
            }
            Err(Error::Refusal(why)) => Verdict { id: named, accepted: false, why },
            Err(other) => return Err(other),
        };
        verdicts.push(verdict);
    }
    if kept > 0 {
        tx.record(&actor.by(), Event::new("observation.recorded", "observation", id).of(row.observation.person).with(json!({"records": kept, "device": batch.device})))?;
    }
    Ok(verdicts)
}

const NOT_A_RECORD: &str = "Запись не разобрать: в ней чего-то не хватает.";
const NOT_AGREED: &str = "Записи принимаются только в согласованное и незаконченное наблюдение. Если карта закончена раньше времени, верните её к заполнению на сайте.";

impl Writer<'_> {
    /// Whether the record is new.
    fn take(&self, tx: &mut Tx<'_>, row: &Row, raw: &Value) -> Result<bool> {
        let incoming: Incoming = serde_json::from_value(raw.clone()).map_err(|_| Error::refusal(NOT_A_RECORD))?;
        let new = self.parse(tx.now(), &incoming)?;
        if let Some(known) = records::find(tx, new.id)? {
            let is_same = Written { recorded_at: known.recorded_at, ..new } == known;
            return if is_same { Ok(false) } else { Err(Error::refusal("Запись с таким номером уже есть и говорит другое. Она не изменена.")) };
        }
        if row.observation.state != State::Agreed {
            return Err(Error::refusal(NOT_AGREED));
        }
        if records::is_used(tx, new.account, &new.device, new.seq)? {
            return Err(Error::refusal("Это устройство уже присылало другую запись под тем же порядковым номером. Она не изменена."));
        }
        self.keep(tx, &new)?;
        Ok(true)
    }

    fn parse(&self, now: Timestamp, incoming: &Incoming) -> Result<Written> {
        let refuse = |why: &str| Error::refusal(why.to_owned());
        let id: RecordId = incoming.id.parse().map_err(|_| refuse(NOT_A_RECORD))?;
        let after = incoming.after.iter().take(50).map(|id| id.parse().map_err(|_| refuse(NOT_A_RECORD))).collect::<Result<Vec<RecordId>>>()?;
        if incoming.seq < 1 {
            return Err(refuse("Порядковый номер записи начинается с 1."));
        }
        let at: Timestamp = incoming.at.parse().map_err(|_| refuse("Время записи не разобрать."))?;
        let words = self.checked(&incoming.indicator, incoming.score, &incoming.words)?;
        // A clock that is ahead is no one's fault: the record can't be later than now.
        let recorded_at = Timestamp::from_microsecond(at.min(now).as_microsecond()).unwrap_or(now);
        Ok(Written {
            id,
            observation: self.observation,
            side: self.side,
            account: self.actor.account,
            device: self.device.to_owned(),
            seq: incoming.seq,
            indicator: incoming.indicator.clone(),
            score: incoming.score,
            words,
            after,
            recorded_at,
        })
    }

    /// The words, cleaned, of a score that fits the indicator's scale.
    fn checked(&self, indicator: &str, score: Option<i64>, words: &str) -> Result<String> {
        let known = self.body.indicator(indicator).ok_or_else(|| Error::refusal("В карте нет такого показателя."))?;
        if score.is_some_and(|score| known.step(score).is_none()) {
            return Err(Error::refusal(format!("Балл вне шкалы показателя «{}»: можно от 0 до {}.", known.title, known.max())));
        }
        let words = clean_text(&words.chars().take(LONGEST_WORDS * 4).collect::<String>());
        if words.chars().count() > LONGEST_WORDS {
            return Err(Error::refusal(format!("Пример с урока слишком длинный: можно до {LONGEST_WORDS} знаков.")));
        }
        Ok(words)
    }

    fn keep(&self, tx: &mut Tx<'_>, new: &Written) -> Result<()> {
        if records::count(tx, self.observation)? >= MOST_OF_ONE {
            return Err(Error::refusal("В этом наблюдении слишком много записей: больше не поместится."));
        }
        for id in &new.after {
            let seen = records::find(tx, *id)?.filter(|seen| seen.observation == new.observation && seen.side == new.side && seen.indicator == new.indicator);
            if seen.is_none() {
                return Err(Error::refusal("Запись продолжает другую, которой на сервере нет."));
            }
        }
        records::insert(tx, new)
    }
}

/// What a form says of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub indicator: String,
    pub score: Option<i64>,
    pub words: String,
    /// The records that the page showed.
    pub seen: Vec<RecordId>,
}

/// Keeps what a form on the site says: a record for each indicator that was changed; how many.
///
/// # Errors
/// Not found; refusals: the visit isn't open to this side. Field errors at `words-CODE`.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, side: Side, lines: &[Line]) -> Result<usize> {
    let row = match side {
        Side::Observer => visit::observed(tx, actor, id)?,
        Side::Teacher => visit::own(tx, actor, id)?,
    };
    must_be_open(&row, side)?;
    must_be_allowed(tx, &row)?;
    let rubric = rubrics::find(tx, row.observation.rubric)?;
    let before = Sheet::of(records::of(tx, id, side)?);
    let writer = Writer { actor, observation: id, side, device: SITE, body: &rubric.body };
    let mut seq = records::last_seq(tx, actor.account, SITE)?;
    let mut kept = 0;
    for line in lines {
        let words = writer.checked(&line.indicator, line.score, &line.words).map_err(|error| beside(error, &line.indicator))?;
        if !changes(&before, line, &words) {
            continue;
        }
        seq += 1;
        kept += 1;
        let recorded_at = tx.now();
        let new =
            Written { id: RecordId::fresh(), observation: id, side, account: actor.account, device: SITE.into(), seq, indicator: line.indicator.clone(), score: line.score, words, after: line.seen.clone(), recorded_at };
        writer.keep(tx, &new)?;
    }
    if kept > 0 {
        let action = if side == Side::Observer { "observation.recorded" } else { "observation.self_scored" };
        tx.record(&actor.by(), Event::new(action, "observation", id).of(row.observation.person).with(json!({"records": kept, "device": SITE})))?;
    }
    Ok(kept)
}

fn beside(error: Error, indicator: &str) -> Error {
    match error {
        Error::Refusal(why) => Error::field(&format!("words-{indicator}"), why),
        other => other,
    }
}

/// A line says something new if no record that the page showed says the same alone.
fn changes(before: &Sheet, line: &Line, words: &str) -> bool {
    let shown: Vec<&Written> = before.heads(&line.indicator).iter().filter(|head| line.seen.contains(&head.id)).collect();
    match shown.as_slice() {
        [] => !(line.seen.is_empty() && line.score.is_none() && words.is_empty()) && !before.heads(&line.indicator).iter().any(|head| head.score == line.score && head.words == words),
        heads => heads.iter().any(|head| head.score != line.score || head.words != words),
    }
}

/// The teacher's consent may have run out since the visit was agreed.
fn must_be_allowed(tx: &mut Tx<'_>, row: &Row) -> Result<()> {
    let is_written = row.observation.state == State::Agreed || row.observation.state == State::Filled;
    if is_written && !visit::has_consent(tx, row.observation.person)? {
        return Err(Error::refusal("Согласие учителя на диагностику больше не действует: записывать в эту карту нельзя. Договоритесь с учителем."));
    }
    Ok(())
}

fn must_be_open(row: &Row, side: Side) -> Result<()> {
    match side {
        Side::Observer => row.observation.must_be(&[State::Agreed], NOT_AGREED),
        Side::Teacher => row.observation.must_be(&[State::Agreed, State::Filled], "Оценить свой урок можно, когда посещение согласовано, и до того, как вы отметили, что ознакомились с картой."),
    }
}
