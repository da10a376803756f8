//! Lists of visits: the staff's, and the teacher's own.

use crate::model::{Observation, Row, State};
use access::{Action, Actor};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use structure::Lists;
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

/// Columns of the exported list.
pub const COLUMNS: [&str; 9] = ["Учитель", "Организация", "Дата", "Урок", "Класс", "Предмет", "Наблюдатель", "Карта", "Состояние"];

/// The state as the viewer's side reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Observer,
    Teacher,
    Other,
}

pub fn tag(state: State, reader: Reader) -> Markup {
    let kind = match (state, reader) {
        (State::Proposed | State::Filled, Reader::Teacher) | (State::Agreed, Reader::Observer) => Kind::Mine,
        (State::Proposed | State::Filled, _) => Kind::Waiting,
        (State::Agreed, _) => Kind::Doing,
        (State::Acknowledged, _) => Kind::Good,
        (State::Declined | State::TakenBack, _) => Kind::Neutral,
    };
    let words = match (state, reader) {
        (State::Proposed, Reader::Teacher) => "ждёт вашего ответа",
        (State::Filled, Reader::Teacher) => "карта готова, прочтите",
        (State::Acknowledged, Reader::Teacher) => "вы ознакомились",
        (State::Declined, Reader::Teacher) => "вы отказались",
        (State::Agreed, Reader::Observer) => "согласовано, заполните карту",
        _ => state.label(),
    };
    parts::tag(kind, words)
}

/// «23.11.2026, 3-й урок».
pub fn day(of: &Observation) -> String {
    let lesson = if of.lesson.is_empty() { String::new() } else { format!(", {}-й урок", of.lesson) };
    format!("{}{lesson}", ru::date(of.held_on))
}

pub fn staff(shell: &Shell, actor: &Actor, found: &Paged<Row>, query: &Query, lists: &Lists) -> Markup {
    let columns = vec![Column::new("Учитель").sort("name"), Column::new("Урок").sort("day"), Column::new("Карта"), Column::new("Наблюдатель"), Column::new("Состояние")];
    let rows = found.rows.iter().map(|row| {
        let of = &row.observation;
        let reader = if of.observer == actor.account { Reader::Observer } else { Reader::Other };
        [
            html! { a href={ "/observations/" (of.id) } { (row.teacher) } p.hint { (row.school) } },
            html! { (day(of)) p.hint { (of.grade) " " (lists.subject(&of.subject)) } },
            html! { (row.rubric) },
            html! { (of.observer_name) },
            tag(of.state, reader),
        ]
    });
    let states: Vec<(&str, &str)> = State::ALL.iter().map(|state| (state.as_str(), state.label())).collect();
    let page = Page::new("Наблюдения уроков").wide().lead("Здесь ваши наблюдения и те, которые учителя открыли другим.");
    let page = if actor.can(Action::ObserveLessons) { page.action(form::button_link("Предложить посещение", "/observations/new")) } else { page };
    shell.page(page.body(html! {
        @if actor.can(Action::ObserveLessons) {
            ul {
                li { a href="/observe/" { "Заполнять карты на телефоне без сети" } }
                li { a href="/observations/agreement" { "Насколько наблюдатели согласны между собой" } }
                li { a href="/rubrics" { "Карты наблюдения" } }
            }
        }
        (table::filter_bar("/observations", query, html! {
            (Field::new("text", "Фамилия или имя учителя").value(query.text("text")).medium().text())
            (Field::new("state", "Состояние").value(query.text("state")).first_line("все").select(states))
            (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(lists.subjects()))
            (Field::new("whose", "Чьи").value(query.text("whose")).first_line("все").select([("mine", "только мои")]))
        }))
        (Table::new("Наблюдения уроков", columns).query("/observations", query).rows(rows).empty("Наблюдений не нашлось", "Предложите учителю посетить его урок или измените условия отбора.", None).render())
        (table::pager("/observations", query, found.slice.number, found.slice.size, found.total))
        (table::sheet_link("/observations", query))
    }))
}

/// A row of the exported list.
pub fn cells(row: &Row, lists: &Lists) -> Vec<Value> {
    let of = &row.observation;
    let text = |words: &str| Value::Text(words.to_owned());
    vec![text(&row.teacher), text(&row.school), Value::Date(of.held_on), text(&of.lesson), text(&of.grade), text(&lists.subject(&of.subject)), text(&of.observer_name), text(&row.rubric), text(of.state.label())]
}

pub fn own(shell: &Shell, found: &[Row], query: &Query, done: &str) -> Markup {
    let columns = vec![Column::new("Урок"), Column::new("Наблюдатель"), Column::new("Карта"), Column::new("Состояние")];
    let rows = found.iter().map(|row| {
        let of = &row.observation;
        [
            html! { a href={ "/cabinet/observations/" (of.id) } { (day(of)) } p.hint { (of.grade) " " (of.topic) } },
            html! { (of.observer_name) p.hint { (of.observer_post) } },
            html! { (row.rubric) },
            tag(of.state, Reader::Teacher),
        ]
    });
    let done = match done {
        "declined" => Some("Вы отказались. Последствий у отказа нет, наблюдателю отправлено письмо."),
        _ => None,
    };
    let page = Page::new("Наблюдения моих уроков").trail([("Мой кабинет", "/cabinet")]).notice(done.map(Notice::done));
    shell.page(page.lead("Посещение бывает только с вашего согласия. Карту первым читаете вы и сами решаете, открывать ли её другим.").body(html! {
        (Table::new("Наблюдения моих уроков", columns).query("/cabinet/observations", query).rows(rows).empty("Пока никто не предлагал посетить ваш урок", "Когда предложат, придёт письмо, и предложение появится здесь.", None).render())
    }))
}
