//! «Диагностика»: what waits, by role, and where to go.

use crate::{assign::store as assignments, instrument::store as instruments, marking::store as marks, model::InstrumentState, views::hub as views};
use access::Action;
use axum::extract::State;
use kernel::Error;
use maud::Markup;
use web::{App, Result, Staff};

/// What the hub counts.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub open: usize,
    pub drafts: usize,
    pub offered: i64,
    pub finished: i64,
    pub marking: u64,
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    if !actor.can(Action::ViewGroupPicture) && !actor.can(Action::ScoreAnswers) {
        return Err(Error::NotFound.into());
    }
    let viewer = actor.clone();
    let counts = app
        .read(move |tx| {
            let mut counts = Counts::default();
            if viewer.can(Action::ManageInstruments) || viewer.can(Action::AssignDiagnostics) {
                let all = instruments::list(tx)?;
                counts.open = all.iter().filter(|row| row.instrument.state == InstrumentState::Open).count();
                counts.drafts = all.iter().filter(|row| row.instrument.state == InstrumentState::Draft).count();
            }
            if viewer.can(Action::AssignDiagnostics) {
                for (state, count) in assignments::tally(tx, &viewer.scope())? {
                    if state.is_live() {
                        counts.offered += count;
                    } else if state == crate::model::AssignmentState::Finished {
                        counts.finished += count;
                    }
                }
            }
            if viewer.can(Action::ScoreAnswers) {
                counts.marking = marks::waiting(tx, viewer.account, viewer.person)?;
            }
            Ok(counts)
        })
        .await?;
    Ok(views::page(&shell, &actor, &counts))
}
