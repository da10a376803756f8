//! What happens by itself, and how often. Every job may run twice and reads the present; one that fails is logged and comes again.

use jiff::SignedDuration;
use kernel::{Result, Tx, params};
use mail::{Letter, Post};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};
use tracing::Instrument;
use web::App;

/// A job: what it did goes to the log if it did anything.
struct Job {
    name: &'static str,
    every: Duration,
    run: fn(&App, &Post) -> Result<u64>,
}

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// The schedule.
const JOBS: &[Job] = &[
    Job { name: "letters of notices made", every: SECOND.saturating_mul(5), run: |app, _| notices::send_due(&app.db, &app.settings.public_url) },
    Job { name: "letters of what waits made", every: SECOND.saturating_mul(60), run: |app, _| desk::letter::send_due(&app.db, &app.settings.public_url) },
    Job { name: "letters sent", every: SECOND.saturating_mul(5), run: send_letters },
    Job { name: "destructions written to the register", every: SECOND.saturating_mul(60), run: write_register },
    Job { name: "duties to publish conditions closed", every: SECOND.saturating_mul(60), run: |app, _| app.db.write(register::settle_conditions) },
    Job { name: "attempts at diagnostics whose time is over closed", every: SECOND.saturating_mul(60), run: |app, _| app.db.write(|tx| diagnostics::close_overdue(tx, &app.listeners)) },
    Job { name: "teachers told that their results are ready", every: SECOND.saturating_mul(300), run: |app, _| app.db.write(|tx| diagnostics::tell_ready(tx, &app.settings.public_url)) },
    Job { name: "calibrations run", every: SECOND.saturating_mul(60), run: |app, _| items::calibration::run_waiting(app, diagnostics::responses) },
    Job { name: "links of the catalogue asked for", every: SECOND.saturating_mul(60), run: |app, _| resources::links::check(app) },
    Job { name: "sessions, codes and kept forms forgotten", every: HOUR, run: |app, _| app.db.write(access::sweep) },
    Job { name: "keys of forms forgotten", every: HOUR, run: |app, _| app.db.write(forget_form_keys) },
    Job { name: "drafts untouched for half a year thrown away", every: HOUR, run: |app, _| app.db.write(applications::apply::sweep) },
    Job { name: "silent help requests closed, confidential ones forgotten", every: HOUR, run: |app, _| app.db.write(help::tidy) },
    Job { name: "old notices forgotten", every: HOUR, run: |app, _| app.db.write(notices::tidy) },
    Job { name: "files without a row removed", every: HOUR, run: sweep_files },
    Job { name: "sent letters emptied", every: HOUR, run: |app, _| app.db.write(empty_letters) },
    Job { name: "old sheets of imports tidied away", every: HOUR, run: |app, _| app.db.write(people::import::tidy).map(|()| 0) },
    Job { name: "unconfirmed files of results forgotten", every: HOUR, run: |app, _| app.db.write(outcomes::tidy_files) },
    Job { name: "duties opened for data kept as long as consents say", every: HOUR, run: |app, _| app.db.write(membership::retention::sweep) },
    Job { name: "agreed pathways begun", every: HOUR, run: |app, _| app.db.write(|tx| Ok(pathways::begin_due(tx)? as u64)) },
    Job { name: "hints told to methodists", every: HOUR, run: |app, _| app.db.write(|tx| Ok(pathways::hints::tell_due(tx, app.settings.public_url.trim_end_matches('/'))? as u64)) },
    Job { name: "reminders of pathways", every: HOUR, run: |app, _| app.db.write(|tx| pathways::reminders::remind(tx, app.settings.public_url.trim_end_matches('/'))) },
    Job { name: "missing repeats noticed", every: HOUR, run: |app, _| app.db.write(pathways::walk::find_missing_repeats) },
    Job { name: "cases followed to where their teachers work", every: HOUR, run: |app, _| app.db.write(cases::follow_moves) },
    Job { name: "unfinished entries of consultations forgotten", every: HOUR, run: |app, _| app.db.write(activities::quick::sweep) },
    Job { name: "what programs read brought up to date", every: SECOND.saturating_mul(30), run: |app, _| exchange::refresh(&app.db) },
    Job { name: "programs told", every: SECOND.saturating_mul(5), run: |app, _| exchange::tell(app) },
    Job { name: "use of tokens written down", every: SECOND.saturating_mul(60), run: |app, _| exchange::tend(app) },
    Job { name: "the night's export made", every: SECOND.saturating_mul(600), run: |app, _| exchange::nightly::make_due(app) },
    Job { name: "old messages to programs forgotten", every: HOUR, run: |app, _| app.db.write(exchange::hooks::deliver::tidy) },
    Job { name: "what helps worked out", every: HOUR, run: |app, _| insight::refresh(&app.db) },
    Job { name: "queues drawn by lot followed", every: HOUR, run: |app, _| app.db.write(insight::lots::follow) },
    Job { name: "reminders of reports", every: HOUR, run: |app, _| app.db.write(reports::remind_due) },
    Job { name: "those who relied on a member told that the membership ended", every: SECOND.saturating_mul(300), run: say_farewell },
    Job { name: "pairs whose term is over ended", every: HOUR, run: |app, _| app.db.write(pairs::pair::end_due) },
    Job { name: "mentoring brought to mind and ended by its term", every: HOUR, run: |app, _| app.db.write(pairs::mentoring::remind) },
    Job { name: "graduates of courses asked", every: HOUR, run: |app, _| app.db.write(support::courses::ask_due) },
    Job { name: "reminders of support after courses", every: HOUR, run: |app, _| app.db.write(support::courses::remind) },
    Job { name: "reminders of duties", every: HOUR, run: remind_of_duties },
];

