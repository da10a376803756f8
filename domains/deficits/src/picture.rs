//! Pictures drawn by the server: each with a title, a description, and a table that says the same beside it.

use crate::{
    groups::Cell,
    model::{ResultLine, Zone},
    words,
};
use maud::{Markup, html};

const LEFT: f64 = 8.0;
const WIDE: f64 = 344.0;
const ROW: usize = 46;

/// The place of a percent, left to right.
fn x(percent: f64) -> f64 {
    LEFT + WIDE * percent.clamp(0.0, 100.0) / 100.0
}

fn at(number: f64) -> String {
    format!("{number:.1}")
}

/// A title that fits above its bar on a phone.
fn short(title: &str) -> String {
    const MOST: usize = 42;
    if title.chars().count() <= MOST { title.to_owned() } else { title.chars().take(MOST - 1).chain(['…']).collect() }
}

/// Result, interval and target of each competency on the official scale.
pub fn profile(lines: &[ResultLine]) -> Markup {
    let height = lines.len() * ROW + 30;
    html! {
        figure.profile {
            svg viewBox={ "0 0 360 " (height) } role="img" aria-labelledby="profile-title profile-desc" {
                title id="profile-title" { "Результат по компетенциям с погрешностью" }
                desc id="profile-desc" { @for line in lines { (line.title) ": " (words::percent(line.percent)) ", " (words::interval(line.low, line.high)) ", ожидается от " (words::percent(line.target_percent)) ", " (line.zone.label()) ". " } }
                (axis(height))
                @for (index, line) in lines.iter().enumerate() {
                    @let top = index * ROW;
                    text.label x=(LEFT) y=(top + 16) { (short(&line.title)) }
                    (bar(line, top + 30, ""))
                    path.target d={ "M" (at(x(line.target_percent))) " " (top + 21) "v18" } {}
                }
            }
            figcaption { "Полоса — где с вероятностью 90\u{a0}% находится ваш уровень; чёрточка — ожидаемый уровень. Круг — уверенно, пустой круг — данных мало, ромб — похоже на затруднение." }
        }
    }
}

fn axis(height: usize) -> Markup {
    html! {
        @for percent in [0_u8, 25, 50, 75, 100] {
            path.grid d={ "M" (at(x(f64::from(percent)))) " 22V" (height - 24) } {}
            text.tick x=(at(x(f64::from(percent)))) y=(height - 8) text-anchor=(anchor(percent)) { (percent) "\u{a0}%" }
        }
    }
}

fn anchor(percent: u8) -> &'static str {
    match percent {
        0 => "start",
        100 => "end",
        _ => "middle",
    }
}

fn bar(line: &ResultLine, y: usize, class: &str) -> Markup {
    let (left, right) = (x(line.low), x(line.high));
    html! {
        rect class={ "interval " (class) } x=(at(left)) y=(y - 4) width=(at((right - left).max(2.0))) height="8" rx="4" {}
        (point(line.zone, x(line.percent), y, class))
    }
}

/// The shape says the zone without colour.
fn point(zone: Zone, x: f64, y: usize, class: &str) -> Markup {
    let (x, y) = (at(x), y as f64);
    match zone {
        Zone::None => html! { circle class={ "point " (class) } cx=(x) cy=(y) r="6" {} },
        Zone::Undetermined => html! { circle class={ "point open " (class) } cx=(x) cy=(y) r="6" {} },
        Zone::Deficit => html! { path class={ "point " (class) } d={ "M" (x) " " (y - 8.0) "l8 8l-8 8l-8-8z" } {} },
    }
}

/// The first measurement and the repeat of each competency that both have.
pub fn growth(pairs: &[(&ResultLine, &ResultLine)]) -> Markup {
    let height = pairs.len() * (ROW + 16) + 30;
    html! {
        figure.profile {
            svg viewBox={ "0 0 360 " (height) } role="img" aria-labelledby="growth-title growth-desc" {
                title id="growth-title" { "Первая диагностика и повторная" }
                desc id="growth-desc" { @for (first, second) in pairs { (second.title) ": сначала " (words::interval(first.low, first.high)) ", при повторе " (words::interval(second.low, second.high)) ". " } }
                (axis(height))
                @for (index, (first, second)) in pairs.iter().enumerate() {
                    @let top = index * (ROW + 16);
                    text.label x=(LEFT) y=(top + 16) { (short(&second.title)) }
                    (bar(first, top + 30, "before"))
                    (bar(second, top + 48, ""))
                    path.target d={ "M" (at(x(second.target_percent))) " " (top + 21) "v36" } {}
                }
            }
            figcaption { "Верхняя серая полоса — первая диагностика, нижняя синяя — повторная. Если полосы сильно перекрываются, разница может быть случайной." }
        }
    }
}

