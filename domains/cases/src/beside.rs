//! Two measurements of one class beside each other, in words: by how much, how surely, and what may have moved the figures besides the
//! work. Nothing is ever said to be caused.

use crate::measure::{FEW, Measure, Reader, Source, number};
use coupling::{
    share::{Change, Comparison, Count, Options, Pair, Population, Warning, before_after},
    suppress::Rule,
};

/// What is known besides the two measurements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// The case began because a class was low.
    pub was_chosen_for_low: bool,
    /// What such classes are like.
    pub population: Option<Population>,
    /// Other classes of the same year of study, subject and source, with which nothing was done, measured both times.
    pub others: Option<Others>,
}

/// Classes to compare with, summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others {
    pub classes: u32,
    /// Different ones behind them; a class whose teacher isn't known counts as one.
    pub teachers: u32,
    pub before: (i64, i64),
    pub after: (i64, i64),
}

impl Others {
    /// Other teachers stand behind them: outside of the school they are told only where nobody can be made out.
    fn pair(&self, reader: Reader) -> Option<Pair> {
        let count = |(below, of): (i64, i64)| Count::new(below, of).ok();
        let pair = Pair { before: count(self.before)?, after: count(self.after)? };
        let rule = match reader {
            Reader::School => Rule { pupils: Rule::SCHOOL.pupils, teachers: 0, counts_under: 0 },
            Reader::Outside => Rule::OUTSIDE,
        };
        (rule.shows(pair.before, self.teachers) && rule.shows(pair.after, self.teachers)).then_some(pair)
    }
}

/// What is said of the two.
#[must_use]
pub fn compared(before: &Measure, after: &Measure, reader: Reader, beside: &Beside) -> Vec<String> {
    if reader == Reader::Outside && (before.is_few() || after.is_few()) {
        return vec![format!("В классе меньше {FEW} учеников: сравнение видит только школа.")];
    }
    let mut said = vec![format!("Ниже минимума было {}, стало {}.", before.told(reader), after.told(reader))];
    let others = beside.others.and_then(|others| Some((others, others.pair(reader)?)));
    match found(before, after, beside, others.map(|(_, pair)| pair)) {
        // By as much as the shares shown differ, so that whoever subtracts them finds the same.
        Some(found) => said.extend(differences(&found, after.share() - before.share(), others)),
        None => said.push("Доли для такого класса не считаются: один ученик меняет их слишком сильно.".into()),
    }
    if let (Some(first), Some(second)) = (before.mean, after.mean)
        && before.scale == after.scale
    {
        said.push(format!("Средний результат был {}, стал {} {}.", number(first), number(second), after.scale));
    }
    said.extend(cautions(before, after, beside));
    said
}

fn found(before: &Measure, after: &Measure, beside: &Beside, comparison: Option<Pair>) -> Option<Comparison> {
    if before.is_few() || after.is_few() {
        return None;
    }
    let count = |of: &Measure| Count::new(of.below_minimum, of.pupils).ok();
    let options = Options { chosen_for_low: beside.was_chosen_for_low, population: beside.population, comparison, ..Options::default() };
    before_after(Pair { before: count(before)?, after: count(after)? }, &options).ok()
}

fn differences(found: &Comparison, shown: i64, others: Option<(Others, Pair)>) -> Vec<String> {
    let mut said = Vec::new();
    let Some(raw) = found.raw else { return said };
    said.push(format!("{} {}", by_how_much(shown), within(raw)));
    let small: Vec<String> = found.warnings.iter().filter_map(warning).collect();
    said.extend(small);
    if let (Some((others, pair)), true) = (others, found.compared) {
        let classes = ui::ru::counted(i64::from(others.classes), "класс", "класса", "классов");
        said.push(format!("Для сравнения, {classes} той же параллели: ниже минимума было {} из {}, стало {} из {}. Их изменение вычтено.", pair.before.below(), pair.before.of(), pair.after.below(), pair.after.of()));
    }
    if let Some(adjusted) = found.adjusted.filter(|adjusted| *adjusted != raw) {
        said.push(format!("Остаётся: {} {}", by_how_much(rounded(adjusted.points)).to_lowercase(), within(adjusted)));
    }
    said.push(format!("Что можно сказать по этим числам: {}.", found.ladder.words()));
    said
}

