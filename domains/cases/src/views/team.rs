//! The team: who is in it, whom to ask, what the school may read.

use super::{TEAM_READS, frame, post};
use crate::{
    form::MOST_WORDS,
    model::{Member, SeatState, State, TeamRole},
    rules::{Act, may},
    standing::Sees,
    store::candidates::Candidate,
    url,
    web::page::Form,
};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::Notice,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

pub fn page(form: &Form<'_>, text: &str, found: &[Candidate]) -> Markup {
    let card = form.card;
    let done = match form.done {
        "invited" => Some("Приглашение отправлено"),
        "removed" => Some("Человек убран из команды"),
        "opened" => Some("Школа может читать содержание"),
        "closed" => Some("Школа больше не читает содержание"),
        _ => None,
    };
    let is_open = card.standing.case.state == State::Open;
    form.shell.page(frame(card, "Команда").error_title(!form.errors.is_empty()).notice(done.map(Notice::done)).body(html! {
        (form::error_summary(form.errors.all()))
        (members(form))
        @if is_open && may(Act::Invite, &card.standing, card.role) { (inviting(form, text, found)) }
        @if card.standing.is_teacher() { (school(form)) }
    }))
}

fn members(form: &Form<'_>) -> Markup {
    let card = form.card;
    let rows = card.team.iter().map(|member| {
        let kind = match member.state {
            SeatState::Joined => Kind::Good,
            SeatState::Invited => Kind::Waiting,
            SeatState::Declined | SeatState::Left => Kind::Neutral,
        };
        let moment = member.left_at.or(member.answered_at).unwrap_or(member.invited_at);
        [
            html! { (member.name) p.hint { (member.place_name) } },
            html! { (member.role.label()) },
            html! { (parts::tag(kind, member.state.label())) p.hint { "с " (ru::date(card.lists.zone.to_datetime(moment).date())) } @if !member.words.is_empty() && card.standing.sees == Sees::Content { p.hint { (member.words) } } },
            html! { (leaving(form, member)) },
        ]
    });
    Table::new("Команда", ["Кто", "Роль", "Состояние", "Действие"].map(Column::new).to_vec()).rows(rows).render()
}

/// One leaves oneself; the teacher and methodists may take another out.
fn leaving(form: &Form<'_>, member: &Member) -> Markup {
    let card = form.card;
    let is_own = card.standing.seats.iter().any(|own| own.id == member.seat);
    let may_end = card.standing.case.state == State::Open && member.role != TeamRole::Teacher && matches!(member.state, SeatState::Invited | SeatState::Joined) && (is_own || may(Act::Remove, &card.standing, card.role));
    let label = match (is_own, member.state) {
        (true, _) => "Выйти из команды",
        (false, SeatState::Invited) => "Отозвать приглашение",
        (false, SeatState::Joined | SeatState::Declined | SeatState::Left) => "Убрать из команды",
    };
    html! { @if may_end {
        (parts::details(label, form::form(&url::of(card.standing.case.id, &format!("team/{}/leaving", member.seat)), &form.shell.key(), html! {
            (form::hidden("version", &member.version.to_string()))
            div.field {
                label for={ "reason-" (member.seat) } { "Причина" }
                p.readers { "Прочтут педагог и команда." }
                textarea id={ "reason-" (member.seat) } name="reason" rows="2" maxlength=(MOST_WORDS) {}
            }
            (form::button_danger(label))
        })))
    } }
}

fn inviting(form: &Form<'_>, text: &str, found: &[Candidate]) -> Markup {
    let all = form.errors.all();
    let people: Vec<Choice> = found.iter().map(|one| Choice::new(one.person.to_string(), format!("{}, {}", one.name, one.place_name)).hint(offices(one))).collect();
    let roles: Vec<(&str, &str)> = TeamRole::ALL.iter().filter(|role| **role != TeamRole::Teacher).map(|role| (role.as_str(), role.label())).collect();
    html! {
        h2 { "Пригласить" }
        p { "Можно пригласить людей школы педагога, методистов и участников актива из любого муниципалитета." }
        form.filter method="get" action=(url::of(form.card.standing.case.id, "team")) role="search" {
            (Field::new("text", "Фамилия или имя").value(text).medium().text())
            div.filter-buttons { button.secondary type="submit" { "Найти" } }
        }
        @if !text.is_empty() && people.is_empty() { p { "Никого не нашлось. Проверьте фамилию." } }
        @if !people.is_empty() {
            (post(form, "team", html! {
                (form::hidden("text", text))
                (Field::new("person", "Кого пригласить").value(form.typed.get("person")).errors(all).radios(people))
                (Field::new("role", "В какой роли").value(form.typed.get("role")).errors(all).select(roles))
                (form::button("Пригласить"))
            }))
        }
    }
}

fn offices(one: &Candidate) -> String {
    one.offices.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
}

fn school(form: &Form<'_>) -> Markup {
    let is_open = form.card.standing.case.is_open_to_school;
    html! {
        h2 { "Что видит школа" }
        p { (TEAM_READS) " Сообщения команды школа не читает никогда." }
        p { "Сейчас: " @if is_open { "заместитель директора вашей школы может читать содержание." } @else { "заместитель директора вашей школы видит только ступень и дни." } }
        (post(form, "team/school", html! {
            @if is_open { (form::hidden("to", "closed")) (form::button_secondary("Закрыть содержание от школы")) }
            @else { (form::hidden("to", "open")) (form::button_secondary("Открыть содержание школе")) }
        }))
    }
}
