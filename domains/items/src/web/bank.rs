//! The list of the bank.

use crate::{
    store::list::{Filter, Sort, list as read_list},
    views, workflow,
};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Slice, Tx};
use structure::{profile::TermKind, terms};
use ui::url::Query;

pub(super) fn filter(query: &Query) -> Filter {
    let text = |name: &str| query.text(name).chars().take(100).collect::<String>();
    Filter {
        state: query.text("state").parse().ok(),
        kind: query.text("kind").parse().ok(),
        competency: query.text("competency").parse().ok(),
        subject: text("subject"),
        text: text("q"),
        batch: query.text("batch").parse().ok(),
        waits_for: None,
    }
}

fn sort(query: &Query) -> (Sort, bool) {
    let (name, downwards) = query.sort().unwrap_or(("code", false));
    let sort = match name {
        "state" => Sort::State,
        "kind" => Sort::Kind,
        "changed" => Sort::Changed,
        _ => Sort::Code,
    };
    (sort, downwards)
}

/// Choices of the filters and of the editor.
pub(super) fn lists(tx: &mut Tx<'_>) -> kernel::Result<views::Lists> {
    let today = tx.today();
    let frameworks = competencies::live_frameworks(tx)?;
    let trees = frameworks.into_iter().map(|framework| Ok((competencies::tree(tx, framework.id)?, framework))).collect::<kernel::Result<Vec<_>>>()?;
    Ok(views::Lists { frameworks: trees, subjects: terms::terms(tx, TermKind::Subject, today)? })
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (wanted, order) = (filter(&query), sort(&query));
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Банк заданий", &views::bank::COLUMNS, move |tx| Ok(read_list(tx, &wanted, order, Slice::all(100_000))?.rows.iter().map(views::bank::cells).collect())).await;
    }
    let slice = Slice::new(query.page(), 50);
    let waiting = Filter::drafts_for(actor.account);
    let (rows, lists, waiting) = app.read(move |tx| Ok((read_list(tx, &wanted, order, slice)?, lists(tx)?, read_list(tx, &waiting, order, Slice::new(1, 1))?.total))).await?;
    Ok(shell.page(views::bank::page(&views::bank::Shown { rows: &rows, lists: &lists, query: &query, waiting }, app.clock().zone(), &|| shell.key())).into_response())
}

/// Maps items to the newest version of their framework.
pub async fn carry(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (by, framework) = (actor.by(), super::path(posted.answers.get("framework"))?);
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/items?carried={}", workflow::carry_over(tx, &by, framework)?)));
    Ok(::web::see(&done.await?))
}
