//! A file of graduates: the form, the columns, the rows and who they are.

use super::{HUB, Key};
use crate::{
    courses::{
        self, Course,
        import::{Column, Import, ImportRow, ImportState, Mapping, Verdict},
    },
    pick::Somebody,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column as TableColumn, Table},
    url::Query,
};

const ROWS: usize = 100;

fn trail(course: &Course) -> Vec<(String, String)> {
    vec![(HUB.0.to_owned(), HUB.1.to_owned()), ("Курсы и каскад".to_owned(), "/courses".to_owned()), (course.title.clone(), courses::url(course.id))]
}

fn path(import: &Import) -> String {
    format!("/courses/imports/{}", import.id)
}

pub fn start(course: &Course, lists: &[Import], errors: &FieldErrors, max_mb: u32, key: Key<'_>) -> Page {
    let columns = ["Файл", "Состояние"].map(TableColumn::new).to_vec();
    let rows = lists.iter().map(|one| [html! { a href=(path(one)) { @if one.file_name.is_empty() { "Список выпускников" } @else { (one.file_name) } } }, state(one)]);
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

fn state(one: &Import) -> Markup {
    let kind = match one.state {
        ImportState::Read => Kind::Mine,
        ImportState::Loaded => Kind::Good,
        ImportState::Undone | ImportState::Discarded => Kind::Neutral,
    };
    html! { (parts::tag(kind, one.state.label())) @if one.state == ImportState::Loaded { " " (ru::counted(one.loaded, "выпускник", "выпускника", "выпускников")) } }
}

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
    let version = || form::hidden("version", &import.version.to_string());
    Page::new(if import.file_name.is_empty() { "Список выпускников" } else { &import.file_name }).wide().error_title(!errors.is_empty()).trail(trail(course)).lead(state(import)).body(html! {
        (form::error_summary(errors.all()))
        @match import.state {
            ImportState::Read => { (columns(import, mapping, errors, key)) (decisions(import, rows, query, key)) },
            ImportState::Loaded => {
                p { a href=(courses::url(course.id)) { "Выпускники курса" } }
                p { "Пока никто из них не ответил и не отказался, загрузку можно отменить целиком." }
                (Form::new(format!("{base}/undoing"), key()).body(html! { (version()) (form::button_danger("Отменить загрузку")) }))
            },
            ImportState::Undone | ImportState::Discarded => p { "Выпускников из этого файла нет." },
        }
    })
}

fn columns(import: &Import, mapping: &Mapping, errors: &FieldErrors, key: Key<'_>) -> Markup {
    let body = Form::new(format!("{}/mapping", path(import)), key()).body(html! {
        (form::hidden("version", &import.version.to_string()))
        div.columns { @for (at, title) in mapping.titles.iter().enumerate() {
            @let chosen = mapping.columns.get(at).copied().flatten().map_or("", Column::as_str);
            (Field::new(format!("column-{at}"), if title.is_empty() { format!("Столбец {}", at + 1) } else { title.clone() }).value(chosen).errors(errors.all()).first_line("не загружать").select(Column::ALL.iter().map(|column| (column.as_str(), column.label()))))
        } }
        (form::button_secondary("Прочитать столбцы так"))
    });
    html! { @if errors.is_empty() && mapping.check().is_ok() { (parts::details("Что в каких столбцах", body)) } @else { (body) } }
}

fn decisions(import: &Import, rows: &[ImportRow], query: &Query, key: Key<'_>) -> Markup {
    let base = path(import);
    let count = |wanted: Verdict| rows.iter().filter(|row| row.found.verdict(&row.choice) == wanted).count();
    let wanted: Option<Verdict> = query.text("verdict").parse().ok();
    let shown: Vec<&ImportRow> = rows.iter().filter(|row| wanted.is_none_or(|wanted| row.found.verdict(&row.choice) == wanted)).collect();
    let page = usize::try_from(query.page()).unwrap_or(1);
    let tabs: Vec<(String, String, u64)> =
        std::iter::once(("Все".to_owned(), base.clone(), rows.len() as u64)).chain(Verdict::ALL.iter().map(|verdict| (capital(verdict.label()), format!("{base}?verdict={verdict}"), count(*verdict) as u64))).collect();
    let links: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url, count)| (label.as_str(), url.as_str(), Some(*count))).collect();
    let waiting = rows.iter().filter(|row| row.found.verdict(&row.choice).waits()).count();
    let version = || form::hidden("version", &import.version.to_string());
    html! {
        (parts::tabs(&links, &query.without("page").href(&base)))
        (Form::new(format!("{base}/choices"), key()).body(html! {
            (version())
            (form::hidden("back", &query.to_string()))
            (table(import, shown.iter().copied().skip((page - 1) * ROWS).take(ROWS)))
            (form::buttons(html! { (form::button_secondary("Сохранить выбор")) (form::button_secondary_named("Пропустить всех, кого не нашли", "rest", "skip")) }))
        }))
        (table::pager(&base, query, query.page(), u32::try_from(ROWS).unwrap_or(100), shown.len() as u64))
        h2 { "Загрузка" }
        @if waiting > 0 { p { "Решите ещё о " (ru::counted(waiting, "строке", "строках", "строках")) ": выберите карточку или пропустите. До этого не загрузится никто." } }
        @else if count(Verdict::Fits) > 0 {
            p { "Будет добавлено: " (ru::counted(count(Verdict::Fits), "выпускник", "выпускника", "выпускников")) ". Загружаются все сразу или никто." }
            (Form::new(format!("{base}/loading"), key()).body(html! { (version()) (form::button("Добавить выпускников")) }))
        } @else { p { "Добавлять некого: все строки пропущены или уже в списке." } }
        (Form::new(format!("{base}/discarding"), key()).body(html! { (version()) (form::button_danger("Удалить файл")) }))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn table<'a>(import: &Import, rows: impl Iterator<Item = &'a ImportRow>) -> Markup {
    let columns = ["Строка", "Кто в файле", "Что с ней", "Решение"].map(TableColumn::new).to_vec();
    let cells = rows.map(|row| {
        let verdict = row.found.verdict(&row.choice);
        let name = if row.found.name.is_empty() { row.cells.iter().filter(|cell| !cell.trim().is_empty()).take(2).cloned().collect::<Vec<_>>().join(", ") } else { row.found.name.clone() };
        let what = html! { (tag(verdict)) @for note in &row.found.notes { p.hint { (note) } } };
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
