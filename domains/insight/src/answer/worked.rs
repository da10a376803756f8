//! What worked: a difficulty × a resource (or a kind of resource) × where. Verdicts and measured change, shrunken, hidden where few.

use super::{Measured, Numbers};
use crate::gather::{Context, WalkedRow};
use cases::Verdict;
use coupling::{
    share::Count,
    suppress::{Cell, Rule, Shown, Table, suppress},
    worked::Walked,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer teachers are never shown.
pub const FEWEST: i64 = 5;

/// Which table a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grouping {
    /// Difficulty × resource, everywhere.
    Resource,
    /// Difficulty × kind of resource, everywhere.
    Kind,
    /// Difficulty × kind of resource × city or district.
    KindByPlace,
    /// Difficulty × kind of resource × level of classes.
    KindByGrade,
}

impl Grouping {
    pub const ALL: [Self; 4] = [Self::Resource, Self::Kind, Self::KindByPlace, Self::KindByGrade];

    /// As in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Kind => "kind",
            Self::KindByPlace => "place",
            Self::KindByGrade => "grade",
        }
    }

    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Resource => "По ресурсам",
            Self::Kind => "По видам ресурсов",
            Self::KindByPlace => "Город и район",
            Self::KindByGrade => "По классам",
        }
    }
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkedLine {
    pub grouping: Grouping,
    /// Of the competency.
    pub code: String,
    pub title: String,
    /// Id of a resource, or a kind's word.
    pub item: String,
    pub item_title: String,
    pub context: Context,
    pub teachers: i64,
    /// Removed, partly, not removed, not assessed; none where a few would be recognised.
    pub verdicts: Option<[i64; 4]>,
    /// Share of difficulties removed, shrunken towards what is usual with this difficulty.
    pub share: Measured,
    /// Measured change of the ability, in steps of the scale, shrunken; and of how many teachers.
    pub change: Option<(Measured, i64)>,
}

/// What the data say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WorkedAnswer {
    pub lines: Vec<WorkedLine>,
    /// Lines that are not shown, by table.
    pub hidden: Vec<(Grouping, usize)>,
    pub teachers: usize,
    /// Share removed over everything.
    pub usual: Option<f64>,
    /// And by code of the competency.
    pub usual_by: Vec<(String, f64)>,
    /// Mean of the teachers' marks to their teams, and of how many; of the whole region only, so that no two places can be taken off it.
    #[serde(default)]
    pub team: Option<(f64, i64)>,
}

impl WorkedAnswer {
    /// Lines of a table.
    #[must_use]
    pub fn of(&self, grouping: Grouping) -> Vec<&WorkedLine> {
        self.lines.iter().filter(|line| line.grouping == grouping).collect()
    }

    /// The share removed that is usual with a difficulty.
    #[must_use]
    pub fn usual_of(&self, code: &str) -> Option<f64> {
        self.usual_by.iter().find(|(known, _)| known == code).map(|(_, share)| *share)
    }

    /// How many lines of a table are not shown.
    #[must_use]
    pub fn hidden_of(&self, grouping: Grouping) -> usize {
        self.hidden.iter().find(|(known, _)| *known == grouping).map_or(0, |(_, count)| *count)
    }
}

/// Name and version.
pub const METHOD: &str = "coupling::worked, версия 2";
/// From so many on it is told how the verdicts fell.
const ENOUGH_TO_SPLIT: i64 = 10;

/// A line before anything is hidden.
#[derive(Debug, Clone, Default)]
struct Group {
    title: String,
    item_title: String,
    /// By teacher: the verdict, and the change with its error.
    people: BTreeMap<String, (Option<Verdict>, Option<(f64, f64)>)>,
}

/// Difficulty, item, where.
type Key = (String, String, Context);
type Groups = BTreeMap<Key, Group>;

impl Group {
    fn count(&self) -> i64 {
        i64::try_from(self.people.len()).unwrap_or(i64::MAX)
    }

    fn verdicts(&self) -> [i64; 4] {
        let of = |verdict: Verdict| i64::try_from(self.people.values().filter(|(known, _)| *known == Some(verdict)).count()).unwrap_or(i64::MAX);
        [of(Verdict::Removed), of(Verdict::Partly), of(Verdict::NotRemoved), of(Verdict::NotAssessed)]
    }
}

