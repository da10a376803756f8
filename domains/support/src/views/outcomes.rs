//! Outcomes of courses in words and tables.

use crate::courses::results::{Outcome, Term};
use maud::{Markup, html};
use ui::{
    parts::{self, Tile},
    ru,
    table::{Column, Table},
};

/// Tiles, picture and its table.
pub fn of(outcome: &Outcome, outside: bool) -> Markup {
    let mut tiles = vec![Tile::new("Выпускников", ru::number(outcome.graduates)), Tile::new("Отказались от поддержки", ru::number(outcome.declined))];
    if !outside {
        tiles.push(Tile::new("Без поддерживающего", ru::number(outcome.unsupported)));
    }
    html! {
        (parts::tiles(&tiles))
        @if outside { p.hint { "Группы меньше пяти человек не показаны." } }
        @if outcome.terms.is_empty() { (parts::empty("Итогов пока нет", "Выпускников спрашивают через один, три и шесть месяцев после курса; первые ответы появятся здесь.", None)) }
        @else { (super::picture::terms(&outcome.terms)) (table(&outcome.terms)) }
    }
}

fn table(terms: &[Term]) -> Markup {
    let columns = ["Через месяцев", "Спросили", "Рассказали", "Применяют", "Частично", "Пока нет", "Срок прошёл"].into_iter().map(|label| Column::new(label).number()).collect();
    let rows = terms.iter().map(|term| [u64::from(term.months), term.asked, term.answered, term.uses, term.partly, term.not_yet, term.late].map(|number| html! { (ru::number(number)) }));
    Table::new("Применяют ли изученное", columns).rows(rows).render()
}

/// «1 мес.: 12 из 20; 3 мес.: 9 из 20» for a list.
pub fn brief(outcome: &Outcome) -> String {
    let one = |term: &Term| format!("{} мес.: {} из {}", term.months, term.uses + term.partly, term.asked);
    outcome.terms.iter().map(one).collect::<Vec<_>>().join("; ")
}
