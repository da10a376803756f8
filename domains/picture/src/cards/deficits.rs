//! The map of deficits: competencies by the parts of the place. Counting and hiding are those of `deficits::groups`; a cut by whom
//! teachers teach is hidden around them.

use crate::{
    asked::Schooling,
    card::{Card, Code, Row},
    counts::schooling::{self, Cut, Sums},
    desk::Desk,
    draw::heat,
    told::Told,
};
use access::Actor;
use deficits::groups::{self, Cell, Map};
use kernel::{Result, Tx, id::PlaceId, params};
use structure::places::PlaceKind;

/// More columns than this are for the table only.
const DRAWN_PARTS: usize = 20;
const DRAWN_ROWS: usize = 14;

/// The framework with most results of a year.
fn framework(tx: &mut Tx<'_>, year: i64) -> Result<Option<(String, String)>> {
    // Counted by the index alone; only competencies are looked up.
    let sql = "SELECT f.id, f.title FROM framework f JOIN (SELECT c.framework_id AS id, SUM(r.results) AS results
            FROM (SELECT competency_id, COUNT(*) AS results FROM result WHERE study_year = $1 GROUP BY competency_id) AS r JOIN competency c ON c.id = r.competency_id GROUP BY c.framework_id) AS n ON n.id = f.id
        ORDER BY n.results DESC, f.id LIMIT 1";
    Ok(tx.maybe(sql, params![year], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

const WHY_NONE_OF_THEM: &str = "Результатов диагностики таких педагогов за этот учебный год нет, или школы не указали, кто ведёт какие классы. Снимите отбор или попросите школы заполнить страницу «Кто ведёт уроки».";

fn told(cell: Cell) -> Told {
    match cell {
        Cell::Nobody => Told::Nothing,
        Cell::Hidden => Told::Hidden,
        Cell::Shown(figure) => Told::share(figure.share, figure.people),
    }
}

/// One competency of a study year, of all together or of those who teach so.
enum Figures<'m> {
    All(&'m Map, &'m str),
    Of(Cut, Schooling),
}

impl Figures<'_> {
    fn at(&self, place: &PlaceId) -> Told {
        match self {
            Self::All(map, competency) => told(map.at(competency, place)),
            Self::Of(cut, schooling) => cut.at(place, *schooling),
        }
    }
}

/// The map of a year, and its cut where one is asked for.
struct Year {
    map: Map,
    cut: Option<(Sums, Schooling)>,
}

impl Year {
    fn read(tx: &mut Tx<'_>, desk: &Desk, (map, year): (Map, i64), framework: &str) -> Result<Self> {
        let cut = match schooling(desk) {
            Some(schooling) => Some((schooling::sums(tx, &desk.tree, framework, year)?, schooling)),
            None => None,
        };
        Ok(Self { map, cut })
    }

    fn figures<'m>(&'m self, competency: &'m str) -> Figures<'m> {
        match &self.cut {
            None => Figures::All(&self.map, competency),
            Some((sums, schooling)) => Figures::Of(Cut::of(sums.get(competency).cloned().unwrap_or_default(), |place| self.map.at(competency, place)), *schooling),
        }
    }
}

/// In a school such groups are few people.
fn schooling(desk: &Desk) -> Option<Schooling> {
    desk.asked.schooling.filter(|_| desk.place.kind != PlaceKind::School)
}

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<Card> {
    let says = "Доля педагогов, чей уровень по компетенции, судя по ответам, ниже ожидаемого.";
    let year = i64::from(desk.asked.year);
    let why = "Результатов диагностики за этот учебный год нет. Выберите другой год или назначьте диагностику.";
    let Some((framework, title)) = framework(tx, year)? else { return Ok(Card::nothing(Code::Deficits, says, why)) };
    let [now, before] = groups::maps(tx, actor, desk.place.id.as_str(), &framework, [year, year - 1])?;
    let (now, before) = (Year::read(tx, desk, (now, year), &framework)?, Year::read(tx, desk, (before, year - 1), &framework)?);
    let by = schooling(desk);
    // Which parts may be named is for the sight of this page to say; schools aren't told by what their teachers teach.
    let is_named = |part: &groups::Place| desk.parts.iter().any(|own| own.id == part.id) && (by.is_none() || desk.place.kind == PlaceKind::Region);
    let parts: Vec<_> = now.map.parts.iter().filter(|part| is_named(part)).collect();
    let columns: Vec<&str> = ["Компетенция", "Здесь", "Год назад", "Середина"].into_iter().chain(parts.iter().map(|part| part.name.as_str())).collect();
    let mut card = Card::new(Code::Deficits, says, &columns);
    card.filter = format!("{title}, {} учебный год.{}", desk.asked.label(), by.map(|by| format!(" {}.", by.whom())).unwrap_or_default());
    for competency in &now.map.competencies {
        let (figures, then) = (now.figures(&competency.id), before.figures(&competency.id));
        let middle = match by {
            None => now.map.middle(&competency.id).map(crate::tree::real),
            Some(_) => desk.middle(|place| figures.at(place)),
        };
        let cells = [figures.at(&desk.place.id), then.at(&desk.place.id), middle.map_or(Told::Nothing, Told::Percent)].into_iter().chain(parts.iter().map(|part| figures.at(&part.id)));
        card.rows.push(Row::new(&competency.title, cells.collect()));
    }
    if card.rows.iter().all(|row| row.cells.iter().all(|cell| *cell == Told::Nothing)) {
        return Ok(Card::nothing(Code::Deficits, says, if by.is_some() { WHY_NONE_OF_THEM } else { why }));
    }
    if desk.asked.schooling.is_some() && by.is_none() {
        card.beside.push("Отбор по классам здесь не действует: в школе такие группы слишком малы.".into());
    }
    draw(&mut card, parts.len());
    Ok(card)
}

fn draw(card: &mut Card, parts: usize) {
    let drawn: Vec<(String, Vec<Told>)> = card
        .rows
        .iter()
        .take(DRAWN_ROWS)
        .map(|row| {
            let cells = row.cells.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, cell)| cell.clone()).take(2 + DRAWN_PARTS).collect();
            (row.name.clone(), cells)
        })
        .collect();
    // Where nothing is told of here the table says why; a map without a mark would say nothing.
    if drawn.iter().all(|(_, cells)| cells.iter().all(|cell| *cell == Told::Nothing)) {
        return;
    }
    if parts > DRAWN_PARTS || card.rows.len() > DRAWN_ROWS {
        card.beside.push("На рисунке — первые строки и столбцы таблицы; в таблице — все.".into());
    }
    card.picture = heat::map("deficits", Code::Deficits.title(), &drawn);
}