/// Works it out.
///
/// # Errors
/// Counts that can't be counts; tables that can't be tables.
pub fn answer(rows: &[WalkedRow], (sum, marks): (i64, i64)) -> anyhow::Result<WorkedAnswer> {
    let mut answer = WorkedAnswer { teachers: rows.iter().map(|row| row.person.as_str()).collect::<BTreeSet<_>>().len(), ..WorkedAnswer::default() };
    let everywhere = |_: &WalkedRow| Context::All;
    let (resources, kinds) = (grouped(rows, Grouping::Resource, everywhere), grouped(rows, Grouping::Kind, everywhere));
    let (shown_kinds, shown_resources) = tree(rows, &kinds, &resources)?;
    add(&mut answer, Grouping::Resource, &resources, &shown_resources);
    add(&mut answer, Grouping::Kind, &kinds, &shown_kinds);
    let ways: [(Grouping, fn(&WalkedRow) -> Context); 2] = [(Grouping::KindByPlace, |row| row.place), (Grouping::KindByGrade, |row| row.grade)];
    for (grouping, context) in ways {
        let groups = grouped(rows, grouping, context);
        let shown = divided(&groups, &shown_kinds)?;
        add(&mut answer, grouping, &groups, &shown);
    }
    usual(&mut answer, &kinds);
    if marks >= FEWEST {
        answer.team = Some((f64::from(i32::try_from(sum)?) / f64::from(i32::try_from(marks)?), marks));
    }
    Ok(answer)
}

/// One teacher with one difficulty counts once in a line; the last verdict stands.
fn grouped(rows: &[WalkedRow], grouping: Grouping, context: impl Fn(&WalkedRow) -> Context) -> Groups {
    let mut groups = Groups::new();
    for row in rows {
        let (item, item_title) = match grouping {
            Grouping::Resource => (row.resource.clone(), row.resource_title.clone()),
            Grouping::Kind | Grouping::KindByPlace | Grouping::KindByGrade => (row.kind.to_string(), row.kind.label().to_owned()),
        };
        let group = groups.entry((row.code.clone(), item, context(row))).or_default();
        group.title.clone_from(&row.title);
        group.item_title = item_title;
        group.people.insert(row.person.clone(), (Some(row.verdict), row.change));
    }
    groups
}

fn cell(group: &Group) -> anyhow::Result<Cell> {
    let [removed, ..] = group.verdicts();
    Ok(Cell { count: Count::new(removed, group.count())?, teachers: u32::try_from(group.count())? })
}

/// Teachers are counted here, not pupils: five are enough, and what is hidden stays hidden.
const RULE: Rule = Rule { pupils: 5, teachers: 0, counts_under: 0 };

/// Which kinds and which of their resources may be shown together: a kind less its shown resources must not tell of a few.
fn tree(rows: &[WalkedRow], kinds: &Groups, resources: &Groups) -> anyhow::Result<(BTreeSet<Key>, BTreeSet<Key>)> {
    let kind_of: BTreeMap<&str, String> = rows.iter().map(|row| (row.resource.as_str(), row.kind.to_string())).collect();
    let (mut shown_kinds, mut shown_resources) = (BTreeSet::new(), BTreeSet::new());
    for (key, kind) in kinds {
        let mut table = Table::new(1);
        let above = table.sum(None)?;
        let mut places = Vec::new();
        for (other, group) in resources.iter().filter(|(other, _)| other.0 == key.0 && kind_of.get(other.1.as_str()) == Some(&key.1)) {
            places.push((other, table.leaf(Some(above), vec![cell(group)?])?));
        }
        let found = suppress(&table, &RULE);
        let is_shown = |row: usize| matches!(found.shown(row, None), Shown::Value(_));
        shown_resources.extend(places.into_iter().filter(|(_, row)| is_shown(*row)).map(|(key, _)| key.clone()));
        // A teacher who walked two of a kind counts once in it, so the line itself must be large enough too.
        if is_shown(above) && RULE.hides(cell(kind)?).is_none() {
            shown_kinds.insert(key.clone());
        }
    }
    Ok((shown_kinds, shown_resources))
}

