//! The editor of an item: everything typed, all errors at once, a body with its key.

use crate::content::{Ask, Choice, Criterion, ItemBody, ItemKind, Key, Material, Pair};
use kernel::FieldErrors;
use web::Answers;

/// Rows that the editor offers.
pub const CHOICES: usize = 10;
pub const CRITERIA: usize = 8;
pub const VIDEOS: usize = 2;

const STEM: usize = 8_000;
const TEXT: usize = 1_000;

/// What the editor gives.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Draft {
    pub code: String,
    pub subject: String,
    /// Id of the main competency.
    pub main: String,
    pub others: Vec<String>,
    pub body: ItemBody,
    pub key: Key,
    pub rationale: String,
}

/// Without blanks at the ends and without control characters.
#[must_use]
pub fn clean(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
}

/// Reads the editor's form. `files` are those of the revision that are kept and those newly stored.
///
/// # Errors
/// All that is wrong.
pub fn draft(kind: ItemKind, answers: &Answers, files: Vec<Material>) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let required = |errors: &mut FieldErrors, name: &str, longest: usize, what: &str| {
        let text = clean(answers.get(name));
        match text.chars().count() {
            0 => errors.add(name, format!("Укажите {what}")),
            count if count > longest => errors.add(name, format!("Сократите: можно до {longest} знаков")),
            _ => {}
        }
        text
    };
    let code = required(&mut errors, "code", 40, "код задания");
    let stem = required(&mut errors, "stem", STEM, "текст задания");
    let main = required(&mut errors, "main", 80, "компетенцию, которую измеряет задание");
    let rationale = clean(answers.get("rationale"));
    if rationale.chars().count() > STEM {
        errors.add("rationale", format!("Сократите: можно до {STEM} знаков"));
    }
    let expected = errors.take("expected", answers.get("expected").parse::<i8>().ok().filter(|level| (-2..=2).contains(level)).ok_or("Выберите ожидаемую трудность"));
    let materials = files.into_iter().chain(videos(&mut errors, answers)).collect::<Vec<_>>();
    let asked = asked(&mut errors, kind, answers);
    let points = points(&mut errors, kind, answers);
    if kind == ItemKind::Task && materials.is_empty() {
        errors.add("file", "Приложите файл или укажите адрес видео: без материалов выбирайте вид «Развёрнутый ответ»");
    }
    let others = answers.all("others").into_iter().filter(|other| !other.is_empty() && *other != main).map(ToOwned::to_owned).collect();
    let whole = asked.zip(expected).map(|((ask, key), expected)| {
        let body = ItemBody { stem, materials, ask, points, expected };
        Draft { code, subject: answers.get("subject").trim().to_owned(), main, others, body, key, rationale }
    });
    errors.or(whole)
}

fn videos(errors: &mut FieldErrors, answers: &Answers) -> Vec<Material> {
    let mut found = Vec::new();
    for at in 0..VIDEOS {
        let (name, title) = (format!("video-{at}"), clean(answers.get(&format!("video-title-{at}"))));
        let address = answers.get(&name).trim().to_owned();
        if address.is_empty() {
            continue;
        }
        if is_address(&address) {
            found.push(Material::Video { address, title });
        } else {
            errors.add(name, "Укажите адрес видео целиком: он начинается с https:// или с / на этом же сервере");
        }
    }
    found
}

/// A whole address or one on this server; nothing that runs.
#[must_use]
pub fn is_address(address: &str) -> bool {
    let own = address.starts_with('/') && !address.starts_with("//");
    let whole = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).is_some_and(|rest| rest.chars().next().is_some_and(char::is_alphanumeric));
    (own || whole) && address.chars().count() <= 500 && !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

