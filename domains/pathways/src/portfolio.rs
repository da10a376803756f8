//! The portfolio for attestation: works that their author put in, steps accepted on pathways, diagnostics only if the author wants.
//! Everything was typed once, elsewhere; nothing here is anybody's but the author's own.

mod web;

pub use self::web::router;

use crate::{
    model::ResultForm,
    walk::Snapshot,
    works::{self, Work},
};
use access::Actor;
use deficits::{Sight, Taken};
use documents::{Fact, Grid, PortfolioDoc, Section};
use kernel::{Date, Result, Tx, id::PersonId, params};
use sheets::Value;

/// A step as it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub snapshot: Snapshot,
    pub url: String,
}

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    pub name: String,
    pub place: String,
    pub works: Vec<Work>,
    /// Works that are there and not put in.
    pub others: usize,
    pub steps: Vec<Accepted>,
    /// Empty unless asked for.
    pub diagnostics: Vec<Taken>,
    pub made_on: Date,
}

/// One's own portfolio.
///
/// # Errors
/// Not found: not one's own cabinet.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, with_diagnostics: bool) -> Result<Portfolio> {
    let person = works::author(actor)?;
    let card = people::find(tx, &actor.scope(), person)?;
    let (works, others): (Vec<Work>, Vec<Work>) = works::list(tx, person)?.into_iter().partition(|work| work.for_portfolio);
    let diagnostics = if with_diagnostics { deficits::results_of(tx, &Sight::own(person), person)? } else { Vec::new() };
    Ok(Portfolio { name: card.name.full(), place: place_name(tx, person)?, works, others: others.len(), steps: accepted(tx, person)?, diagnostics, made_on: tx.today() })
}

fn place_name(tx: &mut Tx<'_>, person: PersonId) -> Result<String> {
    let today = tx.today();
    let sql = "SELECT pn.short_name FROM person p JOIN place_name pn ON pn.place_id = p.place_id WHERE p.id = $1 AND pn.valid_from <= $2 AND (pn.valid_to IS NULL OR pn.valid_to > $2) ORDER BY pn.valid_from DESC LIMIT 1";
    Ok(tx.maybe(sql, params![person, today], |row| row.get(0))?.unwrap_or_default())
}

/// What was accepted on the person's own pathways, by the day it was.
fn accepted(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Accepted>> {
    let sql = "SELECT r.snapshot, s.pathway_id, s.id FROM step_report r JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id
        WHERE c.person_id = $1 AND r.state = 'accepted' ORDER BY r.answered_at, r.id";
    let rows: Vec<(String, crate::PathwayId, crate::StepId)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.into_iter().filter_map(|(json, pathway, step)| Some(Accepted { snapshot: Snapshot::read(&json)?, url: crate::walk::url(pathway, step) })).collect())
}

fn grid(columns: &[&str], rows: Vec<Vec<String>>) -> Option<Grid> {
    (!rows.is_empty()).then(|| Grid { columns: columns.iter().map(|&text| text.to_owned()).collect(), rows })
}

/// On paper.
pub(crate) fn paper(tx: &mut Tx<'_>, portfolio: &Portfolio) -> Result<PortfolioDoc> {
    let mut sections: Vec<Section> = portfolio
        .works
        .iter()
        .map(|work| {
            let mut facts = vec![Fact::new("Форма", work.form.label())];
            facts.extend(work.held_on.map(|day| Fact::new("Когда", ui::ru::date(day))));
            facts.extend(works::shown(work.form, &work.body).into_iter().map(|(label, text)| Fact::new(label, text)));
            Section { title: work.caption().to_owned(), facts, table: None }
        })
        .collect();
    let steps = portfolio.steps.iter().map(|step| vec![step.snapshot.title.clone(), ui::ru::date(step.snapshot.answered_on), step.snapshot.reflection.clone()]).collect();
    let taken = portfolio.diagnostics.iter().map(|taken| vec![taken.title.clone(), ui::ru::date(taken.taken_on), if taken.is_repeat { "повторная".into() } else { "первая".to_owned() }]).collect();
    for (title, table) in [("Выполненные шаги маршрута", grid(&["Шаг", "Принят", "Что получилось"], steps)), ("Пройденные диагностики", grid(&["Диагностика", "Когда", "Какая"], taken))]
    {
        if table.is_some() {
            sections.push(Section { title: title.into(), facts: Vec::new(), table });
        }
    }
    let operator = (&structure::profile(tx)?.operator).into();
    Ok(PortfolioDoc { operator, full_name: portfolio.name.clone(), place: portfolio.place.clone(), made_on: portfolio.made_on, sections })
}

/// Columns of the sheet.
pub(crate) const COLUMNS: [&str; 5] = ["Что", "Вид", "Когда", "Готово", "Подробнее"];

/// Rows of the sheet.
pub(crate) fn rows(portfolio: &Portfolio) -> Vec<Vec<Value>> {
    let date = |day: Option<Date>| day.map_or(Value::Empty, Value::Date);
    let told = |form: ResultForm, work: &Work| works::shown(form, &work.body).into_iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>().join("\n");
    let works = portfolio
        .works
        .iter()
        .map(|work| vec![Value::from(work.caption()), Value::from(work.form.label()), date(work.held_on), Value::from(if work.is_ready { "да" } else { "не всё заполнено" }), Value::from(told(work.form, work))]);
    let steps = portfolio
        .steps
        .iter()
        .map(|step| vec![Value::from(step.snapshot.title.as_str()), Value::from("шаг маршрута"), date(Some(step.snapshot.answered_on)), Value::from("да"), Value::from(step.snapshot.reflection.as_str())]);
    let taken = portfolio.diagnostics.iter().map(|taken| vec![Value::from(taken.title.as_str()), Value::from("диагностика"), date(Some(taken.taken_on)), Value::from("да"), Value::Empty]);
    works.chain(steps).chain(taken).collect()
}
