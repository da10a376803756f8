//! One level of the tree, drawn: the way down to the place, the place, what stands under it. The nested list beside it says the same.

use super::read::{Child, View};
use maud::{Markup, html};
use structure::places::{Place, PlaceKind};

const ROW: usize = 32;
const STEP: usize = 18;
const WIDTH: usize = 360;

/// A line of the picture.
struct Node<'a> {
    place: &'a Place,
    depth: usize,
    is_here: bool,
    note: String,
}

fn nodes(view: &View) -> Vec<Node<'_>> {
    let mut found: Vec<Node<'_>> = view.above.iter().enumerate().map(|(depth, place)| Node { place, depth, is_here: false, note: String::new() }).collect();
    let here = found.len();
    found.push(Node { place: &view.place, depth: here, is_here: true, note: String::new() });
    found.extend(view.children.iter().map(|child| Node { place: &child.place, depth: here + 1, is_here: false, note: note(child) }));
    found
}

/// What a reader wants to know of a place without opening it.
pub fn note(child: &Child) -> String {
    match child.place.kind {
        PlaceKind::Municipality => {
            let schools = ui::ru::counted(child.schools, "школа", "школы", "школ");
            if child.place.has_methodical_service { schools } else { format!("{schools}, без методической службы") }
        }
        PlaceKind::School => child.place.facts.settlement.clone(),
        PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => String::new(),
    }
}

fn url(view: &View, place: &Place) -> String {
    let on = if view.is_now() { String::new() } else { format!("?on={}", view.on) };
    format!("/places/{}{on}", place.id)
}

/// A name that fits its line on a phone.
fn short(name: &str, depth: usize) -> String {
    let most = 44 - depth * 2;
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}

pub fn tree(view: &View) -> Markup {
    let nodes = nodes(view);
    let height = nodes.len() * ROW + 8;
    html! {
        figure.branches {
            svg viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="tree-title tree-desc" {
                title id="tree-title" { "Место в структуре: " (view.place.short_name) }
                desc id="tree-desc" { "Сверху вниз: что стоит выше, само место и то, что в него входит (" (view.children.len()) "). То же списком под рисунком." }
                (lines(view, &nodes))
                @for (row, node) in nodes.iter().enumerate() { (drawn(view, node, row)) }
            }
            figcaption { "Круг — работает; пустой круг — муниципалитет без методической службы. Открыто то, что выделено." }
        }
    }
}

fn x(depth: usize) -> usize {
    12 + depth * STEP
}

fn y(row: usize) -> usize {
    row * ROW + ROW / 2 + 4
}

/// Trunk and branches: each node hangs on the one above it.
fn lines(view: &View, nodes: &[Node<'_>]) -> Markup {
    let here = view.above.len();
    let last = nodes.len() - 1;
    html! {
        @for row in 1..=here { path.branch d={ "M" (x(row - 1)) " " (y(row - 1)) "V" (y(row)) "H" (x(row)) } {} }
        @if last > here { path.branch d={ "M" (x(here)) " " (y(here)) "V" (y(last)) @for row in here + 1..=last { "M" (x(here)) " " (y(row)) "h" (STEP) } } {} }
    }
}

fn drawn(view: &View, node: &Node<'_>, row: usize) -> Markup {
    let (x, y) = (x(node.depth), y(row));
    let is_hollow = node.place.kind == PlaceKind::Municipality && !node.place.has_methodical_service;
    let inner = html! {
        @if node.is_here { rect.here x=(x + 9) y=(y - 14) width=(WIDTH - x - 11) height="28" rx="6" {} }
        circle.knot.hollow[is_hollow] cx=(x) cy=(y) r="5" {}
        text.here[node.is_here] x=(x + 15) y=(y + if node.note.is_empty() { 5 } else { 0 }) { (short(&node.place.short_name, node.depth)) }
        @if !node.note.is_empty() { text.tick x=(x + 15) y=(y + 13) { (node.note) } }
    };
    html! {
        @if node.is_here { (inner) } @else { a href=(url(view, node.place)) { title { (said(node)) } (inner) } }
    }
}

fn said(node: &Node<'_>) -> String {
    if node.note.is_empty() { node.place.short_name.clone() } else { format!("{}: {}", node.place.short_name, node.note) }
}

/// The same as nested lists.
pub fn list(view: &View) -> Markup {
    let mut inner = html! {
        li {
            strong aria-current="page" { (view.place.short_name) }
            @if !view.children.is_empty() {
                ul.tree { @for child in &view.children {
                    li { a href=(url(view, &child.place)) { (child.place.short_name) } @let note = note(child); @if !note.is_empty() { span.hint { " — " (note) } } }
                } }
            }
        }
    };
    for place in view.above.iter().rev() {
        inner = html! { li { a href=(url(view, place)) { (place.short_name) } ul.tree { (inner) } } };
    }
    html! { ul.tree { (inner) } }
}
