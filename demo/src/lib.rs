//! The demo region: Khabarovsk Krai's profile with invented people, made by calling the use cases, so that it cannot be
//! impossible. Deterministic: the same size gives the same schools, names and fates. Nobody in it is real. A demo of several regions
//! ([`profiles`]) tells the same stories in regions with other names, hours, words and quotas.

mod activities;
mod awkward;
mod bank;
mod cases;
mod catalogue;
mod class_results;
mod help;
mod insights;
mod invented;
mod matching;
mod meetings;
mod members;
mod mentorings;
mod names;
mod opened;
mod personas;
mod places;
mod region;
mod reported;
mod second_tree;
mod staff;
mod stories;
mod supporting;
mod taken;
mod told_practices;
mod visits;
mod years;

pub use invented::profiles;
pub use personas::{PASSWORD, Persona, coordinator, list as personas};

use kernel::Result;
use rand::{SeedableRng, rngs::StdRng};
use structure::profile::Profile;
use web::App;

/// How much of the region to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 368 schools, 9,000 teachers, 720 places.
    Full,
    /// A tenth, for tests and slow machines: the same stories.
    Small,
}

impl Size {
    /// A number of the full region, at this size.
    fn of(self, full: u32) -> u32 {
        match self {
            Self::Full => full,
            Self::Small => full.div_ceil(10),
        }
    }
}

/// The seed of everything invented: 720, the size of the active.
const SEED: u64 = 720;

/// Makes the region in an empty database; does nothing where there is one already. Blocking.
///
/// # Errors
/// A use case refuses what the generator made (a fault of the generator), or the store fails.
pub fn build(app: &App, size: Size) -> Result<()> {
    build_as(app, size, &krai()?)
}

/// The profile of the krai, under which the demo of one region is made.
///
/// # Errors
/// It doesn't fit this program.
pub fn krai() -> Result<Profile> {
    Ok(region::krai()?.1)
}

/// [`build`] under a profile of [`profiles`].
///
/// # Errors
/// As [`build`].
pub fn build_as(app: &App, size: Size, profile: &Profile) -> Result<()> {
    if app.db.read(structure::is_set_up)? {
        return Ok(());
    }
    let mut chance = StdRng::seed_from_u64(SEED);
    let schools = timed("region", || region::build(app, &mut chance, size, profile))?;
    timed("personas", || personas::build(app, &schools))?;
    let staff = timed("staff", || staff::build(app, &mut chance, &schools))?;
    timed("members", || members::build(app, &mut chance, &staff, size))?;
    timed("awkward", || awkward::build(app, &schools))?;
    timed("stories", || stories::build(app, &mut chance, &schools))?;
    timed("meetings", || meetings::build(app))?;
    timed("personas", || personas::attach_member(app))?;
    timed("bank", || bank::build(app))?;
    timed("catalogue", || catalogue::build(app, &schools, size))?;
    timed("visits", || visits::build(app))?;
    timed("taken", || taken::build(app, &mut chance, size))?;
    timed("cases", || cases::build(app, &mut chance, &schools, size))?;
    timed("second_tree", || second_tree::build(app, size))?;
    timed("told_practices", || told_practices::build(app, size))?;
    timed("supporting", || supporting::build(app, size))?;
    timed("activities", || activities::build(app, size))?;
    timed("pools", || supporting::pools(app, size))?;
    timed("help", || help::build(app, &mut chance, size))?;
    timed("matching", || matching::build(app, size))?;
    timed("mentorings", || mentorings::build(app, size))?;
    timed("places", || places::build(app, &schools))?;
    timed("years", || years::build(app, size))?;
    timed("class_results", || class_results::build(app, &schools))?;
    timed("reported", || reported::build(app, size))?;
    timed("opened", || opened::build(app))?;
    timed("insights", || insights::build(app, &mut chance))?;
    past_was_read(app)
}

/// What was told longer than a few days ago was read then: nobody's letters of two years come at once.
fn past_was_read(app: &App) -> Result<()> {
    let before = app.clock().now() - jiff::SignedDuration::from_hours(24 * 4);
    app.db.write(|tx| notices::read_before(tx, before)).map(|_| ())
}

/// Where the time of the first start goes, for whoever makes it quicker: said in the log at its level `debug`.
fn timed<T>(part: &'static str, make: impl FnOnce() -> Result<T>) -> Result<T> {
    let begun = std::time::Instant::now();
    let made = make();
    tracing::debug!(part, seconds = begun.elapsed().as_secs_f32(), "a part of the demo was made");
    made
}
