//! Login through an outside OpenID Connect provider: authorization code with PKCE, state and nonce.
//! The provider vouches for who somebody is, not for what they may do: an account must be linked beforehand, and a role that
//! needs a second factor asks for it here as well. Calls are blocking: run them off the async threads.

mod http;

use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
    core::{CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType},
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// How to reach the provider; from the program's settings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    /// On the button: «Войти через …».
    pub label: String,
}

impl std::fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OidcSettings").field("issuer", &self.issuer).field("client_id", &self.client_id).field("label", &self.label).finish_non_exhaustive()
    }
}

/// What the browser keeps (in a cookie of its own) between going to the provider and coming back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// A login about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Where to send the browser.
    pub url: String,
    pub ticket: Ticket,
}

/// Why a login through the provider failed. The cause is for the log; the visitor hears one sentence.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    #[error("the provider can't be reached or isn't set up: {0}")]
    Provider(String),
    #[error("the answer isn't to our question: {0}")]
    NotOurs(&'static str),
    #[error("the provider's token doesn't hold: {0}")]
    Token(String),
}

/// The provider, found out about once and asked again when a login fails (keys are changed now and then). Cheap to clone.
#[derive(Clone)]
pub struct Provider {
    settings: Arc<OidcSettings>,
    redirect: Arc<str>,
    metadata: Arc<Mutex<Option<CoreProviderMetadata>>>,
}

impl Provider {
    /// `redirect` is the absolute address of our `/login/oidc/callback`. Asks nobody yet.
    #[must_use]
    pub fn new(settings: OidcSettings, redirect: &str) -> Self {
        Self { settings: Arc::new(settings), redirect: redirect.into(), metadata: Arc::default() }
    }

    /// For the button.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.settings.label
    }

    /// Begins a login.
    ///
    /// # Errors
    /// [`OidcError::Provider`].
    pub fn start(&self) -> Result<Start, OidcError> {
        let client = CoreClient::from_provider_metadata(self.metadata()?, self.client_id(), Some(self.client_secret())).set_redirect_uri(self.redirect_url()?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (url, state, nonce) = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge).url();
        let ticket = Ticket { state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() };
        Ok(Start { url: url.into(), ticket })
    }

    /// Ends a login: whom the provider vouches for, as `issuer subject`.
    ///
    /// # Errors
    /// Any of [`OidcError`].
    pub fn finish(&self, ticket: &Ticket, state: &str, code: &str) -> Result<String, OidcError> {
        if !bool::from(ticket.state.as_bytes().ct_eq(state.as_bytes())) {
            return Err(OidcError::NotOurs("state"));
        }
        let subject = self.exchange(ticket, code);
        if subject.is_err() {
            // The keys may have changed: ask anew next time.
            *self.metadata.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        subject
    }

    fn exchange(&self, ticket: &Ticket, code: &str) -> Result<String, OidcError> {
        let client = CoreClient::from_provider_metadata(self.metadata()?, self.client_id(), Some(self.client_secret())).set_redirect_uri(self.redirect_url()?);
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|cause| OidcError::Provider(cause.to_string()))?;
        let verifier = PkceCodeVerifier::new(ticket.verifier.clone());
        let answer = request.set_pkce_verifier(verifier).request(&self.http()).map_err(|cause| OidcError::Token(format!("{cause:?}")))?;
        let token = answer.id_token().ok_or(OidcError::NotOurs("no id_token"))?;
        let good = [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256, CoreJwsSigningAlgorithm::RsaSsaPssSha256];
        let verifier = client.id_token_verifier().set_allowed_algs(good);
        let claims = token.claims(&verifier, &Nonce::new(ticket.nonce.clone())).map_err(|cause| OidcError::Token(cause.to_string()))?;
        Ok(format!("{} {}", claims.issuer().as_str(), claims.subject().as_str()))
    }

    fn metadata(&self) -> Result<CoreProviderMetadata, OidcError> {
        let known = self.metadata.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|cause| OidcError::Provider(cause.to_string()))?;
        let found = CoreProviderMetadata::discover(&issuer, &self.http()).map_err(|cause| OidcError::Provider(format!("{cause:?}")))?;
        *self.metadata.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        Ok(found)
    }

    fn http(&self) -> http::Courier {
        http::Courier::to(&self.settings.issuer)
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }

    fn client_secret(&self) -> ClientSecret {
        ClientSecret::new(self.settings.client_secret.clone())
    }

    fn redirect_url(&self) -> Result<RedirectUrl, OidcError> {
        RedirectUrl::new(self.redirect.to_string()).map_err(|cause| OidcError::Provider(cause.to_string()))
    }
}
