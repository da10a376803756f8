//! Every address of the program and who may use it: reviewed here, compared with the sources, visited by everybody in [`visits`].

mod addresses;
mod exceptions;
mod visits;

use access::Role;
use addresses::{NO, PUBLIC};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

fn letter(role: Role) -> char {
    match role {
        Role::Administrator => 'a',
        Role::Coordinator => 'c',
        Role::DataProtection => 'd',
        Role::Commission => 'k',
        Role::Municipal => 'm',
        Role::School => 's',
        Role::Ministry => 'g',
        Role::Methodist => 't',
        Role::Expert => 'x',
        Role::Member => 'u',
    }
}

fn allows(who: &str, role: Role) -> bool {
    who == PUBLIC || who.contains(letter(role))
}

// --- the sources ------------------------------------------------------------------------------------------------------

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() && !matches!(name.as_str(), "tests" | "examples" | "benches" | "target" | "setup") {
            sources(&entry, found);
        } else if name.ends_with(".rs") {
            found.push((entry.clone(), fs::read_to_string(&entry).unwrap()));
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text between the parenthesis that opens `text` and its pair.
fn in_parentheses(text: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &text[1..at];
        }
    }
    text
}

/// The address that a route names: written out, or by a constant of the same file or of another.
fn address(named: &str, file: &str, all: &[(PathBuf, String)]) -> String {
    if let Some(written) = named.strip_prefix('"') {
        return written.trim_end_matches('"').to_owned();
    }
    let constant = format!("const {}: &str = \"", named.rsplit("::").next().unwrap());
    let module = named.rsplit("::").nth(1).map(|module| format!("{module}.rs"));
    let value = |text: &str| text.split(&constant).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let elsewhere = || all.iter().filter(|(path, _)| module.as_ref().is_none_or(|module| path.ends_with(module))).find_map(|(_, text)| value(text));
    let anywhere = || all.iter().find_map(|(_, text)| value(text));
    let own = if module.is_none() { value(file) } else { None };
    own.or_else(elsewhere).or_else(anywhere).unwrap_or_else(|| panic!("what address is {named}?"))
}

#[test]
fn the_reviewed_list_names_every_address_of_the_sources() {
    let (mut all, mut found) = (Vec::new(), BTreeMap::<String, (bool, bool)>::new());
    ["domains", "server/src", "platform/ui/src"].iter().for_each(|folder| sources(&root().join(folder), &mut all));
    for (_, text) in &all {
        for rest in text.split(".route").skip(1).filter(|rest| rest.starts_with('(')) {
            let inside = in_parentheses(rest);
            let (named, methods) = inside.split_once(',').unwrap();
            let entry = found.entry(address(named.trim(), text, &all)).or_default();
            entry.0 |= methods.contains("get(");
            entry.1 |= methods.contains("post(");
        }
    }
    let reviewed: BTreeMap<String, (bool, bool)> = addresses::all().map(|(path, get, post)| ((*path).to_owned(), (*get != NO, *post != NO))).collect();
    assert_eq!(reviewed.len(), addresses::all().count(), "an address stands twice in the list");
    assert!(
        found == reviewed,
        "the reviewed list and the sources differ:\n{:#?}",
        found.iter().filter(|(path, how)| reviewed.get(*path) != Some(how)).chain(reviewed.iter().filter(|(path, _)| !found.contains_key(*path))).collect::<Vec<_>>()
    );
}
