//! What is held about a person here, for their own eyes.

use crate::{lists::Lists, pair, wishes};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let lists = Lists::read(tx)?;
    let pairs = pair::of_person(tx, person)?.into_iter().map(|pair| {
        let part = if pair.teacher == person { "мне помогают" } else { "помогаю я" };
        let end = pair.end_reason.map(|reason| reason.label().to_owned()).unwrap_or_default();
        vec![part.to_owned(), lists.code(&pair.code), ru::period(pair.starts_on, pair.ended_on.or(Some(pair.ends_on))), pair.state.label().to_owned(), [end, pair.end_words].join(" ").trim().to_owned()]
    });
    let pairs = pairs.collect();
    let wishes = wishes::own(tx, person)?.into_iter().map(|wish| vec![if wish.is_for { "хочу работать с" } else { "не закреплять" }.to_owned(), wish.name]).collect();
    let about_me = tx.count("SELECT COUNT(*) FROM pairing_wish WHERE methodist_id = $1 AND ended_at IS NULL", params![person])?;
    let runs = tx.query("SELECT r.title, t.code, t.fate FROM matching_teacher t JOIN matching_run r ON r.id = t.run_id WHERE t.person_id = $1 ORDER BY r.made_at DESC", params![person], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
    })?;
    let runs = runs.into_iter().map(|(title, code)| vec![title, lists.code(&code)]).collect();
    let room: Vec<Vec<String>> = tx.query("SELECT places, words FROM member_capacity WHERE person_id = $1", params![person], |row| Ok(vec![row.get::<i64>(0)?.to_string(), row.get::<String>(1)?]))?;
    let others = if about_me == 0 { Vec::new() } else { vec![vec![about_me.to_string()]] };
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) })
    };
    Ok([
        table("Закрепление педагогов и методистов", &["Кто кому", "С чем", "Период", "Состояние", "Почему завершено"], pairs),
        table("Мои пожелания о паре", &["Пожелание", "С кем"], wishes),
        table("Пожелания педагогов обо мне", &["Сколько"], others),
        table("Подборы пар, где я есть", &["Подбор", "С чем нужна помощь"], runs),
        table("Сколько педагогов я могу сопровождать", &["Мест", "Почему столько"], room),
    ]
    .into_iter()
    .flatten()
    .collect())
}
