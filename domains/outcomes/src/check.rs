//! What is wrong with a result before it is kept: each with its field and a sentence. The form and imports ask the same.

use crate::{
    model::{Distribution, NewOutcome, real},
    source::Source,
};
use kernel::Date;

/// Something wrong, at a field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: &'static str,
    pub says: String,
}

/// As many tasks and topics a result keeps.
pub(crate) const MOST_TOPICS: usize = 40;
const MOST_IN_CLASS: i64 = 200;
/// Of the biggest school.
const MOST_IN_YEAR: i64 = 1_500;

/// All that is wrong by itself; what clashes with other results is asked of the store. `highest` is the school's last year of study.
#[must_use]
pub fn check(new: &NewOutcome, highest: i64, today: Date) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |field: &'static str, says: String| found.push(Problem { field, says });
    if new.class.grade > highest {
        say("grade", if highest == 0 { "Здесь нет школьных классов".into() } else { format!("В этой школе учатся до {highest} класса, а указан {}", new.class.label()) });
    }
    if let Err((field, says)) = new.period.check(today) {
        say(field, says);
    }
    counts(new, &mut say);
    scale(new, &mut say);
    distribution(new, &mut say);
    topics(new, &mut say);
    if new.title.chars().count() > 120 {
        say("title", "Название длиннее 120 знаков. Сократите".into());
    }
    // Under another source they would get into sums, which the law forbids.
    if new.source != Source::Vpr && gradefiles::says_vpr(&new.title) {
        say("source", "В названии — ВПР. Выберите источник «ВПР»: эти результаты видны только внутри сопровождения".into());
    }
    found
}

