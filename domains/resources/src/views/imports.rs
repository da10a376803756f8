//! A list of resources: the form, the columns, the rows with their verdicts.

use super::CATALOGUE;
use crate::import::{Column, Import, ImportRow, ImportState, Mapping, Verdict};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column as TableColumn, Table},
    url::Query,
};

const PATH: &str = "/resources/import";
const ROWS: usize = 100;

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
    let rows = start.lists.iter().map(|one| [html! { a href={ (PATH) "/" (one.id) } { (name(one)) } }, html! { (ru::datetime(one.made_at, zone)) }, state(one)]);
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

fn state(one: &Import) -> Markup {
    let kind = match one.state {
        ImportState::Read => Kind::Mine,
        ImportState::Loaded => Kind::Good,
        ImportState::Undone | ImportState::Discarded => Kind::Neutral,
    };
    html! { (parts::tag(kind, one.state.label())) @if one.state == ImportState::Loaded { " " (ru::counted(one.loaded, "ресурс", "ресурса", "ресурсов")) } }
}

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
    Page::new(name(list)).wide().error_title(!errors.is_empty()).trail([CATALOGUE, ("Загрузка", PATH)]).lead(state(list)).body(html! {
        (form::error_summary(errors.all()))
        @match list.state {
            ImportState::Read => { (columns(list, mapping, errors, &base, &key())) (decisions(list, rows, query, &base, key)) },
            ImportState::Loaded => {
                p { a href={ "/resources?state=all&batch=" (list.id) } { "Что загружено" } ". Передайте эту ссылку коллеге: он сможет проверить все черновики разом." }
                p { "Пока никто не проверил ни одного ресурса, загрузку можно отменить целиком." }
                (Form::new(format!("{base}/undoing"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button_danger("Отменить загрузку")) }))
            },
            ImportState::Undone | ImportState::Discarded => { p { "Ресурсов из этого списка нет." } },
        }
    })
}

fn columns(list: &Import, mapping: &Mapping, errors: &FieldErrors, base: &str, key: &str) -> Markup {
    let choices = || Column::ALL.iter().map(|column| (column.as_str(), column.label()));
    let body = html! {
        (Form::new(format!("{base}/mapping"), key).body(html! {
            (form::hidden("version", &list.version.to_string()))
            div.columns { @for (at, title) in mapping.titles.iter().enumerate() {
                @let chosen = mapping.columns.get(at).copied().flatten().map_or("", Column::as_str);
                (Field::new(format!("column-{at}"), if title.is_empty() { format!("Столбец {}", at + 1) } else { title.clone() }).value(chosen).errors(errors.all()).first_line("не загружать").select(choices()))
            } }
            (form::button_secondary("Прочитать столбцы так"))
        }))
    };
    let is_sound = errors.is_empty() && mapping.check().is_ok();
    html! { @if is_sound { (parts::details("Что в каких столбцах", body)) } @else { (body) } }
}

fn decisions(list: &Import, rows: &[ImportRow], query: &Query, base: &str, key: &dyn Fn() -> String) -> Markup {
    let count = |wanted: Verdict| rows.iter().filter(|row| row.found.verdict(&row.choice) == wanted).count();
    let wanted: Option<Verdict> = query.text("verdict").parse().ok();
    let shown: Vec<&ImportRow> = rows.iter().filter(|row| wanted.is_none_or(|wanted| row.found.verdict(&row.choice) == wanted)).collect();
    let page = usize::try_from(query.page()).unwrap_or(1);
    let tabs: Vec<(String, String, u64)> =
        std::iter::once(("Все".to_owned(), base.to_owned(), rows.len() as u64)).chain(Verdict::ALL.iter().map(|verdict| (capital(verdict.label()), format!("{base}?verdict={verdict}"), count(*verdict) as u64))).collect();
    let links: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url, count)| (label.as_str(), url.as_str(), Some(*count))).collect();
    let here = query.without("page").href(base);
    let is_ready = count(Verdict::Wrong) == 0 && count(Verdict::Fits) > 0;
    html! {
        (parts::tabs(&links, &here))
        (Form::new(format!("{base}/choices"), key()).body(html! {
            (form::hidden("version", &list.version.to_string()))
            (form::hidden("back", &query.to_string()))
            (table(shown.iter().copied().skip((page - 1) * ROWS).take(ROWS)))
            (form::buttons(html! { (form::button_secondary("Сохранить выбор")) (form::button_secondary_named("Пропустить всё, что с ошибками", "rest", "skip")) }))
        }))
        (table::pager(base, query, query.page(), u32::try_from(ROWS).unwrap_or(100), shown.len() as u64))
        h2 { "Загрузка" }
        @if is_ready {
            p { "Будет добавлено черновиками: " (ru::counted(count(Verdict::Fits), "ресурс", "ресурса", "ресурсов")) ". Загружается всё сразу или ничего." }
            (Form::new(format!("{base}/loading"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button("Добавить в каталог")) }))
        } @else if count(Verdict::Wrong) > 0 { p { "Сначала решите о строках с ошибками: исправьте таблицу и прочитайте её снова или пропустите их." } }
        @else { p { "Добавлять нечего: все строки пропущены или уже есть в каталоге." } }
        (Form::new(format!("{base}/discarding"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button_danger("Удалить список")) }))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn table<'a>(rows: impl Iterator<Item = &'a ImportRow>) -> Markup {
    let columns = ["Строка", "Название", "Вид", "Часы", "Компетенции", "Что с ней", "Решение"].map(TableColumn::new).to_vec();
    let cells = rows.map(|row| {
        let draft = row.found.draft.as_ref();
        let title = draft.map(|draft| draft.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| row.cells.iter().filter(|cell| !cell.trim().is_empty()).take(2).cloned().collect::<Vec<_>>().join(", "));
        let tags = draft.map(|draft| draft.tags.iter().map(|tag| format!("{}: {}", tag.code, tag.strength)).collect::<Vec<_>>().join("; ")).unwrap_or_default();
        [
            html! { (row.line) },
            html! { (title) },
            html! { @if let Some(draft) = draft { (draft.kind.label()) } },
            html! { @if let Some(draft) = draft { (draft.hours) } },
            html! { (tags) },
            html! { (verdict(row.found.verdict(&row.choice))) @for message in &row.found.wrong { p.hint { (message) } } },
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
