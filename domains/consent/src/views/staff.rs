//! Consents as staff see them: the list with its tabs, one person's page.

use super::{allowed, given, own_conditions, person_url, state, state_tag};
use crate::{
    ConsentKind, Held,
    document::term,
    people::{Person, Show},
    texts::{ConsentText, Usage},
};
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::{Date, Slice};
use ui::{
    Markup, form, html,
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table, pager, sheet_link},
    url::Query,
};

const URL: &str = "/consents";

/// A page of the list.
pub struct List {
    pub show: Show,
    pub rows: Vec<(Person, Vec<Held>)>,
    pub total: u64,
    pub slice: Slice,
    pub usage: Vec<Usage>,
    pub texts: Vec<ConsentText>,
    pub today: Date,
}

pub fn list(list: &List, query: &Query, actor: &Actor) -> Page {
    let tabs: Vec<(&str, String)> = Show::ALL.iter().map(|show| (show.label(), tab(*show))).collect();
    let links: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url)| (*label, url.as_str(), None)).collect();
    let body = html! {
        (on_versions(list))
        (parts::tabs(&links, &tab(list.show)))
        (people(list))
        (pager(URL, query, list.slice.number, list.slice.size, list.total))
        @if actor.can(Action::ExportLists) && list.total > 0 { (sheet_link(URL, query)) }
        p { a href="/consents/texts" { "Тексты согласий" } " · " a href="/duties" { "Сроки по закону" } @if actor.can(Action::ApproveDestruction) { " · " a href="/destructions" { "Уничтожение данных" } } }
    };
    let page = Page::new("Согласия").wide().body(body);
    if actor.can(Action::RegisterWithdrawals) { page.action(form::button_link("Зарегистрировать бумагу", "/consents/paper")) } else { page }
}

fn tab(show: Show) -> String {
    if show == Show::Given { URL.to_owned() } else { format!("{URL}?show={show}") }
}

/// Who is on which version: counts per version that anybody is on.
fn on_versions(list: &List) -> Markup {
    let columns = vec![Column::new("Текст"), Column::new("Редакция"), Column::new("Давали").number(), Column::new("Действует").number()];
    let count = |text: &ConsentText| list.usage.iter().find(|usage| usage.text == text.id);
    let used = list.texts.iter().filter_map(|text| Some((text, count(text)?)));
    let row = |(text, usage): (&ConsentText, &Usage)| {
        let old = text.valid_to.is_some_and(|to| to <= list.today);
        [html! { (text.kind.label()) }, html! { a href={ "/consents/texts/" (text.id) } { (text.version_name()) } @if old { " (прежняя)" } }, html! { (ru::number(usage.people)) }, html! { (ru::number(usage.live)) }]
    };
    html! { h2 { "Кто на какой редакции" } (Table::new("Кто на какой редакции", columns).rows(used.map(row)).empty("Согласий пока нет", "Они появятся вместе с первыми заявками.", None).render()) }
}

/// Columns of the list, on the screen and in the sheet.
pub const COLUMNS: [&str; 5] = ["ФИО", "Место работы", "На включение", "На обработку", "На публикацию"];

/// A person with the newest consents as a row of the sheet: what stands, and since when.
pub fn cells(person: &Person, held: &[Held], today: Date) -> Vec<sheets::Value> {
    let of = |kind| match held.iter().find(|one| one.kind == kind && !one.is_replaced) {
        None => "нет".to_owned(),
        Some(one) => {
            let items = one.live_items(today).iter().map(|item| item.label().to_lowercase()).collect::<Vec<_>>().join("; ");
            let conditions = if items.is_empty() || one.conditions.is_empty() { String::new() } else { format!("условия и запреты: {}", one.conditions) };
            [state(one, today).to_owned(), items, conditions].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
        }
    };
    vec![person.name.full().into(), person.place.as_str().into(), of(ConsentKind::Inclusion).into(), of(ConsentKind::Processing).into(), of(ConsentKind::Publication).into()]
}

fn people(list: &List) -> Markup {
    let columns = COLUMNS.map(Column::new).to_vec();
    let row = |(person, held): &(Person, Vec<Held>)| {
        let of = |kind| newest(held, kind, list.today);
        [html! { a href=(person_url(person.id)) { (person.name.full()) } }, html! { (person.place) }, of(ConsentKind::Inclusion), of(ConsentKind::Processing), of(ConsentKind::Publication)]
    };
    Table::new("Люди и их согласия", columns).rows(list.rows.iter().map(row)).empty("Никого нет", "В этом списке сейчас никого нет.", None).render()
}

fn newest(held: &[Held], kind: ConsentKind, today: Date) -> Markup {
    let Some(one) = held.iter().find(|one| one.kind == kind && !one.is_replaced) else { return parts::tag(Kind::Neutral, "нет") };
    let live = one.live_items(today);
    html! {
        (state_tag(one, today)) " ред. " (one.text_version)
        @if !live.is_empty() && !one.conditions.is_empty() { br; "со своими условиями" }
        @if !live.is_empty() { br; (live.iter().map(|item| item.label().to_lowercase()).collect::<Vec<_>>().join("; ")) }
        @if let Some(last) = one.term_until.and_then(|until| until.yesterday().ok()) { br; "по " (ru::date(last)) }
    }
}

pub fn person(person: &Person, held: &[Held], today: Date, zone: &TimeZone, actor: &Actor) -> Page {
    let url = person_url(person.id);
    let body = html! {
        p { (person.place) }
        @if held.is_empty() { (parts::empty("Согласий нет", "Этот человек ещё не давал согласий.", None)) }
        @for one in held { (card(one, today, zone)) }
        @if actor.can(Action::RegisterWithdrawals) { (acts(&url, actor)) }
    };
    Page::new(format!("Согласия: {}", person.name.full())).trail([("Согласия", URL)]).body(body)
}

fn acts(url: &str, actor: &Actor) -> Markup {
    parts::panel(
        "Зарегистрировать бумагу",
        html! {
            ul {
                li { a href={ (url) "/withdrawal" } { "Отзыв согласия" } }
                li { a href={ (url) "/consent" } { "Подписанное согласие" } }
                li { a href={ (url) "/request" } { "Обращение о персональных данных" } }
                @if actor.can(Action::StartDestruction) { li { a href={ (url) "/destruction" } { "Запросить уничтожение данных" } } }
            }
        },
    )
}

fn card(held: &Held, today: Date, zone: &TimeZone) -> Markup {
    parts::panel(
        held.kind.label(),
        html! {
            p { (state_tag(held, today)) " Дано " (given(held, zone)) ", редакция " (held.text_version) ". Срок: " (term(held)) "." }
            @if held.kind == ConsentKind::Publication { (allowed(held, today)) }
            @if !held.conditions.is_empty() { p { b { "Свои условия и запреты:" } } (own_conditions(held)) }
            @for gone in &held.withdrawals {
                p { "Отозвано " @if let Some(item) = gone.item { "(" (item.label().to_lowercase()) ") " } (gone.channel.label()) ", получено " (ru::date(gone.received_on))
                    @if gone.has_scan { " · " a href={ "/consents/withdrawals/" (gone.id) "/scan" } { "скан требования" } } }
            }
            p { a href={ "/consents/" (held.id) "/document" } { "Открыть PDF" span.unseen { ": " (held.kind.label()) } } @if held.has_scan { " · " a href={ "/consents/" (held.id) "/scan" } { "скан согласия" } } }
        },
    )
}
