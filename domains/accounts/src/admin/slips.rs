//! Slips for the first login: a fresh one-time code for each, printed, cut apart and handed over in person.

use access::{
    Action, Actor, accounts,
    codes::{self, Purpose},
    grants,
};
use axum::extract::State;
use documents::{AccountSlipDoc, OperatorCard, Slip, long_date};
use kernel::{Clock, Error, Result, Tx, id::AccountId};
use web::{App, Posted, Staff};

/// More at once isn't what paper is cut by.
const MOST: usize = 200;

/// Answers with the PDF itself: the codes are readable in it and nowhere else. Printing again voids the codes printed before.
pub async fn print(State(app): State<App>, Staff { actor, .. }: Staff, posted: Posted) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let chosen: Vec<AccountId> = posted.answers.all("account").iter().filter_map(|id| id.parse().ok()).collect();
    if chosen.is_empty() || chosen.len() > MOST {
        return Err(Error::refusal(format!("Выберите от одной до {MOST} учётных записей: поставьте отметки у имён и нажмите кнопку ещё раз.")).into());
    }
    let (clock, address) = (app.clock().clone(), app.settings.absolute("/login/first"));
    let sheet = app.write(move |tx| sheet(tx, &actor, &clock, &chosen, address)).await?;
    let pdf = app.print(sheet, app.clock().now()).await?;
    Ok(web::download("Листки для первого входа.pdf", web::PDF, pdf))
}

fn sheet(tx: &mut Tx<'_>, actor: &Actor, clock: &Clock, chosen: &[AccountId], address: String) -> Result<AccountSlipDoc> {
    let operator = operator(tx)?;
    let mut slips = Vec::new();
    for id in chosen {
        let account = accounts::find(tx, *id)?;
        let issued = codes::issue(tx, &actor.by(), *id, Purpose::FirstLogin)?;
        let role = grants::active(tx, *id)?.first().map(|grant| format!("{}, {}", grant.role.label(), grant.place_name)).unwrap_or_default();
        let valid = format!("до {}", long_date(clock.day_of(issued.expires_at)));
        slips.push(Slip { name: account.name, role, login: account.email, code: issued.plain, valid });
    }
    Ok(AccountSlipDoc { operator, address, slips })
}

fn operator(tx: &mut Tx<'_>) -> Result<OperatorCard> {
    if !structure::is_set_up(tx)? {
        return Ok(OperatorCard::default());
    }
    Ok((&structure::profile(tx)?.operator).into())
}
