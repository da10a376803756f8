//! Versions of the texts: who is on which, reading one, making the next.

use crate::{
    ConsentKind, TextId,
    form::TextForm,
    texts::{self, NewVersion, placeholders, source},
    views,
};
use access::Action;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use web::{App, Posted, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let scope = actor.scope();
    let (all, usage, today) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((texts::all(tx)?, texts::usage(tx, &scope, today)?, today))
        })
        .await?;
    Ok(shell.page(views::texts::list(&all, &usage, today, actor.can(Action::ManageTexts))).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<TextId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let text = app.read(move |tx| texts::find(tx, id)).await?;
    Ok(shell.page(views::texts::show(&text)).into_response())
}

fn kind(word: &str) -> kernel::Result<ConsentKind> {
    word.parse().map_err(|_| Error::NotFound)
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(word): Path<String>) -> web::Result {
    actor.may(Action::ManageTexts)?;
    let kind = kind(&word)?;
    let newest = app.read(move |tx| Ok(texts::all(tx)?.into_iter().find(|text| text.kind == kind))).await?;
    let form = newest.map(|text| TextForm { title: text.title, body: source(&text.body), ..TextForm::default() }).unwrap_or_default();
    Ok(shell.page(views::texts::ask(kind, &form, &FieldErrors::default(), &placeholders(), &shell.key())).into_response())
}

pub async fn publish(State(app): State<App>, Staff { actor, shell }: Staff, Path(word): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::ManageTexts)?;
    let kind = kind(&word)?;
    let form = TextForm::from(&posted.answers);
    let typed = form.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let valid_from = typed.day()?;
            let profile = structure::profile(tx)?;
            let TextForm { title, body, approved_by, .. } = typed;
            texts::publish(tx, &actor.by(), &profile.operator, NewVersion { kind, title, body, approved_by, valid_from })?;
            Ok("/consents/texts".to_owned())
        })
        .await;
    web::or_again(done, |errors| shell.page(views::texts::ask(kind, &form, errors, &placeholders(), &shell.key())))
}
