//! Pages.

pub mod agreement;
pub mod cabinet;
pub mod card;
pub mod lists;
pub mod proposing;
pub mod recording;
pub mod rubrics;
