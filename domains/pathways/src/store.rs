//! SQL of pathways, this domain's tables only. Who may look is asked before: [`find`] takes what `cases::load` gave.

pub(crate) mod pathways;
pub(crate) mod steps;

pub use pathways::{Loaded, case_of, current_of, find, load, of_case};
pub use steps::{find as step, list as steps};
