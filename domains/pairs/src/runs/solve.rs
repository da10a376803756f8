//! The question of a run and its answer. Pure: half a second for a region, and nothing is read or written.

use super::facts::{Hours, Methodist, Teacher};
use kernel::{Error, Result, id::PersonId};
use matching::{Pair, Problem, Solved, cost};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many other methodists are shown beside the proposed one.
pub const ALTERNATIVES: usize = 3;

/// Everything that is weighed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub teachers: Vec<Teacher>,
    pub methodists: Vec<Methodist>,
    /// Teacher and methodist who must be together.
    pub pins: BTreeMap<PersonId, PersonId>,
    /// Who must not.
    pub bans: BTreeSet<(PersonId, PersonId)>,
}

/// Why a pair costs what it does. Languages are not told: the register does not keep them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Why {
    pub municipality: i32,
    pub zone: i32,
    pub continuity: i32,
    pub wish: i32,
    /// Of the methodist, where the run counts hours.
    pub hours: Option<Hours>,
}

impl From<cost::Parts> for Why {
    fn from(parts: cost::Parts) -> Self {
        Self { municipality: parts.municipality, zone: parts.zone, continuity: parts.continuity, wish: parts.wish, hours: None }
    }
}

/// Another methodist for a teacher: by how much the whole is worse at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    pub methodist: PersonId,
    pub worse_by: i64,
    pub why: Why,
}

/// What a teacher gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub methodist: Option<PersonId>,
    pub why: Why,
    pub others: Vec<Other>,
}

/// Figures of one need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    pub code: String,
    pub asked: usize,
    pub served: usize,
    /// Of the served, with somebody of their own municipality.
    pub near: usize,
    /// How many more would be served if one more methodist came.
    pub one_more: usize,
    /// With so many places.
    pub places: u32,
}

/// What a run says of itself as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub asked: usize,
    pub served: usize,
    pub total: i64,
    pub codes: Vec<Shortage>,
}

/// The answer, teachers in the order of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub lines: Vec<Line>,
    /// By methodist: how many.
    pub loads: Vec<usize>,
    pub report: Report,
}

/// A teacher who would go to another if somebody were away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub teacher: PersonId,
    pub before: Option<PersonId>,
    pub after: Option<PersonId>,
}

/// The question in the engine's terms.
pub struct Posed {
    asks: Vec<cost::Asks>,
    offers: Vec<cost::Offers>,
    /// By teacher: pairs that may be formed, those forbidden by hand left out.
    open: Vec<Vec<Pair>>,
    /// By teacher: the methodist who is required, with the cost.
    pinned: Vec<Option<Pair>>,
    problem: Problem,
}

impl Question {
    /// Works it out. Call it outside of a transaction.
    ///
    /// # Errors
    /// A refusal: more pairs are pinned to somebody than there are places, or a pin breaks a rule.
    pub fn answer(&self) -> Result<Answer> {
        let posed = self.pose()?;
        let solved = posed.problem.clone().solve();
        Ok(self.told(&posed, &solved))
    }

    /// The answer if this methodist were away, beside the present one: who would go to whom.
    ///
    /// # Errors
    /// As [`Question::answer`]; not found: no such methodist here.
    pub fn without(&self, away: PersonId) -> Result<Vec<Moved>> {
        let at = self.methodists.iter().position(|methodist| methodist.person == away).ok_or(Error::NotFound)?;
        let posed = self.pose()?;
        let before = posed.problem.clone().solve();
        let mut after = before.clone();
        // A pin to who is away can't hold: these teachers seek like all others.
        for (teacher, pin) in posed.pinned.iter().enumerate() {
            if pin.is_some_and(|pin| pin.methodist as usize == at) {
                after.rework(teacher, &posed.open[teacher], self.unserved(teacher));
            }
        }
        after.set_capacity(at, 0);
        let person = |methodist: usize| self.methodists[methodist].person;
        let moved = (0..self.teachers.len()).map(|teacher| Moved { teacher: self.teachers[teacher].person, before: before.methodist_of(teacher).map(person), after: after.methodist_of(teacher).map(person) });
        Ok(moved.filter(|moved| moved.before != moved.after).collect())
    }

