//! What repeats say beside each deficit of a case, and which verdicts that allows.

use crate::model::{Case, TakenDeficit, Verdict};
use access::Actor;
use deficits::{Growth, Sight, Source};
use kernel::{Error, Result, Tx};

/// A deficit with what a repeat says of it, as far as the reader may see results.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub deficit: TakenDeficit,
    pub growth: Option<Growth>,
}

impl Judged {
    /// Whether a repeat on the same scale stands beside the first measurement.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        self.growth.as_ref().is_some_and(|growth| growth.verdict != deficits::Verdict::NotComparable)
    }

    /// # Errors
    /// A refusal: it can't be said of what was measured and not measured again.
    pub fn may_be(&self, verdict: Verdict) -> Result<()> {
        let says_better = match verdict {
            Verdict::Removed | Verdict::Partly => true,
            Verdict::NotRemoved | Verdict::NotAssessed => false,
        };
        if self.deficit.source == Source::Measured && says_better && !self.is_compared() {
            return Err(Error::refusal(format!(
                "Затруднение «{}» выявила диагностика, а повторной, которую можно с ней сравнить, вам не видно. Пока её нет или педагог не открыл её результат, отметьте «не оценивали».",
                self.deficit.title
            )));
        }
        Ok(())
    }
}

/// The deficits of the case beside what repeats since its opening say.
///
/// # Errors
/// The store fails.
pub fn judged(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<Vec<Judged>> {
    let sight = Sight::of(actor);
    let mut grown: Vec<Growth> = Vec::new();
    for taken in deficits::results_of(tx, &sight, case.person)?.into_iter().filter(|taken| taken.is_repeat && taken.taken_on >= case.opened_on) {
        grown.extend(deficits::growth_of(tx, &sight, taken.attempt)?);
    }
    let of = |code: &str| grown.iter().find(|growth| growth.code == code && growth.verdict != deficits::Verdict::NotComparable).or_else(|| grown.iter().find(|growth| growth.code == code)).cloned();
    Ok(crate::store::deficits::of(tx, case)?.into_iter().map(|deficit| Judged { growth: of(&deficit.code), deficit }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use deficits::DeficitId;
    use jiff::civil::date;

    fn one(source: Source, verdict: Option<deficits::Verdict>) -> Judged {
        let id = kernel::id::Uuid::now_v7();
        let growth = verdict.map(|verdict| Growth {
            code: "1.1".into(),
            title: String::new(),
            first: id.to_string().parse().unwrap(),
            second: id.to_string().parse().unwrap(),
            verdict,
            reason: String::new(),
            change: None,
            low: None,
            high: None,
            p_grew: None,
        });
        let deficit = TakenDeficit {
            id: DeficitId::fresh(),
            code: "1.1".into(),
            title: "Оценивание".into(),
            source,
            status: deficits::Status::Found,
            taken_on: date(2026, 9, 1),
            verdict: None,
            verdict_words: String::new(),
            verdict_on: None,
            version: 1,
        };
        Judged { deficit, growth }
    }

    #[test]
    fn what_was_measured_is_not_removed_without_a_repeat_to_compare() {
        for unmeasured in [None, Some(deficits::Verdict::NotComparable)] {
            let judged = one(Source::Measured, unmeasured);
            assert!(judged.may_be(Verdict::Removed).is_err() && judged.may_be(Verdict::Partly).is_err());
            assert!(judged.may_be(Verdict::NotAssessed).is_ok() && judged.may_be(Verdict::NotRemoved).is_ok());
        }
        assert!(one(Source::Measured, Some(deficits::Verdict::Grew)).may_be(Verdict::Removed).is_ok());
        assert!(one(Source::Declared, None).may_be(Verdict::Removed).is_ok(), "what the teacher named alone is the team's to judge");
    }
}
