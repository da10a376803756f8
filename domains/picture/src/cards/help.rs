//! Requests for help: answered within the term, and in how many working days.

use super::{middle_words, past};
use crate::{
    card::{Card, Code, Row},
    desk::{Desk, share_of},
    draw::bars::{self, Bar},
    told::Told,
    tree::{FEW, median, real},
};
use kernel::{Result, Tx, id::PlaceId};

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "На какую долю обращений ответили в срок и за сколько рабочих дней.";
    let helped = desk.helped(tx)?;
    let all = desk.tree.at(&helped.all, &desk.place.id).about();
    if all == Told::Count(0) {
        return Ok(Card::nothing(Code::Help, says, "Обращений за этот период нет. Педагоги обращаются со страницы «Помощь методиста»."));
    }
    let spread = |is_past: bool| desk.tree.spread(helped.rows.iter().filter(move |row| row.is_past == is_past).filter_map(|row| Some((&row.place, real(row.days?)))));
    let (spread_now, spread_past) = (spread(false), spread(true));
    let days = |place: &PlaceId, is_past: bool| {
        let (spread, layers) = if is_past { (&spread_past, [&helped.due_past, &helped.answered_past]) } else { (&spread_now, [&helped.due, &helped.answered]) };
        let is_told = layers.iter().all(|layer| matches!(desk.tree.at(layer, place).exact(), Told::Count(count) if count >= FEW));
        is_told.then(|| median(&mut desk.tree.within(spread, place))).flatten().map(Told::Days)
    };
    let place = &desk.place.id;
    let (share, then) = (helped.share(&desk.tree, place), share_of(&desk.tree, &helped.in_term_past, &helped.due_past, place));
    let middle = desk.middle(|place| helped.share(&desk.tree, place));
    let (now_days, then_days) = (days(place, false).unwrap_or(Told::Hidden), days(place, true).unwrap_or(Told::Nothing));
    let middle_days = desk.middle(|place| days(place, false).unwrap_or(Told::Nothing));
    let mut card = Card::new(Code::Help, says, &["Что", "Сейчас", "Год назад", "Середина"]);
    card.filter = desk.asked.days();
    let to_percent = |middle: Option<f64>| middle.map_or(Told::Nothing, Told::Percent);
    card.rows = vec![
        Row::new(
            "Обращений",
            vec![all, desk.tree.at(&helped.all_past, place).about(), desk.middle_count(|place| desk.tree.at(&helped.all, place).about() != Told::Count(0), |place| desk.tree.at(&helped.all, place).about())],
        ),
        Row::new("Ответили в срок", vec![share.clone(), then.clone(), to_percent(middle)]),
        Row::new("Рабочих дней до ответа, середина", vec![now_days.clone(), then_days.clone(), middle_days.map_or(Told::Nothing, Told::Days)]),
    ];
    card.beside.push(match &now_days {
        Told::Days(_) => format!("До первого ответа проходит {} (середина).", now_days.words().replace("дн.", "раб.\u{a0}дн.")),
        _ => "За сколько дней отвечают, не показано: спрашивали меньше пяти человек, или по этому числу узнали бы о таких.".to_owned(),
    });
    card.beside.push(past(desk, "Отвечали в срок", &then));
    card.beside.push(middle_words(desk, "Ответы в срок", middle, "\u{a0}%"));
    card.picture = bars::shares("help", Code::Help.title(), &[Bar { label: "Ответили в срок".into(), value: share, past: then.number(), middle }]);
    Ok(card)
}
