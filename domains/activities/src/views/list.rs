//! The list.

use super::{LIST, kind, minutes, state, when};
use crate::{
    lists::Lists,
    model::{Kind, Level, State},
    store::list::Listed,
};
use jiff::tz::TimeZone;
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field},
    page::Page,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = LIST.1;

pub const COLUMNS: [&str; 14] = ["Номер", "Вид", "Название", "Направление", "Предмет", "Уровень", "Кто проводит", "Начало", "Окончание", "Минут", "Мест", "Записались", "Были", "Состояние"];

/// A row of the sheet.
pub fn cells(row: &Listed, lists: &Lists, zone: &TimeZone) -> Vec<Value> {
    let one = &row.activity;
    vec![
        one.number.as_str().into(),
        kind(one).into(),
        one.title.as_str().into(),
        lists.short_direction(&one.direction).into(),
        lists.subject(&one.subject).into(),
        one.level.label().into(),
        one.place_name.as_str().into(),
        ui::ru::datetime(one.starts_at, zone).into(),
        ui::ru::datetime(one.ends_at, zone).into(),
        one.minutes.into(),
        one.seats.map(i64::from).into(),
        row.signed.into(),
        (row.present + one.guests).into(),
        one.state.label().into(),
    ]
}

/// What the list is like for whoever looks.
pub struct Viewer {
    pub plans: bool,
    pub has_card: bool,
    pub now: kernel::Timestamp,
    pub zone: TimeZone,
}

pub fn page(rows: &Paged<Listed>, lists: &Lists, query: &Query, viewer: &Viewer) -> Page {
    let columns = vec![
        Column::new("Мероприятие").sort("title"),
        Column::new("Когда").sort("starts"),
        Column::new("Направление"),
        Column::new("Кто проводит").sort("place"),
        Column::new("Участники").number(),
        Column::new("Состояние"),
    ];
    let none = if query.is_unfiltered() {
        ("Впереди ничего не запланировано", "Здесь появятся открытые уроки, мастер-классы, занятия, выезды и вебинары вашей школы, муниципалитета и края.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора или посмотрите прошедшие.")
    };
    let body = html! {
        (tabs(query))
        p { a href="/activities/calendar" { "Календарь на месяц" } }
        (filters(lists, query, viewer))
        (Table::new(LIST.0, columns).query(PATH, query).rows(rows.rows.iter().map(|row| line(row, lists, viewer.now, &viewer.zone))).empty(none.0, none.1, None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
    };
    let page = Page::new(LIST.0).wide().lead("Открытые уроки, мастер-классы, занятия, выезды и другие дела по двенадцати направлениям.").body(body);
    if viewer.plans { page.action(form::button_link("Запланировать", "/activities/new")) } else { page }
}

fn tabs(query: &Query) -> Markup {
    let link = |when: &str| query.without("page").without("from").without("to").without("sort").with("when", when).href(PATH);
    let (ahead, past, all) = (query.without("page").without("when").without("from").without("to").without("sort").href(PATH), link("past"), link("all"));
    let current = match query.text("when") {
        "past" => past.clone(),
        "all" => all.clone(),
        "unfinished" => link("unfinished"),
        _ => ahead.clone(),
    };
    let mut tabs = vec![("Впереди", ahead.as_str(), None), ("Прошедшие", past.as_str(), None), ("Все", all.as_str(), None)];
    // Reached from the first page only.
    if query.text("when") == "unfinished" {
        tabs.push(("Прошли без итогов", current.as_str(), None));
    }
    ui::parts::tabs(&tabs, &current)
}

fn line(row: &Listed, lists: &Lists, now: kernel::Timestamp, zone: &TimeZone) -> Vec<Markup> {
    let one = &row.activity;
    let came = one.state == State::Held || one.state == State::Closed;
    vec![
        html! { a href=(crate::url(one.id)) { (one.title) } br; span.hint { (kind(one)) ", " (minutes(one.minutes)) @if !one.subject.is_empty() { ", " (lists.subject(&one.subject)) } } },
        html! { (when(one, zone)) },
        html! { (lists.short_direction(&one.direction)) },
        html! { (one.place_name) br; span.hint { (one.level.label()) } },
        html! { @if came { "были " (row.present + one.guests) } @else { (row.signed) @if let Some(seats) = one.seats { " из " (seats) } } },
        state(one, now),
    ]
}

fn filters(lists: &Lists, query: &Query, viewer: &Viewer) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("q", "Слова или номер").value(query.text("q")).text())
            (field("kind", "Вид").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("direction", "Направление работы").select(lists.short_directions.clone()))
            (field("subject", "Предмет").select(lists.subjects.clone()))
            (field("level", "Уровень").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
            (field("place", "Муниципалитет").select(lists.municipalities.clone()))
            (Field::new("from", "С даты").value(query.text("from")).date())
            (Field::new("to", "По дату").value(query.text("to")).date())
            (field("state", "Состояние").select(State::ALL.iter().map(|state| (state.as_str(), state.label()))))
            @if viewer.has_card { (field("mine", "Мои").select([("signed", "куда я записан(а)"), ("hosted", "что я веду")])) }
            @if let Some(when) = query.get("when") { (form::hidden("when", when)) }
        },
    )
}
