//! Question B.

use super::{
    Frame, framed,
    plot::{self, Along, Bar},
};
use crate::{
    answer::effect::{Effect, EffectAnswer, Queue},
    words,
};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

pub const COLUMNS: [&str; 11] = ["Как решалось, кому начинать", "Вывод", "Начали", "Ждали", "Школ", "Учеников", "Эффект, п.п.", "От", "До", "Изменение у начавших, п.п.", "Изменение у ждавших, п.п."];

fn queue(queue: Queue) -> &'static str {
    match queue {
        Queue::ByLot => "по жребию",
        Queue::Compared => "не по жребию",
    }
}

/// What may be said of it.
#[must_use]
pub fn sentence(effect: &Effect) -> String {
    let one = &effect.effect;
    let (size, range) = (words::points(one.value.abs()), if one.value < 0.0 { words::between(-one.high, -one.low) } else { words::between(one.low, one.high) });
    let others = match effect.queue {
        Queue::ByLot => "у похожих педагогов из листа ожидания",
        Queue::Compared => "у похожих педагогов, которые маршрут ещё не начали",
    };
    let first = if one.high < 0.0 && effect.naive < 0.0 {
        format!("После маршрута доля ниже минимума снизилась на {size} сильнее, чем {others} ({range}).")
    } else if one.high < 0.0 {
        format!("После маршрута доля ниже минимума оказалась на {size} меньше, чем {others} ({range}).")
    } else if one.low > 0.0 {
        format!("После маршрута доля ниже минимума оказалась на {size} больше, чем {others} ({range}).")
    } else {
        format!("Разница с теми, кто ждал, {} — в пределах погрешности ({}).", words::points(one.value), words::between(one.low, one.high))
    };
    let second = match (effect.queue, one.is_sure()) {
        (Queue::ByLot, true) => "Очередь была по жребию: вывод надёжный.",
        (Queue::ByLot, false) => "Очередь была по жребию, но эффекта по этим данным не видно.",
        (Queue::Compared, _) => "Очередь была не по жребию: это сравнение похожих, а не доказательство. Кто вызвался сам, мог бы вырасти и без маршрута, и никакой расчёт этого не исправит.",
    };
    format!("{first} {second}")
}

/// The return to the mean, in the words of everybody.
#[must_use]
pub fn returned(by_itself: f64) -> String {
    format!("У отобранных отстающих классов результат обычно подрастает и без помощи (здесь — на {}). Эта часть из эффекта вычтена.", words::points(by_itself.abs()))
}

/// What goes up by itself among those chosen for a low result.
fn by_itself(effect: &Effect) -> Markup {
    html! {
        @if effect.by_itself < 0.0 {
            p { (returned(effect.by_itself)) }
        }
    }
}

pub fn rows(answer: &EffectAnswer) -> Vec<Vec<Value>> {
    let count = |count: usize| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let share = |share: f64| Value::from(words::in_sheet(share));
    let row = |one: &Effect| {
        vec![
            queue(one.queue).into(),
            one.label().into(),
            count(one.begun),
            count(one.waited),
            count(one.schools),
            Value::from(one.pupils),
            share(one.effect.value),
            share(one.effect.low),
            share(one.effect.high),
            share(one.naive),
            share(one.by_itself),
        ]
    };
    answer.by_lot.iter().chain(&answer.compared).map(row).collect()
}

