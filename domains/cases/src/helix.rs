//! The double helix of a case: one upright picture for phones and for paper, with a table that says the same; and a small one for lists.
//! The teacher's ends are round and the pupils' square, so that nothing is said by colour alone.

use crate::{
    model::Case,
    stage::{self, Drawn, End, Rung, Stage},
    url,
};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    ru,
    table::{Column, Table},
};

const STEP: i64 = 62;
const TOP: i64 = 34;
const LEFT: i64 = 24;
const RIGHT: i64 = 104;
const MIDDLE: i64 = 64;
const WORDS: i64 = 134;
/// The longest name of a rung fits, in a fallback font too.
const WIDTH: i64 = 360;
const HEIGHT: i64 = TOP + STEP * 6 + 40;

/// Whether nodes lead to their screens: who sees progress only has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    ToScreens,
    None,
}

/// The picture and its table.
#[must_use]
pub fn picture(case: &Case, stage: &Stage, links: Links) -> Markup {
    let current = stage.current.min(7);
    html! {
        figure.helix {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-labelledby="helix-title helix-desc" {
                title id="helix-title" { "Ход сопровождения: " (standing(stage)) }
                desc id="helix-desc" { "Семь ступеней. " (described(case, stage)) }
                @if stage.current <= 7 { rect.lit x="2" y=(y(current) - 26) width=(WIDTH - 4) height="52" rx="8" {} }
                (strands(case, current))
                @for (number, rung) in numbered(stage) { (step(case, number, rung, stage.current, links)) }
            }
            figcaption { "Круг — педагог" @if case.kind.has_pupils() { ", квадрат — ученики" } ". Сплошная ступень подтверждена" @if case.kind.has_pupils() { " с обеих сторон, пунктир — с одной" } ", двойная тонкая — предположение." }
        }
        (ui::parts::details("То же таблицей", table(case, stage)))
    }
}

fn numbered(stage: &Stage) -> impl Iterator<Item = (i64, &Rung)> {
    (1..=7).zip(&stage.rungs)
}

/// «ступень 3 из 7, ресурсы и связь».
#[must_use]
pub fn standing(stage: &Stage) -> String {
    if stage.current > 7 { "все ступени пройдены".into() } else { format!("ступень {} из 7, {}", stage.current, stage::title(stage.current).to_lowercase()) }
}

fn described(case: &Case, stage: &Stage) -> String {
    numbered(stage).map(|(number, rung)| format!("{number}. {}: {}. ", stage::title(number), rung.drawn(case.kind).words())).collect()
}

fn y(number: i64) -> i64 {
    TOP + (number - 1) * STEP
}

/// Where a strand is on a rung: they cross between every two.
fn x(number: i64, pupils: bool) -> i64 {
    if (number % 2 == 0) == pupils { LEFT } else { RIGHT }
}

fn strand(from: i64, to: i64, pupils: bool) -> String {
    let mut path = format!("M{} {}", x(from, pupils), y(from));
    for number in from..to {
        let half = STEP / 2;
        path.push_str(&format!("C{} {} {} {} {} {}", x(number, pupils), y(number) + half, x(number + 1, pupils), y(number) + half, x(number + 1, pupils), y(number + 1)));
    }
    path
}

fn strands(case: &Case, current: i64) -> Markup {
    let of = |pupils: bool, class: &str| {
        html! {
            path class={ "strand faint " (class) } d=(strand(current, 7, pupils)) {}
            path class={ "strand " (class) } d=(strand(1, current, pupils)) {}
        }
    };
    html! {
        @if case.kind.has_pupils() { (of(true, "pupils")) }
        (of(false, "teacher"))
    }
}

fn step(case: &Case, number: i64, rung: &Rung, current: i64, links: Links) -> Markup {
    let has_pupils = case.kind.has_pupils() || !rung.pupils.is_missing();
    html! {
        (bar(number, rung.drawn(case.kind), case.kind.has_pupils()))
        @if has_pupils {
            @let said = end_words(stage::pupils_title(number), rung.pupils);
            (linked(links, &url::pupils(case.id, number), &said, node(number, rung.pupils, true)))
        }
        // The name begins with what is seen: who speaks to the page says that.
        @let said = format!("{number}. {}", end_words(stage::title(number), rung.teacher));
        (linked(links, &url::rung(case.id, number), &said, html! {
            (node(number, rung.teacher, false))
            text.name x=(WORDS) y=(y(number) - 3) { (number) ". " (stage::title(number)) }
        }))
        text.day x=(WORDS) y=(y(number) + 15) { (day_words(case, number, rung, current)) }
    }
}

