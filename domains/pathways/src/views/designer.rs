//! The designer: one page with the five components, the lines, and who must do what now.

use crate::{
    agreement::Sheet,
    complete::{self, Lack},
    hints::Hint,
    model::{Component, Pathway, State},
    sections::{Pen, Section, fields},
    store::{Answer, Loaded, Suggestion},
    url,
    views::{TEAM_READS, lines, list, text},
    whole::Whole,
};
use cases::{SeatId, Task};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
};
use web::Shell;

/// Everything of the page.
pub struct Shown<'a> {
    pub loaded: &'a Loaded,
    pub whole: &'a Whole,
    pub sheet: &'a Sheet,
    pub suggestions: &'a [Suggestion],
    pub versions: &'a [Pathway],
    pub tasks: &'a [Task],
    pub hints: &'a [Hint],
    pub pen: Option<&'a Pen>,
    pub may_revise: bool,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

impl Shown<'_> {
    fn is_building(&self) -> bool {
        self.loaded.must_be_building().is_ok()
    }
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "begun" => Some(Notice::done("Маршрут начат").more("Начните с цели: её пишет педагог своими словами.")),
        "revised" => Some(Notice::done("Новая версия начата").more("Разделы и невыполненные шаги перенесены. Когда поправите, отправьте её на согласование.")),
        "frame" => Some(Notice::done("Даты и часы сохранены")),
        "proposed" => Some(Notice::done("Набросок добавлен").more("Каждую строку оставьте, измените или вычеркните: пока о ней не решили, её в маршруте нет.")),
        "added" => Some(Notice::done("Строка добавлена")),
        "edited" => Some(Notice::done("Строка изменена")),
        "answered" => Some(Notice::done("Спасибо, ответ сохранён")),
        "agreed" => Some(Notice::done("Маршрут согласован").more("Теперь его можно пройти. Изменить его можно новой версией.")),
        _ => None,
    }
}

pub fn page(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let Shown { whole, loaded, .. } = shown;
    let (pathway, case) = (&loaded.pathway, &loaded.standing.case);
    let lacks = if shown.is_building() { complete::lacks(whole) } else { Vec::new() };
    let page = Page::new(format!("{}: {}", pathway.caption(), case.teacher))
        .wide()
        .trail([(format!("Сопровождение {}", case.number), cases::url::case(case.id))])
        .notice(notice(shown.done))
        .error_title(!shown.errors.is_empty());
    let page = match main_act(shown, &lacks) {
        Some(act) => page.action(act),
        None => page,
    };
    shell.page(page.body(html! {
        (form::error_summary(shown.errors.all()))
        (summary(shown))
        (hints(shell, shown))
        (tasks(shown))
        (components(shown, &lacks))
        h2 id="steps" { "Строки маршрута" }
        (over(shown))
        (lines::all(shell, whole, lines::Reader { pen: shown.pen, is_open: shown.is_building() }))
        (lacking(shown, &lacks))
        (versions(shown))
    }))
}

/// The one main act: to sign where one's turn is, to send what is complete, to walk what is agreed.
fn main_act(shown: &Shown<'_>, lacks: &[Lack]) -> Option<Markup> {
    let pathway = &shown.loaded.pathway;
    let pen = shown.pen?;
    match pathway.state {
        State::Draft if pathway.sent_at.is_some() || (lacks.is_empty() && pen.is_editor) => Some(form::button_link("Открыть лист согласования", &url::agreement(pathway.id))),
        State::Draft if pen.is_teacher && shown.whole.sections.iter().all(|section| section.text("goal").is_empty()) => Some(form::button_link("Написать цель", &url::section(pathway.id, Component::Target))),
        State::Draft => Some(form::button_link("Добавить строку", &url::of(pathway.id, "steps/new"))),
        State::Agreed | State::Active | State::Presented => Some(form::button_link("Открыть шаги", &url::of(pathway.id, "walk"))),
        State::Closed | State::Revised | State::Stopped => None,
    }
}

fn summary(shown: &Shown<'_>) -> Markup {
    let Shown { whole, loaded, .. } = shown;
    let pathway = &loaded.pathway;
    let frame = SummaryRow::new("Даты", pathway.starts_on.map(|first| ru::period(first, pathway.ends_on)).unwrap_or_default());
    let hours = match pathway.hours_limit {
        Some(limit) => format!("{} из {limit} ч", whole.hours()),
        None => format!("{} ч в строках", whole.hours()),
    };
    let change = |row: SummaryRow| if shown.is_building() && loaded.editor().is_ok() { row.change(url::of(pathway.id, "frame")) } else { row };
    html! {
        (parts::summary([SummaryRow::new("Состояние", list::tag(pathway.state, pathway.sent_at.is_some())), change(frame), change(SummaryRow::new("Часы", hours))]))
        ul {
            li { a href=(url::agreement(pathway.id)) { "Лист согласования" } }
            li { a href=(url::of(pathway.id, "pathway.pdf")) { "Напечатать маршрут (PDF)" } }
            @if pathway.state.is_binding() { li { a href=(url::of(pathway.id, "walk")) { "Шаги и отчёты" } } }
            @if shown.may_revise { li { a href=(url::of(pathway.id, "revision")) { "Изменить маршрут: начать новую версию" } } }
        }
        @if !pathway.stop_reason.is_empty() { p { "Почему прекращён: " (pathway.stop_reason) } }
    }
}

