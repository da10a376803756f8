//! The open calendar: titles, days and places, nobody's name.

use super::{kind, span, when};
use crate::model::{Activity, Session, State};
use jiff::tz::TimeZone;
use maud::html;
use ui::{
    page::Page,
    parts,
    table::{Column, Table},
};

pub fn page(found: &[(Activity, Vec<Session>)], zone: &TimeZone) -> Page {
    let row = |(one, sessions): &(Activity, Vec<Session>)| {
        [
            html! { (one.title) br; span.hint { (kind(one)) } @if one.state == State::Cancelled { " " (parts::tag(parts::Kind::Bad, State::Cancelled.label())) } },
            html! { @if sessions.is_empty() { (when(one, zone)) } @for session in sessions { div { (span(session, zone)) } } },
            html! { @if one.where_text.is_empty() { "в сети" } @else { (one.where_text) } br; span.hint { (one.place_name) } },
        ]
    };
    Page::new("Открытые мероприятия").lead("Открытые уроки, мастер-классы и вебинары методического актива. Время местное, края.").body(html! {
        (Table::new("Открытые мероприятия", ["Мероприятие", "Когда", "Где"].map(Column::new).to_vec()).rows(found.iter().map(row)).empty("Впереди ничего не объявлено", "Когда методический актив объявит открытые мероприятия, они появятся здесь.", None).render())
        p { "Чтобы записаться, " a href="/activities" { "войдите в систему" } ". Если у вас ещё нет входа, обратитесь к заместителю директора вашей школы." }
    })
}
