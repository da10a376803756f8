//! Quorum, majority, tie, conflict of interest: rules of the region's profile over numbers, without storage.

use crate::model::{Item, Voice};
use kernel::{
    id::{AccountId, PersonId},
    search::fold,
};
use structure::profile::{CommissionOrder, Share};
use ui::ru;

/// Who is there of those who should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    pub present: usize,
    pub seats: usize,
    /// The fewest whose presence makes decisions valid.
    pub needed: usize,
}

impl Quorum {
    #[must_use]
    pub fn count(rule: Share, present: usize, seats: usize) -> Self {
        let needed = (0..=seats).find(|part| rule.is_exceeded(*part, seats)).unwrap_or(seats + 1);
        Self { present, seats, needed }
    }

    #[must_use]
    pub fn is_met(self) -> bool {
        self.present >= self.needed
    }

    /// A whole sentence, for the screen and the minutes.
    #[must_use]
    pub fn sentence(self) -> String {
        let Self { present, seats, needed } = self;
        let verb = ru::plural(present, "Присутствует", "Присутствуют", "Присутствуют");
        let outcome = if self.is_met() { "кворум имеется" } else { "кворума нет" };
        format!("{verb} {present} из {}, для решений нужно не меньше {needed}: {outcome}.", ru::counted(seats, "члена комиссии", "членов комиссии", "членов комиссии"))
    }
}

/// Votes on an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub in_favour: usize,
    pub against: usize,
    pub abstained: usize,
    /// Took no part because of a conflict of interest.
    pub recused: usize,
    /// How the chair voted.
    pub chair: Option<Voice>,
}

impl Tally {
    #[must_use]
    pub fn of(votes: impl IntoIterator<Item = (AccountId, Voice)>, chair: Option<AccountId>) -> Self {
        let mut tally = Self::default();
        for (account, voice) in votes {
            match voice {
                Voice::For => tally.in_favour += 1,
                Voice::Against => tally.against += 1,
                Voice::Abstain => tally.abstained += 1,
                Voice::Conflict => tally.recused += 1,
            }
            if chair == Some(account) {
                tally.chair = Some(voice);
            }
        }
        tally
    }

    /// Votes that count: who abstained took part, who has a conflict did not.
    #[must_use]
    pub fn cast(self) -> usize {
        self.in_favour + self.against + self.abstained
    }

    /// «за 3, против 1, воздержались 0».
    #[must_use]
    pub fn words(self) -> String {
        let recused = if self.recused == 0 { String::new() } else { format!(", конфликт интересов {}", self.recused) };
        format!("за {}, против {}, воздержались {}{recused}", self.in_favour, self.against, self.abstained)
    }
}

/// What the votes say about including a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// A tie that the chair's vote decided.
    PassedByChair,
    NotPassed,
    /// As many for as against, and nobody to decide it.
    Tied,
    NoVotes,
}

impl Verdict {
    #[must_use]
    pub fn of(rule: &CommissionOrder, tally: Tally) -> Self {
        if tally.cast() == 0 {
            Self::NoVotes
        } else if rule.majority_more_than.is_exceeded(tally.in_favour, tally.cast()) {
            Self::Passed
        } else if tally.in_favour == tally.against && tally.in_favour > 0 {
            match tally.chair {
                Some(Voice::For) if rule.chair_breaks_a_tie => Self::PassedByChair,
                Some(Voice::Against) if rule.chair_breaks_a_tie => Self::NotPassed,
                _ => Self::Tied,
            }
        } else {
            Self::NotPassed
        }
    }

    /// Whether the candidate may be included.
    #[must_use]
    pub fn is_for(self) -> bool {
        matches!(self, Self::Passed | Self::PassedByChair)
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "большинство за включение",
            Self::PassedByChair => "поровну, решил голос председателя: за включение",
            Self::NotPassed => "большинства за включение нет",
            Self::Tied => "голоса разделились поровну",
            Self::NoVotes => "никто не проголосовал",
        }
    }
}

/// What is known of a member of the commission as a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voter {
    pub person: Option<PersonId>,
    pub name: String,
    pub school: Option<String>,
}

/// Why a member should perhaps not vote on a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// The candidate is the member: not a hint, a fact.
    Own,
    Namesake,
    SameSchool,
}

