//! What a region sums up for the country besides its reports: lines of its pictures and sums of results of classes.
//!
//! Everything is suppressed here, in the region, before it is written down: a number that may not be told is nowhere in it. Results are
//! cells of the region's one suppressed table ([`outcomes::Published`]); by years of study they are not told, because another division of
//! the same table would betray what this one hides.

use kernel::{Date, Result, Timestamp, Tx, id::PlaceId};
use outcomes::{Published, Use};
use serde::{Deserialize, Serialize};
use structure::{places::REGION, profile::TermKind, terms};

kernel::text_enum! {
    /// What lines are of.
    Part {
        Coverage = "coverage",
        Members = "members",
        Cases = "cases",
        Pupils = "pupils",
        Pathways = "pathways",
        Outcomes = "outcomes",
    }
}

impl Part {
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Coverage => "Кого охватила работа",
            Self::Members => "Участники актива по видам",
            Self::Cases => "Сопровождения по ступеням",
            Self::Pupils => "Сопровождения: сторона учеников",
            Self::Pathways => "Маршруты по состояниям",
            Self::Outcomes => "Результаты классов",
        }
    }

    /// How it is counted, in a sentence.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Coverage => "Сколько педагогов за учебный год прошли диагностику, работали с методистом, шли по маршруту; с точностью до пяти.",
            Self::Members => "Сколько мест квоты занято участниками, по видам участия.",
            Self::Cases => "Сколько идущих сопровождений стоит на каждой ступени; с точностью до пяти.",
            Self::Pupils => "У скольких идущих сопровождений на этой ступени есть подтверждение на стороне учеников; с точностью до пяти.",
            Self::Pathways => "Сколько маршрутов в каждом состоянии; завершённые и остановленные — за учебный год. С точностью до пяти.",
            Self::Outcomes => "Сколько результатов учеников ниже минимума; с точностью до пяти. ВПР сюда не входят; суммы показаны от десяти учеников и трёх учителей.",
        }
    }

    /// What a count is out of: there is a share only where there is this.
    #[must_use]
    pub fn of(self) -> Option<&'static str> {
        match self {
            Self::Coverage => Some("Педагогов"),
            Self::Members => Some("Мест"),
            Self::Outcomes => Some("Результатов"),
            Self::Cases | Self::Pupils | Self::Pathways => None,
        }
    }

    /// Whether its numbers are told to five: who keeps two summaries would learn by subtracting that one teacher more got into difficulties,
    /// or the results of one class that came late. Members enter by an order, and their number is public by the quotas.
    #[must_use]
    pub fn is_rounded(self) -> bool {
        match self {
            Self::Coverage | Self::Cases | Self::Pupils | Self::Pathways | Self::Outcomes => true,
            Self::Members => false,
        }
    }
}

/// A line as far as the region tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub code: String,
    pub label: String,
    /// `None`: hidden.
    pub counted: Option<i64>,
    /// Out of how many; of results all, of which `counted` are under the minimum.
    pub of: Option<i64>,
}

/// Lines of a part; of results those of one source and period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub part: Part,
    /// Of results `marks:2026:quarter:1`, else empty.
    pub choice: String,
    pub lines: Vec<Line>,
}

/// A region's summary, frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The day whose state it tells.
    pub as_of: Date,
    pub frozen_at: Timestamp,
    pub sections: Vec<Section>,
}

impl Summary {
    #[must_use]
    pub fn lines(&self) -> usize {
        self.sections.iter().map(|section| section.lines.len()).sum()
    }
}

/// The newest sources and periods are enough.
const CHOICES: usize = 8;

/// Counts it as of now. Reads only.
///
/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>) -> Result<Vec<Section>> {
    let picture::Summary { coverage, members, cases, pupils, pathways } = picture::summary(tx)?;
    let pictures = [(Part::Coverage, coverage), (Part::Members, members), (Part::Cases, cases), (Part::Pupils, pupils), (Part::Pathways, pathways)];
    let mut sections: Vec<Section> = pictures.into_iter().map(|(part, lines)| Section { part, choice: String::new(), lines: lines.into_iter().map(line).collect() }).collect();
    sections.extend(results(tx)?);
    coarsen(&mut sections);
    Ok(sections)
}

fn line(picture::Line { code, label, counted, of }: picture::Line) -> Line {
    Line { code, label, counted, of }
}

fn results(tx: &mut Tx<'_>) -> Result<Vec<Section>> {
    let (today, region) = (tx.today(), PlaceId::from(REGION));
    let mut sections = Vec::new();
    for choice in outcomes::choices(tx, Use::RegionPicture)?.into_iter().take(CHOICES) {
        let table = Published::read(tx, choice)?;
        let mut lines: Vec<Line> = cell("", "Все предметы вместе", table.shown(&region, "")).into_iter().collect();
        for code in table.subjects() {
            let label = terms::find(tx, TermKind::Subject, code, today)?.map_or_else(|| code.clone(), |term| term.label);
            lines.extend(cell(code, &label, table.shown(&region, code)));
        }
        if !lines.is_empty() {
            sections.push(Section { part: Part::Outcomes, choice: choice.value(), lines });
        }
    }
    Ok(sections)
}

