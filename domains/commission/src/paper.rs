//! Minutes of a meeting as data for the printing house.

use crate::{
    model::{Item, Outcome, Voice},
    sitting::Sitting,
};
use documents::{AgendaItem, DecisionRow, MinutesDoc, Present, Registration, Signatory, Votes};
use structure::profile::TermKind;
use ui::ru;

/// The minutes of the meeting as it stands.
#[must_use]
pub fn minutes(sitting: &Sitting) -> MinutesDoc {
    let profile = &sitting.lists.profile;
    let meeting = &sitting.meeting;
    MinutesDoc {
        operator: (&profile.operator).into(),
        registration: Registration { number: meeting.number.to_string(), on: Some(meeting.held_on) },
        city: profile.operator.city.clone(),
        commission: format!("Комиссия по формированию регионального методического актива {}", profile.region.genitive),
        present: present(sitting),
        absent: sitting.attendees.iter().filter(|attendee| !attendee.present).map(|attendee| attendee.name.clone()).collect(),
        invited: Vec::new(),
        quorum: sitting.quorum.sentence(),
        agenda: vec![candidates(sitting)],
        signatories: vec![signatory("Председатель", sitting.chair_name()), signatory("Секретарь", &sitting.secretary)],
        qr: None,
    }
}

fn signatory(post: &str, name: &str) -> Signatory {
    Signatory { post: post.into(), name: name.into() }
}

fn present(sitting: &Sitting) -> Vec<Present> {
    let meeting = &sitting.meeting;
    let role = |account| match (meeting.chair == Some(account), meeting.secretary == Some(account)) {
        (true, true) => "председатель, секретарь",
        (true, false) => "председатель",
        (false, true) => "секретарь, член комиссии",
        (false, false) => "член комиссии",
    };
    let seated = sitting.attendees.iter().filter(|attendee| attendee.present).map(|attendee| Present { name: attendee.name.clone(), post: String::new(), role: role(attendee.account).into() });
    let mut all: Vec<Present> = seated.collect();
    if meeting.secretary.is_some_and(|account| sitting.seat_of(account).is_none()) {
        all.push(Present { name: sitting.secretary.clone(), post: String::new(), role: "секретарь, без права голоса".into() });
    }
    all
}

fn candidates(sitting: &Sitting) -> AgendaItem {
    let count = sitting.items.len();
    let include = sitting.items.iter().filter(|item| item.outcome == Outcome::Include).count();
    let mut resolved = Vec::new();
    if include > 0 {
        resolved.push(format!("Подготовить проект приказа о включении в актив: {}.", ru::counted(include, "человек", "человека", "человек")));
    }
    resolved.push("Сообщить заявителям о принятых решениях.".into());
    AgendaItem {
        title: "О включении кандидатов в региональный методический актив".into(),
        heard: vec![format!("Рассмотрено: {}. Сведения о кандидатах и подтверждённых основаниях представлены членам комиссии.", ru::counted(count, "заявка", "заявки", "заявок"))],
        decisions: sitting.items.iter().map(|item| row(sitting, item)).collect(),
        resolved,
    }
}

fn row(sitting: &Sitting, item: &Item) -> DecisionRow {
    let (words, tally) = (&item.words, sitting.tally(item.id));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let place = [&words.post, &words.school_name, &words.municipality_name].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    DecisionRow {
        name: words.shown_name().to_owned(),
        place,
        decision: decision(item).into(),
        details: details(sitting, item),
        votes: Votes { in_favour: count(tally.in_favour), against: count(tally.against), abstained: count(tally.abstained) },
        recused: sitting
            .votes_on(item.id)
            .filter(|vote| vote.voice == Voice::Conflict)
            .map(|vote| format!("{} ({})", sitting.name_of(vote.account), sitting.lists.label(TermKind::ConflictKind, &vote.conflict).to_lowercase()))
            .collect(),
    }
}

/// As the minutes say it.
#[must_use]
pub fn decision(item: &Item) -> &'static str {
    match item.outcome {
        _ if item.gone => "Не рассматривалась",
        Outcome::Undecided => "Не решено",
        Outcome::Include => "Включить",
        Outcome::Reserve => "В резерв",
        Outcome::Refuse => "Отказать",
        Outcome::Postponed => "Отложить",
        Outcome::Withdrawn => "Не рассматривалась",
    }
}

/// What for, or why.
#[must_use]
pub fn details(sitting: &Sitting, item: &Item) -> String {
    let lists = &sitting.lists;
    let with_note = |text: String| {
        if item.note.is_empty() {
            text
        } else if text.is_empty() {
            item.note.clone()
        } else {
            format!("{text}. {}", item.note)
        }
    };
    if item.gone || item.outcome == Outcome::Withdrawn {
        return "заявка отозвана".into();
    }
    match (item.outcome, &item.seat) {
        (Outcome::Include, Some(seat)) if item.over_quota => format!("{}. Сверх квоты: {}", lists.seat(seat), item.note),
        (Outcome::Include, Some(seat)) => lists.seat(seat),
        (Outcome::Refuse, _) => with_note(lists.label(TermKind::RefusalReason, &item.reason)),
        (Outcome::Reserve | Outcome::Postponed | Outcome::Undecided | Outcome::Withdrawn | Outcome::Include, _) => with_note(String::new()),
    }
}
