//! Who asks and how the page around the answer looks.

use crate::{App, Failure, OwnNav, nav, see};
use access::Actor;
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{Method, request};
use kernel::{Error, FormKey};
use maud::{Markup, html};
use std::{convert::Infallible, sync::Arc};
use ui::page::{Page, Who};

/// Where a request comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The client's address (a trusted proxy's word, if there is one).
    pub address: String,
    /// The browser's name, at most 200 characters.
    pub agent: String,
}

/// The number of a request, given by the server in front; the log has it too.
#[derive(Debug, Clone, Default)]
pub struct RequestId(pub String);

/// The context of a request; made once by [`crate::guard`].
#[derive(Debug, Clone)]
pub struct Shell {
    /// Who is logged in, with the second factor done where the role needs it.
    pub actor: Option<Actor>,
    pub client: Client,
    pub prefs: ui::prefs::Prefs,
    /// Path of the request, without the query.
    pub path: String,
    /// The number of the request in the log, for the pages of failures.
    pub(crate) request_id: String,
    pub(crate) demo: bool,
    pub(crate) operator: Arc<str>,
    pub(crate) own_nav: Option<OwnNav>,
    pub(crate) seconds_left: Option<i64>,
    /// Notices of the person behind the account that aren't read yet.
    pub(crate) unread: u64,
}

impl Shell {
    /// Draws the page within the house: navigation of the role, who am I, settings of sight.
    #[must_use]
    pub fn page(&self, page: Page) -> Markup {
        let page = page.prefs(self.prefs).path(self.path.clone()).operator(self.operator.to_string());
        let page = match (self.own_nav, &self.actor) {
            (Some(own), actor) => page.nav(own(actor.as_ref())),
            (None, Some(actor)) => page.nav(nav::entries(actor)),
            (None, None) => page,
        };
        let page = match &self.actor {
            Some(actor) => page.who(self.who(actor)).session(self.seconds_left.unwrap_or_default(), "/session/extend"),
            None => page,
        };
        if self.demo {
            page.banner(html! { "Учебные данные: люди вымышлены. " a href="/demo" { "Войти в другой роли" } " · " a href="/demo/outbox" { "Письма" } " · " a href="/demo/clock" { "Часы" } }).render()
        } else {
            page.render()
        }
    }

    fn who(&self, actor: &Actor) -> Who {
        Who {
            name: actor.name.clone(),
            role: actor.role.label().into(),
            place: actor.place_name.clone(),
            switch_url: Some("/account/role".into()),
            profile_url: Some("/account".into()),
            search_url: actor.can(access::Action::ViewPeople).then(|| "/people".into()),
            notices: actor.person.map(|_| ("/notices".to_owned(), self.unread)),
            logout_key: self.key(),
        }
    }

    /// A key for a form about to be shown.
    #[must_use]
    pub fn key(&self) -> String {
        FormKey::fresh().as_str().to_owned()
    }

    /// Whose the forms of this page are: the account, or any visitor.
    #[must_use]
    pub fn owner(&self) -> String {
        self.actor.as_ref().map_or_else(|| "visitor".to_owned(), |actor| actor.account.to_string())
    }
}

impl<S: Sync> FromRequestParts<S> for Shell {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, _: &S) -> Result<Self, Response> {
        let shell = parts.extensions.get::<Self>().cloned();
        shell.ok_or_else(|| Failure::from(Error::Internal(anyhow::anyhow!("a route without the guard"))).into_response())
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Shell {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut request::Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Somebody at work; anybody else is sent to log in and comes back after.
#[derive(Debug, Clone)]
pub struct Staff {
    pub actor: Actor,
    pub shell: Shell,
}

impl FromRequestParts<App> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, app: &App) -> Result<Self, Response> {
        let shell = <Shell as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        match shell.actor.clone() {
            Some(actor) => Ok(Self { actor, shell }),
            None => Err(to_login(parts)),
        }
    }
}

/// To the login page, and from there back: a page to itself, a form to the page it was on.
fn to_login(parts: &request::Parts) -> Response {
    let back = if parts.method == Method::GET { parts.uri.path_and_query().map_or("/", |path| path.as_str()) } else { parts.uri.path() };
    let next = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC);
    see(&format!("/login?next={next}"))
}
