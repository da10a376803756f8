//! Whatever is posted is read, drawn and marked without harm, and a mark stays within 0 and the most.

use items::{Answer, Ask, Choice, Criterion, ItemBody, Key, Pair, Placed, read_answer, score, view, view_rationale};
use proptest::prelude::*;
use web::Answers;

fn id() -> impl Strategy<Value = String> {
    "[a-e]"
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    proptest::collection::vec(("[a-e]", "\\PC{0,12}").prop_map(|(id, text)| Choice { id, text }), 0..6)
}

fn body() -> impl Strategy<Value = ItemBody> {
    let criteria = proptest::collection::vec(("\\PC{0,9}", 0_u32..5).prop_map(|(title, max)| Criterion { title, about: String::new(), max }), 0..4);
    let ask = prop_oneof![
        choices().prop_map(|choices| Ask::Single { choices }),
        choices().prop_map(|choices| Ask::Multiple { choices }),
        choices().prop_map(|elements| Ask::Ordering { elements }),
        (choices(), choices()).prop_map(|(left, right)| Ask::Matching { left, right }),
        "\\PC{0,4}".prop_map(|unit| Ask::Number { unit }),
        Just(Ask::Text),
        criteria.prop_map(|criteria| Ask::Open { criteria }),
    ];
    (ask, "\\PC{0,30}", 0_u32..4).prop_map(|(ask, stem, points)| ItemBody { stem, materials: Vec::new(), ask, points, expected: 0 })
}

fn pairs() -> impl Strategy<Value = Vec<Pair>> {
    proptest::collection::vec((id(), id()).prop_map(|(left, right)| Pair { left, right }), 0..6)
}

fn ids() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(id(), 0..6)
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        id().prop_map(|right| Key::Single { right }),
        ids().prop_map(|right| Key::Multiple { right }),
        ids().prop_map(|order| Key::Ordering { order }),
        pairs().prop_map(|pairs| Key::Matching { pairs }),
        (any::<f64>(), any::<f64>()).prop_map(|(value, tolerance)| Key::Number { value, tolerance }),
        proptest::collection::vec("\\PC{0,8}", 0..3).prop_map(|accepted| Key::Text { accepted }),
        Just(Key::Experts),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        id().prop_map(|choice| Answer::Single { choice }),
        ids().prop_map(|choices| Answer::Multiple { choices }),
        proptest::collection::vec((id(), any::<u32>()).prop_map(|(element, place)| Placed { element, place }), 0..6).prop_map(|places| Answer::Ordering { places }),
        pairs().prop_map(|pairs| Answer::Matching { pairs }),
        "\\PC{0,12}".prop_map(|text| Answer::Number { text }),
        "\\PC{0,12}".prop_map(|text| Answer::Text { text }),
        "\\PC{0,12}".prop_map(|text| Answer::Open { text }),
    ]
}

proptest! {
    #[test]
    fn a_mark_is_between_nothing_and_the_most_whatever_was_answered(body in body(), key in key(), answer in answer()) {
        let mark = score(&body, &key, &answer);
        prop_assert!(mark.is_none_or(|points| points <= body.max_score()));
        prop_assert_eq!(mark.is_none(), body.kind().needs_experts() || key == Key::Experts);
        let _ = view_rationale(&body, &key, "Пояснение", Some(&answer)).into_string();
    }

    #[test]
    fn what_was_posted_is_read_and_drawn_again(body in body(), posted in proptest::collection::vec(("q(-[a-e])?", "[a-e0-9]{0,2}|\\PC{0,9}"), 0..8)) {
        let answers = Answers::of(posted);
        let given = read_answer(&body, "q", &answers);
        let page = view(&body, "q", given.as_ref()).into_string();
        prop_assert!(!page.contains("<script"));
        if let Some(answer) = given {
            let kept = serde_json::to_string(&answer).unwrap();
            prop_assert_eq!(serde_json::from_str::<Answer>(&kept).unwrap(), answer);
        }
    }

    #[test]
    fn bodies_and_keys_come_back_from_the_store_as_they_were(body in body(), right in ids()) {
        let kept = serde_json::to_string(&body).unwrap();
        prop_assert_eq!(serde_json::from_str::<ItemBody>(&kept).unwrap(), body);
        let key = Key::Multiple { right };
        prop_assert_eq!(serde_json::from_str::<Key>(&serde_json::to_string(&key).unwrap()).unwrap(), key);
    }
}

#[test]
fn the_page_of_an_item_never_holds_its_key() {
    let choice = |id: &str, text: &str| Choice { id: id.into(), text: text.into() };
    let body =
        ItemBody { stem: "Что верно?\n\nВыберите.".into(), materials: Vec::new(), ask: Ask::Single { choices: vec![choice("a", "Первое"), choice("b", "Второе")] }, points: 1, expected: 0 };
    let page = view(&body, "q1", Some(&Answer::Single { choice: "b".into() })).into_string();
    assert_eq!(page.matches("checked").count(), 1, "what was given before is marked, nothing else: {page}");
    assert!(page.contains("<p>Что верно?</p><p>Выберите.</p>") && page.contains("aria-labelledby=\"q1-stem q1-how\""));
    assert!(!serde_json::to_string(&body).unwrap().contains("right"));
}
