//! Yes or no of each. A no has no consequence: who oversees learns that it didn't come about, not of whom.

use super::{
    ending, event,
    model::{Answer, EndReason, MentoringId, State, outcome},
    sight, store,
    telling::{Told, tell_curator, tell_sides},
};
use access::Actor;
use audit::Record;
use kernel::{Error, Result, Tx};
use serde_json::json;

/// One's own answer to a proposal.
///
/// # Errors
/// Not found: not one's own. Refused: answered already, or the proposal no longer stands. Stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, agrees: bool) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    let own = standing.own.ok_or(Error::NotFound)?;
    if standing.mentoring.state != State::Proposed || own.answer != Answer::Waits {
        return Err(Error::refusal(format!("Ответ уже дан, или предложение больше не действует: сейчас наставничество «{}». Обновите страницу.", standing.mentoring.state.label())));
    }
    store::set_answer(tx, own.id, if agrees { Answer::Yes } else { Answer::No })?;
    let event = event::about(if agrees { "mentoring.agreed" } else { "mentoring.declined" }, id).of_maybe(own.person).with(json!({"role": own.role}));
    tx.record(&actor.by(), event)?;
    settle(tx, id)
}

/// What the answers come to.
pub fn settle(tx: &mut Tx<'_>, id: MentoringId) -> Result<()> {
    let (mentoring, sides) = (store::find(tx, id)?, store::sides(tx, id)?);
    let state = outcome(&sides);
    if mentoring.state != State::Proposed || state == State::Proposed {
        return Ok(());
    }
    store::set_state(tx, &mentoring, state)?;
    match state {
        State::Active => {
            if let Some(before) = mentoring.follows {
                ending::close(tx, before, EndReason::Handover)?;
            }
            let began =
                Told {
                    once: "began", subject: "Наставничество началось", body: "Согласны все участники. Следующий шаг: наставляемый отмечает, с чем нужна помощь, и из этого вместе составляют персональную программу."
                };
            tell_sides(tx, id, None, &began)?;
            tell_curator(
                tx,
                &mentoring,
                &Told {
                    once: "curator-began", subject: "Наставничество началось: все согласны", body: "Проект приказа о закреплении можно напечатать на странице наставничества."
                },
            )
        }
        State::Declined => tell_curator(
            tx,
            &mentoring,
            &Told {
                once: "curator-declined", subject: "Наставничество не состоялось", body: "Предложите другого наставника. Отказ не имеет последствий, причину не спрашивают."
            },
        ),
        State::Proposed | State::Ended => Ok(()),
    }
}
