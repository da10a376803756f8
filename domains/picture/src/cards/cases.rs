//! Open cases: on which rung they stand, and for how long.

use super::middle_words;
use crate::{
    card::{Card, Code, Row},
    counts::{ByPlace, accompanied, days},
    desk::Desk,
    draw::{
        helix::{self, Rung},
        ranges::{self, Range},
    },
    told::Told,
    tree::{FEW, quartile, real},
};
use cases::stage::{DONE, pupils_title, title};
use kernel::{Result, Tx, id::PlaceId};

/// The helix of all: how many stand where, and how many have a proven end on the pupils' strand.
pub fn rungs(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько сопровождений стоит сейчас на каждой ступени и у скольких подтверждена сторона учеников.";
    let on_rungs = desk.on_rungs(tx)?;
    let ends = accompanied::pupils_ends(tx)?;
    let place = &desk.place.id;
    let mut card = Card::new(Code::Cases, says, &["Ступень", "Стоят сейчас", "Сторона учеников", "Что подтверждено у учеников"]);
    card.filter = format!("На {}.", ui::ru::date(desk.today));
    let mut drawn = Vec::new();
    let mut known = 0;
    let mut is_hidden = false;
    for (rung, layer) in (1..=DONE).zip(&on_rungs.layers) {
        let here = desk.tree.at(layer, place).exact();
        match here {
            Told::Count(count) => known += count,
            _ => is_hidden = true,
        }
        let pupils = if rung < DONE { desk.tree.at(&desk.tree.guarded(ends.get(&rung).unwrap_or(&ByPlace::new())), place).exact() } else { Told::Nothing };
        let name = if rung < DONE { format!("{rung}. {}", title(rung)) } else { "Все ступени пройдены, можно завершать".to_owned() };
        if rung < DONE {
            drawn.push(Rung { name: title(rung), teachers: here.clone(), pupils: pupils.clone() });
        }
        card.rows.push(Row::new(name, vec![here, pupils, Told::text(pupils_title(rung))]));
    }
    if known == 0 && !is_hidden {
        return Ok(Card::nothing(Code::Cases, says, "Сопровождений сейчас нет. Их открывают на странице «Сопровождение»."));
    }
    let more = if is_hidden { " и ещё скрытые" } else { "" };
    card.beside.push(format!("Идёт сопровождений: {}{more}.", ui::ru::number(known)));
    card.beside.push("Прошлые ступени не пересчитываются задним числом, поэтому с прошлым годом здесь не сравнивают: сравнение — в «Кого охватила работа» и «Маршруты».".into());
    card.picture = helix::picture(&drawn);
    Ok(card)
}

/// The middle half and the median of the days that cases have stood on their rung.
pub fn stages(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько дней сопровождения уже стоят на своей ступени: середина и полоса, в которую попадает половина.";
    let on_rungs = desk.on_rungs(tx)?;
    let mut card = Card::new(Code::Stages, says, &["Ступень", "Четверть меньше", "Середина", "Четверть больше", "Середина таких же мест"]);
    card.filter = format!("На {}.", ui::ru::date(desk.today));
    let mut drawn = Vec::new();
    for (rung, layer) in (1..DONE).zip(&on_rungs.layers) {
        let stood = |one: &accompanied::Standing| one.since.until(desk.today).map_or(0.0, |span| days(span.get_days().max(0)));
        let spread = desk.tree.spread(on_rungs.rows.iter().filter(|one| one.rung == rung).map(|one| (&one.place, stood(one))));
        let told = |place: &PlaceId| match desk.tree.at(layer, place).exact() {
            Told::Count(count) if count >= FEW => Some(desk.tree.within(&spread, place)),
            Told::Count(0) => Some(Vec::new()),
            _ => None,
        };
        let median = |place: &PlaceId| told(place).and_then(|mut row| quartile(&mut row, 0.5)).map_or(Told::Nothing, Told::Days);
        let middle = desk.middle(median);
        let own = told(&desk.place.id);
        let name = format!("{rung}. {}", title(rung));
        let cells = match own {
            None => vec![Told::Hidden, Told::Hidden, Told::Hidden],
            Some(mut row) => [0.25, 0.5, 0.75].map(|part| quartile(&mut row, part).map_or(Told::Nothing, |days| Told::Days(days.round()))).to_vec(),
        };
        if let [Told::Days(low), Told::Days(half), Told::Days(high)] = cells.as_slice() {
            drawn.push(Range { label: name.clone(), low: *low, half: *half, high: *high, middle });
        }
        card.rows.push(Row::new(name, cells.into_iter().chain([middle.map_or(Told::Nothing, |days| Told::Days(days.round()))]).collect()));
    }
    if drawn.is_empty() {
        return Ok(Card::nothing(Code::Stages, says, "Пока не показано: ни на одной ступени нет пяти сопровождений, о которых можно сказать, не узнав отдельных."));
    }
    let most = drawn.iter().map(|range| range.half).fold(0.0, f64::max);
    if let Some(longest) = drawn.iter().find(|range| range.half >= most) {
        card.beside.push(format!("Дольше всего стоят на ступени «{}»: середина — {}.", longest.label, Told::Days(longest.half).words()));
        card.beside.push(middle_words(desk, &longest.label, longest.middle, "\u{a0}дн."));
    }
    card.picture = ranges::days("stages", Code::Stages.title(), &drawn, real(ranges::GRID));
    Ok(card)
}
