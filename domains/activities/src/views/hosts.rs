//! Who holds it: those named, and naming another.

use super::{minutes, trail};
use crate::{
    model::{Activity, HostState, Part, State},
    overlap::Clash,
    store::hosts::Host,
};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    table::{self, Column, Table},
    url::Query,
};

/// A person found by name.
pub struct Found {
    pub person: String,
    pub name: String,
    pub school: String,
    /// What the person has at the same time.
    pub clashes: Vec<Clash>,
}

pub struct Shown<'a> {
    pub one: &'a Activity,
    pub hosts: &'a [Host],
    /// Whether others may be named.
    pub names: bool,
    /// Staff of the place: they name who holds it first, too, and take off.
    pub oversees: bool,
    pub asked: &'a str,
    pub found: &'a [Found],
    pub done: bool,
    pub error: &'a str,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let one = shown.one;
    let is_open = matches!(one.state, State::Draft | State::Announced | State::Held);
    let body = html! {
        (Table::new("Ведущие", ["ФИО", "Кто", "Ответ", "Работа", ""].map(Column::new).to_vec()).rows(shown.hosts.iter().map(|host| row(shown, host, is_open, key))).empty("Ведущий ещё не назван", "Без согласия ведущего мероприятие не объявить.", None).render())
        @if shown.names && is_open {
            h2 { "Назвать ещё" }
            p.hint { "Человек получит сообщение и ответит сам. В это время у него может быть другое дело: об этом написано рядом." }
            (table::filter_bar(&format!("{}/hosts", crate::url(one.id)), &Query::parse("").with("q", shown.asked), Field::new("q", "Фамилия, имя").value(shown.asked).name_like().text()))
            @if !shown.asked.is_empty() { (Table::new("Найденные люди", ["ФИО", "Где работает", ""].map(Column::new).to_vec()).rows(shown.found.iter().map(|found| choice(shown, found, key))).empty("Никого не нашли", nobody(shown.oversees), None).render()) }
        }
    };
    let notice = if shown.done { Some(Notice::done("Сохранено")) } else { (!shown.error.is_empty()).then(|| Notice::problem(shown.error.to_owned())) };
    Page::new("Кто ведёт").narrow().trail(trail(one)).notice(notice).body(body)
}

fn row(shown: &Shown<'_>, host: &Host, is_open: bool, key: &dyn Fn() -> String) -> [Markup; 5] {
    let url = crate::url(shown.one.id);
    let state = match host.state {
        HostState::Invited => parts::tag(Kind::Waiting, "ждёт ответа"),
        HostState::Joined => parts::tag(Kind::Good, "согласие"),
        HostState::Declined => parts::tag(Kind::Neutral, "отказ"),
    };
    let work = html! { (minutes(host.minutes.unwrap_or(shown.one.minutes))) @if is_open { (parts::details("Изменить минуты", Form::new(format!("{url}/hosts/minutes"), key()).body(html! {
        (form::hidden("person", &host.person.to_string()))
        (Field::new("minutes", "Минут").hint("Пусто — как у всех").value(host.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()).short().number())
        (form::button_secondary("Сохранить"))
    }))) } };
    let remove = html! { @if is_open && (shown.oversees || (shown.names && host.state == HostState::Invited)) { (Form::new(format!("{url}/hosts/removal"), key()).body(html! { (form::hidden("person", &host.person.to_string())) button.secondary.small type="submit" { "Убрать" span.unseen { " " (host.name) } } })) } };
    [html! { (host.name) br; span.hint { (host.school) } }, html! { (host.part.label()) }, state, work, remove]
}

/// Whom the search covers.
fn nobody(oversees: bool) -> &'static str {
    if oversees {
        "Проверьте написание. Показаны только люди вашей территории."
    } else {
        "Проверьте написание. Показаны коллеги вашей школы, участники актива и те, кого вы сопровождаете."
    }
}

fn choice(shown: &Shown<'_>, found: &Found, key: &dyn Fn() -> String) -> [Markup; 3] {
    let one = shown.one;
    let button = |part: Part, label: &str| {
        Form::new(format!("{}/hosts", crate::url(one.id)), key()).body(html! {
            (form::hidden("person", &found.person))
            (form::hidden("part", part.as_str()))
            button.secondary.small type="submit" { (label) span.unseen { " " (found.name) } }
        })
    };
    [
        html! { (found.name) @for clash in &found.clashes { br; span.hint { "В это время: " (clash.title) } } },
        html! { (found.school) },
        html! { @if shown.oversees { (button(Part::Host, "Назвать ведущим")) } (button(Part::Cohost, "Назвать соведущим")) },
    ]
}
