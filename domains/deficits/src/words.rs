//! Plain sentences about figures. Nothing here computes; nothing here blames.

use crate::model::{Growth, ResultLine, Verdict, Zone};
use ui::ru;

/// A percent on the official scale.
#[must_use]
pub fn percent(value: f64) -> String {
    format!("{:.0}\u{a0}%", value.clamp(0.0, 100.0))
}

/// A probability as a chance that one can picture; never 0 and never 100.
#[must_use]
pub fn chance(p: f64) -> String {
    match (p * 100.0).round() {
        low if low < 1.0 => "меньше 1\u{a0}%".into(),
        high if high > 99.0 => "больше 99\u{a0}%".into(),
        middle => format!("{middle:.0}\u{a0}%"),
    }
}

/// «от 41 до 66 %».
#[must_use]
pub fn interval(low: f64, high: f64) -> String {
    format!("от {:.0} до {:.0}\u{a0}%", low.clamp(0.0, 100.0), high.clamp(0.0, 100.0))
}

/// What a line means, in one or two sentences.
#[must_use]
pub fn meaning(line: &ResultLine) -> String {
    let mut told = match line.zone {
        Zone::Deficit => format!("Похоже на затруднение: вероятность того, что уровень ниже ожидаемого, — {}.", chance(line.p_below)),
        Zone::None => format!("Уверенно: вероятность того, что уровень ниже ожидаемого, — {}.", chance(line.p_below)),
        Zone::Undetermined => format!("Данных мало: {}", more(line.more_items)),
    };
    if line.is_preliminary {
        told.push_str(" Предварительно: задания ещё не проверены на достаточном числе педагогов.");
    }
    told
}

/// How many more items would decide.
#[must_use]
pub fn more(items: Option<i64>) -> String {
    match items {
        Some(items) if items > 0 => format!("нужно ещё {}.", ru::counted(items, "задание", "задания", "заданий")),
        Some(_) | None => "ответов слишком близко к границе, и даже длинный тест вряд ли решит. Обсудите это с методистом.".into(),
    }
}

/// The words of a deficit's step that rests on a measurement.
#[must_use]
pub fn measured(line: &ResultLine) -> String {
    let kind = if line.is_preliminary { "Предварительно. " } else { "" };
    format!("{kind}{}: {} ({}), ожидается от {}.", ui::ru::capital(line.zone.label()), percent(line.percent), interval(line.low, line.high), percent(line.target_percent))
}

/// A change in steps of the scale: «+0,4».
#[must_use]
pub fn step(change: f64) -> String {
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{}", format!("{:.1}", change.abs()).replace('.', ","))
}

/// What a repeat shows. Never a difference of percents: those selected for a low result «grow» by themselves.
#[must_use]
pub fn growth(growth: &Growth) -> String {
    let (Some(change), Some(low), Some(high)) = (growth.change, growth.low, growth.high) else {
        return format!("Сравнить нельзя: {}.", growth.reason);
    };
    let error = format!("{:.1}", (high - low).abs() / 2.0).replace('.', ",");
    let figures = format!("{} шага шкалы, погрешность {error}", step(change));
    let chance = growth.p_grew.map(chance).unwrap_or_default();
    match growth.verdict {
        Verdict::Grew => format!("Рост подтверждён: {figures}. Вероятность роста — {chance}."),
        Verdict::LikelyGrew => format!("Рост вероятен: {figures}. Вероятность роста — {chance}; для уверенного вывода нужны ещё задания."),
        Verdict::WithinError => format!("Изменение: {figures}. Оно не отличимо от случайности."),
        Verdict::Fell => format!("Снижение: {figures}. Стоит обсудить с методистом, что изменилось."),
        Verdict::NotComparable => format!("Сравнить нельзя: {}.", growth.reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_certain() {
        assert_eq!([0.0, 0.004, 0.5, 0.999, 1.0].map(chance), ["меньше 1\u{a0}%", "меньше 1\u{a0}%", "50\u{a0}%", "больше 99\u{a0}%", "больше 99\u{a0}%"]);
    }

    #[test]
    fn numbers_follow_russian_rules() {
        assert_eq!(more(Some(1)), "нужно ещё 1\u{a0}задание.");
        assert_eq!(more(Some(12)), "нужно ещё 12\u{a0}заданий.");
        assert!(more(None).contains("методистом"));
        assert_eq!((step(0.4), step(-1.25)), ("+0,4".into(), "−1,2".into()));
    }
}
