//! What members are told. No names of third persons; the same thing once.

use crate::{
    model::{Meeting, Union},
    store::people,
    url,
    workflow::minutes::Whole,
};
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};
use ui::ru;

fn members(tx: &mut Tx<'_>, union: &Union, meeting: &Meeting, but: Option<PersonId>) -> Result<Vec<PersonId>> {
    Ok(people::on(tx, union.id, meeting.held_on)?.into_iter().map(|member| member.person).filter(|person| Some(*person) != but).collect())
}

fn when(meeting: &Meeting) -> String {
    format!("{}, {}", ru::date_weekday(meeting.held_on), meeting.hours())
}

fn place(meeting: &Meeting) -> String {
    match (meeting.venue.as_str(), meeting.link.as_str()) {
        ("", _) => "Дистанционно, ссылка на странице заседания.".to_owned(),
        (venue, "") => format!("Место: {venue}."),
        (venue, _) => format!("Место: {venue}; можно и дистанционно, ссылка на странице заседания."),
    }
}

struct Told<'a> {
    what: String,
    topic: Topic,
    subject: String,
    body: String,
    union: &'a Union,
    meeting: &'a Meeting,
}

fn all(tx: &mut Tx<'_>, told: &Told<'_>, but: Option<PersonId>) -> Result<()> {
    for person in members(tx, told.union, told.meeting, but)? {
        let notice =
            Notice { once_key: format!("union-meeting/{}/{}/{person}", told.meeting.id, told.what), person, topic: told.topic, subject: told.subject.clone(), body: told.body.clone(), url: url::meeting(told.meeting.id) };
        notices::tell(tx, &notice)?;
    }
    Ok(())
}

/// A meeting is planned. What is entered afterwards is told to nobody.
pub(crate) fn planned(tx: &mut Tx<'_>, union: &Union, meeting: &Meeting, but: Option<PersonId>) -> Result<()> {
    let today = tx.today();
    if meeting.held_on < today {
        return Ok(());
    }
    let body = format!("{}. {}\n{}\nОтветьте на странице заседания, придёте ли; там же повестка и файл для календаря.", when(meeting), meeting.title, place(meeting));
    all(tx, &Told { what: "planned".into(), topic: Topic::Unions, subject: format!("Заседание: {}", union.title), body, union, meeting }, but)
}

/// Day, hour or place has changed.
pub(crate) fn moved(tx: &mut Tx<'_>, union: &Union, meeting: &Meeting, but: Option<PersonId>) -> Result<()> {
    let body = format!("Теперь: {}. {}\n{}", when(meeting), meeting.title, place(meeting));
    all(tx, &Told { what: format!("moved-{}", meeting.version), topic: Topic::UnionChanges, subject: format!("Заседание перенесено: {}", union.title), body, union, meeting }, but)
}

/// It won't be held.
pub(crate) fn cancelled(tx: &mut Tx<'_>, union: &Union, meeting: &Meeting, why: &str, but: Option<PersonId>) -> Result<()> {
    let today = tx.today();
    if meeting.held_on < today {
        return Ok(());
    }
    let body = format!("Было назначено: {}. {}\nПричина: {why}", when(meeting), meeting.title);
    all(tx, &Told { what: "cancelled".into(), topic: Topic::UnionChanges, subject: format!("Заседание отменено: {}", union.title), body, union, meeting }, but)
}

/// Owners of decisions learn what is expected of them.
pub(crate) fn decided(tx: &mut Tx<'_>, whole: &Whole, but: Option<PersonId>) -> Result<()> {
    let today = tx.today();
    for decision in &whole.decisions {
        let Some(owner) = decision.owner.filter(|owner| Some(*owner) != but && decision.done_on.is_none()) else { continue };
        // Minutes written up long after are a record, not news.
        if decision.due_on.is_some_and(|due| due < today) {
            continue;
        }
        let until = decision.due_on.map(|due| format!(" Срок: {}.", ru::date(due))).unwrap_or_default();
        let notice = Notice {
            once_key: format!("union-decision/{}/{owner}", decision.id),
            person: owner,
            topic: Topic::Unions,
            subject: "Вам поручено решением объединения".into(),
            body: format!("{}.{until}\nКогда сделаете, отметьте на странице решений.", decision.what.trim_end_matches('.')),
            url: "/unions/decisions?mine=yes".into(),
        };
        notices::tell(tx, &notice)?;
    }
    Ok(())
}
