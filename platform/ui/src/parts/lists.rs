//! Lists that tell a story: tasks in phases, answers to check, what happened.

use super::{Kind, tag};
use maud::{Markup, Render, html};

/// One task of a list; without a link it can't be opened yet.
#[derive(Clone, Debug)]
pub struct Task {
    label: String,
    url: Option<String>,
    hint: Option<String>,
    kind: Kind,
    status: String,
}

impl Task {
    pub fn new(label: impl Into<String>, kind: Kind, status: impl Into<String>) -> Self {
        Self { label: label.into(), url: None, hint: None, kind, status: status.into() }
    }

    pub fn link(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[derive(Clone, Debug)]
pub struct Phase {
    title: String,
    tasks: Vec<Task>,
}

impl Phase {
    pub fn new(title: impl Into<String>, tasks: Vec<Task>) -> Self {
        Self { title: title.into(), tasks }
    }
}

pub fn task_list(phases: &[Phase]) -> Markup {
    html! {
        ol.phases { @for phase in phases {
            li {
                h2 { (phase.title) }
                ul.tasks { @for task in &phase.tasks {
                    li {
                        div {
                            @if let Some(url) = &task.url { a href=(url) { (task.label) } } @else { span { (task.label) } }
                            @if let Some(hint) = &task.hint { p.hint { (hint) } }
                        }
                        (tag(task.kind, &task.status))
                    }
                } }
            }
        } }
    }
}

/// A question with its answer, and the way to change it.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    key: String,
    value: Markup,
    change: Option<(String, &'static str)>,
}

impl SummaryRow {
    pub fn new(key: impl Into<String>, value: impl Render) -> Self {
        Self { key: key.into(), value: value.render(), change: None }
    }

    /// The link «Изменить».
    pub fn change(mut self, url: impl Into<String>) -> Self {
        self.change = Some((url.into(), "Изменить"));
        self
    }

    /// A link with another verb.
    pub fn action(mut self, verb: &'static str, url: impl Into<String>) -> Self {
        self.change = Some((url.into(), verb));
        self
    }
}

pub fn summary(rows: impl IntoIterator<Item = SummaryRow>) -> Markup {
    html! {
        dl.summary { @for row in rows {
            @let value = row.value.into_string();
            div {
                dt { (row.key) }
                dd { @if value.is_empty() { span.unanswered { "не указано" } } @else { (maud::PreEscaped(value)) } }
                @if let Some((url, verb)) = row.change {
                    dd.change { a href=(url) { (verb) span.unseen { ": " (row.key) } } }
                }
            }
        } }
    }
}

/// Who did what and when; newest first is the caller's choice.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub who: String,
    pub what: String,
    pub when: String,
    pub url: Option<String>,
}

pub fn timeline(events: &[Event]) -> Markup {
    html! {
        ol.timeline { @for event in events {
            li {
                p.when { (event.when) }
                p.what { @if let Some(url) = &event.url { a href=(url) { (event.what) } } @else { (event.what) } }
                @if !event.who.is_empty() { p.actor { (event.who) } }
            }
        } }
    }
}
