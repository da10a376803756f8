//! Orders: the list, an order's card, the choice of people for a new one.

use super::{Lists, members, quotas};
use crate::{
    model::{MembershipRow, Order, OrderKind, OrderLine, OrderState, Seat},
    quota::{self, QuotaLine},
    sign::SignForm,
};
use access::{Action, Actor};
use kernel::{Date, FieldErrors, Paged, Result, Tx};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

fn state(order: &Order) -> Markup {
    match order.state {
        OrderState::Draft => parts::tag(Kind::Mine, "проект, ждёт подписи"),
        OrderState::Signed => parts::tag(Kind::Good, "подписан"),
    }
}

/// Columns of the list, on the screen and in the sheet.
pub const COLUMNS: [&str; 5] = ["Приказ", "О чём", "Человек", "Действует с", "Состояние"];

/// An order as a row of the sheet.
pub fn cells(order: &Order) -> Vec<sheets::Value> {
    let state = if order.state == OrderState::Signed { "подписан" } else { "проект" };
    vec![order.caption().into(), order.kind.label().into(), i64::try_from(order.lines).unwrap_or(i64::MAX).into(), order.effective_on.into(), state.into()]
}

pub fn list(shell: &Shell, orders: &[Order], actor: &Actor) -> Markup {
    let columns = COLUMNS.iter().enumerate().map(|(at, title)| if at == 2 { Column::new(*title).number() } else { Column::new(*title) }).collect();
    let rows = orders.iter().map(|order| {
        [html! { a href={ "/orders/" (order.id) } { (order.caption()) } }, html! { (order.kind.label()) }, html! { (order.lines) }, html! { @if let Some(on) = order.effective_on { (ru::date(on)) } }, state(order)]
    });
    let page = Page::new("Приказы").wide();
    let page = if actor.can(Action::DraftOrders) { page.action(form::button_link("Подготовить приказ", "/orders/new")) } else { page };
    shell.page(page.body(html! {
        (Table::new("Приказы", columns).rows(rows).empty("Приказов пока нет", "Проект приказа о включении появляется, когда комиссия закрывает заседание. Продлить, приостановить или прекратить участие можно из списка участников.", None).render())
        @if actor.can(Action::ExportLists) && !orders.is_empty() { (table::sheet_link("/orders", &Query::default())) }
    }))
}

/// The quotas that the people of a draft will take places in.
pub fn touched(tx: &mut Tx<'_>, order: &Order, lines: &[OrderLine]) -> Result<Vec<QuotaLine>> {
    if order.kind != OrderKind::Include || order.state == OrderState::Signed {
        return Ok(Vec::new());
    }
    let (today, planned) = (tx.today(), crate::order::planned(tx)?);
    let seats: Vec<&Seat> = lines.iter().filter_map(|line| line.seat.as_ref()).collect();
    let all = quota::board(tx, today, &planned)?;
    Ok(all.into_iter().filter(|line| line.planned > 0 && seats.iter().any(|seat| seat.kind == line.kind)).collect())
}

pub struct Card<'a> {
    pub order: &'a Order,
    pub lines: &'a [OrderLine],
    pub quotas: &'a [QuotaLine],
    pub form: &'a SignForm,
    pub errors: &'a FieldErrors,
    pub may_sign: bool,
    pub may_draft: bool,
    pub sees_quotas: bool,
}

pub fn card(shell: &Shell, card: &Card<'_>) -> Markup {
    let order = card.order;
    let draft = order.state == OrderState::Draft;
    let page = Page::new(format!("Приказ {}", order.caption())).wide().error_title(!card.errors.is_empty()).trail([("Приказы", "/orders")]);
    shell.page(page.lead(html! { (order.title) }).body(html! {
        (form::error_summary(card.errors.all()))
        p { (state(order)) " " a href={ "/orders/" (order.id) "/order.pdf" } { @if draft { "Посмотреть проект в PDF" } @else { "Открыть подписанный приказ (PDF)" } } }
        @if draft && card.may_sign { (sign_form(shell, card)) }
        @if !card.quotas.is_empty() { section { h2 { "Что станет с квотами" } (quotas::table("Квоты, которых касается приказ", &card.quotas.iter().collect::<Vec<_>>())) } }
        @if draft && card.sees_quotas { p { a href={ "/quotas/what-if?order=" (order.id) } { "Посмотреть доску квот до и после этого приказа" } } }
        section { h2 { "Приложение: " (ru::number(card.lines.len() as u64)) " " (ru::plural(card.lines.len() as u64, "человек", "человека", "человек")) } (annex(shell, card)) }
        @if draft && card.may_draft {
            (parts::details("Удалить проект", html! {
                p { "Проект исчезнет, люди останутся в прежнем состоянии. Решения комиссии сохранятся в протоколе." }
                (form::form(&format!("/orders/{}/discarding", order.id), &shell.key(), html! { (form::hidden("version", &order.version.to_string())) (form::button_danger("Удалить проект приказа")) }))
            }))
        }
    }))
}

