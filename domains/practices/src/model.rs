//! A practice, its versions, reviews and re-uses: types and the rules that need no storage.

use kernel::{
    Date,
    id::{AccountId, PersonId, PlaceId},
};
use std::collections::BTreeMap;

kernel::uuid_id! {
    /// A practice.
    PracticeId,
    /// A review of one version.
    ReviewId,
    /// Somebody has used a practice.
    UseId,
}

kernel::text_enum! {
    /// Where a practice stands as a whole.
    State {
        Draft = "draft",
        Review = "review",
        Returned = "returned",
        Declined = "declined",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Review => "у рецензентов",
            Self::Returned => "возвращена с замечаниями",
            Self::Declined => "отклонена",
            Self::Published => "опубликована",
            Self::Withdrawn => "снята автором",
        }
    }
}

kernel::text_enum! {
    /// Where one version stands.
    VersionState {
        Draft = "draft",
        Review = "review",
        Accepted = "accepted",
        Returned = "returned",
        Declined = "declined",
    }
}

impl VersionState {
    /// What a practice is while no version of it is published.
    #[must_use]
    pub fn of_practice(self) -> State {
        match self {
            Self::Draft => State::Draft,
            Self::Review => State::Review,
            Self::Accepted => State::Published,
            Self::Returned => State::Returned,
            Self::Declined => State::Declined,
        }
    }

    /// Whether the author writes into it; what was seen by reviewers is left as it is, and the next version is written.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Draft => true,
            Self::Review | Self::Accepted | Self::Returned | Self::Declined => false,
        }
    }
}

kernel::text_enum! {
    /// What a reviewer says.
    Verdict {
        /// Taken to read, nothing said yet.
        None = "",
        Accept = "accept",
        Return = "return",
        Decline = "decline",
    }
}

impl Verdict {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "читает",
            Self::Accept => "принять",
            Self::Return => "вернуть на доработку",
            Self::Decline => "отклонить",
        }
    }
}

kernel::text_enum! {
    /// Whether somebody who could see it agrees that it was used.
    UseState {
        Told = "told",
        Confirmed = "confirmed",
        Refused = "refused",
    }
}

impl UseState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Told => "ждёт подтверждения",
            Self::Confirmed => "подтверждено",
            Self::Refused => "не подтверждено",
        }
    }
}

kernel::text_enum! {
    /// What reviewers look at.
    Criterion {
        Relevance = "relevance",
        Reproducibility = "reproducibility",
        Evidence = "evidence",
        Legality = "legality",
    }
}

impl Criterion {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Relevance => "Проблема знакома другим учителям",
            Self::Reproducibility => "По описанию можно повторить",
            Self::Evidence => "Результаты подтверждены",
            Self::Legality => "Права и личные данные не нарушены",
        }
    }

    /// What to look for.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Relevance => "понятно, кому и когда это пригодится",
            Self::Reproducibility => "шаги названы, известно, что нужно и сколько времени",
            Self::Evidence => "видно, по каким данным сделан вывод",
            Self::Legality => "нет имён и работ учеников с фамилиями, чужое названо",
        }
    }
}

/// A practice as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    pub id: PracticeId,
    pub author: Option<PersonId>,
    pub place: PlaceId,
    pub state: State,
    /// Version in force; 0: none.
    pub published_number: i64,
    pub published_on: Option<Date>,
    /// The author agrees to be named in the bank.
    pub with_name: bool,
    /// The author agrees to the open page.
    pub is_open: bool,
    pub withdrawn_why: String,
    pub work: String,
    pub resource: String,
    pub certificate_code: String,
    pub version: i64,
    // Joined for display.
    pub author_name: String,
    pub place_name: String,
    pub place_path: String,
}

/// What is written, of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub practice: PracticeId,
    pub number: i64,
    pub title: String,
    pub problem: String,
    pub idea: String,
    pub steps: String,
    pub results: String,
    pub evidence: String,
    pub subject: String,
    pub direction: String,
    pub audience: String,
    pub link: String,
    pub state: VersionState,
    pub submitted_on: Option<Date>,
    pub decided_on: Option<Date>,
}

