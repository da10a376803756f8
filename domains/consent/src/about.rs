//! «Что обо мне хранится»: sections that each domain tells, gathered for the person's own eyes.

use crate::{ConsentKind, document, store};
use access::Scope;
use documents::{Fact, Grid, Section};
use kernel::{Result, Tx, id::PersonId};

/// One who tells what is held about a person; the server gives a list of them to the router.
pub type AboutMe = fn(&mut Tx<'_>, PersonId) -> Result<Vec<Section>>;

/// What this domain holds: consents with their state, withdrawals and requests.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let today = tx.today();
    let held = store::of_person(tx, &Scope::person(person), person)?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let zone = structure::zone(tx)?;
    let rows = held.iter().map(|one| vec![one.kind.label().to_owned(), ui::ru::date(zone.to_datetime(one.given_at).date()), chosen(one), state(one, today).to_owned()]);
    let columns = ["Согласие", "Дано", "Что разрешено", "Состояние"].map(str::to_owned).to_vec();
    let live: Vec<Fact> = held.iter().filter(|one| one.is_live(today)).map(|one| Fact::new(one.kind.label(), document::term(one))).collect();
    Ok(vec![Section { title: "Согласия".into(), facts: live, table: Some(Grid { columns, rows: rows.collect() }) }])
}

fn chosen(held: &store::Held) -> String {
    match held.kind {
        ConsentKind::Inclusion => "включение в актив".into(),
        ConsentKind::Processing => "обработка данных".into(),
        ConsentKind::Diagnostics => "диагностика компетенций".into(),
        ConsentKind::Publication => {
            let items = held.items.iter().map(|item| item.label().to_lowercase()).collect::<Vec<_>>().join("; ");
            if held.conditions.is_empty() { items } else { format!("{items}. Условия и запреты: {}", held.conditions) }
        }
    }
}

/// The state of a consent in a word.
pub fn state(held: &store::Held, today: kernel::Date) -> &'static str {
    if held.withdrawn().is_some() {
        "отозвано"
    } else if held.is_replaced {
        "заменено новым"
    } else if !held.is_live(today) {
        "срок истёк"
    } else if held.kind == ConsentKind::Publication && held.live_items(today).is_empty() {
        "отозвано по частям"
    } else {
        "действует"
    }
}