/// Whose turn it is. A region that is alone works when it likes. Of many, each has few jobs under way or in the queue, and the queue of all
/// is first come, first served: one with much to do waits behind the others no longer than they wait behind it.
#[derive(Clone)]
pub struct Turns {
    own: Arc<Semaphore>,
    all: Arc<Semaphore>,
}

impl Turns {
    /// Of a region that is alone.
    #[must_use]
    pub fn alone() -> Self {
        let free = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        Self { own: free.clone(), all: free }
    }

    /// For several regions: so many jobs at once in all. [`Turns::of_one`] gives each its share.
    #[must_use]
    pub fn shared(in_all: usize) -> Self {
        Self { own: Arc::new(Semaphore::new(OF_ONE)), all: Arc::new(Semaphore::new(in_all)) }
    }

    /// The share of another region.
    #[must_use]
    pub fn of_one(&self) -> Self {
        Self { own: Arc::new(Semaphore::new(OF_ONE)), all: self.all.clone() }
    }

    /// Waits; the turn lasts as long as what is returned.
    pub async fn wait(&self) -> Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)> {
        let own = self.own.clone().acquire_owned().await.ok()?;
        Some((own, self.all.clone().acquire_owned().await.ok()?))
    }
}

/// A long job (a calibration) doesn't keep the letters of its own region waiting.
const OF_ONE: usize = 2;

/// Runs the schedule until told to stop: each job by itself, so that a long one (a calibration) holds no other up.
pub async fn run(app: App, post: Post, turns: Turns, stop: watch::Receiver<bool>) {
    run_these(JOBS, app, post, turns, stop).await;
}

/// The few jobs of a site that has accounts and letters but no region: the country's.
pub async fn run_of_country(app: App, post: Post, turns: Turns, stop: watch::Receiver<bool>) {
    run_these(OF_COUNTRY, app, post, turns, stop).await;
}

