//! Pages of building and agreeing.

pub mod agreement;
pub mod begin;
pub mod designer;
pub mod history;
pub mod lines;
pub mod list;
pub mod section;
pub mod steps;

use crate::{diff, model::Pathway};
use cases::Case;
use maud::{Markup, html};

/// Under each text field: who will read it.
pub const READERS: &str = "Прочитают педагог и команда сопровождения. Руководство школы прочитает, только если педагог открыл ему содержание";
/// As [`READERS`], for what is said among the team.
pub const TEAM_READS: &str = "Прочитают педагог и команда сопровождения";
pub const NO_PUPILS: &str = "Имён и данных учеников не пишите: достаточно класса, «7 Б».";

/// The way to a pathway's page.
pub fn trail(case: &Case, pathway: &Pathway) -> Vec<(String, String)> {
    vec![(format!("Сопровождение {}", case.number), cases::url::case(case.id)), (pathway.caption(), crate::url::pathway(pathway.id))]
}

/// The difference of two texts: what is gone is struck out, what is new underlined, and both are said to a screen reader.
pub fn difference(before: &str, after: &str) -> Markup {
    html! {
        p.diff {
            @for piece in diff::words(before, after) {
                @match piece.kind {
                    diff::Kind::Same => (piece.text),
                    diff::Kind::Gone => del { span.unseen { "убрано: " } (piece.text) },
                    diff::Kind::New => ins { span.unseen { "добавлено: " } (piece.text) },
                }
            }
        }
    }
}

/// A text of several lines as it was written.
pub fn text(words: &str) -> Markup {
    html! { @for line in words.lines().filter(|line| !line.is_empty()) { p { (line) } } }
}
