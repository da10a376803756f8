//! Deficits: the teacher's own page, a card with its history, staff's list.

use crate::{
    deficit::{Declared, Turn},
    model::{Deficit, Evidence, Status, Step},
    words,
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form, Group},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

pub fn tag(status: Status) -> Markup {
    let kind = match status {
        Status::Found => Kind::Waiting,
        Status::InWork => Kind::Doing,
        Status::Removed => Kind::Good,
        Status::Confirmed => Kind::Bad,
    };
    parts::tag(kind, status.label())
}

/// The teacher's own.
pub fn own(deficits: &[Deficit]) -> Markup {
    let columns = vec![Column::new("Компетенция"), Column::new("Откуда известно"), Column::new("С какого дня"), Column::new("Состояние")];
    let row = |one: &Deficit| [html! { a href={ "/cabinet/deficits/" (one.id) } { (one.title) } }, html! { (one.source.label()) }, html! { (ru::date(one.found_on)) }, tag(one.status)];
    Table::new("Мои затруднения", columns)
        .rows(deficits.iter().map(row))
        .empty(
            "Затруднений нет",
            "Они появляются после диагностики или наблюдения урока. О том, что даётся трудно, можно сказать и самому: так методист быстрее предложит помощь.",
            Some(form::button_link_secondary("Назвать затруднение", "/cabinet/deficits/new")),
        )
        .render()
}

/// The form by which a teacher names a difficulty.
pub fn declare(form_: &Declared, errors: &FieldErrors, groups: Vec<Group>, key: &str) -> Markup {
    let all = errors.all();
    html! {
        (form::error_summary(all))
        (Form::new("/cabinet/deficits/new", key).body(html! {
            (Field::new("competency", "В чём затруднение").value(&form_.competency).errors(all).select_groups(groups, None))
            (Field::new("words", "Что именно даётся трудно").value(&form_.words).errors(all).hint("Своими словами, без имён учеников. Например: не успеваю дать обратную связь по письменным работам.").who_reads("Прочтёте вы и те, кому вы откроете свои затруднения").max_chars(2000).textarea(5))
            (form::button("Сохранить"))
        }))
    }
}

pub struct Card<'a> {
    pub deficit: &'a Deficit,
    pub steps: &'a [Step],
    /// Where the evidence can be opened: the address of a result of the viewer's kind.
    pub results: &'a str,
    pub turns: Vec<Status>,
    pub turn: &'a Turn,
    pub action: String,
    /// The address that assigns a repeat.
    pub repeat: Option<String>,
    pub about_person: Markup,
}

pub fn card(card: &Card<'_>, errors: &FieldErrors, zone: &TimeZone, key: &str) -> Markup {
    let one = card.deficit;
    let mut rows = vec![SummaryRow::new("Состояние", tag(one.status)), SummaryRow::new("Откуда известно", one.source.label()), SummaryRow::new("Выявлено", ru::date(one.found_on))];
    if let Some(p) = one.p_below {
        rows.push(SummaryRow::new("Вероятность, что уровень ниже ожидаемого", words::chance(p)));
    }
    if let Some(day) = one.closed_on {
        rows.push(SummaryRow::new("Устранено", ru::date(day)));
    }
    html! {
        (form::error_summary(errors.all()))
        (card.about_person)
        (parts::summary(rows))
        @if let Some(url) = &card.repeat { p { (form::button_link_secondary("Назначить повторную", url)) } }
        h2 { "История" }
        (history(card.steps, card.results, zone))
        @if !card.turns.is_empty() { (turn_form(card, errors, key)) }
    }
}

fn history(steps: &[Step], results: &str, zone: &TimeZone) -> Markup {
    html! {
        ol.timeline { @for step in steps {
            li {
                p.when { (ru::datetime(step.happened_at, zone)) }
                p.what { (tag(step.status)) " " (evidence(step, results)) }
                @if !step.words.is_empty() { p { (step.words) } }
                p.actor { @if step.who.is_empty() { "По правилу системы" } @else { (step.who) } }
            }
        } }
    }
}

fn evidence(step: &Step, results: &str) -> Markup {
    match step.evidence {
        Evidence::Attempt => html! { a href={ (results) "/" (step.evidence_id) } { "результат диагностики" } },
        Evidence::Observation => html! { "наблюдение урока" },
        Evidence::External => html! { "внешняя оценка" },
        Evidence::Words => html! {},
    }
}

fn turn_form(card: &Card<'_>, errors: &FieldErrors, key: &str) -> Markup {
    let all = errors.all();
    html! {
        h2 { "Что дальше" }
        (Form::new(&card.action, key).body(html! {
            (form::hidden("version", &card.deficit.version.to_string()))
            (Field::new("words", "На чём это основано").value(&card.turn.words).errors(all).who_reads("Прочтут педагог и те, кому он открыл затруднение").max_chars(2000).textarea(4))
            (form::buttons(html! { @for (index, status) in card.turns.iter().enumerate() {
                @if index == 0 { (form::button_named(verb(*status), "status", status.as_str())) } @else { (form::button_secondary_named(verb(*status), "status", status.as_str())) }
            } }))
        }))
    }
}

fn verb(status: Status) -> &'static str {
    match status {
        Status::InWork => "Взять в работу",
        Status::Removed => "Отметить, что устранено",
        Status::Confirmed => "Подтвердить повторно",
        Status::Found => "Вернуть",
    }
}
