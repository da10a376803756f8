//! Pages of the import.

use crate::import::{Batch, BatchState, Choice as Decision, Counts, Field as SheetField, Level, Mapping, Note, StoredRow, Verdict};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const TRAIL: [(&str, &str); 2] = [("Люди", "/people"), ("Загрузка из таблицы", "/people/import")];

/// A fresh key for each form of a page: one form sent does not use up another.
type Keys<'a> = &'a dyn Fn() -> String;

/// A batch as the screen shows it.
pub struct Shown {
    pub batch: Batch,
    pub rows: Paged<StoredRow>,
    pub counts: Counts,
    pub verdict: Option<Verdict>,
    pub query: Query,
}

impl Shown {
    fn url(&self) -> String {
        format!("/people/import/{}", self.batch.id)
    }
}

pub fn start(batches: &[Batch], zone: &TimeZone, max_upload: usize, key: &str, errors: &FieldErrors, done: &str) -> Page {
    let megabytes = u32::try_from(max_upload / 1_048_576).unwrap_or(u32::MAX);
    let done = (done == "discarded").then(|| Notice::done("Таблица удалена, в карточках ничего не изменилось"));
    Page::new("Загрузка из таблицы").trail([("Люди", "/people")]).notice(done).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        p { "Загрузите список, какой есть: программа найдёт заголовки, покажет, что поняла, и спросит о непонятном. До вашего решения в карточках ничего не изменится." }
        p { a href="/people/import/template.xlsx" download { "Скачать образец таблицы" } }
        (Form::new("/people/import", key).files().body(html! {
            (Field::new("file", "Файл с таблицей").hint(format!("Excel (.xlsx) или CSV, до {megabytes} МБ")).errors(errors.all()).file(".xlsx,.csv,.txt", megabytes))
            (form::button("Прочитать таблицу"))
        }))
        (parts::panel("Загруженные таблицы", list(batches, zone)))
    })
}

fn list(batches: &[Batch], zone: &TimeZone) -> Markup {
    let rows = batches.iter().map(|batch| {
        let name = html! { a href={ "/people/import/" (batch.id) } { (batch.file_name) } };
        [name, html! { (ru::datetime(batch.made_at, zone)) }, state(batch.state)]
    });
    Table::new("Загруженные таблицы", ["Файл", "Когда прочитан", "Состояние"].map(Column::new).to_vec()).rows(rows).empty("Таблиц ещё не было", "Выберите файл выше.", None).render()
}

