//! Pathways by state, to five: their numbers stand beside those of rungs.

use super::past;
use crate::{
    card::{Card, Code, Row},
    counts::{ByPlace, accompanied},
    desk::Desk,
    draw::bars::{self, Count},
    told::Told,
};
use kernel::{Result, Tx};

/// What is said of a state, and which states of the table it holds.
const STATES: [(&str, &[&str]); 5] = [("Составляют", &["draft"]), ("Согласованы, ещё не начаты", &["agreed"]), ("Идут", &["active"]), ("Результат представлен", &["presented"]), ("Завершены за период", &["closed"])];
const STOPPED: (&str, &[&str]) = ("Остановлены за период", &["stopped"]);

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько маршрутов составляют, сколько идёт и сколько завершилось за период.";
    let states = accompanied::pathway_states(tx, &desk.asked)?;
    let told = |names: &[&str]| {
        let mut own = ByPlace::new();
        for (place, count) in names.iter().filter_map(|name| states.get(*name)).flatten() {
            *own.entry(place.clone()).or_default() += count;
        }
        desk.tree.at(&desk.tree.guarded(&own), &desk.place.id).about()
    };
    let rows: Vec<(&str, Told)> = STATES.iter().chain([&STOPPED]).map(|(label, names)| (*label, told(names))).collect();
    if rows.iter().all(|(_, told)| *told == Told::Count(0)) {
        return Ok(Card::nothing(Code::Pathways, says, "Маршрутов здесь пока нет: они появляются на четвёртой ступени сопровождения."));
    }
    let mut card = Card::new(Code::Pathways, says, &["Состояние", "Маршрутов"]);
    card.filter = format!("Завершены и остановлены — {}; остальное — на {}.", desk.asked.days(), ui::ru::date(desk.today));
    card.beside.push(past(desk, "Завершено", &told(&["before_closed"])));
    card.beside.push("Числа — с точностью до пяти.".into());
    let drawn: Vec<Count> = rows.iter().map(|(label, told)| Count { label: (*label).to_owned(), value: told.clone(), of: None }).collect();
    card.picture = bars::counts("pathways", Code::Pathways.title(), &drawn);
    card.rows = rows.into_iter().map(|(label, told)| Row::new(label, vec![told])).collect();
    Ok(card)
}
