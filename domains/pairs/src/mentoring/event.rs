//! Words of the audit.

use super::model::MentoringId;
use audit::Event;

/// Something about a mentoring.
pub fn about(action: &'static str, id: MentoringId) -> Event {
    Event::new(action, "mentoring", id)
}
