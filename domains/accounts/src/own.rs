//! One's own account: password, second step, sessions, outside login, role and place now held.
//! What an unattended screen must not allow asks for the password again.

use crate::{
    Outside,
    first::same_twice,
    next, session,
    session::Halfway,
    views::{self, second_factor::Setup},
};
use access::{
    Account, Actor, Password, accounts, grants,
    grants::GrantId,
    login::{own, prove_again},
    passwords, second_factor, sessions,
};
use audit::{Event, Record};
use axum::{
    Extension, Router,
    extract::{RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use http::HeaderMap;
use kernel::{Error, FieldErrors, Result};
use maud::Markup;
use serde_json::json;
use ui::url::Query;
use web::{App, Posted, Shell, Staff};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(show))
        .route("/account/password", get(password_form).post(change_password))
        .route("/account/second-factor", get(setup_form).post(set_up))
        .route("/account/second-factor/removal", get(removal_form).post(remove))
        .route("/account/sessions/ending", post(end_others))
        .route("/account/outside-login/removal", post(unlink))
        .route("/account/role", get(roles).post(switch))
}

async fn show(State(app): State<App>, Extension(outside): Extension<Outside>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> web::Result<Markup> {
    let query = Query::parse(&query.unwrap_or_default());
    let who = actor.clone();
    let (account, sessions) = app.read(move |tx| Ok((accounts::find(tx, who.account)?, sessions::of_account(tx, who.account)?))).await?;
    let overview = views::own::Overview { account: &account, actor: &actor, sessions: &sessions, zone: app.clock().zone(), outside: outside.label(), done: query.text("done"), key: &|| shell.key() };
    Ok(shell.page(views::own::page(&overview)))
}

async fn mine(app: &App, actor: &Actor) -> Result<Account> {
    let id = actor.account;
    app.read(move |tx| accounts::find(tx, id)).await
}

async fn password_form(Staff { shell, .. }: Staff) -> Markup {
    shell.page(views::own::password_page(&FieldErrors::default(), &shell.key()))
}

async fn change_password(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    let done = new_password(&app, &actor, &posted).await;
    web::or_again(done, |errors| shell.page(views::own::password_page(errors, &shell.key())))
}

async fn new_password(app: &App, actor: &Actor, posted: &Posted) -> Result<String> {
    let password = same_twice(posted.answers.get("password"), posted.answers.get("password_again"))?;
    prove_again(&app.db, actor.account, Password::typed(posted.answers.get("current_password"))).await?;
    let (id, typed) = (actor.account, password.clone());
    app.read(move |tx| {
        let account = accounts::find(tx, id)?;
        accounts::check_password(tx, &account, &typed)
    })
    .await?;
    let hash = passwords::hash(password).await?;
    let actor = actor.clone();
    app.write(move |tx| accounts::set_password(tx, &actor.by(), id, &hash, Some(&actor.session))).await?;
    Ok("/account?done=password".into())
}

async fn setup_form(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    if mine(&app, &actor).await?.has_second_factor() {
        return Ok(web::see("/account"));
    }
    setup_page(&app, &actor, &shell, &FieldErrors::default()).await.map(IntoResponse::into_response)
}

async fn setup_page(app: &App, actor: &Actor, shell: &Shell, errors: &FieldErrors) -> web::Result<Markup> {
    let (id, vault) = (actor.account, app.vault.clone());
    let (enrolment, account) = app.write(move |tx| Ok((second_factor::begin(tx, &vault, id)?, accounts::find(tx, id)?))).await?;
    let setup = Setup { enrolment: &enrolment, next: "", required: false, asks_password: account.password_hash.is_some() };
    Ok(shell.page(views::second_factor::setup_page(&setup, errors, &shell.key())))
}

async fn set_up(State(app): State<App>, Staff { actor, shell }: Staff, headers: HeaderMap, posted: Posted) -> web::Result {
    let Some(token) = session::token(&app, &headers) else { return Ok(web::see("/login")) };
    let (id, code) = (actor.account, posted.answers.get("code").to_owned());
    let done = match prove(&app, &actor, &posted).await {
        Ok(()) => {
            let (by, vault) = (actor.by(), app.vault.clone());
            let renewed = app.write(move |tx| {
                second_factor::confirm(tx, &vault, &by, id, &code)?;
                sessions::pass_second_factor(tx, &token)
            });
            renewed.await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(secret) => Ok(session::carry(&app, web::see("/account?done=second-factor"), &secret)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(setup_page(&app, &actor, &shell, &errors).await?)),
        Err(other) => Err(other.into()),
    }
}

/// The password again; who comes in through an outside provider only has none to give.
async fn prove(app: &App, actor: &Actor, posted: &Posted) -> Result<()> {
    if mine(app, actor).await?.password_hash.is_none() {
        return Ok(());
    }
    prove_again(&app.db, actor.account, Password::typed(posted.answers.get("current_password"))).await
}

async fn removal_form(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    if !mine(&app, &actor).await?.has_second_factor() {
        return Ok(web::see("/account"));
    }
    Ok(shell.page(views::second_factor::removal_page(&FieldErrors::default(), &shell.key())).into_response())
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    let done = match prove(&app, &actor, &posted).await {
        Ok(()) => take_away(&app, &actor, posted.answers.get("code")).await,
        Err(error) => Err(error),
    };
    match done {
        // All sessions ended, this one too.
        Ok(()) => Ok(session::part(&app, web::see("/login?done=second-factor"))),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(shell.page(views::second_factor::removal_page(&errors, &shell.key())))),
        Err(other) => Err(other.into()),
    }
}

async fn take_away(app: &App, actor: &Actor, code: &str) -> Result<()> {
    let (by, id, code, vault) = (actor.by(), actor.account, code.to_owned(), app.vault.clone());
    let verdict = app.write(move |tx| {
        let verdict = second_factor::try_code(tx, &vault, &by, id, &code)?;
        if verdict == second_factor::Verdict::Right {
            second_factor::reset(tx, &by, id)?;
        }
        Ok(verdict)
    });
    match verdict.await? {
        second_factor::Verdict::Right => Ok(()),
        second_factor::Verdict::Wrong => Err(Error::field("code", "Код не подошёл. Введите код, который приложение показывает сейчас")),
    }
}

async fn end_others(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let ended = sessions::end_others(tx, &actor)?;
        tx.record(&actor.by(), Event::new("account.sessions_ended", "account", actor.account).with(json!({"ended": ended})))?;
        Ok("/account?done=sessions".into())
    });
    Ok(web::see(&done.await?))
}

