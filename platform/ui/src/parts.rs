//! Small parts of pages. Status is always a word, a shape and a colour; pictures carry a title and a text twin.

mod figures;
mod lists;

pub use figures::{Tile, quota_bar, sign, tiles};
pub use lists::{Event, Phase, SummaryRow, Task, summary, task_list, timeline};

use maud::{Markup, Render, html};

/// What a status means to the reader; the word beside it says which status it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody else must act.
    Waiting,
    /// Work goes on.
    Doing,
    Good,
    Bad,
    Neutral,
    /// The reader must act now.
    Mine,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Doing => "doing",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Neutral => "neutral",
            Self::Mine => "mine",
        }
    }

    /// Outline of the shape in a field of 16 by 16; told apart without colour and on a mono printer.
    fn shape(self) -> &'static str {
        match self {
            Self::Waiting => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 5v3.5l2.5 1.5",
            Self::Doing => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 2a6 6 0 0 1 0 12z",
            Self::Good => "M3 8.5l3.5 3.5L13 4.5",
            Self::Bad => "M4 4l8 8M12 4l-8 8",
            Self::Neutral => "M3 8h10",
            Self::Mine => "M2 8h10M8 3.5L12.5 8 8 12.5",
        }
    }
}

/// Status: word + shape + colour.
pub fn tag(kind: Kind, word: &str) -> Markup {
    html! {
        span class={ "tag " (kind.class()) } {
            svg viewBox="0 0 16 16" aria-hidden="true" { path d=(kind.shape()) {} }
            (word)
        }
    }
}

/// A message about what has just happened or what to know before acting.
#[derive(Clone, Debug)]
pub struct Notice {
    kind: Kind,
    title: String,
    more: Option<Markup>,
}

impl Notice {
    /// It worked.
    pub fn done(title: impl Into<String>) -> Self {
        Self { kind: Kind::Good, title: title.into(), more: None }
    }

    pub fn info(title: impl Into<String>) -> Self {
        Self { kind: Kind::Neutral, title: title.into(), more: None }
    }

    /// It didn't work, or something stands in the way.
    pub fn problem(title: impl Into<String>) -> Self {
        Self { kind: Kind::Bad, title: title.into(), more: None }
    }

    /// The reader must do something.
    pub fn act_now(title: impl Into<String>) -> Self {
        Self { kind: Kind::Mine, title: title.into(), more: None }
    }

    pub fn more(mut self, more: impl Render) -> Self {
        self.more = Some(more.render());
        self
    }
}

pub fn notice(notice: &Notice) -> Markup {
    let role = if notice.kind == Kind::Bad { "alert" } else { "status" };
    html! {
        div class={ "notice " (notice.kind.class()) } role=(role) {
            p.notice-title { (shape(notice.kind)) (notice.title) }
            @if let Some(more) = &notice.more { div.notice-more { (more) } }
        }
    }
}

fn shape(kind: Kind) -> Markup {
    html! { svg.shape viewBox="0 0 16 16" aria-hidden="true" { path d=(kind.shape()) {} } }
}

/// What will follow from an act and can't be taken back.
pub fn warning(text: impl Render) -> Markup {
    html! { p.warning { svg.shape viewBox="0 0 16 16" aria-hidden="true" { path d="M8 1.5L15 14H1zM8 6v4M8 11.5v.5" {} } span { span.unseen { "Важно: " } (text) } } }
}

/// More for those who need it.
pub fn details(summary: &str, body: Markup) -> Markup {
    html! { details.more { summary { (summary) } div { (body) } } }
}

/// A white field with a heading.
pub fn panel(title: &str, body: Markup) -> Markup {
    html! { section.panel { @if !title.is_empty() { h2 { (title) } } (body) } }
}

/// Tabs are links: `(label, url, count)`; the address keeps which one is open.
pub fn tabs(items: &[(&str, &str, Option<u64>)], current_url: &str) -> Markup {
    html! {
        nav.tabs aria-label="Вид списка" { ul { @for (label, url, count) in items {
            li { a href=(url) aria-current=[(*url == current_url).then_some("page")] {
                (label) @if let Some(count) = count { " " span.tally { (crate::ru::number(*count)) } }
            } }
        } } }
    }
}

/// Where one is in a form of several pages.
pub fn steps(labels: &[&str], current: usize) -> Markup {
    html! {
        nav.steps aria-label="Шаги" {
            p { "Шаг " (current + 1) " из " (labels.len()) }
            ol { @for (index, label) in labels.iter().enumerate() {
                li.past[index < current] aria-current=[(index == current).then_some("step")] {
                    (label) @if index < current { span.unseen { " (пройден)" } }
                }
            } }
        }
    }
}

/// The way here; prints nothing at the top level.
pub fn trail<L: AsRef<str>, U: AsRef<str>>(steps: &[(L, U)]) -> Markup {
    html! {
        @if !steps.is_empty() {
            nav.trail aria-label="Вы здесь" { ol { @for (label, url) in steps {
                li { a href=(url.as_ref()) { (label.as_ref()) } }
            } } }
        }
    }
}

/// Why there is nothing, and the next step.
pub fn empty(title: &str, why: &str, action: Option<Markup>) -> Markup {
    html! { div.empty { p.empty-title { (title) } p { (why) } @if let Some(action) = action { div { (action) } } } }
}

/// Stands on paper only: who printed what and when.
pub fn print_header(operator: &str, printed: &str) -> Markup {
    html! { div.print-header { p { (operator) } p { "Напечатано: " (printed) } } }
}

/// Prints the page where scripts run; the browser's own menu does it elsewhere.
pub fn print_button() -> Markup {
    html! { button.secondary type="button" data-print hidden { "Напечатать" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_shape_of_its_own() {
        let kinds = [Kind::Waiting, Kind::Doing, Kind::Good, Kind::Bad, Kind::Neutral, Kind::Mine];
        for (index, kind) in kinds.iter().enumerate() {
            for other in &kinds[index + 1..] {
                assert_ne!(kind.shape(), other.shape());
                assert_ne!(kind.class(), other.class());
            }
        }
        assert!(tag(Kind::Good, "в силе").into_string().contains("в силе"));
    }

    #[test]
    fn hostile_words_stay_words() {
        let evil = "<img src=x onerror=alert(1)>";
        let html = html! {
            (tag(Kind::Bad, evil)) (notice(&Notice::done(evil).more(evil))) (warning(evil)) (details(evil, html! { (evil) }))
            (panel(evil, html! {})) (tabs(&[(evil, evil, None)], "")) (steps(&[evil], 0)) (trail(&[(evil, evil)]))
            (empty(evil, evil, None)) (print_header(evil, evil)) (quota_bar(evil, 1, 2)) (tiles(&[Tile::new(evil, evil).note(evil)]))
            (summary([SummaryRow::new(evil, evil).change(evil)]))
            (timeline(&[Event { who: evil.into(), what: evil.into(), when: evil.into(), url: Some(evil.into()) }]))
            (task_list(&[Phase::new(evil, vec![Task::new(evil, Kind::Good, evil).link(evil).hint(evil)])]))
        };
        assert!(!html.into_string().contains("<img"));
    }
}
