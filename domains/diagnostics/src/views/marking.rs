//! The expert's pages. Nothing on them says whose the answer is.

use super::{decimal, percent};
use crate::marking::{
    store::QueueRow,
    workflow::{Agreement, Anonymous, MarkForm, Queue},
};
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};
use web::Shell;

fn rows(shell: &Shell, rows: &[QueueRow], zone: &TimeZone, taken: bool) -> Vec<[Markup; 5]> {
    let line = |row: &QueueRow| {
        [
            html! { @if taken { a href={ "/marking/" (row.id) } { "Задание " (row.item) } } @else { "Задание " (row.item) } },
            html! { (row.competency) },
            html! { (row.instrument) },
            html! { (ru::date(zone.to_datetime(row.submitted_at).date())) @if row.turn == 3 { " " (parts::tag(Kind::Mine, "третья проверка")) } },
            html! { @if taken { a href={ "/marking/" (row.id) } { "Оценить" span.unseen { ": задание " (row.item) } } } @else { (form::act(&format!("/marking/{}/taking", row.id), &shell.key(), "Взять", &format!("задание {}", row.item))) } },
        ]
    };
    rows.iter().map(line).collect()
}

pub fn queue(shell: &Shell, actor: &Actor, queue: &Queue, zone: &TimeZone, done: &str) -> Markup {
    let columns = || ["Задание", "Компетенция", "Диагностика", "Отправлено", "Действие"].map(Column::new).to_vec();
    let notice = match done {
        "marked" => Some(Notice::done("Оценка сохранена. Спасибо!")),
        "returned" => Some(Notice::done("Ответ возвращён в очередь")),
        _ => None,
    };
    let mut page =
        Page::new("Открытые ответы").wide().notice(notice).lead(html! { "Ждут вас: " (ru::number(queue.waiting)) ". Чьи это ответы, не видно никому из экспертов; двое оценивают порознь, третий — если разошлись." });
    if !queue.free.is_empty() {
        page = page.action(form::form("/marking/next", &shell.key(), form::button("Взять следующий")));
    }
    shell.page(page.body(html! {
        @if !queue.mine.is_empty() { section { h2 { "Взяты мной" } (Table::new("Взяты мной", columns()).rows(rows(shell, &queue.mine, zone, true)).render()) } }
        section { h2 { "Можно взять" }
            (Table::new("Можно взять", columns()).rows(rows(shell, &queue.free, zone, false)).empty("Сейчас брать нечего", "Ответы появятся, когда педагоги закончат диагностику. Свои ответы и те, что вы уже оценили, сюда не попадают.", None).render())
        }
        @if actor.can(Action::ManageInstruments) { p { a href="/marking/agreement" { "Насколько согласны эксперты" } } }
    }))
}

pub fn show(shell: &Shell, found: &Anonymous, typed: Option<&MarkForm>, errors: &FieldErrors) -> Markup {
    let (mark, all) = (&found.mark, errors.all());
    let base = format!("/marking/{}", mark.id);
    let given = found.answer.as_ref().map(|answer| items::in_words(&found.body, answer)).unwrap_or_default();
    shell.page(Page::new("Ответ на проверку").narrow().trail([("Открытые ответы", "/marking")]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        section { h2 { "Задание" }
            @for paragraph in found.body.stem.split("\n\n") { p { (paragraph) } }
            (items::view_files(&found.body, |digest| format!("{base}/materials/{digest}")))
        }
        section { h2 { "Ответ" }
            @if given.is_empty() { p { "Текста нет, только файлы." } }
            @for paragraph in given.split('\n').filter(|line| !line.trim().is_empty()) { p { (paragraph) } }
            @if !found.files.is_empty() { ul { @for (at, file) in found.files.iter().enumerate() { li { a href={ (base) "/files/" (file.digest) } target="_blank" rel="noopener" { "Файл " (at + 1) } } } } }
        }
        section { h2 { "Оценка" }
            (Form::new(base.clone(), shell.key()).body(html! {
                (form::hidden("version", &mark.version.to_string()))
                @for (at, criterion) in found.criteria().iter().enumerate() {
                    @let name = format!("criterion-{at}");
                    @let chosen = typed.and_then(|form| form.points.get(at)).cloned().unwrap_or_default();
                    (Field::new(name, criterion.title.clone()).hint(criterion.about.clone()).value(chosen).errors(all).radios((0..=criterion.max).map(|points| (points.to_string(), points.to_string()))))
                }
                (Field::new("note", "Пояснение").hint("Необязательно. Не пишите имён").who_reads("Прочтут методисты, если оценки разойдутся").value(typed.map(|form| form.note.clone()).unwrap_or_default()).max_chars(2000).errors(all).textarea(3))
                (form::buttons(form::button("Сохранить оценку")))
            }))
            (Form::new(format!("{base}/return"), shell.key()).body(html! { p.hint { "Узнали автора или не можете оценить — верните ответ: его возьмёт другой эксперт." } (form::button_secondary("Вернуть в очередь")) }))
        }
    }))
}

pub fn agreement(shell: &Shell, found: &[Agreement]) -> Markup {
    let columns = vec![
        Column::new("Диагностика"),
        Column::new("Ответов с двумя оценками").number(),
        Column::new("Сумма одинакова").number(),
        Column::new("Понадобился третий").number(),
        Column::new("Каппа (взвешенная)").number(),
        Column::new("Что это значит"),
    ];
    let lines = found.iter().map(|one| {
        let kappa = one.kappa.as_ref().map(|kappa| kappa.kappa);
        [
            html! { (one.title) },
            html! { (one.answers) },
            html! { (percent(one.exact)) },
            html! { (ru::number(one.thirds)) },
            html! { @match kappa { Some(kappa) => { (decimal(kappa)) @if let Some(all) = &one.kappa { " ± " (decimal(all.se)) } }, None => "—" } },
            html! { (words(kappa, one.answers)) },
        ]
    });
    shell.page(
        Page::new("Согласие экспертов")
            .wide()
            .trail([("Диагностика", "/diagnostics")])
            .lead("Насколько одинаково оценивают первый и второй эксперт. Имён здесь нет: вывод — о критериях, а не о людях.")
            .body(Table::new("Согласие экспертов", columns).rows(lines).empty("Пока сравнивать нечего", "Нужны ответы, оценённые двумя экспертами.", None).render()),
    )
}

fn words(kappa: Option<f64>, answers: usize) -> &'static str {
    match kappa {
        _ if answers < 20 => "мало ответов, выводить рано",
        Some(kappa) if kappa >= 0.8 => "критерии понимают одинаково",
        Some(kappa) if kappa >= 0.6 => "в целом согласны; трудные критерии стоит обсудить",
        Some(_) => "критерии понимают по-разному: уточните их и потренируйтесь на примерах",
        None => "оценки одинаковы у всех ответов, судить не о чем",
    }
}
