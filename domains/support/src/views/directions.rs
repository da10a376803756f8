//! The twelve directions, and one of them.

use super::{Key, done};
use crate::{contests, courses, directions::Shown};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use resources::Resource;
use ui::{
    form::{self, Field, Form},
    page::Page,
    ru,
    table::{self, Column, Table},
    url::Query,
};

const DIRECTIONS: (&str, &str) = ("Направления", "/directions");

pub fn list(directions: &[(String, String)]) -> Page {
    Page::new("Двенадцать направлений работы").narrow().lead("Что предлагает актив, кто этим занимается, где попросить о помощи.").body(html! {
        ol { @for (code, label) in directions { li { a href={ "/directions/" (code) } { (label) } } } }
    })
}

/// What the viewer may do beside reading.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub ask_for_help: bool,
    pub manage: bool,
    pub see_resources: bool,
    pub see_support: bool,
    pub has_cabinet: bool,
}

pub fn page(shown: &Shown, may: May, (query, zone): (&Query, &TimeZone), key: Key<'_>) -> Page {
    let code = &shown.code;
    let mut page = Page::new(shown.label.clone()).trail([DIRECTIONS]).notice(done(query.text("done")));
    if may.ask_for_help {
        page = page.action(form::button_link("Попросить о помощи", &format!("/help-requests/new?direction={code}")));
    }
    page.body(html! {
        (own(code, may))
        h2 { "Мероприятия впереди" }
        @if shown.activities.is_empty() { p { "Ближайших мероприятий нет. " a href="/activities" { "Весь календарь" } } }
        @else { ul { @for one in &shown.activities { li { a href=(activities::url(one.activity.id)) { (one.activity.title) } ", " (ru::datetime_zone(one.activity.starts_at, zone)) } } } p { a href={ "/activities?direction=" (code) } { "Все мероприятия направления" } } }
        @if may.see_resources { h2 { "Ресурсы" } (resources(shown, may, key)) }
        h2 { "Практики" }
        p { a href={ "/practices?direction=" (code) } { "Практики этого направления" } }
        @if !shown.courses.is_empty() { h2 { "Курсы" } ul { @for course in &shown.courses { li { a href=(courses::url(course.id)) { (course.title) } ", " (ru::date(course.ends_on)) } } } }
        @if !shown.contests.is_empty() { h2 { "Конкурсы" } ul { @for contest in &shown.contests { li { a href=(contests::url(contest.id)) { (contest.title) } } } } }
        h2 { "У кого спросить" }
        (people(shown))
    })
}

/// What else of this domain belongs to a direction.
fn own(code: &str, may: May) -> Markup {
    html! { @match code {
        "d01" | "d02" if may.see_support => p { a href="/courses" { "Курсы и каскад" } },
        "d01" if may.has_cabinet => p { a href="/cabinet/courses" { "Мои курсы: рассказать, что пригодилось" } },
        "d07" => p { a href="/contests" { "Календарь конкурсов" } },
        "d08" | "d09" => p.hint { "Здесь помогают учителям. Имён учеников, диагнозов и сведений о здоровье в систему не вносят: пишите о классе и о своей работе." },
        "d10" if may.manage || may.has_cabinet => p { a href="/experts" { "Список экспертов" } },
        "d11" if may.has_cabinet => p { a href="/cabinet/attestation" { "Моя аттестация" } " — видите только вы и тот, кого выберете." },
        _ => {},
    } }
}

fn resources(shown: &Shown, may: May, key: Key<'_>) -> Markup {
    let base = format!("/directions/{}/resources", shown.code);
    html! {
        @if shown.resources.is_empty() { p { "Пока ничего не выбрано. " a href="/resources" { "Весь каталог" } } }
        @else { ul { @for one in &shown.resources { li {
            a href=(resources::url(one.id)) { (one.title) } ", " (one.kind.label()) " "
            @if may.manage { (Form::new(format!("{base}/removal"), key()).body(html! { (form::hidden("resource", &one.id.to_string())) button.secondary.small type="submit" { "Убрать" span.unseen { " " (one.title) } } })) }
        } } } }
        @if may.manage { p { a href=(base) { "Добавить ресурс из каталога" } } }
    }
}

fn people(shown: &Shown) -> Markup {
    let columns = ["Кто", "Предмет", "Где работает"].map(Column::new).to_vec();
    let rows = shown.people.iter().map(|one| [html! { (one.name) }, html! { (one.subject) }, html! { (one.place) }]);
    html! {
        p.hint { "Участники актива, которые за последний год работали в этом направлении: вашей территории или разрешившие публиковать своё имя. По алфавиту." }
        (Table::new("У кого спросить", columns).rows(rows).empty("Пока некого назвать", "Попросите о помощи: обращение попадёт к тому, кто ведёт направление.", None).render())
    }
}

pub fn offer(code: &str, label: &str, asked: &str, found: &[Resource], key: Key<'_>) -> Page {
    let path = format!("/directions/{code}/resources");
    let columns = ["Ресурс", "Вид", ""].map(Column::new).to_vec();
    let rows = found.iter().map(|one| {
        let put = Form::new(&*path, key()).body(html! { (form::hidden("resource", &one.id.to_string())) button.secondary.small type="submit" { "Добавить" span.unseen { " " (one.title) } } });
        [html! { a href=(resources::url(one.id)) { (one.title) } }, html! { (one.kind.label()) }, put]
    });
    Page::new("Добавить ресурс направления").narrow().trail([(DIRECTIONS.0.to_owned(), DIRECTIONS.1.to_owned()), (label.to_owned(), format!("/directions/{code}"))]).body(html! {
        (table::filter_bar(&path, &Query::parse("").with("q", asked), Field::new("q", "Слова из названия").value(asked).text()))
        @if !asked.trim().is_empty() { (Table::new("Найденные ресурсы", columns).rows(rows).empty("Ничего не нашлось", "Попробуйте другие слова.", None).render()) }
    })
}
