//! Each role walks wherever its pages lead, and types rubbish into every form on the way.

use crate::{
    forms::{Field, Form, forms, links, pattern},
    region::{Answer, Browser, Region, tell},
};
use access::Role;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
};

/// Pages of one pattern that are opened.
const OF_EACH: usize = 2;
const MOST_PAGES: usize = 400;

/// Pages seen by a role: address and text.
async fn walk(browser: &mut Browser<'_>, start: &[&str]) -> Vec<(String, Answer)> {
    let (mut ahead, mut known, mut opened) = (start.iter().map(|path| (*path).to_owned()).collect::<VecDeque<_>>(), BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut seen = Vec::new();
    while let Some(address) = ahead.pop_front() {
        let count = opened.entry(pattern(&address)).or_default();
        if *count >= OF_EACH || seen.len() >= MOST_PAGES || !known.insert(address.clone()) || is_elsewhere(&address) {
            continue;
        }
        *count += 1;
        let answer = browser.open(&address).await;
        assert!(!answer.is_fault(), "{address}: {}", answer.status);
        if answer.location.starts_with('/') {
            ahead.push_back(answer.location.clone());
        }
        if answer.header("content-type").starts_with("text/html") {
            ahead.extend(links(&answer.text()));
        }
        seen.push((address, answer));
    }
    seen
}

/// Logging out is no walk; videos of lessons lie on the institute's server beside the program.
fn is_elsewhere(address: &str) -> bool {
    address.starts_with("/media/") || address.starts_with("/logout") || address.starts_with("/login/oidc")
}

#[test]
fn every_page_a_role_can_reach_answers_and_is_never_kept_by_caches() {
    let region = Region::new();
    tell(async {
        for role in Role::ALL.iter().copied() {
            let mut browser = region.at_work(role);
            let pages = walk(&mut browser, &["/desk"]).await;
            let broken: Vec<_> = pages.iter().filter(|(_, answer)| !matches!(answer.status, 200 | 303)).map(|(address, answer)| (address, answer.status)).collect();
            assert!(broken.is_empty(), "{role}: links that lead nowhere: {broken:?}");
            assert!(pages.len() > 8, "{role} saw {} pages", pages.len());
            for (address, answer) in &pages {
                // What a phone without a network needs names nobody and is asked for anew each time.
                let kept = if address.starts_with("/observe/") && address.len() > "/observe/".len() { "no-cache" } else { "no-store" };
                // What anybody may read, and what says of itself how old it may be.
                if ["/api/v1", "/open-data"].iter().any(|open| address.starts_with(open)) {
                    assert!(!answer.header("cache-control").is_empty(), "{role} {address}");
                    continue;
                }
                assert_eq!(answer.header("cache-control"), kept, "{role} {address}");
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{role} {address}");
            }
        }
    });
}

#[test]
fn the_administrator_and_the_ministry_see_nobodys_name() {
    let region = Region::new();
    let names: BTreeSet<String> = region.all::<String>("SELECT family || ' ' || given FROM person WHERE erased_at IS NULL").into_iter().collect();
    assert!(names.len() > 500);
    tell(async {
        for role in [Role::Administrator, Role::Ministry] {
            let mut browser = region.at_work(role);
            for (address, answer) in walk(&mut browser, &["/desk", "/quotas", "/places", "/admin/accounts"]).await {
                // Names and addresses of accounts are the administrator's work; what is on the public page is public by consent.
                let is_known = address.starts_with("/admin/accounts") || address.starts_with("/members") || address.starts_with("/account");
                let text = answer.text();
                let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic() && c != '-').filter(|word| !word.is_empty()).collect();
                let told: Vec<_> = words.windows(2).map(|pair| pair.join(" ")).filter(|pair| !is_known && names.contains(pair)).collect();
                assert!(told.is_empty(), "{role} {address}: {told:?}");
            }
        }
    });
}

/// What is typed into every field at once.
fn rubbish() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "\0",
        "\u{202e}<script>alert(7)</script>\u{200b}",
        "=HYPERLINK(\"http://evil.example\")",
        "31.02.2026",
        "31.12.2199",
        "01.01.1900",
        "2026-11-23",
        "-1",
        "0",
        "99999999999999999999",
        "9223372036854775807",
        "1e9",
        "../../etc/passwd",
        "' OR 1=1 --",
        "😀",
        "%s%n{}",
        "{\"a\":1}",
        "//evil.example",
        "З\u{300}\u{301}\u{302}\u{303}",
        "١٢٣",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    all.push("я".repeat(10_000));
    all
}