impl Conflict {
    #[must_use]
    pub fn find(voter: &Voter, item: &Item) -> Option<Self> {
        if voter.person == Some(item.person) {
            return Some(Self::Own);
        }
        let words = &item.words;
        if !words.name.is_empty() && fold(&words.name) == fold(&voter.name) {
            return Some(Self::Namesake);
        }
        let same_school = voter.school.as_ref().is_some_and(|school| !school.is_empty() && *school == words.school);
        same_school.then_some(Self::SameSchool)
    }

    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Own => "это ваша кандидатура",
            Self::Namesake => "имя совпадает с вашим",
            Self::SameSchool => "из вашей школы",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HALF: Share = Share { numerator: 1, denominator: 2 };

    fn rule(chair_breaks_a_tie: bool) -> CommissionOrder {
        CommissionOrder { quorum_more_than: HALF, majority_more_than: HALF, chair_breaks_a_tie }
    }

    fn tally(in_favour: usize, against: usize, abstained: usize, chair: Option<Voice>) -> Tally {
        Tally { in_favour, against, abstained, recused: 0, chair }
    }

    #[test]
    fn quorum_is_more_than_half_and_said_in_a_sentence() {
        assert_eq!(Quorum::count(HALF, 3, 5), Quorum { present: 3, seats: 5, needed: 3 });
        assert!(Quorum::count(HALF, 3, 5).is_met() && !Quorum::count(HALF, 3, 6).is_met() && Quorum::count(HALF, 4, 6).is_met());
        assert!(!Quorum::count(HALF, 0, 0).is_met(), "a commission of nobody decides nothing");
        assert!(!Quorum::count(Share { numerator: 1, denominator: 1 }, 3, 3).is_met());
        assert_eq!(Quorum::count(HALF, 1, 3).sentence(), "Присутствует 1 из 3\u{a0}членов комиссии, для решений нужно не меньше 2: кворума нет.");
        assert!(Quorum::count(HALF, 2, 3).sentence().ends_with("кворум имеется."));
    }

    #[test]
    fn who_abstains_takes_part_and_who_has_a_conflict_does_not() {
        assert_eq!(Verdict::of(&rule(false), tally(3, 2, 0, None)), Verdict::Passed);
        assert_eq!(Verdict::of(&rule(false), tally(3, 2, 1, None)), Verdict::NotPassed);
        assert_eq!(Verdict::of(&rule(false), Tally { recused: 4, ..tally(1, 0, 0, None) }), Verdict::Passed);
        assert_eq!(Verdict::of(&rule(true), Tally { recused: 4, ..Tally::default() }), Verdict::NoVotes);
    }

    #[test]
    fn the_chair_breaks_a_tie_where_the_region_says_so() {
        assert_eq!(Verdict::of(&rule(true), tally(2, 2, 1, Some(Voice::For))), Verdict::PassedByChair);
        assert_eq!(Verdict::of(&rule(true), tally(2, 2, 0, Some(Voice::Against))), Verdict::NotPassed);
        assert_eq!(Verdict::of(&rule(true), tally(2, 2, 1, Some(Voice::Abstain))), Verdict::Tied);
        assert_eq!(Verdict::of(&rule(true), tally(2, 2, 0, None)), Verdict::Tied);
        assert_eq!(Verdict::of(&rule(false), tally(2, 2, 0, Some(Voice::For))), Verdict::Tied);
        assert_eq!(Verdict::of(&rule(true), tally(0, 0, 3, Some(Voice::For))), Verdict::NotPassed);
    }

    fn share() -> impl Strategy<Value = Share> {
        (1_u32..=9, 0_u32..=9).prop_map(|(denominator, numerator)| Share { numerator: numerator.min(denominator), denominator })
    }

    proptest! {
        #[test]
        fn the_needed_number_is_the_smallest_that_is_enough(rule in share(), seats in 0_usize..60) {
            let needed = Quorum::count(rule, 0, seats).needed;
            prop_assert!(needed > seats || rule.is_exceeded(needed, seats));
            prop_assert!(needed == 0 || !rule.is_exceeded(needed - 1, seats));
        }

        #[test]
        fn one_more_vote_for_never_takes_a_majority_away(majority_more_than in share(), a in 0_usize..20, b in 0_usize..20, c in 0_usize..20) {
            let rule = CommissionOrder { majority_more_than, ..rule(false) };
            if Verdict::of(&rule, tally(a, b, c, None)).is_for() {
                prop_assert!(Verdict::of(&rule, tally(a + 1, b, c, None)).is_for());
            }
        }

        #[test]
        fn more_against_than_for_never_passes_by_half(a in 0_usize..20, more in 1_usize..20, c in 0_usize..20) {
            for chair in [None, Some(Voice::For), Some(Voice::Against)] {
                prop_assert!(!Verdict::of(&rule(true), tally(a, a + more, c, chair)).is_for());
            }
        }
    }
}