impl Text {
    /// Parts that must be there before others read it, with the words for whoever forgot one.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        let parts = [
            (&self.title, "название"),
            (&self.problem, "какая проблема"),
            (&self.idea, "в чём идея"),
            (&self.steps, "как это делается, по шагам"),
            (&self.results, "что получилось"),
            (&self.evidence, "чем это подтверждено"),
        ];
        parts.into_iter().filter(|(text, _)| text.trim().is_empty()).map(|(_, what)| what).collect()
    }
}

/// A file of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub digest: files::Digest,
    pub name: String,
    pub kind: files::Kind,
}

/// A review, taken or given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: ReviewId,
    pub practice: PracticeId,
    pub number: i64,
    pub reviewer: Option<AccountId>,
    pub verdict: Verdict,
    pub marks: BTreeMap<String, u8>,
    pub words: String,
    pub taken_on: Date,
    pub given_on: Option<Date>,
}

/// Somebody used it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    pub id: UseId,
    pub practice: PracticeId,
    pub person: Option<PersonId>,
    pub person_name: String,
    pub place_name: String,
    pub place_path: String,
    pub used_on: Date,
    pub place_words: String,
    pub outcome: String,
    pub state: UseState,
    pub refused_why: String,
    pub version: i64,
}

/// What comes of reviews so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// So many more are needed.
    Wait(usize),
    Accepted,
    Returned,
    Declined,
}

/// Two who say the same decide; where two differ a third is asked; of three different words the middle one holds.
#[must_use]
pub fn outcome(verdicts: &[Verdict]) -> Outcome {
    let count = |verdict: Verdict| verdicts.iter().filter(|one| **one == verdict).count();
    let given = verdicts.iter().filter(|one| **one != Verdict::None).count();
    if count(Verdict::Accept) >= 2 {
        Outcome::Accepted
    } else if count(Verdict::Return) >= 2 {
        Outcome::Returned
    } else if count(Verdict::Decline) >= 2 {
        Outcome::Declined
    } else if given >= 3 {
        Outcome::Returned
    } else {
        Outcome::Wait(if given == 2 { 1 } else { 2 - given })
    }
}

/// How many more may take it to read: those who have taken it count, whether or not they have said anything.
#[must_use]
pub fn free_seats(verdicts: &[Verdict]) -> usize {
    match outcome(verdicts) {
        Outcome::Wait(more) => more.saturating_sub(verdicts.iter().filter(|one| **one == Verdict::None).count()),
        Outcome::Accepted | Outcome::Returned | Outcome::Declined => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Accept, Decline, Return};

    #[test]
    fn two_who_agree_decide_and_a_third_is_asked_when_they_differ() {
        for (verdicts, expected) in [
            (&[][..], Outcome::Wait(2)),
            (&[Accept], Outcome::Wait(1)),
            (&[Accept, Accept], Outcome::Accepted),
            (&[Return, Return], Outcome::Returned),
            (&[Decline, Decline], Outcome::Declined),
            (&[Accept, Decline], Outcome::Wait(1)),
            (&[Accept, Return, Accept], Outcome::Accepted),
            (&[Accept, Decline, Decline], Outcome::Declined),
            (&[Accept, Return, Decline], Outcome::Returned),
        ] {
            assert_eq!(outcome(verdicts), expected, "{verdicts:?}");
        }
    }

    #[test]
    fn who_is_reading_keeps_a_seat() {
        assert_eq!(free_seats(&[]), 2);
        assert_eq!(free_seats(&[Verdict::None]), 1);
        assert_eq!(free_seats(&[Verdict::None, Verdict::None]), 0);
        assert_eq!(free_seats(&[Accept, Verdict::None]), 0);
        assert_eq!(free_seats(&[Accept, Decline]), 1);
        assert_eq!(free_seats(&[Accept, Decline, Verdict::None]), 0);
        assert_eq!(free_seats(&[Accept, Accept]), 0);
    }
}
