//! One's own requests: those one asked, those one answers.

use super::{list::asker, short, state};
use crate::{lists::Lists, model::HelpRequest};
use access::{Action, Actor};
use deficits::groups::FEWEST;
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};

/// What the page shows.
pub struct Own {
    pub asked: Vec<HelpRequest>,
    pub held: Vec<HelpRequest>,
    pub lists: Lists,
    /// Of the school, opened to its management.
    pub opened: Vec<HelpRequest>,
    /// How many the school's people asked this year.
    pub of_school: Option<u64>,
    pub may_take: bool,
    pub has_private: bool,
}

pub fn page(own: &Own, actor: &Actor, done: &str) -> Page {
    let done = (done == "returned").then(|| Notice::done("Обращение вернулось в очередь. Его возьмёт кто-то другой"));
    let page = Page::new("Обращения за помощью").notice(done);
    let page = if actor.can(Action::AskForHelp) { page.action(form::button_link("Попросить о помощи", "/help-requests/new")) } else { page };
    page.body(html! {
        @if actor.can(Action::AnswerHelp) { p { a href="/help-requests" { "Очередь обращений" } } }
        @if !own.held.is_empty() { h2 { "Я отвечаю" } (table("Обращения, на которые я отвечаю", &own.held, own, true)) }
        @if actor.can(Action::AskForHelp) {
            h2 { "Я прошу о помощи" }
            @if own.asked.is_empty() { (parts::empty("Вы ещё ни о чём не просили", "Напишите в двух фразах, что даётся трудно: ответит методист или участник актива, обычно за три рабочих дня.", Some(form::button_link_secondary("Попросить о помощи", "/help-requests/new")))) }
            @else { (table("Мои обращения", &own.asked, own, false)) }
        }
        (school(own))
        (confidential(own, actor))
    })
}

fn table(caption: &str, requests: &[HelpRequest], own: &Own, names_asker: bool) -> Markup {
    let columns = vec![Column::new("Обращение"), Column::new(if names_asker { "Кто просит" } else { "Кто отвечает" }), Column::new("Срок"), Column::new("Состояние")];
    let rows = requests.iter().map(|one| {
        [
            html! { a href=(one.url()) { (one.number) } p.hint { (own.lists.direction(&one.direction)) } p { (short(&one.words)) } },
            html! { @if names_asker { (asker(one)) p.hint { (one.place_name) } } @else if one.helper.is_nobody() { "—" } @else { (one.helper.name) } },
            html! { @if one.state.is_waiting() { (ru::date_weekday(one.due_on)) } @else { "—" } },
            state(one, own.lists.day),
        ]
    });
    Table::new(caption, columns).rows(rows).render()
}

/// The school's management knows how many, and reads only what was opened to it.
fn school(own: &Own) -> Markup {
    let Some(count) = own.of_school else { return html! {} };
    let words = match count {
        0 => "В этом году из школы не обращались.".to_owned(),
        few if few < FEWEST => format!("В этом году из школы обращались меньше {FEWEST} раз."),
        many => format!("В этом году из школы обращались {}.", ru::counted(many, "раз", "раза", "раз")),
    };
    html! {
        h2 { "Обращения школы" }
        p { (words) " Содержание видно, только если педагог открыл его школе." }
        @if !own.opened.is_empty() { (table("Открытые школе обращения", &own.opened, own, true)) }
    }
}

fn confidential(own: &Own, actor: &Actor) -> Markup {
    html! {
        @if actor.can(Action::AskForHelp) || own.may_take || own.has_private {
            h2 { "Личные обращения" }
            p { "Об усталости, выгорании, тревоге перед аттестацией. Их видят только двое: тот, кто пишет, и тот, кого он выбрал." }
            ul {
                @if actor.can(Action::AskForHelp) { li { a href="/private-help/new" { "Обратиться лично" } } }
                @if own.has_private { li { a href="/private-help" { "Мои личные обращения" } } }
                @if own.may_take { li { a href="/private-help/helper" { "Принимаю ли я личные обращения" } } }
            }
        }
    }
}
