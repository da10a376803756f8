//! The way out: a mail server, or none.

use crate::outbox::Kept;
use lettre::{
    Message, SmtpTransport, Transport,
    message::{Mailbox, header::ContentType},
};
use std::time::{Duration, UNIX_EPOCH};

/// Why the settings of mail can't be used: a sentence in Russian.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadPost(String);

/// What became of an attempt.
#[derive(Debug)]
pub(crate) enum Failed {
    /// May pass: no connection, the server is busy.
    Weather(String),
    /// The server says no.
    Refused(String),
}

/// A mail server with the sender's address; without a server letters stay in the outbox.
#[derive(Clone)]
pub struct Post {
    way: Option<(SmtpTransport, Mailbox)>,
}

impl Post {
    /// Letters stay in the outbox.
    #[must_use]
    pub fn none() -> Self {
        Self { way: None }
    }

    /// By a server: `smtps://user:password@host:465`, `smtp://host:587?tls=required`, or `smtp://localhost:25`.
    ///
    /// # Errors
    /// The address of the server or of the sender can't be understood, or a password would travel in the clear.
    pub fn smtp(url: &str, sender: &str) -> Result<Self, BadPost> {
        let parsed = url::Url::parse(url).map_err(|_| BadPost("Адрес почтового сервера непонятен. Напишите его так: smtps://имя:пароль@mail.example.ru:465".into()))?;
        let is_local = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let is_secret = parsed.scheme() == "smtps" || parsed.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        if parsed.password().is_some() && !is_secret && !is_local {
            return Err(BadPost("Пароль почты ушёл бы по сети открытым текстом. Напишите smtps:// вместо smtp:// или добавьте в конец адреса ?tls=required".into()));
        }
        let sender: Mailbox = sender.parse().map_err(|_| BadPost(format!("Адрес отправителя «{sender}» непонятен. Напишите его так: Методактив <active@example.ru>")))?;
        let server = SmtpTransport::from_url(url).map_err(|cause| BadPost(format!("Адрес почтового сервера не подходит: {cause}. Напишите его так: smtps://имя:пароль@mail.example.ru:465")))?;
        Ok(Self { way: Some((server.timeout(Some(Duration::from_secs(20))).build(), sender)) })
    }

    /// Whether letters leave the house at all.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.way.is_some()
    }

    pub(crate) fn send(&self, letter: &Kept) -> Result<(), Failed> {
        let Some((server, sender)) = &self.way else { return Err(Failed::Weather("no mail server".into())) };
        let message = message(sender, letter).map_err(Failed::Refused)?;
        match server.send(&message) {
            Ok(_) => Ok(()),
            Err(cause) if cause.is_permanent() => Err(Failed::Refused(told(&cause))),
            Err(cause) => Err(Failed::Weather(told(&cause))),
        }
    }
}

fn message(sender: &Mailbox, letter: &Kept) -> Result<Message, String> {
    let to: Mailbox = letter.address.parse().map_err(|cause| format!("the address is refused: {cause}"))?;
    Message::builder()
        .from(sender.clone())
        .to(to)
        .subject(letter.subject.as_str())
        .date(UNIX_EPOCH + Duration::from_secs(letter.made_at.as_second().try_into().unwrap_or_default()))
        .message_id(Some(format!("<{}@{}>", letter.id, sender.email.domain())))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())
        .map_err(|cause| cause.to_string())
}

/// The cause with what is behind it.
fn told(cause: &dyn std::error::Error) -> String {
    let mut words = cause.to_string();
    let mut deeper = cause.source();
    while let Some(next) = deeper {
        words.push_str(": ");
        words.push_str(&next.to_string());
        deeper = next.source();
    }
    words
}
