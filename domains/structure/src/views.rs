//! Pages of places, dictionaries and the calendar. They print; what is allowed is decided elsewhere.

use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table, sheet_link},
    url::Query,
};

use crate::{
    calendar::Calendar,
    form::{ClosingForm, RenameForm, SchoolForm},
    places::{ALWAYS, NameRecord, Place, PlaceKind},
    profile::TermKind,
    terms::Term,
};

const PLACES: &str = "/places";
const DICTIONARIES: &str = "/dictionaries";

pub fn place_url(place: &Place) -> String {
    format!("{PLACES}/{}", place.id)
}

/// What stands on the list of municipalities.
pub struct Municipalities {
    pub rows: Vec<(Place, u64)>,
    pub has_sample_requisites: bool,
}

pub fn municipalities(list: &Municipalities) -> Page {
    let schools: u64 = list.rows.iter().map(|(_, schools)| schools).sum();
    let columns = vec![Column::new("Муниципалитет"), Column::new("Вид"), Column::new("Центр"), Column::new("Методическая служба"), Column::new("Школ").number()];
    let rows = list
        .rows
        .iter()
        .map(|(place, schools)| [html! { a href=(place_url(place)) { (place.short_name) } }, html! { (place.type_label) }, html! { (place.facts.settlement) }, service_tag(place), html! { (ru::number(*schools)) }]);
    let table = Table::new("Муниципалитеты", columns).rows(rows).totals([html! { "Всего: " (list.rows.len()) }, html! {}, html! {}, html! {}, html! { (ru::number(schools)) }]).empty(
        "Муниципалитетов пока нет",
        "Они появятся, когда будет загружен профиль региона.",
        None,
    );
    let sample = Notice::act_now("Реквизиты института — образец").more("Впишите настоящие реквизиты в раздел operator профиля региона и загрузите профиль снова: из них составляются согласия и документы.");
    Page::new("Территории и школы").wide().notice(list.has_sample_requisites.then_some(sample)).body(html! {
        (table.render())
        p { a href=(crate::school_list::PATH) { "Все школы региона: поиск и выгрузка" } }
        p { a href=(DICTIONARIES) { "Словари и рабочий календарь" } }
    })
}

fn service_tag(place: &Place) -> Markup {
    if place.has_methodical_service { parts::tag(Kind::Good, "есть") } else { parts::tag(Kind::Neutral, "нет") }
}

/// Everything on a place's own page.
pub struct Card {
    pub place: Place,
    pub parent: Option<Place>,
    pub names: Vec<NameRecord>,
    pub schools: Vec<Place>,
    pub today: Date,
}

pub fn card(card: &Card, done: &str, key: &str) -> Page {
    let place = &card.place;
    let page = Page::new(&place.name).trail(trail(card.parent.as_ref())).notice(done_notice(done)).wide();
    let page = match place.kind {
        PlaceKind::Municipality => page.action(form::button_link("Добавить школу", &format!("{}/schools/new", place_url(place)))),
        PlaceKind::School | PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => page,
    };
    page.body(html! {
        (facts(place, card.today))
        p { a href={ (place_url(place)) "/rename" } { "Переименовать" } }
        @if place.kind == PlaceKind::School { (closing_act(place, key)) }
        @if place.kind == PlaceKind::Municipality { h2 { "Школы" } (schools(&card.schools, card.today)) }
        h2 { "Как называлась раньше и теперь" }
        (history(&card.names))
    })
}

fn trail(parent: Option<&Place>) -> Vec<(String, String)> {
    let municipality = parent.filter(|parent| parent.kind == PlaceKind::Municipality);
    let root = ("Территории и школы".to_owned(), PLACES.to_owned());
    std::iter::once(root).chain(municipality.map(|place| (place.short_name.clone(), place_url(place)))).collect()
}

