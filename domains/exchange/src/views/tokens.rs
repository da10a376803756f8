//! Tokens.

use super::{EXCHANGE, once};
use crate::{resource::Resource, token::Token};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

pub struct Shown<'a> {
    pub tokens: &'a [Token],
    /// Code and name of the region and its municipalities.
    pub places: &'a [(String, String)],
    pub today: Date,
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    /// The text of the token just made.
    pub fresh: Option<&'a str>,
    pub done: &'a str,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let notice = (shown.done == "revoked").then(|| Notice::done("Ключ отозван").more("Со следующего запроса он ничего не открывает."));
    Page::new("Ключи доступа")
        .trail([EXCHANGE])
        .notice(notice)
        .error_title(!shown.errors.is_empty())
        .lead("По ключу программа читает опубликованные данные. Она не видит ничего, чего нет в наборах ключа, и ничего за пределами его территории.")
        .body(html! {
            (form::error_summary(shown.errors.all()))
            @if let Some(fresh) = shown.fresh { (once("Новый ключ", fresh, "Передайте его владельцу защищённым способом, не почтой.")) }
            (list(shown, key))
            h2 { "Выпустить ключ" }
            (make(shown, key))
        })
}

fn list(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let columns = vec![Column::new("Ключ"), Column::new("Что открывает"), Column::new("Территория"), Column::new("До"), Column::new("Запросы").number(), Column::new("Состояние"), Column::new("")];
    let row = |token: &Token| {
        let (kind, word) = match (token.revoked_at, token.works_on(shown.today)) {
            (Some(_), _) => (Kind::Bad, "отозван"),
            (None, true) => (Kind::Good, "действует"),
            (None, false) => (Kind::Neutral, "истёк"),
        };
        [
            html! { strong { (token.name) } br; span.hint { (token.owner) } },
            html! { (token.scopes.iter().map(|scope| scope.title()).collect::<Vec<_>>().join(", ")) },
            html! { (token.place_name) },
            html! { (ru::date(token.expires_on)) },
            html! { (ru::number(token.calls)) br; span.hint { @match token.last_used_on { Some(day) => { "последний " (ru::date(day)) } None => { "ещё не было" } } } },
            html! { (parts::tag(kind, word)) },
            html! { @if token.revoked_at.is_none() { (form::act(&format!("/exchange/tokens/{}/revocation", token.id), &key(), "Отозвать", &token.name)) } },
        ]
    };
    Table::new("Ключи доступа", columns).rows(shown.tokens.iter().map(row)).empty("Ключей пока нет", "Выпустите первый ниже, когда появится программа, которой нужны данные.", None).render()
}

fn make(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(shown.typed.get(name)).errors(shown.errors.all());
    let scopes = Resource::ALL.iter().map(|resource| Choice::new(resource.as_str(), resource.title()).hint(resource.note()));
    Form::new("/exchange/tokens", key()).body(html! {
        (field("name", "Название").hint("Для чего ключ: «Сайт института», «Витрина министерства»").who_reads("Администраторы системы").text())
        (field("owner", "Кто им пользуется").hint("Организация или система, без фамилий").who_reads("Администраторы системы").text())
        (field("scopes", "Какие наборы открывает").checkboxes(scopes, &shown.typed.all("scopes")))
        (field("place", "Территория").select(shown.places.iter().map(|(code, name)| Choice::new(code.clone(), name.clone()))))
        (field("expires_on", "Последний день").hint("Не дольше двух лет; потом выпустите новый").date())
        (form::button("Выпустить ключ"))
    })
}
