//! «Что обо мне хранится»: consultations given to a person and by a person.

use super::{model::Consultation, store};
use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId};
use structure::{profile::TermKind, terms};
use ui::ru;

/// What the log says of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let (given_to, given_by) = (store::all_given_to(tx, person)?, store::all_given_by(tx, person)?);
    let mut sections = Vec::new();
    if !given_to.is_empty() {
        let columns = ["Когда", "Кто консультировал", "Направление", "О чём", "Результат", "Следующий шаг", "Состояние"].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        for one in given_to {
            rows.push(vec![ru::date(one.held_on), one.consultant_name.clone(), direction(tx, &one)?, one.about.clone(), one.result.clone(), one.next_step.clone(), one.state.label().to_owned()]);
        }
        sections.push(Section { title: "Консультации, которые вы получили".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) });
    }
    if !given_by.is_empty() {
        let columns = ["Когда", "Направление", "Минут", "О чём", "Результат", "Следующий шаг", "Состояние"].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        for one in given_by {
            rows.push(vec![ru::date(one.held_on), direction(tx, &one)?, one.minutes.to_string(), one.about.clone(), one.result.clone(), one.next_step.clone(), one.state.label().to_owned()]);
        }
        sections.push(Section { title: "Консультации, которые вы провели".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) });
    }
    Ok(sections)
}

fn direction(tx: &mut Tx<'_>, one: &Consultation) -> Result<String> {
    terms::label(tx, TermKind::WorkDirection, &one.direction, one.held_on)
}
