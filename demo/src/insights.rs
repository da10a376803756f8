//! A lot that is announced and will be drawn in a few days, and answers about what helps as the night's job leaves them.

use crate::personas;
use access::Actor;
use insight::{
    Question,
    lots::{self, LotForm},
};
use jiff::SignedDuration;
use kernel::{Clock, Result, Tx};
use rand::{Rng, RngExt};
use web::App;

/// Makes them.
pub fn build(app: &App, chance: &mut impl Rng) -> Result<()> {
    let coordinator = personas::coordinator(app)?;
    let real = app.clock();
    let past = app.db.with_clock(Clock::fixed(real.now() - SignedDuration::from_hours(24 * 3), real.zone().clone()));
    let seed: [u8; 32] = chance.random();
    past.write(|tx| queue(tx, app, &coordinator, seed))?;
    for question in Question::ALL {
        insight::compute(&app.db, *question, None)?;
    }
    Ok(())
}

/// A third of those who wait will begin in a month. Where hardly anybody waits nobody draws lots.
fn queue(tx: &mut Tx<'_>, app: &App, coordinator: &Actor, seed: [u8; 32]) -> Result<()> {
    let list = lots::waiting(tx, coordinator, "")?;
    if list.len() < 3 {
        return Ok(());
    }
    let form = LotForm { capacity: (list.len().div_ceil(3)).to_string(), seen: lots::seen_digest(&list), ..LotForm::usual(tx.today()) };
    lots::announce(tx, &app.vault, coordinator, &form, seed).map(|_| ())
}
