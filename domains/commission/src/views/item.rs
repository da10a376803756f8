//! One candidate: votes, quotas of this moment, the decision.

use super::{VoteCells, outcome_tag, room, url, wish};
use crate::{
    form::DecisionForm,
    model::{Item, MeetingState, Outcome, Voice, Vote},
    paper,
    rules::Conflict,
    sitting::Sitting,
};
use access::{Action, Actor};
use kernel::{FieldErrors, id::AccountId};
use maud::{Markup, html};
use membership::{QuotaLine, Seat};
use structure::profile::TermKind;
use ui::{
    form::{self, Choice, Field, Form},
    page::Page,
    parts::{self, Kind, Notice, SummaryRow},
    table::{Column, Table},
};
use web::{Answers, Shell};

/// What the page is made of.
pub struct Show<'a> {
    pub sitting: &'a Sitting,
    pub item: &'a Item,
    pub actor: &'a Actor,
    pub form: &'a DecisionForm,
    /// The quotas for the seat that the form names.
    pub room: Option<&'a (Vec<QuotaLine>, Seat)>,
    pub hints: &'a [(AccountId, Conflict)],
    pub hands: Option<&'a Answers>,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

/// The decision form as the applicant's wish fills it.
#[must_use]
pub fn preset(item: &Item) -> DecisionForm {
    let words = &item.words;
    DecisionForm {
        kind: words.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
        subject: words.subject.clone(),
        direction: words.direction.clone(),
        municipality: words.municipality.clone(),
        version: item.version,
        ..DecisionForm::default()
    }
}

pub fn page(shell: &Shell, show: &Show<'_>) -> Markup {
    let (sitting, item) = (show.sitting, show.item);
    let open = sitting.meeting.state == MeetingState::Open;
    let leads = sitting.may_decide(show.actor);
    let page = Page::new(item.words.shown_name())
        .error_title(!show.errors.is_empty())
        .notice(notice(show.done))
        .trail([("Комиссия".to_owned(), "/meetings".to_owned()), (format!("Заседание {}", sitting.meeting.caption()), url(&sitting.meeting))]);
    shell.page(page.body(html! {
        (form::error_summary(show.errors.all()))
        (facts(show))
        @if sitting.meeting.state != MeetingState::Planned { section { h2 { "Голоса" } (votes(show)) } }
        @if open && !item.is_settled() && show.actor.can(Action::RunMeetings) { (hands(shell, show)) }
        @if open && leads && !item.is_settled() { (decision(shell, show)) }
        @if open && leads && item.outcome != Outcome::Undecided {
            (parts::details("Вернуть вопрос к обсуждению", html! {
                p { "Решение будет снято, голоса останутся, и их снова можно будет менять. Это возможно до закрытия заседания." }
                (form::form(&format!("{}/items/{}/reconsideration", url(&sitting.meeting), item.id), &shell.key(), html! { (form::hidden("version", &item.version.to_string())) (form::button_secondary("Снять решение")) }))
            }))
        }
        p { a href=(url(&sitting.meeting)) { "Вернуться к повестке" } }
    }))
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "voted" => Some(Notice::done("Голоса записаны")),
        "reconsidered" => Some(Notice::info("Решение снято, вопрос снова обсуждается")),
        _ => None,
    }
}

fn facts(show: &Show<'_>) -> Markup {
    let (sitting, item) = (show.sitting, show.item);
    let words = &item.words;
    let mut rows = vec![
        SummaryRow::new("Заявка", html! { a href={ "/applications/" (item.application) } { @if words.number.is_empty() { "открыть" } @else { (words.number) } } p.hint { "Просмотр анкеты записывается в журнал." } }),
        SummaryRow::new("Должность", words.post.as_str()),
        SummaryRow::new("Школа", words.school_name.as_str()),
        SummaryRow::new("Муниципалитет", words.municipality_name.as_str()),
        SummaryRow::new("Просит", wish(&sitting.lists, words)),
        SummaryRow::new("Подтверждённые основания", html! { @if words.criteria.is_empty() { "нет" } @else { ul { @for title in &words.criteria { li { (title) } } } } }),
    ];
    if sitting.meeting.state != MeetingState::Planned {
        rows.push(SummaryRow::new("Решение", html! { (outcome_tag(item)) @let details = paper::details(sitting, item); @if !details.is_empty() { p { (details) } } }));
    }
    parts::summary(rows)
}

fn votes(show: &Show<'_>) -> Markup {
    let (sitting, item) = (show.sitting, show.item);
    let verdict = sitting.verdict(item.id);
    let silent = sitting.silent(item.id);
    let kind = if verdict.is_for() { Kind::Good } else { Kind::Neutral };
    let rows = sitting.attendees.iter().map(|attendee| {
        let vote = sitting.vote_of(item.id, attendee.account);
        let hint = show.hints.iter().find(|(account, _)| *account == attendee.account).map(|(_, conflict)| *conflict);
        [
            html! { (attendee.name) @if sitting.meeting.chair == Some(attendee.account) { " (председатель)" } },
            html! { @if attendee.present { "присутствует" } @else { "отсутствует" } },
            html! {
                @match vote {
                    Some(vote) => { (vote.voice.label()) @if vote.voice == Voice::Conflict { ": " (sitting.lists.label(TermKind::ConflictKind, &vote.conflict).to_lowercase()) } },
                    None => "—",
                }
                @if let Some(hint) = hint { @if vote.is_none_or(|vote| vote.voice != Voice::Conflict) { " " (parts::tag(Kind::Mine, possible(hint))) } }
            },
            html! { @match vote { Some(vote) if vote.entered_by.is_some() => "поднятой рукой, записал координатор", Some(_) => "лично, из своей учётной записи", None => "" } },
        ]
    });
    let columns = vec![Column::new("Член комиссии"), Column::new("Присутствие"), Column::new("Голос"), Column::new("Как подан")];
    html! {
        p { (sitting.quorum.sentence()) " Голоса: " (sitting.tally(item.id).words()) @if silent > 0 { ", ещё не проголосовали " (silent) } ". " (parts::tag(kind, verdict.words())) }
        p.hint { "Воздержавшиеся считаются голосовавшими, те, у кого конфликт интересов, — нет." }
        (Table::new("Голоса членов комиссии", columns).rows(rows).empty("Комиссии нет", "На день заседания ни у кого нет роли члена комиссии.", None).render())
    }
}

