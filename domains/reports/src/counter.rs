//! The code that counts: one function for each indicator, SQL over other domains' tables. A definition in words names its counter and
//! the version it was written for; a counter that changes what it counts gets the next version.

use crate::{
    counters::{accompanied, consents, held, helped, measured, members, practised},
    figure::Figure,
    ground::{Ground, Level},
};
use kernel::{Result, Tx, text_enum};

text_enum! {
    Counter {
        Quota = "quota",
        Coverage = "coverage",
        Diagnosed = "diagnosed",
        Pathways = "pathways",
        Removed = "removed",
        Load = "load",
        Events = "events",
        LowSchools = "low_schools",
        YoungMentored = "young_mentored",
        Practices = "practices",
        Response = "response",
        Consents = "consents",
    }
}

impl Counter {
    /// Of the code below.
    #[must_use]
    pub fn version(self) -> i64 {
        match self {
            Self::Quota | Self::Coverage | Self::Diagnosed | Self::Pathways | Self::Removed | Self::Load | Self::LowSchools | Self::YoungMentored | Self::Practices | Self::Response | Self::Consents => 1,
            // Who held an activity and was noted at it too is no participant.
            Self::Events => 2,
        }
    }

    /// Whether it is counted for a place of this level. A single school is no share of municipalities. Schools with low results are counted
    /// for the region only: of a municipality's figures, or of a difference of them, one school could be told. Their own municipality and
    /// the coordinator have the list itself.
    #[must_use]
    pub fn is_of(self, level: Level) -> bool {
        match self {
            Self::Coverage => level != Level::School,
            Self::LowSchools => level == Level::Region,
            Self::Quota | Self::Diagnosed | Self::Pathways | Self::Removed | Self::Load | Self::Events | Self::YoungMentored | Self::Practices | Self::Response | Self::Consents => true,
        }
    }

    /// Whether figures of the places below, put together, could make the figure of the place above: counts do, medians don't, and what is
    /// hidden in small places must not be worked out from a difference.
    #[must_use]
    pub fn is_additive(self) -> bool {
        match self {
            Self::Coverage | Self::Removed | Self::LowSchools | Self::Response => false,
            Self::Quota | Self::Diagnosed | Self::Pathways | Self::Load | Self::Events | Self::YoungMentored | Self::Practices | Self::Consents => true,
        }
    }

    /// Whether it tells what people have achieved or lack, so that a few of them must not be counted aloud. Of places, events and hours one
    /// may be.
    #[must_use]
    pub fn is_of_people(self) -> bool {
        match self {
            Self::Diagnosed | Self::Pathways | Self::Removed | Self::YoungMentored | Self::Consents => true,
            Self::Quota | Self::Coverage | Self::Load | Self::Events | Self::LowSchools | Self::Practices | Self::Response => false,
        }
    }

    /// Counts.
    ///
    /// # Errors
    /// The store fails.
    pub fn count(self, tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
        match self {
            Self::Quota => members::quota(tx, ground),
            Self::Coverage => members::coverage(tx, ground),
            Self::Diagnosed => measured::diagnosed(tx, ground),
            Self::Pathways => accompanied::pathways(tx, ground),
            Self::Removed => accompanied::removed(tx, ground),
            Self::Load => held::load(tx, ground),
            Self::Events => held::events(tx, ground),
            Self::LowSchools => helped::low_schools(tx, ground),
            Self::YoungMentored => helped::young_mentored(tx, ground),
            Self::Practices => practised::practices(tx, ground),
            Self::Response => helped::response(tx, ground),
            Self::Consents => consents::hygiene(tx, ground),
        }
    }
}
