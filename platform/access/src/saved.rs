//! Lists that somebody looks at again and again: the address of a list and what was chosen in it, under a name of one's own.
//! For the owner's eyes only; words typed to find a person are never part of it (the caller leaves them out).

use kernel::{Error, Result, Tx, id::AccountId, name::clean_line, params, row};

kernel::uuid_id! {
    /// A saved list.
    SavedId,
}

/// A saved list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub id: SavedId,
    /// Of the list, as `/cases`.
    pub path: String,
    /// Without the question mark; may be empty.
    pub query: String,
    pub title: String,
}

impl Saved {
    /// Where it leads.
    #[must_use]
    pub fn href(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }
}

/// More than anybody can overlook.
const MOST: u64 = 100;
const LONGEST_TITLE: usize = 60;
const LONGEST_QUERY: usize = 1000;

/// All of somebody's, by list and title.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Saved>> {
    Ok(tx.query("SELECT id, path, query, title FROM saved_list WHERE account_id = $1 ORDER BY path, title", params![account], row!(Saved { id, path, query, title }))?)
}

/// Somebody's of one list, by title.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, account: AccountId, path: &str) -> Result<Vec<Saved>> {
    Ok(tx.query("SELECT id, path, query, title FROM saved_list WHERE account_id = $1 AND path = $2 ORDER BY title", params![account, path], row!(Saved { id, path, query, title }))?)
}

/// Saves a list; the same title of the same list is replaced.
///
/// # Errors
/// Field `title`; a refusal: there are too many, or it isn't an address of a list.
pub fn save(tx: &mut Tx<'_>, account: AccountId, (path, query): (&str, &str), title: &str) -> Result<()> {
    let is_list = path.len() < 100 && path.starts_with('/') && path.bytes().skip(1).all(|b| b.is_ascii_lowercase() || b == b'/' || b == b'-') && !path.contains("//");
    if !is_list || query.len() > LONGEST_QUERY || !query.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Error::refusal("Этот список сохранить нельзя. Откройте его заново и выберите отбор ещё раз."));
    }
    let title = clean_line(title);
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(Error::field("title", format!("Назовите список: от 1 до {LONGEST_TITLE} знаков")));
    }
    if tx.count("SELECT COUNT(*) FROM saved_list WHERE account_id = $1", params![account])? >= MOST {
        return Err(Error::refusal("У вас уже сто сохранённых списков. Уберите лишние на странице «Мои списки»."));
    }
    let now = tx.now();
    let sql = "INSERT INTO saved_list (id, account_id, path, query, title, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, path, title) DO UPDATE SET query = $4";
    tx.execute(sql, params![SavedId::fresh(), account, path, query, title, now])?;
    Ok(())
}

/// Removes one's own; another's is nobody's.
///
/// # Errors
/// Not found.
pub fn remove(tx: &mut Tx<'_>, account: AccountId, id: SavedId) -> Result<()> {
    match tx.execute("DELETE FROM saved_list WHERE id = $1 AND account_id = $2", params![id, account])? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}
