//! The administrator's pages: accounts, roles at places, slips for the first login. Never a person's card.

use crate::{Outside, views};
use access::{
    Account, Action, Actor, Grant, GrantId, NewAccount, NewGrant, Role, accounts,
    codes::{self, Purpose},
    grants, second_factor,
    sessions::{self, OwnSession},
};
use audit::{Event, Record};
use axum::{
    Extension, Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{
    Error, FieldErrors, FormKey, Paged, Result, Slice, Tx,
    id::{AccountId, PlaceId},
};
use maud::Markup;
use serde_json::json;
use ui::url::Query;
use web::{Answers, App, Posted, Shell, Staff};

pub mod slips;

pub const PATH: &str = "/admin/accounts";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(list).post(create))
        .route("/admin/accounts/new", get(new_form))
        .route("/admin/accounts/slips", post(slips::print))
        .route("/admin/accounts/{id}", get(show))
        .route("/admin/accounts/{id}/name", post(rename))
        .route("/admin/accounts/{id}/roles", get(role_form).post(grant))
        .route("/admin/accounts/{id}/roles/{grant}/end", post(revoke))
        .route("/admin/accounts/{id}/disabling", post(disable))
        .route("/admin/accounts/{id}/enabling", post(enable))
        .route("/admin/accounts/{id}/sessions/ending", post(end_sessions))
        .route("/admin/accounts/{id}/second-factor/reset", post(reset_second_factor))
        .route("/admin/accounts/{id}/outside-link", post(issue_link))
}

pub fn url(id: AccountId) -> String {
    format!("{PATH}/{id}")
}

/// The longest list that is taken out as a sheet.
const MOST_EXPORTED: u32 = 50_000;

async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let query = Query::parse(&query.unwrap_or_default());
    let text = query.text("q").to_owned();
    if query.text("format") == "xlsx" {
        let (by, reader) = (actor.clone(), actor);
        let rows = move |tx: &mut Tx<'_>| {
            let (found, roles) = read(tx, &reader, &text, Slice::all(MOST_EXPORTED))?;
            Ok(found.rows.iter().zip(&roles).map(|(account, held)| views::admin::cells(account, held)).collect())
        };
        return web::lists::take_out(&app, &by, "Учётные записи", &views::admin::COLUMNS, rows).await;
    }
    let slice = Slice::new(query.page(), 50);
    let (found, roles) = app.read(move |tx| read(tx, &actor, &text, slice)).await?;
    Ok(shell.page(views::admin::list_page(&found, &roles, &query, &shell.key())).into_response())
}

/// Accounts with the roles that each holds today.
fn read(tx: &mut Tx<'_>, actor: &Actor, text: &str, slice: Slice) -> Result<(Paged<Account>, Vec<Vec<Grant>>)> {
    let found = accounts::list(tx, actor, text, slice)?;
    let roles = found.rows.iter().map(|account| grants::active(tx, account.id)).collect::<Result<_>>()?;
    Ok((found, roles))
}

/// An account as typed.
#[derive(Debug, Clone, Default)]
pub struct AccountForm {
    pub name: String,
    pub email: String,
    pub role: RoleForm,
}

/// A role as typed.
#[derive(Debug, Clone, Default)]
pub struct RoleForm {
    pub role: String,
    pub place: String,
    pub from: String,
    pub until: String,
}

impl RoleForm {
    fn of(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { role: text("role"), place: text("place"), from: text("from"), until: text("until") }
    }

    fn parse(&self, account: AccountId) -> std::result::Result<NewGrant, FieldErrors> {
        let mut errors = FieldErrors::default();
        let role: Option<Role> = errors.take("role", self.role.parse().map_err(|_| "Выберите роль"));
        if self.place.is_empty() {
            errors.add("place", "Выберите место, где действует роль");
        }
        let from = errors.take("from", kernel::date::parse(&self.from));
        // People name the last day with the role; kept is the first day without it.
        let until = if self.until.trim().is_empty() { None } else { errors.take("until", kernel::date::parse(&self.until).and_then(|day| day.tomorrow().map_err(|_| kernel::date::NOT_A_DATE))) };
        let place = PlaceId(self.place.clone());
        errors.or(role.zip(from).map(|(role, from)| NewGrant { account, role, place, from, to: until }))
    }
}

