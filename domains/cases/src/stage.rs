//! From evidence to the rung, and how each rung is drawn. Pure: nobody ticks a box, the evidence that is there decides.

use crate::model::Kind;
use kernel::Date;

kernel::text_enum! {
    Strand { Teacher = "teacher", Pupils = "pupils" }
}

kernel::text_enum! {
    /// What a rung is reached by.
    EvidenceKind {
        Signal = "signal",
        Result = "result",
        Resources = "resources",
        Agreement = "agreement",
        Walk = "walk",
        Repeat = "repeat",
        Verdict = "verdict",
        Measure = "measure",
        Link = "link",
        Lesson = "lesson",
        Outcome = "outcome",
    }
}

kernel::text_enum! {
    /// Where evidence comes from.
    SourceKind {
        Words = "words",
        Observation = "observation",
        Attempt = "attempt",
        Assessment = "assessment",
        Deficit = "deficit",
        Measure = "measure",
        Link = "link",
        Pathway = "pathway",
        /// The teacher asked for help.
        HelpRequest = "help_request",
    }
}

/// The rungs of the helix.
pub const RUNGS: usize = 7;
/// Beyond the last: all is there, the case may be closed.
pub const DONE: i64 = 8;

impl EvidenceKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Signal => "сигнал",
            Self::Result => "результат диагностики",
            Self::Resources => "ресурсы подобраны",
            Self::Agreement => "маршрут согласован",
            Self::Walk => "шаги маршрута пройдены",
            Self::Repeat => "повторная диагностика",
            Self::Verdict => "итог по каждому затруднению",
            Self::Measure => "результат класса",
            Self::Link => "связь подтверждена",
            Self::Lesson => "урок",
            Self::Outcome => "вывод школы",
        }
    }
}

impl SourceKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Words => "слова",
            Self::Observation => "наблюдение урока",
            Self::Attempt => "диагностика",
            Self::Assessment => "внешняя оценка",
            Self::Deficit => "затруднение",
            Self::Measure => "результат класса",
            Self::Link => "связь",
            Self::Pathway => "маршрут",
            Self::HelpRequest => "обращение за помощью",
        }
    }

    /// Whether it says something measured of the teacher: it goes with the consent to diagnostics.
    #[must_use]
    pub fn is_measured(self) -> bool {
        match self {
            Self::Observation | Self::Attempt | Self::Assessment | Self::Deficit | Self::Link => true,
            Self::Words | Self::Measure | Self::Pathway | Self::HelpRequest => false,
        }
    }
}

/// What a rung is about, on the teacher's strand.
#[must_use]
pub fn title(rung: i64) -> &'static str {
    match rung {
        1 => "Сигнал",
        2 => "Диагностика",
        3 => "Ресурсы и связь",
        4 => "Маршрут",
        5 => "Прохождение",
        6 => "Повторная диагностика",
        7 => "Итог",
        _ => "Можно завершать",
    }
}

/// The same end of the pupils' strand.
#[must_use]
pub fn pupils_title(rung: i64) -> &'static str {
    match rung {
        1 => "Результаты учеников ниже минимума",
        2 => "Класс до начала работы",
        3 => "С чем связаны трудности учеников",
        4 => "Содержание и методы видны на уроках",
        5 => "Класс после работы",
        6 => "Результаты до и после",
        7 => "Качество образования",
        _ => "",
    }
}

/// Whether evidence of this kind belongs to this end of this rung.
#[must_use]
pub fn fits(rung: i64, strand: Strand, kind: EvidenceKind) -> bool {
    match (strand, kind) {
        (Strand::Teacher, EvidenceKind::Signal) => rung == 1,
        (Strand::Teacher, EvidenceKind::Result) => rung == 2,
        (Strand::Teacher, EvidenceKind::Resources) => rung == 3,
        (Strand::Teacher, EvidenceKind::Agreement) => rung == 4,
        (Strand::Teacher, EvidenceKind::Walk) => rung == 5,
        (Strand::Teacher, EvidenceKind::Repeat) => rung == 6,
        (Strand::Teacher, EvidenceKind::Verdict) => rung == 7,
        (Strand::Pupils, EvidenceKind::Measure) => matches!(rung, 1 | 2 | 5),
        (Strand::Pupils, EvidenceKind::Link) => rung == 3,
        (Strand::Pupils, EvidenceKind::Lesson) => rung == 4,
        (Strand::Pupils, EvidenceKind::Outcome) => matches!(rung, 6 | 7),
        (Strand::Teacher, EvidenceKind::Measure | EvidenceKind::Link | EvidenceKind::Lesson | EvidenceKind::Outcome)
        | (Strand::Pupils, EvidenceKind::Signal | EvidenceKind::Result | EvidenceKind::Resources | EvidenceKind::Agreement | EvidenceKind::Walk | EvidenceKind::Repeat | EvidenceKind::Verdict) => false,
    }
}

