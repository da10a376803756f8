//! What a stranger with a certificate in hand learns.

use crate::{model::Standing, store::Verified};
use kernel::Date;
use maud::{Markup, html};
use ui::{page::Page, parts, parts::Kind, ru};
use web::Shell;

pub fn page(shell: &Shell, found: Option<&(Verified, Option<String>, Date)>) -> Markup {
    let body = match found {
        None => html! {
            (parts::empty("Удостоверения с таким номером нет", "Проверьте номер: в нём 12 знаков, как напечатано под квадратным кодом.", None))
        },
        Some((verified, name, today)) => known(verified, name.as_deref(), *today),
    };
    shell.page(Page::new("Проверка удостоверения").narrow().body(body))
}

fn known(verified: &Verified, name: Option<&str>, today: Date) -> Markup {
    let membership = &verified.membership;
    let standing = membership.standing(today);
    let kind = match standing {
        Standing::Active => Kind::Good,
        Standing::Paused | Standing::NotYet => Kind::Waiting,
        Standing::TermOver | Standing::Ended => Kind::Bad,
    };
    let until = membership.ended_on.or(membership.valid_to);
    html! {
        p { "Участие в региональном методическом активе: " (parts::tag(kind, standing.label())) }
        (parts::summary([
            parts::SummaryRow::new("Номер удостоверения", html! { (membership.certificate_code) }),
            parts::SummaryRow::new("Кому выдано", html! { @match name { Some(name) => (name), None => "Участник не дал согласия публиковать имя. Сверьте имя на удостоверении с документом, удостоверяющим личность." } }),
            parts::SummaryRow::new("Основание", html! { "Приказ № " (verified.order_number) " от " (ru::date(verified.order_signed_on)) }),
            parts::SummaryRow::new("Действует", html! { "с " (ru::date(membership.valid_from)) @if let Some(until) = until { " до " (ru::date(until)) } }),
        ]))
    }
}
