//! Versions of the texts.

use super::{errors_on_top, proof, words};
use crate::{
    ConsentKind,
    form::TextForm,
    texts::{ConsentText, Usage},
};
use kernel::{Date, FieldErrors};
use ui::{
    Markup,
    form::{self, Field, Form},
    html,
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

const URL: &str = "/consents/texts";

pub fn list(all: &[ConsentText], usage: &[Usage], today: Date, may_change: bool) -> Page {
    let body = html! {
        @for kind in ConsentKind::ALL {
            h2 { (kind.label()) }
            (versions(*kind, all, usage, today))
            @if may_change { p { (form::button_link_secondary("Новая редакция", &format!("{URL}/new/{kind}"))) } }
        }
    };
    Page::new("Тексты согласий").trail([("Согласия", "/consents")]).lead("Действующий текст не меняют: вносят новую редакцию. Прежние согласия остаются при том тексте, который человек прочитал.").body(body)
}

fn versions(kind: ConsentKind, all: &[ConsentText], usage: &[Usage], today: Date) -> Markup {
    let columns = vec![Column::new("Редакция"), Column::new("Состояние"), Column::new("Утверждена"), Column::new("Давали").number(), Column::new("Действует у").number()];
    let row = |text: &ConsentText| {
        let count = usage.iter().find(|usage| usage.text == text.id).map_or((0, 0), |usage| (usage.people, usage.live));
        [html! { a href={ (URL) "/" (text.id) } { (text.version_name()) } }, state(text, today), html! { (text.approved_by) }, html! { (ru::number(count.0)) }, html! { (ru::number(count.1)) }]
    };
    Table::new(kind.label(), columns).rows(all.iter().filter(|text| text.kind == kind).map(row)).empty("Текста нет", "Без утверждённого текста согласие попросить нельзя.", None).render()
}

fn state(text: &ConsentText, today: Date) -> Markup {
    if text.valid_from > today {
        parts::tag(Kind::Waiting, "вступит в силу")
    } else if text.valid_to.is_none_or(|to| to > today) {
        parts::tag(Kind::Good, "действует")
    } else {
        parts::tag(Kind::Neutral, "прежняя")
    }
}

pub fn show(text: &ConsentText) -> Page {
    Page::new(&text.title).trail([("Согласия", "/consents"), ("Тексты согласий", URL)]).narrow().lead(text.version_name()).body(html! { (words(text)) (proof(text)) })
}

pub fn ask(kind: ConsentKind, typed: &TextForm, errors: &FieldErrors, placeholders: &str, key: &str) -> Page {
    let body = html! {
        (errors_on_top(errors))
        (Form::new(format!("{URL}/new/{kind}"), key).body(html! {
            (Field::new("title", "Название документа").value(&typed.title).error(errors.of("title")).text())
            (Field::new("body", "Текст").hint(format!("Пустая строка отделяет абзац, строка с «## » — заголовок. Вместо реквизитов можно писать: {placeholders}")).value(&typed.body).error(errors.of("body")).who_reads("Прочтут все, кого просят о согласии").textarea(24))
            (Field::new("approved_by", "Каким приказом утверждён").hint("Например: приказ от 01.12.2026 № 45").value(&typed.approved_by).error(errors.of("approved_by")).medium().text())
            (Field::new("valid_from", "Действует с").hint("Например, 01.12.2026. Задним числом нельзя").value(&typed.valid_from).error(errors.of("valid_from")).date())
            (parts::warning("После сохранения текст изменить нельзя, можно только внести следующую редакцию."))
            (form::button("Внести редакцию"))
        }))
    };
    let title = format!("Новая редакция: {}", kind.label());
    Page::new(title).trail([("Согласия", "/consents"), ("Тексты согласий", URL)]).error_title(!errors.is_empty()).body(body)
}
