//! Closing, certificates, what a stranger with one in hand learns.

use super::{minutes, trail};
use crate::{
    closing::Certificate,
    model::{Activity, HostState, SeatState, State},
    store::{
        hosts::Host,
        people::{Counts, Participant},
    },
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

pub struct Closing<'a> {
    pub one: &'a Activity,
    pub hosts: &'a [Host],
    pub counts: Counts,
    pub is_begun: bool,
}

pub fn closing(shown: &Closing<'_>, key: &str) -> Page {
    let (one, url) = (shown.one, crate::url(shown.one.id));
    let joined = shown.hosts.iter().filter(|host| host.state == HostState::Joined);
    let hosts = html! { @for host in joined { div { (host.name) ", " (minutes(host.minutes.unwrap_or(one.minutes))) } } };
    let body = html! {
        (parts::summary([
            SummaryRow::new("Были", html! { (shown.counts.present) @if one.guests > 0 { " и без карточки " (one.guests) } }).action("Изменить", format!("{url}/attendance")),
            SummaryRow::new("Вели", hosts).action("Изменить", format!("{url}/hosts")),
            SummaryRow::new("Что увидел ведущий", "трудности группы и что дальше").action("Написать", format!("{url}/feedback")),
        ]))
        @match one.state {
            State::Closed => { p { "Итоги подведены. " a href={ (url) "/certificates" } { "Сертификаты" } } },
            State::Cancelled | State::Draft => { p { "Итоги подводят у мероприятия, которое состоялось." } },
            State::Announced if !shown.is_begun => { p { "Последняя встреча ещё впереди: итоги подведёте, когда она начнётся." } },
            State::Announced | State::Held => {
                p { "Работа ведущих попадёт в их учёт и отчёты, участники и ведущие получат сертификаты. Потом ошибку можно исправить: сертификат аннулируют и выдают новый." }
                (Form::new(format!("{url}/closing"), key).body(html! { (form::hidden("version", &one.version.to_string())) (form::button("Подвести итоги и выдать сертификаты")) }))
            },
        }
    };
    Page::new("Итоги мероприятия").narrow().trail(trail(one)).lead(one.title.clone()).body(body)
}

pub struct Shown<'a> {
    pub one: &'a Activity,
    pub papers: &'a [Certificate],
    /// Signed up, noted nowhere: one may have been forgotten.
    pub forgotten: &'a [Participant],
    pub done: bool,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let url = crate::url(shown.one.id);
    let row = |paper: &Certificate| {
        let state = if paper.annulled_on.is_none() {
            parts::tag(Kind::Good, "действует")
        } else if paper.is_replaced {
            parts::tag(Kind::Neutral, "заменён")
        } else {
            parts::tag(Kind::Bad, "аннулирован")
        };
        [
            html! { (paper.name) br; span.hint { (paper.part_label()) ", " (minutes(paper.minutes)) } },
            html! { a href={ "/activities/certificates/" (paper.id) } { (paper.code) } },
            html! { (ru::date(paper.issued_on)) },
            html! { (state) @if !paper.annul_why.is_empty() { br; span.hint { (paper.annul_why) } } },
            html! { @if paper.annulled_on.is_none() && paper.person.is_some() { a href={ "/activities/certificates/" (paper.id) "/annulment" } { "Исправить" span.unseen { " сертификат: " (paper.name) } } } },
        ]
    };
    let late = |person: &Participant| {
        [
            html! { (person.name) },
            html! { (person.school) },
            Form::new(format!("{url}/certificates"), key())
                .body(html! { (form::hidden("person", &person.person.to_string())) button.secondary.small type="submit" { "Был(а): выдать" span.unseen { " сертификат: " (person.name) } } }),
        ]
    };
    let body = html! {
        (Table::new("Сертификаты", ["Кому", "Номер", "Выдан", "Состояние", ""].map(Column::new).to_vec()).rows(shown.papers.iter().map(row)).empty("Сертификатов нет", "Они появятся, когда будут подведены итоги.", None).render())
        @if shown.one.state == State::Closed && !shown.forgotten.is_empty() {
            h2 { "Были записаны, но не отмечены" }
            (Table::new("Записанные без отметки", ["ФИО", "Где работает", ""].map(Column::new).to_vec()).rows(shown.forgotten.iter().filter(|person| person.state == SeatState::Signed).map(late)).render())
        }
    };
    Page::new("Сертификаты").trail(trail(shown.one)).notice(shown.done.then(|| Notice::done("Сохранено"))).lead(shown.one.title.clone()).body(body)
}

pub fn annulling(one: &Activity, paper: &Certificate, answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let value = |name: &str, kept: &str| if answers.has(name) { answers.get(name).to_owned() } else { kept.to_owned() };
    Page::new("Исправить сертификат")
        .narrow()
        .trail(trail(one).into_iter().chain([("Сертификаты".to_owned(), format!("{}/certificates", crate::url(one.id)))]))
        .error_title(!errors.is_empty())
        .lead(html! { (paper.name) ", № " (paper.code) })
        .body(html! {
            (form::error_summary(errors.all()))
            p { "Этот сертификат перестанет действовать: по коду на нём будет видно, что он аннулирован. Причину увидят только те, кто ведёт мероприятие, и сам человек." }
            (Form::new(format!("/activities/certificates/{}/annulment", paper.id), key).body(html! {
                (Field::new("reason", "Что было не так").value(value("reason", "")).errors(errors.all()).who_reads("Прочтут ведущие, организаторы и этот человек").max_chars(300).textarea(2))
                (Field::new("again", "Выдать новый").value(value("again", "yes")).errors(errors.all()).radios([("yes", "да, с верными сведениями"), ("no", "нет: человека не было")]))
                (Field::new("minutes", "Минут в новом сертификате").value(value("minutes", &paper.minutes.to_string())).errors(errors.all()).short().number())
                (form::button_danger("Аннулировать сертификат"))
            }))
        })
}

/// For a stranger: `name` only as far as the person lets it be published.
pub fn verify(found: Option<(&Activity, &Certificate, Option<&str>, &str)>) -> Page {
    let body = match found {
        None => parts::empty("Сертификата с таким номером нет", "Проверьте номер: в нём 12 знаков, как напечатано под квадратным кодом.", None),
        Some((one, paper, name, dates)) => known(one, paper, name, dates),
    };
    Page::new("Проверка сертификата").narrow().body(body)
}

fn known(one: &Activity, paper: &Certificate, name: Option<&str>, dates: &str) -> Markup {
    html! {
        p { "Сертификат мероприятия: " @if paper.annulled_on.is_none() { (parts::tag(Kind::Good, "действует")) } @else { (parts::tag(Kind::Bad, "аннулирован")) } }
        @if paper.is_replaced { p { "Вместо него выдан другой сертификат: попросите показать его." } }
        (parts::summary([
            SummaryRow::new("Номер сертификата", html! { (paper.code) }),
            SummaryRow::new("Кому выдан", html! { @match name { Some(name) => (name), None => "Человек не дал согласия публиковать имя. Сверьте имя на сертификате с документом, удостоверяющим личность." } }),
            SummaryRow::new("В каком качестве", html! { (paper.part_label()) }),
            SummaryRow::new("Мероприятие", html! { (one.kind.label()) " «" (one.title) "»" }),
            SummaryRow::new("Когда", html! { (dates) }),
            SummaryRow::new("Объём", html! { (crate::paper::hours(paper.minutes)) }),
            SummaryRow::new("Проводит", html! { (one.place_name) }),
            SummaryRow::new("Выдан", html! { (ru::date(paper.issued_on)) }),
        ]))
    }
}
