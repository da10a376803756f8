//! The card of an application for staff: acts on top, then what decides, then everything else.

mod acts;
mod grounds;

use crate::{
    check::{Dossier, ReturnForm},
    field::{Field, Section},
    shown,
};
use access::{Action, Actor};
use consent::ConsentKind;
use kernel::{Clock, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field as Input, Form},
    page::Page,
    parts::{self, Event, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Answers;

/// What was typed in a form of the card that failed, and its errors.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub answers: Answers,
    pub errors: FieldErrors,
}

/// What the parts of the card are printed from.
pub struct Sheet<'a> {
    pub dossier: &'a Dossier,
    pub actor: &'a Actor,
    pub typed: &'a Typed,
    pub key: &'a str,
    pub clock: &'a Clock,
}

impl Sheet<'_> {
    /// An address under this application.
    pub fn url(&self, rest: &str) -> String {
        format!("/applications/{}{rest}", self.dossier.application.id)
    }

    pub fn may(&self, action: Action) -> bool {
        self.actor.can(action)
    }
}

pub fn page(dossier: &Dossier, actor: &Actor, typed: &Typed, key: &str, clock: &Clock) -> Page {
    let sheet = Sheet { dossier, actor, typed, key, clock };
    let application = &dossier.application;
    let body = html! {
        (form::error_summary(typed.errors.all()))
        p { (super::tag(application.state)) " с " (ru::date(clock.day_of(application.state_since))) ", ждёт " (application.state.waits_for()) ". " (super::troubles(application)) }
        (acts::panel(&sheet))
        @if !dossier.changes.is_empty() { (changes(&sheet)) }
        (acts::doubles(&sheet))
        (grounds::panel(&sheet))
        (answers(&sheet))
        (nominations(&sheet))
        (consents(&sheet))
        (history(&sheet))
        p { a href=(sheet.url("/application.pdf")) { "Скачать заявку (PDF)" } }
    };
    Page::new(application.name()).trail([("Заявки", "/applications")]).error_title(!typed.errors.is_empty()).lead(application.title()).body(body)
}

/// What the correction changed, and what was asked for.
fn changes(sheet: &Sheet<'_>) -> Markup {
    let asked = |field: Field| sheet.dossier.remarks.iter().filter(|remark| remark.field == field).map(|remark| remark.reason.clone()).collect::<Vec<_>>().join("; ");
    let rows = sheet.dossier.changes.iter().map(|change| [html! { (change.label) }, html! { (super::lines(&change.before)) }, html! { (super::lines(&change.now)) }, html! { (asked(change.field)) }]);
    let columns = vec![Column::new("Ответ"), Column::new("Было"), Column::new("Стало"), Column::new("Что просили исправить")];
    parts::panel("Что исправлено", Table::new("Что исправлено", columns).rows(rows).render())
}

fn answers(sheet: &Sheet<'_>) -> Markup {
    let Dossier { application, lists, places, .. } = sheet.dossier;
    html! {
        h2 { "Ответы" }
        @for section in Section::ALL.iter().copied().filter(|section| !matches!(section, Section::Criteria | Section::Evidence)) {
            h3 { (section.title()) }
            (parts::summary(section.fields().flat_map(|field| shown::lines(field, application.shown(), lists, places)).map(|(label, value)| SummaryRow::new(label, super::lines(&value)))))
        }
    }
}

fn nominations(sheet: &Sheet<'_>) -> Markup {
    let all = &sheet.dossier.nominations;
    html! {
        @if !all.is_empty() {
            h2 { "Представления" }
            @for one in all {
                (parts::details(&format!("{}, {}", one.place_name, ru::date(sheet.clock.day_of(one.changed_at))), html! {
                    p { (super::lines(&one.words.about)) }
                    (parts::summary(one.words.merits.iter().map(|(code, merit)| {
                        let title = sheet.dossier.lists.criterion(code).map_or(code.as_str(), |criterion| criterion.title.as_str());
                        SummaryRow::new(title, super::lines(merit))
                    })))
                    p { a href={ "/nominations/" (one.id) "/nomination.pdf" } { "Скачать представление (PDF)" } }
                }))
            }
        }
    }
}

