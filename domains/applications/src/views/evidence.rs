//! Documents: what is asked for, what is there, the form to add one.

use crate::{
    apply::{Desk, MOST_FILES},
    criteria::documents,
    field::{Field, Section},
    link::Token,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form::{self, Field as Input, Form, Group},
    page::Page,
    parts, ru,
};

pub fn page(desk: &Desk, token: &Token, chosen: &str, errors: &FieldErrors, key: &str) -> Page {
    let claimed = &desk.application.answers.criteria;
    let is_open = desk.application.state.is_open_to_applicant() && desk.is_open(Field::Evidence);
    let body = html! {
        (form::error_summary(errors.all()))
        @for remark in desk.remarks.iter().filter(|remark| remark.field == Field::Evidence) { (parts::warning(format!("Координатор просит: {}", remark.reason))) }
        @if claimed.is_empty() {
            (parts::empty("Сначала выберите основание", "Какие документы нужны, зависит от основания.", Some(form::button_link("Выбрать основание", &token.path("/criteria")))))
        } @else {
            @for code in claimed { (criterion(desk, token, code, is_open, key)) }
            @if is_open { (add(desk, token, chosen, errors, key)) }
        }
        p { (form::button_link_secondary("Продолжить", &token.path(if desk.application.state == crate::State::Draft { "/consent/inclusion" } else { "/check" }))) }
        p { a href=(token.path("")) { "К списку разделов" } }
    };
    Page::new(Section::Evidence.title()).narrow().trail([("Ваша заявка", token.path(""))]).error_title(!errors.is_empty()).lead(Field::Evidence.purpose()).body(body)
}

fn criterion(desk: &Desk, token: &Token, code: &str, is_open: bool, key: &str) -> Markup {
    let Some(criterion) = desk.lists.criterion(code) else { return html! {} };
    let kinds = documents(&criterion.rule);
    parts::panel(
        &criterion.title,
        html! {
            ul { @for kind in &kinds {
                @let own: Vec<_> = desk.files.iter().filter(|file| file.criterion == code && &file.kind == kind).collect();
                li {
                    (desk.lists.label(TermKind::EvidenceKind, kind)) ": "
                    @if own.is_empty() { "ещё не приложен" }
                    @for file in own {
                        div {
                            a href=(token.path(&format!("/files/{}", file.id))) { (file.name) } ", " (ru::file_size(file.size)) " "
                            @if is_open { (form::act(&token.path(&format!("/files/{}/removal", file.id)), key, "Убрать", &file.name)) }
                        }
                    }
                }
            } }
        },
    )
}

fn add(desk: &Desk, token: &Token, chosen: &str, errors: &FieldErrors, key: &str) -> Markup {
    let groups = desk.application.answers.criteria.iter().filter_map(|code| {
        let criterion = desk.lists.criterion(code)?;
        let kinds = documents(&criterion.rule).into_iter().map(|kind| (format!("{code}/{kind}"), desk.lists.label(TermKind::EvidenceKind, &kind)));
        Some(Group::new(code.as_str(), criterion.title.as_str(), kinds.collect::<Vec<_>>()))
    });
    html! {
        h2 { "Приложить документ" }
        @if desk.files.len() < MOST_FILES {
            (Form::new(token.path("/evidence"), key).files().body(html! {
                (Input::new("evidence", "Какой это документ").value(chosen).error(errors.of("evidence")).select_groups(groups.collect::<Vec<_>>(), None))
                (Input::new("file", "Файл").error(errors.of("file")).hint("PDF, JPG или PNG, до 10 МБ. В сводках результатов не должно быть имён детей.").who_reads("Увидят координатор, ваш муниципалитет и комиссия.").file(".pdf,.jpg,.jpeg,.png", 10))
                (form::button("Приложить"))
            }))
        } @else { p { "Приложено " (MOST_FILES) " документов, больше не нужно. Чтобы заменить документ, сначала уберите прежний." } }
    }
}