fn by_how_much(points: i64) -> String {
    match points {
        0 => "Доля не изменилась.".into(),
        points @ ..0 => format!("Доля учеников ниже минимума меньше на {}.", points_words(-points)),
        points => format!("Доля учеников ниже минимума больше на {}.", points_words(points)),
    }
}

fn points_words(points: i64) -> String {
    ui::ru::counted(points, "процентный пункт", "процентных пункта", "процентных пунктов")
}

/// «С точностью до случая: от −41 до −3.»
fn within(change: Change) -> String {
    let signed = |points: f64| match rounded(points) {
        points @ ..0 => format!("−{}", -points),
        0 => beside_zero(points),
        points => format!("+{points}"),
    };
    format!("С поправкой на случай — от {} до {} процентных пунктов (в 90 случаях из 100).", signed(change.low), signed(change.high))
}

/// On which side of nought an end of the interval is decides the verdict, so it isn't rounded away.
fn beside_zero(points: f64) -> String {
    let tenths = format!("{:.1}", points.abs()).replace('.', ",");
    match points {
        0.0 => "0".into(),
        ..0.0 if tenths == "0,0" => "чуть меньше 0".into(),
        _ if tenths == "0,0" => "чуть больше 0".into(),
        ..0.0 => format!("−{tenths}"),
        _ => format!("+{tenths}"),
    }
}

fn rounded(points: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a percentage lies within ±200")]
    {
        points.round() as i64
    }
}

fn warning(warning: &Warning) -> Option<String> {
    match warning {
        Warning::OnePupil { points } => Some(format!("Один ученик здесь — {}.", points_words(rounded(*points)))),
        Warning::Regression { points } => Some(format!(
            "После очень низкого результата следующий обычно выше и сам по себе (возврат к среднему). По другим таким классам ожидалось бы изменение на {}; оно вычтено.",
            points_words(rounded(*points).abs())
        )),
        Warning::RegressionUnknown => {
            Some("После очень низкого результата следующий обычно выше и сам по себе (возврат к среднему). О других таких классах пока мало известно, поэтому улучшение от него не отличить.".into())
        }
        // Both are said with the cautions, to small classes too.
        Warning::Few { .. } | Warning::OtherPupils => None,
    }
}

