//! A list of resources: the form, the columns, the rows with their verdicts.

use super::CATALOGUE;
use crate::import::{Import, ImportRow, ImportState, Mapping, Verdict};
use intake::{
    Verdict as _,
    views::{self, Decisions},
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column as TableColumn, Table},
    url::Query,
};

const PATH: &str = "/resources/import";

/// What the first page is drawn from.
pub struct Start<'a> {
    pub lists: &'a [Import],
    pub places: Vec<(String, String)>,
    pub place: &'a str,
    pub errors: &'a FieldErrors,
    pub max_mb: u32,
    pub done: &'a str,
}

pub fn start(start: Start<'_>, zone: &TimeZone, key: &str) -> Page {
    let all = start.errors.all();
    let columns = ["Список", "Прочитан", "Состояние"].map(TableColumn::new).to_vec();
    let rows = start.lists.iter().map(|one| [html! { a href={ (PATH) "/" (one.id) } { (name(one)) } }, html! { (ru::datetime(one.made_at, zone)) }, views::state(one, BROUGHT)]);
    Page::new("Загрузить ресурсы").error_title(!start.errors.is_empty()).trail([CATALOGUE]).notice((start.done == "discarded").then(|| Notice::done("Список удалён"))).body(html! {
        (form::error_summary(all))
        p { "Подойдёт любая таблица, где есть название и часы, — план-график курсов, список мастер-классов: столбцы программа угадает, вы проверите. " a href={ (PATH) "/template.xlsx" } download { "Образец" } }
        p { "Из строк получатся черновики; в каталоге они появятся, когда их проверит коллега." }
        (Form::new(PATH, key).files().body(html! {
            (Field::new("place", "Чей каталог").value(start.place).errors(all).select(start.places))
            (Field::new("file", "Таблица").errors(all).hint("XLSX или CSV").file(".xlsx,.csv", start.max_mb))
            (form::button("Прочитать таблицу"))
        }))
        h2 { "Прочитанные списки" }
        (Table::new("Прочитанные списки", columns).rows(rows).empty("Списков нет", "Здесь появятся таблицы, которые вы прочитали.", None).render())
    })
}

fn name(one: &Import) -> &str {
    if one.file_name.is_empty() { "Список ресурсов" } else { &one.file_name }
}

/// What loading brings.
const BROUGHT: (&str, &str, &str) = ("ресурс", "ресурса", "ресурсов");

fn verdict(verdict: Verdict) -> Markup {
    let kind = match verdict {
        Verdict::Fits => Kind::Good,
        Verdict::Wrong => Kind::Bad,
        Verdict::Known | Verdict::Skip => Kind::Neutral,
    };
    parts::tag(kind, verdict.label())
}

pub fn page(list: &Import, rows: &[ImportRow], mapping: &Mapping, errors: &FieldErrors, query: &Query, key: &dyn Fn() -> String) -> Page {
    let base = format!("{PATH}/{}", list.id);
    Page::new(name(list)).wide().error_title(!errors.is_empty()).trail([CATALOGUE, ("Загрузка", PATH)]).lead(views::state(list, BROUGHT)).body(html! {
        (form::error_summary(errors.all()))
        @match list.state {
            ImportState::Read => { (columns(list, mapping, errors, &base, &key())) (decisions(list, rows, query, &base, key)) },
            ImportState::Loaded => {
                p { a href={ "/resources?state=all&batch=" (list.id) } { "Что загружено" } ". Передайте эту ссылку коллеге: он сможет проверить все черновики разом." }
                p { "Пока никто не проверил ни одного ресурса, загрузку можно отменить целиком." }
                (views::act(list, &format!("{base}/undoing"), &key(), &form::button_danger("Отменить загрузку")))
            },
            ImportState::Undone | ImportState::Discarded => { p { "Ресурсов из этого списка нет." } },
        }
    })
}

fn columns(list: &Import, mapping: &Mapping, errors: &FieldErrors, base: &str, key: &str) -> Markup {
    let body = views::columns(list, mapping, errors, base, key);
    if errors.is_empty() && mapping.check().is_ok() { views::folded(body) } else { body }
}

fn decisions(list: &Import, rows: &[ImportRow], query: &Query, base: &str, key: &dyn Fn() -> String) -> Markup {
    let decisions = Decisions { list, rows, query, base, skip_rest: "Пропустить всё, что с ошибками", discard: "Удалить список" };
    let ready = decisions.count(Verdict::Fits);
    let loading = html! {
        @if decisions.waiting() > 0 { p { "Сначала решите о строках с ошибками: исправьте таблицу и прочитайте её снова или пропустите их." } }
        @else if ready > 0 {
            p { "Будет добавлено черновиками: " (ru::counted(ready, BROUGHT.0, BROUGHT.1, BROUGHT.2)) ". Загружается всё сразу или ничего." }
            (views::act(list, &format!("{base}/loading"), &key(), &form::button("Добавить в каталог")))
        } @else { p { "Добавлять нечего: все строки пропущены или уже есть в каталоге." } }
    };
    decisions.draw(key, table, &loading)
}

fn table(rows: &[&ImportRow]) -> Markup {
    let columns = ["Строка", "Название", "Вид", "Часы", "Компетенции", "Что с ней", "Решение"].map(TableColumn::new).to_vec();
    let cells = rows.iter().map(|row| {
        let draft = row.found.draft.as_ref();
        let title = draft.map(|draft| draft.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| row.first_cells());
        let tags = draft.map(|draft| draft.tags.iter().map(|tag| format!("{}: {}", tag.code, tag.strength)).collect::<Vec<_>>().join("; ")).unwrap_or_default();
        [
            html! { (row.line) },
            html! { (title) },
            html! { @if let Some(draft) = draft { (draft.kind.label()) } },
            html! { @if let Some(draft) = draft { (draft.hours) } },
            html! { (tags) },
            html! { (verdict(row.verdict())) @for message in &row.found.wrong { p.hint { (message) } } },
            choice(row, &title),
        ]
    });
    Table::new("Строки таблицы", columns).rows(cells).empty("Таких строк нет", "Выберите другую вкладку.", None).render()
}

fn choice(row: &ImportRow, title: &str) -> Markup {
    html! {
        label.unseen for={ "choice-" (row.line) } { "Решение: " (title) }
        select id={ "choice-" (row.line) } name={ "choice-" (row.line) } {
            option value="" selected[row.choice != "skip"] { "загрузить" }
            option value="skip" selected[row.choice == "skip"] { "пропустить" }
        }
    }
}
