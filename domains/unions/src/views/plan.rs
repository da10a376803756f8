//! The year plan.

use super::trail;
use crate::{
    lists::Lists,
    model::{Line, MONTHS, Member, Union, month_name},
    url,
    workflow::plan::Proof,
};
use ::web::Answers;
use kernel::{FieldErrors, id::PersonId};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

pub struct Shown {
    pub union: Union,
    pub year: i16,
    pub years: Vec<i16>,
    pub lines: Vec<Line>,
    /// Whom a line may be given to.
    pub members: Vec<Member>,
    pub lists: Lists,
    pub sees_people: bool,
    pub leads: bool,
    pub has_last_year: bool,
    pub person: Option<PersonId>,
}

/// «2026/2027».
pub fn year_name(year: i16) -> String {
    format!("{year}/{}", year + 1)
}

pub fn page(shown: &Shown, (done, answers): (&str, &Answers), errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let url = url::union(shown.union.id);
    let done_lines = shown.lines.iter().filter(|line| line.done_on.is_some()).count();
    let body = html! {
        (form::error_summary(errors.all()))
        p { @for year in &shown.years { @if *year == shown.year { strong { (year_name(*year)) } } @else { a href={ (url) "/plan?year=" (year) } { (year_name(*year)) } } " " } }
        @if !shown.lines.is_empty() { p { "Исполнено " (done_lines) " из " (shown.lines.len()) "." } }
        (table(shown))
        @if shown.leads && shown.lines.is_empty() && shown.has_last_year {
            (Form::new(format!("{url}/plan/copying"), key()).body(html! { (form::hidden("year", &shown.year.to_string())) (form::button_secondary("Взять строки прошлого года")) }))
        }
        @if shown.leads { h2 { "Добавить строку" } (fields(shown, answers, errors, &format!("{url}/plan"), &key(), true)) }
    };
    Page::new(format!("План на {}", year_name(shown.year))).wide().trail(trail(&shown.union)).notice(notice(done)).error_title(!errors.is_empty()).lead(shown.union.title.clone()).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "added" => Some(Notice::done("Строка добавлена")),
        "edited" => Some(Notice::done("Строка изменена")),
        "removed" => Some(Notice::done("Строка убрана")),
        "copied" => Some(Notice::done("Строки прошлого года скопированы. Проверьте ответственных и месяцы")),
        "marked" => Some(Notice::done("Отметка записана")),
        _ => None,
    }
}

fn table(shown: &Shown) -> Markup {
    let columns = ["Месяц", "Что", "Направление", "Ответственный", "Что получится", "Исполнение"].map(Column::new).to_vec();
    let row = |line: &Line| {
        let is_mine = line.owner.is_some() && line.owner == shown.person;
        [
            html! { (month_name(line.month)) },
            html! { (line.what) @if shown.leads { br; a href={ "/unions/plan-lines/" (line.id) } { "Изменить" span.unseen { " «" (line.what) "»" } } } },
            html! { (shown.lists.direction(&line.direction)) },
            html! { @if line.owner.is_some() { (super::name(&line.owner_name, shown.sees_people || is_mine)) } @else { "—" } },
            html! { (line.expected) },
            html! {
                @match line.done_on { Some(day) => { (parts::tag(Kind::Good, "исполнено")) " " a href=(line.done_url) { (line.done_title) } ", " (ru::date(day)) }, None => { (parts::tag(Kind::Waiting, "в плане")) } }
                @if shown.leads || is_mine { br; a href={ "/unions/plan-lines/" (line.id) "/done" } { @if line.done_on.is_some() { "Изменить отметку" } @else { "Отметить, чем исполнено" } span.unseen { " «" (line.what) "»" } } }
            },
        ]
    };
    Table::new("План", columns).rows(shown.lines.iter().map(row)).empty("В плане этого года пока пусто", "Добавьте первую строку или возьмите строки прошлого года.", None).render()
}

fn fields(shown: &Shown, answers: &Answers, errors: &FieldErrors, action: &str, key: &str, is_new: bool) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let members = shown.members.iter().map(|member| (member.person.to_string(), member.name.clone()));
    Form::new(action, key).body(html! {
        (form::hidden("year", &shown.year.to_string()))
        @if !is_new { (form::hidden("version", answers.get("version"))) }
        (field("month", "Месяц").first_line("выберите").select(MONTHS.map(|month| (month.to_string(), month_name(month)))))
        (field("what", "Что будет сделано").who_reads("Прочтут все, кому видны объединения").max_chars(500).textarea(2))
        (field("direction", "Направление из двенадцати").first_line("выберите").select(shown.lists.directions.clone()))
        (field("owner", "Ответственный").first_line("не назначен").select(members))
        (field("expected", "Что получится").hint("Например, банк заданий по теме").who_reads("Прочтут все, кому видны объединения").max_chars(500).textarea(2))
        (form::button(if is_new { "Добавить" } else { "Сохранить" }))
    })
}

pub fn line_page(shown: &Shown, line: &Line, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let url = format!("/unions/plan-lines/{}", line.id);
    Page::new("Строка плана").narrow().trail(trail(&shown.union)).error_title(!errors.is_empty()).lead(format!("План на {}", year_name(shown.year))).body(html! {
        (form::error_summary(errors.all()))
        (fields(shown, answers, errors, &url, &key(), false))
        @if line.done_on.is_none() { (Form::new(format!("{url}/removal"), key()).body(html! { (form::hidden("version", &line.version.to_string())) (form::button_danger("Убрать из плана")) })) }
    })
}

pub fn done_page(union: &Union, line: &Line, proofs: &[Proof], errors: &FieldErrors, key: &str) -> Page {
    let choices = proofs.iter().map(|proof| (proof.url.clone(), format!("{} — {}", ru::date(proof.on), proof.title)));
    Page::new("Чем исполнено").narrow().trail(trail(union)).error_title(!errors.is_empty()).lead(line.what.clone()).body(html! {
        (form::error_summary(errors.all()))
        @if proofs.is_empty() {
            (parts::empty("Отметить пока нечем", "Строку исполняет заседание с утверждённым протоколом или мероприятие ответственного в этом учебном году. Проведите их — они появятся здесь сами, вводить ничего не нужно.", None))
        } @else {
            p { "Выберите заседание или мероприятие: ссылка на него станет подтверждением." }
        }
        (Form::new(format!("/unions/plan-lines/{}/done", line.id), key).body(html! {
            (form::hidden("version", &line.version.to_string()))
            @if !proofs.is_empty() { (Field::new("proof", "Чем исполнено").value(line.done_url.clone()).errors(errors.all()).first_line("не исполнено").select(choices)) (form::button("Сохранить")) }
        }))
    })
}