fn cell(code: &str, label: &str, shown: coupling::suppress::Shown) -> Option<Line> {
    use coupling::suppress::Shown;
    let (counted, of) = match shown {
        Shown::Empty => return None,
        Shown::Hidden => (None, None),
        Shown::Value(count) => (Some(i64::from(count.below())), Some(i64::from(count.of()))),
    };
    Some(Line { code: code.to_owned(), label: label.to_owned(), counted, of })
}

/// The last door, on either side: whatever counted them, a few people go through it as nothing and others to five. Going through it again
/// changes nothing. What could be worked out was hidden before, where everything is known.
pub fn coarsen(sections: &mut [Section]) {
    for section in sections {
        for line in &mut section.lines {
            if is_small(section.part, line) {
                line.counted = None;
                if section.part == Part::Outcomes {
                    line.of = None;
                }
            }
            if section.part.is_rounded() {
                round(section.part, line);
            }
        }
    }
}

/// Of results what they are out of is of pupils too; how many teachers there are is nobody's secret, and no more of them are covered.
fn round(part: Part, line: &mut Line) {
    if part == Part::Outcomes {
        line.of = line.of.map(to_five);
    }
    let most = line.of.filter(|of| line.counted.is_some_and(|counted| counted <= *of)).unwrap_or(i64::MAX);
    line.counted = line.counted.map(|counted| to_five(counted).min(most));
}

fn to_five(count: i64) -> i64 {
    count.saturating_add(2) / 5 * 5
}

fn is_small(part: Part, line: &Line) -> bool {
    match part {
        Part::Outcomes => line.of.is_none_or(|of| of < i64::from(coupling::suppress::Rule::OUTSIDE.pupils)),
        Part::Coverage | Part::Members | Part::Cases | Part::Pupils | Part::Pathways => line.counted.is_some_and(|counted| (1..5).contains(&counted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(counted: Option<i64>, of: Option<i64>) -> Line {
        Line { code: "x".into(), label: "Икс".into(), counted, of }
    }

    fn passed(part: Part, counted: i64, of: Option<i64>) -> Line {
        let mut sections = [Section { part, choice: String::new(), lines: vec![line(Some(counted), of)] }];
        coarsen(&mut sections);
        sections[0].lines[0].clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Two summaries with one more in between are the same, or five apart: never one.
        #[test]
        fn one_more_is_never_seen_by_subtracting(part in proptest::sample::select(vec![Part::Coverage, Part::Cases, Part::Pupils, Part::Pathways]), count in 5_i64..3_000) {
            let [before, after] = [count, count + 1].map(|count| passed(part, count, Some(4_000)).counted.unwrap());
            prop_assert!([0, 5].contains(&(after - before)) && (before - count).abs() <= 2);
        }

        /// Nor are the results of a class that came late: neither how many they are nor how many of them are under the minimum.
        #[test]
        fn results_stay_a_share_and_tell_no_late_class(under in 0_i64..3_000, rest in 0_i64..3_000) {
            let told = passed(Part::Outcomes, under, Some(under + rest));
            prop_assert_eq!(told.counted.is_none(), under + rest < 10);
            if let (Some(counted), Some(of)) = (told.counted, told.of) {
                prop_assert!(counted <= of && of >= 10 && counted % 5 == 0 && of % 5 == 0 && (counted - under).abs() <= 2 && (of - under - rest).abs() <= 2);
            }
        }

        /// The country's side lets through unchanged what the region's side let through.
        #[test]
        fn going_through_the_door_again_changes_nothing(part in proptest::sample::select(Part::ALL.to_vec()), counted in proptest::option::of(0_i64..500), of in proptest::option::of(0_i64..500)) {
            let mut once = [Section { part, choice: String::new(), lines: vec![line(counted, of)] }];
            coarsen(&mut once);
            let mut twice = once.clone();
            coarsen(&mut twice);
            prop_assert_eq!(once, twice);
        }
    }

    #[test]
    fn who_are_all_there_are_stay_all_and_members_are_told_as_the_quotas_tell_them() {
        assert_eq!((passed(Part::Coverage, 118, Some(118)).counted, passed(Part::Coverage, 116, Some(118)).counted), (Some(118), Some(115)));
        assert_eq!((passed(Part::Members, 118, Some(118)).counted, passed(Part::Members, 121, Some(120)).counted), (Some(118), Some(121)));
    }

    #[test]
    fn nothing_small_passes_the_last_door() {
        let mut sections = [
            Section { part: Part::Cases, choice: String::new(), lines: vec![line(Some(4), None), line(Some(5), None), line(Some(0), None), line(None, None)] },
            Section { part: Part::Members, choice: String::new(), lines: vec![line(Some(2), Some(120))] },
            Section { part: Part::Outcomes, choice: "oge:2026:year:0".into(), lines: vec![line(Some(4), Some(9)), line(Some(4), Some(40)), line(Some(4), None)] },
        ];
        coarsen(&mut sections);
        let told: Vec<(Option<i64>, Option<i64>)> = sections.iter().flat_map(|section| &section.lines).map(|line| (line.counted, line.of)).collect();
        assert_eq!(told, [(None, None), (Some(5), None), (Some(0), None), (None, None), (None, Some(120)), (None, None), (Some(5), Some(40)), (None, None)]);
    }
}
