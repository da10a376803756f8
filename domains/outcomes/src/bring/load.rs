//! From sums that wait to results: checked row by row, loaded in one transaction or not at all.

use super::{
    batch::{self, Batch, BatchId, Means, SKIPPED},
    meaning,
};
use crate::{
    check::{MOST_TOPICS, check},
    class::Class,
    entering::highest_of,
    model::{Bin, Distribution, Figures, NewOutcome, Origin, Topic},
    put::{Clash, Way, clashes, must_be_right, overlap, put_met},
    store::outcomes as kept,
    teaching::may_enter,
};
use access::Actor;
use audit::{Event, Record};
use gradefiles::{Spot, Tab};
use kernel::{Error, Result, Tx, id::PlaceId, params};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// What would become of a file that waits.
#[derive(Debug, Default)]
pub struct Outlook {
    /// Rows as they would be kept, with their places in the file.
    pub news: Vec<(Spot, NewOutcome)>,
    /// What stops all of it, by row.
    pub problems: Vec<String>,
    pub warnings: Vec<String>,
    pub replaced: usize,
    pub same: usize,
    /// Rows of schools that are left out.
    pub skipped: usize,
    /// How each of the rows meets what is kept.
    met: Vec<Clash>,
    tabs: Vec<Tab>,
}

/// Beyond so many the page names only the first.
const NAMED: usize = 50;

/// The rows as results, with all that is wrong. Names must have been said.
pub fn outlook(tx: &mut Tx<'_>, actor: &Actor, batch: &Batch) -> Result<Outlook> {
    let rows = batch::rows(tx, batch.id)?;
    let mut look = Outlook { tabs: batch.body.tabs.clone(), ..Outlook::default() };
    let mut highest: HashMap<PlaceId, i64> = HashMap::new();
    let today = tx.today();
    for row in rows {
        let place = match row.school.and_then(|at| batch.body.schools.get(at as usize)) {
            Some((_, Means::Skip)) => {
                look.skipped += 1;
                continue;
            }
            Some((_, Means::School(place))) => place.clone(),
            Some((_, Means::Unknown)) => return Err(Error::refusal("Сначала скажите, какие это школы.")),
            None => batch.body.place.clone().ok_or_else(|| Error::refusal("Сначала выберите школу."))?,
        };
        let subject = batch.body.subjects.get(row.subject as usize).and_then(|(_, code)| code.clone()).ok_or_else(|| Error::refusal("Сначала скажите, какие это предметы."))?;
        if subject == SKIPPED {
            look.skipped += 1;
            continue;
        }
        let at = row.spot();
        let last = match highest.get(&place) {
            Some(known) => *known,
            None => {
                may_enter(actor, &crate::sight::path_of(tx, &place)?)?;
                let last = highest_of(tx, &place)?;
                highest.insert(place.clone(), last);
                last
            }
        };
        if row.figures.topics.len() > MOST_TOPICS && look.warnings.len() < NAMED {
            look.warn(at, &format!("заданий и тем {}, загрузятся первые {MOST_TOPICS}", row.figures.topics.len()));
        }
        match result(row, place, subject, batch) {
            Err(said) => look.problem(at, &said),
            Ok(new) => {
                let wrong = check(&new, last, today);
                wrong.iter().for_each(|problem| look.problem(at, &problem.says));
                if wrong.is_empty() {
                    look.news.push((at, new));
                }
            }
        }
    }
    meet(tx, &mut look)?;
    Ok(look)
}

impl Outlook {
    fn problem(&mut self, at: Spot, said: &str) {
        self.problems.push(format!("{}: {}", at.told(&self.tabs), said.trim_end_matches('.')));
    }

    fn warn(&mut self, at: Spot, said: &str) {
        self.warnings.push(format!("{}: {said}", at.told(&self.tabs)));
    }
}

/// How the rows meet what is kept.
fn meet(tx: &mut Tx<'_>, look: &mut Outlook) -> Result<()> {
    let (spots, news): (Vec<Spot>, Vec<NewOutcome>) = std::mem::take(&mut look.news).into_iter().unzip();
    let met = clashes(tx, &news)?;
    for (at, clash) in spots.iter().zip(&met) {
        match clash {
            Clash::None => {}
            Clash::Same(_) => look.same += 1,
            Clash::Replaces(old) => {
                look.replaced += 1;
                if look.replaced <= NAMED {
                    look.warn(*at, &format!("результат {} уже внесён, учеников {}, ниже минимума {}; будет заменён", old.label(), old.figures.pupils, old.figures.under));
                }
            }
            Clash::Overlaps(old) => look.problem(*at, &overlap(old)),
            Clash::Twice(first) => {
                let first = spots.get(*first).copied().unwrap_or_default().told(&look.tabs);
                look.problem(*at, &format!("тот же класс и предмет уже есть: {first}. Если это разные предметы журнала (алгебра и геометрия), у лишнего выберите «не загружать»"));
            }
        }
    }
    look.met = met;
    look.news = spots.into_iter().zip(news).collect();
    unknown_classes(tx, look)
}