fn sign_form(shell: &Shell, card: &Card<'_>) -> Markup {
    let (order, typed, errors) = (card.order, card.form, card.errors.all());
    let until = match order.kind {
        OrderKind::Include | OrderKind::Renew => Some("Срок участия до (не включая этот день)"),
        OrderKind::Pause => Some("Приостановить до (можно оставить пустым)"),
        OrderKind::Resume | OrderKind::End => None,
    };
    html! {
        section { h2 { "Подписание" }
            p { "Подпишите приказ в вашей системе документооборота или на бумаге, затем внесите номер и даты. После этого приказ не изменить." }
            (Form::new(format!("/orders/{}/signature", order.id), shell.key()).body(html! {
                (form::hidden("version", &typed.version))
                (Field::new("number", "Номер приказа").value(typed.number.clone()).short().errors(errors).text())
                (Field::new("signed_on", "Дата подписания").value(typed.signed_on.clone()).errors(errors).date())
                (Field::new("effective_on", "Действует с").value(typed.effective_on.clone()).errors(errors).date())
                @if let Some(label) = until { (Field::new("until_on", label).value(typed.until_on.clone()).errors(errors).date()) }
                (form::button("Внести номер и ввести приказ в действие"))
            }))
        }
    }
}

fn annex(shell: &Shell, card: &Card<'_>) -> Markup {
    let draft = card.order.state == OrderState::Draft;
    let columns =
        vec![Column::new("№").number(), Column::new("ФИО"), Column::new("Должность"), Column::new("Организация"), Column::new("Муниципалитет"), Column::new("Предмет, направление или основание"), Column::new("")];
    let rows = card.lines.iter().map(|line| {
        let words = &line.words;
        let ground = if words.field.is_empty() || !words.reason.is_empty() { &words.reason } else { &words.field };
        [
            html! { (line.position) },
            html! { (words.name) },
            html! { (words.post) },
            html! { (words.school) },
            html! { (words.municipality) },
            html! { (ground) },
            html! {
                @if !draft { a href={ "/orders/" (card.order.id) "/lines/" (line.id) "/extract.pdf" } { "Выписка" } }
                @else if card.may_draft { (form::form(&format!("/orders/{}/lines/{}/striking", card.order.id, line.id), &shell.key(), html! { (form::hidden("version", &card.order.version.to_string())) (form::button_quiet("Убрать")) })) }
            },
        ]
    });
    Table::new("Приложение к приказу", columns).rows(rows).empty("В приказе никого не осталось", "Удалите проект или подготовьте новый.", None).render()
}

pub struct Chooser<'a> {
    pub kind: OrderKind,
    pub found: &'a Paged<MembershipRow>,
    pub lists: &'a Lists,
    pub query: &'a Query,
    pub errors: &'a FieldErrors,
    pub today: Date,
}

pub fn chooser(shell: &Shell, chooser: &Chooser<'_>) -> Markup {
    let kind = chooser.kind;
    let kinds = [OrderKind::Renew, OrderKind::Pause, OrderKind::Resume, OrderKind::End];
    let tabs: Vec<(&str, String)> = kinds.iter().map(|kind| (kind.label(), format!("/orders/new?order={kind}"))).collect();
    let tabs: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url)| (*label, url.as_str(), None)).collect();
    let page = Page::new(format!("Новый приказ: {}", kind.label())).wide().error_title(!chooser.errors.is_empty()).trail([("Приказы", "/orders")]);
    shell.page(page.lead("Отберите людей, отметьте нужных и подготовьте проект. Подписать его можно будет на следующем шаге.").body(html! {
        (form::error_summary(chooser.errors.all()))
        (parts::tabs(&tabs, &format!("/orders/new?order={kind}")))
        (table::filter_bar("/orders/new", chooser.query, html! { (form::hidden("order", kind.as_str())) (members::filters(chooser.lists, chooser.query)) }))
        (Form::new("/orders/new", shell.key()).body(html! {
            (form::hidden("order", kind.as_str()))
            @match kind {
                OrderKind::Pause => (Field::new("reason", "Причина").errors(chooser.errors.all()).select(chooser.lists.pause_reasons.clone())),
                OrderKind::End => (Field::new("reason", "Причина").errors(chooser.errors.all()).select(chooser.lists.end_reasons.clone())),
                OrderKind::Include | OrderKind::Renew | OrderKind::Resume => {}
            }
            (people(chooser))
            (form::button("Подготовить проект приказа"))
        }))
    }))
}

fn people(chooser: &Chooser<'_>) -> Markup {
    let columns = vec![Column::new("Отметить"), Column::new("ФИО"), Column::new("Вид участия"), Column::new("Предмет, направление"), Column::new("Муниципалитет"), Column::new("Срок до"), Column::new("Состояние")];
    let rows = chooser.found.rows.iter().map(|row| {
        let m = &row.membership;
        [
            html! { label.tick { input type="checkbox" name="membership" value=(m.id); span.unseen { "Отметить: " (row.name) } } },
            html! { (row.name) },
            html! { (chooser.lists.kind(m.seat.kind)) },
            html! { (row.field) },
            html! { (row.municipality) },
            html! { @if let Some(end) = m.valid_to { (ru::date(end)) } @else { "без срока" } },
            members::tag(m.standing(chooser.today)),
        ]
    });
    html! {
        div id="membership" { (Table::new("Кого касается приказ", columns).rows(rows).empty("Никого не нашлось", "Измените условия отбора.", None).render()) }
        @if chooser.found.total > u64::from(chooser.found.slice.size) { p { "Показаны первые " (chooser.found.slice.size) " из " (ru::number(chooser.found.total)) ". Сузьте отбор, чтобы увидеть остальных." } }
    }
}