fn points(errors: &mut FieldErrors, kind: ItemKind, answers: &Answers) -> u32 {
    match kind {
        ItemKind::Multiple | ItemKind::Ordering | ItemKind::Matching => {
            let points = answers.get("points").parse::<u32>().ok().filter(|points| (1..=3).contains(points));
            errors.take("points", points.ok_or("Выберите от 1 до 3 баллов")).unwrap_or(1)
        }
        ItemKind::Single | ItemKind::Number | ItemKind::Text | ItemKind::Open | ItemKind::Task => 1,
    }
}

/// Texts of numbered rows with the row they stood in; rows left empty are left out.
fn rows(errors: &mut FieldErrors, answers: &Answers, name: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in 0..CHOICES {
        let field = format!("{name}-{at}");
        let text = clean(answers.get(&field));
        if text.chars().count() > TEXT {
            errors.add(field, format!("Сократите: можно до {TEXT} знаков"));
        } else if !text.is_empty() {
            found.push((at, text));
        }
    }
    found
}

fn asked(errors: &mut FieldErrors, kind: ItemKind, answers: &Answers) -> Option<(Ask, Key)> {
    match kind {
        ItemKind::Single | ItemKind::Multiple => {
            let texts = rows(errors, answers, "choice");
            let right: Vec<usize> = answers.all("right").iter().filter_map(|raw| raw.parse().ok()).collect();
            choose(errors, kind, texts, &right)
        }
        ItemKind::Ordering => {
            let texts = rows(errors, answers, "element");
            order(errors, texts.into_iter().map(|(_, text)| text).collect())
        }
        ItemKind::Matching => {
            let left = rows(errors, answers, "left");
            let right = rows(errors, answers, "pair");
            pair(errors, &left, &right)
        }
        ItemKind::Number => number(errors, answers),
        ItemKind::Text => {
            let accepted: Vec<String> = answers.get("accepted").lines().map(clean).filter(|line| !line.is_empty()).collect();
            text(errors, accepted)
        }
        ItemKind::Open | ItemKind::Task => {
            let criteria = criteria(errors, answers);
            let ask = if kind == ItemKind::Open { Ask::Open { criteria } } else { Ask::Task { criteria, takes_file: answers.get("takes_file") == "yes" } };
            Some((ask, Key::Experts))
        }
    }
}

/// Ids in the order shown: a, b, c …
pub(crate) fn lettered<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Choice> {
    ('a'..='z').zip(texts).map(|(id, text)| Choice { id: id.to_string(), text: text.to_owned() }).collect()
}

/// Choices with the rows of the right ones.
pub(crate) fn choose(errors: &mut FieldErrors, kind: ItemKind, texts: Vec<(usize, String)>, right: &[usize]) -> Option<(Ask, Key)> {
    let choices = lettered(texts.iter().map(|(_, text)| text.as_str()));
    let ids: Vec<String> = texts.iter().zip(&choices).filter(|((at, _), _)| right.contains(at)).map(|(_, choice)| choice.id.clone()).collect();
    if choices.len() < 2 {
        errors.add("choice-0", "Нужно хотя бы два варианта");
    }
    if repeats(&choices) {
        errors.add("choice-0", "Варианты повторяются");
    }
    match (kind, ids.len()) {
        (_, 0) => errors.add("right", "Отметьте верный вариант"),
        (ItemKind::Single, count) if count > 1 => errors.add("right", "У задания с одним ответом отметьте ровно один верный вариант"),
        (ItemKind::Multiple, count) if count == choices.len() => errors.add("right", "Верны все варианты: добавьте хотя бы один неверный"),
        _ => {}
    }
    let first = ids.first().cloned()?;
    Some(if kind == ItemKind::Single { (Ask::Single { choices }, Key::Single { right: first }) } else { (Ask::Multiple { choices }, Key::Multiple { right: ids }) })
}

fn repeats(choices: &[Choice]) -> bool {
    choices.iter().enumerate().any(|(at, choice)| choices.iter().skip(at + 1).any(|other| kernel::search::fold(&choice.text) == kernel::search::fold(&other.text)))
}

