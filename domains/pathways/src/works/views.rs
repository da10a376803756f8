//! Pages of works.

use super::{ACCEPT, Attached, NO_PUPILS, Typed, Work, WorkId, forms, lacks, store::Used};
use crate::{
    model::ResultForm,
    proof::Proof,
    walk::ReportState,
    works::forms::{FieldOf, Kind},
};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Timestamp};
use maud::{Markup, html};
use std::collections::BTreeMap;
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

pub(super) fn list(shell: &Shell, works: &[Work], standing: &BTreeMap<WorkId, ReportState>, done: &str) -> Markup {
    // A work that came back is the author's turn until it is handed in again.
    let handed = |work: &Work| match standing.get(&work.id) {
        Some(ReportState::Returned) => html! { " " (parts::tag(Status::Mine, "вернули с пояснением")) },
        Some(ReportState::Waiting) => html! { " " (parts::tag(Status::Waiting, "на проверке")) },
        Some(ReportState::Accepted | ReportState::Draft) | None => html! {},
    };
    let rows = works.iter().map(|work| {
        [
            html! { a href={ "/cabinet/works/" (work.id) } { (work.caption()) } p.hint { (capital(work.form.label())) } },
            html! { @match work.held_on { Some(day) => (ru::date(day)), None => "—" } },
            html! { (ready(work)) (handed(work)) },
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
    /// The activity chosen, or empty.
    pub activity: &'a str,
    pub used: &'a [Used],
    /// Activities in which the author took part.
    pub proofs: &'a [Proof],
    pub errors: &'a [(String, String)],
    pub done: &'a str,
    pub zone: &'a TimeZone,
    /// MB.
    pub largest: u32,
}

pub(super) fn work(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let (work, errors) = (shown.work, shown.errors);
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
        (form::error_summary(errors))
        (returned(shown))
        p { (capital(work.form.label())) " · " (ready(work)) }
        (missing(shown))
        p.hint { (NO_PUPILS) }
        (Form::new(&here, shell.key()).files().autosave(format!("{here}/draft")).body(html! {
            (form::hidden("version", &work.version.to_string()))
            (Field::new("title", "Название").who_reads(READERS).value(&shown.typed.title).errors(errors).text())
            @for field in forms::of(work.form).fields { (input(field, shown)) }
            (form::button("Сохранить"))
            (attached(shown, &here))
            (activity(shown))
            (portfolio(work))
        }))
        (handed_in(shown))
        (parts::details("Удалить работу", html! {
            p { "Работа и её файлы исчезнут. То, что уже принято по шагам маршрута, останется там таким, каким его приняли." }
            (Form::new(format!("{here}/removal"), shell.key()).body(form::button_danger("Удалить работу")))
        }))
    }))
}

fn day(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map(|at| ru::date(at.to_zoned_datetime(zone.clone()).date())).unwrap_or_default()
}

/// What was asked of a work that came back, until it is handed in again.
fn returned(shown: &Shown<'_>) -> Markup {
    html! {
        @for used in shown.used.iter().filter(|used| used.asks) {
            (parts::notice(&Notice::act_now("Работу вернули с пояснением").more(html! {
                p { (used.words) }
                p { "Дополните её и отправьте отчёт снова: " a href=(used.url) { (used.title) } "." }
            })))
        }
    }
}

/// Every try that carried the work, with what was said to it.
fn handed_in(shown: &Shown<'_>) -> Markup {
    let rows = shown.used.iter().map(|used| {
        [
            html! { a href=(used.url) { (used.title) } },
            html! { (used.number) },
            html! { (day(used.sent_at, shown.zone)) },
            html! { (used.state.label()) " " (day(used.answered_at, shown.zone)) @if !used.words.is_empty() { p { (used.words) } } },
        ]
    });
    let columns = vec![Column::new("Шаг маршрута"), Column::new("Попытка").number(), Column::new("Отправлена"), Column::new("Ответ")];
    html! { @if !shown.used.is_empty() { h2 { "Где приложена" } (Table::new("Где приложена", columns).rows(rows).render()) } }
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
    let base = Field::new(field.code, field.label).hint(field.hint).value(shown.typed.body.get(field.code)).errors(shown.errors).who_reads(READERS);
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

/// Files within the form of the work: attaching one keeps what was typed.
fn attached(shown: &Shown<'_>, here: &str) -> Markup {
    html! {
        h2 { "Файлы" }
        ul { @for file in shown.files { li {
            a href={ (here) "/files/" (file.digest) } { (file.name) } " "
            button.secondary.small type="submit" name="act" value={ "detach:" (file.digest) } { "Убрать" span.unseen { " " (file.name) } }
        } } }
        (Field::new("file", "Приложить файл").hint(html! { "PDF, JPG или PNG, до " (shown.largest) " МБ. С телефона можно сразу сделать снимок. Набранное выше сохранится. " (NO_PUPILS) }).errors(shown.errors).file(ACCEPT, shown.largest))
        (form::buttons(form::button_secondary_named("Приложить", "act", "attach")))
    }
}

/// An activity noted by its hosts shows a work without a file.
fn activity(shown: &Shown<'_>) -> Markup {
    let stands = shown.work.proof.as_ref();
    let mut choices: Vec<(String, String)> = shown.proofs.iter().map(|proof| (proof.id.clone(), proof.caption())).collect();
    // What was chosen stays chosen, though nobody notes it any more.
    choices.extend(stands.filter(|proof| !shown.proofs.iter().any(|known| known.id == proof.id)).map(|proof| (proof.id.clone(), proof.caption())));
    html! {
        @if !choices.is_empty() {
            h2 { "Мероприятие" }
            @if let Some(proof) = stands { (proof.shown()) }
            (Field::new("activity", "Мероприятие, в котором я участвовал(а)").hint("Только те, где ваше участие отмечено или которые вы провели").value(shown.activity).first_line("не указывать").errors(shown.errors).select(choices))
            (form::button_secondary_named("Записать", "act", "prove"))
        }
    }
}

fn portfolio(work: &Work) -> Markup {
    html! {
        h2 { "Портфолио" }
        @if work.for_portfolio { p { "Работа в портфолио к аттестации." } (form::button_secondary_named("Убрать из портфолио", "act", "out")) }
        @else { p { "В портфолио работа попадает, только если вы этого хотите." } (form::button_secondary_named("Положить в портфолио", "act", "in")) }
    }
}