/// Gives the role, errors of the period shown at the field that people fill.
fn give(tx: &mut Tx<'_>, actor: &Actor, form: &RoleForm, account: AccountId) -> Result<()> {
    let new = form.parse(account)?;
    match grants::grant(tx, &actor.by(), &new) {
        Ok(_) => Ok(()),
        Err(Error::Fields(errors)) => {
            let mut renamed = FieldErrors::default();
            errors.all().iter().for_each(|(name, message)| renamed.add(if name == "to" { "until" } else { name }, message));
            Err(renamed.into())
        }
        Err(other) => Err(other),
    }
}

async fn new_form(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result<Markup> {
    actor.may(Action::ManageAccounts)?;
    let today = kernel::date::short(app.clock().today());
    let form = AccountForm { role: RoleForm { from: today, ..RoleForm::default() }, ..AccountForm::default() };
    let places = app.read(places).await?;
    Ok(shell.page(views::admin::new_page(&form, &places, &FieldErrors::default(), &shell.key())))
}

async fn create(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let form = AccountForm { name: posted.answers.get("name").into(), email: posted.answers.get("email").into(), role: RoleForm::of(&posted.answers) };
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        // Both halves are read even if the first is wrong, so that all errors come at once.
        let early = typed.role.parse(AccountId::fresh()).err();
        let new = NewAccount { name: typed.name.clone(), email: typed.email.clone(), person: None };
        let id = join(accounts::create(tx, &actor.by(), &new), early)?;
        give(tx, &actor, &typed.role, id)?;
        Ok(format!("{}?done=created", url(id)))
    });
    let done = done.await;
    let places = if matches!(done, Err(Error::Fields(_))) { app.read(places).await? } else { views::admin::Places::default() };
    web::or_again(done, |errors| shell.page(views::admin::new_page(&form, &places, errors, &shell.key())))
}

fn join<T>(done: Result<T>, early: Option<FieldErrors>) -> Result<T> {
    match (done, early) {
        (Err(Error::Fields(mut all)), Some(more)) => {
            more.all().iter().for_each(|(name, message)| all.add(name, message));
            Err(all.into())
        }
        (Ok(_), Some(more)) => Err(more.into()),
        (done, _) => done,
    }
}

fn places(tx: &mut Tx<'_>) -> Result<views::admin::Places> {
    let today = tx.today();
    let region = structure::places::find(tx, &PlaceId::from(structure::places::REGION), today)?;
    let municipalities = structure::places::municipalities(tx, today)?;
    let mut schools = Vec::new();
    for municipality in &municipalities {
        schools.push(structure::places::schools_of(tx, &municipality.id, today)?);
    }
    Ok(views::admin::Places { region, municipalities, schools })
}

/// All that the administrator sees of an account.
pub struct Card {
    pub account: Account,
    pub grants: Vec<Grant>,
    pub sessions: Vec<OwnSession>,
    pub today: kernel::Date,
}

fn read_card(tx: &mut Tx<'_>, id: AccountId) -> Result<Card> {
    let today = tx.today();
    Ok(Card { account: accounts::find(tx, id)?, grants: grants::of_account(tx, id)?, sessions: sessions::of_account(tx, id)?, today })
}

async fn show(State(app): State<App>, Extension(outside): Extension<Outside>, Staff { actor, shell }: Staff, Path(id): Path<AccountId>, RawQuery(query): RawQuery) -> web::Result<Markup> {
    actor.may(Action::ManageAccounts)?;
    let query = Query::parse(&query.unwrap_or_default());
    let card = app.read(move |tx| read_card(tx, id)).await?;
    Ok(card_page(&app, &shell, &outside, &card, query.text("done"), &FieldErrors::default()))
}

fn card_page(app: &App, shell: &Shell, outside: &Outside, card: &Card, done: &str, errors: &FieldErrors) -> Markup {
    let view = views::account_card::View { card, done, errors, zone: app.clock().zone(), outside: outside.label(), key: &|| shell.key() };
    shell.page(views::account_card::page(&view))
}

