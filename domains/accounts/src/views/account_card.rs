//! An account as the administrator sees it.

use super::{admin, own};
use crate::admin::{Card, PATH, url};
use access::Grant;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

pub struct View<'a> {
    pub card: &'a Card,
    pub done: &'a str,
    pub errors: &'a FieldErrors,
    pub zone: &'a jiff::tz::TimeZone,
    pub outside: Option<&'a str>,
    /// Each form is an act of its own and needs its own key.
    pub key: &'a dyn Fn() -> String,
}

impl View<'_> {
    fn url(&self, act: &str) -> String {
        format!("{}/{act}", url(self.card.account.id))
    }

    fn button(&self, act: &str, label: &str) -> Markup {
        form::form(&self.url(act), &(self.key)(), form::button_secondary(label))
    }
}

pub fn page(view: &View<'_>) -> Page {
    let account = &view.card.account;
    Page::new(&account.name).trail([("Учётные записи", PATH)]).error_title(!view.errors.is_empty()).notice(notice(view.done)).body(html! {
        (form::error_summary(view.errors.all()))
        (parts::summary([
            SummaryRow::new("Почта для входа", &account.email),
            SummaryRow::new("Состояние", admin::state(account)),
            SummaryRow::new("Второй шаг входа", if account.has_second_factor() { "подключён" } else { "не подключён" }),
            SummaryRow::new("Создана", ru::datetime(account.made_at, view.zone)),
            SummaryRow::new("Открытых сеансов", last_seen(view)),
        ]))
        (roles(view))
        (acts(view))
    })
}

fn last_seen(view: &View<'_>) -> Markup {
    html! {
        (view.card.sessions.len())
        @if let Some(session) = view.card.sessions.first() { ", последний: " (own::agent(&session.agent)) ", " (ru::datetime(session.seen_at, view.zone)) }
    }
}

fn roles(view: &View<'_>) -> Markup {
    let columns = ["Роль", "Место", "Срок", "Состояние", ""].map(Column::new).into();
    let rows = view.card.grants.iter().map(|grant| {
        let end = html! { @if is_open(view, grant) { (form::act(&view.url(&format!("roles/{}/end", grant.id)), &(view.key)(), "Снять", &format!("роль {}", grant.role.label()))) } };
        [html! { (grant.role.label()) }, html! { (grant.place_name) }, html! { (ru::period(grant.from, grant.to.and_then(|to| to.yesterday().ok()))) }, grant_state(view, grant), end]
    });
    html! {
        h2 { "Роли" }
        (Table::new("Роли", columns).rows(rows).empty("Ролей нет", "Без роли человек войдёт, но ничего не увидит.", None).render())
        p { (form::button_link_secondary("Назначить роль", &view.url("roles"))) }
    }
}

fn is_open(view: &View<'_>, grant: &Grant) -> bool {
    grant.to.is_none_or(|to| to > view.card.today)
}

fn grant_state(view: &View<'_>, grant: &Grant) -> Markup {
    if grant.is_in_force(view.card.today) {
        parts::tag(Kind::Good, "действует")
    } else if is_open(view, grant) {
        parts::tag(Kind::Waiting, "ещё не началась")
    } else {
        parts::tag(Kind::Neutral, "закончилась")
    }
}

fn acts(view: &View<'_>) -> Markup {
    let account = &view.card.account;
    html! {
        h2 { "Действия" }
        (form::form(&view.url("name"), &(view.key)(), html! {
            (form::hidden("version", &account.version.to_string()))
            (Field::new("name", "Имя, как его видят другие").value(&account.name).errors(view.errors.all()).name_like().text())
            (form::button_secondary("Сохранить имя"))
        }))
        @if account.is_disabled() {
            (view.button("enabling", "Включить учётную запись"))
        } @else {
            (parts::panel("Первый вход", html! {
                p { "Листок с одноразовым кодом выдают лично. По нему человек задаёт пароль, в том числе новый вместо забытого." }
                (form::form("/admin/accounts/slips", &(view.key)(), html! { (form::hidden("account", &account.id.to_string())) (form::button_secondary("Напечатать листок")) }))
                @if let Some(label) = view.outside { p { "Если человек входит через " (label) ", выдайте ему ссылку для связи." } (view.button("outside-link", "Получить ссылку")) }
            }))
            (parts::panel("Безопасность", html! {
                @if account.has_second_factor() { (view.button("second-factor/reset", "Сбросить второй шаг входа")) }
                (view.button("sessions/ending", "Завершить все сеансы"))
                (form::form(&view.url("disabling"), &(view.key)(), form::button_danger("Отключить учётную запись")))
            }))
        }
    }
}

fn notice(done: &str) -> Option<Notice> {
    let title = match done {
        "created" => return Some(Notice::done("Учётная запись добавлена").more("Напечатайте листок с кодом для первого входа и выдайте его лично.")),
        "renamed" => "Имя сохранено",
        "granted" => "Роль назначена",
        "revoked" => "Роль снята",
        "disabled" => "Учётная запись отключена, сеансы завершены",
        "enabled" => "Учётная запись включена",
        "sessions" => "Все сеансы завершены",
        "second-factor" => "Второй шаг сброшен: его подключат заново при следующем входе",
        _ => return None,
    };
    Some(Notice::done(title))
}
