//! One resource: its page, file, review, withdrawal.

use super::{identified, query, version};
use crate::{
    lists::Lists,
    model::{Resource, ResourceId},
    needs::{around, mentor},
    returning,
    sight::Sight,
    store, views,
    workflow::{self, managed},
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use ui::page::Page;
use views::card::Shown;

fn read(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId) -> Result<Shown> {
    let sight = Sight::of(tx, actor)?;
    let resource = store::find(tx, &sight, id)?;
    let mentor = match resource.person {
        Some(person) => mentor(tx, &actor.scope(), person)?,
        None => None,
    };
    let mut names = std::collections::BTreeMap::new();
    // Who wrote and who reviewed is told to those who manage the catalogue.
    let manages = sight.manages(&resource.place_path);
    let returned = if manages { returning::returned(tx, id)? } else { Vec::new() };
    let accounts = [resource.made_by, resource.reviewed_by].into_iter().chain(returned.iter().map(|one| one.by)).flatten();
    for account in accounts.filter(|_| manages) {
        if let Ok(found) = access::accounts::find(tx, account) {
            names.insert(account, found.name);
        }
    }
    Ok(Shown {
        tags: store::tags_of(tx, &[id])?.remove(&id).unwrap_or_default(),
        around: around(tx, &sight, id)?,
        lists: Lists::read(tx)?,
        manages,
        is_returner: returned.first().is_some_and(|one| one.by == Some(actor.account)),
        returned,
        is_own: resource.made_by == Some(actor.account),
        sees_people: actor.can(Action::ViewPeople),
        mentor,
        names,
        today: tx.today(),
        resource,
    })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewResources)?;
    let id: ResourceId = identified(&raw)?;
    let done = query(asked).text("done").to_owned();
    let who = actor.clone();
    let shown = app.read(move |tx| read(tx, &who, id)).await?;
    // A named mentor is a look at somebody's data; a resource without one is not.
    if let Some(person) = shown.mentor.as_ref().map(|mentor| mentor.person).filter(|person| actor.person != Some(*person)) {
        app.write(move |tx| tx.record(&actor.by(), Event::new("resource.viewed", "resource", id).of(person))).await?;
    }
    Ok(shell.page(views::card::page(&shown, &done, app.clock().zone(), &|| shell.key())).into_response())
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewResources)?;
    let id = identified(&raw)?;
    let (name, kept) = app
        .read(move |tx| {
            let sight = Sight::of(tx, &actor)?;
            let resource = store::find(tx, &sight, id)?;
            let digest = resource.digest.ok_or(Error::NotFound)?;
            Ok((resource.file_name, files::find(tx, &digest)?))
        })
        .await?;
    let bytes = app.stored(kept.digest).await?;
    Ok(::web::show_upload(&name, kept.kind, bytes))
}

/// An act by a button alone: the version that was shown is all it says.
async fn press(app: &App, Staff { actor, shell }: Staff, raw: &str, posted: &Posted, done: &'static str, act: impl FnOnce(&mut Tx<'_>, &Actor, ResourceId, i64) -> Result<()> + Send + 'static) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ResourceId, i64) = (identified(raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        act(tx, &actor, id, version)?;
        Ok(format!("{}?done={done}", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn review(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    press(&app, staff, &raw, &posted, "reviewed", workflow::review).await
}

pub async fn send_again(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    press(&app, staff, &raw, &posted, "sent", returning::send_again).await
}

pub async fn reopen(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    press(&app, staff, &raw, &posted, "reopened", workflow::reopen).await
}

/// An act that asks why on a page of its own.
struct Asked {
    field: &'static str,
    page: fn(&Resource, &str, &FieldErrors, &str) -> Page,
    done: &'static str,
}

const GIVING_BACK: Asked = Asked { field: "words", page: views::card::returning, done: "returned" };
const LEAVING: Asked = Asked { field: "reason", page: views::card::leaving, done: "withdrawn" };

impl Asked {
    /// The empty page, of what `find` lets the actor act on.
    async fn ask(&self, app: &App, Staff { actor, shell }: Staff, raw: &str, find: fn(&mut Tx<'_>, &Actor, ResourceId) -> Result<Resource>) -> ::web::Result {
        actor.may(Action::ManageResources)?;
        let id: ResourceId = identified(raw)?;
        let resource = app.read(move |tx| find(tx, &actor, id)).await?;
        Ok(shell.page((self.page)(&resource, "", &FieldErrors::default(), &shell.key())).into_response())
    }

    /// The act; where something is wrong with the words, the page again with them.
    async fn act(&self, app: &App, Staff { actor, shell }: Staff, raw: &str, posted: &Posted, act: impl FnOnce(&mut Tx<'_>, &Actor, (ResourceId, i64), &str) -> Result<()> + Send + 'static) -> ::web::Result {
        actor.may(Action::ManageResources)?;
        let (id, who): (ResourceId, Actor) = (identified(raw)?, actor.clone());
        let resource = app.read(move |tx| managed(tx, &who, id)).await?;
        let (words, version, done) = (posted.answers.get(self.field).to_owned(), version(&posted.answers), self.done);
        let said = words.clone();
        let done = app.act(&posted.key, shell.owner(), move |tx| {
            act(tx, &actor, (id, version), &said)?;
            Ok(format!("{}?done={done}", crate::url(id)))
        });
        ::web::or_again(done.await, |errors| shell.page((self.page)(&resource, &words, errors, &shell.key())))
    }
}

pub async fn returning(State(app): State<App>, staff: Staff, Path(raw): Path<String>) -> ::web::Result {
    GIVING_BACK.ask(&app, staff, &raw, returning::reviewable).await
}

pub async fn give_back(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    GIVING_BACK.act(&app, staff, &raw, &posted, |tx, actor, (id, version), words| returning::give_back(tx, actor, id, version, words)).await
}

pub async fn leaving(State(app): State<App>, staff: Staff, Path(raw): Path<String>) -> ::web::Result {
    LEAVING.ask(&app, staff, &raw, managed).await
}

pub async fn withdraw(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let listeners = app.listeners.clone();
    LEAVING.act(&app, staff, &raw, &posted, move |tx, actor, (id, version), reason| workflow::withdraw(tx, &listeners, actor, id, reason, version)).await
}
