//! A member's ballot: one dense form for all candidates that wait for the vote.

use super::{VoteCells, url, wish};
use crate::{
    model::{Attendee, Item, MeetingState},
    rules::{Conflict, Voter},
    sitting::Sitting,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    parts::{self, Kind, Notice},
    ru,
    table::{Column, Table},
};
use web::{Answers, Shell};

/// What the ballot is made of.
pub struct Paper<'a> {
    pub sitting: &'a Sitting,
    pub seat: &'a Attendee,
    pub own: &'a Voter,
    pub typed: Option<&'a Answers>,
    pub errors: &'a FieldErrors,
    /// How many votes were just counted.
    pub done: &'a str,
}

pub fn page(shell: &Shell, paper: &Paper<'_>) -> Markup {
    let sitting = paper.sitting;
    let waiting: Vec<&Item> = sitting.items.iter().filter(|item| !item.is_settled()).collect();
    let mine = waiting.iter().filter(|item| sitting.vote_of(item.id, paper.seat.account).is_none()).count();
    let done = paper.done.parse::<u32>().ok().map(|count| Notice::done(format!("Учтено: {}", ru::counted(count, "голос", "голоса", "голосов"))));
    let page = Page::new("Голосование")
        .wide()
        .error_title(!paper.errors.is_empty())
        .notice(done)
        .trail([("Комиссия".to_owned(), "/meetings".to_owned()), (format!("Заседание {}", sitting.meeting.caption()), url(&sitting.meeting))]);
    let lead = format!("{} Ждут вашего голоса: {}. Пока решение не принято, голос можно изменить: считается последний.", sitting.quorum.sentence(), mine);
    shell.page(page.lead(lead).body(html! {
        (form::error_summary(paper.errors.all()))
        @if let Some(why) = closed_because(paper) { (parts::notice(&Notice::problem(why))) (table(paper, &waiting)) }
        @else {
            (Form::new(format!("{}/votes", url(&sitting.meeting)), shell.key()).body(html! {
                (table(paper, &waiting))
                @if !waiting.is_empty() { (form::button("Проголосовать по отмеченным")) }
            }))
        }
    }))
}

/// Why this member can't vote now, if so.
fn closed_because(paper: &Paper<'_>) -> Option<&'static str> {
    match paper.sitting.meeting.state {
        MeetingState::Planned => Some("Заседание ещё не открыто: голосовать можно будет, когда координатор его откроет"),
        MeetingState::Closed => Some("Заседание закрыто, голосование окончено"),
        MeetingState::Open if !paper.sitting.quorum.is_met() => Some("Кворума нет, голосовать нельзя"),
        MeetingState::Open if !paper.seat.present => Some("Вы не отмечены присутствующим: скажите координатору, что вы здесь"),
        MeetingState::Open => None,
    }
}

fn table(paper: &Paper<'_>, waiting: &[&Item]) -> Markup {
    let sitting = paper.sitting;
    let columns = vec![Column::new("Кандидат"), Column::new("Школа и муниципалитет"), Column::new("Просит"), Column::new("Подтверждено"), Column::new("Ваш голос"), Column::new("Если конфликт интересов, то какой")];
    let cells = VoteCells::new(&sitting.lists);
    let rows = waiting.iter().map(|item| {
        let (words, key) = (&item.words, item.id.to_string());
        let (voice, conflict) = chosen(paper, item);
        [
            html! { (item.position) ". " a href={ "/applications/" (item.application) } { (words.shown_name()) } @if let Some(hint) = Conflict::find(paper.own, item) { " " (parts::tag(Kind::Mine, hint.hint())) } },
            html! { (words.school_name) @if !words.municipality_name.is_empty() { p.hint { (words.municipality_name) } } },
            wish(&sitting.lists, words),
            html! { @if words.criteria.is_empty() { "—" } @else { (words.criteria.join("; ")) } },
            cells.voice(&key, words.shown_name(), &voice, paper.errors),
            cells.conflict(&key, words.shown_name(), &conflict, paper.errors),
        ]
    });
    Table::new("Кандидатуры без решения", columns).rows(rows).empty("Голосовать не о чем", "По всем кандидатурам повестки решения уже приняты.", None).render()
}

/// As typed; else as voted before.
fn chosen(paper: &Paper<'_>, item: &Item) -> (String, String) {
    if let Some(typed) = paper.typed {
        return (typed.get(&format!("voice-{}", item.id)).to_owned(), typed.get(&format!("conflict-{}", item.id)).to_owned());
    }
    if let Some(vote) = paper.sitting.vote_of(item.id, paper.seat.account) {
        return (vote.voice.as_str().to_owned(), vote.conflict.clone());
    }
    Default::default()
}
