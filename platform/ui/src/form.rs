//! Forms: the wrapper with its idempotency key, the error summary, buttons, and fields (in [`Field`]).

mod choice;
mod field;

pub use choice::{Choice, Group};
pub use field::{Field, Width};

use maud::{Markup, html};

/// A posting form. Everything works without a script; the attributes only add comfort.
#[derive(Debug)]
pub struct Form {
    action: String,
    key: String,
    id: Option<String>,
    files: bool,
    autosave: Option<String>,
    saved_at: Option<String>,
}

impl Form {
    /// `key` is the idempotency key, posted as `_key`.
    pub fn new(action: impl Into<String>, key: impl Into<String>) -> Self {
        Self { action: action.into(), key: key.into(), id: None, files: false, autosave: None, saved_at: None }
    }

    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The form carries files: multipart, with a progress bar where scripts run.
    pub fn files(mut self) -> Self {
        self.files = true;
        self
    }

    /// Where the draft is posted while one types (urlencoded, the form's fields without `_key` and files; any 2xx is success).
    pub fn autosave(mut self, url: impl Into<String>) -> Self {
        self.autosave = Some(url.into());
        self
    }

    /// «Сохранено в 14:05»: the time in the reader's zone, see `ru::time`.
    pub fn saved_at(mut self, time: Option<String>) -> Self {
        self.saved_at = time;
        self
    }

    pub fn body(self, body: Markup) -> Markup {
        html! {
            form method="post" action=(self.action) id=[self.id] novalidate
                enctype=[self.files.then_some("multipart/form-data")] data-progress[self.files] data-autosave=[&self.autosave] {
                (hidden("_key", &self.key))
                (body)
                @if self.autosave.is_some() || self.saved_at.is_some() { (saved(self.saved_at.as_deref())) }
            }
        }
    }
}

/// A plain posting form; more in [`Form`].
pub fn form(action: &str, key: &str, body: Markup) -> Markup {
    Form::new(action, key).body(body)
}

/// A form of one button: an act on the row or record it stands beside. `what` is said to a screen reader only.
pub fn act(action: &str, key: &str, label: &str, what: &str) -> Markup {
    html! {
        form.act method="post" action=(action) {
            (hidden("_key", key))
            button.secondary.small type="submit" { (label) @if !what.is_empty() { span.unseen { " " (what) } } }
        }
    }
}

/// The line that says when the draft was last kept.
pub fn saved(time: Option<&str>) -> Markup {
    html! { p.saved data-saved role="status" { @if let Some(time) = time { "Сохранено в " (time) } } }
}

pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A group of fields under one legend.
pub fn fieldset(legend: &str, body: Markup) -> Markup {
    html! { fieldset.group { legend { (legend) } (body) } }
}

/// Buttons side by side, the main one first.
pub fn buttons(body: Markup) -> Markup {
    html! { div.buttons { (body) } }
}

/// The main act of the page: one per page, its label is a verb.
pub fn button(label: &str) -> Markup {
    submit("primary", label, None)
}

pub fn button_secondary(label: &str) -> Markup {
    submit("secondary", label, None)
}

/// For what cannot be taken back.
pub fn button_danger(label: &str) -> Markup {
    submit("danger", label, None)
}

/// Looks like a link.
pub fn button_quiet(label: &str) -> Markup {
    submit("quiet", label, None)
}

/// A form with several acts: which one was pressed arrives as `name=value`.
pub fn button_named(label: &str, name: &str, value: &str) -> Markup {
    submit("primary", label, Some((name, value)))
}

pub fn button_secondary_named(label: &str, name: &str, value: &str) -> Markup {
    submit("secondary", label, Some((name, value)))
}

pub fn button_danger_named(label: &str, name: &str, value: &str) -> Markup {
    submit("danger", label, Some((name, value)))
}

fn submit(look: &str, label: &str, pair: Option<(&str, &str)>) -> Markup {
    html! { button class=(look) type="submit" name=[pair.map(|p| p.0)] value=[pair.map(|p| p.1)] { (label) } }
}

/// A link that leads to the page's main act.
pub fn button_link(label: &str, url: &str) -> Markup {
    html! { a.button.primary href=(url) { (label) } }
}

pub fn button_link_secondary(label: &str, url: &str) -> Markup {
    html! { a.button.secondary href=(url) { (label) } }
}

/// All that is wrong, on top of the page, each line a link to its field. Prints nothing when nothing is wrong.
pub fn error_summary<F: AsRef<str>, M: AsRef<str>>(errors: &[(F, M)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" aria-labelledby="error-summary-title" tabindex="-1" data-error-summary {
                h2 id="error-summary-title" { "Проверьте, пожалуйста" }
                ul { @for (field, message) in errors {
                    li { @if field.as_ref().is_empty() { (message.as_ref()) } @else { a href={ "#" (field.as_ref()) } { (message.as_ref()) } } }
                } }
            }
        }
    }
}
