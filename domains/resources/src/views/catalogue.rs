//! The list.

use super::{CATALOGUE, dates, hours, state};
use crate::{
    lists::Lists,
    model::{Form, ImportId, Kind, LinkState, State, strength_label},
    store::list::Listed,
};
use kernel::{Date, Paged};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field, Form as Posting},
    page::{Notice, Page},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/resources";

/// Titles of the sheet: those of the template, and what only we know.
pub const COLUMNS: [&str; 17] =
    ["Вид", "Название", "Описание", "Организатор", "Предмет", "Форма", "Технология", "Часы", "Начало", "Окончание", "Запись до", "Мест", "Ссылка", "Предлагать до", "Компетенции", "Чей каталог", "Состояние"];

/// A row of the sheet; it can be read in again.
pub fn cells(row: &Listed, lists: &Lists) -> Vec<Value> {
    let one = &row.resource;
    let tags = row.tags.iter().map(|tag| format!("{}: {}", tag.code, tag.strength)).collect::<Vec<_>>().join("; ");
    vec![
        one.kind.label().into(),
        one.title.as_str().into(),
        one.summary.as_str().into(),
        one.provider.as_str().into(),
        lists.subject(&one.subject).into(),
        one.form.label().into(),
        one.technology.as_str().into(),
        i64::from(one.hours).into(),
        one.starts_on.into(),
        one.ends_on.into(),
        one.apply_by.into(),
        one.seats.map(i64::from).into(),
        one.link.as_str().into(),
        one.valid_to.into(),
        tags.into(),
        one.place_name.as_str().into(),
        one.state.label().into(),
    ]
}

/// What the list is like for whoever looks.
pub struct Viewer {
    pub manages: bool,
    pub today: Date,
    /// A colleague's import whose drafts the viewer may review at once.
    pub reviews: Option<ImportId>,
}

pub fn page(rows: &Paged<Listed>, lists: &Lists, query: &Query, viewer: &Viewer, key: &str) -> Page {
    let mut columns =
        vec![Column::new("Название").sort("title"), Column::new("Вид и форма"), Column::new("Часы").number().sort("hours"), Column::new("Когда").sort("starts"), Column::new("С чем помогает"), Column::new("Чей каталог")];
    if viewer.manages {
        columns.push(Column::new("Состояние"));
    }
    let cells = rows.rows.iter().map(|row| line(row, lists, viewer));
    let none = if query.is_unfiltered() {
        ("Каталог пока пуст", "Здесь появятся курсы, мастер-классы, наставники и материалы, которые можно взять в маршрут.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора.")
    };
    let body = html! {
        @if viewer.manages { p { a href="/resources/import" { "Загрузить из таблицы" } " · " a href="/resources?state=all&unreviewed=yes" { "Ждут проверки" } } }
        (filters(lists, query, viewer))
        @if let Some(batch) = viewer.reviews.filter(|_| rows.total > 0) { (review_all(batch, key)) }
        (Table::new(CATALOGUE.0, columns).query(PATH, query).rows(cells).empty(none.0, none.1, None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 { (table::sheet_link(PATH, query)) }
    };
    let reviewed = query.text("reviewed").parse::<u64>().ok().map(|count| Notice::done(format!("Проверено и теперь в каталоге: {}", ru::counted(count, "ресурс", "ресурса", "ресурсов"))));
    let page = Page::new(CATALOGUE.0).wide().notice(reviewed).lead("Из чего складывается индивидуальный маршрут: курсы, стажировки, мастер-классы, наставники, материалы.").body(body);
    if viewer.manages { page.action(form::button_link("Добавить ресурс", "/resources/new")) } else { page }
}

fn line(row: &Listed, lists: &Lists, viewer: &Viewer) -> Vec<Markup> {
    let one = &row.resource;
    let mut cells = vec![
        html! { a href=(crate::url(one.id)) { (one.title) } @if !one.provider.is_empty() { br; span.hint { (one.provider) } } },
        html! { (one.kind.label()) br; span.hint { (one.form.label()) @if !one.subject.is_empty() { ", " (lists.subject(&one.subject)) } } },
        html! { (one.hours) },
        html! { (dates(one)) @if let Some(day) = one.apply_by { br; span.hint { "запись до " (ru::date(day)) } } },
        html! { @for (at, tag) in row.tags.iter().enumerate() { @if at > 0 { ", " } span title=(strength_label(tag.strength)) { (lists.title(&tag.code)) } } },
        html! { (one.place_name) },
    ];
    if viewer.manages {
        cells.push(state(one, viewer.today));
    }
    cells
}

fn review_all(batch: ImportId, key: &str) -> Markup {
    html! {
        p { "Эти ресурсы загрузил коллега. Посмотрите список: если всё верно, черновики можно проверить разом." }
        (Posting::new(format!("/resources/import/{batch}/review"), key).body(form::button_secondary("Проверить все черновики загрузки")))
    }
}

fn filters(lists: &Lists, query: &Query, viewer: &Viewer) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    let states = [("all", "все")].into_iter().chain(State::ALL.iter().filter(|state| **state != State::Live).map(|state| (state.as_str(), state.label())));
    let links = [("unchecked", LinkState::Unchecked.label())].into_iter().chain(LinkState::ALL.iter().filter(|state| **state != LinkState::Unchecked).map(|state| (state.as_str(), state.label())));
    table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("q", "Слова").value(query.text("q")).text())
            (field("kind", "Вид").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("competency", "С чем помогает").select_groups(lists.competencies(), None))
            (field("subject", "Предмет").select(lists.subjects.clone()))
            (field("form", "Форма").select(Form::ALL.iter().map(|form| (form.as_str(), form.label()))))
            (Field::new("hours", "Часов не больше").value(query.text("hours")).short().number())
            (Field::new("on", "Можно начать с").value(query.text("on")).date())
            @if viewer.manages {
                (Field::new("state", "Состояние").value(query.text("state")).first_line("в каталоге").select(states))
                (field("link", "Ссылка").select(links))
                (Field::new("mine", "Чьи").value(query.text("mine")).single_checkbox("yes", "писал(а) я"))
                (Field::new("unreviewed", "Проверка").value(query.text("unreviewed")).single_checkbox("yes", "ждут проверки"))
                (Field::new("returned", "Возвращённые").value(query.text("returned")).single_checkbox("yes", "вернули автору с пояснением"))
            }
            @if let Some(batch) = query.get("batch") { (form::hidden("batch", batch)) }
        },
    )
}

/// «36 часов, дистанционно»: for a line beside a title.
pub fn short(one: &crate::Resource) -> String {
    format!("{}, {}, {}", one.kind.label(), one.form.label(), hours(one.hours))
}
