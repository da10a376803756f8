//! An item as the teacher sees it: plain form fields that work without a script, by keyboard and by screen reader.

use crate::{
    answer::part,
    content::{Answer, Ask, Choice, Criterion, ItemBody, Key, Material, Pair, text_of},
    score::score,
};
use maud::{Markup, html};
use ui::parts::{self, Kind};

/// Letters of the right side of a matching.
const LETTERS: [&str; 20] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К", "Л", "М", "Н", "О", "П", "Р", "С", "Т", "У", "Ф"];

/// The question and the fields for the answer, filled with the one given before. Field names begin with `prefix`; read them
/// back with [`crate::read_answer`]. Files are drawn by [`view_files`], because only the caller knows their address.
#[must_use]
pub fn view(body: &ItemBody, prefix: &str, given: Option<&Answer>) -> Markup {
    html! {
        div.item {
            div.stem id={ (prefix) "-stem" } { (paragraphs(&body.stem)) }
            (videos(body))
            (fields(body, prefix, given))
        }
    }
}

/// The question with all it offers, to be read and not answered: several of them stand on one page.
pub(crate) fn view_text(body: &ItemBody) -> Markup {
    let listed = |choices: &[Choice]| html! { ul { @for choice in choices { li { (choice.text) } } } };
    html! {
        div.item {
            div.stem { (paragraphs(&body.stem)) }
            (videos(body))
            @match &body.ask {
                Ask::Single { choices } | Ask::Multiple { choices } => { (listed(choices)) },
                Ask::Ordering { elements } => { (listed(elements)) },
                Ask::Matching { left, right } => { p { "Слева:" } (listed(left)) p { "Справа:" } (listed(right)) },
                Ask::Number { unit } => { p.hint { "Ответ числом" @if !unit.is_empty() { ", " (unit) } } },
                Ask::Text => { p.hint { "Ответ словом или двумя" } },
                Ask::Open { criteria } | Ask::Task { criteria, .. } => {
                    ul { @for criterion in criteria { li { (criterion.title) " — до " (ui::ru::counted(criterion.max, "балла", "баллов", "баллов")) @if !criterion.about.is_empty() { p.hint { (criterion.about) } } } } }
                },
            }
        }
    }
}

/// Files to look at before answering; `address` gives where a digest is opened.
#[must_use]
pub fn view_files(body: &ItemBody, address: impl Fn(&str) -> String) -> Markup {
    let files: Vec<(&str, &str)> = body.materials.iter().filter_map(|material| if let Material::File { digest, name } = material { Some((digest.as_str(), name.as_str())) } else { None }).collect();
    html! {
        @if !files.is_empty() {
            p { "Материалы к заданию:" }
            ul { @for (digest, name) in files { li { a href=(address(digest)) target="_blank" rel="noopener" { (name) } span.hint { " (откроется в новой вкладке)" } } } }
        }
    }
}

fn videos(body: &ItemBody) -> Markup {
    html! {
        @for material in &body.materials {
            @if let Material::Video { address, title } = material {
                p { a href=(address) target="_blank" rel="noopener noreferrer" { (if title.is_empty() { "Смотреть видео" } else { title.as_str() }) } span.hint { " (видео, откроется в новой вкладке)" } }
            }
        }
    }
}

fn paragraphs(text: &str) -> Markup {
    let text = text.replace('\r', "");
    html! {
        @for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            p { @for (index, line) in paragraph.lines().enumerate() { @if index > 0 { br; } (line) } }
        }
    }
}

fn fields(body: &ItemBody, prefix: &str, given: Option<&Answer>) -> Markup {
    match (&body.ask, given) {
        (Ask::Single { choices }, given) => {
            let chosen = if let Some(Answer::Single { choice }) = given { vec![choice.as_str()] } else { Vec::new() };
            boxes("radio", "Выберите один ответ.", choices, prefix, &chosen)
        }
        (Ask::Multiple { choices }, given) => {
            let chosen = if let Some(Answer::Multiple { choices }) = given { choices.iter().map(String::as_str).collect() } else { Vec::new() };
            boxes("checkbox", "Отметьте все верные ответы.", choices, prefix, &chosen)
        }
        (Ask::Ordering { elements }, given) => ordering(elements, prefix, given),
        (Ask::Matching { left, right }, given) => matching(left, right, prefix, given),
        (Ask::Number { unit }, given) => line(prefix, &format!("Ответ числом{}", if unit.is_empty() { String::new() } else { format!(", {unit}") }), "decimal", typed(given)),
        (Ask::Text, given) => line(prefix, "Ответ словом или двумя", "text", typed(given)),
        (Ask::Open { criteria } | Ask::Task { criteria, .. }, given) => open(criteria, prefix, typed(given)),
    }
}

