//! What is said about a row, and what a person decides about it.

use serde::{Deserialize, Serialize};

kernel::text_enum! {
    /// What would become of a row.
    Verdict {
        New = "new",
        Update = "update",
        Duplicate = "duplicate",
        Error = "error",
        Skip = "skip",
    }
}

impl Verdict {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "новый человек",
            Self::Update => "обновление",
            Self::Duplicate => "возможный дубль",
            Self::Error => "нужно исправить",
            Self::Skip => "без изменений",
        }
    }
}

kernel::text_enum! {
    /// What a person decided about a row.
    Choice {
        Undecided = "",
        /// The card offered is this person's.
        Same = "same",
        /// A namesake: make a new card.
        Other = "other",
        /// Leave the row out.
        Skip = "skip",
        /// Load the row without the values that are not understood.
        Without = "without",
    }
}

kernel::text_enum! {
    /// How much a note weighs.
    Level {
        /// The row can't be loaded.
        Stop = "stop",
        /// A value is not understood: the row can be loaded without it, if a person says so.
        Gap = "gap",
        Warning = "warning",
        Info = "info",
    }
}

/// One remark about a row: where and what, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub level: Level,
    /// Address of the cell (`C17`), or empty for the whole row.
    pub cell: String,
    pub text: String,
}

/// All remarks about a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes(pub Vec<Note>);

impl Notes {
    pub fn add(&mut self, level: Level, cell: &str, text: impl Into<String>) {
        self.0.push(Note { level, cell: cell.to_owned(), text: text.into() });
    }

    pub fn stops(&self) -> bool {
        self.0.iter().any(|note| note.level == Level::Stop)
    }
}
