//! About a hundred items of our own writing over five competencies of the sample framework, with parameters of a named sample
//! calibration, so that parallel forms are linked from the start. The parameters are invented and the calibration says so.

mod situations;
mod sums;

use crate::{
    content::{Ask, Criterion, ItemBody, ItemKind, Key},
    form::{self, Draft},
    import::{self, Brought, Known},
    model::{CalibrationId, ItemId, ItemState, Verdict},
    store::{self, scales},
    workflow,
};
use access::Actor;
use audit::By;
use competencies::FrameworkId;
use kernel::{Error, FieldErrors, Result, Tx};
use std::collections::BTreeMap;

/// The name of the sample calibration.
pub const CALIBRATION: &str = "Примерная калибровка (параметры условные)";

/// The competencies that the sample bank measures.
pub const COMPETENCIES: [&str; 5] = ["П5", "М1", "М2", "М3", "К2"];

/// What was loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    pub framework: FrameworkId,
    pub calibration: CalibrationId,
    /// Items marked by the key, all live and with parameters.
    pub items: Vec<ItemId>,
    /// Items for experts, all on trial and without parameters.
    pub open: Vec<ItemId>,
}

/// One item before it has a number: its text, question, key and explanation.
pub(crate) struct Written {
    competency: &'static str,
    stem: String,
    ask: Ask,
    key: Key,
    points: u32,
    rationale: String,
}

/// Loads the sample framework, its scale and the bank; `reviewer` approves every item, as the rules want. Must be loaded once.
///
/// # Errors
/// It is loaded already, or the store fails.
pub fn sample(tx: &mut Tx<'_>, by: &By, reviewer: &Actor) -> Result<Sample> {
    let (framework, _) = competencies::load_sample(tx, by)?;
    let ids: BTreeMap<String, String> = competencies::measurable(tx, framework)?.into_iter().map(|competency| (competency.code, competency.id.to_string())).collect();
    let written = written();
    let (mut numbers, mut brought): (BTreeMap<&str, usize>, Vec<Brought>) = (BTreeMap::new(), Vec::new());
    for (place, item) in written.into_iter().enumerate() {
        let number = numbers.entry(item.competency).or_default();
        *number += 1;
        let main = ids.get(item.competency).cloned().ok_or_else(|| Error::refusal("В рамке с кодом примера нет компетенций примера: она изменена. Загрузите пример в пустую систему."))?;
        brought.push(dressed(item, *number, place, main));
    }
    let all = import::load(tx, by, framework, &brought)?;
    let (mut items, mut open) = (Vec::new(), Vec::new());
    for (id, item) in all.into_iter().zip(&brought) {
        introduce(tx, by, reviewer, id, item.known.is_some())?;
        if item.known.is_some() { items.push(id) } else { open.push(id) }
    }
    let calibration = scales::current_calibration(tx, framework)?.ok_or(Error::NotFound)?.id;
    Ok(Sample { framework, calibration, items, open })
}

/// Through review and trial; what has parameters goes live.
fn introduce(tx: &mut Tx<'_>, by: &By, reviewer: &Actor, id: ItemId, is_known: bool) -> Result<()> {
    workflow::review(tx, reviewer, id, 1, Verdict::Fit, "")?;
    workflow::put(tx, by, id, 2, ItemState::Trial)?;
    if is_known { workflow::put(tx, by, id, 3, ItemState::Live) } else { Ok(()) }
}

/// Gives an item its code and, unless experts mark it, its parameters.
fn dressed(item: Written, number: usize, place: usize, main: String) -> Brought {
    let code = format!("ПР-{}-{number:02}", item.competency);
    // Spread evenly and the same every time: difficulties over ±2, slopes from 0.8 to 1.7.
    let difficulty = f64::from(u32::try_from(place * 37 % 41).unwrap_or(0)) / 10.0 - 2.0;
    let slope = 0.8 + f64::from(u32::try_from(place * 17 % 10).unwrap_or(0)) / 10.0;
    let body = ItemBody { stem: item.stem, materials: Vec::new(), ask: item.ask, points: item.points, expected: difficulty.round().clamp(-2.0, 2.0) as i8 };
    let steps = body.max_score();
    let step = |at: u32| -slope * (difficulty + 0.6 * (f64::from(at) - f64::from(steps - 1) / 2.0));
    let intercepts = (0..steps).scan(0.0, |sum, at| {
        *sum += step(at);
        Some((*sum * 1000.0).round() / 1000.0)
    });
    let known = (item.key != Key::Experts).then(|| Known { calibration: CALIBRATION.into(), slope, intercepts: intercepts.collect() });
    let draft = Draft { code: code.clone(), subject: String::new(), main, others: Vec::new(), body, key: item.key, rationale: item.rationale };
    Brought { at: code, draft, known }
}

fn written() -> Vec<Written> {
    let mut all = sums::written();
    all.extend(situations::written());
    all.extend(others());
    all
}

