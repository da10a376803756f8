//! Pages of works.

use super::{ACCEPT, Attached, NO_PUPILS, Typed, Work, forms, lacks};
use crate::{
    model::ResultForm,
    proof::Proof,
    works::forms::{FieldOf, Kind},
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind as Status},
    ru,
    table::{Column, Table},
};
use web::Shell;

const READERS: &str = "Прочтёте вы; тьютор и команда — только если вы приложите работу к шагу маршрута";

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn ready(work: &Work) -> Markup {
    if work.is_ready { parts::tag(Status::Good, "готово") } else { parts::tag(Status::Doing, "не всё заполнено") }
}

pub(super) fn list(shell: &Shell, works: &[Work], done: &str) -> Markup {
    let rows = works.iter().map(|work| {
        [
            html! { a href={ "/cabinet/works/" (work.id) } { (work.caption()) } p.hint { (capital(work.form.label())) } },
            html! { @match work.held_on { Some(day) => (ru::date(day)), None => "—" } },
            ready(work),
            html! { @if work.for_portfolio { "да" } @else { "нет" } },
        ]
    });
    let columns = vec![Column::new("Работа"), Column::new("Когда"), Column::new("Состояние"), Column::new("В портфолио")];
    let notice = (done == "removed").then(|| Notice::done("Работа удалена. То, что уже принято по шагам маршрута, сохранилось там."));
    let page = Page::new("Мои работы").trail([("Мой кабинет", "/cabinet")]).notice(notice).action(form::button_link("Добавить работу", "/cabinet/works/new"));
    shell.page(page.lead("Работу вносят один раз: она годится и для шагов маршрута, и для портфолио к аттестации, и для отчётов.").body(html! {
        p { a href="/cabinet/portfolio" { "Портфолио к аттестации" } }
        (Table::new("Мои работы", columns).rows(rows).empty("Работ пока нет", "Внесите серию уроков, мастер-класс, разработку — то, что вы уже сделали.", Some(form::button_link("Добавить работу", "/cabinet/works/new"))).render())
    }))
}

pub(super) fn new(shell: &Shell, form: &str, title: &str, errors: &FieldErrors) -> Markup {
    let choices = ResultForm::ALL.iter().map(|form| Choice::new(form.as_str(), capital(form.label())).hint(forms::of(*form).about));
    let page = Page::new("Новая работа").trail([("Мои работы", "/cabinet/works")]).error_title(!errors.is_empty()).narrow();
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (Form::new("/cabinet/works/new", shell.key()).body(html! {
            (Field::new("title", "Название").hint("Например: «Обратная связь на уроках математики в 7 Б»").who_reads(READERS).value(title).errors(errors.all()).text())
            (Field::new("form", "Форма").value(form).errors(errors.all()).radios(choices))
            (form::button("Начать"))
        }))
    }))
}

/// What the page of a work needs.
pub(super) struct Shown<'a> {
    pub work: &'a Work,
    pub typed: &'a Typed,
    pub files: &'a [Attached],
    pub used: &'a [(String, String, String)],
    /// Activities in which the author took part.
    pub proofs: &'a [Proof],
    pub errors: &'a FieldErrors,
    pub done: &'a str,
    /// MB.
    pub largest: u32,
}

pub(super) fn work(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let Shown { work, errors, .. } = shown;
    let done = match shown.done {
        "saved" => Some("Сохранено"),
        "attached" => Some("Файл приложен"),
        "detached" => Some("Файл убран"),
        "proved" => Some("Мероприятие записано как подтверждение"),
        "unproved" => Some("Мероприятие убрано"),
        "portfolio" => Some("Портфолио изменено"),
        _ => None,
    };
    let here = format!("/cabinet/works/{}", work.id);
    let page = Page::new(work.caption()).trail([("Мои работы", "/cabinet/works")]).notice(done.map(Notice::done)).error_title(!errors.is_empty());
    shell.page(page.lead(forms::of(work.form).about).body(html! {
        (form::error_summary(errors.all()))
        p { (capital(work.form.label())) " · " (ready(work)) }
        (missing(shown))
        p.hint { (NO_PUPILS) }
        (Form::new(&here, shell.key()).autosave(format!("{here}/draft")).body(html! {
            (form::hidden("version", &work.version.to_string()))
            (Field::new("title", "Название").who_reads(READERS).value(&shown.typed.title).errors(errors.all()).text())
            @for field in forms::of(work.form).fields { (input(field, shown)) }
            (form::button("Сохранить"))
        }))
        (attached(shell, shown, &here))
        (activity(shell, shown, &here))
        (fate(shell, shown, &here))
    }))
}

