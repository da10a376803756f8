//! What happens by itself, and how often. Every job may run twice and reads the present; one that fails is logged and comes again.

use jiff::SignedDuration;
use kernel::{Result, Tx, params};
use mail::{Letter, Post};
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
    time::Duration,
};
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
    rests: Rests,
    run: fn(&App, &Post) -> Result<u64>,
}

/// Whether a job has anything to do while nobody writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rests {
    /// Time alone gives it work (a term that ends), or what it looks at is not in the database.
    Never,
    /// It acts on what was written. While nothing is, it comes only at every twelfth turn: for what time or a command beside the program brings.
    Quiet,
}

/// Turns that a job lets pass while nothing is written.
const QUIET_TURNS: u32 = 12;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// The schedule.
const JOBS: &[Job] = &[
    Job { name: "letters of notices made", every: SECOND.saturating_mul(5), rests: Rests::Quiet, run: |app, _| notices::send_due(&app.db, &app.settings.public_url) },
    Job { name: "letters of what waits made", every: SECOND.saturating_mul(60), rests: Rests::Never, run: |app, _| desk::letter::send_due(&app.db, &app.settings.public_url) },
    Job { name: "letters sent", every: SECOND.saturating_mul(5), rests: Rests::Quiet, run: send_letters },
    Job { name: "destructions written to the register", every: SECOND.saturating_mul(60), rests: Rests::Never, run: write_register },
    Job { name: "duties to publish conditions closed", every: SECOND.saturating_mul(60), rests: Rests::Quiet, run: |app, _| app.db.write(register::settle_conditions) },
    Job { name: "attempts at diagnostics whose time is over closed", every: SECOND.saturating_mul(60), rests: Rests::Never, run: |app, _| app.db.write(|tx| diagnostics::close_overdue(tx, &app.listeners)) },
    Job { name: "teachers told that their results are ready", every: SECOND.saturating_mul(300), rests: Rests::Quiet, run: |app, _| app.db.write(|tx| diagnostics::tell_ready(tx, &app.settings.public_url)) },
    Job { name: "calibrations run", every: SECOND.saturating_mul(60), rests: Rests::Quiet, run: |app, _| items::calibration::run_waiting(app, diagnostics::responses) },
    Job { name: "links of the catalogue asked for", every: SECOND.saturating_mul(60), rests: Rests::Never, run: |app, _| resources::links::check(app) },
    Job { name: "sessions, codes and kept forms forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(access::sweep) },
    Job { name: "keys of forms forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(forget_form_keys) },
    Job { name: "drafts untouched for half a year thrown away", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(applications::apply::sweep) },
    Job { name: "silent help requests closed, confidential ones forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(help::tidy) },
    Job { name: "old notices forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(notices::tidy) },
    Job { name: "files without a row removed", every: HOUR, rests: Rests::Never, run: sweep_files },
    Job { name: "sent letters emptied", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(empty_letters) },
    Job { name: "old sheets of imports tidied away", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(people::import::tidy).map(|()| 0) },
    Job { name: "unconfirmed files of results forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(outcomes::tidy_files) },
    Job { name: "duties opened for data kept as long as consents say", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(membership::retention::sweep) },
    Job { name: "agreed pathways begun", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(|tx| Ok(pathways::begin_due(tx)? as u64)) },
    Job { name: "hints told to methodists", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(|tx| Ok(pathways::hints::tell_due(tx, app.settings.public_url.trim_end_matches('/'))? as u64)) },
    Job { name: "reminders of pathways", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(|tx| pathways::reminders::remind(tx, app.settings.public_url.trim_end_matches('/'))) },
    Job { name: "missing repeats noticed", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(pathways::walk::find_missing_repeats) },
    Job { name: "cases followed to where their teachers work", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(cases::follow_moves) },
    Job { name: "unfinished entries of consultations forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(activities::quick::sweep) },
    Job { name: "what programs read brought up to date", every: SECOND.saturating_mul(30), rests: Rests::Quiet, run: |app, _| exchange::refresh(&app.db) },
    Job { name: "programs told", every: SECOND.saturating_mul(5), rests: Rests::Quiet, run: |app, _| exchange::tell(app) },
    Job { name: "use of tokens written down", every: SECOND.saturating_mul(60), rests: Rests::Never, run: |app, _| exchange::tend(app) },
    Job { name: "the night's export made", every: SECOND.saturating_mul(600), rests: Rests::Never, run: |app, _| exchange::nightly::make_due(app) },
    Job { name: "old messages to programs forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(exchange::hooks::deliver::tidy) },
    Job { name: "what helps worked out", every: HOUR, rests: Rests::Never, run: |app, _| insight::refresh(&app.db) },
    Job { name: "queues drawn by lot followed", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(insight::lots::follow) },
    Job { name: "reminders of reports", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(reports::remind_due) },
    Job { name: "those who relied on a member told that the membership ended", every: SECOND.saturating_mul(300), rests: Rests::Never, run: say_farewell },
    Job { name: "pairs whose term is over ended", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(pairs::pair::end_due) },
    Job { name: "mentoring brought to mind and ended by its term", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(pairs::mentoring::remind) },
    Job { name: "graduates of courses asked", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(support::courses::ask_due) },
    Job { name: "reminders of support after courses", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(support::courses::remind) },
    Job { name: "reminders of duties", every: HOUR, rests: Rests::Never, run: remind_of_duties },
];

/// Whose turn it is. A region that is alone works when it likes. Of many, each has few jobs under way or in the queue, and the queue of all
/// is first come, first served: one with much to do waits behind the others no longer than they wait behind it.
#[derive(Clone)]
pub struct Turns {
    own: Arc<Semaphore>,
    all: Arc<Semaphore>,
    is_one_of_many: bool,
}

impl Turns {
    /// Of a region that is alone.
    #[must_use]
    pub fn alone() -> Self {
        let free = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        Self { own: free.clone(), all: free, is_one_of_many: false }
    }

    /// For several regions: so many jobs at once in all. [`Turns::of_one`] gives each its share.
    #[must_use]
    pub fn shared(in_all: usize) -> Self {
        Self { own: Arc::new(Semaphore::new(OF_ONE)), all: Arc::new(Semaphore::new(in_all)), is_one_of_many: true }
    }

    /// The share of another region.
    #[must_use]
    pub fn of_one(&self) -> Self {
        Self { own: Arc::new(Semaphore::new(OF_ONE)), ..self.clone() }
    }

    /// How long a job waits for the first time: of many regions, each works at moments of its own, or they would all work at the same ones ever after.
    fn first(&self, region: &str, job: &Job) -> Duration {
        if !self.is_one_of_many {
            return SECOND;
        }
        let mut place = std::hash::DefaultHasher::new();
        (region, job.name).hash(&mut place);
        SECOND + Duration::from_millis(place.finish() % (job.every.as_secs() * 1000))
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
    Job { name: "letters sent", every: SECOND.saturating_mul(5), rests: Rests::Quiet, run: send_letters },
    Job { name: "sessions, codes and kept forms forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(access::sweep) },
    Job { name: "keys of forms forgotten", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(forget_form_keys) },
    Job { name: "sent letters emptied", every: HOUR, rests: Rests::Never, run: |app, _| app.db.write(empty_letters) },
];

async fn run_these(list: &'static [Job], app: App, post: Post, turns: Turns, stop: watch::Receiver<bool>) {
    let mut jobs = JoinSet::new();
    for job in list {
        jobs.spawn(repeat(app.clone(), post.clone(), job, turns.clone(), stop.clone()).in_current_span());
    }
    while jobs.join_next().await.is_some() {}
}

async fn repeat(app: App, post: Post, job: &'static Job, turns: Turns, mut stop: watch::Receiver<bool>) {
    let mut wait = turns.first(&app.settings.public_url, job);
    let mut rest = Rest::default();
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stop.changed() => return,
        }
        wait = job.every;
        if rest.may_pass(job.rests, app.db.changes()) {
            continue;
        }
        let turn = tokio::select! {
            turn = turns.wait() => turn,
            _ = stop.changed() => return,
        };
        do_one(&app, &post, job).await;
        drop(turn);
    }
}

/// What a job remembers to know whether it may rest.
#[derive(Default)]
struct Rest {
    seen: Option<u64>,
    passed: u32,
}

impl Rest {
    /// Whether this turn may pass; `changes` is how many were written so far. What is written while the job runs is looked at the next time.
    fn may_pass(&mut self, rests: Rests, changes: u64) -> bool {
        self.passed += 1;
        let may = rests == Rests::Quiet && self.seen == Some(changes) && self.passed < QUIET_TURNS;
        if !may {
            *self = Self { seen: Some(changes), passed: 0 };
        }
        may
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_rests_while_nothing_is_written_and_comes_at_the_twelfth_turn() {
        let mut rest = Rest::default();
        let turns: Vec<bool> = (0..25).map(|_| rest.may_pass(Rests::Quiet, 7)).collect();
        let worked: Vec<usize> = (0..25).filter(|at| !turns[*at]).collect();
        assert_eq!(worked, [0, 12, 24]);
        assert!(!rest.may_pass(Rests::Quiet, 8), "something was written");
        assert!(rest.may_pass(Rests::Quiet, 8));
        assert!(!rest.may_pass(Rests::Never, 8));
    }

    #[test]
    fn many_regions_work_at_different_moments() {
        let (hourly, letters) = (&JOBS.iter().find(|job| job.every == HOUR).unwrap(), &JOBS[0]);
        let many = Turns::shared(4);
        let firsts: std::collections::BTreeSet<u64> = (0..89).map(|at| many.of_one().first(&format!("https://r{at}.example"), hourly).as_secs() / 60).collect();
        assert!(firsts.len() > 30, "{firsts:?}");
        assert!(firsts.iter().all(|minute| *minute <= 60));
        assert!(many.first("https://r1.example", letters) <= SECOND + letters.every);
        assert_eq!(Turns::alone().first("https://r1.example", hourly), SECOND);
    }
}
