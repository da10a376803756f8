//! Pages of the walk.

mod reports;

use super::{Draft, Drop, MARKS, Report, ReportState, Tally, url};
use crate::{
    model::{Step, StepState},
    proof::Proof,
    store::Loaded,
    works::{ACCEPT, Attached, NO_PUPILS, Work},
};
use cases::{SeatId, Sees};
use jiff::tz::TimeZone;
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
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

pub(super) fn walk(shell: &Shell, loaded: &Loaded, steps: &[Step], tally: Tally, today: Date, done: &str) -> Markup {
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
            (steps_table(steps, today))
            p { a href=(crate::presentation::page(loaded.pathway.id)) { "Представление результатов и завершение" } }
        })),
    }
}

fn steps_table(steps: &[Step], today: Date) -> Markup {
    let rows = steps.iter().filter(|step| step.fate.is_in()).map(|step| {
        [
            html! { a href=(url(step.pathway, step.id)) { (step.title) } @if let Some(form) = step.result_form { p.hint { (form.label()) } } },
            html! { @match step.due() { Some(day) => (ru::date(day)), None => "без срока" } },
            html! { (marked(step)) },
            tag(step, today),
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
    let is_teachers = shown.loaded.standing.is_teacher() && shown.is_open();
    let takes = matches!(step.state, StepState::Planned | StepState::InWork | StepState::Returned) && step.is_in();
    shell.page(sheet.notice(said(page.done).map(Notice::done)).error_title(!page.errors.is_empty()).body(html! {
        (form::error_summary(page.errors))
        p { (tag(step, shown.today)) }
        (reports::returned_first(shown))
        (about(shown))
        @if is_teachers && takes { (mark(shell, shown)) (hand_in(shell, shown, page, largest)) }
        (reports::waiting(shell, shown, page, zone))
        (reports::history(shown, zone))
        @if shown.is_open() { (dropping(shell, shown, page)) }
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

fn mark(shell: &Shell, shown: &Shown) -> Markup {
    let choices = MARKS.iter().map(|(progress, words)| Choice::new(progress.to_string(), *words));
    Form::new(format!("{}/mark", shown.here()), shell.key()).body(html! {
        (form::hidden("version", &shown.step.version.to_string()))
        (Field::new("progress", "Сколько сделано").value(shown.step.progress.to_string()).radios(choices))
        (form::button_secondary("Отметить"))
    })
}

/// The form of handing in; a draft is kept while one types.
fn hand_in(shell: &Shell, shown: &Shown, page: &Page<'_>, largest: u32) -> Markup {
    let draft = shown.reports.first().filter(|handed| handed.report.state == ReportState::Draft);
    let last = shown.reports.first();
    let version = draft.map_or(0, |handed| handed.report.version);
    let typed = page.typed.clone().unwrap_or_else(|| {
        last.map(|handed| Draft {
            reflection: handed.report.reflection.clone(),
            link: handed.report.link.clone(),
            work: handed.report.work.map(|id| id.to_string()).unwrap_or_default(),
            activity: handed.report.proof.as_ref().map(|proof| proof.id.clone()).unwrap_or_default(),
            proof: None,
        })
        .unwrap_or_default()
    });
    // What one went to because the step says so is offered by itself, until the teacher has said otherwise.
    let offered = shown.fitting().filter(|_| page.typed.is_none() && last.is_none());
    let activity = offered.map_or(typed.activity.as_str(), |proof| proof.id.as_str());
    let activities: Vec<(String, String)> = shown.proofs.iter().map(|proof| (proof.id.clone(), proof.caption())).collect();
    let here = shown.here();
    let works: Vec<(String, String)> = shown.works.iter().map(|work| (work.id.to_string(), format!("{}{}", work.caption(), if work.is_ready { "" } else { " — заполнено не всё" }))).collect();
    html! {
        h2 id="report" { "Отчёт о шаге" }
        p.hint { (NO_PUPILS) }
        @if let Some(proof) = offered { (parts::notice(&Notice::info("Вы были на мероприятии этого шага").more(html! { p { (proof.caption()) ". Оно уже выбрано ниже как подтверждение; выбор можно изменить." } }))) }
        (Form::new(format!("{here}/report"), shell.key()).autosave(format!("{here}/draft")).body(html! {
            (form::hidden("version", &version.to_string()))
            (Field::new("reflection", "Что получилось и что вы поняли").hint("Два-три предложения").who_reads(READERS).required_word().value(typed.reflection).errors(page.errors).textarea(5))
            (Field::new("work", "Работа").hint(html! { "Одна из ваших работ. " a href="/cabinet/works/new" { "Добавить новую" } }).value(typed.work).first_line("не прикладывать").errors(page.errors).select(works))
            @if !activities.is_empty() { (Field::new("activity", "Мероприятие, в котором я участвовал(а)").hint("Только те, где ваше участие отмечено или которые вы провели. Файл прикладывать не нужно").value(activity).first_line("не указывать").errors(page.errors).select(activities)) }
            (Field::new("link", "Ссылка").hint("Если результат лежит в сети. На странице не должно быть имён и фотографий учеников").who_reads(READERS).value(typed.link).errors(page.errors).inputmode("url").name_like().text())
            (form::buttons(html! { (form::button_named("Отправить тьютору", "act", "send")) (form::button_secondary_named("Сохранить черновик", "act", "keep")) }))
        }))
        h3 { "Файлы отчёта" }
        @if let Some(draft) = draft {
            ul { @for file in &draft.files { li {
                a href={ (here) "/reports/" (draft.report.id) "/files/" (file.digest) } { (file.name) }
                (form::act(&format!("{here}/files/{}/removal", file.digest), &shell.key(), "Убрать", &file.name))
            } } }
        }
        (Form::new(format!("{here}/files"), shell.key()).files().body(html! {
            (Field::new("file", "Приложить файл").hint(html! { "PDF, JPG или PNG, до " (largest) " МБ. С телефона можно сразу сделать снимок. " (NO_PUPILS) }).errors(page.errors).file(ACCEPT, largest))
            (form::button_secondary("Приложить"))
        }))
    }
}

/// What one side proposed about the step, or the forms to propose it.
fn dropping(shell: &Shell, shown: &Shown, page: &Page<'_>) -> Markup {
    let open = shown.drop.as_ref().filter(|drop| drop.answered_at.is_none());
    let may_propose = matches!(shown.step.state, StepState::Planned | StepState::InWork | StepState::Returned) && shown.loaded.standing.is_of_team();
    match open {
        Some(drop) => proposed(shell, shown, drop),
        None if may_propose => html! { (moving(shell, shown, page)) (taking_out(shell, shown, page)) },
        None => html! {},
    }
}

fn proposed(shell: &Shell, shown: &Shown, drop: &Drop) -> Markup {
    let (title, yes, no) = match drop.due_on {
        Some(day) => (format!("Предложено перенести срок на {}", ru::date_weekday(day)), "Согласиться и перенести", "Оставить срок"),
        None => ("Предложено исключить шаг".to_owned(), "Согласиться и исключить", "Оставить шаг"),
    };
    parts::panel(
        &title,
        html! {
            p { (shown.name(Some(drop.seat))) ": " (drop.reason) }
            @if shown.may_agree {
                (Form::new(format!("{}/drop/{}", shown.here(), drop.id), shell.key()).body(form::buttons(html! {
                    (form::button_secondary_named(yes, "word", "yes"))
                    (form::button_secondary_named(no, "word", "no"))
                })))
            } @else { p { "Ждём ответа другой стороны." } }
        },
    )
}

fn moving(shell: &Shell, shown: &Shown, page: &Page<'_>) -> Markup {
    parts::details(
        "Перенести срок шага",
        Form::new(format!("{}/move", shown.here()), shell.key()).body(html! {
            (Field::new("moved_to", "Новый срок").hint("Переносят, когда согласны обе стороны: педагог и методист или тьютор. Новая версия маршрута не нужна").value(page.day).errors(page.errors).date())
            (Field::new("why", "Почему").who_reads("Прочтёт команда сопровождения").value(page.why).errors(page.errors).textarea(2))
            (form::button_secondary("Предложить новый срок"))
        }),
    )
}

fn taking_out(shell: &Shell, shown: &Shown, page: &Page<'_>) -> Markup {
    parts::details("Исключить шаг из маршрута", Form::new(format!("{}/drop", shown.here()), shell.key()).body(html! {
        (Field::new("reason", "Почему шаг больше не нужен").hint("Шаг исключают, когда согласны обе стороны: педагог и методист или тьютор").who_reads("Прочтёт команда сопровождения").value(page.words).errors(page.errors).textarea(3))
        (form::button_secondary("Предложить исключить"))
    }))
}
