//! Outside assessments on screens.

use crate::{assess::Form as Typed, store::assessments::Assessment};
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use people::PersonRow;
use sheets::Value;
use ui::{
    form::{self, Field, Form, Group},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};

fn score(one: &Assessment) -> String {
    match (one.score.is_empty(), one.most.is_empty()) {
        (true, _) => one.level.clone(),
        (false, true) => one.score.clone(),
        (false, false) => format!("{} из {}", one.score, one.most),
    }
}

/// In the teacher's cabinet.
pub fn own_list(all: &[Assessment]) -> Markup {
    let columns = ["Кто оценивал", "Что", "Когда", "Результат", "Ваши слова"].map(Column::new).to_vec();
    let row = |one: &Assessment| {
        [
            html! { a href={ "/cabinet/results/assessments/" (one.id) } { (one.source) } },
            html! { (one.title) },
            html! { (ru::date(one.taken_on)) },
            html! { (score(one)) },
            html! { @if one.objected_at.is_some() { (parts::tag(Kind::Waiting, "вы не согласны")) } },
        ]
    };
    Table::new("Внешние оценки", columns).rows(all.iter().map(row)).empty("Внешних оценок нет", "Их вносит методист по документам, которые вы передали. С тем, что внесено, можно не согласиться.", None).render()
}

fn facts(one: &Assessment, file: &str) -> Markup {
    let mut rows = vec![SummaryRow::new("Кто оценивал", &one.source), SummaryRow::new("Что оценивали", &one.title), SummaryRow::new("Когда", ru::date(one.taken_on)), SummaryRow::new("Результат", score(one))];
    for (label, value) in [("Уровень", &one.level), ("Документ", &one.document)] {
        if !value.is_empty() {
            rows.push(SummaryRow::new(label, value));
        }
    }
    if one.digest.is_some() {
        rows.push(SummaryRow::new("Файл", html! { a href=(file) { "Открыть подтверждение" } }));
    }
    parts::summary(rows)
}

fn objection(one: &Assessment, zone: &TimeZone) -> Markup {
    html! { @if let Some(at) = one.objected_at { (parts::notice(&Notice::info(format!("Педагог не согласен, {}", ru::datetime(at, zone))).more(&one.objection))) } }
}

pub fn own_page(one: &Assessment, words: &str, errors: &FieldErrors, zone: &TimeZone, key: &str) -> Page {
    let all = errors.all();
    let action = format!("/cabinet/results/assessments/{}", one.id);
    Page::new("Внешняя оценка").narrow().error_title(!errors.is_empty()).trail([("Мой кабинет", "/cabinet"), ("Мои результаты", "/cabinet/results")]).body(html! {
        (form::error_summary(all))
        (facts(one, &format!("{action}/file")))
        (objection(one, zone))
        h2 { "Если вы не согласны" }
        (Form::new(&action, key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (Field::new("words", "С чем вы не согласны").value(words).errors(all).who_reads("Прочтёт каждый, кто видит эту оценку").max_chars(2000).textarea(4))
            (form::button("Отправить"))
        }))
    })
}

/// Titles of the sheet.
pub const COLUMNS: [&str; 11] = ["ФИО", "Место работы", "Кто оценивал", "Что", "Когда", "Балл", "Из скольких", "Уровень", "Документ", "Файл подтверждения", "Педагог не согласен"];

/// A row of the sheet.
pub fn cells(one: &Assessment) -> Vec<Value> {
    let texts = |texts: &[&str]| texts.iter().map(|text| Value::from(*text)).collect::<Vec<_>>();
    let mut row = texts(&[&one.name, &one.place_name, &one.source, &one.title]);
    row.push(Value::Date(one.taken_on));
    row.extend(texts(&[&one.score, &one.most, &one.level, &one.document, if one.digest.is_some() { "есть" } else { "" }, &one.objection]));
    row
}

