//! A member's year: plan, fact, report, certificate.
//!
//! * The plan is the member's own; a coordinator or a municipal methodist agrees it or returns it with words.
//! * The fact is the ledger and nothing else: a deed finds its line by direction and kind, what no line expected is shown beside.
//! * A report that was handed in is a snapshot: later deeds don't change it.
//! * A certificate is signed by the installation's key and says hours, never a rank; publishing a badge is the member's own act.
//! * Loads stand beside the median of the same kind in words; groups under five have no median.

mod about;
pub mod badge;
mod event;
mod fact;
mod form;
pub mod key;
mod listen;
mod lists;
mod load;
mod model;
mod paper;
pub mod picture;
mod plan;
mod print;
mod report;
mod sight;
mod store;
mod telling;
mod views;
mod waits;
mod web;

pub use about::about_me;
pub use fact::{Fact, LineFact, Snapshot, matched};
pub use form::{LineForm, Words};
pub use load::{Load, compare, told};
pub use model::{Line, LineId, Paper, PaperId, Part, Plan, PlanState, Report, ReportState, Year};
pub use paper::{make as make_paper, publish, revoke, unpublish};
pub use plan::{Verdict, copy_last, decide as decide_plan, put_line, remove_line, reopen, send as send_plan, take_back as take_plan_back};
pub use report::{decide as decide_report, save as save_report, send as send_report, take_back as take_report_back};
pub use store::{plan_of, report_of};
pub use waits::waits;

pub use self::web::router;
pub use listen::listen;