/// Which parts of a shown line may be shown: the line itself is known, so the parts must keep each other's secret. Of a hidden line none.
fn divided(groups: &Groups, shown: &BTreeSet<Key>) -> anyhow::Result<BTreeSet<Key>> {
    let mut found = BTreeSet::new();
    for (code, item, _) in shown {
        let parts: Vec<(&Key, &Group)> = groups.iter().filter(|(key, _)| key.0 == *code && key.1 == *item).collect();
        let mut table = Table::new(1);
        let above = table.sum(None)?;
        let mut rows = Vec::new();
        for (_, group) in &parts {
            rows.push(table.leaf(Some(above), vec![cell(group)?])?);
        }
        let told = suppress(&table, &RULE);
        if matches!(told.shown(above, None), Shown::Value(_)) {
            found.extend(parts.iter().zip(rows).filter(|(_, row)| matches!(told.shown(*row, None), Shown::Value(_))).map(|((key, _), _)| (*key).clone()));
        }
    }
    Ok(found)
}

/// Lines of a table: what is shown of them, by what is usual in the whole table.
fn add(answer: &mut WorkedAnswer, grouping: Grouping, groups: &Groups, shown: &BTreeSet<Key>) {
    let shares = shrunken(groups, |(verdict, _)| assessed(*verdict).map(|share| (share, 0.0)));
    let changes = shrunken(groups, |(_, change)| *change);
    let mut hidden = 0;
    for (key, group) in groups {
        let Some((share, _)) = shares.get(key).filter(|_| shown.contains(key)) else {
            hidden += 1;
            continue;
        };
        let (counts, teachers) = (group.verdicts(), group.count());
        // Where all went alike, a count would say of each what is said of all.
        let may_split = teachers >= ENOUGH_TO_SPLIT && counts.iter().all(|count| *count < teachers);
        answer.lines.push(WorkedLine {
            grouping,
            code: key.0.clone(),
            title: group.title.clone(),
            item: key.1.clone(),
            item_title: group.item_title.clone(),
            context: key.2,
            teachers,
            verdicts: may_split.then_some(counts),
            share: Measured { value: share.value.clamp(0.0, 1.0), low: share.low.clamp(0.0, 1.0), high: share.high.clamp(0.0, 1.0) },
            change: changes.get(key).copied(),
        });
    }
    answer.hidden.push((grouping, hidden));
}

/// Removed or not, where anybody assessed it.
fn assessed(verdict: Option<Verdict>) -> Option<f64> {
    match verdict? {
        Verdict::Removed => Some(1.0),
        Verdict::Partly | Verdict::NotRemoved => Some(0.0),
        Verdict::NotAssessed => None,
    }
}

/// A value of each teacher, drawn towards the difficulty's own and the whole; only lines with enough teachers.
fn shrunken(groups: &Groups, value: impl Fn(&(Option<Verdict>, Option<(f64, f64)>)) -> Option<(f64, f64)>) -> BTreeMap<Key, (Measured, i64)> {
    let (mut codes, mut items) = (Numbers::default(), Numbers::default());
    let mut lines = Vec::new();
    let mut places: BTreeMap<(usize, usize, usize), Key> = BTreeMap::new();
    for (key, group) in groups {
        let (deficit, resource, context) = (codes.of(&key.0), items.of(&key.1), key.2 as usize);
        places.insert((deficit, resource, context), key.clone());
        lines.extend(group.people.values().filter_map(&value).map(|(change, error)| Walked { deficit, resource, context, change, error }));
    }
    let Ok(found) = coupling::worked::worked(&lines, usize::try_from(FEWEST).unwrap_or(usize::MAX)) else { return BTreeMap::new() };
    let told = |one: &coupling::worked::Found| {
        let estimate = one.estimate?;
        let key = places.get(&(one.deficit, one.resource, one.context?))?;
        Some((key.clone(), (Measured { value: estimate.change, low: estimate.low, high: estimate.high }, i64::try_from(one.walked).ok()?)))
    };
    found.found.iter().filter_map(told).collect()
}