fn consents(sheet: &Sheet<'_>) -> Markup {
    let row = |kind: &ConsentKind| {
        let answer = sheet.dossier.consents.iter().find(|answer| answer.kind == *kind);
        let (look, word) = match answer {
            None => (Kind::Neutral, "нет ответа"),
            Some(answer) if answer.agreed => (Kind::Good, "дано"),
            Some(_) => (Kind::Neutral, "отказ"),
        };
        let value = html! {
            (parts::tag(look, word))
            @if let Some(answer) = answer {
                " " (ru::datetime(answer.answered_at, sheet.clock.zone()))
                @if !answer.items.is_empty() { ". Можно публиковать: " (answer.items.iter().map(|item| item.label()).collect::<Vec<_>>().join(", ")) }
                @if !answer.conditions.is_empty() { ". Свои условия и запреты: " (super::lines(&answer.conditions)) }
                @if let Some(until) = answer.term_until { ". До " (ru::date(until)) " (не включая)" }
            }
        };
        SummaryRow::new(kind.label(), value)
    };
    html! { h2 { "Согласия при подаче" } p.hint { "Отзывы согласий здесь не показаны: действующие согласия — в разделе «Согласия»." } (parts::summary(ConsentKind::OF_APPLICATION.iter().map(row))) }
}

fn history(sheet: &Sheet<'_>) -> Markup {
    let events: Vec<Event> = sheet
        .dossier
        .steps
        .iter()
        .rev()
        .map(|step| Event {
            who: step.who.clone().unwrap_or_else(|| "Заявитель".into()),
            what: if step.note.is_empty() { format!("Заявка {}", step.state.label()) } else { format!("Заявка {}: {}", step.state.label(), step.note) },
            when: ru::datetime(step.happened_at, sheet.clock.zone()),
            url: None,
        })
        .collect();
    html! { h2 { "Что происходило" } (parts::timeline(&events)) }
}

/// The form of a return: each question with its answer, a reason, own words.
pub fn returning(dossier: &Dossier, form: &ReturnForm, errors: &FieldErrors, key: &str) -> Page {
    let application = &dossier.application;
    let url = format!("/applications/{}", application.id);
    let body = html! {
        (form::error_summary(errors.all()))
        p { "Отметьте причину только у тех ответов, которые нужно исправить. Заявитель получит письмо и увидит именно эти поля; остальные изменить не сможет." }
        (Form::new(format!("{url}/return"), key).body(html! {
            (form::hidden("version", &application.version.to_string()))
            @for field in Field::ALL.iter().copied() { (reason(dossier, field, form, errors)) }
            (form::buttons(html! { (form::button("Вернуть на исправление")) a href=(url) { "Не возвращать" } }))
        }))
    };
    Page::new("Вернуть на исправление").trail([("Заявки".to_owned(), "/applications".to_owned()), (application.name(), url.clone())]).error_title(!errors.is_empty()).lead(application.title()).body(body)
}

fn reason(dossier: &Dossier, field: Field, form: &ReturnForm, errors: &FieldErrors) -> Markup {
    let (code, words) = form.at(field);
    let (reason, own) = (format!("reason-{field}"), format!("words-{field}"));
    let lines = shown::lines(field, dossier.application.shown(), &dossier.lists, &dossier.places);
    form::fieldset(
        field.label(),
        html! {
            @for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) { p.hint { (label) ": " (value) } }
            (Input::new(reason.as_str(), "Что не так").value(code).error(errors.of(&reason)).first_line("всё в порядке").select(dossier.lists.return_reasons(field.as_str())))
            (Input::new(own.as_str(), "Своими словами").value(words).error(errors.of(&own)).who_reads("Прочтёт заявитель.").max_chars(1000).textarea(2))
        },
    )
}
