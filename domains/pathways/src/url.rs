//! Addresses of screens.

use crate::model::{Component, PathwayId, StepId};

#[must_use]
pub fn pathway(id: PathwayId) -> String {
    format!("/pathways/{id}")
}

#[must_use]
pub fn section(id: PathwayId, component: Component) -> String {
    format!("/pathways/{id}/sections/{component}")
}

#[must_use]
pub fn history(id: PathwayId, component: Component) -> String {
    format!("/pathways/{id}/history/{component}")
}

#[must_use]
pub fn agreement(id: PathwayId) -> String {
    format!("/pathways/{id}/agreement")
}

/// A page of a pathway: `frame`, `steps/new`, `versions`.
#[must_use]
pub fn of(id: PathwayId, page: &str) -> String {
    format!("/pathways/{id}/{page}")
}

#[must_use]
pub fn edit_step(id: PathwayId, step: StepId) -> String {
    format!("/pathways/{id}/steps/{step}/edit")
}
