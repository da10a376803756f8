//! Text out of markup: paragraphs stay apart, everything else becomes plain words.

use super::{elements, word};
use roxmltree::Node;

/// Deeper markup is read as one line.
const DEEPEST: usize = 40;

/// The question: the body and the interaction's own prompt, without its choices.
pub fn stem(body: &Node<'_, '_>, interaction: &Node<'_, '_>) -> String {
    let mut text = String::new();
    gather(body, interaction, 0, &mut text);
    if let Some(prompt) = elements(interaction).find(|child| word(child) == "prompt") {
        text.push_str("\n\n");
        gather(&prompt, interaction, 0, &mut text);
    }
    tidy(&text)
}

/// What the file says after the answer.
pub fn feedback(root: &Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in elements(root).filter(|child| word(child) == "modal-feedback") {
        gather(&node, &node, 0, &mut text);
        text.push_str("\n\n");
    }
    tidy(&text).chars().take(8_000).collect()
}

/// All words of an element in one line.
pub fn line(node: &Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(1_000).collect()
}

fn gather(node: &Node<'_, '_>, but: &Node<'_, '_>, depth: usize, text: &mut String) {
    for child in node.children() {
        if let Some(words) = child.text().filter(|_| child.is_text()) {
            text.push_str(&words.split('\n').collect::<Vec<_>>().join(" "));
        }
        if !child.is_element() {
            continue;
        }
        if child == *but {
            // Where a word is to be typed within a sentence, the gap is seen.
            if word(&child) == "text-entry-interaction" {
                text.push_str(" ______ ");
            }
            continue;
        }
        let name = word(&child);
        let is_block = matches!(name.as_str(), "p" | "div" | "li" | "ul" | "ol" | "table" | "tr" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "prompt");
        if is_block {
            text.push_str("\n\n");
        }
        if name == "br" {
            text.push('\n');
        }
        if depth < DEEPEST {
            gather(&child, but, depth + 1, text)
        } else {
            text.push_str(&line(&child))
        }
        if is_block {
            text.push_str("\n\n");
        }
    }
}

fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut tidied = String::new();
    for line in lines {
        if line.is_empty() {
            if !tidied.is_empty() && !tidied.ends_with("\n\n") {
                tidied.push('\n');
            }
        } else {
            tidied.push_str(&line);
            tidied.push('\n');
        }
    }
    tidied.trim().chars().take(8_000).collect()
}
