//! From events of the journal to messages.

use super::{Hook, Topic, list, put};
use crate::state;
use kernel::{Result, Timestamp, Tx, params};
use serde_json::{Value, json};
use web::App;

/// Events read in one go.
const AT_ONCE: u32 = 500;

/// What is told of an action of the journal.
fn topic(action: &str) -> Option<Topic> {
    match action {
        "membership.began" | "membership.renewed" | "membership.paused" | "membership.resumed" | "membership.ended" | "consent.given" | "consent.withdrawn" => Some(Topic::RegisterChanged),
        "place.added" | "place.renamed" | "place.closed" | "place.reopened" | "place.name_mended" => Some(Topic::PlaceChanged),
        "activity.announced" => Some(Topic::ActivityAnnounced),
        "activity.cancelled" => Some(Topic::ActivityCancelled),
        "figures_report.frozen" => Some(Topic::ReportFrozen),
        "figures_report.handed_in" => Some(Topic::ReportHandedIn),
        "practice.decided" => Some(Topic::PracticePublished),
        "open_data.published" => Some(Topic::OpenDataPublished),
        "open_data.withdrawn" => Some(Topic::OpenDataWithdrawn),
        _ => None,
    }
}

/// Makes messages of what happened since the last time; how many.
///
/// # Errors
/// The store fails.
pub fn gather(app: &App) -> Result<u64> {
    // Most times nobody listens, or nothing happened: asked without holding up those who write.
    let is_quiet = |tx: &mut Tx<'_>| {
        let hooks = list(tx)?;
        Ok(match from(tx, &hooks)? {
            Some(from) => from >= audit::newest(tx)?,
            None => true,
        })
    };
    if app.db.read(is_quiet)? {
        return Ok(0);
    }
    let public_url = app.settings.public_url.trim_end_matches('/').to_owned();
    app.db.write(|tx| {
        let hooks = list(tx)?;
        let Some(from) = from(tx, &hooks)? else { return Ok(0) };
        let events = audit::after(tx, from, AT_ONCE)?;
        let mut made = 0;
        for event in &events {
            let Some(topic) = topic(&event.action) else { continue };
            let waiting: Vec<&Hook> = hooks.iter().filter(|hook| hook.from_seq < event.seq && hook.topics.contains(&topic)).collect();
            if waiting.is_empty() {
                continue;
            }
            let Some(data) = data(tx, topic, &event.object_id, &public_url)? else { continue };
            let body = body(topic, event.happened_at, data);
            for hook in waiting {
                // A burst of changes of the register is one reason to read it again.
                if topic == Topic::RegisterChanged && has_waiting(tx, hook, topic)? {
                    continue;
                }
                made += put(tx, hook, &format!("msg_{}_{}", hook.id.0.simple(), event.seq), topic, &body)?;
            }
        }
        if let Some(last) = events.last() {
            state::set(tx, "journal", &last.seq.to_string())?;
        }
        Ok(made)
    })
}

/// After which event to listen; nothing where nobody does.
fn from(tx: &mut Tx<'_>, hooks: &[Hook]) -> Result<Option<i64>> {
    let heard = state::number(tx, "journal")?;
    Ok(hooks.iter().map(|hook| hook.from_seq).min().map(|first| first.max(heard)))
}

fn has_waiting(tx: &mut Tx<'_>, hook: &Hook, topic: Topic) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM webhook_message WHERE webhook_id = $1 AND event = $2 AND state = 'waiting' AND tries = 0", params![hook.id, topic])? > 0)
}

/// Ids and addresses; nothing where outsiders have no business with it.
fn data(tx: &mut Tx<'_>, topic: Topic, id: &str, public_url: &str) -> Result<Option<Value>> {
    let api = |path: String| format!("{public_url}/api/v1/{path}");
    let asked = |tx: &mut Tx<'_>, sql: &str| -> Result<bool> { Ok(tx.count(sql, params![id])? > 0) };
    Ok(match topic {
        // Whose membership or consent it was is nobody's business.
        Topic::RegisterChanged => Some(json!({"url": api("members".into())})),
        Topic::PlaceChanged => Some(json!({"id": id, "url": api(format!("places/{id}"))})),
        Topic::ActivityAnnounced | Topic::ActivityCancelled => asked(tx, "SELECT COUNT(*) FROM activity WHERE id = $1 AND is_public = 1")?.then(|| json!({"id": id, "url": api(format!("activities/{id}"))})),
        Topic::ReportFrozen | Topic::ReportHandedIn => {
            let place: Option<String> = tx.maybe("SELECT r.place_id FROM report r JOIN place p ON p.id = r.place_id WHERE r.id = $1 AND p.kind IN ('region', 'municipality')", params![id], |row| row.get(0))?;
            place.map(|place| json!({"id": id, "place_id": place, "url": api("indicators".into())}))
        }
        Topic::PracticePublished => asked(tx, "SELECT COUNT(*) FROM practice WHERE id = $1 AND state = 'published' AND is_open = 1")?.then(|| json!({"id": id, "url": api(format!("practices/{id}"))})),
        Topic::OpenDataPublished | Topic::OpenDataWithdrawn => {
            let dataset = id.split_once('.').map_or(id, |(dataset, _)| dataset);
            Some(json!({"id": id, "url": format!("{public_url}/open-data/{dataset}")}))
        }
        Topic::Test => None,
    })
}

/// The message by Standard Webhooks.
pub(super) fn body(topic: Topic, at: Timestamp, data: Value) -> String {
    json!({"type": topic.as_str(), "timestamp": at, "data": data}).to_string()
}