/// A piece of evidence that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub round: i64,
    pub rung: i64,
    pub strand: Strand,
    pub is_hypothesis: bool,
    pub on: Date,
}

/// One end of a rung: what is there, and since when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum End {
    #[default]
    Missing,
    Hypothesis(Date),
    There(Date),
}

impl End {
    fn with(self, held: &Held) -> Self {
        match (self, held.is_hypothesis) {
            (Self::There(day), false) => Self::There(day.min(held.on)),
            (Self::Missing | Self::Hypothesis(_), false) => Self::There(held.on),
            (Self::Missing, true) => Self::Hypothesis(held.on),
            (Self::Hypothesis(day), true) => Self::Hypothesis(day.min(held.on)),
            (Self::There(day), true) => Self::There(day),
        }
    }

    #[must_use]
    pub fn is_there(self) -> bool {
        matches!(self, Self::There(_))
    }

    #[must_use]
    pub fn is_missing(self) -> bool {
        self == Self::Missing
    }

    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Missing => None,
            Self::Hypothesis(day) | Self::There(day) => Some(day),
        }
    }
}

/// How a rung is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Nothing is there.
    Faint,
    /// Only a hypothesis.
    Hollow,
    /// One end of two.
    Dashed,
    /// All its ends.
    Solid,
}

impl Drawn {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Faint => "ещё нет",
            Self::Hollow => "предположение",
            Self::Dashed => "есть с одной стороны",
            Self::Solid => "подтверждено",
        }
    }
}

/// A rung with both ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rung {
    pub teacher: End,
    pub pupils: End,
}

impl Rung {
    #[must_use]
    pub fn drawn(&self, kind: Kind) -> Drawn {
        if !kind.has_pupils() {
            return match self.teacher {
                End::There(_) => Drawn::Solid,
                End::Hypothesis(_) => Drawn::Hollow,
                End::Missing if self.pupils.is_missing() => Drawn::Faint,
                End::Missing => Drawn::Dashed,
            };
        }
        match (self.teacher.is_there(), self.pupils.is_there()) {
            (true, true) => Drawn::Solid,
            (true, false) | (false, true) => Drawn::Dashed,
            (false, false) if self.teacher.is_missing() && self.pupils.is_missing() => Drawn::Faint,
            (false, false) => Drawn::Hollow,
        }
    }

