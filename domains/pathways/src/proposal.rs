//! The first draft of a pathway: what the catalogue has for the case's deficits within the teacher's hours and dates.
//!
//! The program proposes and says why; nothing of it is in the pathway until the team keeps it. It is worked out twice from the same
//! data, once to be looked at and once to be taken: the same answer both times, and no half-second of thought inside a write.

mod helped;
mod views;
mod web;
mod words;

pub use helped::{Helped, Prior, PriorSource};
pub use words::{because, why_not};

pub(crate) use web::{keep, show};

use crate::{
    model::{Fate, Level, Origin, PathwayId, Step, StepId, StepState},
    store::{self, Loaded, steps as kept},
};
use access::Actor;
use audit::{Event, Record};
use cases::{TakenDeficit, Verdict, days_between};
use kernel::{Date, Error, FieldErrors, Result, Tx, params};
use resources::{Offer, ResourceId};
use selection::{Deficit, Effort, Limits, Missing, Selection};
use serde_json::json;
use std::collections::BTreeMap;
use structure::places::{self, PlaceKind};

/// What closes a deficit: one resource about just that, or several that touch it.
const NEED: u8 = 3;
/// How sure a deficit is that nobody has measured.
const UNMEASURED: f64 = 0.7;
/// The teacher's hours, if nobody has said.
const USUAL_HOURS: i64 = 72;
const MOST_HOURS: u32 = 1_000;
const USUAL_LINES: usize = 8;
const MOST_LINES: usize = 20;

/// What the proposal keeps within, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub hours: String,
    pub starts_on: String,
    pub ends_on: String,
    pub lines: String,
}

/// The same, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    pub hours: u32,
    pub from: Date,
    pub to: Date,
    pub lines: usize,
}

impl Form {
    /// What the pathway says already: its dates, and the hours that its lines leave.
    #[must_use]
    pub fn of(loaded: &Loaded, steps: &[Step], today: Date) -> Self {
        let taken: i64 = steps.iter().filter(|step| step.is_in()).map(|step| step.hours).sum();
        let pathway = &loaded.pathway;
        let starts_on = pathway.starts_on.filter(|day| *day > today).unwrap_or(today);
        let ends_on = pathway.ends_on.filter(|day| *day > starts_on).unwrap_or_else(|| starts_on.saturating_add(jiff::Span::new().months(9)));
        let hours = (pathway.hours_limit.unwrap_or(USUAL_HOURS) - taken).max(0);
        Self { hours: hours.to_string(), starts_on: ui::ru::date(starts_on), ends_on: ui::ru::date(ends_on), lines: USUAL_LINES.to_string() }
    }

    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self, today: Date) -> Result<Within, FieldErrors> {
        let mut errors = FieldErrors::default();
        let hours = errors.take("hours", self.hours.trim().parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours)).ok_or(format!("Укажите часы целым числом от 1 до {MOST_HOURS}")));
        let lines = errors.take("lines", self.lines.trim().parse().ok().filter(|lines| (1..=MOST_LINES).contains(lines)).ok_or(format!("Укажите, сколько строк: от 1 до {MOST_LINES}")));
        let (from, to) = (errors.take("starts_on", kernel::date::parse(&self.starts_on)), errors.take("ends_on", kernel::date::parse(&self.ends_on)));
        if from.is_some_and(|from| from < today) {
            errors.add("starts_on", "Этот день уже прошёл. Укажите сегодняшний или более поздний");
        }
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            errors.add("ends_on", "Последний день раньше первого. Исправьте одну из дат");
        }
        errors.or(hours.zip(lines).zip(from.zip(to)).map(|((hours, lines), (from, to))| Within { hours, from, to, lines }))
    }
}