fn cautions(before: &Measure, after: &Measure, beside: &Beside) -> Vec<String> {
    let mut said = Vec::new();
    if before.is_few() || after.is_few() {
        said.push(format!("Учеников меньше {FEW}: разница может объясняться случаем."));
    } else if (after.below_minimum - before.below_minimum).abs() <= 2 {
        said.push("Разница в одного-двух учеников может объясняться случаем.".into());
    }
    if (after.pupils - before.pupils).abs() * 5 > before.pupils {
        said.push("Писали заметно разные по составу группы: сравнивать их нужно осторожно.".into());
    }
    if beside.was_chosen_for_low {
        said.push("Сопровождение начато из-за низкого результата: сравнение с ним само по себе показывает рост чаще, чем он есть.".into());
    }
    if after.source == Source::Vpr {
        said.push("Результаты ВПР не используются для оценки учителя.".into());
    }
    said.push("Это сопоставление по времени. Оно не показывает, почему результаты изменились.".into());
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::tests::class;
    use proptest::prelude::*;

    fn low(was_chosen_for_low: bool) -> Beside {
        Beside { was_chosen_for_low, ..Beside::default() }
    }

    #[test]
    fn an_end_of_an_interval_keeps_its_side_of_nought() {
        let ends = |low, high| within(Change { points: -20.0, low, high });
        assert!(ends(-47.0, -0.3).contains("от −47 до −0,3 процентных"), "{}", ends(-47.0, -0.3));
        assert!(ends(-47.0, -0.01).contains("до чуть меньше 0 ") && ends(0.2, 3.0).contains("от +0,2 до +3") && ends(-4.0, 0.0).contains("до 0 "));
    }

    #[test]
    fn a_difference_is_told_with_what_may_explain_it() {
        let said = compared(&class(24, 9), &class(25, 4), Reader::Outside, &low(true)).join(" ");
        assert!(said.contains("было 9 из 24 (38\u{a0}%), стало 4 из 25 (16\u{a0}%)") && said.contains("меньше на 22"), "{said}");
        assert!(said.contains("возврат к среднему") && said.contains("не показывает, почему"));
        let few = compared(&class(6, 3), &class(6, 1), Reader::School, &low(false)).join(" ");
        assert!(few.contains("случаем") && !few.contains('%'), "{few}");
        let vpr = Measure { source: Source::Vpr, ..class(24, 9) };
        assert!(compared(&vpr, &vpr, Reader::School, &low(false)).join(" ").contains("не используются для оценки учителя"));
    }

    #[test]
    fn the_ladder_says_no_more_than_the_interval_allows() {
        let plain = |before: (i64, i64), after: (i64, i64), beside: &Beside| compared(&class(before.0, before.1), &class(after.0, after.1), Reader::School, beside).join(" ");
        assert!(plain((24, 9), (25, 6), &low(false)).contains("в пределах погрешности"));
        let better = plain((28, 20), (28, 4), &low(false));
        assert!(better.contains("вероятно улучшение") && better.contains("от −"), "{better}");
        assert!(plain((28, 20), (28, 4), &low(true)).contains("в пределах погрешности"), "chosen for low, and nothing known of other classes");
        let population = Population::new(0.3, 20.0).ok();
        let known = plain((28, 20), (28, 4), &Beside { population, ..low(true) });
        assert!(known.contains("оно вычтено") && known.contains("Остаётся: доля") && known.contains("вероятно улучшение"), "{known}");
        let others = Some(Others { classes: 2, teachers: 2, before: (30, 54), after: (9, 55) });
        let beside = plain((28, 16), (28, 4), &Beside { others, ..low(false) });
        assert!(beside.contains("2\u{a0}класса той же параллели") && beside.contains("Их изменение вычтено") && beside.contains("в пределах погрешности"), "{beside}");
    }

    #[test]
    fn other_teachers_classes_are_told_outside_only_where_nobody_is_made_out() {
        let told = |classes, teachers| compared(&class(28, 16), &class(28, 4), Reader::Outside, &Beside { others: Some(Others { classes, teachers, before: (30, 54), after: (9, 55) }), ..low(false) }).join(" ");
        assert!(!told(2, 2).contains("параллели") && told(3, 3).contains("параллели"));
        assert!(!told(3, 2).contains("параллели"), "three classes of two teachers are two teachers'");
    }

    #[test]
    fn a_stranger_reads_nothing_of_a_small_class() {
        let said = compared(&class(9, 3), &class(12, 1), Reader::Outside, &low(false)).join(" ");
        assert!(!said.contains("3 из 9") && !said.contains("1 из 12"), "{said}");
        assert!(!class(9, 3).told(Reader::Outside).contains('3'));
    }

    proptest! {
        #[test]
        fn nothing_is_ever_said_to_be_caused(pupils in 1i64..60, below in 0i64..60, later in 1i64..60, left in 0i64..60, chosen in any::<bool>(), outside in any::<bool>()) {
            let (before, after) = (class(pupils, below.min(pupils)), class(later, left.min(later)));
            let beside = Beside { population: Population::new(0.3, 20.0).ok(), others: Some(Others { classes: 3, teachers: 3, before: (20, 60), after: (15, 61) }), ..low(chosen) };
            let said = compared(&before, &after, if outside { Reader::Outside } else { Reader::School }, &beside).join(" ");
            for word in ["вызва", "благодаря", "привел", "привёл", "эффект", "повлия"] {
                prop_assert!(!said.contains(word), "{said}");
            }
            prop_assert!((0..=100).contains(&before.share()));
        }
    }
}
