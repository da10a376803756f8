//! A mentoring is proposed by whoever leads mentoring at the place; it begins when everybody has said yes.

use super::{
    event,
    form::{Proposal, ProposalForm},
    model::{Mentoring, MentoringId, Role, State},
    store::{self, candidates},
    telling::{Told, tell_sides},
};
use access::{Action, Actor};
use audit::Record;
use kernel::{Error, Result, Tx};
use serde_json::json;

const ASKED: Told<'_> =
    Told {
        once: "asked", subject: "Вам предлагают наставничество", body: "Откройте страницу и ответьте, согласны ли вы. Наставничество начинается только с согласия всех, отказ не имеет последствий."
    };

/// Proposes a pair or a group.
///
/// # Errors
/// Fields; not found: no right, or a mentee outside the scope. Refused: a mentee has a mentor.
pub fn propose(tx: &mut Tx<'_>, actor: &Actor, typed: &ProposalForm) -> Result<MentoringId> {
    actor.may(Action::ViewPairs)?;
    let today = tx.today();
    let proposal = typed.read(today)?;
    for mentee in &proposal.mentees {
        let person = people::find(tx, &actor.scope(), *mentee)?;
        if !store::open_of_mentee(tx, *mentee)?.is_empty() {
            return Err(Error::field("mentee", format!("{}: наставник уже есть или предложен. Чтобы сменить его, передайте наставничество на его странице", person.name.short())));
        }
    }
    make(tx, actor, &proposal, (None, "", ""))
}

/// Writes the proposal and asks everybody; a handover brings what it follows and the programme's head.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, proposal: &Proposal, (follows, goals, expected): (Option<MentoringId>, &str, &str)) -> Result<MentoringId> {
    let first = proposal.mentees.first().ok_or(Error::NotFound)?;
    let alike = candidates::alike(tx, *first)?;
    if candidates::one(tx, actor, &alike, proposal.mentor)?.is_none() {
        return Err(Error::field("mentor", "Этого человека нельзя позвать: он не участник актива и не работает в вашей организации или муниципалитете"));
    }
    let curator = proposal.curator.unwrap_or(actor.account);
    store::curator_name(tx, curator)?;
    let id = MentoringId::fresh();
    let new = Mentoring {
        id,
        form: proposal.form,
        state: State::Proposed,
        starts_on: proposal.starts_on,
        ends_on: proposal.ends_on,
        started_on: None,
        ended_on: None,
        end_reason: None,
        follows,
        curator: Some(curator),
        curator_name: String::new(),
        goals: goals.to_owned(),
        expected: expected.to_owned(),
        version: 1,
    };
    store::insert(tx, &new, actor.account)?;
    store::add_side(tx, id, proposal.mentor, Role::Mentor)?;
    for mentee in &proposal.mentees {
        store::add_side(tx, id, *mentee, Role::Mentee)?;
    }
    tell_sides(tx, id, None, &ASKED)?;
    tx.record(&actor.by(), event::about("mentoring.proposed", id).of(*first).with(json!({"form": proposal.form, "mentor": proposal.mentor, "mentees": proposal.mentees.len(), "follows": follows})))?;
    Ok(id)
}
