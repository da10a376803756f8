//! A list of outside assessments: the form, the columns, the rows with their verdicts.

use crate::import::{Column, Import, ImportRow, ImportState, Mapping, Uploaded, Verdict};
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

const PATH: &str = "/assessments/import";
const ROWS: usize = 100;

#[expect(clippy::too_many_arguments, reason = "a page of a form and a list: each is shown once")]
pub fn start(lists: &[Import], typed: &Uploaded, errors: &FieldErrors, sources: Vec<String>, max_mb: u32, zone: &TimeZone, key: &str, done: &str) -> Page {
    let all = errors.all();
    let columns = ["Список", "Кто оценивал", "Прочитан", "Состояние"].map(TableColumn::new).to_vec();
    let rows = lists.iter().map(|one| {
        let name = if one.file_name.is_empty() { "без имени" } else { &one.file_name };
        [html! { a href={ (PATH) "/" (one.id) } { (name) } }, html! { (one.source) ", " (one.title) }, html! { (ru::datetime(one.made_at, zone)) }, state(one)]
    });
    Page::new("Загрузка внешних оценок").error_title(!errors.is_empty()).trail([("Внешние оценки", "/assessments")]).notice((done == "discarded").then(|| Notice::done("Список удалён"))).body(html! {
        (form::error_summary(all))
        p { "Подойдёт любая таблица, где есть имя и балл или уровень: столбцы программа угадает, вы проверите. " a href={ (PATH) "/template.xlsx" } { "Образец" } }
        (Form::new(PATH, key).files().body(html! {
            (Field::new("source", "Кто оценивал").value(&typed.source).errors(all).suggest(sources).text())
            (Field::new("title", "Что оценивали").value(&typed.title).errors(all).text())
            (Field::new("taken_on", "Когда").value(&typed.taken_on).errors(all).hint("Для строк, где день не указан. Например, 15.10.2026").date())
            (Field::new("file", "Таблица").errors(all).hint("XLSX или CSV").file(".xlsx,.csv", max_mb))
            (form::button("Прочитать таблицу"))
        }))
        h2 { "Прочитанные списки" }
        (Table::new("Прочитанные списки", columns).rows(rows).empty("Списков нет", "Здесь появятся таблицы, которые вы прочитали.", None).render())
    })
}

fn state(one: &Import) -> Markup {
    let kind = match one.state {
        ImportState::Read => Kind::Mine,
        ImportState::Loaded => Kind::Good,
        ImportState::Undone | ImportState::Discarded => Kind::Neutral,
    };
    html! { (parts::tag(kind, one.state.label())) @if one.state == ImportState::Loaded { " " (ru::counted(one.loaded, "запись", "записи", "записей")) } }
}

fn verdict(verdict: Verdict) -> Markup {
    let kind = match verdict {
        Verdict::Fits => Kind::Good,
        Verdict::Ask => Kind::Mine,
        Verdict::Wrong => Kind::Bad,
        Verdict::Skip => Kind::Neutral,
    };
    parts::tag(kind, verdict.label())
}

