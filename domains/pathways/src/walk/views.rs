//! Pages of the walk.

mod proposing;
mod reports;
mod teacher;

use super::{Draft, Drop, MARKS, Report, ReportState, Tally, url};
use crate::{
    model::{Step, StepId, StepState},
    proof::Proof,
    store::Loaded,
    works::{Attached, Work},
};
use cases::{SeatId, Sees};
use jiff::tz::TimeZone;
use kernel::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use ui::{
    form,
    page::{Notice, Page as Sheet},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

pub(super) const READERS: &str = "Прочтут тот, кто принимает шаг, и команда сопровождения; школа — только если вы открыли ей содержание";

/// What was handed in, with its files and its work.
pub(super) struct Handed {
    pub report: Report,
    pub files: Vec<Attached>,
    pub work: Option<Work>,
}

/// Everything of a step.
pub(super) struct Shown {
    pub loaded: Loaded,
    pub step: Step,
    pub reports: Vec<Handed>,
    /// Names and roles of who may answer.
    pub answerers: Vec<String>,
    pub may_answer: bool,
    pub drop: Option<Drop>,
    pub may_agree: bool,
    /// The teacher's own, to choose from.
    pub works: Vec<Work>,
    /// Activities in which the teacher took part.
    pub proofs: Vec<Proof>,
    pub today: Date,
    /// Title and address in the catalogue.
    pub resource: Option<(String, String)>,
    pub names: Vec<(SeatId, String)>,
}

/// What was typed and what was wrong.
#[derive(Default)]
pub(super) struct Page<'a> {
    pub done: &'a str,
    pub typed: Option<Draft>,
    /// How far the step is, as chosen.
    pub progress: &'a str,
    pub words: &'a str,
    /// A new day for the step and why, as typed.
    pub day: &'a str,
    pub why: &'a str,
    pub errors: &'a [(String, String)],
}

impl Shown {
    pub(super) fn here(&self) -> String {
        url(self.loaded.pathway.id, self.step.id)
    }

    pub(super) fn name(&self, seat: Option<SeatId>) -> &str {
        seat.and_then(|seat| self.names.iter().find(|(known, _)| *known == seat)).map_or("", |(_, name)| name.as_str())
    }

    /// An activity that the step's resource stands for.
    fn fitting(&self) -> Option<&Proof> {
        let resource = self.step.resource?.to_string();
        self.proofs.iter().find(|proof| proof.resource == resource)
    }

    fn is_open(&self) -> bool {
        self.loaded.pathway.state == crate::State::Active && self.loaded.standing.case.state == cases::State::Open
    }

    /// A report waits to be answered.
    fn waits(&self) -> bool {
        self.reports.iter().any(|handed| handed.report.state == ReportState::Waiting)
    }

    /// The teacher writes here now.
    fn is_written(&self) -> bool {
        let takes = matches!(self.step.state, StepState::Planned | StepState::InWork | StepState::Returned) && self.step.is_in();
        takes && self.is_open() && self.loaded.standing.is_teacher()
    }
}

pub(super) fn tag(step: &Step, today: Date) -> Markup {
    if step.is_late(today) {
        return parts::tag(Kind::Mine, "срок прошёл");
    }
    let kind = match step.state {
        StepState::Planned | StepState::Dropped => Kind::Neutral,
        StepState::InWork => Kind::Doing,
        StepState::Submitted => Kind::Waiting,
        StepState::Accepted => Kind::Good,
        StepState::Returned => Kind::Mine,
    };
    parts::tag(kind, step.state.label())
}

/// How far it is, in words; who has handed in has nothing left to report.
fn marked(step: &Step) -> &'static str {
    match step.state {
        StepState::Submitted => "сделано, отчёт отправлен",
        StepState::Accepted => "сделано",
        StepState::Planned | StepState::InWork | StepState::Returned | StepState::Dropped => MARKS.iter().rev().find(|(from, _)| step.progress >= *from).map_or("", |(_, words)| words),
    }
}

/// What the page of all steps shows.
pub(super) struct Walked {
    pub loaded: Loaded,
    pub steps: Vec<Step>,
    /// How many times each was handed in.
    pub tries: BTreeMap<StepId, i64>,
    pub tally: Tally,
    pub today: Date,
}

pub(super) fn walk(shell: &Shell, walked: &Walked, done: &str) -> Markup {
    let Walked { loaded, tally, .. } = walked;
    let case = &loaded.standing.case;
    let notice = (done == "dropped").then(|| Notice::done("Шаг исключён: обе стороны согласны"));
    let mut trail = vec![(format!("Сопровождение {}", case.number), cases::url::case(case.id))];
    if loaded.standing.sees == Sees::Content {
        trail.push((loaded.pathway.caption(), crate::url::pathway(loaded.pathway.id)));
    }
    let page = Sheet::new("Прохождение маршрута").trail(trail).notice(notice);
    let counts = html! {
        p { "Принято шагов: " (ru::number(tally.accepted)) " из " (ru::number(tally.steps)) "." @if tally.waiting > 0 { " Ждут ответа: " (ru::number(tally.waiting)) "." } @if tally.late > 0 { " Просрочено: " (ru::number(tally.late)) "." } }
    };
    match loaded.standing.sees {
        Sees::Progress => shell.page(page.lead("Вам виден только ход: что написано и приложено, читает команда.").body(counts)),
        Sees::Content => shell.page(page.body(html! {
            (counts)
            @if loaded.standing.is_of_team() { p { a href="/cabinet/calendar" { "Сроки в календарь телефона" } @if loaded.standing.is_teacher() { " · " a href="/cabinet/works" { "Мои работы" } } } }
            (steps_table(walked))
            p { a href=(crate::presentation::page(loaded.pathway.id)) { "Представление результатов и завершение" } }
        })),
    }
}

