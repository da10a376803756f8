//! An invitation: whose case, in which role, what a yes opens.

use super::home_of;
use crate::{form::MOST_WORDS, model::SeatState, team::Asked};
use access::Actor;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, SummaryRow},
};
use web::{Answers, Shell};

pub fn list(shell: &Shell, actor: &Actor, waiting: &[Asked]) -> Markup {
    shell.page(Page::new("Приглашения в команды").narrow().trail([home_of(actor)]).body(html! {
        @if waiting.is_empty() { (parts::empty("Приглашений нет", "Когда вас пригласят в команду сопровождения, придёт письмо, и приглашение появится здесь.", None)) }
        @else { ul { @for asked in waiting { li { a href={ "/cases/invitations/" (asked.seat.id) } { (asked.case.teacher) } ", " (asked.seat.role.label()) } } } }
    }))
}

pub fn page(shell: &Shell, actor: &Actor, asked: &Asked, typed: &Answers, errors: &FieldErrors) -> Markup {
    let (case, seat) = (&asked.case, &asked.seat);
    let page = Page::new(format!("Приглашение: {}", case.teacher)).narrow().trail([home_of(actor), ("Приглашения в команды", "/cases/invitations")]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (parts::summary([
            SummaryRow::new("Педагог", &case.teacher),
            SummaryRow::new("Организация", &case.place_name),
            SummaryRow::new("Вид", case.kind.label()),
            SummaryRow::new("Ваша роль", seat.role.label()),
            SummaryRow::new("Кто приглашает", &asked.who),
        ]))
        @if seat.state == SeatState::Invited {
            p { "Содержание — затруднения, маршрут, сообщения — откроется, если вы согласитесь. Его нельзя обсуждать вне команды." }
            (form::form(&format!("/cases/invitations/{}", seat.id), &shell.key(), html! {
                (form::hidden("version", &seat.version.to_string()))
                (Field::new("words", "Несколько слов").hint("Можно не писать").value(typed.get("words")).errors(errors.all()).who_reads("Прочтут педагог и команда сопровождения.").max_chars(MOST_WORDS).textarea(2))
                (form::buttons(html! { (form::button_named("Войти в команду", "word", "yes")) (form::button_secondary_named("Отказаться", "word", "no")) }))
            }))
        } @else { p { "Ответ на это приглашение: " (seat.state.label()) "." } }
    }))
}
