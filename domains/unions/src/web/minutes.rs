//! Minutes: written, approved, corrected, annulled, printed.

use super::{identified, meeting::whole, query, version};
use crate::{
    access::Act,
    form,
    model::MeetingId,
    paper::{self, Version},
    store::minutes as store,
    url, views,
    workflow::{
        meeting::open,
        minutes::{self as workflow, Whole},
    },
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};

/// Minutes that the actor may write, and whether also approve.
fn writable(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<(Whole, bool)> {
    let (_, meeting) = open(tx, actor, Act::Lead, id)?;
    if meeting.held_on > tx.today() {
        return Err(Error::refusal("Заседание ещё не прошло. Протокол пишут в день заседания или после него."));
    }
    let (whole, rights) = whole(tx, actor, Act::Lead, id)?;
    Ok((whole, rights.approves))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let (whole, approves) = app.read(move |tx| writable(tx, &actor, id)).await?;
    Ok(shell.page(views::minutes::page(&whole, &views::minutes::answers(&whole), (approves, &FieldErrors::default()), &shell.key())).into_response())
}

pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who): (MeetingId, Actor) = (identified(&raw)?, actor.clone());
    let (whole, approves) = app.read(move |tx| writable(tx, &who, id)).await?;
    let (answers, items) = (posted.answers.clone(), whole.items.clone());
    let act = move |tx: &mut Tx<'_>| {
        let known = version(&answers);
        workflow::save(tx, &actor, id, &form::minutes(&answers, &items)?, known)?;
        if answers.get("then") == "approve" {
            workflow::approve(tx, &actor, id, known + 1)?;
            return Ok(format!("{}?done=approved", url::meeting(id)));
        }
        Ok(format!("{}?done=saved", url::meeting(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::minutes::page(&whole, &posted.answers, (approves, errors), &shell.key())))
}

pub async fn correct(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, version) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::correct(tx, &actor, id, version)?;
        Ok(format!("{}?done=reopened", url::meeting(id)))
    });
    Ok(::web::see(&done.await?))
}

const ANNULLING: (&str, &str, &str) = ("Аннулировать протокол", "annulment", "Аннулировать протокол");
const ANNULLING_LEAD: &str = "Решения перестанут действовать, часы участников актива снимутся с учёта. Протокол останется в истории с пометкой.";

pub async fn annulling(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let (whole, _) = app.read(move |tx| whole(tx, &actor, Act::Approve, id)).await?;
    Ok(shell.page(views::meeting::why_page(&whole, ANNULLING, ANNULLING_LEAD, "", &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn annul(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who): (MeetingId, Actor) = (identified(&raw)?, actor.clone());
    let (whole, _) = app.read(move |tx| whole(tx, &who, Act::Approve, id)).await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut Tx<'_>| {
        let why = form::reason(&answers, "why", "Напишите, почему протокол аннулируют: это останется в истории")?;
        workflow::annul(tx, &actor, id, &why, version(&answers))?;
        Ok(format!("{}?done=annulled", url::meeting(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::meeting::why_page(&whole, ANNULLING, ANNULLING_LEAD, posted.answers.get("why"), errors, &shell.key())))
}

/// A version by its number, or the draft for those who write it.
pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, number) = (identified::<MeetingId>(&raw)?, query(asked).text("version").parse::<i64>().ok());
    let (profile, snapshot, version) = app
        .read(move |tx| {
            let (whole, _) = whole(tx, &actor, Act::SeePeople, id)?;
            let profile = structure::profile(tx)?;
            if let Some(number) = number {
                let annulled = store::versions(tx, id)?.iter().any(|one| one.number == number && one.annulled_on.is_some());
                return Ok((profile, store::snapshot(tx, id, number)?, Version::Number { number, is_annulled: annulled }));
            }
            let (whole, _) = if whole.meeting.is_open() { writable(tx, &actor, id)? } else { return Err(Error::NotFound) };
            Ok((profile, whole.snapshot(), Version::Draft))
        })
        .await?;
    let name = format!("Протокол № {} от {}.pdf", snapshot.number, ui::ru::date(snapshot.held_on));
    let bytes = app.print(paper::minutes(&profile, &snapshot, version), app.clock().now()).await?;
    Ok(::web::show_file(&name, ::web::PDF, bytes))
}