pub fn page(list: &Import, rows: &[ImportRow], mapping: &Mapping, errors: &FieldErrors, query: &Query, key: &dyn Fn() -> String) -> Page {
    let base = format!("{PATH}/{}", list.id);
    let name = if list.file_name.is_empty() { "Список внешних оценок".to_owned() } else { list.file_name.clone() };
    Page::new(name).wide().error_title(!errors.is_empty()).trail([("Внешние оценки", "/assessments"), ("Загрузка", PATH)]).lead(html! { (list.source) ", " (list.title) ". " (state(list)) }).body(html! {
        (form::error_summary(errors.all()))
        @match list.state {
            ImportState::Read => { (columns(list, mapping, errors, &base, &key())) (decisions(list, rows, query, &base, key)) },
            ImportState::Loaded => {
                p { "Педагоги видят эти записи в своих кабинетах. Пока никто на них не ответил, загрузку можно отменить целиком." }
                (Form::new(format!("{base}/undoing"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button_danger("Отменить загрузку")) }))
            },
            ImportState::Undone | ImportState::Discarded => { p { "Записей из этого списка нет." } },
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
    html! { @if errors.is_empty() { (parts::details("Что в каких столбцах", body)) } @else { (body) } }
}

fn decisions(list: &Import, rows: &[ImportRow], query: &Query, base: &str, key: &dyn Fn() -> String) -> Markup {
    let count = |wanted: Verdict| rows.iter().filter(|row| row.found.verdict(&row.choice) == wanted).count();
    let wanted: Option<Verdict> = query.text("verdict").parse().ok();
    let shown: Vec<&ImportRow> = rows.iter().filter(|row| wanted.is_none_or(|wanted| row.found.verdict(&row.choice) == wanted)).collect();
    let page = usize::try_from(query.page()).unwrap_or(1);
    let tabs: Vec<(String, String, u64)> = std::iter::once(("Все".to_owned(), base.to_owned(), rows.len() as u64))
        .chain(Verdict::ALL.iter().map(|verdict| (crate::words::capital(verdict.label()), format!("{base}?verdict={verdict}"), count(*verdict) as u64)))
        .collect();
    let links: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url, count)| (label.as_str(), url.as_str(), Some(*count))).collect();
    let here = query.without("page").href(base);
    let is_ready = count(Verdict::Ask) + count(Verdict::Wrong) == 0 && count(Verdict::Fits) > 0;
    html! {
        (parts::tabs(&links, &here))
        (Form::new(format!("{base}/choices"), key()).body(html! {
            (form::hidden("version", &list.version.to_string()))
            (form::hidden("back", &query.to_string()))
            (table(list, shown.iter().copied().skip((page - 1) * ROWS).take(ROWS)))
            (form::buttons(html! { (form::button_secondary("Сохранить выбор")) (form::button_secondary_named("Пропустить всё, что не решено", "rest", "skip")) }))
        }))
        (table::pager(base, query, query.page(), u32::try_from(ROWS).unwrap_or(100), shown.len() as u64))
        h2 { "Загрузка" }
        @if is_ready {
            p { "Будет внесено: " (ru::counted(count(Verdict::Fits), "запись", "записи", "записей")) ". Загружается всё сразу или ничего." }
            (Form::new(format!("{base}/loading"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button("Внести оценки")) }))
        } @else { p { "Сначала решите о каждой строке: выберите педагога или пропустите её." } }
        (Form::new(format!("{base}/discarding"), key()).body(html! { (form::hidden("version", &list.version.to_string())) (form::button_danger("Удалить список")) }))
    }
}

fn table<'a>(list: &Import, rows: impl Iterator<Item = &'a ImportRow>) -> Markup {
    let columns = ["Строка", "Имя в таблице", "Результат", "Кто это", "Что с ней"].map(TableColumn::new).to_vec();
    let cells = rows.map(|row| {
        let name = list.mapping.name(&row.cells);
        let score = [&row.found.score, &row.found.level].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        [html! { (row.line) }, html! { (name) }, html! { (score) }, whom(row, &name), html! { (verdict(row.found.verdict(&row.choice))) @for message in row.found.messages(&row.choice) { p.hint { (message) } } }]
    });
    Table::new("Строки таблицы", columns).rows(cells).empty("Таких строк нет", "Выберите другую вкладку.", None).render()
}

fn whom(row: &ImportRow, name: &str) -> Markup {
    let choices = row.found.candidates.iter().map(|candidate| (candidate.id.to_string(), candidate.label.clone())).chain([("skip".to_owned(), "пропустить строку".to_owned())]);
    let value = if row.choice.is_empty() { row.found.sure.map(|id| id.to_string()).unwrap_or_default() } else { row.choice.clone() };
    html! {
        label.unseen for={ "choice-" (row.line) } { "Кто это: " (name) }
        select id={ "choice-" (row.line) } name={ "choice-" (row.line) } {
            option value="" { "— не решено —" }
            @for (id, label) in choices { option value=(id) selected[id == value] { (label) } }
        }
    }
}
