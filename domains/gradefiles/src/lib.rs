//! Files with results of classes as schools have them, read into sums of classes: summaries and mark lists of e-journals, reports of the
//! national assessment's system, protocols of the exam centre, our own sample.
//!
//! What holds here:
//! - Only sums leave: no name, document or mark of a pupil is in a [`Found`], a [`Problem`] or a [`Note`], however the file is laid out.
//! - What is not understood is told by row and cell; nothing is guessed silently, nothing is half-read.
//! - Pure: no store, no clock, no file system.

mod class;
mod context;
mod exam;
mod found;
mod grid;
mod joined;
mod key;
mod mark;
mod oko;
mod people;
mod places;
mod reader;
mod roster;
mod spot;
mod summary;
mod template;

pub use class::{ClassError, ClassName};
pub use context::says_vpr;
pub use found::{Bin, Figures, Found, Hints, Layout, Note, Problem, Problems, Row, School, Thresholds, Topic};
pub use joined::joined;
pub use people::{is_like_a_person, is_like_a_subject, is_surely_a_person};
pub use places::Places;
pub use reader::{Reader, limits, recognise, tab_name};
pub use spot::{Spot, Tab};
pub use template::template;
