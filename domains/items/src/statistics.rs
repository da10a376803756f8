//! What answers say about an item, in classical figures: shares, agreement with the rest, choices; flags and what to do about them.

use crate::content::{Ask, ItemBody};
use serde::{Deserialize, Serialize};

/// The statistics of one item in one calibration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemStatistics {
    /// Scored answers.
    pub answers: u64,
    /// People in all.
    pub people: u64,
    /// Mean score over the most.
    pub p: Option<f64>,
    /// Correlation with the mean of the other items of the competency.
    pub rest: Option<f64>,
    pub options: Vec<OptionStatistics>,
    pub infit: Option<f64>,
    pub outfit: Option<f64>,
    pub dif: Vec<Dif>,
    pub flags: Vec<Flag>,
}

/// One choice: how many chose it, by fifths of people from the weakest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OptionStatistics {
    pub id: String,
    pub is_right: bool,
    pub chosen: u64,
    /// Correlation of choosing it with the rest.
    pub rest: Option<f64>,
    /// Share of those who chose it in each fifth; empty with few answers.
    pub fifths: Vec<f64>,
}

/// A difference between two groups of equal ability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dif {
    pub groups: Groups,
    /// Difference on the delta scale of ETS: negative, the item is harder for the second group.
    pub delta: f64,
    /// A: negligible; B: moderate; C: large.
    pub class: String,
    pub answers: (u64, u64),
}

/// Which two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Groups {
    CityAndVillage,
    LongAndShortExperience,
}

impl Groups {
    /// Both groups in words, the first is the one compared with.
    #[must_use]
    pub fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::CityAndVillage => ("город", "село"),
            Self::LongAndShortExperience => ("стаж больше 5 лет", "стаж до 5 лет"),
        }
    }
}

/// What is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    TooHard,
    TooEasy,
    WeakLink,
    NegativeLink,
    AttractiveDistractor,
    IdleDistractor,
    Misfit,
    Overexposed,
    DifferentForGroups,
    FewAnswers,
}

impl Flag {
    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::TooHard => "Слишком трудное: верно отвечает меньше 10 %",
            Self::TooEasy => "Слишком лёгкое: верно отвечает больше 95 %",
            Self::WeakLink => "Слабо связано с остальными заданиями компетенции",
            Self::NegativeLink => "Сильные отвечают хуже слабых",
            Self::AttractiveDistractor => "Неверный вариант выбирают сильные",
            Self::IdleDistractor => "Есть вариант, который почти никто не выбирает",
            Self::Misfit => "Ответы непредсказуемы: сильные ошибаются, слабые угадывают",
            Self::Overexposed => "Дают слишком часто: больше 30 % проходивших",
            Self::DifferentForGroups => "При равном уровне группы отвечают по-разному",
            Self::FewAnswers => "Мало ответов: показатели ненадёжны",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::TooHard => "Проверьте ключ и формулировку. Если всё верно, оставьте только для проверки высокого уровня.",
            Self::TooEasy => "Почти ничего не измеряет. Усложните или снимите.",
            Self::WeakLink => "Проверьте, ту ли компетенцию оно измеряет и однозначен ли ответ.",
            Self::NegativeLink => "Почти наверняка ошибка в ключе или двусмысленность. Снимите до проверки.",
            Self::AttractiveDistractor => "Прочтите вариант глазами сильного учителя: возможно, он тоже верен.",
            Self::IdleDistractor => "Замените вариант на типичную ошибку.",
            Self::Misfit => "Поищите подсказку или лишнее условие; обсудите с теми, кто отвечал неожиданно.",
            Self::Overexposed => "Добавьте заданий этой компетенции близкой трудности.",
            Self::DifferentForGroups => "Проверьте, не опирается ли оно на опыт, которого у группы нет. Решает человек, не число.",
            Self::FewAnswers => "Соберите ещё ответы и пересчитайте.",
        }
    }
}

/// Fewer answers than this say little.
pub const FEW: u64 = 50;

/// Pearson's correlation; `None` where one side does not vary or there are fewer than three pairs.
#[must_use]
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    if pairs.len() < 3 {
        return None;
    }
    let (mean_x, mean_y) = (pairs.iter().map(|pair| pair.0).sum::<f64>() / n, pairs.iter().map(|pair| pair.1).sum::<f64>() / n);
    let sum = |of: fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| of(x - mean_x, y - mean_y)).sum::<f64>();
    let (xy, xx, yy) = (sum(|x, y| x * y), sum(|x, _| x * x), sum(|_, y| y * y));
    let bottom = (xx * yy).sqrt();
    (bottom > 1e-12).then(|| (xy / bottom).clamp(-1.0, 1.0))
}

/// One scored answer beside how the same person did on the rest of the competency.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub score: u32,
    /// Mean share of points on the other items; `None` if there were none.
    pub rest: Option<f64>,
    /// Ids of the choices taken.
    pub chosen: Vec<String>,
}

