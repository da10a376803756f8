//! Whether enough members came for a decision to be one.

use ui::ru;

/// How many came of how many, and how many must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    pub members: i64,
    pub present: i64,
    pub needed: i64,
}

impl Quorum {
    /// `percent` of 0 is the usual rule, more than half; otherwise at least so many of a hundred. Nobody is never a quorum.
    #[must_use]
    pub fn new(members: i64, present: i64, percent: u32) -> Self {
        let needed = if percent == 0 { members / 2 + 1 } else { (members * i64::from(percent)).div_euclid(100) + i64::from((members * i64::from(percent)).rem_euclid(100) > 0) };
        Self { members, present, needed: needed.max(1) }
    }

    #[must_use]
    pub fn is_there(self) -> bool {
        self.present >= self.needed
    }

    /// A whole sentence, for the page and for the minutes.
    #[must_use]
    pub fn sentence(self) -> String {
        let plural = |count: i64, one, few, many| ru::plural(u64::try_from(count).unwrap_or(0), one, few, many);
        let (come, whom) = (plural(self.present, "Присутствует", "Присутствуют", "Присутствуют"), plural(self.members, "участника", "участников", "участников"));
        let of = format!("{come} {} из {} {whom}, для решения нужно не меньше {}.", self.present, self.members, self.needed);
        if self.is_there() { format!("{of} Кворум имеется.") } else { format!("{of} Кворума нет: решения не приняты, записаны как рекомендации.") }
    }
}

/// The rule in words.
#[must_use]
pub fn rule(percent: u32) -> String {
    if percent == 0 { "больше половины участников".to_owned() } else { format!("не меньше {percent} % участников") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_quorum_is_more_than_half() {
        for (members, needed) in [(1, 1), (2, 2), (3, 2), (4, 3), (10, 6), (11, 6)] {
            let quorum = Quorum::new(members, needed, 0);
            assert_eq!(quorum.needed, needed, "{members}");
            assert!(quorum.is_there() && !Quorum::new(members, needed - 1, 0).is_there(), "{members}");
            assert!(needed * 2 > members && (needed - 1) * 2 <= members);
        }
    }

    #[test]
    fn a_share_of_its_own_is_rounded_up() {
        assert_eq!(Quorum::new(10, 0, 67).needed, 7);
        assert_eq!(Quorum::new(3, 0, 67).needed, 3);
        assert_eq!(Quorum::new(9, 0, 33).needed, 3);
        for members in 1..60 {
            for percent in 1..=100_u32 {
                let needed = Quorum::new(members, 0, percent).needed;
                assert!(needed * 100 >= members * i64::from(percent) && needed <= members, "{members} {percent}");
            }
        }
    }

    #[test]
    fn nobody_decides_nothing() {
        assert!(!Quorum::new(0, 0, 0).is_there());
        assert!(Quorum::new(0, 0, 0).sentence().contains("Кворума нет"));
        assert!(Quorum::new(5, 1, 0).sentence().starts_with("Присутствует 1 из 5 участников,"));
        assert!(Quorum::new(5, 2, 0).sentence().starts_with("Присутствуют 2 из 5 участников,"));
    }
}
