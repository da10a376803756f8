//! The end of a mentoring, one mentee leaving a group, and the handover to another mentor.

use super::{
    event,
    form::{Proposal, ProposalForm},
    model::{EndReason, LineId, MentoringId, Role, State},
    proposing, sight, store,
    telling::{Told, tell_sides},
};
use access::Actor;
use audit::Record;
use kernel::{Error, Result, Tx, id::PersonId};
use serde_json::json;

/// Ends a mentoring, or takes a proposal back, for which nobody asks a reason; a mentee of a group who ends it only leaves the group.
///
/// # Errors
/// Not found: neither one's own nor led by the actor. Field `reason`. Refused: it has ended.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, raw: &str) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    match standing.mentoring.state {
        State::Active => {}
        State::Proposed if standing.oversees => {}
        State::Proposed => return Err(Error::refusal("Наставничество ещё не началось: ответьте на предложение «да» или «нет».")),
        State::Declined | State::Ended => return Err(Error::refusal(format!("Наставничество уже {}. Обновите страницу.", standing.mentoring.state.label()))),
    }
    // Who only was of the group doesn't end it for the others; whoever leads may.
    if !standing.oversees && standing.own.as_ref().is_some_and(|own| own.left_on.is_some()) {
        return Err(Error::refusal("Вы уже вышли из группы. Обновите страницу."));
    }
    if standing.mentoring.state == State::Proposed {
        close(tx, id, EndReason::TakenBack)?;
        return tx.record(&actor.by(), event::about("mentoring.ended", id).with(json!({"reason": EndReason::TakenBack})));
    }
    let reason = raw.parse().ok().filter(|reason| EndReason::CHOSEN.contains(reason)).ok_or_else(|| Error::field("reason", "Выберите, почему наставничество заканчивается"))?;
    let others = standing.mentees().count() > 1;
    if let Some(own) = standing.own.as_ref().filter(|own| own.role == Role::Mentee && own.left_on.is_none() && others) {
        store::leave(tx, own.id)?;
        return tx.record(&actor.by(), event::about("mentoring.left", id).of_maybe(own.person).with(json!({"reason": reason})));
    }
    close(tx, id, reason)?;
    tx.record(&actor.by(), event::about("mentoring.ended", id).with(json!({"reason": reason})))
}

/// Ends it and asks both sides for a short survey, if it had begun.
pub fn close(tx: &mut Tx<'_>, id: MentoringId, reason: EndReason) -> Result<()> {
    let began = store::find(tx, id)?.state == State::Active;
    if store::end(tx, id, reason)? == 0 {
        return Ok(());
    }
    let told = if began {
        Told {
            once: "ended", subject: "Наставничество завершено", body: "Ответьте на три коротких вопроса о том, как всё прошло: это займёт минуту."
        }
    } else {
        Told { once: "taken-back", subject: "Предложение о наставничестве забрали", body: "Отвечать на него больше не нужно." }
    };
    tell_sides(tx, id, None, &told)
}

/// Proposes another mentor: the present one goes on until everybody has agreed, then hands over. The programme's goals and what isn't done
/// yet come along; notes of meetings don't.
///
/// # Errors
/// Not found: the actor doesn't lead mentoring there. Refused: it isn't active, or a handover is proposed already. Fields.
pub fn hand_over(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, typed: &ProposalForm) -> Result<MentoringId> {
    let standing = sight::load(tx, actor, id)?;
    standing.leading()?;
    let mentoring = &standing.mentoring;
    if mentoring.state != State::Active {
        return Err(Error::refusal(format!("Передать можно только идущее наставничество, а это {}.", mentoring.state.label())));
    }
    let waiting = tx.count("SELECT COUNT(*) FROM mentoring WHERE follows_id = $1 AND state = 'proposed'", kernel::params![id])?;
    if waiting > 0 {
        return Err(Error::refusal("Передача уже предложена: ждём согласия участников. Обновите список наставничества."));
    }
    let mentees: Vec<PersonId> = standing.mentees().filter_map(|side| side.person).collect();
    let filled = ProposalForm { mentees: mentees.iter().map(ToString::to_string).collect(), form: if typed.form.is_empty() { mentoring.form.to_string() } else { typed.form.clone() }, ..typed.clone() };
    let proposal: Proposal = filled.read(tx.today())?;
    if standing.mentor().and_then(|side| side.person) == Some(proposal.mentor) {
        return Err(Error::field("mentor", "Этот человек — нынешний наставник. Выберите другого"));
    }
    let new = proposing::make(tx, actor, &proposal, (Some(id), &mentoring.goals, &mentoring.expected))?;
    let left: Vec<_> = store::lines(tx, id)?.into_iter().filter(|line| line.done_on.is_none()).map(|line| super::model::Line { id: LineId::fresh(), ..line }).collect();
    let made = store::find(tx, new)?;
    store::set_programme(tx, &made, (&mentoring.goals, &mentoring.expected), &left)?;
    tx.record(&actor.by(), event::about("mentoring.handover_proposed", id).with(json!({"to": new})))?;
    Ok(new)
}