fn steps_table(walked: &Walked) -> Markup {
    let rows = walked.steps.iter().filter(|step| step.fate.is_in()).map(|step| {
        let tries = walked.tries.get(&step.id).copied().unwrap_or_default();
        [
            html! { a href=(url(step.pathway, step.id)) { (step.title) } @if let Some(form) = step.result_form { p.hint { (form.label()) } } },
            html! { @match step.due() { Some(day) => (ru::date(day)), None => "без срока" } },
            html! { (marked(step)) },
            html! { (tag(step, walked.today)) @if tries > 1 { p.hint { "отправляли " (ru::counted(tries, "раз", "раза", "раз")) } } },
        ]
    });
    let columns = vec![Column::new("Шаг"), Column::new("Срок"), Column::new("Сколько сделано"), Column::new("Состояние")];
    Table::new("Шаги маршрута", columns).rows(rows).empty("Шагов пока нет", "Они появятся, когда маршрут согласуют.", None).render()
}

fn said(done: &str) -> Option<&'static str> {
    match done {
        "marked" => Some("Отмечено"),
        "kept" => Some("Черновик сохранён. Его видите только вы."),
        "sent" => Some("Отчёт отправлен. О решении придёт письмо."),
        "taken_back" => Some("Отчёт снова у вас: его можно изменить и отправить"),
        "attached" => Some("Файл приложен"),
        "detached" => Some("Файл убран"),
        "accepted" => Some("Шаг принят. Что принято, сохранено таким и больше не изменится."),
        "returned" => Some("Отчёт возвращён, педагогу отправлено письмо"),
        "proposed" => Some("Предложение записано. Шаг исключат, если другая сторона согласится."),
        "kept_in" => Some("Остаётся как было"),
        "move_proposed" => Some("Предложение записано. Срок перенесут, если другая сторона согласится."),
        "moved" => Some("Срок перенесён: обе стороны согласны"),
        _ => None,
    }
}

pub(super) fn step(shell: &Shell, shown: &Shown, page: &Page<'_>, zone: &TimeZone, largest: u32) -> Markup {
    let (step, pathway) = (&shown.step, &shown.loaded.pathway);
    let sheet = Sheet::new(step.title.as_str()).trail([(pathway.caption(), crate::url::pathway(pathway.id)), ("Прохождение".to_owned(), format!("/pathways/{}/walk", pathway.id))]);
    shell.page(sheet.notice(said(page.done).map(Notice::done)).error_title(!page.errors.is_empty()).body(html! {
        (form::error_summary(page.errors))
        p { (tag(step, shown.today)) }
        (reports::returned_first(shown))
        (about(shown))
        @if shown.is_written() { (teacher::form(shell, shown, page, largest)) } @else if shown.loaded.standing.is_teacher() || !shown.waits() { (teacher::typed(page)) }
        (reports::waiting(shell, shown, page, zone))
        (reports::history(shown, zone))
        @if shown.is_open() && !shown.is_written() { (proposing::forms(shell, shown, page)) }
    }))
}

fn about(shown: &Shown) -> Markup {
    let step = &shown.step;
    let mut rows = Vec::new();
    if !step.task.is_empty() {
        rows.push(SummaryRow::new("Что сделать", step.task.as_str()));
    }
    if let Some((title, url)) = &shown.resource {
        rows.push(SummaryRow::new("Ресурс", html! { a href=(url) { (title) } }));
    }
    if !step.technology.is_empty() {
        rows.push(SummaryRow::new("Технология", step.technology.as_str()));
    }
    if let Some(form) = step.result_form {
        rows.push(SummaryRow::new("Форма результата", form.label()));
    }
    rows.push(SummaryRow::new(
        "Срок",
        html! {
            (step.due().map_or_else(|| "без срока".to_owned(), ru::date_weekday))
            @if let Some(day) = step.due_on.filter(|_| step.moved_to.is_some()) { p.hint { "Перенесён по согласию; при подписании был " (ru::date(day)) } }
        },
    ));
    rows.push(SummaryRow::new("Сколько сделано", marked(step)));
    rows.push(SummaryRow::new("Кто принимает", if shown.answerers.is_empty() { "пока некому: пригласите методиста".to_owned() } else { shown.answerers.join(", ") }));
    parts::summary(rows)
}