/// The fields as a browser would send them, with `typed` in place of what a person can change; of everything, if `even_hidden`.
fn filled<'f>(form: &'f Form, typed: &'f str, even_hidden: bool) -> Vec<(&'f str, &'f str)> {
    let is_chosen = |field: &Field| matches!(field.kind.as_str(), "hidden" | "select" | "radio" | "checkbox" | "button");
    let fields = form.fields.iter().filter(|field| field.name != "_key" && field.kind != "file" && (field.is_sent || field.kind != "button"));
    fields.map(|field| (field.name.as_str(), if is_chosen(field) && !even_hidden { field.value.as_str() } else { typed })).collect()
}

/// Acts that need not be an event: of the visitor's own browser or session, a step before the act, or nothing new (the same
/// vote again, a seat that is taken already, a report that was begun, a destruction that is asked for already), a journal by itself (answers at a diagnostic).
fn is_no_event(action: &str) -> bool {
    let own = ["/view-settings", "/login", "/session", "/logout", "/account/password", "/people/import", "/cabinet/consents", "/apply", "/consents/paper", "/attempts", "/cabinet/results/sharing", "/lists", "/notices"];
    // The same text of a section again, a signature that stands already; the night's export switched to what it is.
    let again = action.starts_with("/pathways/") && (action.contains("/sections/") || action.contains("/agreement/signature"));
    again
        || action == "/reports"
        || action.starts_with("/exchange/nightly")
        || own.iter().any(|path| action.starts_with(path))
        || ["/votes", "/hands", "/destruction", "/start", "/seat"].iter().any(|path| action.ends_with(path))
}

#[test]
fn rubbish_in_any_field_of_any_form_is_no_fault_of_ours_and_every_act_is_an_event() {
    let known = RefCell::new(BTreeSet::new());
    Region::on_each_engine(|region| {
        tell(async {
            let (mut silent, mut sent) = (BTreeSet::new(), 0_u32);
            for role in Role::ALL.iter().copied() {
                let mut browser = region.at_work(role);
                let mut met = BTreeSet::new();
                let pages = walk(&mut browser, &["/desk", "/view-settings"]).await;
                let all = pages.iter().flat_map(|(address, answer)| forms(&answer.text(), address)).filter(|form| form.is_post);
                let fresh: Vec<Form> = all.filter(|form| met.insert((pattern(&form.action), form.fields.iter().map(|field| field.name.len() < 20).collect::<Vec<_>>()))).collect();
                for form in &fresh {
                    // What another role has filled in with everything, or this one on another engine, is given a part of it here.
                    let every = if known.borrow_mut().insert(pattern(&form.action)) { 1 } else { 4 };
                    for (number, typed) in rubbish().into_iter().enumerate().step_by(every) {
                        for even_hidden in [true, false].into_iter().filter(|even_hidden| !even_hidden || number % 3 == 0) {
                            let before = region.count("SELECT COUNT(*) FROM audit_event");
                            let answer = browser.post(&form.action, &filled(form, &typed, even_hidden)).await;
                            let shown: String = typed.chars().take(30).collect();
                            assert!(!answer.is_fault(), "{role} {} with {shown:?}: {}", form.action, answer.status);
                            assert!(!answer.text().contains("<script>alert(7)"), "{role} {} with {shown:?}", form.action);
                            assert!(answer.status < 400 || answer.is_russian(), "{role} {} with {shown:?}: {}", form.action, answer.status);
                            assert!(!answer.location.starts_with("//") && !answer.location.contains("evil"), "{role} {}: {}", form.action, answer.location);
                            if answer.status == 303 && !is_no_event(&form.action) && !answer.location.starts_with("/login") && region.count("SELECT COUNT(*) FROM audit_event") == before {
                                silent.insert(pattern(&form.action));
                            }
                            if answer.location.starts_with("/login") || form.action.contains("session") || form.action == "/logout" {
                                browser.log_in();
                            }
                            sent += 1;
                        }
                    }
                }
            }
            assert!(sent > 1_000, "{sent} forms");
            assert!(silent.is_empty(), "acts without an event: {silent:#?}");
        });
        let verdict = region.db().read(audit::verify).unwrap();
        assert!(matches!(verdict, audit::Verdict::Whole { .. }), "{verdict:?}");
    });
}
