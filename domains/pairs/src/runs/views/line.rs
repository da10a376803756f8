//! A teacher of a run: why, who else, and what one decides.

use super::{Names, name, place};
use crate::{
    lists::Lists,
    model::{Run, RunState},
    runs::{solve::Other, store::Told, words},
    url,
};
use kernel::id::PersonId;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    table::{Column, Table},
};

/// What the page shows.
pub struct Shown {
    pub run: Run,
    pub line: Told,
    pub names: Names,
    pub lists: Lists,
    /// Methodists of the run.
    pub choices: Vec<(String, String)>,
    pub is_banned: bool,
}

pub fn page(shown: &Shown, done: &str, key: &dyn Fn() -> String) -> Page {
    let (run, line) = (&shown.run, &shown.line);
    let teacher = line.teacher.person;
    let done = match done {
        "pinned" => Some("Закреплено. Остальные пары пересчитаны"),
        "forbidden" => Some("Эти двое больше не предлагаются друг другу в этом подборе. Пары пересчитаны"),
        "freed" => Some("Ваши решения об этом педагоге сняты. Пары пересчитаны"),
        _ => None,
    };
    let trail = [("Подбор пар".to_owned(), url::RUNS.to_owned()), (run.title.clone(), url::run(run.id))];
    Page::new(name(&shown.names, teacher)).trail(trail).notice(done.map(Notice::done)).body(html! {
        (parts::summary([
            SummaryRow::new("Где работает", place(&shown.names, teacher)),
            SummaryRow::new("С чем нужна помощь", shown.lists.code(&line.teacher.code.stored())),
            SummaryRow::new("Сопровождение", if line.teacher.case.is_some() { "идёт, в команде ещё нет методиста: при публикации он получит приглашение" } else { "не начато" }),
        ]))
        h2 { "Предложен методист" }
        @match line.methodist {
            Some(methodist) => { (proposed(shown, methodist, key)) }
            None => { (parts::empty("Методист не нашёлся", "Свободных мест нет, либо мешают запреты. Можно закрепить вручную или увеличить число мест.", Some(html! { a href="/matching/members" { "Изменить число мест" } }))) }
        }
        h2 { "Кто ещё мог бы" }
        (others(shown, key))
        @if run.state == RunState::Pending { (by_hand(shown, key)) }
    })
}

fn proposed(shown: &Shown, methodist: PersonId, key: &dyn Fn() -> String) -> Markup {
    let is_pending = shown.run.state == RunState::Pending;
    html! {
        p { b { (name(&shown.names, methodist)) } ", " (place(&shown.names, methodist)) @if shown.line.is_pinned { " " (parts::tag(Kind::Neutral, "закреплено вручную")) } }
        p { "Почему: " (words::why(&shown.line.why)) "." }
        @if is_pending {
            div.buttons {
                @if !shown.line.is_pinned { (act(shown, "pin", Some(methodist), "Закрепить эту пару", key)) }
                (act(shown, "forbid", Some(methodist), "Не предлагать этого методиста", key))
                @if shown.line.is_pinned || shown.is_banned { (act(shown, "free", None, "Снять мои решения", key)) }
            }
            p { a href=(format!("{}/without/{methodist}", url::run(shown.run.id))) { "Что будет, если этот методист выбудет" } }
        }
    }
}

fn act(shown: &Shown, what: &str, methodist: Option<PersonId>, label: &str, key: &dyn Fn() -> String) -> Markup {
    form::form(
        &url::line(shown.run.id, shown.line.teacher.person),
        &key(),
        html! {
            (form::hidden("version", &shown.run.version.to_string()))
            (form::hidden("act", what))
            @if let Some(methodist) = methodist { (form::hidden("methodist", &methodist.to_string())) }
            (form::button_secondary(label))
        },
    )
}

fn others(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let is_pending = shown.run.state == RunState::Pending;
    let columns = vec![Column::new("Методист"), Column::new("Почему"), Column::new("Насколько хуже"), Column::new("Решение")];
    let row = |other: &Other| {
        [
            html! { (name(&shown.names, other.methodist)) p.hint { (place(&shown.names, other.methodist)) } },
            html! { (words::why(&other.why)) },
            html! { (words::worse(other.worse_by)) },
            html! { @if is_pending { (act(shown, "pin", Some(other.methodist), "Выбрать", key)) } @else { "—" } },
        ]
    };
    html! {
        (Table::new("Другие методисты", columns).rows(shown.line.others.iter().map(row)).empty("Других нет", "Никто больше не подходит по предмету или направлению, либо у подходящих нет мест.", None).render())
        p.hint { "Сравнивается весь расклад: выбрав другого, вы сдвинете ещё чьи-то пары, и программа сразу пересчитает их." }
    }
}

fn by_hand(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    parts::details(
        "Закрепить за другим методистом",
        form::form(
            &url::line(shown.run.id, shown.line.teacher.person),
            &key(),
            html! {
                (form::hidden("version", &shown.run.version.to_string()))
                (form::hidden("act", "pin"))
                (Field::new("methodist", "Методист").select(shown.choices.clone()))
                (form::button_secondary("Закрепить"))
            },
        ),
    )
}
