//! Rules put to cards: what holds, which part fails, and properties that no profile may break.

use crate::stage::{card, posted, profile};
use applications::{
    answers::Answers,
    card::{self, Card},
    criteria::{Finding, Holds, Proof, enough, evaluate},
    lists::Lists,
};
use jiff::civil::date;
use kernel::Date;
use proptest::prelude::*;
use std::sync::Arc;

const TODAY: Date = date(2026, 11, 23);

fn lists() -> Lists {
    Lists::new(Arc::new(profile().clone()), TODAY)
}

fn anna(lists: &Lists) -> Card {
    let mut answers = Answers::default();
    for (section, fields) in card() {
        answers.take(section.parse().unwrap(), &posted(&fields), &|_| true);
    }
    card::parse(&answers, lists, true).unwrap()
}

fn proof(criterion: &str, kind: &str) -> Proof {
    Proof { criterion: criterion.into(), kind: kind.into() }
}

fn of<'a>(findings: &'a [Finding], code: &str) -> &'a Finding {
    findings.iter().find(|finding| finding.criterion == code).unwrap()
}

#[test]
fn the_part_that_fails_is_named_and_documents_wait_for_a_person() {
    let lists = lists();
    let mut anna = anna(&lists);
    let proofs = [proof("experienced", "category_order"), proof("experienced", "diploma")];
    let found = evaluate(&lists, &anna, &proofs, TODAY);
    let experienced = of(&found, "experienced");
    assert!(experienced.claimed && experienced.holds == Holds::NeedsPerson && experienced.must_look.len() == 1);
    assert!(enough(&lists, &found));
    anna.speciality_since = date(2021, 11, 24);
    let found = evaluate(&lists, &anna, &proofs, TODAY);
    let failed: Vec<&str> = of(&found, "experienced").parts.iter().filter(|part| !part.ok).map(|part| part.text.as_str()).collect();
    assert_eq!(failed, ["Стаж по специальности: нужно 5\u{a0}лет, сейчас 4\u{a0}года"]);
    assert!(!enough(&lists, &found));
}

#[test]
fn a_document_of_another_criterion_proves_nothing() {
    let lists = lists();
    let found = evaluate(&lists, &anna(&lists), &[proof("union_head", "diploma"), proof("union_head", "category_order")], TODAY);
    assert_eq!(of(&found, "experienced").holds, Holds::No);
}

#[test]
fn a_higher_category_reaches_a_lower_bar() {
    let lists = lists();
    let mut anna = anna(&lists);
    let proofs = [proof("experienced", "category_order"), proof("experienced", "diploma")];
    for (category, holds) in [("methodist", Holds::NeedsPerson), ("highest", Holds::NeedsPerson), ("first", Holds::No), ("none", Holds::No), ("", Holds::No)] {
        anna.category.code = category.into();
        assert_eq!(of(&evaluate(&lists, &anna, &proofs, TODAY), "experienced").holds, holds, "{category}");
    }
}

proptest! {
    #[test]
    fn another_document_or_another_year_never_makes_a_criterion_fail(years in 0i16..40, more in 0i16..20, first in 0usize..8, second in 0usize..8) {
        let lists = lists();
        let mut anna = anna(&lists);
        anna.roles = vec!["mentor".into(), "union_head".into()];
        anna.speciality_since = date(2026 - years, 1, 1);
        anna.teaching_since = anna.speciality_since;
        let kinds = lists.items(structure::profile::TermKind::EvidenceKind);
        let proofs = |at: usize| lists.criteria().iter().map(|criterion| proof(&criterion.code, &kinds[at % kinds.len()].0)).collect::<Vec<_>>();
        let before = evaluate(&lists, &anna, &proofs(first), TODAY);
        let all = [proofs(first), proofs(second)].concat();
        let after = evaluate(&lists, &anna, &all, date(2026 + more, 11, 23));
        for (was, is) in before.iter().zip(&after) {
            prop_assert!(was.holds == Holds::No || is.holds != Holds::No, "{}", was.criterion);
            prop_assert_eq!(is.holds == Holds::No, !is.parts.iter().all(|part| part.ok));
        }
    }

    #[test]
    fn whatever_is_typed_is_kept_as_typed_and_parsing_never_panics(fields in proptest::collection::vec(("(family|birth_on|phone|email|kind|course-0-hours|course-0-topic|assessment-0-score|subjects|criteria|category_on|teaching_since)", "\\PC{0,60}"), 0..12)) {
        let lists = lists();
        let mut answers = Answers::default();
        let typed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for section in applications::field::Section::ALL {
            answers.take(*section, &posted(&typed), &|_| true);
        }
        prop_assert_eq!(&Answers::read(&answers.json()), &answers);
        if let Some((_, first)) = typed.iter().find(|(name, _)| *name == "family") {
            prop_assert_eq!(&answers.family, first);
        }
        let errors = card::parse(&answers, &lists, false).err().unwrap();
        let homeless: Vec<_> = errors.all().iter().filter(|(name, _)| !applications::field::Section::ALL.iter().any(|section| section.holds(name))).collect();
        prop_assert!(homeless.is_empty(), "every error has its page: {:?}", homeless);
    }
}

#[test]
fn answers_of_an_older_version_read_as_empty_where_they_lack() {
    let read = Answers::read(r#"{"family": "Иванова", "unknown": 1}"#);
    assert_eq!(read.family, "Иванова");
    assert_eq!(Answers::read("no json"), Answers::default());
}
