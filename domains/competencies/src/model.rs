//! Frameworks, their trees, targets and scales: plain values with their rules.

use kernel::{Date, Timestamp, text_enum, uuid_id};
use std::collections::BTreeMap;

uuid_id! {
    /// A version of a framework.
    FrameworkId,
    /// A competency of one version of a framework.
    CompetencyId,
    /// A relation of a CASE package other than parent and child.
    LinkId,
    /// A version of a scale.
    ScaleId,
}

text_enum! {
    /// Where a version of a framework is.
    FrameworkState {
        /// Edited; nothing is measured by it yet.
        Draft = "draft",
        /// In use and unchangeable.
        Live = "live",
        /// No longer used for anything new.
        Retired = "retired",
    }
}

impl FrameworkState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Live => "действует",
            Self::Retired => "снята",
        }
    }
}

/// A version of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    pub id: FrameworkId,
    /// The same in all versions.
    pub code: String,
    /// The version, from 1.
    pub number: i64,
    pub title: String,
    pub state: FrameworkState,
    pub based_on: Option<FrameworkId>,
    pub made_at: Timestamp,
    pub live_from: Option<Date>,
    /// Optimistic lock.
    pub version: i64,
}

impl Framework {
    /// «Название, версия 2».
    #[must_use]
    pub fn full_title(&self) -> String {
        format!("{}, версия {}", self.title, self.number)
    }
}

/// A block or a competency of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competency {
    pub id: CompetencyId,
    pub framework: FrameworkId,
    /// `None`: a block.
    pub parent: Option<CompetencyId>,
    /// The same in the next version: what a repeat is compared by.
    pub code: String,
    pub title: String,
    pub description: String,
    pub position: i64,
}

/// How deep a tree may be: deeper is a mistake of the file, and drawing it would cost the stack.
pub(crate) const DEEPEST: usize = 20;

/// A competency with those under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    pub competency: Competency,
    pub children: Vec<Branch>,
}

/// Branches out of rows that are sorted by position. A row whose parent is not among them is left out.
pub(crate) fn grown(rows: Vec<Competency>) -> Vec<Branch> {
    let mut under: BTreeMap<Option<CompetencyId>, Vec<Competency>> = BTreeMap::new();
    for row in rows {
        under.entry(row.parent).or_default().push(row);
    }
    branches(&mut under, None)
}

fn branches(under: &mut BTreeMap<Option<CompetencyId>, Vec<Competency>>, parent: Option<CompetencyId>) -> Vec<Branch> {
    let rows = under.remove(&parent).unwrap_or_default();
    rows.into_iter()
        .map(|competency| {
            let children = branches(under, Some(competency.id));
            Branch { competency, children }
        })
        .collect()
}

/// A tree read from the top, each with its depth: blocks are at 0.
#[must_use]
pub fn flat(tree: &[Branch]) -> Vec<(&Competency, usize)> {
    let mut rows = Vec::new();
    gather(tree, 0, &mut rows);
    rows
}

fn gather<'a>(tree: &'a [Branch], depth: usize, rows: &mut Vec<(&'a Competency, usize)>) {
    for branch in tree {
        rows.push((&branch.competency, depth));
        gather(&branch.children, depth + 1, rows);
    }
}

/// The level expected of whom; empty subject or post: any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    pub competency: CompetencyId,
    pub subject: String,
    pub post: String,
    /// Code of a level.
    pub level: String,
}

/// The level for a subject and a post out of a competency's targets: the more closely named wins, subject before post.
#[must_use]
pub fn target_of<'a>(targets: &'a [Target], competency: CompetencyId, subject: &str, post: &str) -> Option<&'a str> {
    let fits = |target: &&Target| target.competency == competency && (target.subject.is_empty() || target.subject == subject) && (target.post.is_empty() || target.post == post);
    let closeness = |target: &&Target| (!target.subject.is_empty(), !target.post.is_empty());
    targets.iter().filter(fits).max_by_key(closeness).map(|target| target.level.as_str())
}

/// A version of a scale: levels by percent. It never changes; the next version takes over from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    pub id: ScaleId,
    /// The same in all versions.
    pub code: String,
    pub number: i64,
    pub title: String,
    pub valid_from: Date,
    /// Exclusive.
    pub valid_to: Option<Date>,
    /// From the lowest.
    pub levels: Vec<Level>,
}

/// One level: from so many percent up to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    pub code: String,
    pub label: String,
    /// Inclusive, 0…100.
    pub percent_from: i64,
}

impl Scale {
    /// The level of a percent; the lowest for what is below all.
    #[must_use]
    pub fn level_at(&self, percent: f64) -> Option<&Level> {
        self.levels.iter().rev().find(|level| percent >= level.percent_from as f64).or_else(|| self.levels.first())
    }

    /// The level by its code.
    #[must_use]
    pub fn level(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.code == code)
    }

    /// From how many percent a level begins.
    #[must_use]
    pub fn percent_of(&self, code: &str) -> Option<i64> {
        self.level(code).map(|level| level.percent_from)
    }

    /// «Название, версия 2».
    #[must_use]
    pub fn full_title(&self) -> String {
        format!("{}, версия {}", self.title, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_closely_named_target_wins() {
        let competency = CompetencyId::fresh();
        let target = |subject: &str, post: &str, level: &str| Target { competency, subject: subject.into(), post: post.into(), level: level.into() };
        let all = [target("", "", "low"), target("", "uchitel", "medium"), target("matematika", "", "high"), target("matematika", "direktor", "top")];
        let of = |subject, post| target_of(&all, competency, subject, post);
        assert_eq!([of("himiya", "direktor"), of("himiya", "uchitel"), of("matematika", "uchitel"), of("matematika", "direktor")], [Some("low"), Some("medium"), Some("high"), Some("top")]);
        assert_eq!(target_of(&all, CompetencyId::fresh(), "", ""), None);
    }

    #[test]
    fn a_percent_falls_into_its_level() {
        let level = |code: &str, percent_from| Level { code: code.into(), label: code.into(), percent_from };
        let scale = Scale {
            id: ScaleId::fresh(),
            code: "levels".into(),
            number: 1,
            title: "Уровни".into(),
            valid_from: Date::constant(2026, 1, 1),
            valid_to: None,
            levels: vec![level("low", 0), level("medium", 60), level("high", 80)],
        };
        let at = |percent| scale.level_at(percent).map(|level| level.code.as_str());
        assert_eq!([at(-1.0), at(59.9), at(60.0), at(100.0)], [Some("low"), Some("low"), Some("medium"), Some("high")]);
        assert_eq!(scale.percent_of("high"), Some(80));
    }
}
