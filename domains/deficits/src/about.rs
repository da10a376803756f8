//! «Что обо мне хранится»: results, deficits, growth, outside assessments, and to whom they were opened.

use crate::{
    model::ALL,
    sight::Sight,
    store::{assessments, deficits, growth, results, sharing},
    words,
};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId};
use ui::ru;

/// What this domain holds about a person. A result that the person has not seen yet is named, not told: it is to be looked at first.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let sight = Sight::own(person);
    let mut sections = Vec::new();
    let taken = results::of_person(tx, &sight, person)?;
    let (mut told, mut changed) = (Vec::new(), Vec::new());
    for one in &taken {
        if one.shown_at.is_none() {
            told.push(vec![one.title.clone(), ru::date(one.taken_on), String::new(), "ещё не просмотрен вами".into(), String::new()]);
            continue;
        }
        for line in results::lines(tx, one.attempt)? {
            told.push(vec![one.title.clone(), ru::date(one.taken_on), line.title.clone(), format!("{} ({})", words::percent(line.percent), words::interval(line.low, line.high)), line.zone.label().to_owned()]);
        }
        changed.extend(growth::of_second(tx, one.attempt)?.iter().map(|one| vec![one.title.clone(), words::growth(one)]));
    }
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) })
    };
    sections.extend(table("Результаты диагностик", &["Диагностика", "Когда", "Компетенция", "Результат", "Вывод"], told));
    sections.extend(table("Изменения между диагностиками", &["Компетенция", "Что изменилось"], changed));
    let mut rows = Vec::new();
    for one in deficits::of_person(tx, &sight, person)? {
        for step in deficits::steps(tx, &sight, one.id)? {
            rows.push(vec![one.title.clone(), step.status.label().to_owned(), step.evidence.label().to_owned(), step.words, step.who]);
        }
    }
    sections.extend(table("Затруднения", &["Компетенция", "Состояние", "Основание", "Слова", "Кто"], rows));
    let rows =
        assessments::of_person(tx, &sight, person)?.into_iter().map(|one| vec![one.source, one.title, ru::date(one.taken_on), [one.score, one.level, one.document].join(" ").trim().to_owned(), one.objection]).collect();
    sections.extend(table("Внешние оценки", &["Кто оценивал", "Что", "Когда", "Результат", "Ваши слова"], rows));
    let zone = crate::zone(tx)?;
    let about = |about: &str| if about == ALL { "все результаты".to_owned() } else { "один результат".to_owned() };
    let rows = sharing::history(tx, person)?
        .into_iter()
        .map(|one| vec![about(&one.about), one.audience.short().to_owned(), ru::datetime(one.given_at, &zone), one.ended_at.map(|at| ru::datetime(at, &zone)).unwrap_or_default()])
        .collect();
    sections.extend(table("Кому вы открывали результаты", &["Что", "Кому", "Открыто", "Закрыто"], rows));
    Ok(sections)
}
