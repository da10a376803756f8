//! Places of the active: filled and free.

use super::{middle_words, past};
use crate::{
    card::{Card, Code, Row},
    counts::held,
    desk::{Desk, filled},
    draw::bars::{self, Count},
    told::Told,
    tree::real,
};
use kernel::{Result, Tx};
use structure::places::PlaceKind;

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько мест актива занято и сколько свободно.";
    let lines = desk.quotas(tx)?;
    let seats = held::of_place(&lines, (desk.place.kind, &desk.place.id), &desk.asked);
    if seats.is_empty() {
        return Ok(Card::nothing(Code::Quotas, says, "Для этого отбора квота не задана. Снимите отбор по предмету или посмотрите доску квот."));
    }
    let before = held::lines(tx, desk.asked.past.until.yesterday().unwrap_or(desk.today))?;
    let before = held::of_place(&before, (desk.place.kind, &desk.place.id), &desk.asked);
    let then = |line: &held::Seats| before.iter().find(|old| (old.kind, &old.label) == (line.kind, &line.label));
    let mut card = Card::new(Code::Quotas, says, &["Вид участия", "Мест", "Занято", "Свободно", "Занято год назад"]);
    card.filter = format!("На {}.", ui::ru::date(desk.today));
    let row = |line: &held::Seats| {
        let past = then(line).map_or(Told::Nothing, |old| Told::Count(old.filled));
        Row::new(&line.label, vec![Told::Count(line.places), Told::Count(line.filled), Told::Count((line.places - line.filled).max(0)), past])
    };
    card.rows = seats.iter().map(row).collect();
    let middle = desk.middle(|place| filled(held::sum(&held::of_place(&lines, (PlaceKind::Municipality, place), &desk.asked))));
    card.beside.push(format!("Занято мест: {}.", filled(held::sum(&seats)).words()));
    card.beside.push(past(desk, "Было занято", &filled(held::sum(&before))));
    card.beside.push(middle_words(desk, "Занятость мест, которые разбиты по муниципалитетам", middle, "\u{a0}%"));
    let drawn: Vec<Count> = seats.iter().map(|line| Count { label: line.label.clone(), value: Told::Count(line.filled), of: Some(line.places), past: then(line).map(|old| real(old.filled)), middle: None }).collect();
    card.picture = bars::counts("quotas", Code::Quotas.title(), &drawn);
    Ok(card)
}