fn possible(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Own => "собственная кандидатура",
        Conflict::Namesake => "имя совпадает с именем кандидата",
        Conflict::SameSchool => "работает в школе кандидата",
    }
}

fn hands(shell: &Shell, show: &Show<'_>) -> Markup {
    let (sitting, item) = (show.sitting, show.item);
    let cells = VoteCells::new(&sitting.lists);
    let rows = sitting.attendees.iter().filter(|attendee| attendee.present).map(|attendee| {
        let key = attendee.account.to_string();
        let typed = |name: &str| show.hands.map(|answers| answers.get(&format!("{name}-{key}")).to_owned());
        let vote = sitting.vote_of(item.id, attendee.account);
        let voice = typed("voice").or_else(|| vote.map(|vote| vote.voice.as_str().to_owned())).unwrap_or_default();
        let conflict = typed("conflict").or_else(|| vote.map(|vote| vote.conflict.clone())).unwrap_or_default();
        let stood = form::hidden(&format!("stood-{key}"), &vote.map(Vote::said).unwrap_or_default());
        [html! { (attendee.name) (stood) }, cells.voice(&key, &attendee.name, &voice, show.errors), cells.conflict(&key, &attendee.name, &conflict, show.errors)]
    });
    let body = Form::new(format!("{}/items/{}/hands", url(&sitting.meeting), item.id), shell.key()).body(html! {
        p { "Для тех, кто голосует в зале без своего компьютера. В протоколе действий останется, что голос записали вы." }
        (Table::new("Голоса поднятой рукой", vec![Column::new("Присутствует"), Column::new("Голос"), Column::new("Если конфликт интересов, то какой")]).rows(rows).empty("Никто не отмечен", "Сначала отметьте присутствующих на странице заседания.", None).render())
        (form::button_secondary("Записать голоса"))
    });
    if show.hands.is_some() {
        html! { section { h2 { "Записать голоса поднятой рукой" } (body) } }
    } else {
        parts::details("Записать голоса поднятой рукой", body)
    }
}

fn decision(shell: &Shell, show: &Show<'_>) -> Markup {
    let (sitting, item, typed, errors) = (show.sitting, show.item, show.form, show.errors.all());
    let lists = &sitting.lists;
    let choices = |kind| lists.items(kind);
    let outcomes = [
        Choice::new("include", "Включить в актив").hint("Нужно большинство голосов за").extra(html! {
            (Field::new("kind", "Вид участия").value(typed.kind.clone()).errors(errors).select(lists.kinds()))
            (Field::new("subject", "Предмет").hint("Только для методиста по предмету").value(typed.subject.clone()).errors(errors).select(choices(TermKind::Subject)))
            (Field::new("direction", "Направление").hint("Только для методиста по направлению").value(typed.direction.clone()).errors(errors).select(choices(TermKind::DevelopmentDirection)))
            (Field::new("municipality", "Муниципалитет").value(typed.municipality.clone()).errors(errors).select(lists.municipalities.clone()))
        }),
        Choice::new("reserve", "Зачислить в резерв").hint("Заявку рассмотрят снова, когда появится место"),
        Choice::new("refuse", "Отказать").extra(html! { (Field::new("reason", "Причина отказа").hint("Прочтёт заявитель").value(typed.reason.clone()).errors(errors).select(choices(TermKind::RefusalReason))) }),
        Choice::new("postponed", "Отложить до следующего заседания").hint("Голосов и кворума не нужно"),
    ];
    html! {
        section { h2 { "Решение" }
            @match show.room {
                Some((lines, seat)) => { p { "Место: " (lists.seat(seat)) "." } (room(lines)) },
                None => p { "Чтобы увидеть квоты, укажите вид участия, предмет или направление и муниципалитет." },
            }
            (Form::new(format!("{}/items/{}/decision", url(&sitting.meeting), item.id), shell.key()).body(html! {
                (form::hidden("version", &typed.version.to_string()))
                (Field::new("outcome", "Что решено").value(typed.outcome.clone()).errors(errors).radios(outcomes))
                (Field::new("note", "Пояснение").hint("Обязательно при отказе и при включении сверх квоты").who_reads("При отказе прочтёт заявитель; войдёт в протокол").value(typed.note.clone()).errors(errors).max_chars(1_000).textarea(3))
                (form::buttons(html! { (form::button("Записать решение")) (form::button_secondary_named("Показать квоты для выбранного места", "show", "quotas")) }))
            }))
        }
    }
}
