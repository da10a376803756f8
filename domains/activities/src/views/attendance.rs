//! Who came: the list with ticks, the code at the door.

use super::{span, trail};
use crate::{
    model::{Activity, SeatState, Session, SessionId, State},
    store::people::Participant,
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, PreEscaped, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts,
};

pub struct Shown<'a> {
    pub one: &'a Activity,
    pub sessions: &'a [Session],
    pub session: SessionId,
    pub people: &'a [Participant],
    pub guests: &'a str,
    pub errors: &'a FieldErrors,
    pub done: bool,
    pub zone: &'a TimeZone,
}

pub fn page(shown: &Shown<'_>, key: &str) -> Page {
    let (one, url) = (shown.one, crate::url(shown.one.id));
    let links: Vec<(String, String)> = shown.sessions.iter().map(|session| (span(session, shown.zone), format!("{url}/attendance?session={}", session.id))).collect();
    let tabs: Vec<(&str, &str, Option<u64>)> = links.iter().map(|(label, url)| (label.as_str(), url.as_str(), None)).collect();
    let current = format!("{url}/attendance?session={}", shown.session);
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @if shown.sessions.len() > 1 { (parts::tabs(&tabs, &current)) } @else if let Some(session) = shown.sessions.first() { p { (span(session, shown.zone)) } }
        p { a href={ (url) "/door" } { "Показать код: педагоги отметятся сами с телефонов" } " · " a href={ (url) "/sheet" } { "Лист регистрации для печати" } }
        (Form::new(format!("{url}/attendance"), key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (form::hidden("session", &shown.session.to_string()))
            (list(shown))
            (Field::new("guests", "Пришли без карточки в системе, человек").value(shown.guests).errors(shown.errors.all()).hint("Только число, без имён; на все встречи вместе").short().number())
            (form::button("Сохранить"))
        }))
        @if matches!(one.state, State::Announced | State::Held) { p { a href={ (url) "/closing" } { "Подвести итоги" } } }
    };
    Page::new("Кто был").narrow().trail(trail(one)).error_title(!shown.errors.is_empty()).notice(shown.done.then(|| Notice::done("Отмечено"))).lead(one.title.clone()).body(body)
}

fn list(shown: &Shown<'_>) -> Markup {
    let coming: Vec<&Participant> = shown.people.iter().filter(|person| person.state != SeatState::Left || person.was_at.contains(&shown.session)).collect();
    let here: Vec<String> = coming.iter().filter(|person| person.was_at.contains(&shown.session)).map(|person| person.person.to_string()).collect();
    html! {
        @if coming.is_empty() { (parts::empty("Записавшихся нет", "Те, у кого есть вход в систему, могут отметиться по коду; остальных посчитайте числом.", None)) }
        @for person in &here { (form::hidden("were", person)) }
        @if !coming.is_empty() { (Field::new("here", "Отметьте тех, кто пришёл").checkboxes(coming.iter().map(|person| option(person)), &here)) }
    }
}

fn option(person: &Participant) -> (String, String) {
    let state = if person.state == SeatState::Signed { String::new() } else { format!(" ({})", person.state.label()) };
    (person.person.to_string(), format!("{}, {}{state}", person.name, person.school))
}

pub struct Door<'a> {
    pub one: &'a Activity,
    pub session: &'a Session,
    pub svg: &'a str,
    pub address: &'a str,
    pub came: i64,
    pub is_open: bool,
    pub zone: &'a TimeZone,
}

pub fn door(door: &Door<'_>) -> Page {
    let url = crate::url(door.one.id);
    Page::new("Отметьтесь: наведите камеру телефона").narrow().trail(trail(door.one)).lead(span(door.session, door.zone)).body(html! {
        @if !door.is_open { (parts::notice(&Notice::info("Отмечаться ещё рано или уже поздно").more("Код действует за час до встречи и два часа после неё."))) }
        (picture(door.svg))
        p { "Войдите в систему на телефоне, и вы будете отмечены. Если не получилось, скажите ведущему." }
        p { "Отметились: " strong { (door.came) } ". " a href={ (url) "/door" } { "Обновить код" } " · " a href={ (url) "/attendance" } { "Список" } }
        p.hint { "Код меняется каждые две минуты и гаснет через десять: фотография кода не поможет тому, кто не пришёл. Адрес под кодом: " (door.address) }
    })
}

/// The code at a size that a camera reads from a few steps; its address below is the twin.
fn picture(drawn: &str) -> Markup {
    let rest = drawn.split_once("viewBox").map(|(_, rest)| rest).unwrap_or_default();
    html! { div { (PreEscaped(format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" role="img" aria-label="Код для отметки на телефоне; тот же адрес есть текстом ниже" viewBox{rest}"#))) } }
}
