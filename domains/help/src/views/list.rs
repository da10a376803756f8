//! The queue.

use super::{short, state};
use crate::{
    lists::Lists,
    model::{HelpRequest, State},
};
use access::{Action, Actor, Role};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use structure::places::Place;
use ui::{
    form::{self, Field},
    page::Page,
    ru,
    table::{self, Column, Table},
    url::Query,
};

/// What the queue stands in.
pub struct Around<'a> {
    pub query: &'a Query,
    pub municipalities: &'a [Place],
    pub lists: &'a Lists,
    pub actor: &'a Actor,
}

pub fn queue(found: &Paged<HelpRequest>, around: &Around<'_>) -> Page {
    let Around { query, municipalities, lists, actor } = around;
    let page = Page::new("Обращения за помощью").wide().lead("Сначала те, у кого срок ответа ближе. Личных обращений здесь нет: их видят только двое.");
    let page = if actor.can(Action::AskForHelp) { page.action(form::button_link("Попросить о помощи", "/help-requests/new")) } else { page };
    page.body(html! {
        p { a href="/help-requests/own" { "Мои обращения" } " · " a href="/help-requests/figures" { "Что показывает год" } @if actor.role == Role::Coordinator { " · " a href="/help-requests/terms" { "Сроки" } } }
        (table::filter_bar("/help-requests", query, filters(query, municipalities, lists)))
        (rows(found, query, lists))
        (table::pager("/help-requests", query, found.slice.number, found.slice.size, found.total))
        (table::sheet_link("/help-requests", query))
    })
}

fn filters(query: &Query, municipalities: &[Place], lists: &Lists) -> Markup {
    let states = State::ALL.iter().map(|state| (state.as_str(), state.label())).chain([("all", "все")]);
    let places = municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone()));
    html! {
        (Field::new("state", "Состояние").value(query.text("state")).first_line("не закрытые").select(states))
        (Field::new("whose", "У кого").value(query.text("whose")).first_line("у всех").select([("mine", "у меня"), ("nobody", "ни у кого"), ("keeper", "не у меня, кроме моих вопросов")]))
        (Field::new("late", "Сроки").value(query.text("late")).first_line("все").select([("yes", "только просроченные")]))
        (Field::new("direction", "Направление").value(query.text("direction")).first_line("все").select(lists.directions.clone()))
        (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(lists.subjects.clone()))
        (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places))
        (Field::new("number", "Номер").value(query.text("number")).short().text())
    }
}

fn rows(found: &Paged<HelpRequest>, query: &Query, lists: &Lists) -> Markup {
    let columns = vec![Column::new("Обращение").sort("number"), Column::new("Кто просит"), Column::new("Срок").sort("due"), Column::new("Состояние"), Column::new("Кто отвечает")];
    let rows = found.rows.iter().map(|one| {
        [
            html! { a href=(one.url()) { (one.number) } p.hint { (lists.direction(&one.direction)) @if !one.subject.is_empty() { "; " (lists.subject(&one.subject)) } } p { (short(&one.words)) } },
            html! { (asker(one)) p.hint { (one.place_name) } },
            html! { @if one.state.is_waiting() { (ru::date_weekday(one.due_on)) } @else { "—" } p.hint { "спрошено " (ru::date(one.asked_on)) } },
            state(one, lists.day),
            html! { @if one.helper.is_nobody() { "—" } @else { (one.helper.name) } },
        ]
    });
    Table::new("Обращения", columns)
        .query("/help-requests", query)
        .rows(rows)
        .empty("Обращений нет", "Здесь появятся вопросы педагогов и школ вашей территории. Измените условия отбора, чтобы увидеть закрытые.", None)
        .render()
}

/// Whoever asked; somebody erased asks nothing more.
pub fn asker(one: &HelpRequest) -> String {
    match (one.asker.is_nobody(), one.is_place) {
        (true, _) => "данные удалены".into(),
        (false, true) => format!("{} (от организации)", one.asker.name),
        (false, false) => one.asker.name.clone(),
    }
}

/// A row of the exported list. Nobody's words leave the house in it.
pub fn cells(one: &HelpRequest, lists: &Lists) -> Vec<Value> {
    let text = |words: &str| Value::Text(words.to_owned());
    vec![
        text(&one.number),
        Value::Date(one.asked_on),
        Value::Date(one.due_on),
        text(lists.direction(&one.direction)),
        text(lists.subject(&one.subject)),
        text(&one.place_name),
        text(&asker(one)),
        text(&one.helper.name),
        text(one.state.label()),
        text(&one.response_days.map(|days| days.to_string()).unwrap_or_default()),
        text(&if one.minutes > 0 { one.minutes.to_string() } else { String::new() }),
        text(one.outcome.map(crate::model::Outcome::label).unwrap_or_default()),
    ]
}
