//! Webhooks: programs that want to be told. What happened is read from the journal of events, which every act writes in its own transaction and
//! under one lock: nothing is lost when the program stops, nothing is told of an act that was rolled back, and no domain knows who listens.

pub mod address;
pub mod deliver;
mod heard;
mod outbox;
mod send;
pub mod sign;

pub use heard::gather;

use audit::{By, Event, Record};
use kernel::{Error, FieldErrors, Result, Row, Timestamp, Tx, db::DbError, params, text_enum, uuid_id};
use serde_json::json;
use std::collections::BTreeSet;
use web::App;

uuid_id! {
    HookId
}

text_enum! {
    /// What can be told.
    Topic {
        RegisterChanged = "register.changed",
        PlaceChanged = "place.changed",
        ActivityAnnounced = "activity.announced",
        ActivityCancelled = "activity.cancelled",
        ReportFrozen = "report.frozen",
        ReportHandedIn = "report.handed_in",
        PracticePublished = "practice.published",
        OpenDataPublished = "open_data.published",
        OpenDataWithdrawn = "open_data.withdrawn",
        /// Sent by the button, to try the way.
        Test = "test",
    }
}

text_enum! {
    /// How far a message came.
    Stage {
        Waiting = "waiting",
        Delivered = "delivered",
        GivenUp = "given_up",
    }
}

impl Topic {
    /// Those one subscribes to.
    pub fn offered() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|topic| *topic != Self::Test)
    }

    /// What `data` of its messages holds.
    #[must_use]
    pub fn holds(self) -> &'static [&'static str] {
        match self {
            Self::RegisterChanged | Self::Test => &["url"],
            Self::ReportFrozen | Self::ReportHandedIn => &["id", "place_id", "url"],
            Self::PlaceChanged | Self::ActivityAnnounced | Self::ActivityCancelled | Self::PracticePublished | Self::OpenDataPublished | Self::OpenDataWithdrawn => &["id", "url"],
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::RegisterChanged => "Изменился список участников",
            Self::PlaceChanged => "Изменилась территория или организация",
            Self::ActivityAnnounced => "Объявлено открытое мероприятие",
            Self::ActivityCancelled => "Отменено открытое мероприятие",
            Self::ReportFrozen => "Зафиксирован отчёт региона или муниципалитета",
            Self::ReportHandedIn => "Сдан отчёт региона или муниципалитета",
            Self::PracticePublished => "Опубликована практика",
            Self::OpenDataPublished => "Опубликован набор открытых данных",
            Self::OpenDataWithdrawn => "Снят набор открытых данных",
            Self::Test => "Проверка",
        }
    }
}

/// A receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    pub id: HookId,
    pub name: String,
    pub address: String,
    pub topics: BTreeSet<Topic>,
    pub is_on: bool,
    pub made_at: Timestamp,
    pub(crate) sealed: String,
    pub(crate) from_seq: i64,
}

/// A receiver as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHook {
    pub name: String,
    pub address: String,
    pub topics: BTreeSet<Topic>,
}

/// A message and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub hook: HookId,
    pub topic: Topic,
    pub body: String,
    pub stage: Stage,
    pub tries: i64,
    pub next_at: Timestamp,
    pub made_at: Timestamp,
    /// Of the last try, in words.
    pub last: String,
}

fn check(new: &NewHook, is_demo: bool) -> Result<()> {
    let mut errors = FieldErrors::default();
    if new.name.trim().is_empty() {
        errors.add("name", "Назовите приёмник, чтобы узнавать его в списке");
    } else if new.name.chars().count() > 200 {
        errors.add("name", "Слишком длинно: не больше 200 знаков");
    }
    errors.take("address", address::check(&new.address, is_demo));
    if new.topics.is_empty() {
        errors.add("topics", "Отметьте хотя бы одно событие");
    }
    errors.or(Some(())).map_err(Error::from)
}

fn topics_text(topics: &BTreeSet<Topic>) -> String {
    topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(" ")
}

fn seal(app: &App, id: HookId, secret: &str) -> Result<String> {
    Ok(app.vault.seal_for(&format!("webhook/{id}"), secret).map_err(|_| anyhow::anyhow!("the secret of a webhook was not sealed"))?)
}

/// Connects a receiver; its secret is shown this once.
///
/// # Errors
/// Fields that make no receiver.
pub fn make(tx: &mut Tx<'_>, app: &App, by: &By, new: &NewHook) -> Result<(HookId, String)> {
    check(new, app.settings.demo)?;
    let (id, secret, now) = (HookId::fresh(), sign::fresh_secret(), tx.now());
    let (sealed, from) = (seal(app, id, &secret)?, audit::newest(tx)?);
    tx.execute(
        "INSERT INTO webhook (id, name, address, events, secret, from_seq, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, new.name, new.address, topics_text(&new.topics), sealed, from, by.account, now],
    )?;
    tx.record(by, Event::new("webhook.made", "webhook", id).with(json!({"topics": topics_text(&new.topics)})))?;
    Ok((id, secret))
}