fn missing(shown: &Shown<'_>) -> Markup {
    let lacks = lacks(shown.work.form, &shown.work.body, shown.work.shows(shown.files.len()));
    html! {
        @if !lacks.is_empty() {
            (parts::notice(&Notice::info("Чтобы работа стала подтверждением, осталось").more(html! { ul { @for lack in &lacks { li { (capital(lack)) } } } })))
        }
    }
}

fn input(field: &FieldOf, shown: &Shown<'_>) -> Markup {
    let base = Field::new(field.code, field.label).hint(field.hint).value(shown.typed.body.get(field.code)).errors(shown.errors.all()).who_reads(READERS);
    let base = if field.is_required { base } else { base.hint(html! { (field.hint) " Можно не заполнять." }) };
    match field.kind {
        Kind::Line => base.text(),
        Kind::Text => base.textarea(5),
        Kind::Lines { .. } => base.textarea(6),
        Kind::Date => base.date(),
        Kind::Number => base.number(),
        Kind::Mean => base.inputmode("decimal").short().text(),
        Kind::Link => base.inputmode("url").name_like().text(),
        Kind::Choice(choices) => base.select(choices.iter().copied()),
    }
}

fn attached(shell: &Shell, shown: &Shown<'_>, here: &str) -> Markup {
    html! {
        h2 { "Файлы" }
        ul { @for file in shown.files { li {
            a href={ (here) "/files/" (file.digest) } { (file.name) }
            (form::act(&format!("{here}/files/{}/removal", file.digest), &shell.key(), "Убрать", &file.name))
        } } }
        (Form::new(format!("{here}/files"), shell.key()).files().body(html! {
            (Field::new("file", "Приложить файл").hint(html! { "PDF, JPG или PNG, до " (shown.largest) " МБ. С телефона можно сразу сделать снимок. " (NO_PUPILS) }).errors(shown.errors.all()).file(ACCEPT, shown.largest))
            (form::button_secondary("Приложить"))
        }))
    }
}

/// An activity noted by its hosts shows a work without a file.
fn activity(shell: &Shell, shown: &Shown<'_>, here: &str) -> Markup {
    let chosen = shown.work.proof.as_ref();
    let choices: Vec<(String, String)> = shown.proofs.iter().map(|proof| (proof.id.clone(), proof.caption())).collect();
    html! {
        @if chosen.is_some() || !choices.is_empty() {
            h2 { "Мероприятие" }
            @if let Some(proof) = chosen { (proof.shown()) }
            (Form::new(format!("{here}/activity"), shell.key()).body(html! {
                (Field::new("activity", "Мероприятие, в котором я участвовал(а)").hint("Только те, где ваше участие отмечено или которые вы провели").value(chosen.map_or("", |proof| proof.id.as_str())).first_line("не указывать").errors(shown.errors.all()).select(choices))
                (form::button_secondary("Записать"))
            }))
        }
    }
}

fn fate(shell: &Shell, shown: &Shown<'_>, here: &str) -> Markup {
    let work = shown.work;
    html! {
        @if !shown.used.is_empty() {
            h2 { "Где приложена" }
            ul { @for (title, url, state) in shown.used { li { a href=(url) { (title) } " — " (crate::walk::report_words(state)) } } }
        }
        h2 { "Портфолио" }
        (Form::new(format!("{here}/portfolio"), shell.key()).body(html! {
            (form::hidden("version", &work.version.to_string()))
            @if work.for_portfolio { p { "Работа в портфолио к аттестации." } (form::button_secondary_named("Убрать из портфолио", "to", "out")) }
            @else { p { "В портфолио работа попадает, только если вы этого хотите." } (form::button_secondary_named("Положить в портфолио", "to", "in")) }
        }))
        (parts::details("Удалить работу", html! {
            p { "Работа и её файлы исчезнут. То, что уже принято по шагам маршрута, останется там таким, каким его приняли." }
            (Form::new(format!("{here}/removal"), shell.key()).body(form::button_danger("Удалить работу")))
        }))
    }
}
