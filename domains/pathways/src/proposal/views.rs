//! The page of the proposal.

use super::{Form, Proposal};
use crate::{store::Loaded, url, views::trail};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form as Posting},
    page::Page,
    parts, ru,
    table::{Column, Table},
};

pub fn page(loaded: &Loaded, typed: &Form, errors: &FieldErrors, proposal: Option<&Proposal>, key: &str) -> Page {
    let path = url::of(loaded.pathway.id, "proposal");
    Page::new("Первый набросок маршрута").trail(trail(&loaded.standing.case, &loaded.pathway)).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        p { "Программа подберёт из каталога то, что поможет с затруднениями в ваши часы и даты, и скажет, почему. Это только предложение: каждую строку команда оставит, изменит или вычеркнет." }
        (conditions(&path, typed, errors))
        @if let Some(proposal) = proposal { (found(proposal)) (taking(&path, typed, proposal, key)) }
    })
}

/// A question, not an act: its answer can be reloaded and sent to a colleague.
fn conditions(path: &str, typed: &Form, errors: &FieldErrors) -> Markup {
    let field = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(errors.all());
    html! {
        form method="get" action=(path) novalidate {
            (field("hours", "Сколько академических часов у педагога", &typed.hours).short().number())
            (field("starts_on", "Первый день", &typed.starts_on).date())
            (field("ends_on", "Последний день", &typed.ends_on).date())
            (field("lines", "Строк не больше", &typed.lines).short().number())
            (form::button_secondary("Подобрать"))
        }
    }
}

fn found(proposal: &Proposal) -> Markup {
    let columns = vec![Column::new("Что"), Column::new("Когда"), Column::new("Часы").number(), Column::new("Почему")];
    let rows = proposal.lines.iter().map(|line| {
        let one = &line.resource;
        let when = one.starts_on.or(one.ends_on).map_or_else(|| "в любое время".to_owned(), ru::date);
        [html! { a href=(resources::url(one.id)) { (one.title) } br; span.hint { (one.kind.label()) ", " (one.form.label()) } }, html! { (when) }, html! { (one.hours) }, html! { (line.because) }]
    });
    let (title, why) = if proposal.is_all_covered {
        ("Предлагать нечего", "Строки, которые уже есть в маршруте, работают со всеми затруднениями.")
    } else {
        ("Ничего не подошло", "Ниже написано, почему. Измените часы или даты либо добавьте строки сами.")
    };
    html! {
        h2 { "Предложение" }
        @if !proposal.lines.is_empty() { p { "Всего: " (ru::counted(u64::from(proposal.hours), "час", "часа", "часов")) " из " (proposal.within.hours) "." } }
        (Table::new("Предложенные строки", columns).rows(rows).empty(title, why, None).render())
        @if !proposal.missing.is_empty() {
            h2 { "Затруднения без ресурса" }
            (Table::new("Затруднения без ресурса", vec![Column::new("Затруднение"), Column::new("Почему")]).rows(proposal.missing.iter().map(|(deficit, why)| [html! { (deficit) }, html! { (why) }])).render())
        }
    }
}

fn taking(path: &str, typed: &Form, proposal: &Proposal, key: &str) -> Markup {
    html! {
        @if !proposal.lines.is_empty() {
            (Posting::new(path, key).body(html! {
                @for (name, value) in [("hours", &typed.hours), ("starts_on", &typed.starts_on), ("ends_on", &typed.ends_on), ("lines", &typed.lines)] { (form::hidden(name, value)) }
                p.hint { "Прежние предложения программы, о которых ещё никто ничего не решил, заменятся этими." }
                (form::button("Добавить в маршрут"))
            }))
            (parts::details("Как подбирается", html! {
                p { "Программа ищет набор, который больше всего помогает с затруднениями в пределах часов, дат и числа строк, соблюдает порядок «сначала пройти» и предпочитает разные формы. Подтверждённые измерением затруднения важнее названных. Людей она не сравнивает." }
            }))
        }
    }
}