/// Writes another name, address or choice; what waits is tried at once.
///
/// # Errors
/// Not found, or fields that make no receiver.
pub fn edit(tx: &mut Tx<'_>, app: &App, by: &By, id: HookId, new: &NewHook) -> Result<()> {
    load(tx, id)?;
    check(new, app.settings.demo)?;
    tx.execute("UPDATE webhook SET name = $1, address = $2, events = $3 WHERE id = $4", params![new.name, new.address, topics_text(&new.topics), id])?;
    outbox::again(tx, id)?;
    tx.record(by, Event::new("webhook.edited", "webhook", id).with(json!({"topics": topics_text(&new.topics)})))
}

/// Stops or resumes telling; messages wait meanwhile, and go at once then.
///
/// # Errors
/// Not found.
pub fn switch(tx: &mut Tx<'_>, by: &By, id: HookId, is_on: bool) -> Result<()> {
    if load(tx, id)?.is_on == is_on {
        return Ok(());
    }
    tx.execute("UPDATE webhook SET is_on = $1 WHERE id = $2", params![i64::from(is_on), id])?;
    outbox::again(tx, id)?;
    tx.record(by, Event::new(if is_on { "webhook.resumed" } else { "webhook.paused" }, "webhook", id))
}

/// Gives a new secret; the old one signs nothing from now on. What waits is tried at once.
///
/// # Errors
/// Not found.
pub fn change_secret(tx: &mut Tx<'_>, app: &App, by: &By, id: HookId) -> Result<String> {
    load(tx, id)?;
    let secret = sign::fresh_secret();
    let sealed = seal(app, id, &secret)?;
    tx.execute("UPDATE webhook SET secret = $1 WHERE id = $2", params![sealed, id])?;
    outbox::again(tx, id)?;
    tx.record(by, Event::new("webhook.secret_changed", "webhook", id))?;
    Ok(secret)
}

/// Takes a receiver off; what waited for it is given up.
///
/// # Errors
/// Not found.
pub fn remove(tx: &mut Tx<'_>, by: &By, id: HookId) -> Result<()> {
    load(tx, id)?;
    let now = tx.now();
    tx.execute("UPDATE webhook SET removed_at = $1, is_on = 0, secret = '' WHERE id = $2", params![now, id])?;
    tx.execute("UPDATE webhook_message SET state = 'given_up' WHERE webhook_id = $1 AND state = 'waiting'", params![id])?;
    tx.record(by, Event::new("webhook.removed", "webhook", id))
}

/// Puts a message to try the way into the outbox.
///
/// # Errors
/// Not found, or paused.
pub fn test(tx: &mut Tx<'_>, by: &By, id: HookId, public_url: &str) -> Result<()> {
    let hook = load(tx, id)?;
    if !hook.is_on {
        return Err(Error::refusal("Приёмник приостановлен. Сначала включите его, потом проверяйте."));
    }
    let body = heard::body(Topic::Test, tx.now(), json!({"url": format!("{public_url}/api/v1")}));
    put(tx, &hook, &format!("msg_{}", kernel::id::Uuid::now_v7().simple()), Topic::Test, &body)?;
    tx.record(by, Event::new("webhook.tested", "webhook", id))
}

/// A message into the outbox, once per id.
fn put(tx: &mut Tx<'_>, hook: &Hook, id: &str, topic: Topic, body: &str) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("INSERT INTO webhook_message (id, webhook_id, event, body, state, next_at, made_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $5) ON CONFLICT (id) DO NOTHING", params![id, hook.id, topic, body, now])?)
}

const SELECT: &str = "SELECT id, name, address, events, is_on, made_at, secret, from_seq FROM webhook WHERE removed_at IS NULL";

fn shape(row: &Row<'_>) -> Result<Hook, DbError> {
    let topics: String = row.get(3)?;
    Ok(Hook {
        id: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        topics: topics.split(' ').filter_map(|word| word.parse().ok()).collect(),
        is_on: row.get(4)?,
        made_at: row.get(5)?,
        sealed: row.get(6)?,
        from_seq: row.get(7)?,
    })
}

/// All receivers.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Hook>> {
    Ok(tx.query(&format!("{SELECT} ORDER BY made_at, id"), params![], shape)?)
}

/// # Errors
/// Not found.
pub fn load(tx: &mut Tx<'_>, id: HookId) -> Result<Hook> {
    tx.maybe(&format!("{SELECT} AND id = $1"), params![id], shape)?.ok_or(Error::NotFound)
}

/// The newest messages of a receiver.
///
/// # Errors
/// The store fails.
pub fn messages(tx: &mut Tx<'_>, hook: HookId, limit: u32) -> Result<Vec<Message>> {
    let sql = "SELECT m.id, m.webhook_id, m.event, m.body, m.state, m.tries, m.next_at, m.made_at, COALESCE((SELECT t.words FROM webhook_try t WHERE t.message_id = m.id AND t.number = m.tries), '')
        FROM webhook_message m WHERE m.webhook_id = $1 ORDER BY m.made_at DESC, LENGTH(m.id) DESC, m.id DESC LIMIT $2";
    Ok(tx.query(sql, params![hook, limit], message)?)
}

fn message(row: &Row<'_>) -> Result<Message, DbError> {
    kernel::row!(Message { id, hook, topic, body, stage, tries, next_at, made_at, last })(row)
}