/// The texts as they will be shown: an order that says nothing of the one they came in, always the same for the same texts.
pub(crate) fn shuffled(texts: &[String]) -> Vec<String> {
    let mut keyed: Vec<(String, &String)> = texts.iter().map(|text| (files::Digest::of(text.as_bytes()).to_string(), text)).collect();
    keyed.sort();
    let mut mixed: Vec<String> = keyed.into_iter().map(|(_, text)| text.clone()).collect();
    if mixed == texts {
        mixed.rotate_left(1);
    }
    mixed
}

/// Elements given in the right order.
pub(crate) fn order(errors: &mut FieldErrors, texts: Vec<String>) -> Option<(Ask, Key)> {
    let mixed = shuffled(&texts);
    let elements = lettered(mixed.iter().map(String::as_str));
    if elements.len() < 3 {
        errors.add("element-0", "Нужно хотя бы три элемента");
    }
    if repeats(&elements) {
        errors.add("element-0", "Элементы повторяются");
    }
    let order = texts.iter().filter_map(|text| elements.iter().find(|element| element.text == *text).map(|element| element.id.clone())).collect();
    Some((Ask::Ordering { elements }, Key::Ordering { order }))
}

/// Pairs row by row; a right side without a left one is an extra to choose from.
pub(crate) fn pair(errors: &mut FieldErrors, left: &[(usize, String)], right: &[(usize, String)]) -> Option<(Ask, Key)> {
    let mut texts: Vec<String> = Vec::new();
    right.iter().filter(|(_, text)| !text.is_empty()).for_each(|(_, text)| {
        if !texts.contains(text) {
            texts.push(text.clone());
        }
    });
    let (lefts, rights) = (lettered(left.iter().map(|(_, text)| text.as_str())), lettered(shuffled(&texts).iter().map(String::as_str)));
    if lefts.len() < 2 || rights.len() < 2 {
        errors.add("left-0", "Нужно хотя бы две пары");
    }
    if repeats(&lefts) {
        errors.add("left-0", "Слева два одинаковых элемента");
    }
    let mut pairs = Vec::new();
    for ((at, _), one) in left.iter().zip(&lefts) {
        let partner = right.iter().find(|(row, _)| row == at).and_then(|(_, text)| rights.iter().find(|choice| choice.text == *text));
        match partner {
            Some(partner) => pairs.push(Pair { left: one.id.clone(), right: partner.id.clone() }),
            None => errors.add(format!("pair-{at}"), "Укажите пару для этой строки"),
        }
    }
    Some((Ask::Matching { left: lefts, right: rights }, Key::Matching { pairs }))
}

fn number(errors: &mut FieldErrors, answers: &Answers) -> Option<(Ask, Key)> {
    let value = errors.take("value", crate::score::number(answers.get("value")).ok_or("Укажите верное число, например 12,5"));
    let tolerance = match answers.get("tolerance").trim() {
        "" => Some(0.0),
        raw => errors.take("tolerance", crate::score::number(raw).filter(|number| *number >= 0.0).ok_or("Укажите допуск числом от 0")),
    };
    let unit: String = clean(answers.get("unit")).chars().take(30).collect();
    value.zip(tolerance).map(|(value, tolerance)| (Ask::Number { unit }, Key::Number { value, tolerance }))
}

/// Accepted variants of a short answer.
pub(crate) fn text(errors: &mut FieldErrors, accepted: Vec<String>) -> Option<(Ask, Key)> {
    if accepted.is_empty() {
        errors.add("accepted", "Укажите хотя бы один верный ответ, каждый с новой строки");
    }
    if accepted.iter().any(|variant| kernel::search::fold(variant).is_empty() || variant.chars().count() > crate::answer::SHORT) {
        errors.add("accepted", format!("В ответе нужна хотя бы одна буква или цифра, и не больше {} знаков", crate::answer::SHORT));
    }
    Some((Ask::Text, Key::Text { accepted }))
}

