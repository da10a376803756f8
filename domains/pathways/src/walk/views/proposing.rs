//! A step's day moved, or the step taken out: what one side proposed, or the forms to propose it.

use super::{Drop, Page, Shown};
use crate::model::StepState;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts, ru,
};
use web::Shell;

/// A part of the page with its button: within a larger form the button says itself what it does.
enum Frame<'a> {
    Own { shell: &'a Shell, here: String },
    Within,
}

impl Frame<'_> {
    fn around(&self, path: &str, fields: Markup, (label, act): (&str, &str)) -> Markup {
        match self {
            Self::Own { shell, here } => Form::new(format!("{here}/{path}"), shell.key()).body(html! { (fields) (form::button_secondary(label)) }),
            Self::Within => html! { (fields) (form::button_secondary_named(label, "act", act)) },
        }
    }
}

/// For whoever writes no report here: forms of their own.
pub(super) fn forms(shell: &Shell, shown: &Shown, page: &Page<'_>) -> Markup {
    all(&Frame::Own { shell, here: shown.here() }, shown, page)
}

/// Within the teacher's form, so that what is typed there isn't lost.
pub(super) fn within(shown: &Shown, page: &Page<'_>) -> Markup {
    all(&Frame::Within, shown, page)
}

fn all(frame: &Frame<'_>, shown: &Shown, page: &Page<'_>) -> Markup {
    let open = shown.drop.as_ref().filter(|drop| drop.answered_at.is_none());
    let may_propose = matches!(shown.step.state, StepState::Planned | StepState::InWork | StepState::Returned) && shown.loaded.standing.is_of_team();
    match open {
        Some(drop) => proposed(frame, shown, drop),
        None if may_propose => html! { (moving(frame, page)) (taking_out(frame, page)) },
        None => html! {},
    }
}

fn proposed(frame: &Frame<'_>, shown: &Shown, drop: &Drop) -> Markup {
    let (title, yes, no) = match drop.due_on {
        Some(day) => (format!("Предложено перенести срок на {}", ru::date_weekday(day)), "Согласиться и перенести", "Оставить срок"),
        None => ("Предложено исключить шаг".to_owned(), "Согласиться и исключить", "Оставить шаг"),
    };
    let answers = match frame {
        Frame::Own { shell, here } => Form::new(format!("{here}/drop/{}", drop.id), shell.key()).body(form::buttons(html! {
            (form::button_secondary_named(yes, "word", "yes"))
            (form::button_secondary_named(no, "word", "no"))
        })),
        Frame::Within => form::buttons(html! {
            (form::button_secondary_named(yes, "act", &format!("yes:{}", drop.id)))
            (form::button_secondary_named(no, "act", &format!("no:{}", drop.id)))
        }),
    };
    parts::panel(
        &title,
        html! {
            p { (shown.name(Some(drop.seat))) ": " (drop.reason) }
            @if shown.may_agree { (answers) } @else { p { "Ждём ответа другой стороны." } }
        },
    )
}

fn moving(frame: &Frame<'_>, page: &Page<'_>) -> Markup {
    let fields = html! {
        (Field::new("moved_to", "Новый срок").hint("Переносят, когда согласны обе стороны: педагог и методист или тьютор. Новая версия маршрута не нужна").value(page.day).errors(page.errors).date())
        (Field::new("why", "Почему").who_reads("Прочтёт команда сопровождения").value(page.why).errors(page.errors).textarea(2))
    };
    let is_begun = !page.day.is_empty() || !page.why.is_empty() || page.errors.iter().any(|(field, _)| field == "moved_to" || field == "why");
    folded("Перенести срок шага", is_begun, &frame.around("move", fields, ("Предложить новый срок", "move")))
}

fn taking_out(frame: &Frame<'_>, page: &Page<'_>) -> Markup {
    let fields = Field::new("reason", "Почему шаг больше не нужен")
        .hint("Шаг исключают, когда согласны обе стороны: педагог и методист или тьютор")
        .who_reads("Прочтёт команда сопровождения")
        .value(page.words)
        .errors(page.errors)
        .textarea(3);
    folded("Исключить шаг из маршрута", !page.words.is_empty() || page.errors.iter().any(|(field, _)| field == "reason"), &frame.around("drop", fields, ("Предложить исключить", "drop")))
}

/// What was begun to be typed is not folded away.
fn folded(summary: &str, is_open: bool, body: &Markup) -> Markup {
    html! { details.more open[is_open] { summary { (summary) } div { (body) } } }
}
