//! Re-use: told, confirmed, not confirmed, taken back.

use super::{card, identified, query, version};
use crate::{
    form,
    model::{PracticeId, UseId},
    sight,
    store::{self, uses, versions},
    url, views,
    workflow::using as workflow,
};
use ::web::{App, Posted, Staff};
use access::{Action, Role};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Tx};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPractices)?;
    let done = query(asked).text("done").to_owned();
    let waiting = app
        .read(move |tx| {
            let range = match actor.role {
                Role::Coordinator | Role::Municipal | Role::School | Role::Methodist => (actor.place_path.clone(), kernel::search::after(&actor.place_path)),
                Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => ("~".to_owned(), "~".to_owned()),
            };
            let mut found = Vec::new();
            for one in uses::waiting(tx, (&range.0, &range.1), actor.person)? {
                let practice = store::find(tx, one.practice)?;
                if sight::may_confirm(&actor, &practice, one.person, &one.place_path) {
                    let title = versions::newest(tx, one.practice)?.title;
                    found.push((one, title));
                }
            }
            Ok(found)
        })
        .await?;
    Ok(shell.page(views::using::page(&waiting, &done, &|| shell.key())).into_response())
}

pub async fn tell(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    sight::writer(&actor)?;
    let id: PracticeId = identified(&raw)?;
    let who = actor.clone();
    app.read(move |tx| sight::load(tx, &who, id).map(|_| ())).await?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        let today = tx.today();
        workflow::tell_use(tx, &who, id, &form::used(&answers, today)?)?;
        Ok(format!("{}?done=used", url::practice(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    card::again(&app, (&actor, &shell), id, &posted.answers, done).await
}

pub async fn confirm(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewPractices)?;
    let (id, version) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::confirm(tx, &actor, id, version)?;
        Ok("/practices/uses?done=confirmed".to_owned())
    });
    Ok(::web::see(&done.await?))
}

pub async fn refuse(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewPractices)?;
    let id: UseId = identified(&raw)?;
    let who = actor.clone();
    let (used, title) = app
        .read(move |tx| {
            let used = uses::find(tx, id)?;
            let practice = store::find(tx, used.practice)?;
            if !sight::may_confirm(&who, &practice, used.person, &used.place_path) {
                return Err(Error::NotFound);
            }
            let title = versions::newest(tx, used.practice)?.title;
            Ok((used, title))
        })
        .await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut Tx<'_>| {
        let why = form::reason(&answers, "why", "Напишите, почему не подтверждаете: это прочтёт коллега")?;
        workflow::refuse(tx, &actor, id, &why, version(&answers))?;
        Ok("/practices/uses?done=refused".to_owned())
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::using::refusing(&used, &title, posted.answers.get("why"), errors, &shell.key())))
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewPractices)?;
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let practice = workflow::take_back(tx, &actor, id)?;
        Ok(format!("{}?done=unused", url::practice(practice)))
    });
    Ok(::web::see(&done.await?))
}
