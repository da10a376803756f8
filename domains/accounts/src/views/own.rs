//! One's own account.

use super::login::new_password;
use access::{Account, Actor, Grant, sessions::OwnSession};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

/// All that the page shows.
pub struct Overview<'a> {
    pub account: &'a Account,
    pub actor: &'a Actor,
    pub sessions: &'a [OwnSession],
    pub zone: &'a jiff::tz::TimeZone,
    pub outside: Option<&'a str>,
    pub done: &'a str,
    /// Each form is an act of its own and needs its own key.
    pub key: &'a dyn Fn() -> String,
}

pub fn page(view: &Overview<'_>) -> Page {
    Page::new("Моя учётная запись").notice(notice(view.done)).body(html! {
        (parts::summary([
            SummaryRow::new("Имя", &view.account.name),
            SummaryRow::new("Почта для входа", &view.account.email),
            SummaryRow::new("Роль и место", html! { (view.actor.role.label()) ", " (view.actor.place_name) }).action("Сменить", "/account/role"),
            SummaryRow::new("Пароль", if view.account.password_hash.is_some() { "задан" } else { "не задан" }).change("/account/password"),
            second_step(view.account),
            letters(view.actor),
        ]))
        (outside(view))
        (sessions(view))
    })
}

/// Who has a card is told by notices; who has none may have a letter of what waits.
fn letters(actor: &Actor) -> SummaryRow {
    match actor.person {
        Some(_) => SummaryRow::new("Уведомления", "в кабинете и письмами, как вы выбрали").action("Изменить", "/notices/preferences"),
        None => SummaryRow::new("Письмо о том, что ждёт", "раз в день, если хотите").action("Выбрать", "/account/letter"),
    }
}

fn second_step(account: &Account) -> SummaryRow {
    if account.has_second_factor() {
        SummaryRow::new("Второй шаг входа", parts::tag(Kind::Good, "подключён")).action("Отключить", "/account/second-factor/removal")
    } else {
        SummaryRow::new("Второй шаг входа", parts::tag(Kind::Waiting, "не подключён")).action("Подключить", "/account/second-factor")
    }
}

fn outside(view: &Overview<'_>) -> Markup {
    html! {
        @if let Some(label) = view.outside {
            (parts::panel("Внешний вход", html! {
                @if view.account.oidc_subject.is_some() {
                    p { "Вы можете входить через " (label) "." }
                    (form::form("/account/outside-login/removal", &(view.key)(), form::button_secondary("Отвязать внешний вход")))
                } @else {
                    p { "Свяжите учётную запись, чтобы входить через " (label) "." }
                    p { (form::button_link_secondary("Связать", "/login/oidc?link=own")) }
                }
            }))
        }
    }
}

fn sessions(view: &Overview<'_>) -> Markup {
    let columns = ["Браузер", "Вход", "Последнее действие", ""].map(Column::new).into();
    let rows = view.sessions.iter().map(|session| {
        let current = session.key == view.actor.session;
        [html! { (agent(&session.agent)) }, html! { (ru::datetime(session.made_at, view.zone)) }, html! { (ru::datetime(session.seen_at, view.zone)) }, html! { @if current { (parts::tag(Kind::Mine, "этот сеанс")) } }]
    });
    html! {
        h2 { "Где вы вошли" }
        (Table::new("Ваши сеансы", columns).rows(rows).render())
        @if view.sessions.len() > 1 { (form::form("/account/sessions/ending", &(view.key)(), form::button_secondary("Завершить остальные сеансы"))) }
    }
}

/// A browser in a word or two.
pub fn agent(raw: &str) -> &str {
    const KNOWN: [(&str, &str); 7] = [("YaBrowser", "Яндекс Браузер"), ("Edg/", "Microsoft Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    KNOWN.iter().find(|(mark, _)| raw.contains(mark)).map_or("другой браузер", |(_, name)| name)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "password" => Some(Notice::done("Пароль изменён").more("Остальные ваши сеансы завершены.")),
        "second-factor" => Some(Notice::done("Второй шаг подключён").more("При следующем входе понадобится код с телефона.")),
        "sessions" => Some(Notice::done("Остальные сеансы завершены")),
        "linked" => Some(Notice::done("Внешний вход связан")),
        "unlinked" => Some(Notice::done("Внешний вход отвязан")),
        _ => None,
    }
}

pub fn password_page(errors: &FieldErrors, key: &str) -> Page {
    Page::new("Смена пароля").narrow().error_title(!errors.is_empty()).trail([("Моя учётная запись", "/account")]).lead("Остальные ваши сеансы завершатся.").body(html! {
        (form::error_summary(errors.all()))
        (form::form("/account/password", key, html! {
            (Field::new("current_password", "Нынешний пароль").errors(errors.all()).password())
            (new_password(errors))
            (form::button("Сменить пароль"))
        }))
        p { "Нынешнего пароля нет или он забыт? " a href="/login/forgot" { "Задайте новый по ссылке из письма" } "." }
    })
}

pub fn roles_page(held: &[Grant], now: Option<&Actor>, next: &str, key: &str) -> Page {
    let page = Page::new("Роль и место").narrow();
    if held.is_empty() {
        return page.body(html! {
            (parts::empty("Сегодня у вас нет действующей роли", "Срок роли истёк или ещё не начался. Обратитесь к администратору системы в вашем институте.", None))
            (form::form("/logout", key, form::button_secondary("Выйти")))
        });
    }
    let current = now.and_then(|actor| held.iter().find(|grant| grant.role == actor.role && grant.place == actor.place)).map(|grant| grant.id.to_string());
    let choices = held.iter().map(|grant| Choice::new(grant.id.to_string(), format!("{}, {}", grant.role.label(), grant.place_name)).hint(ru::period(grant.from, grant.to.and_then(|to| to.yesterday().ok()))));
    page.lead("От роли зависит, что вы видите и можете делать. Сменить её можно в любой момент.").body(form::form(
        "/account/role",
        key,
        html! {
            (form::hidden("next", next))
            (Field::new("role", "Продолжить как").value(current.unwrap_or_default()).radios(choices))
            (form::button("Продолжить"))
        },
    ))
}
