//! A file of graduates: the form, the columns, the rows and who they are.

use super::{HUB, Key};
use crate::{
    courses::{
        self, Course,
        import::{Import, ImportRow, ImportState, Mapping, Verdict},
    },
    pick::Somebody,
};
use intake::{
    Verdict as _,
    views::{self, Decisions},
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column as TableColumn, Table},
    url::Query,
};

fn trail(course: &Course) -> Vec<(String, String)> {
    vec![(HUB.0.to_owned(), HUB.1.to_owned()), ("Курсы и каскад".to_owned(), "/courses".to_owned()), (course.title.clone(), courses::url(course.id))]
}

fn path(import: &Import) -> String {
    format!("/courses/imports/{}", import.id)
}

pub fn start(course: &Course, lists: &[Import], errors: &FieldErrors, max_mb: u32, key: Key<'_>) -> Page {
    let columns = ["Файл", "Состояние"].map(TableColumn::new).to_vec();
    let rows = lists.iter().map(|one| [html! { a href=(path(one)) { @if one.file_name.is_empty() { "Список выпускников" } @else { (one.file_name) } } }, views::state(one, BROUGHT)]);
    Page::new("Загрузить выпускников").narrow().trail(trail(course)).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        p { "Подойдёт ведомость курса: нужны ФИО, пригодятся дата рождения и школа. " a href="/courses/template.xlsx" download { "Образец" } }
        p { "Каждая строка сверяется с карточками реестра вашей территории. Новых карточек файл не заводит: чего нет, о том спросим." }
        (Form::new(format!("{}/import", courses::url(course.id)), key()).files().body(html! {
            (Field::new("file", "Таблица").errors(errors.all()).hint("XLSX или CSV").file(".xlsx,.csv", max_mb))
            (form::button("Прочитать таблицу"))
        }))
        h2 { "Прочитанные файлы" }
        (Table::new("Прочитанные файлы", columns).rows(rows).empty("Файлов нет", "Здесь появятся таблицы этого курса, которые вы прочитали.", None).render())
    })
}

/// What loading brings.
const BROUGHT: (&str, &str, &str) = ("выпускник", "выпускника", "выпускников");

fn tag(verdict: Verdict) -> Markup {
    let kind = match verdict {
        Verdict::Fits => Kind::Good,
        Verdict::Ask | Verdict::Stranger => Kind::Mine,
        Verdict::Known | Verdict::Skip => Kind::Neutral,
    };
    parts::tag(kind, verdict.label())
}

pub fn page(course: &Course, import: &Import, rows: &[ImportRow], (mapping, errors): (&Mapping, &FieldErrors), query: &Query, key: Key<'_>) -> Page {
    let base = path(import);
    Page::new(if import.file_name.is_empty() { "Список выпускников" } else { &import.file_name }).wide().error_title(!errors.is_empty()).trail(trail(course)).lead(views::state(import, BROUGHT)).body(html! {
        (form::error_summary(errors.all()))
        @match import.state {
            ImportState::Read => { (columns(import, mapping, errors, key)) (decisions(import, rows, query, key)) },
            ImportState::Loaded => {
                p { a href=(courses::url(course.id)) { "Выпускники курса" } }
                p { "Пока никто из них не ответил и не отказался, загрузку можно отменить целиком." }
                (views::act(import, &format!("{base}/undoing"), &key(), &form::button_danger("Отменить загрузку")))
            },
            ImportState::Undone | ImportState::Discarded => p { "Выпускников из этого файла нет." },
        }
    })
}

fn columns(import: &Import, mapping: &Mapping, errors: &FieldErrors, key: Key<'_>) -> Markup {
    let body = views::columns(import, mapping, errors, &path(import), &key());
    if errors.is_empty() && mapping.check().is_ok() { views::folded(body) } else { body }
}

fn decisions(import: &Import, rows: &[ImportRow], query: &Query, key: Key<'_>) -> Markup {
    let base = path(import);
    let decisions = Decisions { list: import, rows, query, base: &base, skip_rest: "Пропустить всех, кого не нашли", discard: "Удалить файл" };
    let (waiting, ready) = (decisions.waiting(), decisions.count(Verdict::Fits));
    let loading = html! {
        @if waiting > 0 { p { "Решите ещё о " (ru::counted(waiting, "строке", "строках", "строках")) ": выберите карточку или пропустите. До этого не загрузится никто." } }
        @else if ready > 0 {
            p { "Будет добавлено: " (ru::counted(ready, BROUGHT.0, BROUGHT.1, BROUGHT.2)) ". Загружаются все сразу или никто." }
            (views::act(import, &format!("{base}/loading"), &key(), &form::button("Добавить выпускников")))
        } @else { p { "Добавлять некого: все строки пропущены или уже в списке." } }
    };
    decisions.draw(key, |rows| table(import, rows), &loading)
}

fn table(import: &Import, rows: &[&ImportRow]) -> Markup {
    let columns = ["Строка", "Кто в файле", "Что с ней", "Решение"].map(TableColumn::new).to_vec();
    let cells = rows.iter().map(|row| {
        let name = if row.found.name.is_empty() { row.first_cells() } else { row.found.name.clone() };
        let what = html! { (tag(row.verdict())) @for note in &row.found.notes { p.hint { (note) } } };
        [html! { (row.line) }, html! { (name) }, what, choice(import, row, &name)]
    });
    Table::new("Строки файла", columns).rows(cells).empty("Таких строк нет", "Выберите другую вкладку.", None).render()
}

fn choice(import: &Import, row: &ImportRow, name: &str) -> Markup {
    let id = format!("choice-{}", row.line);
    html! {
        label.unseen for=(id) { "Решение: " (name) }
        select id=(id) name=(id) {
            option value="" selected[row.choice.is_empty()] { @if row.found.sure.is_some() { "как найдено" } @else { "— решите —" } }
            @for candidate in &row.found.candidates {
                @let value = candidate.id.to_string();
                option value=(value) selected[row.choice == value || (row.choice.is_empty() && row.found.sure == Some(candidate.id))] { (candidate.label) }
            }
            option value="skip" selected[row.choice == "skip"] { "пропустить" }
        }
        a href={ (path(import)) "/rows/" (row.line) } { "найти карточку" span.unseen { ": " (name) } }
    }
}

pub fn row(course: &Course, import: &Import, row: &ImportRow, (asked, found): (&str, &[Somebody]), key: Key<'_>) -> Page {
    let mut trail = trail(course);
    trail.push(("Файл".to_owned(), path(import)));
    let address = format!("{}/rows/{}", path(import), row.line);
    let fields = [("version", import.version.to_string())];
    let page = super::Choosing {
        title: "Чья это карточка",
        lead: "Ищем среди людей вашей территории.",
        trail,
        path: &address,
        fields: &fields,
        asked,
        found,
        label: "Это он(а)",
        nobody: "Такой карточки на вашей территории нет. Вернитесь и пропустите строку: новых карточек файл не заводит.",
    };
    super::choosing(&page, html! { p { "Строка " (row.line) ": " (row.cells.iter().filter(|cell| !cell.trim().is_empty()).cloned().collect::<Vec<_>>().join(", ")) } }, key)
}
