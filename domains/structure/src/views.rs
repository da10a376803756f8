//! Pages for those who keep places, dictionaries and the calendar. They print; what is allowed is decided elsewhere.

mod dictionaries;
pub mod heads;
mod life;
mod names;
pub mod reach;

pub use dictionaries::{DICTIONARY_COLUMNS, calendar, cells, dictionaries, dictionary};
pub use life::{closing_page, school_page};
pub use names::{mend_page, rename_page};

use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

use crate::{
    contacts::Contact,
    heads::{Head, Post},
    places::{ALWAYS, NameRecord, Place, PlaceKind},
    services::Turn,
};

const PLACES: &str = "/places";
const DICTIONARIES: &str = "/dictionaries";

/// The page that everybody reads.
pub fn place_url(place: &Place) -> String {
    format!("{PLACES}/{}", place.id)
}

/// The page of those who keep it.
pub fn edit_url(place: &Place) -> String {
    format!("{PLACES}/{}/edit", place.id)
}

fn trail_to(place: &Place) -> [(String, String); 3] {
    [("Территории и школы".to_owned(), PLACES.to_owned()), (place.short_name.clone(), place_url(place)), ("Изменить".to_owned(), edit_url(place))]
}

/// Everything that is kept of a place.
pub struct Card {
    pub place: Place,
    pub parent: Option<Place>,
    pub names: Vec<NameRecord>,
    /// Nothing for whoever keeps no cards of people.
    pub heads: Option<Vec<Head>>,
    pub services: Vec<Turn>,
    pub contact: Contact,
    pub schools: Vec<Place>,
    pub today: Date,
}

pub fn card(card: &Card, done: &str, key: &str) -> Page {
    let place = &card.place;
    let page = Page::new(&place.name).trail(trail(card)).notice(done_notice(done)).wide();
    let page = match place.kind {
        PlaceKind::Municipality => page.action(form::button_link("Добавить школу", &format!("{}/schools/new", place_url(place)))),
        PlaceKind::School | PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => page,
    };
    page.body(html! {
        (facts(card))
        p { a href={ (place_url(place)) "/rename" } { "Переименовать" } }
        @if matches!(place.kind, PlaceKind::School | PlaceKind::Municipality) { (closing_act(place, key)) }
        @if place.kind == PlaceKind::School { (parts::details("Школа перешла в другой муниципалитет?", html! {
            p { "Передать её на этом экране нельзя: прошлые записи, заявки и отчёты остаются за прежним муниципалитетом. Закройте школу здесь с дня передачи и откройте в новом муниципалитете с этого же дня, затем запишите людям новое место работы." }
        })) }
        @if let Some(heads) = card.heads.as_ref().filter(|_| !Post::of(place.kind).is_empty()) { (heads::section(place, heads, card.today)) }
        @if place.kind == PlaceKind::Municipality {
            (reach::service_section(place, &card.services))
            h2 { "Школы" }
            (schools(&card.schools, card.today))
        }
        h2 { "Как называлась раньше и теперь" }
        (history(place, &card.names))
    })
}

fn trail(card: &Card) -> Vec<(String, String)> {
    let municipality = card.parent.as_ref().filter(|parent| parent.kind == PlaceKind::Municipality);
    let root = ("Территории и школы".to_owned(), PLACES.to_owned());
    let up = municipality.map(|place| (place.short_name.clone(), place_url(place)));
    std::iter::once(root).chain(up).chain([(card.place.short_name.clone(), place_url(&card.place))]).collect()
}

fn done_notice(done: &str) -> Option<Notice> {
    let words = match done {
        "renamed" => "Новое название записано, прежнее сохранено в истории",
        "mended" => "Опечатка исправлена",
        "added" => "Школа добавлена",
        "closed" => "Дата закрытия записана",
        "reopened" => "Закрытие отменено",
        "headed" => "Руководитель записан",
        "left" => "Дата ухода записана",
        "struck" => "Запись о руководителе удалена",
        "service" => "Записано, с какого дня есть методическая служба или нет",
        "contact" => "Контакты сохранены",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn facts(card: &Card) -> Markup {
    let place = &card.place;
    let settlement = if place.kind == PlaceKind::Municipality { "Центр" } else { "Населённый пункт" };
    let mut rows = vec![SummaryRow::new("Краткое название", &place.short_name), SummaryRow::new("Вид", &place.type_label), SummaryRow::new(settlement, &place.facts.settlement), SummaryRow::new("Код", place.id.as_str())];
    if let Some(opened) = place.opened_on {
        rows.push(SummaryRow::new("Открыта", ru::date(opened)));
    }
    if let Some(closed) = place.closed_on {
        rows.push(SummaryRow::new("Закрыта", html! { (ru::date(closed)) " " (state_tag(place, card.today)) }));
    }
    rows.push(SummaryRow::new("Контакты", reach::words(&card.contact)).action("Изменить", format!("{}/contact", place_url(place))));
    parts::summary(rows)
}

fn state_tag(place: &Place, today: Date) -> Markup {
    match place.closed_on {
        None => parts::tag(Kind::Good, "работает"),
        Some(closed) if closed > today => parts::tag(Kind::Waiting, "закроется"),
        Some(_) => parts::tag(Kind::Bad, "закрыта"),
    }
}

fn closing_act(place: &Place, key: &str) -> Markup {
    html! {
        @if place.closed_on.is_some() {
            (Form::new(format!("{}/reopening", place_url(place)), key).body(html! {
                (form::hidden("version", &place.version.to_string()))
                (form::button_secondary("Отменить закрытие"))
            }))
        } @else {
            p { a href={ (place_url(place)) "/closing" } { @if place.kind == PlaceKind::School { "Закрыть школу" } @else { "Закрыть муниципалитет" } } }
        }
    }
}

fn schools(schools: &[Place], today: Date) -> Markup {
    let columns = vec![Column::new("Школа"), Column::new("Вид"), Column::new("Населённый пункт"), Column::new("Состояние")];
    let rows = schools.iter().map(|school| [html! { a href=(edit_url(school)) { (school.short_name) } }, html! { (school.type_label) }, html! { (school.facts.settlement) }, state_tag(school, today)]);
    Table::new("Школы", columns).rows(rows).empty("Школ пока нет", "Добавьте первую кнопкой сверху или загрузите таблицу.", None).render()
}

fn history(place: &Place, names: &[NameRecord]) -> Markup {
    let columns = vec![Column::new("Название"), Column::new("Краткое"), Column::new("Вид"), Column::new("Действует"), Column::new("Опечатка")];
    let rows = names.iter().rev().map(|record| {
        let mend = format!("{}/names/mending?from={}", place_url(place), record.from);
        [
            html! { (record.name) },
            html! { (record.short_name) },
            html! { (record.type_label) },
            html! { (period(record.from, record.until)) },
            html! { a href=(mend) { "Исправить" span.unseen { ": " (record.short_name) } } },
        ]
    });
    Table::new("Названия", columns).rows(rows).render()
}

/// The last day is inside the period as people read it.
pub(crate) fn period(from: Date, until: Option<Date>) -> String {
    let last = until.map(|until| until.yesterday().unwrap_or(until));
    match last {
        None if from <= ALWAYS => "всегда".to_owned(),
        Some(last) if from <= ALWAYS => format!("по {}", ru::date(last)),
        last => ru::period(from, last),
    }
}

fn field(name: &str, label: &str, value: &str, errors: &FieldErrors) -> Field {
    Field::new(name, label).value(value).error(errors.of(name))
}

fn summary_of(errors: &FieldErrors) -> Markup {
    form::error_summary(errors.all())
}
