//! The five sections without storage: their fields, their revisions, whose the words are, and what becomes of what somebody writes.

mod fields;

pub use fields::{FieldSpec, PARTICULARS, fields, spec};

use crate::model::{Component, SuggestionId};
use cases::SeatId;
use kernel::{Timestamp, id::AccountId};
use std::collections::BTreeMap;

/// Texts of a component's fields; a field that was never written isn't there.
pub type Body = BTreeMap<String, String>;

/// A section as it was after somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub number: i64,
    pub body: Body,
    /// Whose words were new in it.
    pub seat: Option<SeatId>,
    /// Who brought them in: the same person, or whoever accepted a suggestion.
    pub account: Option<AccountId>,
    pub suggestion: Option<SuggestionId>,
    pub made_at: Timestamp,
}

/// A component's section with its whole history, the oldest revision first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub component: Component,
    pub revisions: Vec<Revision>,
}

impl Section {
    #[must_use]
    pub fn last(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// The number of the last revision; 0 before the first.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.last().map_or(0, |last| last.number)
    }

    /// What stands in a field now.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        text_of(self.last(), field)
    }

    /// What stood in a field at a revision; nothing before the first.
    #[must_use]
    pub fn text_at(&self, revision: i64, field: &str) -> &str {
        text_of(self.revisions.iter().find(|one| one.number == revision), field)
    }

    /// All that stands now.
    #[must_use]
    pub fn body(&self) -> Body {
        self.last().map(|last| last.body.clone()).unwrap_or_default()
    }

    /// Whose words stand in a field; nobody's while it is empty, or when the author has left no trace.
    #[must_use]
    pub fn author(&self, field: &str) -> Option<SeatId> {
        if self.text(field).is_empty() {
            return None;
        }
        let mut author = None;
        let mut before = "";
        for revision in &self.revisions {
            let now = text_of(Some(revision), field);
            if now != before {
                author = revision.seat;
                before = now;
            }
        }
        author
    }
}

fn text_of<'a>(revision: Option<&'a Revision>, field: &str) -> &'a str {
    revision.and_then(|one| one.body.get(field)).map_or("", String::as_str)
}

/// Who writes: their seats, and what these seats may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pen {
    /// The seat that signs what is written.
    pub seat: SeatId,
    /// All seats of this person in the team: words of any of them are one's own.
    pub own: Vec<SeatId>,
    pub is_teacher: bool,
    /// The teacher and the methodists write, the others suggest.
    pub is_editor: bool,
}

kernel::text_enum! {
    /// Why something became a suggestion.
    Why {
        /// Only the teacher writes the goal.
        TeachersOwn = "teachers_own",
        /// The seat suggests and doesn't write.
        NotAnEditor = "not_an_editor",
        /// Somebody saved this field while the page was open.
        Meanwhile = "meanwhile",
        /// Another's words stand there.
        Theirs = "theirs",
    }
}

impl Why {
    /// What the writer is told.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TeachersOwn => "цель пишет только учитель: ваш вариант показан ему рядом",
            Self::NotAnEditor => "ваш вариант показан рядом: решат учитель или автор текста",
            Self::Meanwhile => "пока вы писали, это поле изменил другой человек: его текст остался, ваш показан рядом",
            Self::Theirs => "здесь слова другого человека: ваш вариант показан рядом, решит их автор или учитель",
        }
    }
}

/// What becomes of a field that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// The writer changed nothing here.
    Same,
    /// Stands in the section.
    Text,
    /// Stands beside it.
    Suggestion(Why),
}

/// What becomes of `written` in a field, by one who saw the revision `base`.
#[must_use]
pub fn becomes(section: &Section, field: &FieldSpec, base: i64, written: &str, pen: &Pen) -> Becomes {
    let (seen, now) = (section.text_at(base, field.name), section.text(field.name));
    if written == seen || written == now {
        return Becomes::Same;
    }
    if field.is_teachers && !pen.is_teacher {
        return Becomes::Suggestion(Why::TeachersOwn);
    }
    if !pen.is_editor {
        return Becomes::Suggestion(Why::NotAnEditor);
    }
    if seen != now {
        return Becomes::Suggestion(Why::Meanwhile);
    }
    match section.author(field.name) {
        Some(author) if !pen.own.contains(&author) => Becomes::Suggestion(Why::Theirs),
        Some(_) | None => Becomes::Text,
    }
}

/// Whether a seat decides on a suggestion to a field: the author of what stands there, or the teacher; the goal is the teacher's alone.
#[must_use]
pub fn decides(section: &Section, field: &FieldSpec, pen: &Pen) -> bool {
    if pen.is_teacher {
        return true;
    }
    if field.is_teachers {
        return false;
    }
    match section.author(field.name) {
        Some(author) => pen.own.contains(&author),
        None => pen.is_editor,
    }
}

#[cfg(test)]
mod tests;