/// Private: only the author sees them, later a methodist who was told.
fn hints(shell: &Shell, shown: &Shown<'_>) -> Markup {
    html! {
        @for hint in shown.hints.iter().filter(|hint| hint.closed_at.is_none()) {
            @let field = format!("answer-{}", hint.id);
            (parts::notice(&Notice::info("Подсказка, которую видите только вы").more(html! {
                @if let Ok(component) = hint.about.parse::<Component>() { p { a href=(url::section(hint.pathway, component)) { (component.label()) } } }
                p { (hint.kind.sentence()) }
                (Form::new(format!("/pathways/{}/hints/{}/answer", hint.pathway, hint.id), shell.key()).body(html! {
                    (Field::new(field.as_str(), "Как вышло, одной фразой").errors(shown.errors.all()).max_chars(1000).who_reads("Прочитает методист команды, если подсказка дойдёт до него").text())
                    (form::button_secondary("Ответить и убрать подсказку"))
                }))
            })))
        }
    }
}

fn tasks(shown: &Shown<'_>) -> Markup {
    let own: &[SeatId] = shown.pen.map_or(&[], |pen| &pen.own);
    let (mine, others): (Vec<&Task>, Vec<&Task>) = shown.tasks.iter().partition(|task| task.whose.iter().any(|seat| own.contains(seat)));
    let names = |task: &Task| task.whose.iter().map(|seat| shown.whole.name(Some(*seat))).collect::<Vec<_>>().join("; ");
    let line = |task: &Task, whose: String| {
        let (kind, word) = if task.is_late {
            (Kind::Bad, "ждёт давно")
        } else if whose.is_empty() {
            (Kind::Mine, "ваш ход")
        } else {
            (Kind::Waiting, "ждём")
        };
        let hint = [task.hint.clone(), whose, format!("ждёт с {}", ru::date(task.since))].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        parts::Task::new(task.what.clone(), kind, word).link(task.url.clone()).hint(hint)
    };
    let mut phases = Vec::new();
    if !mine.is_empty() {
        phases.push(parts::Phase::new("Что сделать вам", mine.into_iter().map(|task| line(task, String::new())).collect()));
    }
    if !others.is_empty() {
        phases.push(parts::Phase::new("Кого ждём", others.into_iter().map(|task| line(task, names(task))).collect()));
    }
    html! { @if !phases.is_empty() { (parts::task_list(&phases)) } }
}

fn components(shown: &Shown<'_>, lacks: &[Lack]) -> Markup {
    html! {
        h2 { "Пять компонентов" }
        @for section in &shown.whole.sections { (component(shown, section, lacks)) }
    }
}

fn word(shown: &Shown<'_>, section: &Section, lacks: &[Lack]) -> Markup {
    let missing = complete::of(lacks, section.component).len();
    if !shown.is_building() {
        return html! {};
    }
    if missing == 0 {
        return parts::tag(Kind::Good, "готово");
    }
    let is_empty = fields(section.component).iter().all(|field| section.text(field.name).is_empty());
    if is_empty { parts::tag(Kind::Neutral, "не начато") } else { parts::tag(Kind::Doing, &format!("не хватает: {missing}")) }
}

fn component(shown: &Shown<'_>, section: &Section, lacks: &[Lack]) -> Markup {
    let (id, of) = (shown.whole.pathway.id, section.component);
    let open = shown.suggestions.iter().filter(|one| one.component == of && one.state == Answer::Open).count();
    let signed = shown.sheet.rows.iter().filter(|row| row.is_asked() && row.signature(Some(of)).is_some()).count();
    parts::panel(
        of.label(),
        html! {
            p { (word(shown, section, lacks)) @if open > 0 { " " (parts::tag(Kind::Waiting, &format!("предложений: {open}"))) } @if signed > 0 { " " (parts::tag(Kind::Good, &format!("подписей: {signed}"))) } }
            @for field in fields(of).iter().filter(|field| !section.text(field.name).is_empty()) {
                h3 { (field.label) }
                (text(section.text(field.name)))
            }
            @let missing = complete::of(lacks, of);
            @if !missing.is_empty() { ul { @for lack in missing { li { a href=(lack.url) { (lack.words) } } } } }
            p { a href=(url::section(id, of)) { @if shown.is_building() && shown.pen.is_some() { "Открыть и править" } @else { "Открыть раздел" } span.unseen { ": " (of.label()) } } " · " a href=(url::history(id, of)) { "История" span.unseen { ": " (of.label()) } } }
        },
    )
}

/// The acts over the lines.
fn over(shown: &Shown<'_>) -> Markup {
    html! {
        @if shown.is_building() && shown.pen.is_some() {
            p { a href=(url::of(shown.whole.pathway.id, "steps/new")) { "Добавить своё задание или ресурс из каталога" } }
            @if shown.pen.is_some_and(|pen| pen.is_editor) { p { a href=(url::of(shown.whole.pathway.id, "proposal")) { "Подобрать набросок по затруднениям, часам и датам" } } }
        }
    }
}

fn lacking(shown: &Shown<'_>, lacks: &[Lack]) -> Markup {
    let notes = complete::notes(shown.whole);
    html! {
        @if shown.is_building() {
            h2 id="lacks" { "Чего не хватает для согласования" }
            @if lacks.is_empty() { p { (parts::tag(Kind::Good, "всё есть")) } } @else { ul { @for lack in lacks { li { a href=(lack.url) { (lack.words) } } } } }
        }
        @if !notes.is_empty() && shown.pen.is_some() { ul { @for note in &notes { li { (note) } } } p.hint { (TEAM_READS) "." } }
    }
}

fn versions(shown: &Shown<'_>) -> Markup {
    html! {
        @if shown.versions.len() > 1 {
            h2 { "Версии" }
            ul { @for version in shown.versions {
                li { @if version.id == shown.whole.pathway.id { (version.caption()) " — вы здесь" } @else { a href=(url::pathway(version.id)) { (version.caption()) } ", " (version.state.label()) } }
            } }
        }
    }
}