fn done_notice(done: &str) -> Option<Notice> {
    let words = match done {
        "renamed" => "Новое название записано, прежнее сохранено в истории",
        "added" => "Школа добавлена",
        "closed" => "Дата закрытия записана",
        "reopened" => "Закрытие отменено",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn facts(place: &Place, today: Date) -> Markup {
    let settlement = if place.kind == PlaceKind::Municipality { "Центр" } else { "Населённый пункт" };
    let mut rows = vec![SummaryRow::new("Краткое название", &place.short_name), SummaryRow::new("Вид", &place.type_label), SummaryRow::new(settlement, &place.facts.settlement), SummaryRow::new("Код", place.id.as_str())];
    if place.kind == PlaceKind::Municipality {
        rows.push(SummaryRow::new("Методическая служба", service_tag(place)));
    }
    if let Some(opened) = place.opened_on {
        rows.push(SummaryRow::new("Открыта", ru::date(opened)));
    }
    if let Some(closed) = place.closed_on {
        rows.push(SummaryRow::new("Закрыта", html! { (ru::date(closed)) " " (state_tag(place, today)) }));
    }
    parts::summary(rows)
}

fn state_tag(place: &Place, today: Date) -> Markup {
    match place.closed_on {
        None => parts::tag(Kind::Good, "работает"),
        Some(closed) if closed > today => parts::tag(Kind::Waiting, "закроется"),
        Some(_) => parts::tag(Kind::Bad, "закрыта"),
    }
}

fn closing_act(school: &Place, key: &str) -> Markup {
    html! {
        @if school.closed_on.is_some() {
            (Form::new(format!("{}/reopening", place_url(school)), key).body(html! {
                (form::hidden("version", &school.version.to_string()))
                (form::button_secondary("Отменить закрытие"))
            }))
        } @else {
            p { a href={ (place_url(school)) "/closing" } { "Закрыть школу" } }
        }
    }
}

fn schools(schools: &[Place], today: Date) -> Markup {
    let columns = vec![Column::new("Школа"), Column::new("Вид"), Column::new("Населённый пункт"), Column::new("Состояние")];
    let rows = schools.iter().map(|school| [html! { a href=(place_url(school)) { (school.short_name) } }, html! { (school.type_label) }, html! { (school.facts.settlement) }, state_tag(school, today)]);
    Table::new("Школы", columns).rows(rows).empty("Школ пока нет", "Добавьте первую кнопкой сверху или загрузите таблицу.", None).render()
}

fn history(names: &[NameRecord]) -> Markup {
    let columns = vec![Column::new("Название"), Column::new("Краткое"), Column::new("Вид"), Column::new("Действует")];
    let rows = names.iter().rev().map(|record| [html! { (record.name) }, html! { (record.short_name) }, html! { (record.type_label) }, html! { (period(record.from, record.until)) }]);
    Table::new("Названия по датам", columns).rows(rows).render()
}

/// The last day is inside the period as people read it.
fn period(from: Date, until: Option<Date>) -> String {
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

pub fn rename_page(place: &Place, typed: &RenameForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        (Form::new(format!("{}/names", place_url(place)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (field("name", "Полное название", &typed.name, errors).hint("Как в уставе или законе").name_like().text())
            (field("short_name", "Краткое название", &typed.short_name, errors).hint("Для списков, например «Школа № 5» или «Бикинский округ»").name_like().text())
            (field("type_label", "Вид", &typed.type_label, errors).hint("Например, школа, лицей, муниципальный округ").medium().text())
            (field("from", "С какого дня", &typed.from, errors).hint("Например, 01.09.2026. До этого дня останется прежнее название").date())
            (form::button("Переименовать"))
        }))
    };
    Page::new(format!("Переименование: {}", place.short_name))
        .trail([("Территории и школы".to_owned(), PLACES.to_owned()), (place.short_name.clone(), place_url(place))])
        .narrow()
        .error_title(!errors.is_empty())
        .body(body)
}

pub fn school_page(municipality: &Place, typed: &SchoolForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        (Form::new(format!("{}/schools", place_url(municipality)), key).body(html! {
            (field("name", "Полное название", &typed.name, errors).hint("Как в уставе").name_like().text())
            (field("short_name", "Краткое название", &typed.short_name, errors).hint("Для списков, например «Школа № 5»").name_like().text())
            (field("type_label", "Вид", &typed.type_label, errors).hint("Например, школа, лицей, детский сад").medium().text())
            (field("settlement", "Населённый пункт", &typed.settlement, errors).hint("Например, с. Троицкое").medium().name_like().text())
            (field("opened_on", "Дата открытия", &typed.opened_on, errors).hint("Если школа работает давно, оставьте пустым").date())
            (form::button("Добавить школу"))
        }))
    };
    Page::new("Новая школа")
        .lead(&municipality.name)
        .trail([("Территории и школы".to_owned(), PLACES.to_owned()), (municipality.short_name.clone(), place_url(municipality))])
        .narrow()
        .error_title(!errors.is_empty())
        .body(body)
}

pub fn closing_page(school: &Place, typed: &ClosingForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (summary_of(errors))
        p { "С этого дня школу нельзя будет выбрать в анкете. Прошлые записи и отчёты не изменятся." }
        (Form::new(format!("{}/closing", place_url(school)), key).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (field("closed_on", "Первый день, когда школы уже нет", &typed.closed_on, errors).hint("Например, 01.09.2026").date())
            (form::button_danger("Закрыть школу"))
        }))
    };
    Page::new(format!("Закрытие: {}", school.short_name)).trail([("Территории и школы".to_owned(), PLACES.to_owned()), (school.short_name.clone(), place_url(school))]).narrow().error_title(!errors.is_empty()).body(body)
}

