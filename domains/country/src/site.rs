//! The country's own site: its one place, and where one goes there.

use access::{Action, Actor};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx, id::PlaceId};
use ui::page::NavItem;

const NAME: &str = "Российская Федерация";
/// Where the figures stand.
pub const PATH: &str = "/country";
/// Where summaries stand.
pub const SUMMARY: &str = "/summary";
/// Where a region's coordinator decides.
pub const GIVING: &str = "/country-figures";

/// Makes the place at which roles of the country are held, once.
///
/// # Errors
/// The store fails.
pub fn found(tx: &mut Tx<'_>, by: &By) -> Result<()> {
    let today = tx.today();
    match structure::places::find(tx, &PlaceId::from(structure::places::REGION), today) {
        Ok(Some(_)) => Ok(()),
        Ok(None) | Err(Error::NotFound) => {
            structure::found_root(tx, NAME)?;
            tx.record(by, Event::new("country.set_up", "country", "country"))
        }
        Err(other) => Err(other),
    }
}

/// Entries of the country's site.
#[must_use]
pub fn nav(actor: Option<&Actor>) -> Vec<NavItem> {
    let Some(actor) = actor else { return Vec::new() };
    let entries = [("Показатели регионов", PATH, Action::ViewReports), ("Сводка регионов", SUMMARY, Action::ViewReports), ("Учётные записи", "/admin/accounts", Action::ManageAccounts)];
    entries.into_iter().filter(|(.., action)| actor.can(*action)).map(|(label, url, _)| NavItem::new(label, url)).collect()
}

/// Entries of a region's site where there is a country to give to.
#[must_use]
pub fn giving_nav(actor: Option<&Actor>) -> Vec<NavItem> {
    let Some(actor) = actor else { return ui::page::public_nav() };
    let mut entries = ::web::usual_nav(actor);
    if actor.can(Action::PublishOpenData) {
        entries.push(NavItem::new("Страница страны", GIVING).under("Данные"));
    }
    entries
}
