//! Teachers with diagnostics, a case, a pathway, of all teachers.

use super::{middle_words, past};
use crate::{
    card::{Card, Code, Row},
    desk::{Covered, Desk},
    draw::bars::{self, Bar},
    told::Told,
};
use kernel::{Result, Tx};

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let coverage = desk.coverage(tx)?;
    let all = coverage.all(&desk.tree, &desk.place.id);
    let says = "Какая доля педагогов за период прошла диагностику, работала с методистом и шла по маршруту.";
    if all == 0 {
        return Ok(Card::nothing(Code::Coverage, says, "Педагогов в реестре здесь нет. Внесите их списком: «Люди» → «Загрузить список»."));
    }
    let mut card = Card::new(Code::Coverage, says, &["Что", "Сейчас", "Год назад", "Середина"]);
    card.filter = format!("{} Педагогов в реестре: {}.", desk.asked.days(), ui::ru::number(all));
    let lines: [(&str, &Covered); 3] = [("Прошли диагностику", &coverage.diagnosed), ("Есть сопровождение", &coverage.accompanied), ("Есть маршрут", &coverage.pathways)];
    let mut drawn = Vec::new();
    for (label, covered) in lines {
        let share = coverage.share(&desk.tree, &covered.now, &desk.place.id);
        let then = coverage.share(&desk.tree, &covered.past, &desk.place.id);
        let middle = desk.middle(|place| coverage.share(&desk.tree, &covered.now, place));
        drawn.push(Bar { label: label.into(), value: share.clone(), past: then.number(), middle });
        card.beside.push(past(desk, label, &then));
        card.beside.push(middle_words(desk, label, middle, "\u{a0}%"));
        card.rows.push(Row::new(label, vec![share, then, middle.map_or(Told::Nothing, Told::Percent)]));
    }
    card.picture = bars::shares("coverage", Code::Coverage.title(), &drawn);
    Ok(card)
}
