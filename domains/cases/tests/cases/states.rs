//! The tables of a case in the documents are fresh: its states, its rungs, who of the team does what.

use cases::{Act, State, TeamRole, stage};
use std::fmt::Write;

const BEGIN: &str = "<!-- cases: begin -->\n";
const END: &str = "<!-- cases: end -->\n";

fn rendered() -> String {
    let mut page = String::from("```mermaid\nstateDiagram-v2\n    [*] --> proposed\n    [*] --> open\n");
    for from in State::ALL {
        for to in State::ALL.iter().filter(|to| from.may_become(**to)) {
            writeln!(page, "    {from} --> {to}").unwrap();
        }
        if State::ALL.iter().all(|to| !from.may_become(*to)) {
            writeln!(page, "    {from} --> [*]").unwrap();
        }
    }
    page.push_str("```\n\n| rung | teacher's strand | pupils' strand |\n|---|---|---|\n");
    for rung in 1..=7 {
        writeln!(page, "| {rung} | {} | {} |", stage::title(rung), stage::pupils_title(rung)).unwrap();
    }
    page.push_str("\n| act of the team |");
    TeamRole::ALL.iter().for_each(|role| write!(page, " {} |", role.label()).unwrap());
    page.push_str("\n|---|");
    TeamRole::ALL.iter().for_each(|_| page.push_str("---|"));
    page.push('\n');
    for act in Act::ALL {
        write!(page, "| {} |", act.label()).unwrap();
        TeamRole::ALL.iter().for_each(|role| page.push_str(if act.belongs_to(*role) { " + |" } else { "  |" }));
        page.push('\n');
    }
    page
}

/// `UPDATE_DOCS=1 cargo test -p cases` writes it.
#[test]
fn docs_states_shows_the_tables_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.md");
    let fresh = format!("{BEGIN}{}{END}", rendered());
    let kept = std::fs::read_to_string(path).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let page = match kept.split_once(BEGIN) {
            Some((before, rest)) => format!("{before}{fresh}{}", rest.split_once(END).map_or("", |(_, after)| after)),
            None => format!("{kept}\n## Case\n\n{fresh}"),
        };
        std::fs::write(path, page).unwrap();
        return;
    }
    assert!(kept.contains(&fresh), "docs/states.md is stale: run UPDATE_DOCS=1 cargo test -p cases");
}
