//! The states of a pathway in the documents are fresh.

use pathways::{Component, State, fields};
use std::fmt::Write;

const BEGIN: &str = "<!-- pathways: begin -->\n";
const END: &str = "<!-- pathways: end -->\n";

fn rendered() -> String {
    let mut page = String::from("```mermaid\nstateDiagram-v2\n    [*] --> draft\n");
    for from in State::ALL {
        for to in State::ALL.iter().filter(|to| from.may_become(**to)) {
            writeln!(page, "    {from} --> {to}").unwrap();
        }
        if State::ALL.iter().all(|to| !from.may_become(*to)) {
            writeln!(page, "    {from} --> [*]").unwrap();
        }
    }
    page.push_str("```\n\n| component | field | written by | must be there |\n|---|---|---|---|\n");
    for component in Component::ALL {
        for field in fields(*component) {
            let by = if field.is_teachers { "the teacher alone" } else { "teacher, methodists" };
            writeln!(page, "| {} | {} | {by} | {} |", component.label(), field.label, if field.needed.is_some() { "+" } else { "" }).unwrap();
        }
    }
    page
}

/// `UPDATE_DOCS=1 cargo test -p pathways` writes it.
#[test]
fn docs_states_shows_the_states_and_the_sections_of_a_pathway_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.md");
    let fresh = format!("{BEGIN}{}{END}", rendered());
    let kept = std::fs::read_to_string(path).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let page = match kept.split_once(BEGIN) {
            Some((before, rest)) => format!("{before}{fresh}{}", rest.split_once(END).map_or("", |(_, after)| after)),
            None => format!("{kept}\n## Pathway\n\n{fresh}"),
        };
        std::fs::write(path, page).unwrap();
        return;
    }
    assert!(kept.contains(&fresh), "docs/states.md is stale: run UPDATE_DOCS=1 cargo test -p pathways");
}