/// What stands under the name: dates of both ends, «сейчас» on the lit one.
fn day_words(case: &Case, number: i64, rung: &Rung, current: i64) -> String {
    let day = |end: End, who: &str| end.day().map(|day| format!("{who}{}{}", ru::date(day), if end.is_there() { "" } else { "?" }));
    let mut parts: Vec<String> = Vec::new();
    if number == current {
        parts.push(format!("сейчас, с {}", ru::date(case.rung_since)));
    }
    parts.extend(day(rung.teacher, ""));
    parts.extend(day(rung.pupils, "уч. "));
    if parts.len() > 2 {
        parts.truncate(2);
    }
    parts.join(", ")
}

fn end_words(what: &str, end: End) -> String {
    match end {
        End::Missing => format!("{what}: ещё нет"),
        End::Hypothesis(day) => format!("{what}: предположение, {}", ru::date(day)),
        End::There(day) => format!("{what}: {}", ru::date(day)),
    }
}

fn linked(links: Links, url: &str, said: &str, inner: Markup) -> Markup {
    match links {
        Links::ToScreens => html! { a href=(url) aria-label=(said) { title { (said) } (inner) } },
        Links::None => html! { g { title { (said) } (inner) } },
    }
}

/// The rung itself. With one strand it reaches to the middle.
fn bar(number: i64, drawn: Drawn, both: bool) -> Markup {
    let from = x(number, false);
    let to = if both { x(number, true) } else { MIDDLE };
    let (left, right, at) = (from.min(to), from.max(to), y(number));
    match drawn {
        Drawn::Faint => html! { path.rung.faint d={ "M" (left) " " (at) "H" (right) } {} },
        Drawn::Hollow => html! { path.rung.hollow d={ "M" (left) " " (at - 3) "H" (right) "M" (left) " " (at + 3) "H" (right) } {} },
        Drawn::Dashed => html! { path.rung stroke-dasharray="7 5" d={ "M" (left) " " (at) "H" (right) } {} },
        Drawn::Solid => html! { path.rung d={ "M" (left) " " (at) "H" (right) } {} },
    }
}

/// The shape says the strand, its filling says what is there. An unseen square of 44 around it takes a finger.
fn node(number: i64, end: End, pupils: bool) -> Markup {
    let (x, y) = (x(number, pupils), y(number));
    let class = match (pupils, end) {
        (false, End::There(_)) => "node teacher",
        (false, End::Hypothesis(_) | End::Missing) => "node teacher open",
        (true, End::There(_)) => "node pupils",
        (true, End::Hypothesis(_) | End::Missing) => "node pupils open",
    };
    let size = if end.is_missing() { 4 } else { 8 };
    html! {
        rect.finger x=(x - 22) y=(y - 22) width="44" height="44" {}
        @if pupils { rect class=(class) x=(x - size) y=(y - size) width=(size * 2) height=(size * 2) {} }
        @else { circle class=(class) cx=(x) cy=(y) r=(size) {} }
    }
}

fn told(end: End) -> String {
    match end {
        End::Missing => "ещё нет".into(),
        End::Hypothesis(day) => format!("предположение, {}", ru::date(day)),
        End::There(day) => ru::date(day),
    }
}

/// The same in rows.
fn table(case: &Case, stage: &Stage) -> Markup {
    let pupils = case.kind.has_pupils();
    let mut columns = vec![Column::new("Ступень"), Column::new("Педагог")];
    if pupils {
        columns.push(Column::new("Ученики"));
    }
    columns.push(Column::new("Подтверждение"));
    let rows = numbered(stage).map(|(number, rung)| {
        let now = if number == stage.current { " (сейчас)" } else { "" };
        let mut cells = vec![html! { (number) ". " (stage::title(number)) (now) }, html! { (told(rung.teacher)) }];
        if pupils {
            cells.push(html! { (told(rung.pupils)) p.hint { (stage::pupils_title(number)) } });
        }
        cells.push(html! { (rung.drawn(case.kind).words()) });
        cells
    });
    Table::new("Ступени сопровождения", columns).rows(rows).render()
}

