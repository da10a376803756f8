//! Orders: list, draft, sign, papers.

use crate::{
    farewell,
    model::{NewLine, Order, OrderId, OrderKind, OrderLine, OrderLineId, OrderState},
    order, paper,
    sign::{self, SignForm, Signing},
    store, views,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use files::Digest;
use kernel::{Error, FieldErrors, Slice, Tx};
use maud::Markup;
use serde_json::json;
use std::{str::FromStr, sync::Arc};
use structure::profile::Profile;
use ui::url::Query;
use web::{App, Posted, Result, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewOrders)?;
    if Query::parse(&raw.unwrap_or_default()).text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        return web::lists::take_out(&app, &actor, "Приказы", &views::orders::COLUMNS, |tx| Ok(order::all(tx)?.iter().map(views::orders::cells).collect())).await;
    }
    let orders = app.read(order::all).await?;
    Ok(views::orders::list(&shell, &orders, &actor).into_response())
}

/// An order with its people, as the viewer may see them.
fn whole(tx: &mut Tx<'_>, actor: &Actor, id: OrderId) -> kernel::Result<(Order, Vec<OrderLine>, Arc<Profile>)> {
    let order = order::find(tx, id)?;
    let lines = order::lines(tx, &actor.scope(), &order)?;
    Ok((order, lines, structure::profile(tx)?))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<OrderId>) -> Result<Markup> {
    actor.may(Action::ViewOrders)?;
    let page = card(&app, &actor, &shell, id, None, &FieldErrors::default()).await?;
    Ok(page)
}

async fn card(app: &App, actor: &Actor, shell: &web::Shell, id: OrderId, typed: Option<SignForm>, errors: &FieldErrors) -> Result<Markup> {
    let viewer = actor.clone();
    let (order, lines, quotas, form) = app
        .read(move |tx| {
            let (order, lines, profile) = whole(tx, &viewer, id)?;
            let quotas = views::orders::touched(tx, &order, &lines)?;
            let form = typed.unwrap_or_else(|| preset(&order, &profile, tx.today()));
            Ok((order, lines, quotas, form))
        })
        .await?;
    Ok(views::orders::card(
        shell,
        &views::orders::Card {
            order: &order,
            lines: &lines,
            quotas: &quotas,
            form: &form,
            errors,
            may_sign: actor.can(Action::SignOrders),
            may_draft: actor.can(Action::DraftOrders),
            sees_quotas: actor.can(Action::ViewQuotas),
        },
    ))
}

/// Today, and the usual term from the region's rules.
fn preset(order: &Order, profile: &Profile, today: kernel::Date) -> SignForm {
    let years = i64::from(profile.membership.term_years);
    let until = today.checked_add(jiff::Span::new().years(years)).unwrap_or(today);
    let takes_term = matches!(order.kind, OrderKind::Include | OrderKind::Renew);
    SignForm {
        number: String::new(),
        signed_on: kernel::date::short(today),
        effective_on: kernel::date::short(today),
        until_on: if takes_term { kernel::date::short(until) } else { String::new() },
        version: order.version.to_string(),
    }
}

pub async fn sign(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<OrderId>, posted: Posted) -> Result<Response> {
    actor.may(Action::SignOrders)?;
    let form = SignForm::from(&posted.answers);
    let done = sign_posted(&app, &actor, &shell, id, &posted, &form).await;
    match done {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(card(&app, &actor, &shell, id, Some(form), &errors).await?)),
        Err(other) => Err(other.into()),
    }
}

/// The PDF is set and stored before the transaction: typesetting 720 rows must not hold the one writer.
async fn sign_posted(app: &App, actor: &Actor, shell: &web::Shell, id: OrderId, posted: &Posted, form: &SignForm) -> kernel::Result<String> {
    let viewer = actor.clone();
    let (order, lines, profile) = app.read(move |tx| whole(tx, &viewer, id)).await?;
    if order.state == OrderState::Signed {
        return app.act(&posted.key, shell.owner(), move |_| order.must_be_draft().map(|()| String::new())).await;
    }
    let signed = form.parse(order.kind, app.clock().today())?;
    let document = paper::order(&profile, &order, &lines, Some(&signed));
    let stored = app.print_and_keep(document).await?;
    let (actor, site, listeners) = (actor.clone(), app.settings.public_url.trim_end_matches('/').to_owned(), app.listeners.clone());
    app.act(&posted.key, shell.owner(), move |tx| {
        files::record(tx, &stored)?;
        sign::sign(tx, &actor, id, Signing { signed: &signed, document: Some(stored.digest.as_str()), site: &site })?;
        farewell::tell(tx, &listeners)?;
        Ok(format!("/orders/{id}"))
    })
    .await
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<OrderId>) -> Result<Response> {
    actor.may(Action::ViewOrders)?;
    let found = app.write(move |tx| {
        let found = whole(tx, &actor, id)?;
        tx.record(&actor.by(), Event::new("order.document_taken", "order", id).with(json!({"rows": found.1.len()})))?;
        Ok(found)
    });
    let (order, lines, profile) = found.await?;
    let name = format!("Приказ {}.pdf", order.caption());
    if let Some(digest) = order.document.as_deref().and_then(|digest| Digest::from_str(digest).ok()) {
        return Ok(web::show_file(&name, web::PDF, app.stored(digest).await?));
    }
    let bytes = app.print(paper::order(&profile, &order, &lines, None), app.clock().now()).await?;
    Ok(web::show_file(&name, web::PDF, bytes))
}

