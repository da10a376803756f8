//! One-time codes: printed on a slip for the first login, sent in a link for a new password, given to link an outside login.
//! Good once, for a time; the database keeps hashes. A new code of a purpose voids the older ones.

use crate::{accounts, secret};
use audit::{By, Event, Record};
use jiff::SignedDuration;
use kernel::{Error, Result, Timestamp, Tx, id::AccountId, params};
use serde_json::json;

kernel::text_enum! {
    /// What a code is for.
    Purpose {
        /// On paper, handed over in person: 14 days.
        FirstLogin = "first_login",
        /// In a letter's link: one hour.
        Reset = "reset",
        /// Links an outside provider's login to the account: 14 days.
        Link = "link",
    }
}

impl Purpose {
    fn term(self) -> SignedDuration {
        match self {
            Self::FirstLogin | Self::Link => SignedDuration::from_hours(14 * 24),
            Self::Reset => SignedDuration::from_hours(1),
        }
    }
}

/// A code just made: the only moment it can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// `K7QD-92RM-4F0T` for paper, a long secret for links.
    pub plain: String,
    pub expires_at: Timestamp,
}

/// Letters and figures that aren't mistaken for one another on paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Cyrillic letters typed for the Latin ones that look the same.
const CYRILLIC: &str = "АВЕКМНОРСТХУ";
const LATIN: &str = "ABEKMHOPCTXY";

/// Makes a code.
///
/// # Errors
/// [`Error::NotFound`] if the account is closed or isn't there.
pub fn issue(tx: &mut Tx<'_>, by: &By, id: AccountId, purpose: Purpose) -> Result<Issued> {
    let account = accounts::find(tx, id)?;
    if account.is_disabled() {
        return Err(Error::refusal("Учётная запись отключена. Сначала включите её."));
    }
    let now = tx.now();
    let plain = match purpose {
        Purpose::FirstLogin => for_paper(),
        Purpose::Reset | Purpose::Link => crate::Secret::fresh().as_str().to_owned(),
    };
    let expires_at = now + purpose.term();
    tx.execute("UPDATE account_code SET used_at = $1 WHERE account_id = $2 AND purpose = $3 AND used_at IS NULL", params![now, id, purpose])?;
    tx.execute("INSERT INTO account_code (code_hash, account_id, purpose, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)", params![hash(&plain, purpose), id, purpose, now, expires_at])?;
    tx.record(by, Event::new("account.code_issued", "account", id).of_maybe(account.person).with(json!({"purpose": purpose})))?;
    Ok(Issued { plain, expires_at })
}

/// Whose code it is, if it is good now; it stays good.
///
/// # Errors
/// The store fails.
pub fn whose(tx: &mut Tx<'_>, plain: &str, purpose: Purpose) -> Result<Option<AccountId>> {
    let now = tx.now();
    let sql = "SELECT c.account_id FROM account_code c JOIN account a ON a.id = c.account_id
        WHERE c.code_hash = $1 AND c.purpose = $2 AND c.used_at IS NULL AND c.expires_at > $3 AND a.disabled_at IS NULL";
    Ok(tx.maybe(sql, params![hash(plain, purpose), purpose, now], |row| row.get(0))?)
}

/// Uses a code up.
///
/// # Errors
/// The store fails.
pub fn redeem(tx: &mut Tx<'_>, plain: &str, purpose: Purpose) -> Result<Option<AccountId>> {
    let Some(account) = whose(tx, plain, purpose)? else { return Ok(None) };
    let now = tx.now();
    let used = tx.execute("UPDATE account_code SET used_at = $1 WHERE code_hash = $2 AND used_at IS NULL", params![now, hash(plain, purpose)])?;
    Ok((used == 1).then_some(account))
}

/// Forgets codes a month after their term; how many went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(30 * 24);
    Ok(tx.execute("DELETE FROM account_code WHERE expires_at < $1", params![before])?)
}

/// Sixty random bits in three groups of four.
fn for_paper() -> String {
    let letters: Vec<char> = rand::random::<[u8; 12]>().iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).map(|letter| char::from(*letter)).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn hash(plain: &str, purpose: Purpose) -> String {
    match purpose {
        Purpose::FirstLogin => secret::hash(&as_printed(plain)),
        Purpose::Reset | Purpose::Link => secret::hash(plain.trim()),
    }
}

/// A printed code as typed: case, hyphens, spaces, Cyrillic look-alikes, O for zero and I or L for one are forgiven.
fn as_printed(typed: &str) -> String {
    let latin = |c: char| CYRILLIC.chars().position(|known| known == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c);
    let figures = |c: char| match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.chars().take(64).flat_map(char::to_uppercase).map(latin).map(figures).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_code_is_read_as_people_type_it() {
        let printed = "K70D-92RM-4F1T";
        for typed in ["k70d92rm4f1t", " K7OD 92RM 4FLT ", "К70D-92RМ-4F1Т", "k7od–92rm–4fit"] {
            assert_eq!(as_printed(typed), as_printed(printed), "{typed}");
        }
    }

    #[test]
    fn a_printed_code_is_three_groups_of_unmistakable_letters() {
        let code = for_paper();
        assert_eq!(code.len(), 14);
        assert!(code.chars().all(|c| c == '-' || ALPHABET.contains(&u8::try_from(c).unwrap())), "{code}");
        assert_ne!(code, for_paper());
    }
}
