//! QTI 3.0 (and the same interactions of 2.x): an assessment item in XML, or a zip package of them.
//!
//! Taken: choice, order, match, associate, text entry and extended text, one interaction per item, with its response declaration
//! and mapping; PNG and JPG pictures of a package that an item's text shows, as files of the item. Whatever else a file holds is listed by file and element. A DTD is refused, so no entity is ever expanded.

mod archive;
mod declaration;
mod interaction;
mod pictures;
mod prose;

use super::{Around, Brought, Read, Remark};
use crate::{content::ItemBody, form::Draft, sound::sound};
use declaration::Declaration;
use pictures::{Package, Shown};
use roxmltree::{Document, Node, ParsingOptions};

/// More nodes than this is no item.
const NODES: u32 = 100_000;
/// More items than this in one package are a mistake.
const MOST: usize = 2_000;

/// Reads a file; `competency` is the id that all its items are mapped to, because QTI says nothing of that.
///
/// # Errors
/// A sentence: it is neither XML nor a sound zip.
pub fn read(name: &str, bytes: &[u8], competency: &str, around: &Around) -> Result<Read, String> {
    let files = if bytes.starts_with(b"PK") { archive::unpack(bytes)? } else { vec![(name.to_owned(), bytes.to_vec())] };
    let mut found = Read::default();
    let mut package = Package::new(files.iter().filter(|(name, _)| !is_xml(name)));
    for (name, bytes) in files.iter().filter(|(name, _)| is_xml(name)) {
        one_file(name, bytes, (competency, around), &mut package, &mut found);
    }
    let media = package.unused().map(|(name, bytes)| {
        let size = ui::ru::file_size(bytes.len() as u64);
        Remark { at: name.to_owned(), message: format!("файл ({size}) не загружается: ни одно задание не показывает его картинкой PNG или JPG") }
    });
    found.left = media.chain(std::mem::take(&mut found.left)).collect();
    found.pictures = package.taken();
    if found.items.is_empty() && found.wrong.is_empty() && found.left.is_empty() {
        return Err("В файле нет ни одного задания QTI (assessment-item).".into());
    }
    if found.items.len() > MOST {
        return Err(format!("В пакете {} заданий, за один раз загружаем до {MOST}.", found.items.len()));
    }
    Ok(found)
}

fn is_xml(name: &str) -> bool {
    name.to_lowercase().ends_with(".xml")
}

fn one_file(name: &str, bytes: &[u8], into: (&str, &Around), package: &mut Package<'_>, found: &mut Read) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.wrong.push(Remark { at: name.to_owned(), message: "файл не в кодировке UTF-8".into() });
        return;
    };
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text.trim_start_matches('\u{feff}'), options) {
        Ok(document) => document,
        Err(error) => {
            let at = error.pos();
            found.wrong.push(Remark {
                at: format!("{name}, строка {}", at.row),
                message: match error {
                    roxmltree::Error::DtdDetected => "в файле есть DTD (DOCTYPE): такие файлы не загружаются".into(),
                    roxmltree::Error::NodesLimitReached => format!("в файле больше {NODES} элементов"),
                    _ => "файл не читается как XML".into(),
                },
            });
            return;
        }
    };
    let root = document.root_element();
    match word(&root).as_str() {
        "assessment-item" => match item(name, &root, into, package, &mut found.left) {
            Ok(Some(brought)) if found.items.iter().any(|known| known.draft.code == brought.draft.code) => {
                found.wrong.push(Remark { at: name.to_owned(), message: format!("код «{}» повторяется в пакете", brought.draft.code) })
            }
            Ok(brought) => found.items.extend(brought),
            Err(remark) => found.wrong.push(remark),
        },
        // The manifest only lists the files that were seen already.
        "manifest" => {}
        other => found.left.push(Remark { at: name.to_owned(), message: format!("<{other}> не загружается: принимаем только задания (assessment-item)") }),
    }
}

/// The name of an element without the prefix of QTI 3 and in its spelling: `choiceInteraction` is `choice-interaction`.
pub(super) fn word(node: &Node<'_, '_>) -> String {
    let name = node.tag_name().name();
    let name = name.strip_prefix("qti-").unwrap_or(name);
    let mut word = String::with_capacity(name.len() + 4);
    for c in name.chars().take(100) {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}

/// An attribute in the spelling of QTI 3 or of 2.x.
pub(super) fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    let camel: String =
        name.split('-').enumerate().map(|(at, part)| if at == 0 { part.to_owned() } else { part.chars().next().map(|c| c.to_ascii_uppercase()).into_iter().chain(part.chars().skip(1)).collect() }).collect();
    node.attributes().find(|known| known.name() == name || known.name() == camel).map(|known| known.value())
}

