//! The one outgoing connection of this crate: to the provider that the settings name. Short, small, without redirects, over TLS
//! (plain only to this very machine, for tests and local providers).

use openidconnect::{HttpRequest, HttpResponse, SyncHttpClient, http};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: u64 = 512 * 1024;

/// Carries requests to the provider.
pub struct Courier(ureq::Agent);

#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    #[error("{0}")]
    Transport(#[from] ureq::Error),
    #[error("{0}")]
    Shape(#[from] http::Error),
}

impl Courier {
    pub fn to(issuer: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).http_status_as_error(false).https_only(!is_this_machine(issuer)).build();
        Self(config.new_agent())
    }
}

fn is_this_machine(issuer: &str) -> bool {
    let host = url::Url::parse(issuer).ok().and_then(|url| url.host().map(|host| host.to_owned()));
    match host {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl SyncHttpClient for Courier {
    type Error = CourierError;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, CourierError> {
        let (parts, body) = request.into_parts();
        let answer = if parts.method == http::Method::POST { self.0.run(http::Request::from_parts(parts, body)) } else { self.0.run(http::Request::from_parts(parts, ())) };
        let (parts, mut body) = answer?.into_parts();
        let bytes = body.with_config().limit(LARGEST_ANSWER).read_to_vec()?;
        Ok(http::Response::from_parts(parts, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(is_this_machine("http://127.0.0.1:8080"));
        assert!(is_this_machine("http://localhost/x"));
        for outside in ["http://127.0.0.1.example.ru", "http://localhost.example.ru", "https://id.example.ru", "nonsense"] {
            assert!(!is_this_machine(outside), "{outside}");
        }
    }
}
