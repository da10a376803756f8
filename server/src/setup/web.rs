//! The pages' addresses and what they do.

use super::{Wizard, card, form, pages};
use axum::{
    Extension, Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, header};
use kernel::{Error, FieldErrors};
use structure::profile::{BUNDLED, Profile};
use web::{App, Posted, Shell, guard, see};

const COOKIE: &str = "setup";

/// All pages of the set-up; any other address leads here.
pub fn router(wizard: Wizard) -> Router<App> {
    let inside = Router::new()
        .route("/setup/region", get(region).post(choose_region))
        .route("/setup/operator", get(operator).post(write_card))
        .route("/setup/people", get(people).post(write_people))
        .layer(middleware::from_fn(only_with_the_code));
    Router::new().route("/setup", get(code)).route("/setup/code", post(enter)).merge(inside).route("/", get(to_start)).route("/{*anything}", get(to_start).post(to_start)).layer(Extension(wizard))
}

async fn to_start() -> Response {
    see("/setup")
}

fn is_known(wizard: &Wizard, headers: &HeaderMap) -> bool {
    guard::cookie_of(headers, COOKIE).is_some_and(|cookie| wizard.knows(cookie))
}

async fn only_with_the_code(Extension(wizard): Extension<Wizard>, request: Request, next: Next) -> Response {
    if is_known(&wizard, request.headers()) { next.run(request).await } else { see("/setup") }
}

async fn code(Extension(wizard): Extension<Wizard>, shell: Shell, headers: HeaderMap) -> Response {
    if is_known(&wizard, &headers) { see("/setup/region") } else { pages::code(&shell, &FieldErrors::default()).into_response() }
}

async fn enter(State(app): State<App>, Extension(wizard): Extension<Wizard>, shell: Shell, posted: Posted) -> web::Result {
    match wizard.enter(posted.answers.get("code"), app.clock().now()) {
        Ok(secret) => {
            let cookie = guard::cookie(&app, COOKIE, secret.as_str(), None);
            Ok(([(header::SET_COOKIE, cookie)], see("/setup/region")).into_response())
        }
        Err(Error::Fields(errors)) => Ok(web::unprocessable(pages::code(&shell, &errors))),
        Err(other) => Err(other.into()),
    }
}

async fn region(shell: Shell) -> Response {
    pages::region(&shell, &Default::default(), &FieldErrors::default()).into_response()
}

async fn choose_region(Extension(wizard): Extension<Wizard>, shell: Shell, posted: Posted) -> web::Result {
    match chosen_profile(&posted) {
        Ok(profile) => {
            wizard.desk(|desk| (desk.profile, desk.has_card) = (Some(profile), false));
            Ok(see("/setup/operator"))
        }
        Err(errors) => Ok(web::unprocessable(pages::region(&shell, &posted.answers, &errors))),
    }
}

fn chosen_profile(posted: &Posted) -> Result<Profile, FieldErrors> {
    let mut errors = FieldErrors::default();
    let choice = posted.answers.get("region");
    let (file, text, field) = match (BUNDLED.iter().find(|bundled| bundled.code == choice), choice) {
        (Some(bundled), _) => (bundled.file.to_owned(), bundled.text.to_owned(), "region"),
        (None, "own") => own_file(posted)?,
        (None, _) => {
            errors.add("region", "Выберите регион или приложите свой профиль");
            return Err(errors);
        }
    };
    Profile::parse(&file, &text).map_err(|refused| {
        for problem in refused.problems.iter().take(20) {
            errors.add(field, format!("{}, строка {}: {} {}", refused.file, problem.line, problem.what, problem.remedy));
        }
        errors
    })
}

fn own_file(posted: &Posted) -> Result<(String, String, &'static str), FieldErrors> {
    let mut errors = FieldErrors::default();
    let Some(upload) = posted.files.iter().find(|upload| upload.field == "profile") else {
        errors.add("profile", "Приложите файл профиля (.toml)");
        return Err(errors);
    };
    match std::str::from_utf8(&upload.bytes) {
        Ok(text) => Ok((kernel::name::clean_line(&upload.name), text.to_owned(), "profile")),
        Err(_) => {
            errors.add("profile", "Файл написан не в кодировке UTF-8. Сохраните его как «Обычный текст, UTF-8» и приложите снова");
            Err(errors)
        }
    }
}

async fn operator(Extension(wizard): Extension<Wizard>, shell: Shell) -> Response {
    match wizard.desk(|desk| desk.profile.clone()) {
        Some(profile) => pages::operator(&shell, &profile, None, &FieldErrors::default()).into_response(),
        None => see("/setup/region"),
    }
}

async fn write_card(Extension(wizard): Extension<Wizard>, shell: Shell, posted: Posted) -> web::Result {
    let Some(profile) = wizard.desk(|desk| desk.profile.clone()) else { return Ok(see("/setup/region")) };
    match card::with_card(&profile, &posted.answers) {
        Ok(profile) => {
            wizard.desk(|desk| (desk.profile, desk.has_card) = (Some(profile), true));
            Ok(see("/setup/people"))
        }
        Err(Error::Fields(errors)) => Ok(web::unprocessable(pages::operator(&shell, &profile, Some(&posted.answers), &errors))),
        Err(other) => Err(other.into()),
    }
}

async fn people(Extension(wizard): Extension<Wizard>, shell: Shell) -> Response {
    if wizard.desk(|desk| desk.has_card) { pages::people(&shell, &Default::default(), &FieldErrors::default()).into_response() } else { see("/setup/operator") }
}

/// Not a redirect: with the next request these pages are gone, and this one shows a code that is shown only once.
async fn write_people(State(app): State<App>, Extension(wizard): Extension<Wizard>, shell: Shell, posted: Posted) -> web::Result {
    if let Some(done) = wizard.desk(|desk| desk.done.clone()) {
        return Ok(pages::done(&shell, &done).into_response());
    }
    let Some(profile) = wizard.desk(|desk| desk.profile.clone().filter(|_| desk.has_card)) else { return Ok(see("/setup/operator")) };
    match finish(&app, profile, &posted).await {
        Ok(done) => {
            wizard.finish(done.clone());
            Ok(pages::done(&shell, &done).into_response())
        }
        Err(Error::Fields(errors)) => Ok(web::unprocessable(pages::people(&shell, &posted.answers, &errors))),
        Err(other) => Err(other.into()),
    }
}

async fn finish(app: &App, profile: Profile, posted: &Posted) -> kernel::Result<form::Done> {
    let people = form::People::parse(&posted.answers)?;
    let hash = access::passwords::hash(people.password.clone()).await?;
    app.write(move |tx| form::write(tx, &profile, &people, &hash)).await
}
