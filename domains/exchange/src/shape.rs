//! What published things look like: one table of fields, from which answers, the API's description, tables of files and tests are made.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Whole,
    Number,
    Flag,
    Date,
    Instant,
    /// A list of codes.
    Codes,
}

/// A field of a published thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    /// `null` where it isn't known, or may not be told.
    pub may_be_null: bool,
    /// What it means, for readers.
    pub note: &'static str,
}

/// A field that is always filled.
pub const fn field(name: &'static str, kind: Kind, note: &'static str) -> Field {
    Field { name, kind, may_be_null: false, note }
}

/// A field that may be `null`.
pub const fn maybe(name: &'static str, kind: Kind, note: &'static str) -> Field {
    Field { name, kind, may_be_null: true, note }
}

impl Kind {
    fn schema_type(self) -> &'static str {
        match self {
            Self::Text | Self::Date | Self::Instant => "string",
            Self::Whole => "integer",
            Self::Number => "number",
            Self::Flag => "boolean",
            Self::Codes => "array",
        }
    }

    /// As a passport of a file calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "текст",
            Self::Whole => "целое число",
            Self::Number => "число",
            Self::Flag => "да или нет",
            Self::Date => "дата ГГГГ-ММ-ДД",
            Self::Instant => "дата и время UTC",
            Self::Codes => "коды через пробел",
        }
    }
}

impl Field {
    /// Its JSON Schema.
    #[must_use]
    pub fn schema(&self) -> Value {
        let plain = self.kind.schema_type();
        let mut schema = json!({ "type": if self.may_be_null { json!([plain, "null"]) } else { json!(plain) }, "description": self.note });
        match self.kind {
            Kind::Date => schema["format"] = json!("date"),
            Kind::Instant => schema["format"] = json!("date-time"),
            Kind::Codes => schema["items"] = json!({"type": "string"}),
            Kind::Text | Kind::Whole | Kind::Number | Kind::Flag => {}
        }
        schema
    }
}
