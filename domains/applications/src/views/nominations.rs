//! Representations: the list of one's own applicants, the form.

use crate::nominate::{self, Candidate, Sheet, Words};
use kernel::{Clock, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field as Input, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table, sheet_link},
    url::Query,
};

/// The form of an invitation.
pub struct Invitation<'a> {
    pub email: &'a str,
    pub errors: &'a FieldErrors,
    /// One was sent just now.
    pub invited: bool,
}

/// What the list shows.
pub struct List<'a> {
    pub candidates: &'a [Candidate],
    pub invitation: &'a Invitation<'a>,
    pub may_export: bool,
}

/// Columns of the sheet.
pub const COLUMNS: [&str; 7] = ["ФИО", "Заявка", "Состояние", "Представление от", "Чем известен", "Кто подпишет", "Должность подписавшего"];

/// A candidate with the representation by the reader's own place as a row of the sheet.
pub fn cells(candidate: &Candidate, clock: &Clock) -> Vec<sheets::Value> {
    let application = &candidate.application;
    let own = candidate.own.as_ref();
    let word = |pick: fn(&Words) -> &str| own.map(|own| pick(&own.words).to_owned());
    vec![
        application.name().into(),
        application.number.clone().into(),
        application.state.label().into(),
        own.map(|own| clock.day_of(own.changed_at)).into(),
        word(|words| &words.about).into(),
        word(|words| &words.signatory_name).into(),
        word(|words| &words.signatory_post).into(),
    ]
}

pub fn list(list: &List<'_>, key: &str, clock: &Clock) -> Page {
    let List { candidates, invitation, may_export } = *list;
    let columns = vec![Column::new("ФИО"), Column::new("Заявка"), Column::new("Состояние"), Column::new("Представление")];
    let rows = candidates.iter().map(|candidate| line(candidate, clock));
    let body = html! {
        (form::error_summary(invitation.errors.all()))
        (Table::new("Кандидаты", columns).rows(rows).empty("Кандидатов пока нет", "Здесь появятся педагоги вашей школы или муниципалитета, которые отправили заявку. Пригласите коллегу ниже.", None).render())
        @if may_export && !candidates.is_empty() { (sheet_link("/nominations", &Query::default())) }
        h2 { "Пригласить коллегу" }
        p { "На адрес придёт письмо со ссылкой на анкету. Заполняет и отправляет её сам педагог." }
        (form::form("/nominations/invitation", key, html! {
            (Input::new("email", "Электронная почта коллеги").value(invitation.email).error(invitation.errors.of("email")).hint("Укажите адрес, который коллега дал вам для таких писем").autocomplete("off").email())
            (form::button("Отправить приглашение"))
        }))
    };
    let notice = invitation.invited.then(|| Notice::done("Приглашение отправлено"));
    Page::new("Представления")
        .error_title(!invitation.errors.is_empty())
        .notice(notice)
        .lead("Представление — письмо школы или муниципалитета в комиссию о заслугах кандидата. Оно помогает, но не обязательно.")
        .body(body)
}

fn line(candidate: &Candidate, clock: &Clock) -> [Markup; 4] {
    let application = &candidate.application;
    [
        html! { a href={ "/nominations/" (application.id) } { (application.name()) } },
        html! { (application.number.clone().unwrap_or_default()) },
        super::tag(application.state),
        match &candidate.own {
            None => parts::tag(Kind::Neutral, "нет"),
            Some(own) => {
                html! { (parts::tag(Kind::Good, "есть")) " от " (ru::date(clock.day_of(own.changed_at))) " " a href={ "/nominations/" (own.id) "/nomination.pdf" } { "PDF" span.unseen { ": " (application.name()) } } }
            }
        },
    ]
}

pub fn form(sheet: &Sheet, words: &Words, errors: &FieldErrors, key: &str) -> Page {
    let application = &sheet.application;
    let body = html! {
        (form::error_summary(errors.all()))
        p { (application.title()) ", " (super::tag(application.state)) }
        @if let Some(own) = &sheet.own { p { a href={ "/nominations/" (own.id) "/nomination.pdf" } { "Скачать представление (PDF)" } } }
        @if sheet.is_open { (fields(sheet, words, errors, key)) } @else { p { "Комиссия уже рассмотрела заявку, представление изменить нельзя." } }
    };
    Page::new(application.name()).narrow().trail([("Представления", "/nominations")]).error_title(!errors.is_empty()).body(body)
}

fn fields(sheet: &Sheet, words: &Words, errors: &FieldErrors, key: &str) -> Markup {
    let input = |name: &str, label: &str, value: &str| Input::new(name, label).value(value).error(errors.of(name));
    let version = sheet.own.as_ref().map_or(0, |own| own.version);
    Form::new(format!("/nominations/{}", sheet.application.id), key).body(html! {
        (form::hidden("version", &version.to_string()))
        (input("about", "Чем известен кандидат", &words.about).who_reads("Прочтут координатор и комиссия.").max_chars(3000).textarea(6))
        h2 { "Заслуги по основаниям" }
        p.hint { "Первыми идут основания, которые указал кандидат. Напишите хотя бы об одном; имён детей не называйте." }
        @for criterion in nominate::ordered_criteria(sheet) {
            @let name = format!("merit-{}", criterion.code);
            (input(&name, &criterion.title, words.merits.get(&criterion.code).map_or("", String::as_str))
                .hint(format!("Подтверждают: {}", nominate::asked_documents(&sheet.lists, criterion).join("; "))).max_chars(2000).textarea(3))
        }
        h2 { "Кто подпишет" }
        (input("signatory_post", "Должность", &words.signatory_post).text())
        (input("signatory_name", "Фамилия и инициалы", &words.signatory_name).name_like().text())
        (form::button("Сохранить представление"))
    })
}
