//! Whether links still open: a few a minute, only addresses of the open internet, no further than a few redirects.
//!
//! A link is typed by a person, so the program must not be led by it into the institute's own network: each name, that of a redirect
//! too, is resolved here, and an address that isn't public is refused before anything is sent. No proxy is used, because a proxy would
//! resolve names itself.

use crate::{
    model::{LinkState, ResourceId},
    store,
};
use audit::{By, Event, Record};
use jiff::SignedDuration;
use kernel::Result;
use serde_json::json;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};
use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use web::App;

/// Links in one go of the job.
const AT_ONCE: u32 = 5;
/// A link is asked for again after so many days.
const AGAIN_AFTER: i64 = 7;
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks for the links that are due, if the settings allow. How many were asked for.
///
/// # Errors
/// The store fails.
pub fn check(app: &App) -> Result<u64> {
    if !app.settings.check_links {
        return Ok(0);
    }
    let before = app.clock().now() - SignedDuration::from_hours(AGAIN_AFTER * 24);
    let due = app.db.read(|tx| store::links::due(tx, before, AT_ONCE))?;
    let agent = agent();
    for (id, link) in &due {
        let state = ask(&agent, link);
        note(app, *id, link, state)?;
    }
    Ok(due.len() as u64)
}

fn note(app: &App, id: ResourceId, link: &str, state: LinkState) -> Result<()> {
    app.db.write(|tx| match store::links::note(tx, id, link, state)? {
        Some(before) => tx.record(&By::system(), Event::new("resource.link_checked", "resource", id).with(json!({"from": before, "to": state}))),
        None => Ok(()),
    })
}

fn agent() -> Agent {
    let config = Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(3).http_status_as_error(false).proxy(None).max_response_header_size(32 * 1024).user_agent("metodaktiv-links").build();
    Agent::with_parts(config, DefaultConnector::default(), PublicOnly::default())
}

/// Asks for the head first; a site that refuses that is asked for the page, of which nothing is read.
fn ask(agent: &Agent, link: &str) -> LinkState {
    let status = |answer: Result<ureq::http::Response<ureq::Body>, Error>| answer.map(|answer| answer.status().as_u16());
    match status(agent.head(link).call()) {
        Ok(403 | 405 | 501) => judge(status(agent.get(link).call())),
        other => judge(other),
    }
}

/// What an answer proves. A site that wants a login or keeps robots out is there, but says nothing of the page.
fn judge(answer: Result<u16, Error>) -> LinkState {
    match answer {
        Ok(200..=299) => LinkState::Works,
        Ok(404 | 410) => LinkState::Broken,
        Ok(_) | Err(_) => LinkState::Unreachable,
    }
}

/// Resolves names to public addresses only; one private address among several is enough to refuse.
#[derive(Debug, Default)]
struct PublicOnly(DefaultResolver);

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        if found.iter().all(|address| is_public(address.ip())) { Ok(found) } else { Err(Error::HostNotFound) }
    }
}

/// Whether an address is of the open internet; other domains that send something out ask it too.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// RFC 6890 and its successors: what is reserved for anything but the open internet.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_reserved = match (a, b, c) {
        (0 | 127, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _) => true,
        (240.., ..) => true,
        _ => false,
    };
    !(is_reserved || address.is_private() || address.is_link_local() || address.is_documentation() || address.is_multicast())
}

/// Only global unicast, and of that nothing that carries a private IPv4 address inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let inside = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => is_public_v4(inside(high, low)),
        [0x2001, 0..=0x1ff | 0xdb8, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_s_own_network_are_not_public() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "193.0.0.1", "2a00:1450:4010::1", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn this_machine_is_never_asked() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001"] {
            assert_eq!(ask(&agent(), &format!("http://{host}:{port}/")), LinkState::Unreachable, "{host}");
        }
        assert!(listener.accept().is_err(), "nobody came");
    }

    #[test]
    fn only_a_clear_answer_is_a_verdict() {
        assert_eq!(judge(Ok(204)), LinkState::Works);
        for gone in [404, 410] {
            assert_eq!(judge(Ok(gone)), LinkState::Broken);
        }
        for unclear in [401, 403, 429, 500, 503, 302] {
            assert_eq!(judge(Ok(unclear)), LinkState::Unreachable);
        }
        assert_eq!(judge(Err(Error::HostNotFound)), LinkState::Unreachable);
    }
}