/// The helix in a row of a list.
#[must_use]
pub fn small(case: &Case, stage: &Stage) -> Markup {
    let bars = |wanted: Drawn| numbered(stage).filter(|(_, rung)| rung.drawn(case.kind) == wanted).map(|(number, _)| format!("M{} 4v16", number * 16 - 8)).collect::<String>();
    let both = case.kind.has_pupils();
    html! {
        svg.helix-small viewBox="0 0 112 24" role="img" aria-label=(standing(stage)) {
            @if stage.current <= 7 { rect.lit x=(stage.current * 16 - 15) width="14" height="24" rx="3" {} }
            @if both { path.pupils d="M8 20C16 20 16 4 24 4s8 16 16 16 8-16 16-16 8 16 16 16 8-16 16-16 8 16 16 16" {} }
            path.teacher d="M8 4c8 0 8 16 16 16s8-16 16-16 8 16 16 16 8-16 16-16 8 16 16 16 8-16 16-16" {}
            @for (class, drawn) in [("rung", Drawn::Solid), ("rung hollow", Drawn::Hollow)] {
                @let d = bars(drawn);
                @if !d.is_empty() { path class=(class) d=(d) {} }
            }
            @let d = bars(Drawn::Dashed);
            @if !d.is_empty() { path.rung stroke-dasharray="3 2" d=(d) {} }
        }
    }
}

/// «стоит 45 дней»: the light of a case in words.
#[must_use]
pub fn days_words(case: &Case, today: Date) -> String {
    let days = case.days(today);
    if days == 0 { "с сегодняшнего дня".into() } else { ru::counted(days, "день", "дня", "дней") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{CaseId, Channel, Kind, State},
        stage::{Held, Strand},
    };
    use jiff::civil::date;
    use kernel::id::{PersonId, PlaceId};

    fn case(kind: Kind) -> Case {
        Case {
            id: CaseId::fresh(),
            number: "С-2026-0001".into(),
            kind,
            person: PersonId::fresh(),
            teacher: "Иванова Анна Петровна".into(),
            place: PlaceId::from("sch-six"),
            place_name: "Школа № 6".into(),
            subject: String::new(),
            direction: "1".into(),
            channel: Channel::Methodist,
            reason: String::new(),
            state: State::Open,
            rung: 4,
            rung_since: date(2026, 10, 1),
            round: 1,
            is_open_to_school: false,
            review_days: 30,
            next_review_on: None,
            outcome: None,
            stop_reason: String::new(),
            opened_by: None,
            opened_on: date(2026, 9, 1),
            answered_at: None,
            closed_on: None,
            version: 1,
        }
    }

    fn stage(rungs: i64, strands: &[Strand]) -> Stage {
        let held: Vec<Held> = (1..=rungs).flat_map(|rung| strands.iter().map(move |strand| Held { round: 1, rung, strand: *strand, is_hypothesis: false, on: date(2026, 9, 10) })).collect();
        stage::of(1, &held)
    }

    #[test]
    fn the_picture_is_light_and_says_what_it_draws() {
        for (rungs, strands) in [(0, &[][..]), (3, &[Strand::Teacher][..]), (7, Strand::ALL)] {
            let html = picture(&case(Kind::Full), &stage(rungs, strands), Links::ToScreens).into_string();
            let svg = &html[html.find("<svg").unwrap()..html.find("</svg>").unwrap()];
            assert!(svg.len() <= 12 * 1024, "{} bytes", svg.len());
            assert!(html.len() <= 20 * 1024, "{} bytes with the table", html.len());
            assert!(svg.contains("<title id=\"helix-title\"") && svg.contains("<desc") && html.contains("<table"));
            assert!(!html.contains("style="), "the policy of the site forbids it");
        }
    }

    #[test]
    fn the_small_one_is_small() {
        for (rungs, strands) in [(0, &[][..]), (3, &[Strand::Teacher][..]), (7, Strand::ALL)] {
            let svg = small(&case(Kind::Full), &stage(rungs, strands)).into_string();
            assert!(svg.len() <= 1536, "{} bytes", svg.len());
            assert!(svg.contains("role=\"img\"") && svg.contains("aria-label"));
        }
    }

    #[test]
    fn the_current_rung_is_lit_and_every_node_leads_somewhere() {
        let case = case(Kind::Full);
        let html = picture(&case, &stage(3, Strand::ALL), Links::ToScreens).into_string();
        assert_eq!(html.matches("class=\"lit\"").count(), 1);
        assert!(html.contains("сейчас, с 01.10.2026") && html.contains("(сейчас)"));
        assert_eq!(html.matches("<a href=\"/cases/").count(), 14, "both ends of seven rungs");
        assert_eq!(picture(&case, &stage(3, Strand::ALL), Links::None).into_string().matches("<a href").count(), 0);
    }

    #[test]
    fn one_strand_is_drawn_where_there_are_no_pupils() {
        let html = picture(&case(Kind::NewTeacher), &stage(7, &[Strand::Teacher]), Links::ToScreens).into_string();
        assert!(!html.contains("strand pupils") && !html.contains("node pupils") && !html.contains("Ученики"));
        assert!(!html.contains("class=\"lit\"") && html.contains("все ступени пройдены"));
    }
}