fn typed(given: Option<&Answer>) -> &str {
    match given {
        Some(Answer::Number { text } | Answer::Text { text } | Answer::Open { text }) => text,
        _ => "",
    }
}

fn boxes(kind: &str, how: &str, choices: &[Choice], prefix: &str, chosen: &[&str]) -> Markup {
    html! {
        fieldset.field aria-labelledby={ (prefix) "-stem " (prefix) "-how" } {
            p.hint id={ (prefix) "-how" } { (how) }
            @for (index, choice) in choices.iter().enumerate() {
                @let id = if index == 0 { prefix.to_owned() } else { part(prefix, &choice.id) };
                div.option {
                    input type=(kind) id=(id) name=(prefix) value=(choice.id) checked[chosen.contains(&choice.id.as_str())];
                    label for=(id) { (choice.text) }
                }
            }
        }
    }
}

fn ordering(elements: &[Choice], prefix: &str, given: Option<&Answer>) -> Markup {
    let place = |id: &str| if let Some(Answer::Ordering { places }) = given { places.iter().find(|placed| placed.element == id).map_or(0, |placed| placed.place) } else { 0 };
    html! {
        fieldset.field aria-labelledby={ (prefix) "-stem " (prefix) "-how" } {
            p.hint id={ (prefix) "-how" } { "Укажите место каждого: 1 — первое. Места не должны повторяться." }
            @for element in elements {
                @let name = part(prefix, &element.id);
                @let present = place(&element.id);
                div.placed {
                    select.w-short id=(name) name=(name) aria-label={ "Место: " (element.text) } {
                        option value="" { "—" }
                        @for number in (1_u32..).take(elements.len()) { option value=(number) selected[present == number] { (number) } }
                    }
                    label for=(name) { (element.text) }
                }
            }
        }
    }
}

fn matching(left: &[Choice], right: &[Choice], prefix: &str, given: Option<&Answer>) -> Markup {
    let chosen = |id: &str| if let Some(Answer::Matching { pairs }) = given { pairs.iter().find(|pair| pair.left == id).map_or("", |pair| pair.right.as_str()) } else { "" };
    html! {
        fieldset.field aria-labelledby={ (prefix) "-stem " (prefix) "-how" } {
            p.hint id={ (prefix) "-how" } { "Для каждой строки выберите подходящее из списка." }
            ul.lettered { @for (choice, letter) in right.iter().zip(LETTERS) { li { b { (letter) ". " } (choice.text) } } }
            @for one in left {
                @let name = part(prefix, &one.id);
                @let present = chosen(&one.id);
                div.paired {
                    label for=(name) { (one.text) }
                    select.w-full id=(name) name=(name) {
                        option value="" { "— выберите —" }
                        @for (choice, letter) in right.iter().zip(LETTERS) { option value=(choice.id) selected[choice.id == present] { (letter) ". " (cut(&choice.text)) } }
                    }
                }
            }
        }
    }
}

