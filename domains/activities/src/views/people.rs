//! Participants: by name for those who run it, those of one's own scope for the rest.

use super::trail;
use crate::{
    model::{Activity, SeatState, State},
    store::people::{Counts, Participant},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

pub struct Shown<'a> {
    pub one: &'a Activity,
    pub people: &'a [Participant],
    pub counts: Counts,
    /// Sees all names, not only those of the own scope.
    pub runs: bool,
    pub has_packet: bool,
    /// May sign up or ask people of the own scope.
    pub signs: bool,
    pub asked: &'a str,
    /// Id, name, school.
    pub found: &'a [(String, String, String)],
    pub done: &'a str,
    pub zone: &'a TimeZone,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let one = shown.one;
    let mut columns = ["ФИО", "Где работает", "Запись", "Когда"].map(Column::new).to_vec();
    if shown.runs && shown.has_packet {
        columns.push(Column::new("Материалы"));
    }
    let takes = matches!(one.state, State::Announced | State::Held);
    let body = html! {
        p { "Записаны " (shown.counts.signed) @if let Some(seats) = one.seats { " из " (seats) } ", в листе ожидания " (shown.counts.waiting) ", приглашены и не ответили " (shown.counts.invited) "." }
        @if !shown.runs { p.hint { "Вы видите участников своей территории; остальные — в числах." } }
        (Table::new("Участники", columns).rows(shown.people.iter().map(|person| row(shown, person))).empty("Пока никого", "Когда педагоги запишутся, они появятся здесь.", None).render())
        @if (shown.signs || shown.runs) && (takes || one.state == State::Draft) {
            h2 { @if shown.signs { "Записать или пригласить" } @else { "Пригласить" } }
            p.hint { @if shown.signs { "Педагоги вашей территории." } @else { "Коллеги вашей школы, участники актива и те, кого вы сопровождаете." } " Человек получит сообщение и может отказаться." }
            (table::filter_bar(&format!("{}/people", crate::url(one.id)), &Query::parse("").with("q", shown.asked), Field::new("q", "Фамилия, имя").value(shown.asked).name_like().text()))
            @if !shown.asked.is_empty() { (Table::new("Найденные люди", ["ФИО", "Где работает", ""].map(Column::new).to_vec()).rows(shown.found.iter().map(|found| choice(shown, found, takes && shown.signs, key))).empty("Никого не нашли", "Проверьте написание: фамилия и имя.", None).render()) }
        }
    };
    let notice = match shown.done {
        "signed" => Some(Notice::done("Педагог записан и получит сообщение")),
        "waiting" => Some(Notice::info("Мест нет: педагог в листе ожидания")),
        "invited" => Some(Notice::done("Приглашение отправлено")),
        _ => None,
    };
    Page::new("Участники").trail(trail(one)).notice(notice).lead(one.title.clone()).body(body)
}

fn row(shown: &Shown<'_>, person: &Participant) -> Vec<Markup> {
    let tone = match person.state {
        SeatState::Signed => Kind::Good,
        SeatState::Waiting | SeatState::Invited => Kind::Waiting,
        SeatState::Left => Kind::Neutral,
    };
    let mut cells = vec![html! { (person.name) }, html! { (person.school) }, parts::tag(tone, person.state.label()), html! { (ru::datetime(person.since, shown.zone)) }];
    if shown.runs && shown.has_packet {
        cells.push(match (person.read_at, person.opened_at) {
            (Some(_), _) => parts::tag(Kind::Good, "прочитано"),
            (None, Some(_)) => parts::tag(Kind::Waiting, "открыты"),
            (None, None) => parts::tag(Kind::Neutral, "не открыты"),
        });
    }
    cells
}

fn choice(shown: &Shown<'_>, (person, name, school): &(String, String, String), takes: bool, key: &dyn Fn() -> String) -> [Markup; 3] {
    let button = |act: &str, label: &str| {
        Form::new(format!("{}/people", crate::url(shown.one.id)), key()).body(html! {
            (form::hidden("person", person))
            (form::hidden("act", act))
            button.secondary.small type="submit" { (label) span.unseen { " " (name) } }
        })
    };
    [html! { (name) }, html! { (school) }, html! { @if takes { (button("enrol", "Записать")) } @if shown.runs && shown.one.state != State::Held { (button("invite", "Пригласить")) } }]
}
