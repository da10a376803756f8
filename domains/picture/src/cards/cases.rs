//! Open cases: on which rung they stand, and for how long.

use super::{ended, middle_words};
use crate::{
    card::{Card, Code, Row},
    counts::{accompanied, days},
    desk::{Desk, OnRungs, Rungs},
    draw::{
        helix::{self, Rung},
        ranges::{self, Range},
    },
    further::on_rung,
    moments::Moment,
    people::OfPeople,
    told::Told,
    tree::{Spread, quartile, real},
};
use access::Actor;
use cases::stage::{DONE, pupils_title, title};
use kernel::{Date, Result, Tx, id::PlaceId};

/// The helix of all: how many stand where, and how many have a proven end on the pupils' strand.
pub fn rungs(desk: &mut Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<Card> {
    let says = "Сколько сопровождений стоит сейчас на каждой ступени и у скольких подтверждена сторона учеников.";
    let on_rungs = desk.on_rungs(tx)?;
    let ends = accompanied::pupils_ends(tx)?;
    let place = &desk.place.id;
    let mut card = Card::new(Code::Cases, says, &["Ступень", "Стоят сейчас"]);
    card.columns.extend(desk.moments.iter().map(Moment::title));
    card.columns.extend([format!("Середина {}", desk.peers()), "Сторона учеников".into(), "Что подтверждено у учеников".into()]);
    card.filter = format!("На {}.", ui::ru::date(desk.today));
    let (mut drawn, mut known, mut is_hidden) = (Vec::new(), 0, false);
    for (rung, layer) in (1..=DONE).zip(&on_rungs.now.layers) {
        let here = desk.tree.at(layer, place).exact();
        match here {
            Told::Count(count) => known += count,
            _ => is_hidden = true,
        }
        let middle = desk.middle_count(|place| on_rungs.now.has_any(&desk.tree, place), |place| desk.tree.at(layer, place).exact());
        let pupils = if rung < DONE { desk.tree.at(&desk.tree.guarded_of(ends.get(&rung).unwrap_or(&OfPeople::default())), place).exact() } else { Told::Nothing };
        let before = stood_before(desk, &on_rungs, rung);
        let name = if rung < DONE { format!("{rung}. {}", title(rung)) } else { "Все ступени пройдены, можно завершать".to_owned() };
        if rung < DONE {
            drawn.push(Rung { name: title(rung), teachers: here.clone(), pupils: pupils.clone(), past: before.first().cloned().unwrap_or(Told::Nothing), middle: middle.clone() });
        }
        card.rows.push(Row::new(name, std::iter::once(here).chain(before).chain([middle, pupils, Told::text(pupils_title(rung))]).collect()).link(on_rung(actor, place, rung)));
    }
    if known == 0 && !is_hidden {
        return Ok(Card::nothing(Code::Cases, says, "Сопровождений сейчас нет. Их открывают на странице «Сопровождение»."));
    }
    card.beside.push(match (known, is_hidden) {
        (0, _) => "Сопровождения идут; сколько их на ступенях, скрыто.".to_owned(),
        (_, true) => format!("Идёт сопровождений: {} и ещё скрытые.", ui::ru::number(known)),
        (_, false) => format!("Идёт сопровождений: {}.", ui::ru::number(known)),
    });
    card.beside.push("Прошлое — с точностью до пяти, по тому, где педагоги работают теперь.".into());
    card.picture = helix::picture(&drawn);
    Ok(card)
}

/// How many stood on a rung at each moment of the past.
fn stood_before(desk: &Desk, on_rungs: &Rungs, rung: i64) -> Vec<Told> {
    let layer = |then: &OnRungs| usize::try_from(rung - 1).ok().and_then(|at| then.layers.get(at)).map_or(Told::Nothing, |layer| desk.tree.at(layer, &desk.place.id).about());
    on_rungs.then.iter().map(|(_, then)| layer(then)).collect()
}

/// The days that cases have stood on one rung, as far as they may be told.
struct Days<'a> {
    desk: &'a Desk,
    layer: &'a crate::tree::Layer,
    spread: Spread,
}

