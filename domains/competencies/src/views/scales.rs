//! Scales: levels by percent, in versions.

use super::{HOME, SCALES};
use crate::{form::LEVELS, model::Scale};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

fn state(scale: &Scale, today: Date) -> Markup {
    match scale.valid_to {
        Some(end) if end <= today => parts::tag(Kind::Neutral, "заменена"),
        _ if scale.valid_from > today => parts::tag(Kind::Waiting, "вступит в силу"),
        _ => parts::tag(Kind::Good, "действует"),
    }
}

/// «низкий от 0 %, средний от 60 %».
fn levels(scale: &Scale) -> String {
    scale.levels.iter().map(|level| format!("{} от {}\u{a0}%", level.label, level.percent_from)).collect::<Vec<_>>().join(", ")
}

pub fn list(scales: &[Scale], today: Date, may_edit: bool) -> Page {
    let columns = vec![Column::new("Шкала"), Column::new("Версия").number(), Column::new("Уровни"), Column::new("Действует"), Column::new("Состояние")];
    let rows = scales
        .iter()
        .map(|scale| [html! { a href={ "/scales/" (scale.id) } { (scale.title) } }, html! { (scale.number) }, html! { (levels(scale)) }, html! { (ru::period(scale.valid_from, scale.valid_to)) }, state(scale, today)]);
    let table = Table::new("Шкалы", columns).rows(rows).empty("Шкал пока нет", "Шкала говорит, с какого процента начинается каждый уровень. Без неё нельзя назначить целевые уровни.", None).render();
    let page = Page::new("Шкалы").trail([HOME]).lead("С какого процента начинается каждый уровень. Версия не меняется: новая сменяет её с выбранного дня.").body(table);
    if may_edit { page.action(form::button_link("Составить шкалу", "/scales/new")) } else { page }
}

pub fn show(scale: &Scale, today: Date, may_edit: bool) -> Page {
    let rows = scale.levels.iter().map(|level| [html! { (level.label) }, html! { (level.code) }, html! { (level.percent_from) }]);
    let body = html! {
        (parts::summary([SummaryRow::new("Состояние", state(scale, today)), SummaryRow::new("Код", html! { (scale.code) }), SummaryRow::new("Действует", html! { (ru::period(scale.valid_from, scale.valid_to)) })]))
        (Table::new("Уровни", vec![Column::new("Уровень"), Column::new("Код"), Column::new("От, %").number()]).show_caption().rows(rows).render())
    };
    let page = Page::new(scale.full_title()).trail([HOME, SCALES]).body(body);
    if may_edit { page.action(form::button_link("Сделать новую версию", &format!("/scales/new?from={}", scale.id))) } else { page }
}

/// A scale as the answers of the form of its next version.
pub fn answers(before: Option<&Scale>) -> Answers {
    let Some(scale) = before else { return Answers::default() };
    let mut pairs = vec![("code".to_owned(), scale.code.clone()), ("title".into(), scale.title.clone())];
    for (at, level) in scale.levels.iter().enumerate() {
        pairs.extend([(format!("level-{at}"), level.code.clone()), (format!("label-{at}"), level.label.clone()), (format!("from-{at}"), level.percent_from.to_string())]);
    }
    Answers::of(pairs)
}

pub fn form(answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let body = html! {
        (form::error_summary(errors.all()))
        (Form::new("/scales", key).body(html! {
            (field("title", "Название").text())
            (field("code", "Код").hint("С кодом имеющейся шкалы получится её новая версия").name_like().medium().text())
            (field("valid_from", "Действует с").hint("ДД.ММ.ГГГГ").date())
            (form::fieldset("Уровни", html! {
                p.hint { "Снизу вверх; самый низкий начинается с 0 %. Лишние строки оставьте пустыми." }
                @for at in 0..LEVELS {
                    div.fields {
                        (field(&format!("label-{at}"), "Название уровня").medium().text())
                        (field(&format!("level-{at}"), "Код").name_like().short().text())
                        (field(&format!("from-{at}"), "От, %").number())
                    }
                }
            }))
            (form::button("Сохранить шкалу"))
        }))
    };
    Page::new("Шкала").narrow().trail([HOME, SCALES]).error_title(!errors.is_empty()).body(body)
}
