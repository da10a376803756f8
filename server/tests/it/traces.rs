//! The journal: every event has its words, every look at somebody's data and every list taken out leaves a trace.

use crate::region::{Region, tell};
use access::Role;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() && !entry.ends_with("audit/src/labels") && !matches!(name.as_str(), "tests" | "examples" | "benches" | "target") {
            sources(&entry, found);
        } else if name.ends_with(".rs") {
            found.push(entry);
        }
    }
}

/// A text like `order.signed`, alone between its quotes.
fn is_action(word: &str, nouns: &BTreeSet<&str>) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    word.split_once('.').is_some_and(|(noun, verb)| nouns.contains(noun) && is_name(verb))
}

#[test]
fn every_event_has_its_words_and_no_word_is_without_an_event() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    ["domains", "platform", "server/src", "demo/src"].iter().for_each(|folder| sources(&root.join(folder), &mut files));
    let known: BTreeSet<&str> = audit::labels::all().map(|(action, _)| *action).collect();
    assert_eq!(known.len(), audit::labels::all().count(), "an action has two lines");
    let mut named = BTreeSet::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        for call in program.split("Event::new(").skip(1) {
            let word = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            if let Some(word) = word {
                assert!(known.contains(word), "{}: {word:?} has no line in audit::labels", path.display());
            }
        }
        let nouns: BTreeSet<&str> = known.iter().filter_map(|action| action.split('.').next()).collect();
        named.extend(program.split('"').filter(|word| is_action(word, &nouns)).map(ToOwned::to_owned));
    }
    let strays: Vec<_> = known.iter().filter(|action| !named.contains(**action)).collect();
    assert!(strays.is_empty(), "words for what never happens: {strays:?}");
}

#[test]
fn every_look_at_another_is_seen_by_the_one_looked_at() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let (item, application, person) = {
            let item = region.item();
            (item.clone(), region.one::<String>(&format!("SELECT application_id FROM agenda_item WHERE id = '{item}'")), region.one::<String>(&format!("SELECT person_id FROM agenda_item WHERE id = '{item}'")))
        };
        let file = region.one::<String>(&format!("SELECT id FROM application_file WHERE application_id = '{application}' LIMIT 1"));
        let consent = region.one::<String>(&format!("SELECT id FROM consent WHERE person_id = '{person}' LIMIT 1"));
        let line = region.one::<String>("SELECT l.id FROM order_line l JOIN act_order o ON o.id = l.order_id WHERE o.state = 'signed' LIMIT 1");
        let order = region.one::<String>(&format!("SELECT order_id FROM order_line WHERE id = '{line}'"));
        let ordered = region.one::<String>(&format!("SELECT person_id FROM order_line WHERE id = '{line}'"));
        let membership = region.one::<String>("SELECT id FROM membership LIMIT 1");
        let holder = region.one::<String>(&format!("SELECT person_id FROM membership WHERE id = '{membership}'"));
        let (duty, destruction) = region
            .db()
            .write(|tx| {
                let (id, today) = (person.parse().unwrap(), tx.today());
                let duty = consent::duty::register_request(tx, &audit::By::system(), id, consent::duty::Ask::Access, today)?;
                Ok((duty, consent::destruction::request(tx, &audit::By::system(), id, consent::DestructionReason::SubjectDemand)?))
            })
            .unwrap();
        let looks = [
            (Role::Coordinator, format!("/people/{person}"), &person),
            (Role::DataProtection, format!("/people/{person}"), &person),
            (Role::Coordinator, format!("/people/{person}/edit"), &person),
            (Role::Coordinator, format!("/people/{person}/name"), &person),
            (Role::Coordinator, format!("/people/{person}/job"), &person),
            (Role::Coordinator, format!("/people/duplicates/{person}/{holder}"), &person),
            (Role::Coordinator, format!("/applications/{application}"), &person),
            (Role::Commission, format!("/applications/{application}"), &person),
            (Role::Commission, format!("/applications/{application}/application.pdf"), &person),
            (Role::Commission, format!("/applications/{application}/files/{file}"), &person),
            (Role::Commission, format!("{meeting}/items/{item}"), &person),
            (Role::DataProtection, format!("/consents/people/{person}"), &person),
            (Role::DataProtection, format!("/consents/people/{person}/withdrawal"), &person),
            (Role::DataProtection, format!("/consents/people/{person}/consent"), &person),
            (Role::DataProtection, format!("/consents/{consent}/document"), &person),
            (Role::DataProtection, format!("/consents/people/{person}/destruction"), &person),
            (Role::Coordinator, format!("/duties/{duty}"), &person),
            (Role::Coordinator, format!("/destructions/{destruction}"), &person),
            (Role::DataProtection, format!("/audit?person={person}"), &person),
            (Role::Commission, format!("/orders/{order}/lines/{line}/extract.pdf"), &ordered),
            (Role::Coordinator, format!("/memberships/{membership}/certificate.pdf"), &holder),
        ];
        let mut silent = Vec::new();
        for (role, path, whose) in &looks {
            let account = region.persona(*role).account;
            let events = format!("SELECT COUNT(*) FROM audit_event WHERE person_id = '{whose}' AND account_id = '{account}'");
            let before = region.count(&events);
            let answer = region.at_work(*role).open(path).await;
            assert_eq!(answer.status, 200, "{role} {path}");
            if region.count(&events) == before {
                silent.push(path.clone());
            }
        }
        assert!(silent.is_empty(), "looked at without a trace: {silent:#?}");
    });
}

#[test]
fn every_list_taken_out_leaves_a_trace() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let order = region.one::<String>("SELECT id FROM act_order WHERE state = 'signed' LIMIT 1");
        let mut silent = Vec::new();
        let lists = [
            (Role::Coordinator, "/people?format=xlsx".to_owned()),
            (Role::Municipal, "/people?format=csv".into()),
            (Role::Coordinator, "/applications?format=xlsx".into()),
            (Role::Municipal, "/applications?format=csv".into()),
            (Role::Coordinator, "/memberships?format=xlsx".into()),
            (Role::Municipal, "/nominations?format=xlsx".into()),
            (Role::Coordinator, "/dictionaries/subject?format=xlsx".into()),
            (Role::Coordinator, "/places/schools?format=csv".into()),
            (Role::DataProtection, "/audit?format=xlsx".into()),
            (Role::Coordinator, format!("{meeting}/agenda.xlsx")),
            (Role::Commission, format!("{meeting}/minutes.pdf")),
            (Role::Commission, format!("/orders/{order}/order.pdf")),
        ];
        for (role, path) in lists {
            let events = format!("SELECT COUNT(*) FROM audit_event WHERE account_id = '{}'", region.persona(role).account);
            let before = region.count(&events);
            let answer = region.at_work(role).open(&path).await;
            assert_eq!(answer.status, 200, "{role} {path}");
            if region.count(&events) == before {
                silent.push(path);
            }
        }
        assert!(silent.is_empty(), "taken out without a trace: {silent:#?}");
    });
}