fn criteria(errors: &mut FieldErrors, answers: &Answers) -> Vec<Criterion> {
    let mut found = Vec::new();
    for at in 0..CRITERIA {
        let field = |name: &str| clean(answers.get(&format!("{name}-{at}")));
        let (title, about, max) = (field("criterion"), field("about"), field("max"));
        if title.is_empty() && about.is_empty() && max.is_empty() {
            continue;
        }
        if title.is_empty() || title.chars().count() > TEXT || about.chars().count() > TEXT {
            errors.add(format!("criterion-{at}"), format!("Назовите критерий, до {TEXT} знаков"));
        }
        match max.parse::<u32>() {
            Ok(max) if (1..=10).contains(&max) => found.push(Criterion { title, about, max }),
            _ => errors.add(format!("max-{at}"), "Укажите наибольший балл: от 1 до 10"),
        }
    }
    if found.is_empty() && errors.is_empty() {
        errors.add("criterion-0", "Укажите хотя бы один критерий");
    }
    found
}

/// A revision as the answers of its editor.
#[must_use]
pub fn answers(code: &str, subject: &str, mapping: &crate::model::Mapping, body: &ItemBody, key: &Key, rationale: &str) -> Answers {
    let mut pairs: Vec<(String, String)> = vec![
        ("code".into(), code.into()),
        ("subject".into(), subject.into()),
        ("stem".into(), body.stem.clone()),
        ("rationale".into(), rationale.into()),
        ("expected".into(), body.expected.to_string()),
        ("points".into(), body.points.to_string()),
        ("main".into(), mapping.main.map(|id| id.to_string()).unwrap_or_default()),
    ];
    pairs.extend(mapping.others.iter().map(|other| ("others".into(), other.to_string())));
    let videos = body.materials.iter().filter_map(|material| if let Material::Video { address, title } = material { Some((address, title)) } else { None });
    for (at, (address, title)) in videos.enumerate() {
        pairs.extend([(format!("video-{at}"), address.clone()), (format!("video-title-{at}"), title.clone())]);
    }
    pairs.extend(asked_answers(&body.ask, key));
    Answers::of(pairs)
}