async fn rename(State(app): State<App>, Extension(outside): Extension<Outside>, Staff { actor, shell }: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let (name, version) = (posted.answers.get("name").to_owned(), posted.answers.get("version").parse().unwrap_or(0));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let shown = Account { version, ..accounts::find(tx, id)? };
        accounts::rename(tx, &actor.by(), &shown, &name)?;
        Ok(format!("{}?done=renamed", url(id)))
    });
    let done = done.await;
    let card = app.read(move |tx| read_card(tx, id)).await?;
    web::or_again(done, |errors| card_page(&app, &shell, &outside, &card, "", errors))
}

async fn role_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<AccountId>) -> web::Result<Markup> {
    actor.may(Action::ManageAccounts)?;
    let form = RoleForm { from: kernel::date::short(app.clock().today()), ..RoleForm::default() };
    let (account, places) = app.read(move |tx| Ok((accounts::find(tx, id)?, places(tx)?))).await?;
    Ok(shell.page(views::admin::role_page(&account, &form, &places, &FieldErrors::default(), &shell.key())))
}

async fn grant(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let form = RoleForm::of(&posted.answers);
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        accounts::find(tx, id)?;
        give(tx, &actor, &typed, id)?;
        Ok(format!("{}?done=granted", url(id)))
    });
    let done = done.await;
    let (account, places) = app.read(move |tx| Ok((accounts::find(tx, id)?, places(tx)?))).await?;
    web::or_again(done, |errors| shell.page(views::admin::role_page(&account, &form, &places, errors, &shell.key())))
}

/// An act on an account that needs no answers: done once per key, back to its card.
async fn act(app: &App, staff: Staff, key: &FormKey, location: String, act: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<()> + Send + 'static) -> web::Result {
    staff.actor.may(Action::ManageAccounts)?;
    let (owner, actor) = (staff.shell.owner(), staff.actor);
    let done = app.act(key, owner, move |tx| {
        act(tx, &actor)?;
        Ok(location)
    });
    Ok(web::see(&done.await?))
}

async fn revoke(State(app): State<App>, staff: Staff, Path((id, grant)): Path<(AccountId, GrantId)>, posted: Posted) -> web::Result {
    act(&app, staff, &posted.key, format!("{}?done=revoked", url(id)), move |tx, actor| grants::revoke(tx, &actor.by(), id, grant)).await
}

async fn disable(State(app): State<App>, staff: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    act(&app, staff, &posted.key, format!("{}?done=disabled", url(id)), move |tx, actor| accounts::disable(tx, &actor.by(), id)).await
}

async fn enable(State(app): State<App>, staff: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    act(&app, staff, &posted.key, format!("{}?done=enabled", url(id)), move |tx, actor| accounts::enable(tx, &actor.by(), id)).await
}

async fn end_sessions(State(app): State<App>, staff: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    let location = format!("{}?done=sessions", url(id));
    act(&app, staff, &posted.key, location, move |tx, actor| {
        let account = accounts::find(tx, id)?;
        let ended = sessions::end_all(tx, id)?;
        tx.record(&actor.by(), Event::new("account.sessions_ended", "account", id).of_maybe(account.person).with(json!({"ended": ended})))
    })
    .await
}

async fn reset_second_factor(State(app): State<App>, staff: Staff, Path(id): Path<AccountId>, posted: Posted) -> web::Result {
    act(&app, staff, &posted.key, format!("{}?done=second-factor", url(id)), move |tx, actor| second_factor::reset(tx, &actor.by(), id)).await
}

/// A link by which the owner ties an outside login to the account: shown once.
async fn issue_link(State(app): State<App>, Extension(Outside(provider)): Extension<Outside>, Staff { actor, shell }: Staff, Path(id): Path<AccountId>, _: Posted) -> web::Result {
    actor.may(Action::ManageAccounts)?;
    let provider = provider.ok_or(Error::NotFound)?;
    let (account, issued) = app.write(move |tx| Ok((accounts::find(tx, id)?, codes::issue(tx, &actor.by(), id, Purpose::Link)?))).await?;
    let link = app.settings.absolute(&format!("/login/oidc?link={}", issued.plain));
    Ok(shell.page(views::admin::link_page(&account, provider.label(), &link)).into_response())
}