async fn unlink(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        if accounts::find(tx, actor.account)?.password_hash.is_none() {
            return Err(Error::refusal("Без внешнего входа вы не сможете войти: пароля у этой учётной записи нет. Сначала задайте его через «Забыли пароль?»."));
        }
        accounts::unlink_subject(tx, &actor.by(), actor.account)?;
        Ok("/account?done=unlinked".into())
    });
    Ok(web::see(&done.await?))
}

/// Reached also by a login whose role has ended.
async fn roles(State(app): State<App>, halfway: Halfway, RawQuery(query): RawQuery) -> web::Result {
    let query = Query::parse(&query.unwrap_or_default());
    let next = next::local(query.text("next"));
    if halfway.info.lacks.is_some_and(|lack| lack != sessions::Lack::Role) {
        return Ok(web::see(&session::onward(&halfway.info, next)));
    }
    let account = halfway.info.account;
    let held = app.read(move |tx| grants::active(tx, account)).await?;
    Ok(halfway.shell.page(views::own::roles_page(&held, halfway.shell.actor.as_ref(), next, &halfway.shell.key())).into_response())
}

async fn switch(State(app): State<App>, Halfway { token, info, .. }: Halfway, headers: HeaderMap, posted: Posted) -> web::Result {
    let next = next::local(posted.answers.get("next")).to_owned();
    if info.lacks.is_some_and(|lack| lack != sessions::Lack::Role) {
        return Ok(web::see(&session::onward(&info, &next)));
    }
    let to: GrantId = posted.answers.get("role").parse().map_err(|_| Error::refusal("Роль не выбрана. Вернитесь и выберите одну из списка."))?;
    let switched = app.write(move |tx| {
        let secret = sessions::switch(tx, &token, to)?;
        tx.record(&own(info.account), Event::new("account.role_switched", "account", info.account).with(json!({"grant": to})))?;
        Ok(secret)
    });
    session::begin(&app, &headers, switched.await?, &next).await
}
