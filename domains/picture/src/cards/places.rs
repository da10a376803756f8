//! The parts of a place, in the order of their names: a map of tiles for the municipalities, a table for all.

use crate::{
    asked::Measure,
    card::{Card, Code, Row},
    counts::held,
    desk::{Desk, filled},
    draw::tiles::{self, Tile},
    told::Told,
};
use kernel::{Result, Tx, id::PlaceId};
use structure::places::PlaceKind;

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let is_region = desk.place.kind == PlaceKind::Region;
    let measure = desk.asked.measure;
    let (coverage, helped, lines, results) = (desk.coverage(tx)?, desk.helped(tx)?, desk.quotas(tx)?, desk.results(tx)?);
    let kind = if is_region { PlaceKind::Municipality } else { PlaceKind::School };
    let told = |measure: Measure, place: &PlaceId| match measure {
        Measure::Diagnosed => coverage.share(&desk.tree, &coverage.diagnosed.now, place),
        Measure::Accompanied => coverage.share(&desk.tree, &coverage.accompanied.now, place),
        Measure::Pathways => coverage.share(&desk.tree, &coverage.pathways.now, place),
        Measure::Answered => helped.share(&desk.tree, place),
        Measure::Seats => filled(held::sum(&held::of_place(&lines, (kind, place), &desk.asked))),
        Measure::Outcomes => results.share(place),
    };
    let says = if is_region { format!("{}: {}.", measure.label(), measure.hint()) } else { "Школы по алфавиту: те же доли, что и выше по муниципалитету.".to_owned() };
    let measures: Vec<Measure> = Measure::ALL.iter().copied().filter(|measure| is_region || *measure != Measure::Seats).collect();
    let columns: Vec<&str> = [if is_region { "Муниципалитет" } else { "Школа" }, "Педагогов"].into_iter().chain(measures.iter().map(|measure| measure.label())).collect();
    let mut card = Card::new(Code::Places, says, &columns);
    card.filter = desk.asked.days();
    for part in &desk.parts {
        let cells = std::iter::once(Told::Count(coverage.all(&desk.tree, &part.id))).chain(measures.iter().map(|measure| told(*measure, &part.id)));
        card.rows.push(Row::new(&part.name, cells.collect()).link(Some(desk.url(&part.id))));
    }
    card.beside.push("По алфавиту. Места не ранжируют: условия у всех разные, а доли малых групп округлены.".into());
    if is_region {
        let tiles: Vec<Tile> = desk.parts.iter().map(|part| Tile { name: part.name.clone(), spot: part.tile, value: told(measure, &part.id), url: desk.url(&part.id) }).collect();
        card.picture = tiles::map(measure.label(), &tiles);
    }
    Ok(card)
}
