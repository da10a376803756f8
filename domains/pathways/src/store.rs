//! SQL of pathways, this domain's tables only. Who may look is asked before: [`find`] takes what `cases::load` gave.

pub(crate) mod hints;
pub(crate) mod lists;
pub(crate) mod pathways;
pub(crate) mod prints;
pub(crate) mod sections;
pub(crate) mod signatures;
pub(crate) mod steps;
pub(crate) mod suggestions;
pub(crate) mod words;

pub use lists::{Eye, Filter, PathwayRow, Sort, list as list_rows};
pub use pathways::{Loaded, case_of, current_of, find, load, of_case, view};
pub use sections::{all as sections_of, find as section};
pub use signatures::{Signature, list as signatures_of};
pub use steps::{find as step, list as steps};
pub use suggestions::{Answer, Suggestion, find as suggestion, list as suggestions_of};
pub use words::{Comment, Draft, comments, draft};
