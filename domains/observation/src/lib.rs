//! Observation of lessons: rubrics, agreed visits, records that come from devices without a network.
//!
//! * A visit is agreed with the teacher, who sees what was written first, comments and acknowledges it, and alone opens it to others.
//! * Records are append-only, made on a device with its id and counter; each names those it follows, what nobody has followed
//!   stands, and two that stand are a clash that the observer settles by a third.
//! * No pupil is ever named: the class is a word such as «7 Б».
//! * A version of a rubric that was made live never changes.

mod about;
pub mod agreement;
mod building;
mod exchange;
mod form;
mod letters;
mod listen;
mod low;
mod model;
mod paper;
mod parts;
mod record;
mod rubric;
mod sample;
mod store;
mod views;
mod visit;
mod web;
mod writing;

pub use self::web::router;
pub use about::about_me;
pub use building::{Edit, RubricForm, begin, copy, edit, load_sample, make_live, rename, retire};
pub use form::{Visit, VisitForm};
pub use listen::listen;
pub use low::{LowIndicator, low_indicators};
pub use model::{Observation, ObservationId, Row, Side, State, grade};
pub use parts::IndicatorForm;
pub use record::{RecordId, Sheet, Standing, Written};
pub use rubric::{At, Block, Body, Criterion, Evidence, Indicator, Part, Rubric, RubricId, RubricState, Way};
pub use store::{Eye, Filter, find, list, records::sheet, rubrics::find as rubric, rubrics::list as rubrics};
pub use visit::{Sharing, Word, acknowledge, answer, finish, has_consent, lacks, observed, own, propose, reopen, share, take_back};
pub use writing::{Batch, Incoming, Line, MOST_AT_ONCE, Verdict, receive, write};