fn counts(new: &NewOutcome, say: &mut impl FnMut(&'static str, String)) {
    let figures = &new.figures;
    // Reports about ВПР are of a whole year of study.
    let most = if new.class.letter.is_empty() { MOST_IN_YEAR } else { MOST_IN_CLASS };
    if !(1..=most).contains(&figures.pupils) {
        let of = if new.class.letter.is_empty() { "в параллели" } else { "в одном классе" };
        say("pupils", format!("Укажите, сколько учеников участвовало: от 1 до {most} {of}"));
    }
    if figures.under < 0 {
        say("under", "Число учеников ниже минимума не бывает отрицательным".into());
    }
    if figures.under > figures.pupils {
        say("under", format!("Ниже минимума {}, а всего учеников {}. Проверьте оба числа", figures.under, figures.pupils));
    }
}

fn scale(new: &NewOutcome, say: &mut impl FnMut(&'static str, String)) {
    let figures = &new.figures;
    if !(1.0..=1000.0).contains(&figures.scale) {
        say("scale", "Укажите, из скольких баллов считали: 5, 100 или сколько даёт работа, не больше 1000".into());
        return;
    }
    let lowest = if is_of_marks(new) { 1.0 } else { 0.0 };
    if let Some(mean) = figures.mean
        && !(lowest..=figures.scale).contains(&mean)
    {
        say("mean", format!("Среднее {} вне шкалы: она от {} до {}", number(mean), number(lowest), number(figures.scale)));
    }
    if new.source == Source::Marks && (figures.scale - 5.0).abs() > f64::EPSILON {
        say("scale", "Отметки ставят из 5".into());
    }
}

fn is_of_marks(new: &NewOutcome) -> bool {
    new.source == Source::Marks || matches!(new.figures.distribution, Distribution::Marks(_))
}

fn distribution(new: &NewOutcome, say: &mut impl FnMut(&'static str, String)) {
    let figures = &new.figures;
    let field = match &figures.distribution {
        Distribution::Unknown => return,
        Distribution::Marks(marks) => {
            if marks.iter().any(|count| *count < 0) {
                say("twos", "Число учеников с отметкой не бывает отрицательным".into());
            } else if marks[0] != figures.under {
                say("under", format!("С отметкой «2» учеников {}, а ниже минимума {}. Это одно и то же число", marks[0], figures.under));
            }
            "twos"
        }
        Distribution::Bins(bins) => {
            if bins.iter().any(|bin| bin.pupils < 0 || bin.from > bin.to || bin.from < 0) {
                say("bins", "В строке распределения баллы идут от меньшего к большему, а число учеников не отрицательное: «0–9: 3»".into());
            }
            if let Some(over) = bins.iter().find(|bin| real(bin.to) > figures.scale) {
                say("bins", format!("Баллы до {} больше, чем даёт работа ({})", over.to, number(figures.scale)));
            }
            if bins.iter().enumerate().any(|(at, bin)| bins.iter().skip(at + 1).any(|other| bin.from <= other.to && other.from <= bin.to)) {
                say("bins", "Строки распределения перекрываются: один ученик попал бы в две".into());
            }
            "bins"
        }
    };
    if let Some(total) = figures.distribution.total().filter(|total| *total != figures.pupils) {
        say(field, format!("В распределении учеников {total}, а участвовало {}. Проверьте числа", figures.pupils));
    }
    if let (Some(counted), Some(typed)) = (figures.distribution.mean(), figures.mean)
        && (counted - typed).abs() > 0.06
    {
        say("mean", format!("По распределению среднее {}, а указано {}. Проверьте или оставьте пустым: программа посчитает сама", number(counted), number(typed)));
    }
}

fn topics(new: &NewOutcome, say: &mut impl FnMut(&'static str, String)) {
    let topics = &new.figures.topics;
    if topics.len() > MOST_TOPICS {
        say("topics", format!("Тем больше {MOST_TOPICS}. Объедините мелкие"));
    }
    if topics.iter().any(|topic| topic.title.is_empty() || topic.title.chars().count() > 120) {
        say("topics", "У каждой темы есть название до 120 знаков: «Дроби — 64»".into());
    }
    if let Some(wrong) = topics.iter().find(|topic| !(0..=100).contains(&topic.percent)) {
        say("topics", format!("Доля справившихся с темой «{}» — от 0 до 100 процентов", wrong.title));
    }
}

/// «3,7».
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        class::Class,
        model::{Bin, Figures, Topic},
        period::{Period, PeriodKind},
    };
    use jiff::civil::date;
    use proptest::prelude::*;

    fn result(figures: Figures) -> NewOutcome {
        NewOutcome {
            place: "sch".into(),
            class: Class { grade: 7, letter: "Б".into() },
            subject: "matematika".into(),
            period: Period::usual(PeriodKind::Quarter, 2026, 1).unwrap(),
            source: Source::SchoolTest,
            title: String::new(),
            figures,
        }
    }

    fn fields(new: &NewOutcome) -> Vec<&'static str> {
        check(new, 11, date(2026, 11, 23)).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn what_doesnt_add_up_is_named_by_its_field() {
        assert_eq!(fields(&result(Figures::of(24, 25))), ["under"]);
        assert_eq!(fields(&result(Figures::of(0, 0))), ["pupils"]);
        let year = NewOutcome { class: Class { grade: 7, letter: String::new() }, ..result(Figures::of(240, 30)) };
        assert_eq!((fields(&result(Figures::of(240, 30))), fields(&year)), (vec!["pupils"], vec![]), "a year of a big school isn't a class");
        assert_eq!(fields(&result(Figures { pupils: 25, ..Figures::of_marks([3, 10, 8, 3]) })), ["twos"]);
        assert_eq!(fields(&result(Figures { under: 4, ..Figures::of_marks([3, 10, 8, 3]) })), ["under"]);
        assert_eq!(fields(&result(Figures { mean: Some(4.2), ..Figures::of_marks([3, 10, 8, 3]) })), ["mean"]);
        assert_eq!(fields(&result(Figures { mean: Some(5.5), ..Figures::of(24, 3) })), ["mean"]);
        let bins =
            |bins: &[(i64, i64, i64)]| Figures { scale: 30.0, distribution: Distribution::Bins(bins.iter().map(|(from, to, pupils)| Bin { from: *from, to: *to, pupils: *pupils }).collect()), ..Figures::of(24, 3) };
        assert_eq!(fields(&result(bins(&[(0, 9, 10), (10, 30, 14)]))), [""; 0]);
        assert_eq!(fields(&result(bins(&[(0, 9, 10), (9, 30, 14)]))), ["bins"]);
        assert_eq!(fields(&result(bins(&[(0, 9, 10), (10, 40, 14)]))), ["bins"]);
        assert_eq!(fields(&result(bins(&[(0, 9, 10), (10, 30, 13)]))), ["bins"]);
        assert_eq!(fields(&result(Figures { topics: vec![Topic { title: "Дроби".into(), percent: 101 }], ..Figures::of(24, 3) })), ["topics"]);
    }

    #[test]
    fn a_work_called_vpr_is_vpr() {
        let called = |source| NewOutcome { source, title: "ВПР по математике".into(), ..result(Figures::of(24, 3)) };
        assert_eq!(fields(&called(Source::SchoolTest)), ["source"]);
        assert_eq!(fields(&called(Source::Vpr)), [""; 0]);
    }

    #[test]
    fn a_class_beyond_the_school_and_marks_out_of_a_hundred_are_refused() {
        let new = result(Figures::of(24, 3));
        assert!(check(&new, 4, date(2026, 11, 23))[0].says.contains("до 4 класса"));
        assert_eq!(fields(&NewOutcome { source: Source::Marks, figures: Figures { scale: 100.0, ..Figures::of(24, 3) }, ..new }), ["scale"]);
    }

    proptest! {
        #[test]
        fn marks_that_were_counted_always_pass(two in 0i64..20, three in 0i64..20, four in 0i64..20, five in 1i64..20) {
            prop_assert_eq!(fields(&result(Figures::of_marks([two, three, four, five]))), [""; 0]);
        }
    }
}
