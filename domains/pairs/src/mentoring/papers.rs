//! Orders that a school signed outside: the one that fixes the pair and the one on the mentor's allowance. Number and date, never a sum:
//! the basis can be found, and how much it is stays where the order lies.

use super::{event, form::PapersForm, model::MentoringId, sight};
use access::Actor;
use audit::Record;
use kernel::{Date, Error, Result, Tx, params};
use serde_json::json;
use ui::ru;

/// An order by its number and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub number: String,
    pub on: Date,
}

impl std::fmt::Display for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "№\u{a0}{} от {}", self.number, ru::date(self.on))
    }
}

/// What is noted of a mentoring's orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    pub order: Option<Paper>,
    pub pay: Option<Paper>,
}

/// An order of a row: an empty number says that nothing is noted.
pub fn paper(number: String, on: Option<Date>) -> Option<Paper> {
    on.filter(|_| !number.is_empty()).map(|on| Paper { number, on })
}

/// As noted.
pub fn of(tx: &mut Tx<'_>, id: MentoringId) -> Result<Papers> {
    tx.one("SELECT order_number, ordered_on, pay_number, pay_on FROM mentoring WHERE id = $1", params![id], |row| Ok(Papers { order: paper(row.get(0)?, row.get(1)?), pay: paper(row.get(2)?, row.get(3)?) }))
}

/// Notes the orders; what is emptied is taken back.
///
/// # Errors
/// Not found: the actor doesn't lead mentoring there. Refused: not everybody has agreed. Fields. Stale: somebody was first.
pub fn note(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, typed: &PapersForm) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    standing.leading()?;
    must_have_begun(&standing)?;
    let Papers { order, pay } = typed.read(tx.today())?;
    let columns = |paper: &Option<Paper>| paper.as_ref().map_or((String::new(), None), |paper| (paper.number.clone(), Some(paper.on)));
    let ((order_number, ordered_on), (pay_number, pay_on)) = (columns(&order), columns(&pay));
    let sql = "UPDATE mentoring SET order_number = $1, ordered_on = $2, pay_number = $3, pay_on = $4 WHERE id = $5 AND order_number = $6 AND pay_number = $7";
    tx.change_one("Приказы о наставничестве", sql, params![order_number, ordered_on, pay_number, pay_on, id, typed.was_order, typed.was_pay])?;
    let mentor = standing.mentor().and_then(|side| side.person);
    tx.record(&actor.by(), event::about("mentoring.orders_noted", id).of_maybe(mentor).with(json!({"order": order.is_some(), "pay": pay.is_some()})))
}

/// # Errors
/// A refusal before everybody has agreed: there is nothing to order yet.
pub fn must_have_begun(standing: &sight::Standing) -> Result<()> {
    if standing.mentoring.started_on.is_some() {
        Ok(())
    } else {
        Err(Error::refusal("Приказ подписывают, когда все дали согласие. Дождитесь ответов участников."))
    }
}
