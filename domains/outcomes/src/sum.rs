//! Sums of results by place: a pure count, so that whatever wrote them they mean the same.

use crate::{
    model::{NewOutcome, Outcome, real},
    period::{Period, PeriodKind, key_label},
    source::{Source, Use},
};
use kernel::id::PlaceId;
use std::collections::{HashMap, HashSet};

/// What is summed together. Sorted so that those of one subject and year come one after another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub subject: String,
    pub school_year: i64,
    pub source: Source,
    pub kind: PeriodKind,
    pub number: i64,
}

impl Key {
    fn new(subject: &str, source: Source, period: &Period) -> Self {
        Self { subject: subject.to_owned(), school_year: period.school_year, source, kind: period.kind, number: period.number }
    }

    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        Self::new(&outcome.subject, outcome.source, &outcome.period)
    }

    #[must_use]
    pub fn of_new(new: &NewOutcome) -> Self {
        Self::new(&new.subject, new.source, &new.period)
    }

    /// «1 четверть 2026/27».
    #[must_use]
    pub fn period_label(&self) -> String {
        key_label(self.kind, self.school_year, self.number)
    }
}

/// The sum of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    pub place: PlaceId,
    pub key: Key,
    /// 0: all together.
    pub grade: i64,
    pub classes: i64,
    /// Different ones known.
    pub teachers: i64,
    /// Classes whose teacher isn't known.
    pub untaught: i64,
    /// Results: a pupil who wrote two works of one month counts twice.
    pub pupils: i64,
    /// At least so many different pupils: what the rule of ten is asked of.
    pub heads: i64,
    pub under: i64,
    /// With 2, 3, 4, 5, where marks are known.
    pub marks: [i64; 4],
    pub mean_pupils: i64,
    pub mean_part: f64,
}

impl Sum {
    fn empty(place: PlaceId, key: Key, grade: i64) -> Self {
        Self { place, key, grade, classes: 0, teachers: 0, untaught: 0, pupils: 0, heads: 0, under: 0, marks: [0; 4], mean_pupils: 0, mean_part: 0.0 }
    }

    /// Share under the minimum, 0 … 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.pupils <= 0 { 0.0 } else { real(self.under) / real(self.pupils) }
    }

    /// Mean part of the scale, 0 … 1, where means are known.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.mean_pupils > 0).then(|| self.mean_part / real(self.mean_pupils))
    }

    /// How many teachers stand behind it, for the rule of three: classes whose teacher isn't known count as one each.
    #[must_use]
    pub fn behind(&self) -> i64 {
        self.teachers + self.untaught
    }
}

/// One result as the count needs it.
pub(crate) struct Line {
    pub school: PlaceId,
    pub municipality: Option<PlaceId>,
    pub grade: i64,
    pub letter: String,
    pub pupils: i64,
    pub under: i64,
    pub marks: [i64; 4],
    pub mean: Option<f64>,
    pub scale: f64,
}

#[derive(Default)]
struct Cell<'a> {
    sum: Option<Sum>,
    teachers: HashSet<&'a str>,
}

/// Who teaches a class, by school, grade and letter.
pub(crate) type Teachers = HashMap<(PlaceId, i64, String), Vec<String>>;