/// What the proposal is made of, read at once.
#[derive(Debug, Clone)]
pub struct Question {
    within: Within,
    /// Deficits that still need something.
    deficits: Vec<(TakenDeficit, Deficit)>,
    offers: Vec<Offer>,
    /// Lines of the pathway that count already.
    has: Vec<ResourceId>,
    levels: BTreeMap<ResourceId, Level>,
    /// What helped others with the same difficulty, where enough of them are known.
    prior: Prior,
}

impl Question {
    /// The same with what helped others: a gentle weight and a reason, never a condition.
    #[must_use]
    pub fn knowing(mut self, prior: Prior) -> Self {
        self.prior = prior;
        self
    }
}

/// Reads what is needed to propose. What is kept counts; what was struck isn't proposed again.
///
/// # Errors
/// Not found; refusals: it isn't being built, not for this seat, the case has no deficit to work on.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, within: Within) -> Result<(Loaded, Question)> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    loaded.editor()?;
    let taken: Vec<TakenDeficit> = cases::deficits(tx, &loaded.standing.case)?.into_iter().filter(|deficit| deficit.verdict.is_none_or(Verdict::leaves_work)).collect();
    if taken.is_empty() {
        return Err(Error::refusal("В сопровождении нет затруднений, с которыми нужно работать. Сначала возьмите в работу затруднение на странице сопровождения."));
    }
    let steps = store::steps(tx, id)?;
    let path = places::path(tx, &loaded.standing.case.place)?;
    let codes: Vec<String> = taken.iter().map(|deficit| deficit.code.clone()).collect();
    let all = resources::of_tags(tx, &codes, &path, within.from)?;
    let has: Vec<ResourceId> = steps.iter().filter(|step| step.is_in()).filter_map(|step| step.resource).collect();
    let given = resources::tags_of(tx, &has)?;
    let mut deficits = Vec::new();
    for one in taken {
        let strengths: u32 = given.values().flatten().filter(|tag| tag.code == one.code).map(|tag| u32::from(tag.strength)).sum();
        let need = u32::from(NEED).saturating_sub(strengths);
        // A deficit that rests on a result the teacher hasn't looked at yet is nobody's to weigh.
        let sure = match deficits::deficit_of(tx, &deficits::Sight::program(), one.id) {
            Ok(deficit) => deficit.p_below.unwrap_or(UNMEASURED),
            Err(Error::NotFound) => UNMEASURED,
            Err(other) => return Err(other),
        };
        if let Some(need) = u8::try_from(need).ok().filter(|need| *need > 0) {
            deficits.push((one, Deficit { weight: sure.clamp(0.1, 1.0), need }));
        }
    }
    let struck: Vec<ResourceId> = steps.iter().filter(|step| step.fate == Fate::Struck).filter_map(|step| step.resource).collect();
    let subject = loaded.standing.case.subject.clone();
    let fits = |offer: &Offer| subject.is_empty() || offer.resource.subject.is_empty() || offer.resource.subject == subject;
    let offers: Vec<Offer> = all.into_iter().filter(|offer| fits(offer) && !has.contains(&offer.resource.id) && !struck.contains(&offer.resource.id)).collect();
    let levels = levels(tx, &offers)?;
    Ok((loaded, Question { within, deficits, offers, has, levels, prior: Prior::default() }))
}

/// At which level each is carried out: that of the place whose catalogue it is in.
fn levels(tx: &mut Tx<'_>, offers: &[Offer]) -> Result<BTreeMap<ResourceId, Level>> {
    let today = tx.today();
    let mut kinds: BTreeMap<String, Level> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for offer in offers {
        let place = offer.resource.place.to_string();
        let level = match kinds.get(&place) {
            Some(known) => *known,
            None => match places::load(tx, &offer.resource.place, today)?.kind {
                PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => Level::Regional,
                PlaceKind::Municipality => Level::Municipal,
                PlaceKind::School => Level::School,
            },
        };
        kinds.insert(place, level);
        found.insert(offer.resource.id, level);
    }
    Ok(found)
}

