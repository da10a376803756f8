//! A visit as its teacher sees it.

use crate::{
    model::{Side, State},
    views::{
        card::{self, Card},
        lists::{Reader, tag},
        recording,
    },
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts,
};
use web::Shell;

/// What the page needs besides the visit.
pub struct Own<'a> {
    pub card: &'a Card,
    pub has_consent: bool,
    pub comment: &'a str,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

pub fn page(shell: &Shell, own: &Own<'_>) -> Markup {
    let of = &own.card.row.observation;
    let done = match own.done {
        "agreed" => Some("Вы согласились. Наблюдателю отправлено письмо."),
        "acknowledged" => Some("Отмечено: вы ознакомились с картой"),
        "shared" => Some("Карта открыта тем, кому по роли видны результаты"),
        "closed" => Some("Карту снова видите только вы и наблюдатель"),
        "saved" => Some("Ваши баллы сохранены"),
        _ => None,
    };
    let page = Page::new("Посещение моего урока").trail([("Наблюдения моих уроков", "/cabinet/observations")]).notice(done.map(Notice::done)).error_title(!own.errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(own.errors.all()))
        p { (tag(of.state, Reader::Teacher)) }
        (card::summary(own.card))
        @match of.state {
            State::Proposed | State::Declined => (proposal(shell, own)),
            State::Agreed => (agreed(shell, own)),
            State::Filled | State::Acknowledged => (filled(shell, own)),
            State::TakenBack => { p { "Наблюдатель отменил посещение." } },
        }
        @if !matches!(of.state, State::Filled | State::Acknowledged) { (questions(own)) }
    }))
}

fn post(shell: &Shell, own: &Own<'_>, action: &str, body: Markup) -> Markup {
    let of = &own.card.row.observation;
    Form::new(format!("/cabinet/observations/{}/{action}", of.id), shell.key()).body(html! { (form::hidden("version", &of.version.to_string())) (body) })
}

fn proposal(shell: &Shell, own: &Own<'_>) -> Markup {
    let is_open = own.card.row.observation.state == State::Proposed;
    html! {
        p { @if is_open { "Соглашаться или нет — решать вам. Отказ не имеет последствий, причину называть не нужно." } @else { "Вы отказались. Если передумали, можно согласиться." } }
        @if own.has_consent {
            (post(shell, own, "answer", form::buttons(html! {
                (form::button_named("Согласиться", "word", "agree"))
                @if is_open { (form::button_secondary_named("Отказаться", "word", "decline")) }
            })))
        } @else {
            (parts::notice(&Notice::info("Чтобы согласиться, нужно ваше согласие на диагностику компетенций").more(html! { "Прочитайте его и решите: " a href="/cabinet/consents/new/diagnostics" { "согласие на диагностику" } ". Отозвать его можно в любой день, тогда карты уроков удаляются." })))
            @if is_open { (post(shell, own, "answer", form::button_secondary_named("Отказаться", "word", "decline"))) }
        }
    }
}

fn agreed(shell: &Shell, own: &Own<'_>) -> Markup {
    html! {
        p { "Посещение согласовано. После урока наблюдатель закончит карту, и вы прочтёте её первым." }
        (self_link(own))
        p { "Если передумаете, записи наблюдателя и ваши баллы за этот урок удалятся." }
        (post(shell, own, "answer", form::button_danger_named("Передумать и отказаться", "word", "decline")))
    }
}

fn self_link(own: &Own<'_>) -> Markup {
    let label = if own.card.teacher.is_empty() { "Оценить свой урок по той же карте" } else { "Изменить свои баллы" };
    html! { p { (form::button_link_secondary(label, &recording::url(&own.card.row, Side::Teacher))) } }
}

fn filled(shell: &Shell, own: &Own<'_>) -> Markup {
    let of = &own.card.row.observation;
    html! {
        p { a href={ "/cabinet/observations/" (of.id) "/observation.pdf" } { "Карта посещения урока (PDF)" } }
        (card::both(own.card))
        @if of.state == State::Filled {
            (self_link(own))
            (post(shell, own, "acknowledgement", html! {
                (Field::new("comment", "Ваш комментарий").hint("Можно не писать. После этого ни карта, ни ваши баллы уже не меняются").who_reads("Прочтёт наблюдатель, а если вы откроете карту, то и другие").value(own.comment).errors(own.errors.all()).textarea(5))
                (form::button("Отметить, что я ознакомился(ась)"))
            }))
        } @else if !of.comment.is_empty() {
            (parts::panel("Мой комментарий", card::paragraphs(&of.comment)))
        }
        (post(shell, own, "sharing", html! {
            h2 { "Кому видна карта" }
            @if of.is_shared {
                p { "Карту видят методисты, муниципалитет и ваша школа — в пределах своей роли." }
                (form::button_secondary_named("Закрыть от других", "to", "closed"))
            } @else {
                p { "Сейчас карту видите только вы и наблюдатель. Можно открыть её методистам, муниципалитету и вашей школе." }
                (form::button_secondary_named("Открыть другим", "to", "open"))
            }
        }))
    }
}

/// What will be looked at, so that one knows what one agrees to.
fn questions(own: &Own<'_>) -> Markup {
    parts::details(
        "На что будут смотреть",
        html! {
            @for block in &own.card.rubric.body.blocks {
                h3 { (block.title) }
                ul { @for indicator in block.criteria.iter().flat_map(|criterion| &criterion.indicators) { li { (indicator.title) " (" (indicator.scale()) ")" } } }
            }
        },
    )
}
