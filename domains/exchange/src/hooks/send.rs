//! One try at a message.

use super::{Hook, Message, address, sign};
use jiff::SignedDuration;
use ureq::{Agent, Body, Error, http::Response};
use web::App;

/// A receiver's wish to be left alone for a while is heard up to this.
const LONGEST_WISH: u32 = 24 * 3600;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub status: Option<u16>,
    pub words: String,
    /// Not again before this (`Retry-After`).
    pub wish: SignedDuration,
}

impl Tried {
    fn failed(words: &str) -> Self {
        Self { status: None, words: words.to_owned(), wish: SignedDuration::ZERO }
    }

    #[must_use]
    pub fn is_good(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// The receiver wants no messages any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.status == Some(410)
    }
}

/// Signs a message and sends it.
pub fn send(app: &App, agent: &Agent, hook: &Hook, message: &Message) -> Tried {
    // The rules may have become stricter since the address was typed.
    if let Err(sentence) = address::check(&hook.address, app.settings.demo) {
        return Tried::failed(&sentence);
    }
    let Ok(secret) = app.vault.open_for(&format!("webhook/{}", hook.id), &hook.sealed) else {
        return Tried::failed("Секрет приёмника не открывается ключом установки: выпустите новый секрет");
    };
    let seconds = app.clock().now().as_second();
    let Some(signature) = sign::sign(&secret, &message.id, seconds, &message.body) else { return Tried::failed("Секрет приёмника испорчен: выпустите новый") };
    let request = agent.post(address::as_sent(&hook.address)).header("content-type", "application/json");
    let signed = request.header("webhook-id", &message.id).header("webhook-timestamp", seconds.to_string()).header("webhook-signature", &signature);
    match signed.send(message.body.as_str()) {
        Ok(answer) => answered(&answer),
        Err(Error::HostNotFound) => Tried::failed("Имя сервера не найдено или ведёт во внутреннюю сеть"),
        Err(Error::Timeout(_)) => Tried::failed("Приёмник не ответил за 10 секунд"),
        Err(Error::ConnectionFailed | Error::Io(_)) => Tried::failed("Соединиться с приёмником не удалось"),
        Err(_) => Tried::failed("Отправить не удалось: проверьте адрес и сертификат приёмника"),
    }
}

fn answered(answer: &Response<Body>) -> Tried {
    let status = answer.status().as_u16();
    let words = match status {
        200..300 => "Принято",
        300..400 => "Приёмник отправляет на другой адрес: укажите сразу его",
        410 => "Приёмник больше не принимает уведомлений",
        _ => "Приёмник ответил отказом",
    };
    Tried { status: Some(status), words: format!("{words}, код {status}"), wish: wish(answer.headers().get("retry-after").and_then(|value| value.to_str().ok())) }
}

/// In seconds; a date is not read.
fn wish(header: Option<&str>) -> SignedDuration {
    let seconds = header.and_then(|text| text.trim().parse::<u32>().ok()).unwrap_or(0).min(LONGEST_WISH);
    SignedDuration::from_secs(seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_heard_within_a_day() {
        let hours = SignedDuration::from_hours;
        for (said, heard) in [(Some("3600"), hours(1)), (Some("999999999"), hours(24)), (Some("-5"), hours(0)), (Some("Wed, 21 Oct 2026 07:28:00 GMT"), hours(0)), (None, hours(0))] {
            assert_eq!(wish(said), heard, "{said:?}");
        }
    }
}
