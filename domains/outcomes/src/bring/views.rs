//! Pages of files with results: choose, look at what was recognised, confirm, undo.

use super::{
    BatchState, UNDO_HOURS,
    batch::{Batch, Body, Means, SKIPPED},
    form::BringForm,
    load::Outlook,
    undo,
    web::{Ground, Shown, url},
};
use crate::{check::number, form::period_value, source::Source};
use gradefiles::{Problems, Spot};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

const RESULTS: (&str, &str) = ("Результаты классов", "/outcomes");
const BRING: (&str, &str) = ("Загрузить из файла", "/outcomes/bring");
const BEFORE: &str = "Если в файле есть имена учеников или номера документов, программа посчитает сводные числа, а сам файл не сохранит.";
const AFTER: &str = "В файле есть имена учеников. Мы посчитали сводные числа и файл не сохранили.";
const KINDS: &str = ".xlsx,.xls,.csv,.txt,.html,.htm";
/// Rows shown of a preview.
const SHOWN: usize = 200;

pub fn start(ground: &Ground, (form, errors, problems): (&BringForm, &FieldErrors, Option<&Problems>), done: &str, key: &str) -> Page {
    let notice = (done == "discarded").then(|| Notice::done("Прочитанные числа удалены"));
    let failed = !errors.is_empty() || problems.is_some();
    let body = html! {
        (form::error_summary(errors.all()))
        @if let Some(problems) = problems { (wrong(problems)) }
        p { "Подойдут: сводная таблица или список с отметками из электронного журнала, отчёты ФИС ОКО, протоколы ОГЭ и ЕГЭ, наш образец. " a href="/outcomes/bring/template.xlsx" download { "Скачать образец" } }
        (Form::new(BRING.1, key).files().body(html! {
            (Field::new("file", "Файл").hint(format!("XLSX, XLS или CSV, до {} МБ", ground.most_mb)).errors(errors.all()).file(KINDS, ground.most_mb))
            (parts::details("Другие отчёты ФИС ОКО о той же работе", html! {
                p.hint { "Отметки из одного отчёта, баллы и темы из других: программа соединит их." }
                @for number in 2..=4 { (Field::new(format!("file-{number}"), format!("Файл {number}")).file(KINDS, ground.most_mb)) }
            }))
            (about(ground, form, errors))
            (form::button("Прочитать файл"))
        }))
        h2 { "Прочитанные файлы" }
        (files(ground))
    };
    Page::new(BRING.0).trail([RESULTS]).narrow().notice(notice).error_title(failed).lead(BEFORE).body(body)
}

fn about(ground: &Ground, form: &BringForm, errors: &FieldErrors) -> Markup {
    let all = errors.all();
    let sources: Vec<Choice> =
        Source::ALL.iter().map(|source| Choice::new(source.as_str(), if source.caution().is_empty() { source.label().to_owned() } else { format!("{}, {}", source.label(), source.caution()) })).collect();
    let periods: Vec<Choice> =
        std::iter::once(Choice::new("day", "работа одного дня")).chain(ground.periods.iter().map(|period| Choice::new(period_value(period.school_year, period.kind, period.number), period.label()))).collect();
    let points = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(all).short().text();
    let is_open =
        ["class", "subject", "three", "four", "five", "least", "title"].iter().any(|name| errors.of(name).is_some()) || [&form.class, &form.subject, &form.three, &form.least].iter().any(|text| !text.is_empty());
    let more = html! {
        (Field::new("title", "Название работы").hint("Можно не указывать").value(&form.title).errors(all).text())
        (Field::new("class", "Класс").hint("«7 Б», если в файле он не указан").value(&form.class).errors(all).short().text())
        (Field::new("subject", "Предмет").hint("Если в файле он не указан").value(&form.subject).errors(all).select(ground.lists.subjects()))
        (form::fieldset("Если в протоколе нет отметок", html! {
            p.hint { "С какого первичного балла ставится отметка. Для ЕГЭ хватит наименьшего тестового балла." }
            (points("three", "«3» с балла", &form.three)) (points("four", "«4» с балла", &form.four)) (points("five", "«5» с балла", &form.five))
            (points("least", "Экзамен сдан с тестового балла", &form.least))
        }))
    };
    html! {
        (Field::new("source", "Откуда результаты").hint(html! { a href="/outcomes/sources" { "Для чего можно использовать" } }).value(&form.source).errors(all).select(sources))
        (Field::new("period", "За какой период").value(&form.period).errors(all).select(periods))
        (Field::new("day", "День работы").hint("Нужен, если выбрана работа одного дня").value(&form.day).errors(all).date())
        @if ground.schools.len() > 1 {
            (Field::new("place", "Школа").hint("Если в файле нет столбца со школой").value(&form.place).errors(all).select(ground.schools.iter().map(|place| Choice::new(place.id.to_string(), place.short_name.clone()))))
        }
        @if is_open { (more) } @else { (parts::details("Класс, предмет, пороги отметок", more)) }
    }
}

