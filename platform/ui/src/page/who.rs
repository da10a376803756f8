//! Who is logged in, as the header and a phone's menu name them.

use maud::{Markup, html};

/// The person logged in, as the header names them.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub name: String,
    pub role: String,
    pub place: String,
    /// Where another role or place is chosen; `None` when there is only one.
    pub switch_url: Option<String>,
    /// Own cabinet.
    pub profile_url: Option<String>,
    pub search_url: Option<String>,
    /// Where one's own notices are and how many are unread; `None` where nobody is told anything.
    pub notices: Option<(String, u64)>,
    /// Idempotency key of the logout form.
    pub logout_key: String,
}

/// What a phone's header has no room for: it lies under «Меню» there, and only there.
pub(super) fn own(who: &Who) -> Markup {
    html! {
        div.own {
            p.hint { (who.role) @if !who.place.is_empty() { ", " (who.place) } }
            ul {
                @if let Some(url) = &who.switch_url { li { a href=(url) { "Сменить роль" } } }
                @if let Some(url) = &who.search_url { li { a href=(url) { "Поиск" } } }
                @if who.notices.is_some() { li { (notices(who)) } }
                li { a href="/help" { "Помощь" } }
            }
            (account(who))
        }
    }
}

/// Unread notices are counted up to a hundred.
const MOST_UNREAD: u64 = 99;

pub(super) fn notices(who: &Who) -> Markup {
    html! {
        @if let Some((url, _)) = &who.notices {
            a href=(url) { "Уведомления" (unread(who)) }
        }
    }
}

pub(super) fn unread(who: &Who) -> Markup {
    html! {
        @if let Some((_, count @ 1..)) = &who.notices {
            " " b.count { @if *count > MOST_UNREAD { (MOST_UNREAD) "+" } @else { (count) } span.unseen { " не прочитано" } }
        }
    }
}

pub(super) fn account(who: &Who) -> Markup {
    html! {
        @if let Some(url) = &who.profile_url { a.me href=(url) { (who.name) } } @else { span.me { (who.name) } }
        form method="post" action="/logout" {
            @if !who.logout_key.is_empty() { (crate::form::hidden("_key", &who.logout_key)) }
            button.quiet type="submit" { "Выйти" }
        }
    }
}