    /// Whether the teacher may go on: a hypothesis is enough to begin measuring by, never after that.
    fn is_passed(&self, number: i64) -> bool {
        match self.teacher {
            End::There(_) => true,
            End::Hypothesis(_) => number == 1,
            End::Missing => false,
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// 1 to 7: the first whose end on the teacher's strand is missing in this round; [`DONE`] when none is.
    pub current: i64,
    pub rungs: [Rung; RUNGS],
}

/// What the evidence amounts to in a round. Of earlier rounds the signal and the first measurement count on.
#[must_use]
pub fn of(round: i64, evidence: &[Held]) -> Stage {
    let mut rungs = [Rung::default(); RUNGS];
    for held in evidence.iter().filter(|held| held.round == round || (held.round < round && held.rung <= 2)) {
        let Some(rung) = usize::try_from(held.rung - 1).ok().and_then(|at| rungs.get_mut(at)) else { continue };
        match held.strand {
            Strand::Teacher => rung.teacher = rung.teacher.with(held),
            Strand::Pupils => rung.pupils = rung.pupils.with(held),
        }
    }
    let current = (1..DONE).zip(&rungs).find(|(number, rung)| !rung.is_passed(*number)).map_or(DONE, |(number, _)| number);
    Stage { current, rungs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn held(rung: i64, strand: Strand) -> Held {
        Held { round: 1, rung, strand, is_hypothesis: false, on: date(2026, 9, 1) }
    }

    #[test]
    fn an_empty_case_stands_on_the_first_rung_and_a_full_one_beyond_the_last() {
        assert_eq!(of(1, &[]).current, 1);
        let all: Vec<Held> = (1..DONE).map(|rung| held(rung, Strand::Teacher)).collect();
        assert_eq!(of(1, &all).current, DONE);
        assert_eq!(of(1, &all[1..]).current, 1, "a later end never stands for an earlier one");
    }

    #[test]
    fn a_rung_is_solid_with_both_ends_dashed_with_one_hollow_with_a_guess() {
        let drawn = |kind: Kind, ends: &[Held]| of(1, ends).rungs[2].drawn(kind);
        let (teacher, pupils) = (held(3, Strand::Teacher), held(3, Strand::Pupils));
        let guess = Held { is_hypothesis: true, ..pupils };
        assert_eq!(drawn(Kind::Full, &[]), Drawn::Faint);
        assert_eq!(drawn(Kind::Full, &[guess]), Drawn::Hollow);
        assert_eq!(drawn(Kind::Full, &[teacher]), Drawn::Dashed);
        assert_eq!(drawn(Kind::Full, &[teacher, guess]), Drawn::Dashed);
        assert_eq!(drawn(Kind::Full, &[teacher, guess, pupils]), Drawn::Solid);
        assert_eq!(drawn(Kind::NewTeacher, &[teacher]), Drawn::Solid, "one strand, one end");
        assert_eq!(drawn(Kind::NewTeacher, &[Held { is_hypothesis: true, ..teacher }]), Drawn::Hollow);
    }

    #[test]
    fn a_guess_lets_one_measure_and_no_more() {
        let guess = |rung| Held { is_hypothesis: true, ..held(rung, Strand::Teacher) };
        assert_eq!(of(1, &[guess(1)]).current, 2);
        assert_eq!(of(1, &[guess(1), guess(2)]).current, 2);
    }

    #[test]
    fn a_new_round_keeps_the_signal_and_the_first_measurement() {
        let all: Vec<Held> = (1..DONE).map(|rung| held(rung, Strand::Teacher)).collect();
        assert_eq!(of(2, &all).current, 3);
        assert_eq!(of(1, &[Held { round: 2, ..held(1, Strand::Teacher) }]).current, 1, "what is to come doesn't count yet");
    }

    #[test]
    fn evidence_belongs_to_one_end() {
        for kind in EvidenceKind::ALL {
            let ends: Vec<(i64, Strand)> = (0..=DONE).flat_map(|rung| Strand::ALL.iter().map(move |strand| (rung, *strand))).filter(|(rung, strand)| fits(*rung, *strand, *kind)).collect();
            assert!(!ends.is_empty() && ends.iter().all(|(rung, strand)| (1..DONE).contains(rung) && *strand == ends[0].1), "{kind}");
        }
    }

    fn any_held() -> impl Strategy<Value = Held> {
        (1i64..4, 0i64..10, any::<bool>(), any::<bool>(), 1i8..28).prop_map(|(round, rung, teacher, is_hypothesis, day)| Held {
            round,
            rung,
            strand: if teacher { Strand::Teacher } else { Strand::Pupils },
            is_hypothesis,
            on: date(2026, 9, day),
        })
    }

    proptest! {
        #[test]
        fn more_evidence_never_takes_a_case_back(evidence in proptest::collection::vec(any_held(), 0..30), more in any_held(), round in 1i64..4) {
            let before = of(round, &evidence).current;
            let mut all = evidence;
            all.push(more);
            prop_assert!(of(round, &all).current >= before);
        }

        #[test]
        fn pupils_results_never_hold_a_teacher_up_nor_push(evidence in proptest::collection::vec(any_held(), 0..30), round in 1i64..4) {
            let own: Vec<Held> = evidence.iter().copied().filter(|held| held.strand == Strand::Teacher).collect();
            prop_assert_eq!(of(round, &own).current, of(round, &evidence).current);
        }

        #[test]
        fn order_says_nothing(evidence in proptest::collection::vec(any_held(), 0..30), round in 1i64..4) {
            let mut turned = evidence.clone();
            turned.reverse();
            prop_assert_eq!(of(round, &turned), of(round, &evidence));
        }

        #[test]
        fn every_rung_below_the_current_one_has_its_end(evidence in proptest::collection::vec(any_held(), 0..40), round in 1i64..4) {
            let stage = of(round, &evidence);
            for (number, rung) in (1..DONE).zip(&stage.rungs).take_while(|(number, _)| *number < stage.current) {
                prop_assert!(rung.teacher.is_there() || (number == 1 && !rung.teacher.is_missing()));
            }
        }
    }
}