/// A letter that the school never had is told, not refused.
fn unknown_classes(tx: &mut Tx<'_>, look: &mut Outlook) -> Result<()> {
    let mut known: HashMap<PlaceId, HashSet<Class>> = HashMap::new();
    let (mut told, mut strange) = (HashSet::new(), Vec::new());
    for (at, new) in &look.news {
        if told.len() >= NAMED {
            break;
        }
        if !known.contains_key(&new.place) {
            let classes = kept::known_classes(tx, &new.place, new.period.school_year - 1)?;
            known.insert(new.place.clone(), classes.into_iter().collect());
        }
        let classes = known.get(&new.place);
        let is_new = classes.is_some_and(|classes| !classes.contains(&new.class) && classes.iter().any(|class| class.grade == new.class.grade));
        if is_new && told.insert((new.place.clone(), new.class.clone())) {
            strange.push((*at, format!("класса {} в этой школе ещё не было; если он есть, загружайте", new.class.label())));
        }
    }
    strange.into_iter().for_each(|(at, said)| look.warn(at, &said));
    Ok(())
}

fn result(row: gradefiles::Row, place: PlaceId, subject: String, batch: &Batch) -> Result<NewOutcome, String> {
    let letters = row.class.letter.chars().count();
    if letters > 1 {
        return Err(format!("класс {}: буква класса одна. Напишите его так, как он называется в программе", row.class));
    }
    let class = Class { grade: i64::from(row.class.grade), letter: row.class.letter };
    let (Some(pupils), Some(under)) = (row.figures.pupils, row.figures.under) else { return Err("нет числа учеников".into()) };
    let topics = row.figures.topics.iter().take(MOST_TOPICS).map(|topic| Topic { title: topic.title.chars().take(120).collect(), percent: whole(topic.percent) }).collect();
    let figures = match row.figures.marks {
        Some(marks) => Figures { topics, ..Figures::of_marks(marks) },
        None => {
            let bins: Vec<Bin> = row.figures.bins.iter().map(|bin| Bin { from: whole(bin.from), to: whole(bin.to), pupils: bin.pupils }).collect();
            let distribution = if bins.is_empty() { Distribution::Unknown } else { Distribution::Bins(bins) };
            Figures { pupils, under, mean: row.figures.mean.map(|mean| (mean * 100.0).round() / 100.0), scale: row.figures.scale.unwrap_or_else(|| batch.source.usual_scale()), distribution, topics }
        }
    };
    Ok(NewOutcome { place, class, subject, period: batch.period, source: batch.source, title: batch.title.clone(), figures })
}

fn whole(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "points and percents, checked to be small")]
    {
        number.round() as i64
    }
}

/// Loads all rows, or none. `replaces`: somebody has seen what will be replaced and said yes.
///
/// # Errors
/// Refusals: names aren't said, rows are wrong, results stand that nobody agreed to replace. Stale.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: BatchId, (version, replaces): (i64, bool)) -> Result<()> {
    let found = batch::waiting(tx, actor, id)?;
    batch::touch(tx, id, version)?;
    if !meaning::is_whole(&found.body) {
        return Err(Error::refusal("Загружать рано: скажите, какие это предметы и школы."));
    }
    let look = outlook(tx, actor, &found)?;
    if let Some(first) = look.problems.first() {
        return Err(Error::refusal(format!("Ничего не загружено: {first}. Всего ошибок: {}.", look.problems.len())));
    }
    if look.news.is_empty() {
        return Err(Error::refusal("Загружать нечего: все строки оставлены в стороне."));
    }
    if look.replaced > 0 && !replaces {
        return Err(Error::field("replace", format!("Уже внесено с другими числами: {}. Подтвердите замену: прежние числа останутся в истории", look.replaced)));
    }
    let before: HashSet<crate::OutcomeId> = look.met.iter().filter_map(|clash| if let Clash::Replaces(old) = clash { Some(old.id) } else { None }).collect();
    let way = Way { origin: Origin::File, batch: id.to_string(), replaces };
    let news: Vec<NewOutcome> = look.news.into_iter().map(|(_, new)| new).collect();
    must_be_right(tx, &news)?;
    let done = put_met(tx, &actor.by(), news, look.met, &way)?;
    let mut body = found.body;
    body.added = i64::try_from(done.added).unwrap_or(i64::MAX);
    for id in done.ids.iter().filter(|id| before.contains(id)) {
        body.replaced.push((*id, kept::find(tx, *id)?.version));
    }
    batch::set_body(tx, id, &body)?;
    batch::forget_rows(tx, id)?;
    let (now, replaced) = (tx.now(), i64::try_from(done.replaced).unwrap_or(i64::MAX));
    tx.execute("UPDATE outcome_batch SET state = 'loaded', loaded_at = $1, replaced = $2 WHERE id = $3", params![now, replaced, id])?;
    tx.record(&actor.by(), Event::new("outcome_file.loaded", "outcome_file", id).with(json!({ "added": done.added, "replaced": done.replaced, "same": done.same })))
}