    fn unserved(&self, teacher: usize) -> i64 {
        cost::unserved(self.teachers[teacher].severity, 1)
    }

    /// # Errors
    /// As [`Question::answer`].
    pub fn pose(&self) -> Result<Posed> {
        let mut numbers = Numbers::default();
        let seat: BTreeMap<PersonId, u32> = self.methodists.iter().zip(0..).map(|(methodist, at)| (methodist.person, at)).collect();
        let offers: Vec<cost::Offers> = self
            .methodists
            .iter()
            .map(|one| cost::Offers {
                codes: one.codes.iter().map(|code| numbers.of(&code.stored())).collect(),
                municipality: numbers.of(&one.municipality),
                school: numbers.of(one.place.as_str()),
                zone: one.zone,
                languages: 0,
            })
            .collect();
        let asks: Vec<cost::Asks> = self.teachers.iter().map(|one| asks(one, &mut numbers, &seat)).collect();
        let mut by_code: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (at, one) in (0..).zip(&offers) {
            one.codes.iter().for_each(|code| by_code.entry(*code).or_default().push(at));
        }
        let weights = cost::Weights::default();
        let mut problem = Problem::new(&self.methodists.iter().map(|methodist| methodist.places).collect::<Vec<_>>());
        let (mut open, mut pinned) = (Vec::new(), Vec::new());
        for (teacher, asks) in self.teachers.iter().zip(&asks) {
            let allowed = by_code.get(&asks.code).into_iter().flatten().filter(|at| !self.bans.contains(&(teacher.person, self.methodists[**at as usize].person)));
            let pairs: Vec<Pair> = allowed.filter_map(|at| Some(Pair::new(*at, cost::parts(asks, *at, &offers[*at as usize], &weights).ok()?.total()))).collect();
            let pin = self.pins.get(&teacher.person).and_then(|methodist| seat.get(methodist)).map(|at| self.pin(asks, *at, &offers)).transpose()?;
            match pin {
                Some(pin) => problem.required(pin.methodist, pin.cost),
                None => {
                    let row = problem.row(&pairs);
                    problem.teacher(row, cost::unserved(teacher.severity, 1))
                }
            };
            open.push(pairs);
            pinned.push(pin);
        }
        if let Some((_, lacking)) = problem.overfull().first() {
            return Err(Error::refusal(format!(
                "К одному методисту закреплено вручную больше педагогов, чем у него мест: не хватает {lacking}. Снимите закрепление с кого-нибудь или увеличьте число мест, потом повторите."
            )));
        }
        Ok(Posed { asks, offers, open, pinned, problem })
    }

    /// A pin may choose a dearer methodist or another subject, but not one whom a rule forbids.
    fn pin(&self, asks: &cost::Asks, at: u32, offers: &[cost::Offers]) -> Result<Pair> {
        let any_code = cost::Offers { codes: vec![asks.code], ..offers[at as usize].clone() };
        match cost::parts(asks, at, &any_code, &cost::Weights::default()) {
            Ok(parts) => Ok(Pair::new(at, parts.total())),
            Err(ban) => Err(Error::refusal(super::words::ban(ban))),
        }
    }

    fn told(&self, posed: &Posed, solved: &Solved) -> Answer {
        let lines = (0..self.teachers.len()).map(|teacher| self.line(posed, solved, teacher)).collect();
        let loads = (0..self.methodists.len()).map(|methodist| solved.load(methodist).0).collect();
        Answer { lines, loads, report: self.report(posed, solved) }
    }

