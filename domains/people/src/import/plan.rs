//! From checked rows and decisions to what will be written, and what stands in the way.

use super::{Checked, Choice, Draft, Verdict, matching::Match};
use kernel::id::PersonId;
use std::collections::HashMap;

/// What a commit would do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// Lines that need a correction or a decision first.
    pub blocked: Vec<u32>,
    /// Lines that are left out or say nothing new.
    pub skipped: Vec<u32>,
}

/// One card to write, out of one row or several.
#[derive(Debug)]
pub(super) struct Step {
    pub line: u32,
    /// Rows above which the person was met again.
    pub joined: Vec<u32>,
    pub card: Option<PersonId>,
    pub draft: Draft,
}

impl Plan {
    pub fn of<'a>(rows: impl IntoIterator<Item = (&'a Checked, Choice)>) -> Self {
        let mut plan = Self::default();
        let mut at_line: HashMap<u32, usize> = HashMap::new();
        for (row, choice) in rows {
            let (line, verdict) = (row.line, row.verdict(choice));
            match (verdict, &row.draft, &row.found) {
                (Verdict::Skip, _, _) => plan.skipped.push(line),
                (Verdict::Error | Verdict::Duplicate, _, _) | (_, None, _) => plan.blocked.push(line),
                (Verdict::Update, Some(draft), Match::Row(earlier)) => plan.join(&mut at_line, *earlier, line, draft.clone()),
                (Verdict::Update, Some(draft), Match::Known(card) | Match::Perhaps(card)) => plan.step(&mut at_line, line, Some(*card), draft.clone()),
                (Verdict::New | Verdict::Update, Some(draft), _) => plan.step(&mut at_line, line, None, draft.clone()),
            }
        }
        plan
    }

    fn step(&mut self, at_line: &mut HashMap<u32, usize>, line: u32, card: Option<PersonId>, draft: Draft) {
        at_line.insert(line, self.steps.len());
        self.steps.push(Step { line, joined: Vec::new(), card, draft });
    }

    /// The row adds what the earlier one lacks; if that one isn't written, this one waits too.
    fn join(&mut self, at_line: &mut HashMap<u32, usize>, earlier: u32, line: u32, draft: Draft) {
        let Some((at, step)) = at_line.get(&earlier).and_then(|at| Some((*at, self.steps.get_mut(*at)?))) else {
            return self.blocked.push(line);
        };
        let known = &mut step.draft;
        known.birth_on = known.birth_on.or(draft.birth_on);
        known.phone = known.phone.take().or(draft.phone);
        known.email = known.email.take().or(draft.email);
        known.since = known.since.or(draft.since);
        for code in draft.subjects {
            if !known.subjects.contains(&code) {
                known.subjects.push(code);
            }
        }
        step.joined.push(line);
        at_line.insert(line, at);
    }
}
