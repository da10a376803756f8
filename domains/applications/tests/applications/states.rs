//! The table of steps: its picture in the documents is fresh, and no step leads out of it.

use applications::{State, model};

const BEGIN: &str = "<!-- applications: begin -->\n";
const END: &str = "<!-- applications: end -->\n";

/// `UPDATE_DOCS=1 cargo test -p applications` writes it.
#[test]
fn docs_states_shows_the_table_as_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states.md");
    let fresh = format!("{BEGIN}{}{END}", model::rendered());
    let kept = std::fs::read_to_string(path).unwrap_or_else(|_| "# States\n\nRendered from the code's tables by tests.\n\n## Application\n\n".into());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let before = kept.split(BEGIN).next().unwrap();
        let after = kept.split(END).nth(1).unwrap_or("");
        std::fs::write(path, format!("{before}{fresh}{after}")).unwrap();
        return;
    }
    assert!(kept.contains(&fresh), "docs/states.md is stale: run UPDATE_DOCS=1 cargo test -p applications");
}

#[test]
fn an_act_leads_to_one_state_only_and_every_state_can_be_reached() {
    for (at, (from, act, _)) in model::TRANSITIONS.iter().enumerate() {
        assert!(!model::TRANSITIONS[at + 1..].iter().any(|(other, by, _)| other == from && by == act), "{from} {act}");
        assert!(from.after(*act).is_ok());
    }
    for state in State::ALL.iter().filter(|state| **state != State::Draft) {
        assert!(model::TRANSITIONS.iter().any(|(_, _, to)| to == state), "{state}");
    }
    assert!(State::Ordered.after(model::Act::Withdraw).is_err_and(|refusal| refusal.to_string().contains("в приказе")));
}
