//! The list of people: filter, search, order and page in the address; the same list as a file.

use super::words::Words;
use crate::list::{Filter, Found, PersonRow, Sort, list as find_people};
use ::web::{
    App, Staff,
    lists::{Format, Taken, take},
};
use access::{Action, Actor};
use audit::Event;
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Slice, Tx};
use maud::{Markup, html};
use serde_json::json;
use sheets::Value;
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/people";
const TITLE: &str = "Люди";
const MOST_EXPORTED: u32 = 50_000;

fn filter_of(query: &Query) -> Filter {
    let text = |key: &str| query.text(key).to_owned();
    Filter { text: text("q"), municipality: text("municipality"), school: text("school"), subject: text("subject"), position: text("position") }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPeople)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if let Some(format) = Format::asked(&query) {
        return export(&app, &actor, query, format).await;
    }
    let (scope, asked) = (actor.scope(), query.clone());
    let (found, words) = app.read(move |tx| Ok((find_people(tx, &scope, &filter_of(&asked), Sort::parse(asked.sort()), Slice::new(asked.page(), 50))?, Words::load(tx)?))).await?;
    Ok(shell.page(page(&actor, &query, &found, &words)).into_response())
}

fn page(actor: &Actor, query: &Query, found: &Found, words: &Words) -> Page {
    let guess = found.is_guess.then(|| Notice::info("Точных совпадений нет: показаны похожие имена"));
    let page = Page::new("Люди").wide().notice(guess);
    let page = if actor.can(Action::EditPeople) { page.action(form::button_link("Добавить человека", "/people/new")) } else { page };
    page.body(html! {
        @if actor.can(Action::EditPeople) { p { a href="/people/import" { "Загрузка из таблицы" } " · " a href="/people/duplicates" { "Возможные дубли" } } }
        (table::filter_bar(PATH, query, filters(query, words)))
        (rows(query, found, words))
        (table::pager(PATH, query, found.people.slice.number, found.people.slice.size, found.people.total))
        @if actor.can(Action::ExportLists) && found.people.total > 0 { (table::export_links(PATH, query)) }
    })
}

fn filters(query: &Query, words: &Words) -> Markup {
    let municipality = query.text("municipality");
    let schools = words.schools.iter().filter(|school| school.parent.as_ref().is_some_and(|parent| parent.as_str() == municipality));
    let schools: Vec<(String, String)> = schools.map(|school| (school.id.to_string(), school.short_name.clone())).collect();
    html! {
        (Field::new("q", "Фамилия, имя или отчество").value(query.text("q")).name_like().text())
        (Field::new("municipality", "Муниципалитет").value(municipality).first_line("все").select(words.municipality_choices()))
        @if !schools.is_empty() { (Field::new("school", "Школа").value(query.text("school")).first_line("все").select(schools)) }
        (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(words.subject_choices()))
        (Field::new("position", "Должность").value(query.text("position")).first_line("все").select(words.position_choices()))
    }
}

fn rows(query: &Query, found: &Found, words: &Words) -> Markup {
    let columns = vec![Column::new("ФИО").sort("name"), Column::new("Место работы").sort("place"), Column::new("Должность"), Column::new("Предмет")];
    let cells = |row: &PersonRow| {
        [
            html! { a href={ "/people/" (row.id) } { (row.name.full()) } },
            html! { (row.place_name) @if row.municipality.as_ref().is_some_and(|id| *id != row.place) { br; span.hint { (words.municipality(row.municipality.as_ref())) } } },
            html! { (words.position(&row.position, &row.position_text)) },
            html! { (row.subject.as_deref().map(|code| words.subject(code)).unwrap_or_default()) },
        ]
    };
    let why = if query.is_unfiltered() {
        ("Людей пока нет", "Карточки появятся, когда вы добавите человека или загрузите список из таблицы.")
    } else {
        ("Никого не нашли", "Проверьте написание или снимите часть фильтров.")
    };
    Table::new("Люди", columns).query(PATH, query).rows(found.people.rows.iter().map(cells)).empty(why.0, why.1, None).render()
}

/// The list as a file; that it was taken out, by what filter and how long it was, is an event of the audit.
async fn export(app: &App, actor: &Actor, query: Query, format: Format) -> ::web::Result<Response> {
    actor.may(Action::ExportLists)?;
    let scope = actor.scope();
    let read = move |tx: &mut Tx<'_>| {
        let filter = filter_of(&query);
        let found = find_people(tx, &scope, &filter, Sort::parse(query.sort()), Slice::all(MOST_EXPORTED))?;
        let words = Words::load(tx)?;
        let in_words = in_words(&filter, &words);
        let Filter { text, municipality, school, subject, position } = filter;
        let asked = json!({ "rows": found.people.total, "by_name": !text.is_empty(), "municipality": municipality, "school": school, "subject": subject, "position": position });
        let event = Event::new("people.exported", "list", "people").with(asked);
        Ok(Taken { name: TITLE.into(), filter: in_words, rows: found.people.rows.iter().map(|row| cells(row, &words)).collect(), event })
    };
    take(app, actor, (TITLE, COLUMNS.map(sheets::Column::new).to_vec()), format, read).await
}

fn in_words(filter: &Filter, words: &Words) -> String {
    let Filter { text, municipality, school, subject, position } = filter;
    let parts = [
        (!text.is_empty()).then(|| format!("имя: {text}")),
        (!municipality.is_empty()).then(|| format!("муниципалитет: {}", words.municipality(Some(&municipality.as_str().into())))),
        (!school.is_empty()).then(|| format!("школа: {}", words.place(&school.as_str().into()))),
        (!subject.is_empty()).then(|| format!("предмет: {}", words.subject(subject))),
        (!position.is_empty()).then(|| format!("должность: {}", words.position(position, ""))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

const COLUMNS: [&str; 10] = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Муниципалитет", "Место работы", "Должность", "Предмет", "Телефон", "Электронная почта"];

fn cells(row: &PersonRow, words: &Words) -> Vec<Value> {
    vec![
        row.name.family.as_str().into(),
        row.name.given.as_str().into(),
        row.name.patronymic.clone().into(),
        row.birth_on.into(),
        words.municipality(row.municipality.as_ref()).into(),
        row.place_name.as_str().into(),
        words.position(&row.position, &row.position_text).into(),
        row.subject.as_deref().map(|code| words.subject(code).to_owned()).into(),
        row.phone.as_deref().map(ru::phone).into(),
        row.email.clone().into(),
    ]
}
