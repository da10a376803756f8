//! Who is in a union and who leads it: joining, leaving, appointing.

use super::trail;
use crate::{
    model::{Member, Office, Term, Union},
    store::people::Candidate,
    url,
    views::card::Rights,
};
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};

/// Titles of the sheet.
pub const COLUMNS: [&str; 4] = ["ФИО", "Где работает", "В объединении с", "Должность в объединении"];

/// A row of the sheet.
pub fn cells(member: &Member) -> Vec<Value> {
    let offices = member.offices.iter().map(|office| office.label()).collect::<Vec<_>>().join(", ");
    vec![member.name.as_str().into(), member.school.as_str().into(), member.joined_on.into(), offices.into()]
}

pub struct Shown {
    pub union: Union,
    pub members: Vec<Member>,
    pub total: usize,
    pub former: Vec<Member>,
    pub terms: Vec<Term>,
    pub asked: String,
    pub found: Vec<Candidate>,
    pub rights: Rights,
    pub today: Date,
}

/// What was refused at a form of this page: whose, and why.
#[derive(Default)]
pub struct Failed {
    pub errors: FieldErrors,
}

pub fn page(shown: &Shown, done: &str, failed: &Failed, key: &dyn Fn() -> String) -> Page {
    let is_open = shown.union.is_open_on(shown.today);
    let body = html! {
        (form::error_summary(failed.errors.all()))
        @if shown.rights.leads && is_open { (adding(shown, key)) }
        (members(shown, is_open, key))
        @if shown.rights.manages && is_open && !shown.members.is_empty() { (appointing(shown, failed, key)) }
        (history(shown))
    };
    Page::new("Состав").trail(trail(&shown.union)).notice(notice(done)).error_title(!failed.errors.is_empty()).lead(shown.union.title.clone()).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "joined" => Some(Notice::done("Участник добавлен")),
        "left" => Some(Notice::done("Участие закончено. В протоколах прежних дней имя осталось")),
        "appointed" => Some(Notice::done("Назначение записано")),
        "dismissed" => Some(Notice::done("Срок должности закончен")),
        _ => None,
    }
}

fn adding(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let url = url::union(shown.union.id);
    let columns = ["ФИО", "Где работает", ""].map(Column::new).to_vec();
    let row = |one: &Candidate| {
        let form = Form::new(format!("{url}/people"), key()).body(html! {
            (form::hidden("person", &one.person.to_string()))
            (form::hidden("on", &kernel::date::short(shown.today)))
            button.secondary.small type="submit" { "Добавить" span.unseen { " " (one.name) } }
        });
        [html! { (one.name) @if one.is_of_subject { span.hint { ", предмет объединения" } } }, html! { (one.school) }, form]
    };
    html! {
        h2 { "Добавить участника" }
        (table::filter_bar(&format!("{url}/people"), &Query::parse("").with("q", &shown.asked), Field::new("q", "Фамилия, имя или отчество").hint("Среди тех, кто работает здесь. Карточку заводит тот, кто ведёт реестр").value(shown.asked.clone()).name_like().text()))
        @if !shown.asked.trim().is_empty() { (Table::new("Найденные", columns).rows(shown.found.iter().map(row)).empty("Никого не нашли", "Проверьте написание. Показаны те, кто работает в пределах объединения и ещё не в нём.", None).render()) }
    }
}

fn members(shown: &Shown, is_open: bool, key: &dyn Fn() -> String) -> Markup {
    let url = url::union(shown.union.id);
    let columns = ["ФИО", "Где работает", "С какого дня", "Должность", ""].map(Column::new).to_vec();
    let leaving = |one: &Member| {
        html! { @if shown.rights.leads && is_open {
            (parts::details("Исключить", Form::new(format!("{url}/people/{}/leaving", one.person), key()).body(html! {
                div.field { label for={ "on-" (one.person) } { "Первый день без участия" } input.medium type="text" inputmode="numeric" id={ "on-" (one.person) } name="on" value=(kernel::date::short(shown.today)); }
                (form::button_secondary("Исключить"))
            })))
        } }
    };
    let row = |one: &Member| [html! { (one.name) }, html! { (one.school) }, html! { (ru::date(one.joined_on)) }, html! { (one.offices.iter().map(|office| office.label()).collect::<Vec<_>>().join(", ")) }, leaving(one)];
    let unseen = shown.total.saturating_sub(shown.members.len());
    html! {
        h2 { "Участники: " (shown.total) }
        (Table::new("Участники", columns).rows(shown.members.iter().map(row)).empty("Участников ещё нет", "Найдите учителя по фамилии и добавьте.", None).render())
        @if unseen > 0 { p.hint { "Ещё " (unseen) ": имена видят участники объединения и те, кто его ведёт." } }
    }
}

fn appointing(shown: &Shown, failed: &Failed, key: &dyn Fn() -> String) -> Markup {
    let url = url::union(shown.union.id);
    let members = shown.members.iter().map(|member| (member.person.to_string(), member.name.clone()));
    let holding = shown.terms.iter().filter(|term| term.until.is_none_or(|day| day > shown.today));
    html! {
        h2 { "Назначить" }
        (Form::new(format!("{url}/offices"), key()).body(html! {
            (Field::new("person", "Кого").first_line("выберите участника").errors(failed.errors.all()).select(members))
            (Field::new("office", "Кем").first_line("выберите").errors(failed.errors.all()).hint("Руководитель и секретарь один: прежний закончит этим днём").select(Office::ALL.iter().map(|office| (office.as_str(), office.label()))))
            (Field::new("on", "С какого дня").value(kernel::date::short(shown.today)).errors(failed.errors.all()).hint("Дата приказа").date())
            (form::button("Назначить"))
        }))
        @for term in holding { (Form::new(format!("{url}/offices/ending"), key()).body(html! {
            (form::hidden("person", &term.person.to_string()))
            (form::hidden("office", term.office.as_str()))
            (form::hidden("on", &kernel::date::short(shown.today)))
            button.secondary.small type="submit" { "Снять с сегодняшнего дня: " (term.office.label()) " " (term.name) }
        })) }
    }
}

fn history(shown: &Shown) -> Markup {
    let period = |from: Date, until: Option<Date>| ru::period(from, until.and_then(|day| day.yesterday().ok()));
    html! {
        @if shown.rights.sees_people && !shown.terms.is_empty() { (parts::details("Кто и когда руководил", html! { ul { @for term in &shown.terms { li { (super::name(&term.name, true)) " — " (term.office.label()) ", " (period(term.from, term.until)) } } } })) }
        @if !shown.former.is_empty() { (parts::details("Прежние участники", html! { ul { @for one in &shown.former { li { (super::name(&one.name, true)) ", " (period(one.joined_on, one.left_on)) } } } })) }
    }
}