fn state(state: BatchState) -> Markup {
    let kind = match state {
        BatchState::Read => Kind::Mine,
        BatchState::Committed => Kind::Good,
        BatchState::Undone => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

/// The batch: columns, rows by verdict with their questions, and what may be done with the whole.
pub fn batch(shown: &Shown, zone: &TimeZone, keys: Keys<'_>, failed: Option<(&Mapping, &FieldErrors)>) -> Page {
    let none = FieldErrors::default();
    let (mapping, errors) = failed.unwrap_or((&shown.batch.mapping, &none));
    let is_open = shown.batch.state == BatchState::Read;
    let page = Page::new(shown.batch.file_name.clone()).trail(TRAIL).wide().notice(done(shown, zone)).error_title(!errors.is_empty());
    page.body(html! {
        (form::error_summary(errors.all()))
        (totals(shown))
        @if is_open { (columns(shown, mapping, errors, &keys())) }
        (verdict_tabs(shown))
        (rows(shown, &keys(), is_open))
        (table::pager(&shown.url(), &shown.query.without("done"), shown.rows.slice.number, shown.rows.slice.size, shown.rows.total))
        @if is_open { (loading(shown, keys)) }
        @if shown.batch.state == BatchState::Committed { (undoing(shown, &keys())) }
    })
}

fn done(shown: &Shown, zone: &TimeZone) -> Option<Notice> {
    let at = |at: Option<jiff::Timestamp>| at.map(|at| ru::datetime(at, zone)).unwrap_or_default();
    match (shown.batch.state, shown.query.text("done")) {
        (BatchState::Committed, "loaded") => Some(Notice::done("Таблица загружена").more("Если что-то не так, отмените загрузку целиком: кнопка внизу страницы.")),
        (BatchState::Committed, _) => Some(Notice::info(format!("Загружена {}", at(shown.batch.committed_at)))),
        (BatchState::Undone, _) => Some(Notice::info(format!("Загрузка отменена {}: карточки стали прежними", at(shown.batch.undone_at)))),
        (BatchState::Read, "mapped") => Some(Notice::done("Столбцы записаны, строки проверены заново")),
        (BatchState::Read, "chosen") => Some(Notice::done("Решения записаны, строки проверены заново")),
        (BatchState::Read, _) => None,
    }
}

fn totals(shown: &Shown) -> Markup {
    let counts = &shown.counts;
    let tile = |value: u64, label: &str| parts::Tile::new(label, ru::number(value));
    parts::tiles(&[
        tile(counts.new, "новых людей"),
        tile(counts.update, "обновлений"),
        tile(counts.duplicate, "возможных дублей: решите"),
        tile(counts.error, "строк нужно исправить"),
        tile(counts.skip, "без изменений и пропущено"),
    ])
}

fn columns(shown: &Shown, mapping: &Mapping, errors: &FieldErrors, key: &str) -> Markup {
    let choices = || SheetField::ALL.iter().map(|field| (field.as_str(), field.label()));
    let sample = |at: usize| {
        let values = shown.rows.rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.trim().is_empty());
        values.take(2).map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join("; ")
    };
    let form = Form::new(format!("{}/mapping", shown.url()), key).body(html! {
        (form::hidden("version", &shown.batch.version.to_string()))
        @for (at, (title, field)) in mapping.titles.iter().zip(&mapping.fields).enumerate() {
            @let letters = sheets::column_letters(u32::try_from(at).unwrap_or(0));
            @let label = if title.is_empty() { format!("Столбец {letters}") } else { format!("{letters}: {title}") };
            @let hint = sample(at);
            @let list = Field::new(format!("column-{at}"), label).value(field.map_or("", SheetField::as_str)).errors(errors.all()).first_line("не загружать");
            @if hint.is_empty() { (list.select(choices())) } @else { (list.hint(format!("Например: {hint}")).select(choices())) }
        }
        (form::button_secondary("Записать столбцы и проверить заново"))
    });
    let is_clear = errors.is_empty() && mapping.check().is_ok();
    if is_clear { parts::details("Какой столбец что значит", form) } else { parts::panel("Какой столбец что значит", form) }
}

fn verdict_tabs(shown: &Shown) -> Markup {
    let counts = &shown.counts;
    let url = |verdict: Option<Verdict>| Query::default().with("verdict", verdict.map_or("", Verdict::as_str)).href(&shown.url());
    let all = [
        ("Все строки", None, counts.total()),
        ("Исправить", Some(Verdict::Error), counts.error),
        ("Дубли", Some(Verdict::Duplicate), counts.duplicate),
        ("Новые", Some(Verdict::New), counts.new),
        ("Обновления", Some(Verdict::Update), counts.update),
        ("Без изменений", Some(Verdict::Skip), counts.skip),
    ]
    .map(|(label, verdict, count)| (label, url(verdict), count));
    let items: Vec<(&str, &str, Option<u64>)> = all.iter().map(|(label, url, count)| (*label, url.as_str(), Some(*count))).collect();
    parts::tabs(&items, &url(shown.verdict))
}

fn rows(shown: &Shown, key: &str, is_open: bool) -> Markup {
    let columns = ["Строка", "Как в таблице", "Что будет", "Замечания", "Решение"].map(Column::new).to_vec();
    let cells = shown.rows.rows.iter().map(|row| [html! { (row.line) }, html! { (as_read(shown, row)) }, tag(row), notes(row), decision(row, is_open)]);
    let table = Table::new("Строки таблицы", columns).rows(cells).empty("Таких строк нет", "Выберите другую вкладку.", None).render();
    let is_asked = is_open && shown.rows.rows.iter().any(is_open_question);
    html! {
        @if is_asked {
            (Form::new(format!("{}/choices", shown.url()), key).body(html! {
                (form::hidden("version", &shown.batch.version.to_string()))
                (form::hidden("back", &shown.query.without("done").to_string()))
                (table)
                (form::buttons(html! { (form::button_secondary("Записать решения на этой странице")) (bulk(shown)) }))
            }))
        } @else { (table) }
    }
}

fn bulk(shown: &Shown) -> Markup {
    html! {
        @if shown.verdict == Some(Verdict::Duplicate) {
            (form::button_secondary_named("Все дубли — те же люди", "bulk", Decision::Same.as_str()))
            (form::button_secondary_named("Все дубли пропустить", "bulk", Decision::Skip.as_str()))
        }
        @if shown.verdict == Some(Verdict::Error) { (form::button_secondary_named("Загрузить все без непонятных значений", "bulk", Decision::Without.as_str())) }
    }
}

fn as_read(shown: &Shown, row: &StoredRow) -> String {
    let wanted = [SheetField::FullName, SheetField::Family, SheetField::Given, SheetField::Patronymic, SheetField::BirthOn, SheetField::Municipality, SheetField::School, SheetField::Position];
    let values = wanted.iter().flat_map(|field| shown.batch.mapping.columns(*field)).filter_map(|column| row.cells.get(column)).filter(|cell| !cell.trim().is_empty());
    let shown: Vec<String> = values.map(|cell| cell.chars().take(80).collect()).collect();
    if shown.is_empty() { row.cells.iter().filter(|cell| !cell.trim().is_empty()).take(4).map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(", ") } else { shown.join(", ") }
}

fn tag(row: &StoredRow) -> Markup {
    let kind = match row.verdict {
        Verdict::New => Kind::Good,
        Verdict::Update => Kind::Doing,
        Verdict::Duplicate => Kind::Mine,
        Verdict::Error => Kind::Bad,
        Verdict::Skip => Kind::Neutral,
    };
    let word = if row.choice == Decision::Skip { "пропустить" } else { row.verdict.label() };
    html! { (parts::tag(kind, word)) @if let Some(id) = row.person { br; a href={ "/people/" (id) } { "карточка" span.unseen { " из строки " (row.line) } } } }
}

fn notes(row: &StoredRow) -> Markup {
    let line = |note: &Note| {
        let word = match note.level {
            Level::Stop | Level::Gap => "Исправьте. ",
            Level::Warning => "Обратите внимание. ",
            Level::Info => "",
        };
        html! { li { @if !note.cell.is_empty() { strong { (note.cell) } ": " } (word) (note.text) } }
    };
    html! { @if !row.notes.is_empty() { ul { @for note in &row.notes { (line(note)) } } } }
}

fn is_open_question(row: &StoredRow) -> bool {
    row.choice != Decision::Undecided || matches!(row.verdict, Verdict::Duplicate | Verdict::Error)
}

fn decision(row: &StoredRow, is_open: bool) -> Markup {
    if !is_open || !is_open_question(row) {
        return html! {};
    }
    let (mut choices, is_question) = (Vec::new(), row.verdict == Verdict::Duplicate || matches!(row.choice, Decision::Same | Decision::Other));
    if is_question {
        choices.extend([Choice::new(Decision::Same.as_str(), "тот же человек"), Choice::new(Decision::Other.as_str(), "другой человек, новая карточка")]);
    }
    if row.has_only_gaps() || row.choice == Decision::Without {
        choices.push(Choice::new(Decision::Without.as_str(), "загрузить без непонятных значений"));
    }
    choices.push(Choice::new(Decision::Skip.as_str(), "пропустить строку"));
    Field::new(format!("choice-{}", row.line), format!("Решение по строке {}", row.line)).value(row.choice.as_str()).first_line("решу позже").select(choices)
}

fn loading(shown: &Shown, keys: Keys<'_>) -> Markup {
    let (counts, url) = (&shown.counts, shown.url());
    let ready = counts.new + counts.update;
    html! {
        (parts::panel("Загрузить", html! {
            @if counts.waiting() > 0 {
                p { "Ждут исправления или решения: " (ru::counted(counts.waiting(), "строка", "строки", "строк")) ". " a href={ (url) "/errors.xlsx" } download { "Скачать эти строки с пояснениями, что исправить" } }
            }
            @if ready > 0 {
                (Form::new(format!("{url}/loading"), keys()).body(html! {
                    (form::hidden("version", &shown.batch.version.to_string()))
                    p { "Готово к загрузке: " (ru::counted(ready, "строка", "строки", "строк")) ". Все они запишутся разом; загрузку можно будет отменить целиком." }
                    @if counts.waiting() == 0 { (form::button("Загрузить таблицу")) }
                    @else { (form::button_secondary_named("Загрузить только готовые строки", "mode", "good")) }
                }))
            } @else { p { "Готовых строк пока нет." } }
            (form::act(&format!("{url}/discarding"), &keys(), "Удалить эту таблицу", shown.batch.file_name.as_str()))
        }))
    }
}

fn undoing(shown: &Shown, key: &str) -> Markup {
    parts::panel(
        "Отменить загрузку",
        html! {
            p { "Новые карточки исчезнут, изменённые станут прежними. Отменить можно, пока никто не работал с этими карточками." }
            @if shown.counts.waiting() > 0 { p { a href={ (shown.url()) "/errors.xlsx" } download { "Скачать незагруженные строки с пояснениями" } } }
            (Form::new(format!("{}/undoing", shown.url()), key).body(html! {
                (form::hidden("version", &shown.batch.version.to_string()))
                (form::button_danger("Отменить загрузку"))
            }))
        },
    )
}