pub fn dictionaries() -> Page {
    let body = html! {
        ul { @for kind in TermKind::ALL { li { a href={ (DICTIONARIES) "/" (kind.code()) } { (kind.title()) } } } }
        p { a href={ (DICTIONARIES) "/calendar" } { "Рабочий календарь" } }
    };
    Page::new("Словари").lead("Списки региона. Меняются загрузкой профиля региона; прежние названия остаются в старых записях.").trail([("Территории и школы", PLACES)]).body(body)
}

/// Columns of a dictionary, on the screen and in the sheet.
pub const DICTIONARY_COLUMNS: [&str; 5] = ["Название", "Код", "Другие написания", "Раньше называлось", "Действует"];

fn entry(term: &Term) -> [String; 5] {
    let former: Vec<String> = term.former.iter().map(|(name, until)| format!("{name} (до {})", ru::date(*until))).collect();
    [term.label.clone(), term.code.clone(), term.synonyms.join(", "), former.join(", "), period(term.from, term.until)]
}

/// An entry as a row of the sheet.
pub fn cells(term: &Term) -> Vec<sheets::Value> {
    entry(term).map(Into::into).to_vec()
}

pub fn dictionary(kind: TermKind, terms: &[Term]) -> Page {
    let columns = DICTIONARY_COLUMNS.map(Column::new).to_vec();
    let rows = terms.iter().map(|term| entry(term).map(|words| html! { (words) }));
    let table = Table::new(kind.title(), columns).rows(rows).empty("Словарь пуст", "Он заполнится, когда будет загружен профиль региона.", None);
    Page::new(kind.title()).wide().trail([("Территории и школы", PLACES), ("Словари", DICTIONARIES)]).body(html! {
        (table.render())
        @if !terms.is_empty() { (sheet_link(&format!("{DICTIONARIES}/{}", kind.code()), &Query::default())) }
    })
}

pub fn calendar(calendar: &Calendar) -> Page {
    let columns = vec![Column::new("День"), Column::new("Рабочий"), Column::new("Почему"), Column::new("Состояние")];
    let rows = calendar.special_days().map(|(day, special)| {
        let works = if special.is_working { parts::tag(Kind::Doing, "рабочий") } else { parts::tag(Kind::Neutral, "нерабочий") };
        let state = if special.is_provisional { parts::tag(Kind::Waiting, "предварительно") } else { parts::tag(Kind::Good, "утверждено") };
        [html! { (ru::date_weekday(day)) }, works, html! { (special.reason) }, state]
    });
    let table = Table::new("Дни, которые отличаются от обычной недели", columns).rows(rows).empty("Календарь пуст", "Нерабочими считаются только суббота и воскресенье.", None);
    Page::new("Рабочий календарь").lead("По нему считаются сроки, которые закон даёт в рабочих днях.").wide().trail([("Территории и школы", PLACES), ("Словари", DICTIONARIES)]).body(table.render())
}