impl<'a> Days<'a> {
    fn of(desk: &'a Desk, on_rungs: &'a OnRungs, rung: i64, on: Date) -> Option<Self> {
        let layer = usize::try_from(rung - 1).ok().and_then(|at| on_rungs.layers.get(at))?;
        let stood = |one: &accompanied::Standing| one.since.until(on).map_or(0.0, |span| days(span.get_days().max(0)));
        let spread = desk.tree.spread(on_rungs.rows.iter().filter(|one| one.rung == rung).map(|one| (&one.place, stood(one))));
        Some(Self { desk, layer, spread })
    }

    /// Where their number is told, which is of five people at least; nobody is no secret.
    fn at(&self, place: &PlaceId) -> Option<Vec<f64>> {
        match self.desk.tree.at(self.layer, place).exact() {
            Told::Count(_) => Some(self.desk.tree.within(&self.spread, place)),
            _ => None,
        }
    }

    fn quartiles<const N: usize>(&self, place: &PlaceId, parts: [f64; N]) -> [Told; N] {
        match self.at(place) {
            None => parts.map(|_| Told::Hidden),
            Some(mut row) => parts.map(|part| quartile(&mut row, part).map_or(Told::Nothing, |days| Told::Days(days.round()))),
        }
    }

    fn median(&self, place: &PlaceId) -> Told {
        let [half] = self.quartiles(place, [0.5]);
        half
    }
}

/// The middle half and the median of the days that cases have stood on their rung.
pub fn stages(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько дней сопровождения уже стоят на своей ступени: середина и полоса, в которую попадает половина.";
    let on_rungs = desk.on_rungs(tx)?;
    let (desk, place) = (&*desk, &desk.place.id);
    let mut card = Card::new(Code::Stages, says, &["Ступень", "Четверть меньше", "Середина", "Четверть больше"]);
    card.columns.extend(desk.moments.iter().map(|moment| format!("{}: середина", moment.title())));
    card.columns.push(format!("Середина {}", desk.peers()));
    card.filter = format!("На {}.", ui::ru::date(desk.today));
    let mut drawn = Vec::new();
    for rung in 1..DONE {
        let Some(now) = Days::of(desk, &on_rungs.now, rung, desk.today) else { continue };
        let before: Vec<Told> = on_rungs.then.iter().map(|(moment, then)| Days::of(desk, then, rung, moment.on).map_or(Told::Nothing, |days| days.median(place))).collect();
        let middle = desk.middle(|place| now.median(place));
        let name = format!("{rung}. {}", title(rung));
        let own = now.quartiles(place, [0.25, 0.5, 0.75]);
        if let [Told::Days(low), Told::Days(half), Told::Days(high)] = own {
            drawn.push(Range { label: name.clone(), low, half, high, past: before.first().and_then(Told::number), middle });
        }
        card.rows.push(Row::new(name, own.into_iter().chain(before).chain([middle.map_or(Told::Nothing, |days| Told::Days(days.round()))]).collect()));
    }
    if drawn.is_empty() {
        return Ok(Card::nothing(Code::Stages, says, "Пока не показано: ни на одной ступени нет пяти педагогов, о которых можно сказать, не узнав отдельных."));
    }
    let most = drawn.iter().map(|range| range.half).fold(0.0, f64::max);
    if let Some(longest) = drawn.iter().find(|range| range.half >= most) {
        card.beside.push(ended(&format!("Дольше всего стоят на ступени «{}»: середина — {}", longest.label, Told::Days(longest.half).words())));
        if let Some(then) = longest.past {
            card.beside.push(ended(&format!("{}, год назад: {}", longest.label, Told::Days(then).words())));
        }
        card.beside.push(middle_words(desk, &longest.label, longest.middle, "\u{a0}дн."));
    }
    card.picture = ranges::days("stages", Code::Stages.title(), &drawn, real(ranges::GRID));
    Ok(card)
}