/// A draft to be looked at.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub within: Within,
    pub lines: Vec<ProposedLine>,
    pub hours: u32,
    /// Deficits that nothing proposed works on, with why.
    pub missing: Vec<(String, String)>,
    /// Deficits that kept lines close already leave nothing to propose.
    pub is_all_covered: bool,
}

#[derive(Debug, Clone)]
pub struct ProposedLine {
    pub resource: resources::Resource,
    pub because: String,
    pub deficits: Vec<TakenDeficit>,
    pub level: Option<Level>,
}

impl Question {
    /// Works it out: half a second at most. Call it outside of a transaction.
    ///
    /// # Errors
    /// The catalogue contradicts itself.
    pub fn answer(&self) -> Result<Proposal> {
        let (deficits, resources) = (self.deficits.iter().map(|(_, deficit)| *deficit).collect::<Vec<_>>(), self.resources());
        let Within { hours, from, to, lines } = self.within;
        let limits = Limits { hours, from: 0, to: day(from, to), lines };
        let found = selection::select(&deficits, &resources, &limits, Effort::default()).map_err(refused)?;
        Ok(self.told(&found))
    }

    fn resources(&self) -> Vec<selection::Resource> {
        let at: BTreeMap<ResourceId, usize> = self.offers.iter().enumerate().map(|(at, offer)| (offer.resource.id, at)).collect();
        // What is needed and can't be had here, because it is over or of another place, stands for itself as the last: nobody gets in.
        let absent = selection::Resource { seats: Some(0), ..selection::Resource::default() };
        self.offers.iter().map(|offer| self.resource(offer, &at)).chain([absent]).collect()
    }

    fn resource(&self, offer: &Offer, at: &BTreeMap<ResourceId, usize>) -> selection::Resource {
        let one = &offer.resource;
        let number = |date: Option<Date>| date.map(|date| day(self.within.from, date));
        let strengths = self.deficits.iter().enumerate().filter_map(|(place, (deficit, _))| offer.tags.iter().find(|tag| tag.code == deficit.code).map(|tag| (place, tag.strength.clamp(1, 3))));
        let needs = offer.needs.iter().filter(|needed| !self.has.contains(needed)).map(|needed| at.get(needed).copied().unwrap_or(self.offers.len()));
        selection::Resource {
            hours: one.hours,
            starts: number(one.starts_on),
            ends: number(one.ends_on),
            apply_by: number(one.apply_by),
            seats: one.seats,
            form: one.form as u16,
            kind: one.kind as u16,
            strengths: strengths.collect(),
            needs: needs.collect(),
            favour: self.prior.favour(one.id, self.deficits.iter().map(|(deficit, _)| deficit.code.as_str())),
        }
    }

    fn told(&self, found: &Selection) -> Proposal {
        let line = |line: &selection::Line| {
            let offer = &self.offers[line.resource];
            let serves = |deficit: &&(TakenDeficit, Deficit)| offer.tags.iter().any(|tag| tag.code == deficit.0.code);
            ProposedLine {
                because: because(&self.scene(), line),
                deficits: self.deficits.iter().filter(serves).map(|(deficit, _)| deficit.clone()).collect(),
                level: self.levels.get(&offer.resource.id).copied(),
                resource: offer.resource.clone(),
            }
        };
        let why = |missing: &Missing| (self.deficits[missing.deficit].0.title.clone(), why_not(missing.why).to_owned());
        Proposal { within: self.within, lines: found.lines.iter().map(line).collect(), hours: found.hours, missing: found.missing.iter().map(why).collect(), is_all_covered: self.deficits.is_empty() }
    }

    fn scene(&self) -> words::Scene<'_> {
        words::Scene {
            titles: self.deficits.iter().map(|(deficit, _)| deficit.title.as_str()).collect(),
            codes: self.deficits.iter().map(|(deficit, _)| deficit.code.as_str()).collect(),
            offers: &self.offers,
            hours: self.within.hours,
            prior: &self.prior,
        }
    }
}

