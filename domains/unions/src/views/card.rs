//! The page of a union: what it is, figures, people, plan, meetings, decisions, papers, who stands below.

use super::{UNIONS, name, outside, standing, when};
use crate::{
    lists::Lists,
    model::{Line, Member, Office, Paper, Term, Union, month_name},
    quorum,
    store::{decisions::Listed as ListedDecision, list::ListedMeeting, tree::Node},
    url,
};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, SummaryRow, Tile},
    ru,
};

/// What the actor may do here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights {
    pub sees_people: bool,
    pub manages: bool,
    pub leads: bool,
    pub approves: bool,
}

pub struct Shown {
    pub union: Union,
    pub parent: Option<Union>,
    pub subjects: Vec<String>,
    /// Those whose names the viewer may see.
    pub members: Vec<Member>,
    pub total: usize,
    pub terms: Vec<Term>,
    pub plan: Vec<Line>,
    pub year: i16,
    pub meetings: Vec<ListedMeeting>,
    pub decisions: Vec<ListedDecision>,
    pub open_decisions: u64,
    pub papers: Vec<Paper>,
    pub below: Vec<Node>,
    pub below_total: u64,
    pub lists: Lists,
    pub rights: Rights,
    pub warnings: Vec<String>,
    pub today: Date,
}

pub fn page(shown: &Shown, done: &str) -> Page {
    let union = &shown.union;
    let is_open = union.is_open_on(shown.today);
    let body = html! {
        @if let Some(day) = union.closed_on.filter(|_| !is_open) { (parts::notice(&Notice::problem(format!("Закрыто с {}", ru::date(day))).more(&union.closed_why))) }
        @for warning in &shown.warnings { (parts::warning(warning)) }
        @if !union.about.is_empty() { @for part in union.about.lines().filter(|part| !part.trim().is_empty()) { p { (part) } } }
        (facts(shown))
        @if union.kind.is_ours() { (figures(shown)) (meetings(shown, is_open)) (plan(shown)) (decisions(shown)) (people(shown, is_open)) }
        (papers(shown))
        (below(shown))
    };
    let page = Page::new(union.title.clone()).trail([UNIONS]).notice(notice(done)).lead(html! { (union.kind.label()) ", " (union.place_name) }).body(body);
    if shown.rights.leads && is_open && union.kind.is_ours() { page.action(form::button_link("Назначить заседание", &format!("{}/meetings/new", url::union(union.id)))) } else { page }
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "opened" => Some(Notice::done("Объединение создано. Назначьте руководителя и добавьте участников")),
        "edited" => Some(Notice::done("Изменения сохранены")),
        "renamed" => Some(Notice::done("Новое название записано")),
        "closed" => Some(Notice::done("Объединение закрыто")),
        _ => None,
    }
}

fn facts(shown: &Shown) -> Markup {
    let union = &shown.union;
    let mut rows = Vec::new();
    if !shown.subjects.is_empty() {
        rows.push(SummaryRow::new("Предметы", shown.subjects.iter().map(|code| shown.lists.subject(code)).collect::<Vec<_>>().join(", ")));
    }
    if union.kind.is_ours() {
        rows.push(SummaryRow::new("Направление заседаний", shown.lists.direction(union.counts_for()).to_owned()));
        for office in Office::ALL {
            let terms: Vec<&Term> = shown.terms.iter().filter(|term| term.office == *office && term.from <= shown.today && term.until.is_none_or(|day| day > shown.today)).collect();
            if !terms.is_empty() || *office == Office::Head {
                rows.push(SummaryRow::new(ui::ru::capital(office.label()), holders(shown, &terms)));
            }
        }
        rows.push(SummaryRow::new("Кворум", quorum::rule(union.quorum_percent)));
    }
    rows.push(SummaryRow::new("Стоит под", parent(shown)));
    rows.push(SummaryRow::new("Работает с", ru::date(union.opened_on)));
    if !union.link.is_empty() {
        rows.push(SummaryRow::new("Сайт", outside(&union.link, &union.link)));
    }
    html! {
        (parts::summary(rows))
        @if shown.rights.manages { p { a href={ (url::union(union.id)) "/edit" } { "Изменить" } " · " a href={ (url::union(union.id)) "/title" } { "Переименовать" } " · " a href={ (url::union(union.id)) "/people" } { "Состав и должности" } } }
    }
}

fn parent(shown: &Shown) -> Markup {
    html! {
        @match &shown.parent {
            Some(parent) => { a href=(url::union(parent.id)) { (parent.title) } },
            None => { "ни под каким" },
        }
        " · " a href={ "/unions/tree?at=" (shown.union.id) } { "показать на дереве" }
    }
}

fn holders(shown: &Shown, terms: &[&Term]) -> Markup {
    html! {
        @if terms.is_empty() { "не назначен" }
        @for (at, term) in terms.iter().enumerate() { @if at > 0 { br; } (name(&term.name, shown.rights.sees_people || shown.members.iter().any(|member| member.person == term.person))) " — с " (ru::date(term.from)) }
    }
}