pub fn page(frame: &Frame<'_>, answer: &EffectAnswer, draws: bool) -> Page {
    let columns = vec![
        Column::new("Кому начинать, решалось"),
        Column::new("Начали").number(),
        Column::new("Ждали").number(),
        Column::new("Школ").number(),
        Column::new("Учеников").number(),
        Column::new("Эффект").number(),
        Column::new("У начавших").number(),
        Column::new("У ждавших").number(),
        Column::new("Вывод"),
    ];
    let row = |one: &Effect| {
        [
            html! { (queue(one.queue)) },
            html! { (ru::number(one.begun)) },
            html! { (ru::number(one.waited)) },
            html! { (ru::number(one.schools)) },
            html! { (ru::number(one.pupils)) },
            html! { (words::measured(&one.effect)) },
            html! { (words::points(one.naive)) },
            html! { (words::points(one.by_itself)) },
            html! { (one.label()) },
        ]
    };
    let shown: Vec<&Effect> = answer.by_lot.iter().chain(&answer.compared).collect();
    let body = html! {
        @if let Some(main) = answer.main() { (said(main)) } @else { (nothing(answer)) }
        @if !answer.waves.is_empty() { p.hint { "Сравниваются " (answer.waves) ". Подходили по условиям " (ru::counted(answer.eligible, "педагог", "педагога", "педагогов")) ", из них " (ru::number(answer.in_lots)) " — в проведённых жребиях. Кто был в жребии, в строку «не по жребию» не входит." } }
        (plot::intervals("effect", "Разница доли ниже минимума: начавшие маршрут и ждавшие", &ALONG, &bars(&shown)))
        @if !shown.is_empty() {
            (Table::new("Эффект маршрута", columns).rows(shown.into_iter().map(row)).render())
            p.hint { "«У начавших» и «у ждавших» — как изменилась доля сама по себе, до всякой поправки." }
        }
        @if answer.by_lot.is_none() && draws { p { a href="/insight/lots" { "Объявить жребий очереди" } } }
    };
    framed(frame, "Сравниваются только те, кому маршрут мог помочь одинаково: измеренное затруднение и доля ниже минимума до начала больше середины.", body)
}

const ALONG: Along<'_> = Along::Difference { less: "после маршрута меньше", more: "после маршрута больше" };

fn bars(shown: &[&Effect]) -> Vec<Bar> {
    let bar = |one: &&Effect| Bar { label: format!("{}, {}", queue(one.queue), one.label()), words: words::measured(&one.effect), measured: one.effect, is_sure: one.effect.is_sure() };
    shown.iter().map(bar).collect()
}

fn said(effect: &Effect) -> Markup {
    let kind = match (effect.queue, effect.effect.is_sure()) {
        (Queue::ByLot, true) => Kind::Good,
        (Queue::ByLot, false) => Kind::Neutral,
        (Queue::Compared, _) => Kind::Doing,
    };
    html! { section.panel { p { (parts::tag(kind, effect.label())) } p { (sentence(effect)) } (by_itself(effect)) @if effect.few_schools { p.hint { "Школ меньше двадцати: полоса широкая и держится на немногих. Следующий срез её сузит." } } } }
}

fn nothing(answer: &EffectAnswer) -> Markup {
    let why = if answer.waves.is_empty() {
        "Нужны результаты классов за один и тот же период двух учебных лет из источника, который можно сопоставлять с затруднениями."
    } else {
        "Нужно хотя бы по пять педагогов, которые начали маршрут между двумя срезами и которые его ждали, из шести школ или больше."
    };
    parts::empty("Данных мало: сказать об эффекте пока нечего", why, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Measured;

    fn effect(queue: Queue, (value, low, high): (f64, f64, f64), naive: f64) -> Effect {
        Effect { queue, begun: 20, waited: 20, schools: 25, pupils: 900, effect: Measured { value, low, high }, by_itself: -0.055, naive, few_schools: false }
    }

    #[test]
    fn an_effect_by_lot_is_told_in_the_plain_words() {
        assert_eq!(
            sentence(&effect(Queue::ByLot, (-0.05, -0.07, -0.03), -0.1)),
            "После маршрута доля ниже минимума снизилась на 5\u{a0}п.п. сильнее, чем у похожих педагогов из листа ожидания (от 3 до 7). Очередь была по жребию: вывод надёжный."
        );
        assert_eq!(returned(-0.055), "У отобранных отстающих классов результат обычно подрастает и без помощи (здесь — на 5,5\u{a0}п.п.). Эта часть из эффекта вычтена.");
    }

    #[test]
    fn nothing_is_called_sure_without_a_lot_or_with_zero_in_the_interval() {
        let compared = sentence(&effect(Queue::Compared, (-0.05, -0.07, -0.03), -0.1));
        assert!(compared.contains("не по жребию: это сравнение похожих") && !compared.contains("надёжный"), "{compared}");
        let unsure = sentence(&effect(Queue::ByLot, (-0.01, -0.04, 0.02), -0.1));
        assert!(unsure.contains("в пределах погрешности") && !unsure.contains("надёжный"), "{unsure}");
        assert!(sentence(&effect(Queue::ByLot, (-0.05, -0.07, -0.03), 0.02)).contains("оказалась на 5\u{a0}п.п. меньше"), "what rose didn't fall");
    }
}
