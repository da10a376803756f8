//! Whatever opens something in one region, tried in the other: every answer there is the one that a stranger gets.

use super::town::{EMAIL, FORM, Town, person};
use crate::wire::Answer;
use access::{Actor, Password, Role, accounts, passwords, sessions};
use audit::{By, Verdict};
use exchange::{NewToken, Resource, hooks};
use kernel::{id::PlaceId, params};
use reports::{ReportId, Words};
use std::collections::BTreeSet;

const PAGES: [&str; 14] = ["/desk", "/people", "/cases", "/pathways", "/reports", "/picture", "/outcomes", "/audit", "/exchange", "/exchange/tokens", "/admin/accounts", "/quotas", "/account", "/country-figures"];

fn as_told(answer: &Answer) -> (u16, Option<String>, bool) {
    (answer.status, answer.header("location").map(str::to_owned), answer.header("set-cookie").is_some())
}

fn actor(town: &Town, region: &str, token: &str) -> Actor {
    town.app(region).db.read(|tx| Ok(sessions::find(tx, token)?.unwrap().0)).unwrap()
}

/// A report of the half-year, frozen.
fn report(town: &Town, region: &str, actor: &Actor) -> ReportId {
    let db = &town.app(region).db;
    db.write(|tx| {
        let today = tx.today();
        let id = reports::begin(tx, actor, reports::Period::half_of(today))?;
        let version = reports::find(tx, &reports::Sight::of(actor)?, id)?.version;
        reports::freeze(tx, actor, id, version, (&Words::default(), ""))?;
        Ok(id)
    })
    .unwrap()
}

fn events(town: &Town, region: &str, sql: &str, value: &str) -> u64 {
    town.app(region).db.read(|tx| Ok(tx.count(sql, params![value])?)).unwrap()
}

#[test]
fn a_cookie_of_another_region_opens_what_no_cookie_opens() {
    Town::each_engine(|town| {
        let tokens = [town.token("sever"), town.token_as("sever", Role::Administrator), town.token_as("sever", Role::DataProtection), town.token_as("sever", Role::Ministry)];
        assert_eq!(town.get("sever", "/desk", &tokens[0]).status, 200);
        for path in PAGES {
            let stranger = as_told(&town.get("yug", path, ""));
            for token in &tokens {
                assert_eq!(as_told(&town.get("yug", path, token)), stranger, "{path}");
            }
        }
        let stranger = as_told(&town.post("yug", "/country-figures", "", &[("gives", "yes")]));
        assert_eq!(as_told(&town.post("yug", "/country-figures", &tokens[0], &[("gives", "yes")])), stranger);
        assert!(town.app("yug").db.read(::country::decision).unwrap().is_none(), "nothing was decided there");
        assert_eq!(as_told(&town.post("yug", "/logout", &tokens[0], &[])).0, as_told(&town.post("yug", "/logout", "", &[])).0);
        assert_eq!(town.get("sever", "/desk", &tokens[0]).status, 200, "and the session at home goes on");
    });
}

#[test]
fn a_key_of_a_form_used_in_one_region_is_unknown_in_the_other() {
    Town::each_engine(|town| {
        let (sever, yug) = (town.token("sever"), town.token("yug"));
        let key = kernel::FormKey::fresh();
        let decided = |region: &str| town.app(region).db.read(::country::decision).unwrap().map(|decision| decision.gives);
        assert_eq!(town.post_keyed("sever", "/country-figures", &sever, key.as_str(), &[("gives", "yes")]).status, 303);
        assert_eq!((decided("sever"), decided("yug")), (Some(true), None));
        // Were the key known there, this would lead where the first led, without acting.
        assert_eq!(town.post_keyed("yug", "/country-figures", &yug, key.as_str(), &[("gives", "no")]).status, 303);
        assert_eq!((decided("sever"), decided("yug")), (Some(true), Some(false)));
        assert_eq!(town.post_keyed("sever", "/country-figures", &sever, key.as_str(), &[("gives", "no")]).status, 303);
        assert_eq!(decided("sever"), Some(true), "at home the key acts once");
        // A form that a page of the other sends is refused before anything is looked up.
        let headers = [FORM, ("Origin", "http://sever.test"), ("Cookie", &*format!("session={yug}"))];
        assert_eq!(town.ask("yug.test", "POST", "/country-figures", &headers, &format!("_key={}&gives=yes", kernel::FormKey::fresh().as_str())).status, 403);
        assert_eq!(decided("yug"), Some(false));
    });
}

#[test]
fn the_address_of_a_paper_leads_nowhere_in_the_other_region() {
    Town::each_engine(|town| {
        let (sever, yug) = (town.token("sever"), town.token("yug"));
        let id = report(town, "sever", &actor(town, "sever", &sever));
        for path in [format!("/reports/{id}"), format!("/reports/{id}/report.pdf"), format!("/reports/{id}/report.xlsx")] {
            assert_eq!(town.get("sever", &path, &sever).status, 200, "{path}");
            assert_eq!(town.get("yug", &path, &yug).status, 404, "{path}");
            assert_eq!(as_told(&town.get("yug", &path, &sever)), as_told(&town.get("yug", &path, "")), "{path}");
        }
    });
}

