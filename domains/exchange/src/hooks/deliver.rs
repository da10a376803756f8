//! Delivery: tried until a 2xx, with longer and longer pauses, and given up aloud.

use super::{Hook, HookId, Message, Stage, address, load, message, sign};
use audit::{By, Event, Record};
use jiff::{SignedDuration, Timestamp};
use kernel::{Result, Tx, params};
use mail::Letter;
use serde_json::json;
use web::App;

/// Pauses before the next try; after the last one the message is given up: about two days and a half.
pub const PAUSES: [SignedDuration; 9] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(18),
    SignedDuration::from_hours(24),
];
/// Messages in one go.
const AT_ONCE: u32 = 20;
/// Tried after so many days only the log is left.
const KEPT_DAYS: i64 = 30;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub status: Option<u16>,
    pub words: String,
}

impl Tried {
    fn is_good(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Sends what is due; how many messages were tried.
///
/// # Errors
/// The store fails.
pub fn send_due(app: &App) -> Result<u64> {
    let now = app.clock().now();
    let due = app.db.read(|tx| due(tx, now))?;
    let agent = address::agent(app.settings.demo);
    for message in &due {
        let hook = app.db.read(|tx| load(tx, message.hook))?;
        let tried = send(app, &agent, &hook, message);
        app.db.write(|tx| note(tx, &hook, message, &tried, &app.settings.absolute(&format!("/exchange/webhooks/{}", hook.id))))?;
    }
    Ok(due.len() as u64)
}

fn due(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Message>> {
    let sql = "SELECT m.id, m.webhook_id, m.event, m.body, m.state, m.tries, m.next_at, m.made_at, '' FROM webhook_message m JOIN webhook h ON h.id = m.webhook_id
        WHERE m.state = 'waiting' AND m.next_at <= $1 AND h.is_on = 1 AND h.removed_at IS NULL ORDER BY m.next_at, m.id LIMIT $2";
    Ok(tx.query(sql, params![now, AT_ONCE], message)?)
}

fn send(app: &App, agent: &ureq::Agent, hook: &Hook, message: &Message) -> Tried {
    let failed = |words: &str| Tried { status: None, words: words.to_owned() };
    // The rules may have become stricter since the address was typed.
    if let Err(sentence) = address::check(&hook.address, app.settings.demo) {
        return failed(&sentence);
    }
    let Ok(secret) = app.vault.open_for(&format!("webhook/{}", hook.id), &hook.sealed) else {
        return failed("Секрет приёмника не открывается ключом установки: выпустите новый секрет");
    };
    let seconds = app.clock().now().as_second();
    let Some(signature) = sign::sign(&secret, &message.id, seconds, &message.body) else { return failed("Секрет приёмника испорчен: выпустите новый") };
    let request = agent.post(&hook.address).header("content-type", "application/json").header("webhook-id", &message.id).header("webhook-timestamp", &seconds.to_string()).header("webhook-signature", &signature);
    match request.send(message.body.as_str()) {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let words = if (200..300).contains(&status) {
                "Принято"
            } else if (300..400).contains(&status) {
                "Приёмник отправляет на другой адрес: укажите сразу его"
            } else {
                "Приёмник ответил отказом"
            };
            Tried { status: Some(status), words: format!("{words}, код {status}") }
        }
        Err(ureq::Error::HostNotFound) => failed("Имя сервера не найдено или ведёт во внутреннюю сеть"),
        Err(ureq::Error::Timeout(_)) => failed("Приёмник не ответил за 10 секунд"),
        Err(ureq::Error::ConnectionFailed | ureq::Error::Io(_)) => failed("Соединиться с приёмником не удалось"),
        Err(_) => failed("Отправить не удалось: проверьте адрес и сертификат приёмника"),
    }
}

fn note(tx: &mut Tx<'_>, hook: &Hook, message: &Message, tried: &Tried, page: &str) -> Result<()> {
    let (now, number) = (tx.now(), message.tries + 1);
    let pause = usize::try_from(message.tries).ok().and_then(|at| PAUSES.get(at).copied());
    let (stage, next) = match (tried.is_good(), pause) {
        (true, _) => (Stage::Delivered, now),
        (false, Some(pause)) => (Stage::Waiting, now + pause),
        (false, None) => (Stage::GivenUp, now),
    };
    let changed = tx.execute("UPDATE webhook_message SET state = $1, tries = $2, next_at = $3 WHERE id = $4 AND state = 'waiting' AND tries = $5", params![stage, number, next, message.id, message.tries])?;
    if changed == 0 {
        // The receiver was removed, or another run was quicker.
        return Ok(());
    }
    tx.execute("INSERT INTO webhook_try (message_id, number, tried_at, status, words) VALUES ($1, $2, $3, $4, $5)", params![message.id, number, now, tried.status.map(i64::from), tried.words])?;
    if stage == Stage::GivenUp {
        tx.record(&By::system(), Event::new("webhook.given_up", "webhook", hook.id).with(json!({"message": message.id, "topic": message.topic})))?;
        say_so(tx, hook, page)?;
    }
    Ok(())
}

/// One letter a day for each receiver to whoever runs the installation.
fn say_so(tx: &mut Tx<'_>, hook: &Hook, page: &str) -> Result<()> {
    let today = tx.today();
    for (account, _) in access::grants::holders(tx, access::Role::Administrator)? {
        let to = access::accounts::find(tx, account)?;
        let body = format!(
            "Здравствуйте!\n\nПриёмник уведомлений «{}» не отвечает больше двух суток: уведомление не доставлено, попытки прекращены.\n\nПосмотрите, что случилось, и исправьте адрес или приостановите приёмник:\n{page}\n",
            hook.name
        );
        mail::enqueue(tx, Letter { once_key: format!("webhook/{}/{today}/{account}", hook.id), person: to.person, address: to.email, subject: "Уведомление не доставлено".into(), body })?;
    }
    Ok(())
}

/// Forgets messages a month after they were made; how many.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(24 * KEPT_DAYS);
    tx.execute("DELETE FROM webhook_try WHERE message_id IN (SELECT id FROM webhook_message WHERE state <> 'waiting' AND made_at < $1)", params![before])?;
    Ok(tx.execute("DELETE FROM webhook_message WHERE state <> 'waiting' AND made_at < $1", params![before])?)
}

/// Messages that were given up, by receiver.
///
/// # Errors
/// The store fails.
pub fn given_up(tx: &mut Tx<'_>) -> Result<Vec<(HookId, i64)>> {
    Ok(tx.query("SELECT webhook_id, COUNT(*) FROM webhook_message WHERE state = 'given_up' GROUP BY webhook_id", params![], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