fn elements<'a, 'input>(node: &Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

/// One item; `None` when it holds what can't be taken, which then is listed.
fn item(name: &str, root: &Node<'_, '_>, (competency, around): (&str, &Around), package: &mut Package<'_>, left: &mut Vec<Remark>) -> Result<Option<Brought>, Remark> {
    let wrong = |message: String| Remark { at: name.to_owned(), message };
    let Some(body) = elements(root).find(|child| word(child) == "item-body") else { return Err(wrong("в задании нет item-body".into())) };
    let declarations: Vec<Declaration> = elements(root).filter(|child| word(child) == "response-declaration").map(|child| Declaration::of(&child)).collect();
    let interactions: Vec<Node<'_, '_>> = body.descendants().filter(|node| node.is_element() && word(node).ends_with("-interaction")).collect();
    let [interaction] = interactions.as_slice() else {
        let names: Vec<String> = interactions.iter().map(word).collect();
        left.push(wrong(if names.is_empty() {
            "в задании нет вопроса (interaction): не загружено".into()
        } else {
            format!("в задании несколько вопросов ({}): не загружено, разделите его", names.join(", "))
        }));
        return Ok(None);
    };
    let identifier = attribute(interaction, "response-identifier").unwrap_or("RESPONSE");
    let Some(declaration) = declarations.iter().find(|declaration| declaration.identifier == identifier) else {
        return Err(wrong(format!("нет response-declaration с identifier «{identifier}»")));
    };
    let asked = interaction::asked(interaction, declaration).map_err(|message| Remark { at: format!("{name}, <{}>", word(interaction)), message })?;
    let shown = if asked.is_some() { pictures::of(name, &body, package) } else { Shown::default() };
    left.extend(not_taken(name, root, &body, interaction, &shown));
    left.extend(declaration.remarks.iter().map(|message| Remark { at: format!("{name}, <response-declaration>"), message: message.clone() }));
    let Some((ask, key)) = asked else {
        left.push(Remark { at: format!("{name}, <{}>", word(interaction)), message: "такой вопрос не поддерживается: задание не загружено".into() });
        return Ok(None);
    };
    let stem = prose::stem(&body, interaction);
    let code: String = attribute(root, "identifier").unwrap_or_default().chars().filter(|c| !c.is_control()).take(40).collect();
    if code.is_empty() {
        return Err(wrong("у задания нет identifier".into()));
    }
    if around.taken.contains(&code) {
        return Err(wrong(format!("задание «{code}» в банке уже есть")));
    }
    let body = ItemBody { stem, materials: shown.materials, points: declaration.points(&ask), ask, expected: 0 };
    sound(&body, &key).map_err(wrong)?;
    let draft = Draft { code, subject: String::new(), main: competency.to_owned(), others: Vec::new(), body, key, rationale: prose::feedback(root) };
    Ok(Some(Brought { at: name.to_owned(), draft, known: None }))
}

/// Elements whose content or effect is lost, each once.
fn not_taken(name: &str, root: &Node<'_, '_>, body: &Node<'_, '_>, interaction: &Node<'_, '_>, shown: &Shown) -> Vec<Remark> {
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    let mut remark = |node: &Node<'_, '_>, message: &str| {
        if seen.insert((word(node), message.to_owned())) {
            found.push(Remark { at: format!("{name}, <{}>", word(node)), message: message.to_owned() });
        }
    };
    for child in elements(root) {
        match word(&child).as_str() {
            "response-declaration" | "outcome-declaration" | "item-body" | "modal-feedback" => {}
            "response-processing" if attribute(&child, "template").is_some() => {}
            "response-processing" => remark(&child, "своё правило подсчёта не загружается: баллы считаются по правилам банка"),
            _ => remark(&child, "не загружается"),
        }
    }
    for node in body.descendants().filter(Node::is_element) {
        match word(&node).as_str() {
            "img" | "object" if shown.nodes.contains(&node.id()) => remark(&node, "картинка станет файлом при задании: место в тексте не сохраняется"),
            "img" | "object" | "picture" => remark(&node, "загружаются картинки PNG и JPG, которые лежат в пакете и стоят в тексте, не в варианте ответа, до трёх на задание: остальные приложите на странице задания"),
            "audio" | "video" | "svg" | "math" | "iframe" => remark(&node, "звук, видео и формулы не загружаются: приложите их на странице задания"),
            "rubric-block" | "feedback-block" | "feedback-inline" | "template-block" | "template-inline" | "printed-variable" | "hottext" | "gap" => remark(&node, "не загружается"),
            _ => {}
        }
    }
    if attribute(interaction, "shuffle") == Some("true") {
        remark(interaction, "перемешивание при показе не загружается: варианты стоят, как в файле");
    }
    found
}

#[cfg(test)]
mod tests;