    fn line(&self, posed: &Posed, solved: &Solved, teacher: usize) -> Line {
        let why = |at: usize| -> Why {
            let any_code = cost::Offers { codes: vec![posed.asks[teacher].code], ..posed.offers[at].clone() };
            cost::parts(&posed.asks[teacher], u32::try_from(at).unwrap_or(u32::MAX), &any_code, &cost::Weights::default()).map(|parts| Why { hours: self.methodists[at].hours, ..Why::from(parts) }).unwrap_or_default()
        };
        let found = solved.methodist_of(teacher);
        let others = solved.alternatives(teacher, &posed.open[teacher], ALTERNATIVES);
        Line {
            methodist: found.map(|at| self.methodists[at].person),
            why: found.map(why).unwrap_or_default(),
            others: others.into_iter().map(|other| Other { methodist: self.methodists[other.methodist].person, worse_by: other.worse_by, why: why(other.methodist) }).collect(),
        }
    }

    fn report(&self, posed: &Posed, solved: &Solved) -> Report {
        let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, teacher) in self.teachers.iter().enumerate() {
            codes.entry(teacher.code.stored()).or_default().push(at);
        }
        let of_code = |(code, teachers): (String, Vec<usize>)| {
            let served: Vec<(usize, usize)> = teachers.iter().filter_map(|teacher| Some((*teacher, solved.methodist_of(*teacher)?))).collect();
            let near = served.iter().filter(|(teacher, methodist)| self.teachers[*teacher].municipality == self.methodists[*methodist].municipality).count();
            let places = self.usual_places(&code);
            let one_more = if served.len() < teachers.len() { solved.one_more(places, &self.wanted_by_one_more(solved, posed, &teachers)) } else { 0 };
            Shortage { asked: teachers.len(), served: served.len(), near, one_more, places, code }
        };
        let codes: Vec<Shortage> = codes.into_iter().map(of_code).collect();
        Report { asked: self.teachers.len(), served: codes.iter().map(|code| code.served).sum(), total: solved.total(), codes }
    }

    /// The middle number of places of those who help with this; of all, if nobody does.
    fn usual_places(&self, code: &str) -> u32 {
        let of = |all: bool| {
            let mut places: Vec<u32> = self.methodists.iter().filter(|one| one.places > 0 && (all || one.codes.iter().any(|own| own.stored() == code))).map(|one| one.places).collect();
            places.sort_unstable();
            places.get(places.len() / 2).copied()
        };
        of(false).or_else(|| of(true)).unwrap_or(1)
    }

    /// One more methodist would come where most are left without anybody.
    fn wanted_by_one_more(&self, solved: &Solved, posed: &Posed, teachers: &[usize]) -> Vec<(usize, i32)> {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for teacher in teachers.iter().filter(|teacher| solved.methodist_of(**teacher).is_none()) {
            *left.entry(self.teachers[*teacher].municipality.as_str()).or_default() += 1;
        }
        let home = left.into_iter().max_by_key(|(_, count)| *count).map(|(home, _)| home.to_owned()).unwrap_or_default();
        let far = cost::Weights::default().other_municipality;
        let free = teachers.iter().filter(|teacher| posed.pinned[**teacher].is_none());
        free.map(|teacher| (*teacher, if self.teachers[*teacher].municipality == home { 0 } else { far })).collect()
    }
}

fn asks(one: &Teacher, numbers: &mut Numbers, seat: &BTreeMap<PersonId, u32>) -> cost::Asks {
    let seats = |people: &[PersonId]| people.iter().filter_map(|person| seat.get(person).copied()).collect::<Vec<_>>();
    let mut never = seats(&one.never);
    never.extend(seat.get(&one.person));
    let superiors = seats(&one.superiors);
    let (superior, more) = superiors.split_first().map_or((None, &[][..]), |(first, more)| (Some(*first), more));
    never.extend(more);
    cost::Asks {
        code: numbers.of(&one.code.stored()),
        municipality: numbers.of(&one.municipality),
        school: numbers.of(one.place.as_str()),
        zone: one.zone,
        languages: 0,
        superior,
        before: seats(&one.before),
        wishes: seats(&one.wishes),
        never,
    }
}

