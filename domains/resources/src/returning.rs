//! What a reviewer gives back to the author with words; the author mends and sends it to be reviewed again.
//!
//! What is in the catalogue stays offered meanwhile: only the change came back.

use crate::{
    model::{Kind, Resource, ResourceId, State},
    store::returns,
    workflow::managed,
};
use access::{Actor, accounts};
use audit::{Event, Record};
use kernel::{Date, Error, Result, Tx, id::AccountId, name::clean_text};
use notices::{Notice, Topic};

/// As much as one reads at once.
pub const LONGEST: usize = 1_000;

/// A giving back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// What to mend.
    pub words: String,
    pub by: Option<AccountId>,
    pub on: Date,
    /// When it was sent to be reviewed again.
    pub mended_on: Option<Date>,
}

/// What came back of a resource, the newest first. For those who manage its place.
///
/// # Errors
/// The store fails.
pub fn returned(tx: &mut Tx<'_>, id: ResourceId) -> Result<Vec<Returned>> {
    returns::of(tx, id)
}

/// A resource that waits to be reviewed by the actor.
pub(crate) fn reviewable(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId) -> Result<Resource> {
    let found = managed(tx, actor, id)?;
    if found.state == State::Withdrawn {
        return Err(Error::refusal("Ресурс снят, проверять нечего. Обновите страницу."));
    }
    if found.made_by == Some(actor.account) {
        return Err(Error::refusal("Последним этот ресурс писали вы, а проверяет другой человек. Попросите коллегу, который ведёт каталог."));
    }
    if let Some(day) = found.returned_on {
        return Err(Error::refusal(format!("Ресурс вернули автору {}. Проверить его можно, когда автор исправит и отправит снова.", ui::ru::date(day))));
    }
    Ok(found)
}

/// Gives a resource back to who wrote it last, with words.
///
/// # Errors
/// Field `words`. Not found. Refused: one's own, reviewed already, given back already, withdrawn, or somebody was first.
pub fn give_back(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, version: i64, words: &str) -> Result<()> {
    let found = reviewable(tx, actor, id)?;
    if found.reviewed_on.is_some() {
        return Err(Error::refusal("Этот ресурс уже проверен. Если он больше не годится, снимите его с причиной."));
    }
    let words = clean_text(&words.chars().take(LONGEST * 2).collect::<String>());
    match words.chars().count() {
        0 => return Err(Error::field("words", "Напишите, что исправить: автор прочтёт это первым")),
        long if long > LONGEST => return Err(Error::field("words", format!("Можно до {LONGEST} знаков. Сократите"))),
        _ => {}
    }
    crate::store::touch(tx, id, version)?;
    let returned = returns::insert(tx, id, &words, actor.account)?;
    tell_author(tx, &found, &returned)?;
    tx.record(&actor.by(), Event::new("resource.returned", "resource", id))
}

/// Sends what came back to be reviewed again, where nothing of the form itself was to be changed.
///
/// # Errors
/// Not found. Refused: it didn't come back, the one who gave it back sends nothing; or somebody was first.
pub fn send_again(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, version: i64) -> Result<()> {
    managed(tx, actor, id)?;
    let open = returns::of(tx, id)?.into_iter().find(|one| one.mended_on.is_none());
    let open = open.ok_or_else(|| Error::refusal("Этот ресурс и так ждёт проверки или уже проверен. Обновите страницу."))?;
    if open.by == Some(actor.account) {
        return Err(Error::refusal("Этот ресурс вернули вы. Снова его отправит автор, когда исправит."));
    }
    crate::store::touch(tx, id, version)?;
    no_longer_asked(tx, id)?;
    returns::mended(tx, id)?;
    tx.record(&actor.by(), Event::new("resource.sent_again", "resource", id))
}

fn told(id: ResourceId, returned: &str) -> String {
    format!("resource/{id}/returned/{returned}")
}

/// Who wrote it last is told; whose account has no card finds it on the first page. The words stand on the page, not in a letter, and
/// neither does the title of a mentor: it may be a name.
fn tell_author(tx: &mut Tx<'_>, found: &Resource, returned: &str) -> Result<()> {
    let Some(account) = found.made_by else { return Ok(()) };
    let Some(person) = accounts::find(tx, account)?.person else { return Ok(()) };
    let what = if found.kind == Kind::Mentor { "Запись о наставнике".to_owned() } else { format!("«{}»", found.title) };
    let stays = if found.state == State::Live { " Пока вы исправляете, ресурс остаётся в каталоге прежним." } else { "" };
    let notice = Notice {
        once_key: told(found.id, returned),
        person,
        topic: Topic::Resources,
        subject: "Ресурс каталога вернули с пояснением".into(),
        body: format!("{what}: на странице ресурса написано, что исправить. После правки он снова уйдёт на проверку.{stays}"),
        url: crate::url(found.id),
    };
    notices::tell(tx, &notice)
}

/// The author has seen to it, so the notice that wasn't read yet says nothing any more.
pub(crate) fn no_longer_asked(tx: &mut Tx<'_>, id: ResourceId) -> Result<()> {
    match returns::open_of(tx, id)? {
        Some(returned) => notices::untell(tx, &told(id, &returned)),
        None => Ok(()),
    }
}
