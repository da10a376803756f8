//! Open data: what everybody takes, and how it gets there.

use super::OPEN_DATA;
use crate::{
    open_data::{Dataset, Version},
    table::{LICENCE, Table as Data},
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

/// A set and its versions.
pub struct Set {
    pub dataset: Dataset,
    pub versions: Vec<Version>,
}

impl Set {
    fn current(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.withdrawn_at.is_none())
    }
}

fn licence() -> Markup {
    html! { a href=(LICENCE.1) rel="license" { (LICENCE.0) } }
}

/// `/open-data`
pub fn public_list(sets: &[Set], zone: &TimeZone) -> Page {
    Page::new("Открытые данные").lead("Наборы без персональных данных: их можно скачать, менять и использовать где угодно, если назвать источник.").body(html! {
        @let shown: Vec<&Set> = sets.iter().filter(|set| !set.versions.is_empty()).collect();
        @if shown.is_empty() { (parts::empty("Наборов пока нет", "Они появятся, когда координатор актива опубликует первый.", None)) }
        @for set in shown {
            section.panel {
                h2 { a href=(format!("/open-data/{}", set.dataset)) { (set.dataset.title()) } }
                p { (set.dataset.notes()) }
                @match set.current() {
                    Some(version) => { p { "Обновлён " (ru::date(zone.to_datetime(version.published_at).date())) ", версия " (version.number) ". " (files(version)) } }
                    None => { p { "Снят с публикации." } }
                }
            }
        }
        p { "Лицензия " (licence()) ". Программам удобнее " a href="/api/v1" { "API" } "." }
    })
}

fn files(version: &Version) -> Markup {
    let url = |end: &str| format!("/open-data/{0}/{0}-{1}.{end}", version.dataset, version.number);
    html! { a href=(url("csv")) download { "CSV" } ", " a href=(url("json")) download { "JSON" } ", " a href=(url("xlsx")) download { "XLSX" } }
}

/// `/open-data/{dataset}`
pub fn public_one(set: &Set, table: Option<&Data>, zone: &TimeZone) -> Page {
    Page::new(set.dataset.title()).trail([("Открытые данные", "/open-data")]).lead(set.dataset.notes()).body(html! {
        h2 { "Версии" }
        (versions(set, zone, |_| Markup::default()))
        @if let Some(table) = table {
            h2 { "Паспорт" }
            p { "Лицензия " (licence()) ". Строк: " (ru::number(table.rows.len())) "." }
            (Table::new("Поля", vec![Column::new("Поле"), Column::new("Что значит"), Column::new("Вид")])
                .rows(table.columns.iter().map(|column| [html! { code { (column.name) } }, html! { (column.note) }, html! { (column.kind.label()) }])).render())
        }
    })
}

fn versions(set: &Set, zone: &TimeZone, act: impl Fn(&Version) -> Markup) -> Markup {
    let columns = vec![Column::new("Версия").number(), Column::new("Опубликована"), Column::new("Что нового"), Column::new("Файлы"), Column::new("")];
    let row = |version: &Version| {
        [
            html! { (version.number) },
            html! { (ru::date(zone.to_datetime(version.published_at).date())) },
            html! { (version.changed) },
            html! { @match version.withdrawn_at { None => { (files(version)) } Some(at) => { (parts::tag(Kind::Bad, "снята")) " " (ru::date(zone.to_datetime(at).date())) ": " (version.withdrawn_why) } } },
            html! { @if version.withdrawn_at.is_none() { (act(version)) } },
        ]
    };
    Table::new("Версии", columns).rows(set.versions.iter().map(row)).empty("Версий пока нет", "Набор ещё не публиковали.", None).render()
}

/// `/exchange/open-data`
pub fn manage(sets: &[Set], zone: &TimeZone, done: &str) -> Page {
    let notice = match done {
        "published" => Some(Notice::done("Новая версия опубликована")),
        "withdrawn" => Some(Notice::done("Версия снята с публикации")),
        _ => None,
    };
    let row = |set: &Set| {
        [
            html! { a href=(format!("/exchange/open-data/{}", set.dataset)) { (set.dataset.title()) } },
            html! { @match set.current() { Some(version) => { (parts::tag(Kind::Good, "опубликован")) " версия " (version.number) } None => { (parts::tag(Kind::Neutral, "не опубликован")) } } },
            html! { @if let Some(version) = set.current() { (ru::date(zone.to_datetime(version.published_at).date())) } },
        ]
    };
    Page::new(OPEN_DATA.0).notice(notice).lead("Публикуете вы: программа собирает набор, скрывает малые числа и ждёт вашего решения. Опубликованная версия не меняется.").body(html! {
        (Table::new("Наборы", vec![Column::new("Набор"), Column::new("Состояние"), Column::new("Обновлён")]).rows(sets.iter().map(row)).render())
        p { a href="/open-data" { "Так это видят все" } }
    })
}

pub struct Shown<'a> {
    pub set: &'a Set,
    /// What a new version would hold.
    pub draft: &'a Data,
    pub typed: (&'a str, &'a str),
    pub errors: &'a FieldErrors,
    pub zone: &'a TimeZone,
}

/// `/exchange/open-data/{dataset}`
pub fn preview(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let (set, draft) = (shown.set, shown.draft);
    let url = format!("/exchange/open-data/{}", set.dataset);
    let withdrawal = |version: &Version| {
        parts::details(
            "Снять",
            Form::new(format!("{url}/{}/withdrawal", version.number), key()).body(html! {
                (Field::new("why", "Почему").value(shown.typed.1).errors(shown.errors.all()).who_reads("Все").max_chars(1_000).text())
                (form::button_danger("Снять версию"))
            }),
        )
    };
    let columns = draft.columns.iter().map(|column| Column::new(column.name.clone())).collect();
    let cells = |row: &Vec<serde_json::Value>| row.iter().map(|value| html! { (crate::table::text(value)) }).collect::<Vec<_>>();
    Page::new(set.dataset.title()).wide().trail([OPEN_DATA]).lead(set.dataset.notes()).error_title(!shown.errors.is_empty()).body(html! {
        (form::error_summary(shown.errors.all()))
        h2 { "Новая версия" }
        p { "Строк: " (ru::number(draft.rows.len())) ". Первые из них; шум, если он положен набору, будет наложен при публикации:" }
        (Table::new("Первые строки", columns).rows(draft.rows.iter().take(10).map(cells)).empty("Набор пуст", "Исходных данных пока нет: публиковать нечего.", None).render())
        @if !draft.rows.is_empty() {
            (Form::new(url.clone(), key()).body(html! {
                (Field::new("changed", "Что нового").value(shown.typed.0).errors(shown.errors.all()).who_reads("Все").max_chars(1_000).textarea(2))
                (form::button("Опубликовать"))
            }))
        }
        h2 { "Опубликованные версии" }
        (versions(set, shown.zone, withdrawal))
    })
}