pub fn list(found: &Paged<Assessment>, query: &Query, sources: &[String], actor: &Actor) -> Markup {
    let filters = html! {
        (Field::new("text", "Фамилия или имя").value(query.text("text")).name_like().text())
        (Field::new("source", "Кто оценивал").value(query.text("source")).first_line("все").select(sources.iter().map(|source| (source.clone(), source.clone()))))
    };
    let columns = vec![Column::new("ФИО").sort("name"), Column::new("Место работы"), Column::new("Кто оценивал"), Column::new("Что"), Column::new("Когда").sort("taken"), Column::new("Результат")];
    let row = |one: &Assessment| {
        [
            html! { a href={ "/assessments/" (one.id) } { (one.name) } },
            html! { (one.place_name) },
            html! { (one.source) },
            html! { (one.title) @if one.objected_at.is_some() { br; (parts::tag(Kind::Waiting, "педагог не согласен")) } },
            html! { (ru::date(one.taken_on)) },
            html! { (score(one)) },
        ]
    };
    html! {
        p { a href="/assessments/import" { "Загрузка списка из таблицы" } }
        (table::filter_bar("/assessments", query, filters))
        (Table::new("Внешние оценки", columns).query("/assessments", query).rows(found.rows.iter().map(row)).empty("Внешних оценок нет", "Здесь те, что внесли вы, и те, что открыли вам педагоги.", None).render())
        (table::pager("/assessments", query, found.slice.number, found.slice.size, found.total))
        @if actor.can(Action::ExportLists) && found.total > 0 { (table::sheet_link("/assessments", query)) }
    }
}

pub fn page(one: &Assessment, zone: &TimeZone) -> Page {
    Page::new("Внешняя оценка")
        .narrow()
        .trail([("Внешние оценки", "/assessments")])
        .lead(html! { a href={ "/people/" (one.person) } { (one.name) } ", " (one.place_name) })
        .body(html! { (facts(one, &format!("/assessments/{}/file", one.id))) (objection(one, zone)) })
}

/// First step: whose assessment it is.
pub fn choose(asked: &str, found: &[PersonRow], is_guess: bool) -> Page {
    let query = Query::parse("").with("q", asked);
    let columns = ["ФИО", "Место работы"].map(Column::new).to_vec();
    let row = |one: &PersonRow| [html! { a href={ "/assessments/new?person=" (one.id) } { (one.name.full()) } }, html! { (one.place_name) }];
    Page::new("Внести внешнюю оценку").narrow().trail([("Внешние оценки", "/assessments")]).lead("Сначала выберите педагога.").body(html! {
        (table::filter_bar("/assessments/new", &query, html! { (Field::new("q", "Фамилия, имя или отчество").value(asked).name_like().text()) }))
        @if is_guess { p.hint { "Точных совпадений нет: показаны похожие имена." } }
        @if !asked.is_empty() { (Table::new("Найденные педагоги", columns).rows(found.iter().map(row)).empty("Никого не нашли", "Проверьте написание. Показаны только люди вашей территории.", None).render()) }
    })
}

pub struct Lists {
    pub groups: Vec<Group>,
    pub subjects: Vec<(String, String)>,
    pub sources: Vec<String>,
}

pub fn form(person: &people::Person, typed: &Typed, errors: &FieldErrors, lists: Lists, max_mb: u32, key: &str) -> Page {
    let all = errors.all();
    let field = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(all);
    Page::new("Внести внешнюю оценку").narrow().error_title(!errors.is_empty()).trail([("Внешние оценки", "/assessments")]).lead(person.name.full()).body(html! {
        (form::error_summary(all))
        (Form::new(format!("/assessments/new?person={}", person.id), key).files().body(html! {
            (field("source", "Кто оценивал", &typed.source).hint("Например, ФОКО, федеральная платформа").suggest(lists.sources).text())
            (field("title", "Что оценивали", &typed.title).text())
            (field("taken_on", "Когда", &typed.taken_on).hint("Например, 15.10.2026").date())
            (field("subject", "Предмет", &typed.subject).first_line("не о предмете").select(lists.subjects))
            (field("competency", "Компетенция", &typed.competency).first_line("не указана").select_groups(lists.groups, None))
            (field("score", "Балл", &typed.score).short().text())
            (field("most", "Из скольких", &typed.most).short().text())
            (field("level", "Уровень, как в документе", &typed.level).medium().text())
            (field("document", "Документ: вид, номер, дата", &typed.document).text())
            (Field::new("file", "Файл подтверждения").errors(all).hint("PDF, JPG или PNG").file(".pdf,.jpg,.jpeg,.png", max_mb))
            (Field::new("opens", "Затруднение").value(&typed.opens).single_checkbox("yes", "Оценка показывает затруднение в этой компетенции"))
            p.hint { "Педагог увидит запись в своём кабинете и сможет не согласиться." }
            (form::button("Внести оценку"))
        }))
    })
}