/// The classical part of the statistics.
#[must_use]
pub fn classical(body: &ItemBody, right: &[String], seen: &[Seen], people: u64) -> ItemStatistics {
    let most = f64::from(body.max_score().max(1));
    let share = |answer: &Seen| f64::from(answer.score) / most;
    let answers = seen.len() as u64;
    let p = (!seen.is_empty()).then(|| seen.iter().map(share).sum::<f64>() / answers as f64);
    let rest = correlation(&seen.iter().filter_map(|answer| Some((share(answer), answer.rest?))).collect::<Vec<_>>());
    let options = match &body.ask {
        Ask::Single { choices } | Ask::Multiple { choices } => choices.iter().map(|choice| option(&choice.id, right.contains(&choice.id), seen)).collect(),
        _ => Vec::new(),
    };
    let mut found = ItemStatistics { answers, people, p, rest, options, ..ItemStatistics::default() };
    found.flags = flags(&found);
    found
}

fn option(id: &str, is_right: bool, seen: &[Seen]) -> OptionStatistics {
    let took = |answer: &Seen| answer.chosen.iter().any(|chosen| chosen == id);
    let pairs: Vec<(f64, f64)> = seen.iter().filter_map(|answer| Some((f64::from(u8::from(took(answer))), answer.rest?))).collect();
    OptionStatistics { id: id.to_owned(), is_right, chosen: seen.iter().filter(|answer| took(answer)).count() as u64, rest: correlation(&pairs), fifths: fifths(pairs) }
}

/// The share in each fifth of people by the rest, from the weakest; nothing with few answers.
fn fifths(mut pairs: Vec<(f64, f64)>) -> Vec<f64> {
    if (pairs.len() as u64) < FEW {
        return Vec::new();
    }
    pairs.sort_by(|one, other| one.1.total_cmp(&other.1));
    (0..5)
        .map(|fifth| {
            let part = pairs.get(fifth * pairs.len() / 5..(fifth + 1) * pairs.len() / 5).unwrap_or_default();
            part.iter().map(|pair| pair.0).sum::<f64>() / part.len().max(1) as f64
        })
        .collect()
}

/// What the figures point at. With few answers only that is said.
#[must_use]
pub fn flags(item: &ItemStatistics) -> Vec<Flag> {
    if item.answers < FEW {
        return vec![Flag::FewAnswers];
    }
    let p = item.p.unwrap_or(0.5);
    let rest = item.rest.unwrap_or(1.0);
    let is_wrong = |option: &&OptionStatistics| !option.is_right;
    let is_misfit = |fit: Option<f64>| fit.is_some_and(|value| !(0.7..=1.3).contains(&value));
    let found = [
        (p < 0.1, Flag::TooHard),
        (p > 0.95, Flag::TooEasy),
        (rest < 0.0, Flag::NegativeLink),
        ((0.0..0.15).contains(&rest), Flag::WeakLink),
        (item.options.iter().filter(is_wrong).any(|option| option.rest.is_some_and(|rest| rest > 0.05)), Flag::AttractiveDistractor),
        (item.options.iter().filter(is_wrong).any(|option| option.chosen * 50 < item.answers), Flag::IdleDistractor),
        (is_misfit(item.infit) || is_misfit(item.outfit), Flag::Misfit),
        (item.people >= FEW && item.answers as f64 > 0.3 * item.people as f64, Flag::Overexposed),
        (item.dif.iter().any(|dif| dif.class != "A"), Flag::DifferentForGroups),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, flag)| flag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Choice;

    fn item() -> ItemBody {
        let choices = ["a", "b", "c"].map(|id| Choice { id: id.into(), text: id.into() }).to_vec();
        ItemBody { stem: "Вопрос".into(), materials: Vec::new(), ask: Ask::Single { choices }, points: 1, expected: 0 }
    }

    /// Hundred people, better from one to the next; those from `from` on choose rightly, the others by turns.
    fn hundred(right: &str) -> Vec<Seen> {
        (0..100).map(|at| (at, if at >= 50 { "a" } else { "b" })).map(|(at, chosen)| Seen { score: u32::from(chosen == right), rest: Some(f64::from(at) / 100.0), chosen: vec![chosen.into()] }).collect()
    }

    #[test]
    fn a_good_item_separates_and_a_wrong_key_is_seen() {
        let good = classical(&item(), &["a".into()], &hundred("a"), 1_000);
        assert_eq!((good.answers, good.p), (100, Some(0.5)));
        assert!(good.rest.is_some_and(|rest| rest > 0.8), "{good:?}");
        assert_eq!(good.options[0].fifths, [0.0, 0.0, 0.5, 1.0, 1.0]);
        assert_eq!(good.flags, [Flag::IdleDistractor]);
        let wrong = classical(&item(), &["b".into()], &hundred("b"), 1_000);
        assert!(wrong.flags.contains(&Flag::NegativeLink) && wrong.flags.contains(&Flag::AttractiveDistractor), "{wrong:?}");
    }

    #[test]
    fn few_answers_and_none_say_only_that() {
        assert_eq!(classical(&item(), &[], &[], 0).flags, [Flag::FewAnswers]);
        let few = classical(&item(), &["a".into()], &hundred("a")[..10], 10);
        assert_eq!(few.flags, [Flag::FewAnswers]);
        assert!(few.rest.is_none() && few.options[0].fifths.is_empty());
    }
}
