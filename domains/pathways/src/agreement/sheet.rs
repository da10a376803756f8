//! The list of agreement as it stands: who signed what, what is void, who is waited for. Pure.

use crate::{digests::Digests, model::Component, store::signatures::Signature, whole::Whole};
use cases::{Member, SeatId, SeatState, TeamRole};

/// A seat's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    pub member: Member,
    /// In force only.
    signed: Vec<Signature>,
}

impl SheetRow {
    /// The signature in force under a section, or under the whole.
    #[must_use]
    pub fn signature(&self, component: Option<Component>) -> Option<&Signature> {
        self.signed.iter().find(|one| one.component == component)
    }

    /// Whether this seat signs sections: of the team now, and not the teacher.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.member.state == SeatState::Joined && self.member.role != TeamRole::Teacher
    }

    /// Sections that this seat hasn't signed as they stand.
    pub fn lacks(&self) -> impl Iterator<Item = Component> {
        Component::ALL.iter().copied().filter(|component| self.signature(Some(*component)).is_none())
    }
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub digests: Digests,
    /// The team, the teacher last; then those who signed and have left.
    pub rows: Vec<SheetRow>,
    all: Vec<Signature>,
}

impl Sheet {
    #[must_use]
    pub fn of(whole: &Whole, digests: Digests, all: Vec<Signature>) -> Self {
        let in_force = |one: &&Signature| one.void_at.is_none() && digests.of(one.component) == Some(&one.digest);
        let row = |member: &Member| SheetRow { member: member.clone(), signed: all.iter().filter(in_force).filter(|one| one.seat == member.seat).cloned().collect() };
        let mut rows: Vec<SheetRow> = whole.joined().map(row).collect();
        rows.sort_by_key(|row| row.member.role == TeamRole::Teacher);
        rows.extend(whole.team.iter().filter(|member| member.state != SeatState::Joined).map(row).filter(|row| !row.signed.is_empty()));
        Self { digests, rows, all }
    }

    #[must_use]
    pub fn row(&self, seat: SeatId) -> Option<&SheetRow> {
        self.rows.iter().find(|row| row.member.seat == seat)
    }

    /// The first of the team who still has something to sign; the teacher comes after all of them.
    #[must_use]
    pub fn waits_for(&self) -> Option<&SheetRow> {
        self.rows.iter().find(|row| row.is_asked() && row.lacks().next().is_some())
    }

    #[must_use]
    pub fn is_teachers_turn(&self) -> bool {
        self.rows.iter().any(SheetRow::is_asked) && self.waits_for().is_none()
    }

    /// Signatures not void yet that stand over what isn't there any more.
    pub fn fallen(&self) -> impl Iterator<Item = &Signature> {
        self.all.iter().filter(|one| one.void_at.is_none() && self.digests.of(one.component) != Some(&one.digest))
    }

    /// Signatures in force.
    #[must_use]
    pub fn in_force(&self) -> Vec<&Signature> {
        self.all.iter().filter(|one| one.void_at.is_none() && self.digests.of(one.component) == Some(&one.digest)).collect()
    }
}
