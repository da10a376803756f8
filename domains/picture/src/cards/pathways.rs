//! Pathways by state, to five: their numbers stand beside those of rungs.

use super::past;
use crate::{
    asked::study_year,
    card::{Card, Code, Row},
    counts::{
        accompanied,
        history::{self, Stood, Version},
    },
    desk::Desk,
    draw::bars::{self, Count},
    moments::Moment,
    people::OfPeople,
    told::Told,
    tree::Layer,
};
use jiff::{Timestamp, civil::date};
use kernel::{Result, Tx};

/// What is said of a state, its word in the table, how it is found in the past.
const STATES: [(&str, &str, Stood); 6] = [
    ("Составляют", "draft", Stood::Draft),
    ("Согласованы, ещё не начаты", "agreed", Stood::Agreed),
    ("Идут", "active", Stood::Active),
    ("Результат представлен", "presented", Stood::Presented),
    ("Завершены за период", "closed", Stood::Closed),
    ("Остановлены за период", "stopped", Stood::Stopped),
];

/// Words of the states with what they are called, for whoever tells them elsewhere.
pub fn states() -> impl Iterator<Item = (&'static str, &'static str)> {
    STATES.iter().map(|(label, word, _)| (*word, *label))
}

/// A state today and before, over the whole tree.
struct Line {
    label: &'static str,
    stood: Stood,
    now: Layer,
    then: Vec<Layer>,
}

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Сколько маршрутов составляют, сколько идёт и сколько завершилось за период.";
    let lines = lines(desk, tx)?;
    let place = &desk.place.id;
    let told = |layer: &Layer| desk.tree.at(layer, place).about();
    if lines.iter().all(|line| told(&line.now) == Told::Count(0)) {
        return Ok(Card::nothing(Code::Pathways, says, "Маршрутов здесь пока нет: они появляются на четвёртой ступени сопровождения."));
    }
    let mut card = Card::new(Code::Pathways, says, &["Состояние", "Маршрутов"]);
    card.columns.extend(desk.moments.iter().map(Moment::title));
    card.columns.push(format!("Середина {}", desk.peers()));
    card.filter = format!("Завершены и остановлены — {}; остальное — на {}.", desk.asked.days(), ui::ru::date(desk.today));
    let has_any = |place: &_| lines.iter().any(|line| desk.tree.at(&line.now, place).about() != Told::Count(0));
    let mut drawn = Vec::new();
    for line in &lines {
        let (now, then) = (told(&line.now), line.then.iter().map(told).collect::<Vec<_>>());
        let middle = desk.middle_count(has_any, |place| desk.tree.at(&line.now, place).about());
        if let (Stood::Closed, Some(before)) = (line.stood, then.first()) {
            card.beside.push(past(desk, "Завершено", before));
        }
        drawn.push(Count { label: line.label.to_owned(), value: now.clone(), of: None, past: then.first().and_then(Told::number), middle: middle.number() });
        card.rows.push(Row::new(line.label, std::iter::once(now).chain(then).chain([middle]).collect()));
    }
    card.beside.push("Числа — с точностью до пяти. Прошлое — по тому, где педагоги работают теперь; завершённые и остановленные там — с начала учебного года.".into());
    card.picture = bars::counts("pathways", Code::Pathways.title(), &drawn);
    Ok(card)
}

fn lines(desk: &Desk, tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    let (states, versions) = (accompanied::pathway_states(tx, &desk.asked)?, history::versions(tx, &desk.moments)?);
    let layer = |word: &str| desk.tree.guarded_of(states.get(word).unwrap_or(&OfPeople::default()));
    let line = |&(label, word, stood): &(&'static str, &str, Stood)| {
        let mut then: Vec<Layer> = desk.moments.iter().map(|moment| desk.tree.guarded_of(&before(desk, &versions, moment, stood))).collect();
        // What ended is of the period that is looked at, so a year before it is of the same days.
        if let (Stood::Closed | Stood::Stopped, Some(year_ago)) = (stood, then.first_mut()) {
            *year_ago = layer(&format!("before_{word}"));
        }
        Line { label, stood, now: layer(word), then }
    };
    Ok(STATES.iter().map(line).collect())
}

fn before(desk: &Desk, versions: &[Version], moment: &Moment, stood: Stood) -> OfPeople {
    let began = desk.zone.to_timestamp(date(study_year(moment.on), 9, 1).at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN);
    history::stood(versions, (moment, began), stood)
}