const OF_COUNTRY: &[Job] = &[
    Job { name: "letters sent", every: SECOND.saturating_mul(5), run: send_letters },
    Job { name: "sessions, codes and kept forms forgotten", every: HOUR, run: |app, _| app.db.write(access::sweep) },
    Job { name: "keys of forms forgotten", every: HOUR, run: |app, _| app.db.write(forget_form_keys) },
    Job { name: "sent letters emptied", every: HOUR, run: |app, _| app.db.write(empty_letters) },
];

async fn run_these(list: &'static [Job], app: App, post: Post, turns: Turns, stop: watch::Receiver<bool>) {
    let mut jobs = JoinSet::new();
    for job in list {
        jobs.spawn(repeat(app.clone(), post.clone(), job, turns.clone(), stop.clone()).in_current_span());
    }
    while jobs.join_next().await.is_some() {}
}

async fn repeat(app: App, post: Post, job: &'static Job, turns: Turns, mut stop: watch::Receiver<bool>) {
    let mut wait = SECOND;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stop.changed() => return,
        }
        let turn = tokio::select! {
            turn = turns.wait() => turn,
            _ = stop.changed() => return,
        };
        do_one(&app, &post, job).await;
        drop(turn);
        wait = job.every;
    }
}

async fn do_one(app: &App, post: &Post, job: &Job) {
    let (app, post, run) = (app.clone(), post.clone(), job.run);
    match tokio::task::spawn_blocking(move || run(&app, &post)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(count)) => tracing::info!(job = job.name, count, "done"),
        Ok(Err(cause)) => tracing::error!(job = job.name, %cause, "failed, will be tried again"),
        Err(cause) => tracing::error!(job = job.name, %cause, "broke off, will be tried again"),
    }
}

fn send_letters(app: &App, post: &Post) -> Result<u64> {
    Ok(mail::deliver_due(&app.db, post, app.clock().now())?.sent.into())
}

/// The file beside the database is brought up to date, should a crash have come between a destruction and its line.
pub fn write_register(app: &App, _: &Post) -> Result<u64> {
    let lines = app.db.read(consent::destruction::lines)?;
    Ok(consent::destruction::write_register(&app.settings.data_dir, &lines)? as u64)
}

/// A form that is a week old is not sent again.
fn forget_form_keys(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(7 * 24);
    Ok(tx.execute("DELETE FROM form_submission WHERE made_at < $1", params![before])?)
}

fn empty_letters(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(90 * 24);
    mail::trim_sent(tx, before)
}

fn sweep_files(app: &App, _: &Post) -> Result<u64> {
    let wanted: std::collections::BTreeSet<files::Digest> = app.db.read(files::list)?.into_iter().map(|kept| kept.digest).collect();
    Ok(app.files.sweep(HOUR, |digest| wanted.contains(digest))? as u64)
}

/// Looked for without holding up those who write; most times there is nobody.
fn say_farewell(app: &App, _: &Post) -> Result<u64> {
    if app.db.read(membership::farewell::is_due)? { app.db.write(|tx| membership::farewell::tell(tx, &app.listeners)) } else { Ok(0) }
}

/// One letter a day to whoever answers for personal data, while a legal deadline is pressing.
fn remind_of_duties(app: &App, _: &Post) -> Result<u64> {
    let address = app.settings.absolute("/duties");
    app.db.write(|tx| {
        let pressing = consent::duty::pressing(tx)?;
        if pressing == 0 {
            return Ok(0);
        }
        let today = tx.today();
        let holders = access::grants::holders(tx, access::Role::DataProtection)?;
        for (account, _) in &holders {
            let to = access::accounts::find(tx, *account)?;
            let tasks = ui::ru::plural(pressing, "задача", "задачи", "задач");
            let body = format!("Здравствуйте!\n\nСрок по закону истекает сегодня или уже истёк: {pressing} {tasks} о персональных данных.\n\nОткройте список сроков и закройте их:\n{address}\n");
            mail::enqueue(tx, Letter { once_key: format!("duties/{today}/{account}"), person: to.person, address: to.email, subject: "Истекают сроки по персональным данным".into(), body })?;
        }
        Ok(pressing)
    })
}
