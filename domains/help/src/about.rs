//! «Что обо мне хранится»: what one asked and what one answered. Of confidential requests only that there are some: their words stay on
//! their own pages, since this list may be printed and carried away.

use crate::{
    lists::Lists,
    private,
    store::{SELECT, shape, talk},
};
use documents::{Fact, Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};
use ui::ru;

/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let (lists, today) = (Lists::read(tx)?, tx.today());
    let asked = tx.query(&format!("{SELECT} WHERE h.asker_person = $2 ORDER BY h.asked_at DESC"), params![today, person], shape)?;
    let (mut rows, mut words) = (Vec::new(), Vec::new());
    for one in asked {
        for message in talk::of(tx, one.id)? {
            words.push(vec![one.number.clone(), message.name, ru::datetime(message.made_at, &lists.zone), message.words]);
        }
        rows.push(vec![one.number, ru::date(one.asked_on), lists.direction(&one.direction).to_owned(), one.words, one.state.label().to_owned(), one.outcome_words]);
    }
    let answered = tx.query(&format!("{SELECT} WHERE h.helper_person = $2 ORDER BY h.asked_at DESC"), params![today, person], shape)?;
    let answered = answered.into_iter().map(|one| vec![one.number, ru::date(one.asked_on), lists.direction(&one.direction).to_owned(), one.state.label().to_owned(), one.minutes.to_string()]).collect::<Vec<_>>();
    let grid = |columns: &[&str], rows| Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows });
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: grid(columns, rows) });
    Ok([
        table("Мои обращения за помощью", &["Номер", "Когда", "Направление", "Что трудно", "Состояние", "Что сказали в конце"], rows),
        table("Переписка по моим обращениям", &["Номер", "Кто", "Когда", "Слова"], words),
        table("Обращения, на которые я отвечаю", &["Номер", "Когда", "Направление", "Состояние", "Минут"], answered),
        confidential(tx, person)?,
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn confidential(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Section>> {
    let all = private::store::of(tx, person)?;
    let asked = all.iter().filter(|one| one.asker == person).count();
    let flag = private::helpers::flag(tx, person)?;
    let mut facts = Vec::new();
    if asked > 0 {
        facts.push(Fact::new("Мои личные обращения", format!("{asked}; слова видите вы и тот, кого вы выбрали, на странице /private-help")));
    }
    if all.len() > asked {
        facts.push(Fact::new("Личные обращения ко мне", (all.len() - asked).to_string()));
    }
    if flag.version > 0 {
        facts.push(Fact::new("Принимаю личные обращения", if flag.is_open { "да" } else { "нет" }));
        facts.push(Fact::new("С чем могу помочь", flag.field));
        facts.push(Fact::new("Как со мной связаться", flag.reach));
    }
    Ok((!facts.is_empty()).then(|| Section { title: "Личные обращения".into(), facts, table: None }))
}
