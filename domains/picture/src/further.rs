//! Where a picture leads whoever may go on from it: to the lists of what it counts, each with rights and a scope of its own.

use crate::card::Code;
use access::{Action, Actor};
use kernel::id::PlaceId;

/// What is called so, and its address.
#[must_use]
pub fn further(actor: &Actor, code: Code, place: &PlaceId) -> Option<(&'static str, String)> {
    let (action, label, url) = match code {
        Code::Places | Code::Coverage => return None,
        Code::Cases | Code::Stages => (Action::ViewCases, "Список сопровождений", cases(place, None)),
        Code::Deficits => (Action::ViewGroupPicture, "Картина групп", format!("/groups?place={place}")),
        Code::Pathways => (Action::ViewCases, "Список маршрутов", "/pathways".to_owned()),
        Code::Help => (Action::AnswerHelp, "Очередь обращений", format!("/help-requests?place={place}")),
        Code::Quotas => (Action::ViewQuotas, "Доска квот", "/quotas".to_owned()),
        Code::Events => (Action::ViewActivities, "Список мероприятий", format!("/activities?when=past&place={place}")),
        Code::Outcomes => (Action::ViewOutcomes, "Список результатов", "/outcomes".to_owned()),
    };
    actor.can(action).then_some((label, url))
}

/// The list of the cases that stand on a rung.
#[must_use]
pub fn on_rung(actor: &Actor, place: &PlaceId, rung: i64) -> Option<String> {
    actor.can(Action::ViewCases).then(|| cases(place, Some(rung)))
}

fn cases(place: &PlaceId, rung: Option<i64>) -> String {
    let rung = rung.map(|rung| format!("&rung={rung}")).unwrap_or_default();
    format!("/cases?state=open&place={place}{rung}")
}
