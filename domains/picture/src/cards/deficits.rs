//! The map of deficits: competencies by the parts of the place. Counting and hiding are those of `deficits::groups`.

use crate::{
    card::{Card, Code, Row},
    desk::Desk,
    draw::heat,
    told::Told,
};
use access::Actor;
use deficits::groups::{self, Cell, Share};
use kernel::{Result, Tx, params};

/// More columns than this are for the table only.
const DRAWN_PARTS: usize = 20;
const DRAWN_ROWS: usize = 14;

/// The framework with most results of a year.
fn framework(tx: &mut Tx<'_>, year: i64) -> Result<Option<(String, String)>> {
    let sql = "SELECT f.id, f.title FROM framework f JOIN (SELECT c.framework_id AS id, COUNT(*) AS results FROM result r JOIN competency c ON c.id = r.competency_id WHERE r.study_year = $1 GROUP BY c.framework_id) AS n ON n.id = f.id
        ORDER BY n.results DESC, f.id LIMIT 1";
    Ok(tx.maybe(sql, params![year], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn told(cell: Cell) -> Told {
    match cell {
        Cell::Nobody => Told::Nothing,
        Cell::Hidden => Told::Hidden,
        Cell::Shown(figure) => {
            let percent = crate::tree::real(figure.share.number());
            if matches!(figure.share, Share::About(_)) && figure.people >= 30 { Told::Percent(percent) } else { Told::AboutPercent(percent) }
        }
    }
}

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<Card> {
    let says = "Доля педагогов, чей уровень по компетенции, судя по ответам, ниже ожидаемого.";
    let year = i64::from(desk.asked.year);
    let why = "Результатов диагностики за этот учебный год нет. Выберите другой год или назначьте диагностику.";
    let Some((framework, title)) = framework(tx, year)? else { return Ok(Card::nothing(Code::Deficits, says, why)) };
    let map = groups::map(tx, actor, desk.place.id.as_str(), &framework, year)?;
    let before = groups::map(tx, actor, desk.place.id.as_str(), &framework, year - 1)?;
    // Which parts may be named is for the sight of this page to say.
    let parts: Vec<_> = map.parts.iter().filter(|part| desk.parts.iter().any(|own| own.id == part.id)).collect();
    let columns: Vec<&str> = ["Компетенция", "Здесь", "Год назад", "Середина"].into_iter().chain(parts.iter().map(|part| part.name.as_str())).collect();
    let mut card = Card::new(Code::Deficits, says, &columns);
    card.filter = format!("{title}, {} учебный год.", desk.asked.label());
    for competency in &map.competencies {
        let at = |place| told(map.at(&competency.id, place));
        let middle = map.middle(&competency.id).map_or(Told::Nothing, |percent| Told::Percent(crate::tree::real(percent)));
        let cells = [at(&map.place.id), told(before.at(&competency.id, &map.place.id)), middle].into_iter().chain(parts.iter().map(|part| at(&part.id)));
        card.rows.push(Row::new(&competency.title, cells.collect()));
    }
    if card.rows.iter().all(|row| row.cells.iter().all(|cell| *cell == Told::Nothing)) {
        return Ok(Card::nothing(Code::Deficits, says, why));
    }
    let drawn: Vec<(String, Vec<Told>)> = card
        .rows
        .iter()
        .take(DRAWN_ROWS)
        .map(|row| {
            let cells = row.cells.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, cell)| cell.clone()).take(2 + DRAWN_PARTS).collect();
            (row.name.clone(), cells)
        })
        .collect();
    if parts.len() > DRAWN_PARTS || card.rows.len() > DRAWN_ROWS {
        card.beside.push("На рисунке — первые строки и столбцы таблицы; в таблице — все.".into());
    }
    card.picture = heat::map("deficits", Code::Deficits.title(), &drawn);
    Ok(card)
}