/// One right choice among wrong ones; its place changes from item to item.
fn single(competency: &'static str, stem: String, right: &str, wrong: &[&str], place: usize, rationale: &str) -> Option<Written> {
    let mut texts: Vec<(usize, String)> = wrong.iter().map(|text| (*text).to_owned()).enumerate().collect();
    let at = place % (wrong.len() + 1);
    texts.insert(at, (usize::MAX, right.to_owned()));
    let (ask, key) = form::choose(&mut FieldErrors::default(), ItemKind::Single, texts, &[usize::MAX])?;
    Some(Written { competency, stem, ask, key, points: 1, rationale: rationale.to_owned() })
}

/// A few of the other kinds.
fn others() -> Vec<Written> {
    let mut errors = FieldErrors::default();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let rows = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).enumerate().collect::<Vec<_>>();
    let asked = [
        (
            "М1",
            "Расставьте шаги планирования урока от результата.",
            form::order(&mut errors, texts(&["Определить, что ученик сможет сделать в конце урока", "Решить, как это проверить", "Подобрать задания, которые к этому ведут", "Распределить время"])),
            "Сначала результат и проверка, потом задания и время.",
        ),
        (
            "М2",
            "Расставьте шаги работы с критериями.",
            form::order(&mut errors, texts(&["Обсудить с учениками образцы работ", "Составить критерии вместе", "Дать ученикам оценить черновик по критериям", "Дать время исправить работу"])),
            "Критерии работают, когда ученик успевает ими воспользоваться.",
        ),
        (
            "М3",
            "Подберите поддержку к трудности.",
            form::pair(
                &mut errors,
                &rows(&["Не понимает условие задачи", "Ошибается в вычислениях", "Быстро всё решил"]),
                &rows(&["Пересказать условие своими словами", "Дать таблицу для самопроверки", "Предложить придумать похожую задачу", "Снизить отметку"]),
            ),
            "Поддержка снимает помеху, но не снижает ожиданий.",
        ),
        (
            "К2",
            "Подберите ответ учителя к реплике ученика.",
            form::pair(&mut errors, &rows(&["«Я не знаю»", "«Потому что так в учебнике»", "«Ответ — 12»"]), &rows(&["«С чего можно начать?»", "«А как бы ты сам это объяснил?»", "«Как ты к этому пришёл?»", "«Садись»"])),
            "Вопрос учителя продолжает мысль ученика.",
        ),
        (
            "М2",
            "Что входит в обратную связь, которая помогает учиться? Отметьте все.",
            form::choose(&mut errors, ItemKind::Multiple, rows(&["Что уже получилось", "Что сделать дальше", "Место ученика в классе", "Какая отметка была раньше"]), &[0, 1]),
            "Сравнение с другими и с прошлой отметкой не говорит, что делать дальше.",
        ),
        (
            "М1",
            "Какие вопросы проверяют, что цель урока достигнута? Отметьте все.",
            form::choose(&mut errors, ItemKind::Multiple, rows(&["Реши такую же задачу сам", "Объясни соседу, как ты решал", "Понравился ли урок?", "Все поняли?"]), &[0, 1]),
            "Видно только то, что ученик делает сам.",
        ),
    ];
    let scored = asked.into_iter().filter_map(|(competency, stem, asked, rationale)| asked.map(|(ask, key)| Written { competency, stem: stem.into(), ask, key, points: 2, rationale: rationale.into() }));
    let criterion = |title: &str, about: &str, max| Criterion { title: title.into(), about: about.into(), max };
    let open = [
        (
            "М2",
            "Ученик седьмого класса написал: «Осень красивая, потому что листья жёлтые и мне нравится». Напишите ему обратную связь в 3–5 предложениях.",
            vec![
                criterion("Названо, что получилось", "1 — есть конкретное указание на удачу", 1),
                criterion("Сказано, что сделать дальше", "2 — шаг выполним и понятен ученику; 1 — шаг общий", 2),
                criterion("Тон", "1 — уважительно, без оценки личности", 1),
            ],
        ),
        (
            "К2",
            "На уроке ученик отвечает неверно, класс смеётся. Опишите, что вы скажете и сделаете в ближайшую минуту.",
            vec![criterion("Обстановка", "2 — остановлен смех, ученик не унижен; 1 — сделано что-то одно", 2), criterion("Мысль ученика", "2 — ошибка стала поводом подумать всем; 1 — ошибка просто исправлена", 2)],
        ),
    ];
    let for_experts = open.into_iter().map(|(competency, stem, criteria)| Written { competency, stem: stem.into(), ask: Ask::Open { criteria }, key: Key::Experts, points: 1, rationale: String::new() });
    scored.chain(for_experts).collect()
}

/// Whether the sample bank is there.
///
/// # Errors
/// The store fails.
pub fn is_loaded(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(store::by_code(tx, "ПР-П5-01")?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_items_hang_together_and_none_repeats() {
        let all = written();
        assert!((100..=120).contains(&all.len()), "{}", all.len());
        let mut stems = std::collections::BTreeSet::new();
        for item in all {
            let body = ItemBody { stem: item.stem.clone(), materials: Vec::new(), ask: item.ask, points: item.points, expected: 0 };
            assert_eq!(crate::sound::sound(&body, &item.key), Ok(()), "{}", item.stem);
            assert!(stems.insert(item.stem.clone()), "twice: {}", item.stem);
            assert!(COMPETENCIES.contains(&item.competency));
        }
    }
}