fn wrong(problems: &Problems) -> Markup {
    let count = problems.list.len() + problems.more;
    html! {
        div.error-summary role="alert" tabindex="-1" {
            h2 { "Файл не загружен" }
            p { @if problems.had_people { "В файле есть имена учеников. Файл не сохранён. " } "Исправьте и выберите файл снова. " (ru::counted(i64::try_from(count).unwrap_or(i64::MAX), "ошибка", "ошибки", "ошибок")) ":" }
            ul { @for problem in &problems.list { li { (problem.to_string()) } } }
            @if problems.more > 0 { p { "И ещё " (problems.more) "." } }
        }
    }
}

fn files(ground: &Ground) -> Markup {
    let columns = ["Прочитан", "Что в нём", "Состояние"].map(Column::new).to_vec();
    let rows = ground.files.iter().map(|one| {
        let day = kernel::date::short(ground.lists.zone.to_datetime(one.made_at).date());
        [html! { a href=(url(one.id)) { (day) ", " (one.period.label()) } }, html! { (one.layout()) p.hint { (one.source.label()) } }, state(one)]
    });
    Table::new("Прочитанные файлы", columns).rows(rows).empty("Файлов нет", "Здесь появятся файлы, которые вы прочитали.", None).render()
}

fn state(one: &Batch) -> Markup {
    let kind = match one.state {
        BatchState::Draft => Kind::Mine,
        BatchState::Loaded => Kind::Good,
        BatchState::Undone => Kind::Neutral,
    };
    parts::tag(kind, one.state.label())
}

pub fn file(shown: &Shown, errors: &FieldErrors, done: &str, key: &dyn Fn() -> String) -> Page {
    let batch = &shown.batch;
    let notice = match done {
        "loaded" => Some(Notice::done("Результаты загружены")),
        "undone" => Some(Notice::done("Загрузка отменена")),
        _ => None,
    };
    let title = format!("{}, {}", ui::ru::capital(batch.source.label()), batch.period.label());
    let body = html! {
        (form::error_summary(errors.all()))
        @if batch.had_people { (parts::notice(&Notice::info(AFTER))) }
        p { "Узнали: " (batch.layout()) ". Строк: " (batch.rows) "." @if !batch.title.is_empty() { " Работа: " (batch.title) "." } }
        @if !batch.body.notes.is_empty() { (parts::panel("Что важно знать", html! { ul { @for note in &batch.body.notes { li { (note) } } } })) }
        @match batch.state {
            BatchState::Draft => (draft(shown, errors, key)),
            BatchState::Loaded => (loaded(shown, key)),
            BatchState::Undone => p { "Результаты из этого файла отозваны, прежние числа возвращены." },
        }
    };
    Page::new(title).trail([RESULTS, BRING]).wide().notice(notice).error_title(!errors.is_empty()).lead(state(batch)).body(body)
}

fn draft(shown: &Shown, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let batch = &shown.batch;
    let version = || form::hidden("version", &batch.version.to_string());
    html! {
        (names(shown, errors, key))
        @if let Some(look) = &shown.outlook { (outlook(shown, look, errors, key)) }
        @if !shown.rows.is_empty() { (rows(shown)) }
        (Form::new(format!("{}/discarding", url(batch.id)), key()).body(html! { (version()) (form::button_quiet("Не загружать и удалить прочитанное")) }))
    }
}

/// Which subjects and schools of ours the names in the file mean.
fn names(shown: &Shown, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let body = &shown.batch.body;
    let schools = || shown.schools.iter().map(|place| Choice::new(place.id.to_string(), place.short_name.clone()));
    let asks_place = body.lacks_school && shown.schools.len() > 1;
    if shown.is_whole && body.schools.is_empty() && !asks_place && body.subjects.iter().all(|(title, code)| code.as_ref().is_some_and(|code| shown.lists.subject(code) == *title)) {
        return Markup::default();
    }
    let fields = html! {
        (form::hidden("version", &shown.batch.version.to_string()))
        @for (at, (title, code)) in body.subjects.iter().enumerate() {
            (seen(Field::new(format!("subject-{at}"), format!("Предмет «{title}»")), body, body.subject_spots.get(at)).value(code.as_deref().map_or("", |code| if code == SKIPPED { "skip" } else { code })).errors(errors.all()).select(std::iter::once(("skip".to_owned(), "не загружать".to_owned())).chain(shown.lists.subjects())))
        }
        @if asks_place { (Field::new("place", "Школа для строк без школы").value(body.place.as_ref().map(ToString::to_string).unwrap_or_default()).errors(errors.all()).select(schools())) }
        @for (at, (school, means)) in body.schools.iter().enumerate().filter(|(_, (_, means))| *means == Means::Unknown || body.schools.len() <= SHOWN) {
            (seen(Field::new(format!("school-{at}"), school_words(school)), body, body.school_spots.get(at)).value(meant(means)).errors(errors.all()).select(std::iter::once(Choice::new("skip", "не загружать")).chain(schools())))
        }
        (form::button_secondary("Запомнить"))
    };
    html! {
        h2 { "Как называются предметы и школы" }
        @if !shown.is_whole { p { "Не всё узнали сами. Выберите, что имеется в виду: похожие названия программа не объединяет." } }
        (Form::new(format!("{}/names", url(shown.batch.id)), key()).body(fields))
    }
}

