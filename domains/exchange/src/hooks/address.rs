//! Where messages may go: only the open internet over TLS. An administrator types the address, and must not be able to make the program knock at
//! the institute's own network by mistake or by malice. Asked when it is typed, and again of what the name resolves to at each connection.

use std::net::IpAddr;
use std::time::Duration;
use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: usize = 500;

/// Whether messages may be sent there. `is_demo`: a receiver on this very machine may be tried out, even without TLS.
///
/// # Errors
/// A sentence for the field.
pub fn check(raw: &str, is_demo: bool) -> Result<(), String> {
    let sentence = |text: &str| Err(text.to_owned());
    if raw.chars().count() > LONGEST {
        return sentence("Адрес слишком длинный: не больше 500 знаков");
    }
    let Ok(url) = url::Url::parse(raw) else { return sentence("Это не адрес. Образец: https://site.example.ru/hook") };
    let Some(host) = url.host() else { return sentence("В адресе нет сервера. Образец: https://site.example.ru/hook") };
    let (is_here, is_inside) = match host {
        url::Host::Ipv4(ip) => (ip.is_loopback(), !resources::links::is_public(ip.into())),
        url::Host::Ipv6(ip) => (ip.is_loopback(), !resources::links::is_public(ip.into())),
        url::Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            let here = name == "localhost" || name.ends_with(".localhost");
            (here, here || !name.contains('.') || [".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end)))
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        return sentence("Уберите из адреса логин и пароль: отправителя проверяют по подписи");
    }
    if url.fragment().is_some() {
        return sentence("Уберите из адреса часть после #: её не отправляют");
    }
    if is_demo && is_here && matches!(url.scheme(), "http" | "https") {
        return Ok(());
    }
    if url.scheme() != "https" {
        return sentence("Нужен адрес, который начинается с https://");
    }
    if is_inside {
        return sentence("Этот адрес ведёт во внутреннюю сеть. Укажите адрес, открытый из интернета");
    }
    Ok(())
}

/// The address as it goes over the wire: a Russian name in the letters that the net knows.
#[must_use]
pub fn as_sent(raw: &str) -> String {
    url::Url::parse(raw).map_or_else(|_| raw.to_owned(), String::from)
}

/// Sends over TLS, follows nobody, waits ten seconds, uses no proxy (it would resolve names itself).
#[must_use]
pub fn agent(is_demo: bool) -> Agent {
    let config =
        Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).http_status_as_error(false).proxy(None).max_response_header_size(32 * 1024).https_only(!is_demo).user_agent("metodaktiv-webhooks").build();
    Agent::with_parts(config, DefaultConnector::default(), Allowed { names: DefaultResolver::default(), is_demo })
}

/// Resolves names to allowed addresses only; one that isn't among several is enough to refuse.
#[derive(Debug)]
struct Allowed {
    names: DefaultResolver,
    is_demo: bool,
}

impl Allowed {
    fn allows(&self, address: IpAddr) -> bool {
        resources::links::is_public(address) || (self.is_demo && address.is_loopback())
    }
}

impl Resolver for Allowed {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if found.iter().all(|address| self.allows(address.ip())) { Ok(found) } else { Err(Error::HostNotFound) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_internet_over_tls_is_told() {
        for good in ["https://site.example.ru/hook", "https://site.example.ru:8443/a?b=c", "https://8.8.8.8/", "https://пример.рф/hook"] {
            assert_eq!(check(good, false), Ok(()), "{good}");
        }
        for bad in [
            "http://site.example.ru/hook",
            "https://localhost/",
            "https://a.localhost/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://10.1.2.3/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://intranet/",
            "https://db.local/",
            "https://metadata.google.internal/",
            "https://user:pass@site.example.ru/",
            "https://site.example.ru/#x",
            "ftp://site.example.ru/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "nonsense",
            "",
        ] {
            assert!(check(bad, false).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_russian_name_is_sent_in_the_letters_of_the_net() {
        assert_eq!(as_sent("https://пример.рф/приём?а=б"), "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%80%D0%B8%D1%91%D0%BC?%D0%B0=%D0%B1");
        for plain in ["https://site.example.ru/hook?a=b", "https://site.example.ru:8443/"] {
            assert_eq!(as_sent(plain), plain);
        }
        assert!(as_sent("https://пример.рф/приём").parse::<Uri>().is_ok());
    }

    #[test]
    fn the_demo_may_tell_this_machine_and_no_other_inside() {
        assert_eq!(check("http://127.0.0.1:8080/hook", true), Ok(()));
        assert!(check("http://10.0.0.1/hook", true).is_err() && check("http://site.example.ru/", true).is_err());
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_at_the_connection() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
            assert!(agent(false).post(format!("https://{host}:{port}/")).send("{}").is_err(), "{host}");
        }
        assert!(listener.accept().is_err(), "nobody came");
    }
}