fn asked_answers(ask: &Ask, key: &Key) -> Vec<(String, String)> {
    let numbered = |name: &str, texts: Vec<&str>| texts.into_iter().enumerate().map(|(at, text)| (format!("{name}-{at}"), text.to_owned())).collect::<Vec<_>>();
    match (ask, key) {
        (Ask::Single { choices } | Ask::Multiple { choices }, key) => {
            let right: Vec<&String> = match key {
                Key::Single { right } => vec![right],
                Key::Multiple { right } => right.iter().collect(),
                _ => Vec::new(),
            };
            let mut pairs = numbered("choice", choices.iter().map(|choice| choice.text.as_str()).collect());
            pairs.extend(choices.iter().enumerate().filter(|(_, choice)| right.contains(&&choice.id)).map(|(at, _)| ("right".to_owned(), at.to_string())));
            pairs
        }
        (Ask::Ordering { elements }, Key::Ordering { order }) => numbered("element", order.iter().map(|id| crate::content::text_of(elements, id)).collect()),
        (Ask::Matching { left, right }, Key::Matching { pairs: known }) => {
            let partner = |id: &str| known.iter().find(|pair| pair.left == id).map_or("", |pair| crate::content::text_of(right, &pair.right));
            let used: Vec<&str> = left.iter().map(|one| partner(&one.id)).collect();
            let extras = right.iter().map(|choice| choice.text.as_str()).filter(|text| !used.contains(text));
            let mut pairs = numbered("left", left.iter().map(|one| one.text.as_str()).collect());
            pairs.extend(numbered("pair", used.iter().copied().chain(extras).collect()));
            pairs
        }
        (Ask::Number { unit }, Key::Number { value, tolerance }) => vec![("value".into(), crate::show::decimal(*value)), ("tolerance".into(), crate::show::decimal(*tolerance)), ("unit".into(), unit.clone())],
        (Ask::Text, Key::Text { accepted }) => vec![("accepted".into(), accepted.join("\n"))],
        (Ask::Open { criteria } | Ask::Task { criteria, .. }, _) => {
            let mut pairs: Vec<(String, String)> =
                criteria.iter().enumerate().flat_map(|(at, one)| [(format!("criterion-{at}"), one.title.clone()), (format!("about-{at}"), one.about.clone()), (format!("max-{at}"), one.max.to_string())]).collect();
            if matches!(ask, Ask::Task { takes_file: true, .. }) {
                pairs.push(("takes_file".into(), "yes".into()));
            }
            pairs
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Mapping;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        let base = [("code", "М1-01"), ("stem", "Вопрос"), ("main", "id"), ("expected", "0"), ("points", "2")];
        Answers::of(base.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn an_order_is_typed_right_and_shown_mixed() {
        let draft = draft(ItemKind::Ordering, &posted(&[("element-0", "цель"), ("element-1", "задания"), ("element-3", "проверка")]), Vec::new()).unwrap();
        let (Ask::Ordering { elements }, Key::Ordering { order }) = (&draft.body.ask, &draft.key) else { panic!("{draft:?}") };
        assert_eq!(order.iter().map(|id| crate::content::text_of(elements, id)).collect::<Vec<_>>(), ["цель", "задания", "проверка"]);
        assert_ne!(elements.iter().map(|element| element.text.as_str()).collect::<Vec<_>>(), ["цель", "задания", "проверка"]);
    }

    #[test]
    fn the_editor_shows_again_what_was_saved() {
        let kinds: [(ItemKind, &[(&str, &str)]); 6] = [
            (ItemKind::Single, &[("choice-0", "да"), ("choice-1", "нет"), ("right", "1")]),
            (ItemKind::Multiple, &[("choice-0", "а"), ("choice-1", "б"), ("choice-2", "в"), ("right", "0"), ("right", "2")]),
            (ItemKind::Ordering, &[("element-0", "раз"), ("element-1", "два"), ("element-2", "три")]),
            (ItemKind::Matching, &[("left-0", "кот"), ("left-1", "пёс"), ("pair-0", "мяу"), ("pair-1", "гав"), ("pair-2", "му")]),
            (ItemKind::Number, &[("value", "12,5"), ("tolerance", "0,1"), ("unit", "%")]),
            (ItemKind::Open, &[("criterion-0", "Цель"), ("about-0", "названа"), ("max-0", "2")]),
        ];
        for (kind, fields) in kinds {
            let first = draft(kind, &posted(fields), Vec::new()).unwrap();
            let again = answers(&first.code, &first.subject, &Mapping::default(), &first.body, &first.key, &first.rationale);
            let again = Answers::of(again.pairs().iter().filter(|(name, _)| name != "main").cloned().chain([("main".to_owned(), "id".to_owned())]));
            assert_eq!(draft(kind, &again, Vec::new()).unwrap(), first, "{kind}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = |kind, fields: &[(&str, &str)], name: &str| draft(kind, &posted(fields), Vec::new()).unwrap_err().of(name).is_some();
        assert!(wrong(ItemKind::Single, &[("choice-0", "да"), ("choice-1", "Да"), ("right", "0")], "choice-0"));
        assert!(wrong(ItemKind::Multiple, &[("choice-0", "а"), ("choice-1", "б"), ("right", "0"), ("right", "1")], "right"));
        assert!(wrong(ItemKind::Matching, &[("left-0", "кот"), ("left-1", "пёс"), ("pair-0", "мяу")], "pair-1"));
        assert!(wrong(ItemKind::Number, &[("value", "сто")], "value"));
        assert!(wrong(ItemKind::Task, &[("criterion-0", "Цель"), ("max-0", "2")], "file"));
        assert!(wrong(ItemKind::Open, &[("criterion-0", "Цель"), ("max-0", "11")], "max-0"));
        assert!(wrong(ItemKind::Task, &[("video-0", "javascript:alert(1)")], "video-0"));
    }
}
