//! From rows to kept answers: read in one snapshot, worked out with no transaction open, kept in one write.

use crate::{
    answer::{change, effect, link, worked},
    gather::{self, Ability, LinkRow, Pair, PartRow, TeacherRow, Turn, WalkedRow},
    model::{Question, RunId},
    store::runs::{self, Run},
};
use access::Actor;
use audit::{By, Event, Record};
use kernel::{
    Date, Db, Result, Timestamp, Tx,
    id::{PersonId, PlaceId},
};
use outcomes::Use;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use structure::places::{self, REGION};

/// All that a question needs, read at once.
#[derive(Debug)]
pub enum Asked {
    Worked { rows: Vec<WalkedRow>, marks: (i64, i64) },
    Link { municipalities: Vec<PlaceId>, rows: Vec<LinkRow>, abilities: BTreeMap<PersonId, Ability> },
    Effect { pair: Option<Pair>, rows: Vec<TeacherRow>, abilities: BTreeMap<PersonId, Ability>, begun: BTreeMap<PersonId, Date>, turns: BTreeMap<PersonId, Turn> },
    Change { pair: Option<Pair>, rows: Vec<PartRow> },
}

/// Answers about to be kept.
#[derive(Debug, Clone)]
pub struct Computed {
    question: Question,
    version: String,
    runs: Vec<(PlaceId, Run)>,
}

/// Reads what a question needs.
///
/// # Errors
/// The store fails.
pub fn ask(tx: &mut Tx<'_>, question: Question) -> Result<Asked> {
    let today = tx.today();
    Ok(match question {
        Question::Worked => Asked::Worked { rows: gather::walked(tx)?, marks: gather::team_marks(tx)? },
        Question::Link => {
            let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| place.id).collect();
            let region = places::path(tx, &PlaceId::from(REGION))?;
            Asked::Link { municipalities, rows: gather::link_rows(tx, &region)?, abilities: gather::abilities(tx, today)? }
        }
        Question::Effect => {
            let pair = gather::pair(tx, Use::Link)?;
            let rows = pair.as_ref().map(|pair| gather::teacher_rows(tx, pair)).transpose()?.unwrap_or_default();
            let before = pair.as_ref().map_or(today, |pair| pair.after_from);
            Asked::Effect { rows, abilities: gather::abilities(tx, before)?, begun: gather::begun(tx)?, turns: gather::turns(tx)?, pair }
        }
        Question::Change => {
            let pair = gather::pair(tx, Use::RegionPicture)?;
            let rows = pair.as_ref().map(|pair| gather::part_rows(tx, pair)).transpose()?.unwrap_or_default();
            Asked::Change { pair, rows }
        }
    })
}

impl Asked {
    /// Which question it is.
    #[must_use]
    pub fn question(&self) -> Question {
        match self {
            Self::Worked { .. } => Question::Worked,
            Self::Link { .. } => Question::Link,
            Self::Effect { .. } => Question::Effect,
            Self::Change { .. } => Question::Change,
        }
    }

    /// The same rows have the same version.
    #[must_use]
    pub fn version(&self) -> String {
        gather::version(self)
    }

    fn until(&self) -> Option<Date> {
        match self {
            Self::Worked { .. } | Self::Link { .. } => None,
            Self::Effect { pair, .. } | Self::Change { pair, .. } => pair.as_ref().map(|pair| pair.after_until),
        }
    }
}

/// The name of a method and its version: a change of either gives another answer.
fn method(question: Question) -> &'static str {
    match question {
        Question::Worked => worked::METHOD,
        Question::Link => link::METHOD,
        Question::Effect => effect::METHOD,
        Question::Change => change::METHOD,
    }
}

/// Works the answers out. Takes a second or two on a whole region: call it with no transaction open.
///
/// # Errors
/// The method contradicts its data, which is a fault of the program.
pub fn work_out(asked: &Asked, now: Timestamp) -> anyhow::Result<Computed> {
    let (question, version) = (asked.question(), asked.version());
    let seed = gather::seed(&version);
    let region = PlaceId::from(REGION);
    let run = |result: String| Run { id: RunId::fresh(), data_version: version.clone(), data_until: asked.until(), seed: seed.to_string(), method: method(question).to_owned(), result, made_at: now };
    let runs = match asked {
        Asked::Worked { rows, marks } => vec![(region, run(text(&worked::answer(rows, *marks)?)?))],
        Asked::Link { municipalities, rows, abilities } => {
            let mut runs = vec![(region, run(text(&link::answer(rows, abilities, seed)?)?))];
            for place in municipalities {
                let own: Vec<LinkRow> = rows.iter().filter(|row| row.municipality == place.as_str()).cloned().collect();
                runs.push((place.clone(), run(text(&link::answer(&own, abilities, seed)?)?)));
            }
            runs
        }
        Asked::Effect { pair, rows, abilities, begun, turns } => {
            let known = effect::Known { abilities, begun, turns };
            vec![(region, run(text(&effect::answer(pair.as_ref(), rows, &known)?)?))]
        }
        Asked::Change { pair, rows } => vec![(region, run(text(&change::answer(pair.as_ref(), rows)?)?))],
    };
    Ok(Computed { question, version, runs })
}

fn text(answer: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string(answer)?)
}

/// Keeps the answers beside earlier ones.
///
/// # Errors
/// The store fails.
pub fn keep(tx: &mut Tx<'_>, made: &Computed, by: Option<&Actor>) -> Result<()> {
    for (place, run) in &made.runs {
        runs::insert(tx, (made.question, place), run, by.map(|actor| actor.account))?;
    }
    let by = by.map_or_else(By::system, Actor::by);
    tx.record(&by, Event::new("insight.computed", "insight", made.question).with(json!({"question": made.question, "data_version": made.version})))
}

/// Reads, works out and keeps one question.
///
/// # Errors
/// The store fails.
pub fn compute(db: &Db, question: Question, by: Option<&Actor>) -> Result<()> {
    let asked = db.read(|tx| ask(tx, question))?;
    let made = work_out(&asked, db.clock().now())?;
    db.write(|tx| keep(tx, &made, by))
}

/// The job: by night, and where a question was never answered, whatever rests on other rows or another method than the answer that is
/// kept is worked out anew. How many questions.
///
/// # Errors
/// The store fails.
pub fn refresh(db: &Db) -> Result<u64> {
    const NIGHT: std::ops::Range<i8> = 2..5;
    if !db.read(structure::is_set_up)? {
        return Ok(0);
    }
    let hour = db.clock().zone().to_datetime(db.clock().now()).hour();
    let mut count = 0;
    for question in Question::ALL.iter().copied() {
        let kept = db.read(|tx| runs::latest(tx, question, &PlaceId::from(REGION)))?;
        if kept.is_some() && !NIGHT.contains(&hour) {
            continue;
        }
        let asked = db.read(|tx| ask(tx, question))?;
        if kept.is_some_and(|run| run.data_version == asked.version() && run.method == method(question)) {
            continue;
        }
        let made = work_out(&asked, db.clock().now())?;
        db.write(|tx| keep(tx, &made, None))?;
        count += 1;
    }
    Ok(count)
}
