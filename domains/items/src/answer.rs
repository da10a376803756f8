//! Reading an answer out of a posted form: total on any input, unknown ids are left out, texts are cut.

use crate::content::{Answer, Ask, Choice, ItemBody, Pair, Placed};
use web::Answers;

/// The longest short answer and the longest answer in one's own words, in characters.
pub const SHORT: usize = 200;
pub const LONG: usize = 20_000;

/// The answer to an item drawn by [`crate::view`] under the same prefix; `None` if nothing was answered.
#[must_use]
pub fn read_answer(body: &ItemBody, prefix: &str, answers: &Answers) -> Option<Answer> {
    match &body.ask {
        Ask::Single { choices } => {
            let choice = answers.get(prefix);
            is_among(choices, choice).then(|| Answer::Single { choice: choice.to_owned() })
        }
        Ask::Multiple { choices } => {
            let given = answers.all(prefix);
            let chosen: Vec<String> = choices.iter().filter(|choice| given.contains(&choice.id.as_str())).map(|choice| choice.id.clone()).collect();
            (!chosen.is_empty()).then_some(Answer::Multiple { choices: chosen })
        }
        Ask::Ordering { elements } => {
            let place = |element: &Choice| answers.get(&part(prefix, &element.id)).parse::<u32>().ok().filter(|place| (1..=elements.len()).contains(&usize::try_from(*place).unwrap_or(0)));
            let places: Vec<Placed> = elements.iter().filter_map(|element| Some(Placed { element: element.id.clone(), place: place(element)? })).collect();
            (!places.is_empty()).then_some(Answer::Ordering { places })
        }
        Ask::Matching { left, right } => {
            let given = |one: &Choice| Some(answers.get(&part(prefix, &one.id)).to_owned()).filter(|chosen| is_among(right, chosen));
            let pairs: Vec<Pair> = left.iter().filter_map(|one| Some(Pair { left: one.id.clone(), right: given(one)? })).collect();
            (!pairs.is_empty()).then_some(Answer::Matching { pairs })
        }
        Ask::Number { .. } => text(answers.get(prefix), SHORT).map(|text| Answer::Number { text }),
        Ask::Text => text(answers.get(prefix), SHORT).map(|text| Answer::Text { text }),
        Ask::Open { .. } | Ask::Task { .. } => text(answers.get(prefix), LONG).map(|text| Answer::Open { text }),
    }
}

/// The name of the field of one element.
pub(crate) fn part(prefix: &str, id: &str) -> String {
    format!("{prefix}-{id}")
}

fn is_among(choices: &[Choice], id: &str) -> bool {
    choices.iter().any(|choice| choice.id == id)
}

/// Cut, without the control characters that a database may refuse; `None` if nothing is left.
fn text(raw: &str, longest: usize) -> Option<String> {
    let kept: String = raw.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(longest).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}
