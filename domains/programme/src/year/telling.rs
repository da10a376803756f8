//! What a member is told of the year.

use super::model::Year;
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

/// A plan or a report was looked at.
pub fn decided(tx: &mut Tx<'_>, person: PersonId, subject: &str, once: &str, year: Year) -> Result<()> {
    let notice = Notice {
        once_key: format!("year/{once}"),
        person,
        topic: Topic::Programme,
        subject: subject.to_owned(),
        body: "Откройте страницу вашего года: там решение и слова к нему, если они есть.".into(),
        url: format!("/cabinet/year?year={}", year.number()),
    };
    notices::tell(tx, &notice)
}
