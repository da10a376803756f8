//! Drafts one below another, to be read and judged on one page.

use super::{BANK, HOME, Lists};
use crate::{
    content::ItemKind,
    many::{Opinion, Reading},
    model::Verdict,
    show,
};
use ::web::Answers;
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru, table,
    url::Query,
};

pub const PATH: &str = "/items/review";
/// Items on one page: more are not read with attention.
pub const ROWS: u32 = 10;

/// What the page is drawn from.
pub struct Shown<'a> {
    pub found: &'a Paged<Reading>,
    pub lists: &'a Lists,
    pub query: &'a Query,
    /// What was chosen before an error.
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
}

pub fn page(shown: &Shown<'_>, key: &str) -> Page {
    let (found, query) = (shown.found, shown.query);
    let done = query.text("reviewed").parse::<u64>().ok().map(|count| Notice::done(format!("Записано: {}", ru::counted(count, "проверка", "проверки", "проверок"))));
    let back = query.without("reviewed");
    let body = html! {
        (form::error_summary(shown.errors.all()))
        p { "Здесь черновики, которых вы не писали и не правили. Решите каждое сами, потом посмотрите на ключ: однозначен ли ответ, ту ли компетенцию оно измеряет, нет ли подсказок и обидных слов." }
        (filters(shown))
        @if found.rows.is_empty() {
            (parts::empty("Проверять нечего", "Черновиков, которые ждут вашей проверки, по этому отбору нет. Возвращённые авторам появятся снова, когда авторы их исправят.", None))
        } @else {
            (Form::new(PATH, key).body(html! {
                (form::hidden("back", &back.to_string()))
                div id="reviews" {
                    @if let Some(error) = shown.errors.of("reviews") { p.error { (error) } }
                    @for reading in &found.rows { (one(reading, shown)) }
                }
                p.hint { "О чём ничего не отмечено, останется черновиком и будет ждать." }
                (form::button("Записать проверку отмеченных"))
            }))
            (table::pager(PATH, query, found.slice.number, found.slice.size, found.total))
        }
    };
    Page::new("Проверить черновики").trail([HOME, BANK]).notice(done).error_title(!shown.errors.is_empty()).body(body)
}

fn filters(shown: &Shown<'_>) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(shown.query.text(name)).first_line("все");
    let batch = shown.query.text("batch");
    table::filter_bar(
        PATH,
        shown.query,
        html! {
            @if !batch.is_empty() { (form::hidden("batch", batch)) }
            (Field::new("q", "Код или слова").value(shown.query.text("q")).text())
            (field("kind", "Вид").select(ItemKind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("competency", "Компетенция").select_groups(shown.lists.competencies(), None))
        },
    )
}

fn one(reading: &Reading, shown: &Shown<'_>) -> Markup {
    let (item, revision) = (&reading.item, &reading.revision);
    let url = format!("/items/{}", item.id);
    let (verdict, note) = (Opinion::field("verdict", item.id), Opinion::field("note", item.id));
    let points = ru::counted(revision.max_score, "балл", "балла", "баллов");
    // What was chosen of an item that has changed since is not chosen of what it is now.
    let chosen = if shown.errors.of(&verdict).is_some() { String::new() } else { shown.answers.get(&verdict).to_owned() };
    parts::panel(
        &format!("Задание {}", item.code),
        html! {
            p.hint { (item.kind.label()) ", " (points) ". Измеряет: " (if reading.competency.is_empty() { "не привязано к рамке" } else { reading.competency.as_str() }) }
            (show::view_text(&revision.body))
            (show::view_files(&revision.body, |digest| format!("{url}/files/{digest}")))
            (show::view_key(&revision.body, &revision.key, &revision.rationale))
            // The version that was read: a change made meanwhile is not approved unread.
            (form::hidden(&Opinion::field("version", item.id), &item.version.to_string()))
            (Field::new(verdict, format!("{} годится?", item.code)).value(chosen).errors(shown.errors.all()).radios([(Verdict::Fit.as_str(), "Годится"), (Verdict::Return.as_str(), "Вернуть автору"), ("", "Прочту позже")]))
            (Field::new(&note, "Что исправить").value(shown.answers.get(&note)).errors(shown.errors.all()).who_reads("Прочтёт автор").textarea(2))
            p { a href=(url) { "Открыть задание " (item.code) } }
        },
    )
}
