//! Options of lists: what is posted, what is read, and what opens when it is chosen.

use maud::Markup;

/// One option of a select, radios or checkboxes.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) extra: Option<Markup>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, extra: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Fields that appear while this radio or checkbox is chosen (radios and checkboxes only).
    pub fn extra(mut self, extra: Markup) -> Self {
        self.extra = Some(extra);
        self
    }
}

impl<V: Into<String>, L: Into<String>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}

/// Options under one heading; `key` is the value of the other list that they belong to (a municipality's id for its schools).
#[derive(Clone, Debug)]
pub struct Group {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) choices: Vec<Choice>,
}

impl Group {
    pub fn new<C: Into<Choice>>(key: impl Into<String>, label: impl Into<String>, choices: impl IntoIterator<Item = C>) -> Self {
        Self { key: key.into(), label: label.into(), choices: choices.into_iter().map(Into::into).collect() }
    }
}
