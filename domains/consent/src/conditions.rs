//! A person's own conditions and bans on what is published (152-ФЗ, ст. 10.1, ч. 9), in the person's words.
//!
//! They belong to a consent to publish and are never changed alone: other conditions are another consent. The operator must
//! publish them within the term of ч. 10: giving such a consent opens the duty, and it is closed by itself once the public page
//! shows them ([`settle`]). The page prints them beside the data in the same answer, so data never stand there without them.

use crate::{
    ConsentId, ConsentKind, DutyId,
    duty::{self, DutyKind, Opening},
    live, terms,
};
use audit::By;
use kernel::{Date, Error, Result, Tx, id::PersonId, name::clean_text, params};
use structure::profile::DeadlineKind;

/// The longest text that is taken: it stands beside a name on the public page.
pub const LONGEST: usize = 500;

/// As typed, cleaned; empty: none.
///
/// # Errors
/// A field error at `conditions`.
pub fn parse(typed: &str) -> Result<String> {
    let text = clean_text(typed);
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::field("conditions", format!("Слишком длинно: {length} знаков, можно до {LONGEST}. Сократите условия: их прочтут на открытой странице")));
    }
    Ok(text)
}

/// The conditions of the consent that decides, as an expression of SQL; `person` is the column with the person's id. Ask for them
/// only where the name may be published: then the newest consent is the live one.
#[must_use]
pub fn conditions_sql(person: &str) -> String {
    format!("(SELECT own_c.conditions FROM consent own_c WHERE own_c.person_id = {person} AND own_c.kind = 'publication' ORDER BY own_c.given_at DESC, own_c.id DESC LIMIT 1)")
}

/// The duty that follows from a consent with conditions; the term runs from the day the consent came.
pub(crate) fn open_duty(tx: &mut Tx<'_>, by: &By, person: PersonId, consent: ConsentId, received_on: Date) -> Result<DutyId> {
    let term = terms::due(tx, DeadlineKind::PublicationConditions, received_on)?;
    duty::open(tx, by, Opening { kind: DutyKind::PublishConditions, person: Some(person), about: consent.to_string(), opened_on: received_on, term })
}

const SHOWN: &str = "Условия показаны на открытой странице участников и в её данных";
const MOOT: &str = "Согласие отозвано, заменено или закончилось: публиковать нечего";
const NOT_PUBLISHED: &str = "Сведения этого человека сейчас не публикуются. Условия появятся на странице вместе со сведениями";

/// Closes the duties that the public page has fulfilled, and notes the day on which it first did. `is_shown` says whether the page
/// shows the person now. How many it closed; for the schedule.
///
/// # Errors
/// `is_shown` or the store fails.
pub fn settle(tx: &mut Tx<'_>, is_shown: impl Fn(&mut Tx<'_>, PersonId) -> Result<bool>) -> Result<u64> {
    let today = tx.today();
    let mut closed = 0;
    for (id, person, consent) in open_duties(tx)? {
        let stands = live::live(tx, person, ConsentKind::Publication, today)?.is_some_and(|live| live.to_string() == consent);
        let outcome = match (stands, is_shown(tx, person)?) {
            (false, _) => MOOT,
            (true, true) => SHOWN,
            (true, false) => NOT_PUBLISHED,
        };
        duty::close_by_itself(tx, id, outcome)?;
        closed += 1;
    }
    for (consent, person) in not_yet_noted(tx, today)? {
        if is_shown(tx, person)? {
            let id = open_duty(tx, &By::system(), person, consent, today)?;
            duty::close_by_itself(tx, id, SHOWN)?;
            closed += 1;
        }
    }
    Ok(closed)
}

fn open_duties(tx: &mut Tx<'_>) -> Result<Vec<(DutyId, PersonId, String)>> {
    Ok(tx.query("SELECT id, person_id, about FROM duty WHERE kind = $1 AND closed_at IS NULL", params![DutyKind::PublishConditions], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Live consents with conditions of which no duty says yet that the page has shown them.
fn not_yet_noted(tx: &mut Tx<'_>, today: Date) -> Result<Vec<(ConsentId, PersonId)>> {
    let sql = format!(
        "SELECT c.id, c.person_id FROM consent c WHERE c.kind = 'publication' AND c.conditions <> '' AND {} AND {} AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.about = c.id AND d.outcome = $2)",
        live::NEWEST_SQL,
        live::STANDS_SQL
    )
    .replace(":today", "$1");
    Ok(tx.query(&sql, params![today, SHOWN], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