/// What is usual, over everything and by difficulty: only where enough teachers stand behind it.
fn usual(answer: &mut WorkedAnswer, kinds: &Groups) {
    let mut by: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for ((code, ..), group) in kinds {
        let known = group.people.iter().filter_map(|(person, (verdict, _))| Some((person.as_str(), assessed(*verdict)?)));
        by.entry(code).or_default().extend(known);
    }
    let least = usize::try_from(FEWEST).unwrap_or(usize::MAX);
    let mean = |values: &[f64]| (values.len() >= least).then(|| values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX)));
    let all: Vec<f64> = by.values().flat_map(|people| people.values().copied()).collect();
    answer.usual = mean(&all);
    answer.usual_by = by.iter().filter_map(|(code, people)| Some(((*code).to_owned(), mean(&people.values().copied().collect::<Vec<_>>())?))).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(person: usize, resource: &str, kind: resources::Kind, (verdict, place): (Verdict, Context)) -> WalkedRow {
        WalkedRow {
            person: person.to_string(),
            code: "1.1".into(),
            title: "Оценивание".into(),
            resource: resource.into(),
            resource_title: format!("Курс {resource}"),
            kind,
            place,
            grade: Context::NoClass,
            verdict,
            change: Some((0.4, 0.3)),
        }
    }

    fn many() -> Vec<WalkedRow> {
        let verdict = |removed: bool| if removed { Verdict::Removed } else { Verdict::NotRemoved };
        // «a» removes nine of ten of forty, «b» three of ten of forty, «c» was walked by three.
        let a = (0..40).map(|at| row(at, "a", resources::Kind::Programme, (verdict(at % 10 != 0), if at < 36 { Context::City } else { Context::District })));
        let b = (40..80).map(|at| row(at, "b", resources::Kind::Mentor, (verdict(at % 10 < 3), Context::City)));
        let c = (80..83).map(|at| row(at, "c", resources::Kind::Mentor, (verdict(true), Context::District)));
        a.chain(b).chain(c).collect()
    }

    #[test]
    fn what_helped_more_often_stands_out_and_is_drawn_towards_the_usual() {
        let answer = answer(&many()[..80], (0, 0)).unwrap();
        let of = |item: &str| answer.of(Grouping::Resource).into_iter().find(|line| line.item == item).cloned();
        let (a, b) = (of("a").unwrap(), of("b").unwrap());
        assert!(a.share.value > 0.8 && a.share.value < 0.9 + 1e-9 && b.share.value < 0.4 && a.share.low > b.share.high, "{a:?} {b:?}");
        assert_eq!((a.teachers, a.verdicts), (40, Some([36, 0, 4, 0])));
        let usual = answer.usual_of("1.1").unwrap();
        assert!((usual - 48.0 / 80.0).abs() < 1e-9 && answer.usual == Some(usual));
    }

    #[test]
    fn three_teachers_can_not_be_had_by_taking_resources_off_their_kind() {
        let answer = answer(&many(), (0, 0)).unwrap();
        let mentors = answer.of(Grouping::Kind).into_iter().any(|line| line.item == "mentor");
        let b = answer.of(Grouping::Resource).into_iter().any(|line| line.item == "b");
        assert!(!(mentors && b), "the kind less «b» would be the three");
        assert!(answer.of(Grouping::Resource).iter().all(|line| line.item != "c"));
        // Of the programme's forty the four of the districts are hidden, and with them the rest of the division.
        assert!(answer.of(Grouping::KindByPlace).iter().all(|line| line.item != "programme"), "{:?}", answer.of(Grouping::KindByPlace));
    }

    #[test]
    fn where_all_went_alike_no_count_is_told_and_few_rows_are_no_answer() {
        let alike: Vec<WalkedRow> = (0..12).map(|at| row(at, "a", resources::Kind::Programme, (Verdict::NotRemoved, Context::City))).collect();
        let found = answer(&alike, (0, 0)).unwrap();
        assert!(found.of(Grouping::Resource).iter().all(|line| line.verdicts.is_none()));
        let few = answer(&alike[..4], (0, 0)).unwrap();
        assert!(few.lines.is_empty() && few.usual.is_none());
    }

    #[test]
    fn a_mean_mark_needs_five() {
        let mean = |sum, marks| answer(&[], (sum, marks)).unwrap().team;
        assert_eq!((mean(20, 4), mean(22, 5)), (None, Some((4.4, 5))));
    }
}