/// A line of a list on a phone.
fn cut(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn line(prefix: &str, label: &str, mode: &str, value: &str) -> Markup {
    html! {
        div.field {
            label for=(prefix) { (label) }
            input.w-medium type="text" id=(prefix) name=(prefix) value=(value) inputmode=(mode) autocomplete="off" maxlength=(crate::answer::SHORT) aria-describedby={ (prefix) "-stem" };
        }
    }
}

fn open(criteria: &[Criterion], prefix: &str, value: &str) -> Markup {
    html! {
        @if !criteria.is_empty() {
            p { "За что ставят баллы:" }
            ul { @for criterion in criteria { li { (criterion.title) " — до " (ui::ru::counted(criterion.max, "балла", "баллов", "баллов")) @if !criterion.about.is_empty() { p.hint { (criterion.about) } } } } }
        }
        div.field {
            label for=(prefix) { "Ваш ответ" }
            textarea.w-full id=(prefix) name=(prefix) rows="10" maxlength=(crate::answer::LONG) aria-describedby={ (prefix) "-stem" } { "\n" (value) }
        }
    }
}

/// After the result: what is right, why, and what the answer was worth. Only this and [`view_key`] print the key.
#[must_use]
pub fn view_rationale(body: &ItemBody, key: &Key, rationale: &str, given: Option<&Answer>) -> Markup {
    html! {
        @if let Some(answer) = given {
            p { "Ваш ответ: " (in_words(body, answer)) " " (worth(body, score(body, key, answer))) }
        } @else if !body.kind().needs_experts() {
            p { "Ответа нет." }
        }
        (view_key(body, key, rationale))
    }
}

/// What is right and why, for those who keep the bank.
pub(crate) fn view_key(body: &ItemBody, key: &Key, rationale: &str) -> Markup {
    let right = right_in_words(body, key);
    html! {
        div.rationale {
            @if !right.is_empty() { p { b { "Верно: " } (right) } }
            @if !rationale.is_empty() { (paragraphs(rationale)) }
            @if right.is_empty() && rationale.is_empty() { p.hint { "Оценивают эксперты по критериям." } }
        }
    }
}

fn worth(body: &ItemBody, score: Option<u32>) -> Markup {
    let most = body.max_score();
    match score {
        None => html! {},
        Some(points) if points == most => parts::tag(Kind::Good, "верно"),
        Some(0) => parts::tag(Kind::Bad, "неверно"),
        Some(points) => parts::tag(Kind::Doing, &format!("частично: {points} из {most}")),
    }
}

/// An answer as a sentence.
#[must_use]
pub fn in_words(body: &ItemBody, answer: &Answer) -> String {
    match (&body.ask, answer) {
        (Ask::Single { choices }, Answer::Single { choice }) => text_of(choices, choice).to_owned(),
        (Ask::Multiple { choices }, Answer::Multiple { choices: chosen }) => listed(choices, chosen),
        (Ask::Ordering { elements }, Answer::Ordering { places }) => {
            let mut places: Vec<_> = places.iter().collect();
            places.sort_by_key(|placed| placed.place);
            places.iter().map(|placed| format!("{}) {}", placed.place, text_of(elements, &placed.element))).collect::<Vec<_>>().join("; ")
        }
        (Ask::Matching { left, right }, Answer::Matching { pairs }) => paired(left, right, pairs),
        (_, Answer::Number { text } | Answer::Text { text } | Answer::Open { text }) => text.clone(),
        _ => String::new(),
    }
}

fn right_in_words(body: &ItemBody, key: &Key) -> String {
    match (&body.ask, key) {
        (Ask::Single { choices }, Key::Single { right }) => text_of(choices, right).to_owned(),
        (Ask::Multiple { choices }, Key::Multiple { right }) => listed(choices, right),
        (Ask::Ordering { elements }, Key::Ordering { order }) => (1..).zip(order).map(|(place, id)| format!("{place}) {}", text_of(elements, id))).collect::<Vec<_>>().join("; "),
        (Ask::Matching { left, right }, Key::Matching { pairs }) => paired(left, right, pairs),
        (Ask::Number { unit }, Key::Number { value, tolerance }) => {
            let range = if *tolerance > 0.0 { format!(" (допускается ±{})", decimal(*tolerance)) } else { String::new() };
            format!("{} {unit}", decimal(*value)).trim_end().to_owned() + &range
        }
        (Ask::Text, Key::Text { accepted }) => accepted.join(" или "),
        _ => String::new(),
    }
}

/// `12,5`
#[must_use]
pub(crate) fn decimal(number: f64) -> String {
    number.to_string().replace('.', ",").replace('-', "−")
}

fn listed(choices: &[Choice], ids: &[String]) -> String {
    ids.iter().map(|id| text_of(choices, id)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

fn paired(left: &[Choice], right: &[Choice], pairs: &[Pair]) -> String {
    pairs.iter().map(|pair| format!("{} — {}", text_of(left, &pair.left), text_of(right, &pair.right))).collect::<Vec<_>>().join("; ")
}
