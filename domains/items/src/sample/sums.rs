//! Sums about marks and classes: shares, medians, means. The numbers are varied, the answers are computed.

use super::Written;
use crate::content::{Ask, Key};

pub fn written() -> Vec<Written> {
    let shares = [(25, 20), (20, 13), (24, 18), (30, 21), (28, 7), (32, 8)].map(|(all, done)| share(all, done));
    let medians = [[3, 5, 4, 4, 2].as_slice(), &[5, 5, 3, 4, 4, 3, 5], &[2, 3, 3, 5, 4], &[4, 4, 5, 5, 3, 3, 4]].map(median);
    let means = [[3, 4, 5].as_slice(), &[4, 4, 5, 5, 2], &[5, 3, 3, 5], &[2, 4, 3, 5, 4, 3]].map(mean);
    let points = [(40, 52), (35, 30), (60, 66)].map(|(before, after)| points(before, after));
    let parts = [(80, 25), (45, 20), (120, 35)].map(|(all, percent)| part(all, percent));
    shares.into_iter().chain(medians).chain(means).chain(points).chain(parts).collect()
}

fn item(stem: String, unit: &str, value: f64, tolerance: f64, rationale: String) -> Written {
    Written { competency: "П5", stem, ask: Ask::Number { unit: unit.into() }, key: Key::Number { value, tolerance }, points: 1, rationale }
}

fn listed(marks: &[u32]) -> String {
    marks.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn share(all: u32, done: u32) -> Written {
    let value = f64::from(done) * 100.0 / f64::from(all);
    item(format!("С работой справились {done} из {all} учеников. Какой это процент класса?"), "%", value, 0.5, format!("{done} делим на {all} и умножаем на 100."))
}

fn median(marks: &[u32]) -> Written {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    item(format!("Отметки ученика за месяц: {}. Найдите медиану.", listed(marks)), "", f64::from(middle), 0.0, format!("По возрастанию: {}. Посередине стоит {middle}.", listed(&sorted)))
}

fn mean(marks: &[u32]) -> Written {
    let sum: u32 = marks.iter().sum();
    let value = f64::from(sum) / marks.len() as f64;
    item(format!("Отметки ученика: {}. Найдите среднее.", listed(marks)), "", value, 0.05, format!("Сумма {sum} делится на {}.", marks.len()))
}

fn points(before: u32, after: u32) -> Written {
    let value = f64::from(after) - f64::from(before);
    item(
        format!("Доля справившихся была {before} %, стала {after} %. На сколько процентных пунктов она изменилась? Если уменьшилась, поставьте минус."),
        "п. п.",
        value,
        0.0,
        format!("Процентные пункты — это разность: {after} − {before}."),
    )
}

fn part(all: u32, percent: u32) -> Written {
    let value = f64::from(all * percent) / 100.0;
    item(format!("Из {all} учеников параллели {percent} % выбрали экзамен. Сколько это учеников?"), "чел.", value, 0.0, format!("{percent} % от {all} — это {all} · {percent} / 100."))
}
