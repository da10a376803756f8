//! How somebody stands to a request. Forbidden looks like absent.

use crate::{
    model::{HelpId, HelpRequest, SeenBy},
    store,
};
use access::{Action, Actor, Role};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};

/// A request as the actor may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub request: HelpRequest,
    pub is_asker: bool,
    pub is_helper: bool,
    /// Keeps the queue that it stands in: takes, gives out, hands over. Never one's own request.
    pub is_keeper: bool,
}

/// Whoever has to do with the help desk at all.
///
/// # Errors
/// Not found.
pub fn may_enter(actor: &Actor) -> Result<()> {
    if actor.can(Action::AskForHelp) || actor.can(Action::AnswerHelp) { Ok(()) } else { Err(Error::NotFound) }
}

/// A request for somebody who may see it: the asker, the helper, the queue's keepers; the school's management if the asker said so.
///
/// # Errors
/// Not found.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: HelpId) -> Result<Standing> {
    may_enter(actor)?;
    let request = store::find(tx, id)?;
    let (is_asker, is_helper) = (request.asker.is(actor), request.helper.is(actor));
    let covers = actor.scope().covers(&request.place_path, request.asker.person);
    let is_keeper = actor.can(Action::AnswerHelp) && covers && !is_asker;
    let reads_as_school = actor.role == Role::School && covers && request.seen_by == SeenBy::School;
    if is_asker || is_helper || is_keeper || reads_as_school { Ok(Standing { request, is_asker, is_helper, is_keeper }) } else { Err(Error::NotFound) }
}

/// As [`load`], for the page: a look at a stranger's request is noted.
///
/// # Errors
/// Not found.
pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: HelpId) -> Result<Standing> {
    let standing = load(tx, actor, id)?;
    if !standing.is_asker && !standing.is_helper {
        tx.record(&actor.by(), Event::new("help.viewed", "help_request", id).of_maybe(standing.request.asker.person))?;
    }
    Ok(standing)
}

impl Standing {
    /// # Errors
    /// Not found.
    pub fn must(&self, holds: bool) -> Result<&HelpRequest> {
        if holds { Ok(&self.request) } else { Err(Error::NotFound) }
    }
}