pub async fn extract(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, line)): Path<(OrderId, OrderLineId)>) -> Result<Response> {
    actor.may(Action::ViewOrders)?;
    let viewer = actor.clone();
    let (order, lines, profile) = app.read(move |tx| whole(tx, &viewer, id)).await?;
    let line = lines.iter().find(|known| known.id == line).ok_or(Error::NotFound)?;
    if order.state == OrderState::Draft {
        return Err(Error::refusal("Приказ ещё не подписан: выписку из проекта не делают. Сначала подпишите приказ.").into());
    }
    let whose = line.person;
    app.write(move |tx| tx.record(&actor.by(), Event::new("order.extract_made", "order", id).of(whose))).await?;
    let document = paper::extract(&profile, &order, line, app.clock().today());
    let bytes = app.print(document, app.clock().now()).await?;
    Ok(web::show_file("Выписка из приказа.pdf", web::PDF, bytes))
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<OrderId>, posted: Posted) -> Result<Response> {
    actor.may(Action::DraftOrders)?;
    let by = actor.by();
    let version = posted.answers.get("version").parse().unwrap_or(0);
    let location = app
        .act(&posted.key, shell.owner(), move |tx| {
            let found = order::find(tx, id)?;
            order::discard(tx, &by, &Order { version, ..found })?;
            Ok("/orders".to_owned())
        })
        .await?;
    Ok(web::see(&location))
}

pub async fn strike(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, line)): Path<(OrderId, OrderLineId)>, posted: Posted) -> Result<Response> {
    actor.may(Action::DraftOrders)?;
    let by = actor.by();
    let version = posted.answers.get("version").parse().unwrap_or(0);
    let location = app
        .act(&posted.key, shell.owner(), move |tx| {
            let found = order::find(tx, id)?;
            order::strike(tx, &by, &Order { version, ..found }, line)?;
            Ok(format!("/orders/{id}"))
        })
        .await?;
    Ok(web::see(&location))
}

/// Who the order is about: members to tick, filtered by the query.
pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::DraftOrders)?;
    let page = chooser(&app, &actor, &shell, &Query::parse(&raw.unwrap_or_default()), &FieldErrors::default()).await?;
    Ok(page)
}

async fn chooser(app: &App, actor: &Actor, shell: &web::Shell, query: &Query, errors: &FieldErrors) -> Result<Markup> {
    let kind = query.text("order").parse().unwrap_or(OrderKind::Renew);
    let (scope, mut wanted) = (actor.scope(), super::members::filter(query));
    if wanted.standing.is_empty() {
        wanted.standing = usual_standing(kind).into();
    }
    let (found, lists, today) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((store::list(tx, &scope, &wanted, today, Slice::new(1, 500))?, views::Lists::read(tx)?, today))
        })
        .await?;
    Ok(views::orders::chooser(shell, &views::orders::Chooser { kind, found: &found, lists: &lists, query, errors, today }))
}

fn usual_standing(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::Renew => "ending",
        OrderKind::Resume => "paused",
        OrderKind::Include | OrderKind::Pause | OrderKind::End => "active",
    }
}

pub async fn draft(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result<Response> {
    actor.may(Action::DraftOrders)?;
    let (answers, drafter) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let kind: OrderKind = answers.get("order").parse().map_err(|_| Error::field("order", "Выберите вид приказа"))?;
            let lines = chosen(tx, &drafter, kind, &answers)?;
            let id = order::draft(tx, &drafter.by(), kind, None, &lines)?;
            Ok(format!("/orders/{id}"))
        })
        .await;
    match done {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let query = Query::default().with("order", posted.answers.get("order"));
            Ok(web::unprocessable(chooser(&app, &actor, &shell, &query, &errors).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn chosen(tx: &mut Tx<'_>, actor: &Actor, kind: OrderKind, answers: &web::Answers) -> kernel::Result<Vec<NewLine>> {
    let reason = answers.get("reason").to_owned();
    if matches!(kind, OrderKind::Pause | OrderKind::End) && reason.is_empty() {
        return Err(Error::field("reason", "Выберите причину: она войдёт в приказ"));
    }
    let (scope, today) = (actor.scope(), tx.today());
    let mut lines = Vec::new();
    for id in answers.all("membership") {
        let id = id.parse().map_err(|_| Error::NotFound)?;
        let row = store::find(tx, &scope, id, today)?;
        lines.push(NewLine { person: row.membership.person, application: None, membership: Some(id), seat: Some(row.membership.seat), reason: reason.clone(), note: String::new() });
    }
    if lines.is_empty() {
        return Err(Error::field("membership", "Отметьте в списке хотя бы одного человека"));
    }
    Ok(lines)
}
