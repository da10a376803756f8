//! Delivery: tried until a 2xx, with longer and longer pauses, and given up aloud. Receivers are told beside each other, never two messages to
//! one at a time: whoever is slow to answer keeps only itself waiting.

use super::{
    Hook, HookId, Message, address, heard,
    outbox::{heads, note},
    send::send,
};
use jiff::SignedDuration;
use kernel::Result;
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use ureq::Agent;
use web::App;

pub use super::outbox::{given_up, tidy};

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
/// Receivers told at the same time.
const AT_ONCE: usize = 8;
/// How soon one looks for who else is to be told, while somebody is slow to answer.
const GLANCE: Duration = Duration::from_millis(250);
/// For so long a run begins new messages: the schedule's other jobs have their turns too.
const RUN: Duration = Duration::from_secs(20);

/// Hears the journal and tells receivers until there is nothing due; how many messages were tried. What happens meanwhile is told too.
///
/// # Errors
/// The store fails.
pub fn tell(app: &App) -> Result<u64> {
    let (agent, begun) = (address::agent(app.settings.demo), Instant::now());
    let (say, said) = mpsc::channel();
    thread::scope(|scope| {
        let (mut busy, mut tried, mut outcome) = (BTreeSet::new(), 0, Ok(()));
        loop {
            if outcome.is_ok() && begun.elapsed() < RUN {
                match due(app, &busy) {
                    Ok(due) => due.into_iter().for_each(|(hook, message)| {
                        busy.insert(hook.id);
                        let (say, agent) = (say.clone(), &agent);
                        scope.spawn(move || say.send((hook.id, catch_unwind(AssertUnwindSafe(|| one(app, agent, &hook, &message))))));
                    }),
                    Err(cause) => outcome = Err(cause),
                }
            }
            if busy.is_empty() {
                return outcome.map(|()| tried);
            }
            if let Ok((hook, told)) = said.recv_timeout(GLANCE) {
                busy.remove(&hook);
                tried += 1;
                outcome = outcome.and(told.unwrap_or_else(|panic| resume_unwind(panic)));
            }
        }
    })
}

fn due(app: &App, busy: &BTreeSet<HookId>) -> Result<Vec<(Hook, Message)>> {
    heard::gather(app)?;
    let (now, free) = (app.clock().now(), AT_ONCE.saturating_sub(busy.len()));
    app.db.read(|tx| heads(tx, now, busy, free))
}

fn one(app: &App, agent: &Agent, hook: &Hook, message: &Message) -> Result<()> {
    let tried = send(app, agent, hook, message);
    app.db.write(|tx| note(tx, hook, message, &tried, &app.settings.absolute(&format!("/exchange/webhooks/{}", hook.id))))
}
