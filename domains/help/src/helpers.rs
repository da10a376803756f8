//! Whom a keeper may ask to help: present members of the active within the keeper's scope, those of the subject first by filter.

use crate::model::Party;
use access::{Action, Actor, Scope, accounts, grants, rights};
use kernel::{Error, Result, Slice, Tx, id::PersonId};
use membership::{Filter, MembershipRow, Standing};

/// A member who may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub name: String,
    pub school: String,
    pub municipality: String,
    /// Subject or direction.
    pub field: String,
    /// Requests in hand now: a keeper sees it, lists aren't sorted by it.
    pub in_hand: u64,
}

/// Present members by subject and by the beginning of a name, in the order of names.
///
/// # Errors
/// The store fails.
pub fn candidates(tx: &mut Tx<'_>, actor: &Actor, subject: &str, text: &str) -> Result<Vec<Candidate>> {
    let today = tx.today();
    let word = kernel::search::fold(text).split(' ').next().unwrap_or_default().to_owned();
    let filter = Filter { subject: subject.to_owned(), text: word, ..Filter::default() };
    let rows = membership::list(tx, &actor.scope(), &filter, today, Slice::new(1, 200))?.rows;
    let mut found: Vec<Candidate> = Vec::new();
    for row in rows {
        let person = row.membership.person;
        if found.iter().any(|known| known.person == person) || row.membership.paused {
            continue;
        }
        let in_hand = tx.count("SELECT COUNT(*) FROM help_request WHERE helper_person = $1 AND state = 'taken'", kernel::params![person])?;
        found.push(candidate(row, in_hand));
    }
    found.truncate(50);
    Ok(found)
}

fn candidate(row: MembershipRow, in_hand: u64) -> Candidate {
    Candidate { person: row.membership.person, name: row.name, school: row.school, municipality: row.municipality, field: row.field, in_hand }
}

/// Whether whoever answered may be asked again: by office, or as a present member of the active.
///
/// # Errors
/// The store fails.
pub fn still_answers(tx: &mut Tx<'_>, helper: &Party) -> Result<bool> {
    let account = match (helper.person, helper.account) {
        (Some(person), _) => accounts::of_person(tx, person)?,
        (None, Some(account)) => accounts::find(tx, account).ok(),
        (None, None) => None,
    };
    if let Some(account) = account.filter(|account| !account.is_disabled())
        && grants::active(tx, account.id)?.iter().any(|grant| rights::allows(grant.role, Action::AnswerHelp))
    {
        return Ok(true);
    }
    let Some(person) = helper.person else { return Ok(false) };
    let today = tx.today();
    Ok(membership::current_of(tx, &Scope::person(person), person, today)?.iter().any(|row| row.membership.standing(today) == Standing::Active))
}

/// The person as a helper, if they are a present member within the keeper's scope.
///
/// # Errors
/// Not found: out of reach. A refusal: not a member today.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Party> {
    let found = people::find(tx, &actor.scope(), person)?;
    let today = tx.today();
    let is_member = membership::current_of(tx, &actor.scope(), person, today)?.iter().any(|row| row.membership.standing(today) == Standing::Active);
    if !is_member {
        return Err(Error::refusal("Ответить может действующий участник актива. Выберите другого человека."));
    }
    Ok(Party { person: Some(person), account: accounts::of_person(tx, person)?.map(|account| account.id), name: found.name.full() })
}