/// A day as a number that counts from the first of the window.
fn day(from: Date, date: Date) -> selection::Day {
    selection::Day::try_from(days_between(from, date)).unwrap_or(selection::Day::MAX)
}

/// The catalogue keeps circles out; should one be there all the same, whoever runs it must hear.
fn refused(error: selection::Error) -> Error {
    Error::Internal(anyhow::Error::new(error))
}

/// Puts the proposal into the pathway as lines that nobody has decided on; earlier ones that nobody decided on go. How many lines.
///
/// # Errors
/// As [`ask`]; a refusal: there is nothing to propose.
pub fn put(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, proposal: &Proposal) -> Result<usize> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    loaded.editor()?;
    forget_open(tx, id)?;
    let there: Vec<ResourceId> = store::steps(tx, id)?.into_iter().filter_map(|step| step.resource).collect();
    let mut count = 0;
    for line in proposal.lines.iter().filter(|line| !there.contains(&line.resource.id)) {
        let position = kept::next_position(tx, id)?;
        kept::insert(tx, &step(id, position, line))?;
        count += 1;
    }
    if count == 0 {
        return Err(Error::refusal("Предложить нечего: в каталоге нет подходящего в эти часы и даты. Измените условия или добавьте строки сами."));
    }
    tx.record(&actor.by(), Event::new("pathway.proposed", "pathway", id).of(loaded.standing.case.person).with(json!({"lines": count})))?;
    Ok(count)
}

/// Reads, works out and puts, for callers who hold a transaction anyway.
///
/// # Errors
/// As [`ask`] and [`put`].
pub fn propose(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, within: Within) -> Result<Proposal> {
    let (_, question) = ask(tx, actor, id, within)?;
    let proposal = question.answer()?;
    put(tx, actor, id, &proposal)?;
    Ok(proposal)
}

fn forget_open(tx: &mut Tx<'_>, id: PathwayId) -> Result<()> {
    let open = "SELECT s.id FROM pathway_step s WHERE s.pathway_id = $1 AND s.origin = 'proposed' AND s.fate = 'open'";
    tx.execute(&format!("DELETE FROM pathway_step_deficit WHERE step_id IN ({open})"), params![id])?;
    tx.execute("DELETE FROM pathway_step WHERE pathway_id = $1 AND origin = 'proposed' AND fate = 'open'", params![id])?;
    Ok(())
}

fn step(id: PathwayId, position: i64, line: &ProposedLine) -> Step {
    let one = &line.resource;
    let mut deficits: Vec<_> = line.deficits.iter().map(|deficit| deficit.id).collect();
    deficits.sort();
    Step {
        id: StepId::fresh(),
        pathway: id,
        position,
        title: one.title.clone(),
        task: String::new(),
        resource: Some(one.id),
        technology: one.technology.clone(),
        level: line.level,
        responsible: None,
        hours: one.hours.into(),
        starts_on: one.starts_on,
        due_on: one.ends_on.or(one.starts_on),
        result_form: None,
        because: line.because.clone(),
        origin: Origin::Proposed,
        fate: Fate::Open,
        author: None,
        state: StepState::Planned,
        progress: 0,
        accepted_on: None,
        moved_to: None,
        deficits,
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_typed_is_checked_all_at_once() {
        let today = date(2026, 11, 26);
        let errors = Form { hours: "0".into(), starts_on: "25.11.2026".into(), ends_on: "20.11.2026".into(), lines: "21".into() }.parse(today).unwrap_err();
        for field in ["hours", "starts_on", "ends_on", "lines"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let within = Form { hours: "36".into(), starts_on: "26.11.2026".into(), ends_on: "31.05.2027".into(), lines: "8".into() }.parse(today).unwrap();
        assert_eq!((within.hours, day(within.from, within.to)), (36, 186));
    }
}