fn figures(shown: &Shown) -> Markup {
    let held: Vec<&ListedMeeting> = shown.meetings.iter().filter(|row| row.meeting.minutes_number > 0).collect();
    let (present, members): (i64, i64) = held.iter().fold((0, 0), |(present, members), row| (present + row.present, members + row.members));
    let share = if members > 0 { format!("{} %", present * 100 / members) } else { "—".to_owned() };
    let done = shown.plan.iter().filter(|line| line.done_on.is_some()).count();
    let id = url::union(shown.union.id);
    parts::tiles(&[
        Tile::new("Участников", shown.total.to_string()).link(format!("{id}/people")),
        Tile::new("Заседаний в этом году", held.len().to_string()).note("с утверждённым протоколом"),
        Tile::new("В среднем приходят", share),
        Tile::new("План исполнен", format!("{done} из {}", shown.plan.len())).link(format!("{id}/plan")),
        Tile::new("Решений ждут исполнения", shown.open_decisions.to_string()).link(format!("/unions/decisions?union={}", shown.union.id)),
    ])
}

fn meetings(shown: &Shown, is_open: bool) -> Markup {
    html! {
        h2 { "Заседания" }
        @if shown.meetings.is_empty() {
            p { "В этом учебном году заседаний ещё не назначали." @if shown.rights.leads && is_open { " " a href={ (url::union(shown.union.id)) "/meetings/new" } { "Назначить первое" } "." } }
        } @else {
            ul { @for row in shown.meetings.iter().take(8) { li {
                a href=(url::meeting(row.meeting.id)) { "№ " (row.meeting.number) ". " (row.meeting.title) } br;
                span.hint { (when(&row.meeting)) } " " (standing(&row.meeting, row.has_quorum, shown.today))
            } } }
        }
        p { a href={ "/unions/meetings?which=all&union=" (shown.union.id) } { "Все заседания" } }
    }
}

fn plan(shown: &Shown) -> Markup {
    let next: Vec<&Line> = shown.plan.iter().filter(|line| line.done_on.is_none()).take(5).collect();
    html! {
        h2 { "План на " (shown.year) "/" (shown.year + 1) " учебный год" }
        @if shown.plan.is_empty() { p { "Плана ещё нет." } }
        @else if next.is_empty() { p { "Всё исполнено." } }
        @else { ul { @for line in next { li { (month_name(line.month)) ": " (line.what) } } } }
        p { a href={ (url::union(shown.union.id)) "/plan" } { "План целиком" } }
    }
}

fn decisions(shown: &Shown) -> Markup {
    html! { @if !shown.decisions.is_empty() {
        h2 { "Решения ждут исполнения" }
        ul { @for row in &shown.decisions { li {
            a href={ (url::meeting(row.decision.meeting)) "#decisions" } { (row.decision.what) }
            @if let Some(due) = row.decision.due_on { " — до " (ru::date(due)) @if row.decision.is_late(shown.today) { ", срок прошёл" } }
        } } }
    } }
}

fn people(shown: &Shown, is_open: bool) -> Markup {
    let unseen = shown.total.saturating_sub(shown.members.len());
    html! {
        h2 { "Участники" }
        @if shown.total == 0 { p { "Участников ещё нет." } }
        @else {
            @if !shown.members.is_empty() { ul { @for member in shown.members.iter().take(60) { li {
                (name(&member.name, true)) span.hint { ", " (member.school) @for office in &member.offices { ", " (office.label()) } }
            } } } }
            @if unseen > 0 { p.hint { "Ещё " (ru::counted(unseen as u64, "участник", "участника", "участников")) ". Имена видят участники объединения и те, кто его ведёт." } }
        }
        p {
            @if shown.rights.leads && is_open { a href={ (url::union(shown.union.id)) "/people" } { "Добавить или исключить участников" } " · " }
            @if shown.rights.sees_people { a href={ (url::union(shown.union.id)) "/sheet?what=members" } download { "Скачать список в Excel" } }
        }
    }
}

fn papers(shown: &Shown) -> Markup {
    html! {
        h2 { "Полученные документы и рекомендации" }
        @if shown.papers.is_empty() { p { "Пока не записано ни одного." } }
        @else { ul { @for paper in &shown.papers { li { (paper.title) span.hint { ", " @if !paper.number.is_empty() { "№ " (paper.number) ", " } (ru::date(paper.received_on)) } } } } }
        p { a href={ (url::union(shown.union.id)) "/papers" } { "Все документы" } }
    }
}

fn below(shown: &Shown) -> Markup {
    html! { @if !shown.below.is_empty() {
        h2 { "Стоят под ним" }
        ul { @for node in shown.below.iter().take(20) { li { a href=(url::union(node.union.id)) { (node.union.title) } span.hint { ", " (node.union.place_name) } } } }
        @if shown.below_total > 20 { p { a href={ "/unions/tree?at=" (shown.union.id) } { "Все на дереве: " (shown.below_total) } } }
    } }
}
