//! What was written, and whose hands it went through.

use super::party;
use crate::model::{Author, HelpId, Message, MessageId, MessageKind, Party, Turn, TurnId, TurnKind};
use kernel::{Result, Tx, params};

/// # Errors
/// The store fails.
pub fn write(tx: &mut Tx<'_>, help: HelpId, (author, who): (Author, &Party), kind: MessageKind, words: &str) -> Result<MessageId> {
    let (id, now) = (MessageId::fresh(), tx.now());
    let sql = "INSERT INTO help_message (id, help_id, author, author_person, author_account, kind, words, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.execute(sql, params![id, help, author, who.person, who.account, kind, words, now])?;
    Ok(id)
}

/// The talk from its beginning.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, help: HelpId) -> Result<Vec<Message>> {
    let sql = "SELECT m.author_person, m.author_account, p.family, p.given, p.patronymic, COALESCE(a.display_name, ''), m.author, m.kind, m.words, m.made_at
        FROM help_message m LEFT JOIN person p ON p.id = m.author_person LEFT JOIN account a ON a.id = m.author_account WHERE m.help_id = $1 ORDER BY m.made_at, m.id";
    Ok(tx.query(sql, params![help], |row| Ok(Message { name: party(row, 0, 2)?.name, author: row.get(6)?, kind: row.get(7)?, words: row.get(8)?, made_at: row.get(9)? }))?)
}

/// # Errors
/// The store fails.
pub fn turn(tx: &mut Tx<'_>, help: HelpId, kind: TurnKind, (to, by): (&Party, &Party), reason: &str) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO help_turn (id, help_id, kind, to_person, to_account, by_person, by_account, reason, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    tx.execute(sql, params![TurnId::fresh(), help, kind, to.person, to.account, by.person, by.account, reason, now])?;
    Ok(())
}

/// All changes of hands, the first one first.
///
/// # Errors
/// The store fails.
pub fn turns(tx: &mut Tx<'_>, help: HelpId) -> Result<Vec<Turn>> {
    let sql = "SELECT t.to_person, t.to_account, p.family, p.given, p.patronymic, COALESCE(a.display_name, ''), t.kind, t.reason, t.made_at
        FROM help_turn t LEFT JOIN person p ON p.id = t.to_person LEFT JOIN account a ON a.id = t.to_account WHERE t.help_id = $1 ORDER BY t.made_at, t.id";
    Ok(tx.query(sql, params![help], |row| Ok(Turn { to: party(row, 0, 2)?.name, kind: row.get(6)?, reason: row.get(7)?, made_at: row.get(8)? }))?)
}
