//! Pictures drawn by the server: each with a title, a description, and a table or list that says the same beside it.

use crate::{
    courses::{cascade::Step, results::Term},
    schools::Factor,
    words::Words,
};
use maud::{Markup, html};

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// The tree of a cascade: a row per step, a line to the step above.
pub fn cascade(steps: &[Step]) -> Markup {
    const ROW: usize = 34;
    const IN: usize = 22;
    let at = |index: usize| steps.get(index).map_or((0, 0), |step| (12 + step.depth * IN, 20 + index * ROW));
    html! {
        figure {
            svg.plot viewBox={ "0 0 480 " (steps.len() * ROW + 16) } role="img" aria-labelledby="cascade-title cascade-desc" {
                title id="cascade-title" { "Каскад: ступени и сколько людей охвачено" }
                desc id="cascade-desc" { @for step in steps { (step.level.label()) ": " (step.title) ", здесь " (step.here) ", со всеми нижними ступенями " (step.reached) ". " } }
                @for (index, step) in steps.iter().enumerate() {
                    @let (x, y) = at(index);
                    @if let Some(parent) = step.parent { @let (px, py) = at(parent); path.grid d={ "M" (px) " " (py + 6) "V" (y) "H" (x - 6) } {} }
                    circle cx=(x) cy=(y) r="5" {}
                    text x=(x + 12) y=(y + 4) { (short(&step.title, 44 - step.depth * 3)) ": " (step.here) @if step.reached > step.here { " → " (step.reached) } }
                }
            }
        }
    }
}

/// At each term: how many of those asked use what they learnt, and how many answered.
pub fn terms(terms: &[Term]) -> Markup {
    const ROW: usize = 44;
    let width = |part: u64, whole: u64| if whole == 0 { 0 } else { part.saturating_mul(320) / whole };
    html! {
        figure {
            svg.plot viewBox={ "0 0 360 " (terms.len() * ROW + 6) } role="img" aria-labelledby="terms-title terms-desc" {
                title id="terms-title" { "Применяют изученное: через сколько месяцев и сколько человек" }
                desc id="terms-desc" { @for term in terms { "Через " (term.months) " мес.: спросили " (term.asked) ", ответили " (term.answered) ", применяют " (term.uses) ", частично " (term.partly) ". " } }
                @for (index, term) in terms.iter().enumerate() {
                    @let y = index * ROW;
                    text x="8" y=(y + 14) { "Через " (term.months) " мес.: применяют " (term.uses + term.partly) " из " (term.asked) }
                    rect x="8" y=(y + 22) width="320" height="12" fill="none" stroke="currentColor" {}
                    rect x="8" y=(y + 22) width=(width(term.uses + term.partly, term.asked)) height="12" fill="currentColor" opacity="0.35" {}
                    rect x="8" y=(y + 22) width=(width(term.uses, term.asked)) height="12" fill="currentColor" {}
                }
            }
            figcaption { "Тёмная часть — применяют, светлая — частично; рамка — все, кого спросили." }
        }
    }
}

/// Each factor before and now: an open circle, a full one, a line between.
pub fn factors(factors: &[Factor], words: &Words) -> Markup {
    const ROW: usize = 42;
    let x = |steps: u8| 40 + usize::from(steps) * 90;
    let height = factors.len() * ROW + 26;
    html! {
        figure {
            svg.plot viewBox={ "0 0 360 " (height) } role="img" aria-labelledby="factors-title factors-desc" {
                title id="factors-title" { "Факторы риска: сначала и сейчас" }
                desc id="factors-desc" { @for factor in factors { (words.label(&factor.code)) ": " @if let Some(first) = factor.first() { "сначала " (first.level.label()) } @if let Some(last) = factor.last() { ", сейчас " (last.level.label()) } ". " } }
                @for steps in 0..=3_u8 { path.grid d={ "M" (x(steps)) " 4V" (height - 20) } {} }
                @for (steps, word) in [(0_u8, "нет"), (1, "слабо"), (2, "заметно"), (3, "сильно")] { text x=(x(steps)) y=(height - 6) text-anchor="middle" { (word) } }
                @for (index, factor) in factors.iter().enumerate() {
                    @let y = index * ROW;
                    text x="8" y=(y + 14) { (short(words.short(&factor.code), 44)) }
                    @if let (Some(first), Some(last)) = (factor.first(), factor.last()) {
                        @let (from, to) = (x(first.level.steps()), x(last.level.steps()));
                        path.line d={ "M" (from) " " (y + 28) "H" (to) } {}
                        circle cx=(from) cy=(y + 28) r="7" fill="none" stroke="currentColor" {}
                        circle cx=(to) cy=(y + 28) r="4" {}
                    }
                }
            }
            figcaption { "Пустой круг — первое измерение, точка — последнее. Чем левее, тем слабее фактор." }
        }
    }
}