/// The sums of one key for schools, municipalities and the region, of those places only that `wanted` holds.
pub(crate) fn add_up(key: &Key, lines: &[Line], teachers: &Teachers, region: &PlaceId, wanted: &dyn Fn(&PlaceId) -> bool) -> Vec<Sum> {
    let mut heads: HashMap<(&PlaceId, i64, &str), (i64, bool)> = HashMap::new();
    for line in lines {
        let class = heads.entry((&line.school, line.grade, &line.letter)).or_insert((0, true));
        class.0 = class.0.max(line.pupils);
    }
    let goes_up = key.source.may(Use::RegionPicture);
    let mut cells: HashMap<(&PlaceId, i64), Cell<'_>> = HashMap::new();
    for line in lines {
        let class = (line.school.clone(), line.grade, line.letter.clone());
        let taught = teachers.get(&class);
        // What a class has once goes in with its first line.
        let (head, is_first) = heads.get_mut(&(&line.school, line.grade, line.letter.as_str())).map_or((0, false), |(head, is_first)| (*head, std::mem::take(is_first)));
        let above = line.municipality.iter().chain(std::iter::once(region)).filter(|_| goes_up);
        for place in std::iter::once(&line.school).chain(above).filter(|place| wanted(place)) {
            for grade in [0, line.grade] {
                let cell = cells.entry((place, grade)).or_default();
                let sum = cell.sum.get_or_insert_with(|| Sum::empty(place.clone(), key.clone(), grade));
                sum.pupils += line.pupils;
                sum.under += line.under;
                sum.marks.iter_mut().zip(line.marks).for_each(|(sum, count)| *sum += count);
                if let Some(mean) = line.mean.filter(|_| line.scale > 0.0) {
                    sum.mean_pupils += line.pupils;
                    sum.mean_part += mean / line.scale * real(line.pupils);
                }
                if is_first {
                    sum.classes += 1;
                    sum.heads += head;
                    match taught {
                        Some(people) if !people.is_empty() => cell.teachers.extend(people.iter().map(String::as_str)),
                        Some(_) | None => sum.untaught += 1,
                    }
                }
            }
        }
    }
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut sums: Vec<Sum> = cells.into_values().filter_map(|cell| cell.sum.map(|sum| Sum { teachers: whole(cell.teachers.len()), ..sum })).collect();
    sums.sort_by(|one, other| (&one.place, one.grade).cmp(&(&other.place, other.grade)));
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(source: Source) -> Key {
        Key { subject: "matematika".into(), school_year: 2026, source, kind: PeriodKind::Day, number: 10 }
    }

    fn line(school: &str, grade: i64, letter: &str, pupils: i64, under: i64) -> Line {
        Line { school: school.into(), municipality: Some("mo".into()), grade, letter: letter.into(), pupils, under, marks: [0; 4], mean: Some(4.0), scale: 5.0 }
    }

    #[test]
    fn a_teacher_of_several_classes_and_schools_is_one_at_every_level() {
        let lines = [line("a", 7, "А", 20, 5), line("a", 8, "А", 22, 2), line("b", 7, "", 6, 3), line("b", 7, "", 5, 1)];
        let teachers: Teachers = [("a", 7, "А"), ("a", 8, "А"), ("b", 7, "")].into_iter().map(|(school, grade, letter)| ((school.into(), grade, letter.into()), vec!["anna".to_owned()])).collect();
        let sums = add_up(&key(Source::SchoolTest), &lines, &teachers, &"region".into(), &|_| true);
        let of = |place: &str, grade: i64| sums.iter().find(|sum| sum.place.as_str() == place && sum.grade == grade).unwrap();
        assert_eq!((of("region", 0).classes, of("region", 0).teachers, of("region", 0).pupils, of("region", 0).heads), (3, 1, 53, 48));
        assert_eq!((of("mo", 7).under, of("mo", 7).classes, of("a", 8).pupils), (9, 2, 22));
        assert!((of("region", 0).mean().unwrap() - 0.8).abs() < 1e-9);
        let unknown = add_up(&key(Source::SchoolTest), &lines, &Teachers::new(), &"region".into(), &|_| true);
        assert!(unknown.iter().all(|sum| sum.teachers == 0 && sum.behind() == sum.classes));
    }

    #[test]
    fn what_isnt_for_the_region_stays_in_the_school() {
        let sums = add_up(&key(Source::Other), &[line("a", 7, "А", 20, 5)], &Teachers::new(), &"region".into(), &|_| true);
        assert!(sums.iter().all(|sum| sum.place.as_str() == "a") && sums.len() == 2);
    }
}
