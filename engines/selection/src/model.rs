//! What goes in and what comes out.

use std::time::Duration;

/// A day as a number, from any beginning.
pub type Day = i32;

/// What is to be closed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deficit {
    /// How sure and how important, 0…1 by habit; only the proportions count.
    pub weight: f64,
    /// How much closes it, in strengths: 3 is one resource about just that, or several that touch it.
    pub need: u8,
}

/// What may be proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource {
    pub hours: u32,
    /// `None`: at any time.
    pub starts: Option<Day>,
    pub ends: Option<Day>,
    /// Last day to apply.
    pub apply_by: Option<Day>,
    /// `None`: no limit.
    pub seats: Option<u32>,
    /// Codes of the caller: in person, remote …; course, internship ….
    pub form: u16,
    pub kind: u16,
    /// Deficits it works on, each once: 1 touches, 2 works on, 3 is about just that.
    pub strengths: Vec<(usize, u8)>,
    /// Resources to be walked before it.
    pub needs: Vec<usize>,
    /// How much more often than others it has helped, in thousandths. Its hours then weigh less, by half at most: it decides between
    /// likes and is never the reason to take one more.
    pub favour: u16,
}

/// What a selection keeps within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub hours: u32,
    pub from: Day,
    /// Inclusive.
    pub to: Day,
    /// At most so many resources.
    pub lines: usize,
}

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Branches to look at: the same on every machine.
    pub nodes: u64,
    /// For a machine too slow for them.
    pub time: Duration,
    /// How many resources per deficit the exact part looks at.
    pub per_deficit: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { nodes: 600, time: Duration::from_millis(600), per_deficit: 12 }
    }
}

/// The input contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("deficit {0}: the weight is negative or no number, or nothing is needed")]
    BadDeficit(usize),
    #[error("resource {0}: a deficit that isn't there or is named twice, or a strength outside 1..=3")]
    BadStrength(usize),
    #[error("resource {0}: it ends before it starts")]
    BadDates(usize),
    #[error("resource {0} needs one that isn't there")]
    UnknownPrerequisite(usize),
    #[error("resources that need each other: {0:?}")]
    Cycle(Vec<usize>),
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// In the order in which to walk them.
    pub lines: Vec<Line>,
    /// One per deficit, in order.
    pub coverage: Vec<Coverage>,
    /// Deficits that nothing proposed works on.
    pub missing: Vec<Missing>,
    pub hours: u32,
    /// By the model; compare selections of one problem only.
    pub worth: f64,
    pub how: How,
    /// How many resources the exact part looked at.
    pub considered: usize,
}

/// How a selection was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nothing better among those considered.
    Optimal,
    /// The limit of effort was reached: maybe there is better.
    Limited,
    /// The solver found nothing better than the simple rule, or failed.
    Greedy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub resource: usize,
    pub reasons: Vec<Reason>,
}

/// Why a resource was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Deficits that would have less without it, the one it helps most first.
    Serves(Vec<usize>),
    /// To be walked before these.
    NeededBefore(Vec<usize>),
    /// Nothing else that fits works on these.
    OnlyOneFor(Vec<usize>),
    /// So many others that fit work on its first deficit, and do worse together with the rest.
    BestOf(usize),
    /// No other line has its form.
    AnotherForm,
    /// It has dates and they are within the window.
    FitsDates,
    /// It has no dates: can be begun at any time.
    AnyTime,
}

/// How much of what a deficit needs the selection gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    pub given: u32,
    pub need: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub deficit: usize,
    pub why: Why,
}

/// Why nothing is proposed for a deficit: the obstacle that is the nearest to being removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No resource works on it.
    NoResource,
    /// None within the dates.
    Dates,
    /// What must be walked before can't be.
    Prerequisite,
    /// All seats are taken.
    NoSeats,
    /// There are some, but the hours went to what closes more, or are too few for any.
    Hours,
    /// As with hours, for the number of lines.
    Lines,
    /// There are some, but they cost more hours than the deficit weighs.
    NotWorth,
}
