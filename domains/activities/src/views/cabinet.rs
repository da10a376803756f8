//! One's own: what is ahead, what is asked for, what came of it.

use super::{kind, minutes, state, when};
use crate::{
    closing::Certificate,
    model::{Activity, SeatState},
};
use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

/// What a person is asked for.
pub enum Wait {
    Host(Activity),
    Invited(Activity),
    Read(Activity),
    Say(Activity),
    Answer(Activity, Date),
}

impl Wait {
    pub fn activity(&self) -> &Activity {
        match self {
            Self::Host(one) | Self::Invited(one) | Self::Read(one) | Self::Say(one) | Self::Answer(one, _) => one,
        }
    }

    /// The words of the link and where it leads.
    pub fn words(&self) -> (String, String) {
        let (title, url) = (&self.activity().title, crate::url(self.activity().id));
        match self {
            Self::Host(_) => (format!("Вас просят вести: {title}"), url),
            Self::Invited(_) => (format!("Вас приглашают: {title}"), url),
            Self::Read(_) => (format!("Прочесть до встречи: {title}"), format!("{url}/packet")),
            Self::Say(_) => (format!("Оставить отзыв: {title}"), format!("{url}/feedback")),
            Self::Answer(_, due) => (format!("Ответить до {}: {title}", ru::date(*due)), format!("{url}/followup")),
        }
    }
}

pub struct Shown<'a> {
    pub waits: &'a [Wait],
    pub ahead: &'a [(Activity, Option<SeatState>)],
    pub papers: &'a [(Certificate, String)],
    pub done: &'a str,
    pub plans: bool,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
}

pub fn page(shown: &Shown<'_>) -> Page {
    let body = html! {
        @if !shown.waits.is_empty() {
            h2 { "Ждёт вас" }
            ul { @for wait in shown.waits { @let (words, url) = wait.words(); li { a href=(url) { (words) } span.hint { " " (when(wait.activity(), shown.zone)) } } } }
        }
        h2 { "Впереди" }
        (ahead(shown))
        h2 { "Мои сертификаты" }
        (papers(shown.papers))
        p { a href="/activities?mine=signed&when=past" { "Где я уже был(а)" } " · " a href="/activities?mine=hosted&when=all" { "Что я веду" } " · " a href="/cabinet/calendar" { "Всё это в моём календаре" } }
    };
    let notice = match shown.done {
        "left" => Some(Notice::done("Запись снята")),
        "no" => Some(Notice::done("Отказ записан")),
        _ => None,
    };
    let page = Page::new("Мои мероприятия").narrow().notice(notice).body(body);
    if shown.plans { page.action(form::button_link("Запланировать", "/activities/new")) } else { page.action(form::button_link("Выбрать мероприятие", "/activities")) }
}

fn ahead(shown: &Shown<'_>) -> Markup {
    let row = |(one, seat): &(Activity, Option<SeatState>)| {
        let part = match seat {
            Some(SeatState::Signed) => parts::tag(Kind::Good, "запись есть"),
            Some(SeatState::Waiting) => parts::tag(Kind::Waiting, "лист ожидания"),
            Some(SeatState::Invited) => parts::tag(Kind::Waiting, "приглашение"),
            Some(SeatState::Left) | None => html! { "вы ведёте " (state(one, shown.now)) },
        };
        [html! { a href=(crate::url(one.id)) { (one.title) } br; span.hint { (kind(one)) } }, html! { (when(one, shown.zone)) }, part]
    };
    let action = Some(form::button_link_secondary("Выбрать мероприятие", "/activities"));
    Table::new("Мои мероприятия впереди", ["Мероприятие", "Когда", "Кто я"].map(Column::new).to_vec())
        .rows(shown.ahead.iter().map(row))
        .empty("Пока ничего", "Выберите открытый урок, мастер-класс или занятие и запишитесь.", action)
        .render()
}

fn papers(papers: &[(Certificate, String)]) -> Markup {
    let row = |(paper, title): &(Certificate, String)| {
        [
            html! { (title) br; span.hint { (paper.part_label()) ", " (minutes(paper.minutes)) } },
            html! { (ru::date(paper.issued_on)) },
            html! { @if paper.annulled_on.is_none() { a href={ "/activities/certificates/" (paper.id) } { "PDF" span.unseen { " сертификата: " (title) } } } @else { (parts::tag(Kind::Neutral, "аннулирован")) } },
        ]
    };
    Table::new("Мои сертификаты", ["За что", "Выдан", "Файл"].map(Column::new).to_vec())
        .rows(papers.iter().map(row))
        .empty("Сертификатов пока нет", "Они появятся после мероприятий, на которых вас отметили.", None)
        .render()
}
