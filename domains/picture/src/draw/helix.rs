//! The helix of all open cases: on the teachers' strand how many stand on a rung now, on the pupils' how many have a proven end there.

use super::{INK, PAPER, PUPILS, Role, SOFT, TEACHER, svg};
use crate::told::Told;
use maud::{Markup, html};

const STEP: i64 = 66;
const TOP: i64 = 34;
const LEFT: i64 = 40;
const RIGHT: i64 = 140;
const WORDS: i64 = 192;
const WIDTH: usize = 460;

pub struct Rung {
    pub name: &'static str,
    pub teachers: Told,
    pub pupils: Told,
    /// On the teachers' strand a year before, and in the middle of like places.
    pub past: Told,
    pub middle: Told,
}

impl Rung {
    /// With nothing to compare it with.
    fn is_alone(&self) -> bool {
        self.past == Told::Nothing && self.middle == Told::Nothing
    }
}

fn y(number: usize) -> i64 {
    TOP + i64::try_from(number).unwrap_or(0) * STEP
}

/// Where a strand is on a rung: they cross between every two.
fn x(number: usize, pupils: bool) -> i64 {
    if number.is_multiple_of(2) == pupils { RIGHT } else { LEFT }
}

fn strand(rungs: usize, pupils: bool) -> String {
    let mut path = format!("M{} {}", x(0, pupils), y(0));
    for number in 1..rungs {
        let middle = y(number) - STEP / 2;
        path.push_str(&format!("C{} {middle} {} {middle} {} {}", x(number - 1, pupils), x(number, pupils), x(number, pupils), y(number)));
    }
    path
}

/// On a node: a count, or a mark that it is hidden.
fn figure(told: &Told) -> String {
    match told {
        Told::Hidden => "×".into(),
        Told::Nothing => "·".into(),
        other => other.words(),
    }
}

#[must_use]
pub fn picture(rungs: &[Rung]) -> Markup {
    let height = rungs.len() * 66 + 46;
    let said = |told: &Told| told.words();
    let compared = |rung: &Rung| if rung.is_alone() { String::new() } else { format!(", год назад {}, у таких же мест {}", said(&rung.past), said(&rung.middle)) };
    let desc: String = (1..).zip(rungs).map(|(number, rung)| format!("{number}. {}: стоят {}{}; у учеников подтверждено {}. ", rung.name, said(&rung.teachers), compared(rung), said(&rung.pupils))).collect();
    let body = html! {
        path.d-pupils-line d=(strand(rungs.len(), true)) fill="none" stroke=(PUPILS) stroke-width="3.5" {}
        path.d-teacher-line d=(strand(rungs.len(), false)) fill="none" stroke=(TEACHER) stroke-width="3.5" {}
        @for (number, rung) in rungs.iter().enumerate() {
            path.d-line d={ "M" (LEFT) " " (y(number)) "H" (RIGHT) } stroke=(INK) stroke-width="2" {}
            (node(number, &rung.teachers, false))
            (node(number, &rung.pupils, true))
            text x=(WORDS) y=(y(number) - 2) font-weight="600" font-size="15" { (number + 1) ". " (rung.name) }
            text.d-soft x=(WORDS) y=(y(number) + 15) fill=(SOFT) { "стоят: " (said(&rung.teachers)) " · у учеников: " (said(&rung.pupils)) }
            @if !rung.is_alone() { text.d-soft x=(WORDS) y=(y(number) + 31) font-size="12" fill=(SOFT) { "год назад: " (said(&rung.past)) " · середина: " (said(&rung.middle)) } }
        }
        text.d-soft x="10" y=(height - 8) font-size="12" fill=(SOFT) { "Круг — педагоги, квадрат — ученики; × — скрыто" }
    };
    svg("cases", ("Сопровождения по ступеням", desc.trim_end()), (WIDTH, height), Role::Image, &body)
}

fn node(number: usize, told: &Told, pupils: bool) -> Markup {
    let (x, y) = (x(number, pupils), y(number));
    html! {
        @if pupils { rect.d-pupils-line x=(x - 19) y=(y - 17) width="38" height="34" fill=(PAPER) stroke=(PUPILS) stroke-width="2.5" {} }
        @else { circle.d-teacher-line cx=(x) cy=(y) r="20" fill=(PAPER) stroke=(TEACHER) stroke-width="2.5" {} }
        text x=(x) y=(y + 5) text-anchor="middle" font-weight="600" { (figure(told)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_strands_have_their_figures() {
        let rungs: Vec<Rung> = (0..7)
            .map(|at| Rung { name: cases::stage::title(at + 1), teachers: if at == 3 { Told::Hidden } else { Told::Count(at * 11) }, pupils: Told::Count(5), past: Told::About(120), middle: Told::Number(12.5) })
            .collect();
        let drawn = picture(&rungs).into_string();
        assert!(drawn.len() < 10 * 1024, "{}", drawn.len());
        assert_eq!((drawn.matches("<circle").count(), drawn.matches("<rect").count(), drawn.matches("×</text>").count()), (7, 7, 1));
        assert!(drawn.contains("4. Маршрут: стоят скрыто, год назад около 120, у таких же мест 12,5; у учеников подтверждено 5."));
    }
}
