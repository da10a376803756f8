//! A list of outside assessments: the form, the columns, the rows with their verdicts.

use crate::import::{Import, ImportRow, ImportState, Mapping, Uploaded, Verdict, column};
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

const PATH: &str = "/assessments/import";

#[expect(clippy::too_many_arguments, reason = "a page of a form and a list: each is shown once")]
pub fn start(lists: &[Import], typed: &Uploaded, errors: &FieldErrors, sources: Vec<String>, max_mb: u32, zone: &TimeZone, key: &str, done: &str) -> Page {
    let all = errors.all();
    let columns = ["Список", "Кто оценивал", "Прочитан", "Состояние"].map(TableColumn::new).to_vec();
    let rows = lists.iter().map(|one| {
        let name = if one.file_name.is_empty() { "без имени" } else { &one.file_name };
        [html! { a href={ (PATH) "/" (one.id) } { (name) } }, html! { (one.about.source) ", " (one.about.title) }, html! { (ru::datetime(one.made_at, zone)) }, views::state(one, BROUGHT)]
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

/// What loading brings.
const BROUGHT: (&str, &str, &str) = ("запись", "записи", "записей");

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
    Page::new(name)
        .wide()
        .error_title(!errors.is_empty())
        .trail([("Внешние оценки", "/assessments"), ("Загрузка", PATH)])
        .lead(html! { (list.about.source) ", " (list.about.title) ". " (views::state(list, BROUGHT)) })
        .body(html! {
            (form::error_summary(errors.all()))
            @match list.state {
                ImportState::Read => { (columns(list, mapping, errors, &base, &key())) (decisions(list, rows, query, &base, key)) },
                ImportState::Loaded => {
                    p { "Педагоги видят эти записи в своих кабинетах. Пока никто на них не ответил, загрузку можно отменить целиком." }
                    (views::act(list, &format!("{base}/undoing"), &key(), &form::button_danger("Отменить загрузку")))
                },
                ImportState::Undone | ImportState::Discarded => { p { "Записей из этого списка нет." } },
            }
        })
}

fn columns(list: &Import, mapping: &Mapping, errors: &FieldErrors, base: &str, key: &str) -> Markup {
    let body = views::columns(list, mapping, errors, base, key);
    if errors.is_empty() { views::folded(body) } else { body }
}

fn decisions(list: &Import, rows: &[ImportRow], query: &Query, base: &str, key: &dyn Fn() -> String) -> Markup {
    let decisions = Decisions { list, rows, query, base, skip_rest: "Пропустить всё, что не решено", discard: "Удалить список" };
    let ready = decisions.count(Verdict::Fits);
    let loading = html! {
        @if decisions.waiting() == 0 && ready > 0 {
            p { "Будет внесено: " (ru::counted(ready, BROUGHT.0, BROUGHT.1, BROUGHT.2)) ". Загружается всё сразу или ничего." }
            (views::act(list, &format!("{base}/loading"), &key(), &form::button("Внести оценки")))
        } @else { p { "Сначала решите о каждой строке: выберите педагога или пропустите её." } }
    };
    decisions.draw(key, |rows| table(list, rows), &loading)
}

fn table(list: &Import, rows: &[&ImportRow]) -> Markup {
    let columns = ["Строка", "Имя в таблице", "Результат", "Кто это", "Что с ней"].map(TableColumn::new).to_vec();
    let cells = rows.iter().map(|row| {
        let name = column::name(&list.mapping, &row.cells);
        let score = [&row.found.score, &row.found.level].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        [html! { (row.line) }, html! { (name) }, html! { (score) }, whom(row, &name), html! { (verdict(row.verdict())) @for message in row.found.messages(&row.choice) { p.hint { (message) } } }]
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
