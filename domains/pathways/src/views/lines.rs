//! The lines of a pathway as a table, with what is wrong in each and what may be done.

use crate::{
    model::{Fate, Origin, Step, StepState},
    sections::Pen,
    steps::may_edit,
    url,
    whole::Whole,
};
use maud::{Markup, html};
use ui::{
    form,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};
use web::Shell;

/// Who looks, and whether lines can be changed now.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub pen: Option<&'a Pen>,
    pub is_open: bool,
}

/// «с 12.01.2027 по 28.02.2027», «до 28.02.2027».
pub fn term(step: &Step) -> String {
    match (step.starts_on, step.due_on) {
        (Some(first), due) => ru::period(first, due),
        (None, Some(due)) => format!("до {}", ru::date(due)),
        (None, None) => "без срока".into(),
    }
}

fn state(step: &Step) -> Markup {
    let kind = match step.state {
        StepState::Accepted => Kind::Good,
        StepState::InWork => Kind::Doing,
        StepState::Submitted => Kind::Waiting,
        StepState::Returned => Kind::Bad,
        StepState::Planned | StepState::Dropped => Kind::Neutral,
    };
    parts::tag(kind, step.state.label())
}

fn what(whole: &Whole, step: &Step) -> Markup {
    let offer = step.resource.and_then(|id| whole.offers.get(&id));
    html! {
        span id={ "step-" (step.id) } { (step.title) }
        @if !step.task.is_empty() { p { (step.task) } }
        @if let Some(offer) = offer { p.hint { "Из каталога: " a href=(resources::url(offer.id)) { (offer.title) } @if !offer.provider.is_empty() { ", " (offer.provider) } } }
        @if step.origin == Origin::Proposed && !step.because.is_empty() { p.hint { (step.because) } }
        @if step.fate == Fate::Open { p.hint { @if step.origin == Origin::Proposed { "Предложено программой" } @else { "Предлагает " (whole.name(step.author)) } } }
        @for mark in whole.marks(step) { (parts::warning(mark.sentence())) }
    }
}

fn served(whole: &Whole, step: &Step) -> Markup {
    html! { @for deficit in whole.deficits.iter().filter(|deficit| step.deficits.contains(&deficit.id)) { p { (deficit.title) } } }
}

fn how(step: &Step) -> Markup {
    html! {
        @if let Some(level) = step.level { p { (level.label()) } }
        @if !step.technology.is_empty() { p.hint { (step.technology) } }
        @if let Some(form) = step.result_form { p.hint { "Результат: " (form.label()) } }
    }
}

fn acts(shell: &Shell, whole: &Whole, step: &Step, reader: Reader<'_>) -> Markup {
    let Some(pen) = reader.pen.filter(|_| reader.is_open) else {
        return html! { (state(step)) @if step.is_in() && whole.pathway.state.is_binding() { p { a href=(format!("/pathways/{}/steps/{}", step.pathway, step.id)) { "Открыть шаг" } } } };
    };
    let base = format!("/pathways/{}/steps/{}", step.pathway, step.id);
    let is_own = step.author.is_some_and(|author| pen.own.contains(&author));
    let press = |label: &str, act: &str, name: &str, value: &str| {
        html! {
            form.act method="post" action=(format!("{base}/{act}")) {
                (form::hidden("_key", &shell.key()))
                (form::hidden("version", &step.version.to_string()))
                @if !name.is_empty() { (form::hidden(name, value)) }
                button.secondary.small type="submit" { (label) span.unseen { " " (step.title) } }
            }
        }
    };
    html! {
        @if pen.is_editor && step.fate == Fate::Open { (press("Оставить", "say", "word", "keep")) }
        @if pen.is_editor && step.fate == Fate::Struck { (press("Вернуть", "say", "word", "keep")) }
        @if step.fate != Fate::Struck && may_edit(pen, step) { p { a href=(url::edit_step(step.pathway, step.id)) { "Изменить" span.unseen { " " (step.title) } } } }
        @if step.fate != Fate::Struck && (pen.is_editor || (step.fate == Fate::Open && is_own)) { (press("Вычеркнуть", "say", "word", "strike")) }
        @if pen.is_editor && step.fate.is_in() { (press("Выше", "shift", "way", "up")) (press("Ниже", "shift", "way", "down")) }
    }
}

fn table(shell: &Shell, whole: &Whole, caption: &str, steps: &[&Step], reader: Reader<'_>) -> Markup {
    let columns =
        vec![Column::new("Что сделать"), Column::new("Затруднения"), Column::new("Уровень, технология, результат"), Column::new("Кто помогает"), Column::new("Срок"), Column::new("Часы").number(), Column::new("Решение")];
    let rows = steps.iter().map(|step| {
        let responsible = step.responsible.map_or_else(|| "педагог самостоятельно".to_owned(), |seat| whole.name(Some(seat)));
        [what(whole, step), served(whole, step), how(step), html! { (responsible) }, html! { (term(step)) }, html! { (step.hours) }, acts(shell, whole, step, reader)]
    });
    Table::new(caption, columns).rows(rows).empty("Строк пока нет", "Добавьте ресурс из каталога или своё задание.", None).render()
}

/// All lines: what is in, what waits for a word, what was struck, what was done in earlier versions.
pub fn all(shell: &Shell, whole: &Whole, reader: Reader<'_>) -> Markup {
    let of = |wanted: fn(Fate) -> bool| whole.steps.iter().filter(|step| wanted(step.fate)).collect::<Vec<_>>();
    let (kept, open, struck) = (of(Fate::is_in), of(|fate| fate == Fate::Open), of(|fate| fate == Fate::Struck));
    let done: Vec<&Step> = whole.done_before.iter().collect();
    let closed = Reader { is_open: false, ..reader };
    html! {
        (table(shell, whole, "Строки маршрута", &kept, reader))
        @if !open.is_empty() {
            h3 { "Предложено, ждёт решения" }
            (table(shell, whole, "Предложенные строки", &open, reader))
        }
        @if !struck.is_empty() { (parts::details(&format!("Вычеркнутые строки: {}", struck.len()), table(shell, whole, "Вычеркнутые строки", &struck, reader))) }
        @if !done.is_empty() { (parts::details(&format!("Сделано в прежних версиях: {}", done.len()), table(shell, whole, "Сделано в прежних версиях", &done, closed))) }
    }
}
