//! One branch of the second tree: a picture for the eye, a nested list that says the same.

use super::UNIONS;
use crate::{
    model::Union,
    store::tree::{Branch, Node},
    url,
};
use maud::{Markup, html};
use ui::{page::Page, parts, ru};

const WIDTH: i64 = 360;
const ROW: i64 = 54;
const BOX: i64 = 44;
const INDENT: i64 = 16;
/// Letters that fit one line of a box without an indent.
const LETTERS: i64 = 40;

pub fn page(branch: &Branch, makes: bool) -> Page {
    let at = branch.above.last();
    let title = at.map_or_else(|| "Дерево объединений".to_owned(), |node| node.union.title.clone());
    let rest = branch.total.saturating_sub(branch.below.len() as u64);
    let body = html! {
        @if branch.above.is_empty() && branch.below.is_empty() {
            (parts::empty("Дерева пока нет", "Оно сложится само, когда появятся объединения и будет указано, под каким каждое стоит.", makes.then(|| ui::form::button_link("Создать объединение", "/unions/new"))))
        } @else {
            (picture(branch))
            @if rest > 0 { p { "Показаны не все: ещё " (ru::counted(rest, "объединение", "объединения", "объединений")) ". " a href="/unions" { "Весь список с отбором" } } }
            (parts::details("То же списком", list(branch)))
        }
        @if let Some(node) = at { p { a href=(url::union(node.union.id)) { "Открыть объединение" } } }
    };
    Page::new(title).trail([UNIONS]).lead("По одной ветви: сверху вышестоящие, ниже — те, кто стоит под выбранным. Нажмите на любое, чтобы перейти к нему.").body(body)
}

fn at(union: &Union) -> String {
    format!("/unions/tree?at={}", union.id)
}

/// Rows from the top down; what is below stands one step further in.
fn rows(branch: &Branch) -> Vec<(i64, &Node, bool)> {
    let depth = i64::try_from(branch.above.len()).unwrap_or(0);
    let above = (0..).zip(&branch.above).map(|(at, node)| (at, node, at + 1 == depth));
    above.chain(branch.below.iter().map(|node| (depth, node, false))).collect()
}

fn picture(branch: &Branch) -> Markup {
    let rows = rows(branch);
    let height = i64::try_from(rows.len()).unwrap_or(0) * ROW + 6;
    html! {
        figure.branch {
            svg viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="branch-title branch-desc" {
                title id="branch-title" { "Ветвь дерева объединений" }
                desc id="branch-desc" { "Сверху вниз: " @for (_, node, _) in &rows { (node.union.title) ". " } }
                @for (line, (depth, node, is_current)) in (0..).zip(&rows) { (drawn(line, *depth, node, *is_current)) }
            }
            figcaption { "В рамке пошире — выбранное. В скобках — сколько участников." }
        }
    }
}

fn drawn(line: i64, depth: i64, node: &Node, is_current: bool) -> Markup {
    let (x, y) = (2 + depth * INDENT, 4 + line * ROW);
    let width = WIDTH - x - 2;
    let words = wrapped(&node.union.title, usize::try_from(LETTERS - depth * 2).unwrap_or(30));
    html! {
        @if depth > 0 { path.join d={ "M" (x - INDENT / 2) " " (y - (ROW - BOX)) "V" (y + BOX / 2) "H" (x) } {} }
        a href=(at(&node.union)) {
            rect class=(if is_current { "current" } else { "node" }) x=(x) y=(y) width=(width) height=(BOX) rx="6" {}
            @for (at, words) in (0..).zip(&words) { text x=(x + 10) y=(y + 18 + at * 16) { (words) } }
            text.tick x=(WIDTH - 10) y=(y + BOX - 8) text-anchor="end" { "(" (node.members) ")" }
        }
    }
}

/// At most two lines; what doesn't fit ends with an ellipsis.
fn wrapped(title: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let last = lines.len() - 1;
        let length = lines[last].chars().count();
        if length > 0 && length + 1 + word.chars().count() > letters {
            lines.push(word.to_owned());
        } else {
            if length > 0 {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    let is_cut = lines.len() > 2;
    lines.truncate(2);
    if is_cut && let Some(last) = lines.last_mut() {
        // Room for the number of members, too.
        *last = format!("{}…", last.chars().take(letters.saturating_sub(6)).collect::<String>());
    }
    lines
}

/// Nested as deep as the branch goes.
fn list(branch: &Branch) -> Markup {
    fn nested(above: &[Node], below: &[Node]) -> Markup {
        match above.split_first() {
            Some((first, rest)) => html! { ul { li { (item(first)) (nested(rest, below)) } } },
            None if below.is_empty() => html! {},
            None => html! { ul { @for node in below { li { (item(node)) } } } },
        }
    }
    nested(&branch.above, &branch.below)
}

fn item(node: &Node) -> Markup {
    let members = u64::try_from(node.members).unwrap_or(0);
    html! {
        a href=(at(&node.union)) { (node.union.title) } " — " (node.union.kind.label()) ", " (ru::counted(members, "участник", "участника", "участников"))
        @if node.below > 0 { ", ниже: " (node.below) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_two_lines_at_most() {
        let lines = wrapped("Региональное методическое объединение учителей русского языка и литературы Хабаровского края", 40);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.chars().count() <= 41), "{lines:?}");
        assert_eq!(wrapped("РМО математиков", 40), ["РМО математиков"]);
    }
}