/// Words as numbers, the same word the same number.
#[derive(Default)]
struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    fn of(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(word.to_owned()).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;

    fn id(number: u128) -> PersonId {
        PersonId(kernel::id::Uuid::from_u128(number))
    }

    fn teacher(number: u128, code: &str, municipality: &str) -> Teacher {
        Teacher {
            person: id(number),
            code: Code::Subject(code.into()),
            place: format!("sch-{number}").into(),
            municipality: municipality.into(),
            zone: 10,
            severity: 0,
            case: None,
            before: Vec::new(),
            wishes: Vec::new(),
            never: Vec::new(),
            superiors: Vec::new(),
        }
    }

    fn methodist(number: u128, code: &str, municipality: &str, places: u32) -> Methodist {
        Methodist { person: id(number), kinds: Vec::new(), codes: vec![Code::Subject(code.into())], place: format!("far-{number}").into(), municipality: municipality.into(), zone: 10, places, hours: None }
    }

    fn question() -> Question {
        Question {
            teachers: (1..=3).map(|number| teacher(number, "fizika", "mo-a")).chain([teacher(4, "himiya", "mo-a")]).collect(),
            methodists: vec![methodist(100, "fizika", "mo-a", 2), methodist(101, "fizika", "mo-b", 2)],
            ..Question::default()
        }
    }

    #[test]
    fn a_shortage_is_told_with_what_one_more_would_bring() {
        let answer = question().answer().unwrap();
        assert_eq!((answer.report.asked, answer.report.served), (4, 3));
        let chemistry = answer.report.codes.iter().find(|code| code.code == "subject:himiya").unwrap();
        assert_eq!((chemistry.asked, chemistry.served, chemistry.one_more), (1, 0, 1));
        let physics = answer.report.codes.iter().find(|code| code.code == "subject:fizika").unwrap();
        assert_eq!((physics.served, physics.near, physics.one_more), (3, 2, 0));
    }

    #[test]
    fn a_pin_holds_and_a_ban_too() {
        let mut question = question();
        question.pins.insert(id(1), id(101));
        question.bans.insert((id(2), id(100)));
        let answer = question.answer().unwrap();
        assert_eq!(answer.lines[0].methodist, Some(id(101)));
        assert_eq!(answer.lines[1].methodist, Some(id(101)));
        assert_eq!(answer.lines[2].methodist, Some(id(100)));
        assert_eq!(answer.lines[2].others.iter().map(|other| other.methodist).collect::<Vec<_>>(), [id(101)]);
    }

    #[test]
    fn more_pins_than_places_and_a_pin_against_a_rule_are_refused() {
        let mut question = question();
        for number in 1..=3 {
            question.pins.insert(id(number), id(101));
        }
        assert!(matches!(question.answer(), Err(Error::Refusal(_))));
        question.pins.clear();
        question.teachers[0].place = question.methodists[0].place.clone();
        question.pins.insert(id(1), id(100));
        assert!(matches!(question.answer(), Err(Error::Refusal(_))));
    }

    #[test]
    fn nobody_accompanies_oneself_or_is_accompanied_by_a_superior_or_by_who_was_refused() {
        let mut question = question();
        question.teachers.truncate(1);
        question.teachers[0].superiors = vec![id(100)];
        question.teachers[0].never = vec![id(101)];
        assert_eq!(question.answer().unwrap().report.served, 0);
        question.teachers[0] = teacher(100, "fizika", "mo-a");
        assert_eq!(question.answer().unwrap().lines[0].methodist, Some(id(101)));
    }

    #[test]
    fn when_somebody_is_away_the_others_take_over_and_pins_to_them_fall() {
        let mut question = question();
        question.pins.insert(id(1), id(100));
        let moved = question.without(id(100)).unwrap();
        let of_first = moved.iter().find(|moved| moved.teacher == id(1)).unwrap();
        assert_eq!(of_first.before, Some(id(100)));
        assert!(moved.iter().all(|moved| moved.after != Some(id(100))));
        assert!(matches!(question.without(id(5)), Err(Error::NotFound)));
    }
}