#[test]
fn a_token_of_one_region_is_nonsense_to_the_data_of_the_other() {
    Town::each_engine(|town| {
        let db = &town.app("sever").db;
        let expires_on = db.clock().today().checked_add(jiff::Span::new().days(30)).unwrap();
        let new = NewToken { name: "Витрина".into(), owner: "Витрина".into(), scopes: Resource::ALL.iter().copied().collect(), place: PlaceId::from("region"), expires_on };
        let text = db.write(|tx| exchange::make_token(tx, &By::cli(), &new)).unwrap().1;
        let ask = |region: &str, path: &str, token: &str| town.ask(&format!("{region}.test"), "GET", path, &[("Authorization", &*format!("Bearer {token}"))], "");
        for resource in ["places", "subjects", "members", "outcomes", "quotas"] {
            let path = format!("/api/v1/{resource}");
            assert_eq!(ask("sever", &path, &text).status, 200, "{path}");
            let (foreign, nonsense) = (ask("yug", &path, &text), ask("yug", &path, "mta_0123456789ab_nonsense"));
            assert_eq!((foreign.status, foreign.text()), (nonsense.status, nonsense.text()), "{path}");
            assert_eq!(foreign.status, 401);
        }
        assert_eq!(ask("strana", "/api/v1/places", &text).status, 404, "the country has no such data at all");
        assert!(town.app("yug").db.read(exchange::tokens).unwrap().is_empty());
    });
}

#[test]
fn programs_are_told_of_their_own_region_only() {
    Town::each_engine(|town| {
        let new = hooks::NewHook { name: "Сайт".into(), address: "https://hook.example.invalid/in".into(), topics: BTreeSet::from([hooks::Topic::ReportFrozen]) };
        let (sever, yug) = (town.app("sever"), town.app("yug"));
        let (hook, _) = sever.db.write(|tx| hooks::make(tx, &sever, &By::cli(), &new)).unwrap();
        let heard = || sever.db.read(|tx| Ok(hooks::messages(tx, hook, 20)?.into_iter().map(|message| message.body).collect::<Vec<_>>())).unwrap();
        report(town, "yug", &actor(town, "yug", &town.token("yug")));
        hooks::gather(&yug).unwrap();
        hooks::gather(&sever).unwrap();
        assert_eq!(heard(), Vec::<String>::new(), "what happens there is not told here");
        let id = report(town, "sever", &actor(town, "sever", &town.token("sever")));
        hooks::gather(&sever).unwrap();
        let told = heard();
        assert!(told.len() == 1 && told[0].contains(&id.to_string()) && told[0].contains("http://sever.test/") && !told[0].contains("yug"), "{told:?}");
        assert!(yug.db.read(hooks::list).unwrap().is_empty());
        let (here, there) = (town.token_as("sever", Role::Administrator), town.token_as("yug", Role::Administrator));
        let path = format!("/exchange/webhooks/{hook}");
        assert_eq!((town.get("sever", &path, &here).status, town.get("yug", &path, &there).status), (200, 404));
        assert_eq!(town.post("yug", &format!("{path}/removal"), &there, &[]).status, 404);
    });
}

#[test]
fn each_journal_holds_its_own_region_and_its_chain_is_its_own() {
    Town::each_engine(|town| {
        let anna = person(&town.app("sever").db, "Северная").to_string();
        let (sever, yug) = (town.token_as("sever", Role::DataProtection), town.token_as("yug", Role::DataProtection));
        let coordinator = town.token("sever");
        assert_eq!(town.get("sever", &format!("/people/{anna}"), &coordinator).status, 200, "looking at a card is noted");
        for path in PAGES {
            town.get("yug", path, &coordinator);
        }
        const OF_PERSON: &str = "SELECT COUNT(*) FROM audit_event WHERE person_id = $1";
        assert!(events(town, "sever", OF_PERSON, &anna) > 0);
        assert_eq!(events(town, "yug", OF_PERSON, &anna), 0);
        let account = actor(town, "sever", &coordinator).account.to_string();
        assert_eq!(events(town, "yug", "SELECT COUNT(*) FROM audit_event WHERE account_id = $1", &account), 0, "whoever tried is nobody there");
        assert!(town.get("sever", "/audit", &sever).status == 200 && town.get("yug", "/audit", &yug).status == 200);
        assert!(!town.get("yug", "/audit", &yug).text().contains(&anna));
        let heads: Vec<(i64, String)> = ["sever", "yug"].iter().map(|region| town.app(region).db.read(audit::head).unwrap()).collect();
        assert_ne!(heads[0].1, heads[1].1);
        for region in ["sever", "yug"] {
            assert!(matches!(town.app(region).db.read(audit::verify).unwrap(), Verdict::Whole { .. }), "{region}");
        }
    });
}

#[test]
fn guessing_in_one_region_makes_nobody_wait_in_the_other() {
    Town::each_engine(|town| {
        let word = "тёплый снег летом 9";
        let hash = passwords::hash_blocking(&Password::typed(word)).unwrap();
        for region in ["sever", "yug"] {
            let enter = |tx: &mut kernel::Tx<'_>| {
                let account = accounts::by_email(tx, EMAIL)?.unwrap().id;
                accounts::set_password(tx, &By::cli(), account, &hash, None)
            };
            town.app(region).db.write(enter).unwrap();
        }
        let enters = |region: &str, password: &str| town.post(region, "/login", "", &[("email", EMAIL), ("password", password)]);
        let slowed = (0..12).any(|_| enters("sever", "мимо").status == 429);
        assert!(slowed, "guessing is slowed down at all");
        let brakes = |region: &str| town.app(region).db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM brake", params![])?)).unwrap();
        assert!(brakes("sever") > 0);
        assert_eq!(brakes("yug"), 0, "of guessing elsewhere nothing is known");
        assert!(enters("yug", word).header("set-cookie").is_some());
    });
}