/// The map of groups: a row per competency, a column per place, numbered as in the table.
pub fn heat(rows: &[(String, Vec<Cell>)], places: &[String]) -> Markup {
    const SIDE: usize = 44;
    const TALL: usize = 28;
    let (width, height) = (places.len() * SIDE + 44, rows.len() * TALL + 30);
    html! {
        figure.heat {
            svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-labelledby="heat-title heat-desc" {
                title id="heat-title" { "Доля педагогов с затруднением по компетенциям и группам" }
                desc id="heat-desc" { "Строки — компетенции, столбцы — группы, по порядку таблицы ниже. Чем темнее клетка, тем больше доля; «·» — никого не измеряли, «×» — показать нельзя." }
                @for (column, _) in places.iter().enumerate() { text.tick x=(column * SIDE + 44 + SIDE / 2) y="18" text-anchor="middle" { (column + 1) } }
                @for (row, (_, cells)) in rows.iter().enumerate() {
                    text.tick x="8" y=(row * TALL + 44) { (row + 1) }
                    @for (column, cell) in cells.iter().enumerate() {
                        @let (left, top) = (column * SIDE + 44, row * TALL + 26);
                        rect class={ "heat-" (shade(*cell)) } x=(left + 1) y=(top + 1) width=(SIDE - 2) height=(TALL - 2) rx="3" {}
                        text class={ "heat-text over-" (shade(*cell)) } x=(left + SIDE / 2) y=(top + 19) text-anchor="middle" { (sign(*cell)) }
                    }
                }
            }
        }
    }
}

/// From 0 (nobody or hidden) to 4.
fn shade(cell: Cell) -> u8 {
    match cell {
        Cell::Nobody | Cell::Hidden => 0,
        Cell::Shown(figure) => match figure.share.number() {
            ..=15 => 1,
            16..=35 => 2,
            36..=60 => 3,
            _ => 4,
        },
    }
}

fn sign(cell: Cell) -> String {
    match cell {
        Cell::Nobody => "·".into(),
        Cell::Hidden => "×".into(),
        Cell::Shown(figure) => figure.share.number().to_string(),
    }
}

/// Shares of one place year by year beside the region's middle.
pub fn trend(id: &str, points: &[(String, Option<i64>, Option<i64>)]) -> Markup {
    let step = WIDE / (points.len().max(2) - 1) as f64;
    let y = |percent: i64| at(110.0 - percent.clamp(0, 100) as f64);
    let place = |index: usize| LEFT + step * index as f64;
    html! {
        figure.profile {
            svg viewBox="0 0 360 140" role="img" aria-labelledby={ (id) "-title " (id) "-desc" } {
                title id={ (id) "-title" } { "Доля с затруднением по учебным годам" }
                desc id={ (id) "-desc" } { @for (year, own, middle) in points { (year) ": " (told(*own)) ", медиана региона " (told(*middle)) ". " } }
                @for percent in [0_i64, 50, 100] { path.grid d={ "M" (LEFT) " " (y(percent)) "H" (LEFT + WIDE) } {} text.tick x="352" y=(y(percent + 2)) text-anchor="end" { (percent) "\u{a0}%" } }
                @for (index, (year, own, middle)) in points.iter().enumerate() {
                    text.tick x=(at(place(index))) y="134" text-anchor=(if index == 0 { "start" } else if index + 1 == points.len() { "end" } else { "middle" }) { (year) }
                    @if let Some(own) = own { circle.point cx=(at(place(index))) cy=(y(*own)) r="5" {} }
                    @if let Some(middle) = middle { path.target d={ "M" (at(place(index) - 7.0)) " " (y(*middle)) "h14" } {} }
                }
            }
            figcaption { "Круг — ваша группа, чёрточка — середина по региону." }
        }
    }
}

fn told(share: Option<i64>) -> String {
    share.map_or_else(|| "не показано".into(), |share| format!("{share}\u{a0}%"))
}
