use super::*;
use proptest::prelude::*;

fn seat(number: u128) -> SeatId {
    SeatId(kernel::id::Uuid::from_u128(number))
}

fn revision(number: i64, who: u128, pairs: &[(&str, &str)]) -> Revision {
    let body = pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
    Revision { number, body, seat: Some(seat(who)), account: None, suggestion: None, made_at: Timestamp::UNIX_EPOCH }
}

fn target(revisions: Vec<Revision>) -> Section {
    Section { component: Component::Target, revisions }
}

fn pen(who: u128, is_teacher: bool, is_editor: bool) -> Pen {
    Pen { seat: seat(who), own: vec![seat(who)], is_teacher, is_editor }
}

fn named(name: &str) -> &'static FieldSpec {
    spec(Component::Target, name).unwrap()
}

const TEACHER: u128 = 1;
const METHODIST: u128 = 2;
const MENTOR: u128 = 3;

#[test]
fn an_empty_field_is_written_by_whoever_edits_and_belongs_to_them() {
    let empty = target(Vec::new());
    assert_eq!(becomes(&empty, named("motive"), 0, "Хочу", &pen(METHODIST, false, true)), Becomes::Text);
    let written = target(vec![revision(1, METHODIST, &[("motive", "Хочу")]), revision(2, TEACHER, &[("motive", "Хочу"), ("goal", "Умею")])]);
    assert_eq!(written.author("motive"), Some(seat(METHODIST)), "a later change of another field takes nothing away");
    assert_eq!(written.author("goal"), Some(seat(TEACHER)));
    assert_eq!(written.author("need"), None);
}

#[test]
fn the_goal_is_written_by_the_teacher_alone() {
    let empty = target(Vec::new());
    assert_eq!(becomes(&empty, named("goal"), 0, "Научиться", &pen(METHODIST, false, true)), Becomes::Suggestion(Why::TeachersOwn));
    assert_eq!(becomes(&empty, named("goal"), 0, "Научиться", &pen(TEACHER, true, true)), Becomes::Text);
    assert!(!decides(&empty, named("goal"), &pen(METHODIST, false, true)));
}

#[test]
fn anothers_words_are_changed_by_a_suggestion_even_by_the_teacher() {
    let written = target(vec![revision(1, METHODIST, &[("motive", "Хочу")])]);
    assert_eq!(becomes(&written, named("motive"), 1, "Мне важно", &pen(TEACHER, true, true)), Becomes::Suggestion(Why::Theirs));
    assert_eq!(becomes(&written, named("motive"), 1, "Мне важно", &pen(METHODIST, false, true)), Becomes::Text);
    assert_eq!(becomes(&written, named("motive"), 1, "Мне важно", &pen(MENTOR, false, false)), Becomes::Suggestion(Why::NotAnEditor));
    assert!(decides(&written, named("motive"), &pen(TEACHER, true, true)) && decides(&written, named("motive"), &pen(METHODIST, false, true)));
    assert!(!decides(&written, named("motive"), &pen(MENTOR, false, false)));
}

#[test]
fn the_second_of_two_writers_suggests_and_what_one_left_alone_is_no_change() {
    let written = target(vec![revision(1, TEACHER, &[("motive", "Раз")]), revision(2, TEACHER, &[("motive", "Два")])]);
    assert_eq!(becomes(&written, named("motive"), 1, "Три", &pen(TEACHER, true, true)), Becomes::Suggestion(Why::Meanwhile));
    assert_eq!(becomes(&written, named("motive"), 1, "Раз", &pen(TEACHER, true, true)), Becomes::Same, "an old page takes nothing back");
    assert_eq!(becomes(&written, named("motive"), 1, "Два", &pen(TEACHER, true, true)), Becomes::Same);
}

#[test]
fn every_field_has_a_name_of_its_own_within_its_component() {
    for component in Component::ALL {
        let mut names: Vec<_> = fields(*component).iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), fields(*component).len());
    }
    assert_eq!(Component::ALL.iter().flat_map(|component| fields(*component)).filter(|field| field.is_teachers).count(), 1);
}

proptest! {
    /// However people write one after another from whatever revision they saw, no words vanish and nobody's stand changed by others.
    #[test]
    fn whatever_is_written_stands_or_stands_beside(acts in prop::collection::vec((1u128..4, 0i64..6, "[абв]{0,2}"), 0..12)) {
        let mut section = target(Vec::new());
        let mut beside = Vec::new();
        for (who, base, text) in acts {
            let pen = pen(who, who == TEACHER, who != MENTOR);
            let before = (section.author("motive"), section.text("motive").to_owned());
            match becomes(&section, named("motive"), base.min(section.revision()), &text, &pen) {
                Becomes::Same => prop_assert!(section.revisions.iter().any(|one| one.body.get("motive").map_or("", String::as_str) == text) || text.is_empty()),
                Becomes::Suggestion(_) => beside.push(text),
                Becomes::Text => {
                    prop_assert!(before.0.is_none_or(|author| author == seat(who)), "another's words were overwritten");
                    let next = section.revision() + 1;
                    section.revisions.push(revision(next, who, &[("motive", &text)]));
                    prop_assert_eq!(section.text_at(next - 1, "motive"), before.1, "the revision before is still there");
                }
            }
        }
    }
}
