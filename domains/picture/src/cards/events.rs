//! Activities that were held: directions by months.

use super::middle_words;
use crate::{
    card::{Card, Code, Row},
    counts::met,
    desk::Desk,
    draw::months,
    told::Told,
};
use kernel::{Result, Tx};
use structure::{profile::TermKind, terms};

pub const MONTHS: [&str; 12] = ["сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг"];

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько мероприятий провели по каждому направлению в каждом месяце.";
    let met = desk.met(tx)?;
    let (now, before) = (met.iter().filter(|one| !one.is_past).count(), met.iter().filter(|one| one.is_past).count());
    if now == 0 {
        return Ok(Card::nothing(Code::Events, says, "Проведённых мероприятий за этот период нет. Они появляются здесь, когда мероприятие проведено."));
    }
    let held = desk.tree.open(&met::by_place(tx, &desk.asked)?);
    let middle = desk.middle(|place| desk.tree.at(&held, place).exact());
    let columns: Vec<&str> = std::iter::once("Направление").chain(MONTHS).chain(["За год", "Год назад"]).collect();
    let mut card = Card::new(Code::Events, says, &columns);
    card.filter = desk.asked.days();
    let count = |direction: &str, month: usize| met.iter().filter(|one| !one.is_past && one.direction == direction && one.month == month).count();
    let whole = |count: usize| Told::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let past = |direction: &str| met.iter().filter(|one| one.is_past && one.direction == direction).count();
    let mut grid = Vec::new();
    for term in terms::terms(tx, TermKind::WorkDirection, desk.today)? {
        let row: Vec<usize> = (0..MONTHS.len()).map(|month| count(&term.code, month)).collect();
        let total: usize = row.iter().sum();
        if total > 0 {
            card.rows.push(Row::new(&term.label, row.iter().copied().chain([total, past(&term.code)]).map(whole).collect()));
            grid.push((term.short.clone(), row));
        }
    }
    card.beside.push(format!("Всего: {}; {} — {}.", ui::ru::counted(now, "мероприятие", "мероприятия", "мероприятий"), desk.asked.then(), ui::ru::number(before)));
    card.beside.push(middle_words(desk, "Проведено", middle, ""));
    card.picture = months::grid("events", Code::Events.title(), &grid);
    Ok(card)
}