/// Asked with the place where the name is met first, so that it can be looked up in the file.
fn seen(field: Field, body: &Body, spot: Option<&Spot>) -> Field {
    match spot {
        Some(spot) => field.hint(format!("Впервые: {}", body.place_of(*spot))),
        None => field,
    }
}

fn school_words(school: &gradefiles::School) -> String {
    if school.municipality.is_empty() { format!("Школа «{}»", school.name) } else { format!("Школа «{}», {}", school.name, school.municipality) }
}

fn meant(means: &Means) -> String {
    match means {
        Means::Unknown => String::new(),
        Means::School(place) => place.to_string(),
        Means::Skip => "skip".into(),
    }
}

fn outlook(shown: &Shown, look: &Outlook, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let list = |lines: &[String]| html! { ul { @for line in lines.iter().take(SHOWN) { li { (line) } } } @if lines.len() > SHOWN { p { "И ещё " (lines.len() - SHOWN) "." } } };
    let count = look.news.len();
    html! {
        h2 { "Что будет загружено" }
        @if !look.problems.is_empty() {
            (parts::notice(&Notice::problem("Загрузить нельзя").more(html! { "Исправьте файл и прочитайте его снова: загружается всё или ничего." (list(&look.problems)) })))
        } @else {
            p {
                (ru::counted(i64::try_from(count).unwrap_or(i64::MAX), "результат", "результата", "результатов"))
                @if look.same > 0 { ", из них уже внесены такими же: " (look.same) }
                @if look.replaced > 0 { ", заменят прежние числа: " (look.replaced) }
                @if look.skipped > 0 { "; строк оставлено в стороне: " (look.skipped) }
                "."
            }
            @if !look.warnings.is_empty() { (parts::warning(html! { "Проверьте:" (list(&look.warnings)) })) }
            @if count > 0 {
                (Form::new(format!("{}/loading", url(shown.batch.id)), key()).body(html! {
                    (form::hidden("version", &shown.batch.version.to_string()))
                    @if look.replaced > 0 { (Field::new("replace", "Подтверждение").errors(errors.all()).single_checkbox("yes", "Заменить прежние числа")) }
                    (form::button("Загрузить всё"))
                }))
            }
        }
    }
}

fn rows(shown: &Shown) -> Markup {
    let body = &shown.batch.body;
    // Where there is one sheet of one file, its rows need no more than their numbers.
    let has_tabs = body.tabs.iter().any(|tab| !tab.is_only());
    let place = if has_tabs { Column::new("Где в файле") } else { Column::new("Строка").number() };
    let columns = vec![
        place,
        Column::new("Класс"),
        Column::new("Предмет"),
        Column::new("Школа"),
        Column::new("Учеников").number(),
        Column::new("Ниже минимума").number(),
        Column::new("Среднее").number(),
        Column::new("2, 3, 4, 5"),
    ];
    let lines = shown.rows.iter().take(SHOWN).map(|row| {
        let subject = body.subjects.get(row.subject as usize).map(|(title, _)| title.as_str()).unwrap_or_default();
        let school = row.school.and_then(|at| body.schools.get(at as usize)).map(|(school, _)| school.name.as_str()).unwrap_or_default();
        let figures = &row.figures;
        let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
        let marks = figures.marks.map(|marks| marks.map(|count| count.to_string()).join(", ")).unwrap_or_default();
        [
            html! { @if has_tabs { (body.place_of(row.spot())) } @else { (row.line) } },
            html! { (row.class.to_string()) },
            html! { (subject) },
            html! { (school) },
            html! { (count(figures.pupils)) },
            html! { (count(figures.under)) },
            html! { @if let Some(mean) = figures.mean { (number(mean)) } },
            html! { (marks) },
        ]
    });
    html! {
        h2 { "Сводные числа" }
        (Table::new("Сводные числа из файла", columns).rows(lines).render())
        @if shown.batch.rows as usize > SHOWN { p { "Показаны первые " (SHOWN) " строк из " (shown.batch.rows) "." } }
    }
}

fn loaded(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let batch = &shown.batch;
    html! {
        p { "Внесено: " (batch.body.added) @if !batch.body.replaced.is_empty() { ", заменено: " (batch.body.replaced.len()) } ". " a href=(RESULTS.1) { "Результаты классов" } }
        @if undo::is_open(batch, shown.now) {
            p { "Загрузку можно отменить целиком в течение " (ru::counted(UNDO_HOURS, "часа", "часов", "часов")) ", пока её результаты никто не исправил." }
            (Form::new(format!("{}/undoing", url(batch.id)), key()).body(html! { (form::hidden("version", &batch.version.to_string())) (form::button_danger("Отменить загрузку")) }))
        }
    }
}
