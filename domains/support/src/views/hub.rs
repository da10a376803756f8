//! The hub: what waits, whom one helps, where to go.

use super::{Key, courses::task_tag, done};
use crate::{
    attestation,
    contests::{self, HelperState},
    courses::{Task, TaskState},
    schools::{self, HelperId, LowSchoolId},
};
use cases::Wait;
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    parts, ru,
    url::Query,
};

/// What the hub is drawn from.
#[derive(Default)]
pub struct Hub {
    pub waits: Vec<Wait>,
    pub tasks: Vec<Task>,
    /// Request, card, school, factor.
    pub asked: Vec<(HelperId, LowSchoolId, String, String)>,
    pub schools: Vec<(LowSchoolId, String)>,
    pub tracks: Vec<contests::Track>,
    pub attestations: Vec<attestation::Track>,
    pub sees_courses: bool,
    pub sees_schools: bool,
    pub sees_figures: bool,
    pub sees_directions: bool,
    pub sees_experts: bool,
    pub has_cabinet: bool,
}

pub fn page(hub: &Hub, today: Date, query: &Query, key: Key<'_>) -> Page {
    Page::new("Поддержка").notice(done(query.text("done"))).lead("После курсов, школам, экспертам, участникам конкурсов, к аттестации").body(html! {
        (waits(hub, today))
        @if !hub.asked.is_empty() { h2 { "Вас просят помочь школе" } @for asked in &hub.asked { (request(asked, key)) } }
        @if !hub.tasks.is_empty() { h2 { "Выпускники, которых я поддерживаю" } (tasks(&hub.tasks, today)) }
        @if !hub.schools.is_empty() { h2 { "Школы, которым я помогаю" } ul { @for (id, name) in &hub.schools { li { a href=(schools::url(*id)) { (name) } " · " a href={ (schools::url(*id)) "/visits" } { "записать посещение" span.unseen { ": " (name) } } } } } }
        @if !hub.tracks.is_empty() { h2 { "Подготовка к конкурсам" } ul { @for one in &hub.tracks { li { a href=(contests::track_url(one.id)) { (one.name) ", " (one.contest_title) } @if one.helper_state == HelperState::Asked { " — ответьте, сможете ли" } } } } }
        @if !hub.attestations.is_empty() { h2 { "Помощь коллегам с аттестацией" } ul { @for one in &hub.attestations { li { a href={ "/support/attestation/" (one.id) } { (one.name) } @if one.helper_state == HelperState::Asked { " — ответьте, сможете ли" } } } } }
        h2 { "Разделы" }
        (links(hub))
    })
}

fn waits(hub: &Hub, today: Date) -> Markup {
    html! { @if !hub.waits.is_empty() {
        h2 { "Что ждёт" }
        ul { @for wait in &hub.waits { li {
            @if wait.url == "/support" { (wait.what) } @else { a href=(wait.url) { (wait.what) } }
            ": " (wait.count)
            @if let Some(since) = wait.since { ", с " (ru::date(since)) @if wait.is_late { " — " (ru::counted(cases::days_between(since, today), "день", "дня", "дней")) } }
            @if !wait.hint.is_empty() { p.hint { (wait.hint) } }
        } } }
    } }
}

fn request((id, _, school, factor): &(HelperId, LowSchoolId, String, String), key: Key<'_>) -> Markup {
    let body = html! {
        p { @if factor.is_empty() { "Вся школа." } @else { "Фактор: " (factor) "." } " О том, что школе помогают, знают только она сама, муниципалитет, координатор и те, кто помогает. Отказаться можно без объяснений." }
        (Form::new(format!("/support/schools/{id}/answer"), key()).body(form::buttons(html! { (form::button_named("Помогу", "word", "yes")) (form::button_secondary_named("Не смогу", "word", "no")) })))
    };
    parts::panel(school, body)
}

const MOST: usize = 60;

fn tasks(tasks: &[Task], today: Date) -> Markup {
    let shown = tasks.iter().filter(|task| task.state == TaskState::Shown).chain(tasks.iter().filter(|task| task.state != TaskState::Shown && task.state != TaskState::Accepted));
    let accepted = tasks.iter().filter(|task| task.state == TaskState::Accepted).count();
    html! {
        ul { @for task in shown.take(MOST) { li {
            a href={ "/support/tasks/" (task.id) } { (task.name) ", " (task.months) " мес." } " " (task_tag(task.state, matches!(task.state, TaskState::Asked | TaskState::Returned) && task.due_on < today))
            p.hint { (task.course_title) }
        } } }
        @if accepted > 0 { p.hint { "Принято рассказов: " (accepted) "." } }
    }
}

fn links(hub: &Hub) -> Markup {
    html! { ul {
        @if hub.sees_courses { li { a href="/courses" { "Курсы и каскад" } " — что пригодилось выпускникам на уроках" } }
        @if hub.sees_schools { li { a href="/schools-help" { "Помощь школам" } " — карточки, планы, посещения. Не публикуется" } }
        @if hub.sees_figures { li { a href="/schools-help/figures" { "Помощь школам: итоги по факторам" } " — только числа" } }
        @if hub.sees_experts { li { a href="/experts" { "Эксперты" } " — кто проверяет ОГЭ, ЕГЭ, олимпиады и конкурсы" } }
        @if hub.sees_courses || hub.has_cabinet { li { a href="/contests" { "Конкурсы" } " — календарь и подготовка" } }
        @if hub.has_cabinet {
            li { a href="/cabinet/courses" { "Мои курсы" } " — рассказать, что пригодилось" }
            li { a href="/cabinet/attestation" { "Моя аттестация" } " — видите только вы и тот, кого выберете" }
        }
        @if hub.sees_directions { li { a href="/directions" { "Двенадцать направлений" } " — что предлагает актив и у кого спросить" } }
    } }
}
