//! When two experts agree well enough, and what score follows. Pure.

use crate::model::Settings;

/// How far two experts may differ before a third one marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// Any criterion that differs by so much calls the third.
    pub criterion_gap: u32,
    /// Totals that differ by more call the third.
    pub total_gap: u32,
}

impl Allowed {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { criterion_gap: settings.criterion_gap, total_gap: settings.total_gap }
    }
}

fn total(marks: &[u32]) -> u32 {
    marks.iter().fold(0, |sum, points| sum.saturating_add(*points))
}

/// Whether two experts' marks call for a third.
#[must_use]
pub fn diverge(first: &[u32], second: &[u32], allowed: Allowed) -> bool {
    let apart = first.iter().zip(second).any(|(a, b)| a.abs_diff(*b) >= allowed.criterion_gap.max(1));
    apart || first.len() != second.len() || total(first).abs_diff(total(second)) > allowed.total_gap
}

/// The score of two marks that agree, or of three: the mean of two rounded up (doubt speaks for the teacher); of three, the mean of
/// the two that are nearest to each other, the higher pair of equals.
#[must_use]
pub fn settled(first: &[u32], second: &[u32], third: Option<&[u32]>) -> u32 {
    let mean = |a: u32, b: u32| a.midpoint(b) + (a ^ b) % 2;
    let (a, b) = (total(first), total(second));
    let Some(third) = third else { return mean(a, b) };
    let mut all = [a, b, total(third)];
    all.sort_unstable();
    let [low, middle, high] = all;
    if middle - low < high - middle { mean(low, middle) } else { mean(middle, high) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const USUAL: Allowed = Allowed { criterion_gap: 2, total_gap: 1 };

    #[test]
    fn a_third_is_called_by_a_criterion_or_by_the_total() {
        assert!(!diverge(&[2, 1, 0], &[2, 1, 0], USUAL));
        assert!(!diverge(&[2, 1, 0], &[1, 1, 0], USUAL));
        assert!(diverge(&[2, 1, 0], &[0, 1, 2], USUAL), "the totals agree, the criteria don't");
        assert!(diverge(&[2, 2, 2], &[1, 1, 2], USUAL), "each criterion is near, the total isn't");
        assert!(diverge(&[2], &[2, 0], USUAL), "marks of another form");
    }

    #[test]
    fn doubt_speaks_for_the_teacher_and_the_nearest_two_of_three_count() {
        assert_eq!(settled(&[2, 1], &[2, 0], None), 3);
        assert_eq!(settled(&[1, 1], &[1, 1], None), 2);
        assert_eq!(settled(&[4], &[0], Some(&[1])), 1);
        assert_eq!(settled(&[4], &[0], Some(&[3])), 4);
        assert_eq!(settled(&[4], &[0], Some(&[2])), 3, "in the middle: the higher pair");
    }

    proptest! {
        #[test]
        fn the_score_never_leaves_what_experts_gave(a in 0u32..50, b in 0u32..50, c in proptest::option::of(0u32..50)) {
            let third = c.map(|points| [points]);
            let score = settled(&[a], &[b], third.as_ref().map(<[u32; 1]>::as_slice));
            let all: Vec<u32> = [Some(a), Some(b), c].into_iter().flatten().collect();
            prop_assert!(score >= *all.iter().min().unwrap() && score <= *all.iter().max().unwrap());
            prop_assert_eq!(settled(&[b], &[a], None), settled(&[a], &[b], None));
        }
    }
}
