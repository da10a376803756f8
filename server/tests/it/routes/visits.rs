//! Every reviewed address is visited: by strangers, by each role, with rubbish.

use super::{
    addresses::{self, CLOSED, NO, PUBLIC},
    allows,
    exceptions::{KEYLESS, MAY_BE_ABSENT},
};
use crate::region::{Crowd, FORM, NOBODY, OURS, Region, tell};
use access::Role;
use http::Method;
use std::collections::{BTreeMap, BTreeSet};

/// Ids of records that are really there, near the personas where it matters.
struct Samples(BTreeMap<&'static str, String>);

impl Samples {
    fn of(region: &Region, meeting: &str) -> Self {
        let own = region.persona(Role::Member).account;
        let near = "FROM application a JOIN place pl ON pl.id = a.place_id WHERE pl.path LIKE (SELECT p.path FROM role_grant g JOIN place p ON p.id = g.place_id WHERE g.role = 'municipal' LIMIT 1) || '%'";
        let application = region.one::<String>(&format!("SELECT a.id {near} AND a.state = 'checked' LIMIT 1"));
        let person = region.one::<String>(&format!("SELECT person_id FROM application WHERE id = '{application}'"));
        let meeting = meeting.rsplit('/').next().unwrap().to_owned();
        let (framework, scale) = region.framework();
        let order = region.one::<String>("SELECT id FROM act_order WHERE state = 'signed' LIMIT 1");
        let sample = [
            ("application", application.clone()),
            ("file", region.one(&format!("SELECT id FROM application_file WHERE application_id = '{application}' LIMIT 1"))),
            ("person", person.clone()),
            ("other", region.one(&format!("SELECT id FROM person WHERE id <> '{person}' AND erased_at IS NULL LIMIT 1"))),
            ("item", region.item()),
            ("meeting", meeting),
            ("line", region.one(&format!("SELECT id FROM order_line WHERE order_id = '{order}' LIMIT 1"))),
            ("order", order),
            ("membership", region.one(&format!("SELECT m.id FROM membership m JOIN account a ON a.person_id = m.person_id WHERE a.id = '{own}' LIMIT 1"))),
            ("own", region.one(&format!("SELECT c.id FROM consent c JOIN account a ON a.person_id = c.person_id WHERE a.id = '{own}' LIMIT 1"))),
            ("consent", region.one(&format!("SELECT id FROM consent WHERE person_id = '{person}' LIMIT 1"))),
            ("text", region.one("SELECT id FROM consent_text LIMIT 1")),
            ("node", region.one(&format!("SELECT id FROM competency WHERE framework_id = '{framework}' AND parent_id IS NOT NULL LIMIT 1"))),
            ("framework", framework),
            ("scale", scale),
            ("bank", region.maybe("SELECT id FROM item LIMIT 1").unwrap_or_else(|| NOBODY.into())),
            ("calibration", region.maybe("SELECT id FROM calibration LIMIT 1").unwrap_or_else(|| NOBODY.into())),
            ("digest", "0".repeat(64)),
            ("account", own.to_string()),
            ("grant", region.one(&format!("SELECT id FROM role_grant WHERE account_id = '{own}'"))),
            ("school", region.one("SELECT id FROM place WHERE kind = 'school' LIMIT 1")),
            ("own_school", region.one("SELECT p.id FROM role_grant g JOIN place p ON p.id = g.place_id JOIN place up ON up.id = p.parent_id JOIN role_grant o ON o.place_id = up.id WHERE g.role = 'school' AND o.role = 'municipal' ORDER BY p.id LIMIT 1")),
            ("municipality", region.one("SELECT id FROM place WHERE kind = 'municipality' LIMIT 1")),
            ("code", region.one("SELECT certificate_code FROM membership LIMIT 1")),
            ("rubric", region.one("SELECT id FROM rubric WHERE state = 'live' LIMIT 1")),
            ("observation", region.one("SELECT o.id FROM observation o JOIN role_grant g ON g.account_id = o.observer_id WHERE g.role = 'methodist' AND o.state = 'agreed' LIMIT 1")),
            ("observed", region.one(&format!("SELECT o.id FROM observation o JOIN account a ON a.person_id = o.person_id WHERE a.id = '{own}' LIMIT 1"))),
        ];
        Self(sample.into_iter().collect())
    }

    /// What stands in the place of a parameter.
    fn value(&self, path: &str, parameter: &str) -> String {
        let is = |beginning: &str| path.starts_with(beginning);
        let name = match parameter {
            "id" if is("/admin/accounts") => "account",
            "head" => return NOBODY.into(),
            "resource" | "dataset" => return "places".into(),
            "id" if is("/exchange") || is("/api/v1") => return NOBODY.into(),
            "file" if is("/open-data") || is("/exchange") => return "places-1.csv".into(),
            "day" if is("/exchange") => return "2026-01-01".into(),
            "number" if is("/exchange") => return "1".into(),
            "id" if is("/programme") || is("/country-figures") => return NOBODY.into(),
            "part" if is("/summary") => return "cases".into(),
            "id" if is("/places") && ["/schools", "/service"].iter().any(|part| path.contains(part)) => "municipality",
            "id" if is("/places") => "school",
            "id" if is("/people/import") || is("/duties") || is("/destructions") || is("/audit") || is("/consents/withdrawals") => return NOBODY.into(),
            "id" if is("/nominations") && path.ends_with(".pdf") => return NOBODY.into(),
            "id" if is("/people") => "person",
            "id" | "form" if is("/instruments") || is("/assignments") || is("/attempts") || is("/marking") || is("/cabinet/diagnostics") => return NOBODY.into(),
            "id" | "attempt" | "competency" | "sharing" if ["/cabinet/results", "/cabinet/deficits", "/cabinet/assessments", "/results", "/deficits", "/assessments", "/groups", "/resources"].into_iter().any(is) => {
                return NOBODY.into();
            }
            "id" | "paper" if is("/unions") || is("/practices") => return NOBODY.into(),
            "id" | "material" | "certificate" if is("/activities") => return NOBODY.into(),
            "id" if is("/consultations") || is("/cabinet/consultations") || is("/reports") => return NOBODY.into(),
            "id" if is("/insight") || is("/cabinet/queue") => return NOBODY.into(),
            "question" => return "link".into(),
            "code" if is("/indicators") => return "quota".into(),
            "place" if is("/picture") => "own_school",
            "card" if is("/picture") => return "coverage".into(),
            "id" if is("/lists") || is("/notices") || is("/help-requests") || is("/private-help") => return NOBODY.into(),
            "id" | "meeting" if is("/mentoring") || is("/badges") => return NOBODY.into(),
            "line" | "paper" if is("/year") => return NOBODY.into(),
            "id" | "methodist" if is("/matching") || is("/pairs") || is("/cabinet/pairs") => return NOBODY.into(),
            "id" if is("/outcomes") => return NOBODY.into(),
            "id" | "seat" | "deficit" | "measure" | "link" if is("/cases") => return NOBODY.into(),
            "id" | "step" | "suggestion" | "hint" | "report" | "drop" | "deficit" | "digest" if is("/pathways") || is("/cabinet/works") => return NOBODY.into(),
            "id" | "trainer" | "line" | "factor" | "stage" if ["/courses", "/support", "/cabinet/courses", "/cabinet/attestation", "/schools-help", "/experts", "/contests"].into_iter().any(is) => {
                return if parameter == "line" && is("/courses") { "1".into() } else { NOBODY.into() };
            }
            "code" if is("/directions") => return "d01".into(),
            "file" if is("/calendar") => return "no-such-calendar.ics".into(),
            "component" => return "target".into(),
            "position" => return "1".into(),
            "id" if is("/rubrics") => "rubric",
            "id" if is("/observations") || is("/api/observations") => "observation",
            "id" if is("/cabinet/observations") => "observed",
            "at" => return "1".into(),
            "id" if is("/cabinet") => "own",
            "id" if is("/consents/texts") => "text",
            "id" if is("/consents") => "consent",
            "id" if is("/applications") || is("/nominations") => "application",
            "id" if is("/meetings") => "meeting",
            "id" if is("/orders") => "order",
            "id" if is("/memberships") => "membership",
            "id" if is("/competencies") => "framework",
            "id" if is("/scales") => "scale",
            "id" if is("/items") => "bank",
            "id" if is("/calibrations") => "calibration",
            "left" => "person",
            "right" => "other",
            "kind" if is("/dictionaries") => return "position".into(),
            "kind" => return "publication".into(),
            "section" => return "name".into(),
            "criterion" => return "experienced".into(),
            "topic" => return "member".into(),
            "token" => return "0".repeat(64),
            "link" => return "no-such-link".into(),
            "name" => return "app.css".into(),
            other => return self.0.get(other).unwrap_or_else(|| panic!("a sample for {other} of {path}")).clone(),
        };
        self.0[name].clone()
    }

    fn filled(&self, path: &str) -> String {
        let part = |part: &str| part.strip_prefix('{').map_or_else(|| part.to_owned(), |name| self.value(path, name.trim_end_matches('}')));
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

/// Nobody but the applicant's link opens what stands below it.
fn is_under_a_link(path: &str) -> bool {
    path.starts_with("/apply/{token}")
}

#[test]
fn a_stranger_opens_the_public_pages_and_nothing_else() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        for (path, get, post) in addresses::all() {
            let mut stranger = region.stranger();
            let address = samples.filled(path);
            if *get != NO {
                let answer = stranger.open(&address).await;
                let expected = match *get {
                    PUBLIC if is_under_a_link(path) => answer.status == 404 && answer.is_russian(),
                    // Programs come with a token of their own.
                    PUBLIC if path.starts_with("/api/v1/{resource}") => answer.status == 401 && answer.is_russian(),
                    PUBLIC => matches!(answer.status, 200 | 303 | 404 | 410),
                    CLOSED => answer.status == 404,
                    _ => answer.status == 303 && answer.location.starts_with("/login"),
                };
                assert!(expected, "a stranger opens {address}: {} {}", answer.status, answer.location);
            }
            if *post != NO {
                let answer = stranger.post(&address, &[]).await;
                let expected = match *post {
                    PUBLIC if is_under_a_link(path) => answer.status == 404,
                    PUBLIC => !answer.is_fault(),
                    CLOSED => answer.status == 404,
                    _ => answer.status == 303 && answer.location.starts_with("/login"),
                };
                assert!(expected, "a stranger posts to {address}: {} {}", answer.status, answer.location);
            }
        }
    });
}

#[test]
fn beyond_its_rights_each_role_finds_nothing_and_within_them_something() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        let (mut wrong, mut crowd) = (BTreeSet::new(), Crowd::of(&region));
        for role in Role::ALL.iter().copied() {
            for (path, get, post) in addresses::all().filter(|(_, get, post)| *get != PUBLIC && *post != PUBLIC) {
                let somebody = crowd.one(Some(role));
                let address = samples.filled(path);
                if *get != NO {
                    let answer = somebody.open(&address).await;
                    // What a municipality or a school may see depends on whose record it is.
                    let may_be_absent = MAY_BE_ABSENT.contains(path) || matches!(role, Role::Municipal | Role::School);
                    let fits = if allows(get, role) { matches!(answer.status, 200 | 303 | 409) || (answer.status == 404 && may_be_absent) } else { answer.status == 404 && answer.is_russian() };
                    if !fits {
                        wrong.insert(format!("{role} opens {address}: {}", answer.status));
                    }
                }
                if *post != NO && !allows(post, role) {
                    let before = region.count("SELECT COUNT(*) FROM audit_event");
                    let answer = somebody.post(&address, &[("version", "1"), ("to", "up")]).await;
                    if answer.status != 404 || !answer.is_russian() || region.count("SELECT COUNT(*) FROM audit_event") != before {
                        wrong.insert(format!("{role} posts to {address}: {} {}", answer.status, answer.location));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn a_login_without_its_second_step_reaches_no_work() {
    let region = Region::new();
    tell(async {
        let samples = Samples::of(&region, &region.meeting());
        for role in Role::ALL.iter().copied().filter(|role| role.needs_second_factor()) {
            let mut halfway = region.halfway(region.persona(role).account);
            for (path, get, post) in addresses::all().filter(|(path, get, post)| *get != PUBLIC && *post != PUBLIC && *get != CLOSED && *post != CLOSED && !path.starts_with("/login/")) {
                let address = samples.filled(path);
                for (who, is_get) in [(get, true), (post, false)].into_iter().filter(|(who, _)| **who != NO) {
                    let answer = if is_get { halfway.open(&address).await } else { halfway.post(&address, &[]).await };
                    assert!(answer.status == 303 && answer.location.starts_with("/login"), "{role} {who} {address}: {}", answer.said());
                }
            }
            let switched = halfway.post("/account/role", &[("role", &samples.filled("{grant}"))]).await;
            assert!(switched.location.starts_with("/login/second-factor"), "{role}: {}", switched.said());
        }
    });
}

/// Somebody who may use an address, or a stranger where everybody may.
fn user_of(who: &str) -> Option<Role> {
    Role::ALL.iter().copied().find(|role| who != PUBLIC && allows(who, *role))
}

#[test]
fn rubbish_in_an_address_is_a_refusal_in_words() {
    let long = "a".repeat(10_000);
    let rubbish = ["1", "not-a-uuid", NOBODY, &long, "%00", "%FF", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%98%80", "%27%20OR%201=1--", "%E2%80%AEabc", "-1", "99999999999999999999"];
    Region::on_each_engine(|region| {
        tell(async {
            let mut crowd = Crowd::of(region);
            for (path, get, post) in addresses::all().filter(|(path, _, _)| path.contains('{')) {
                for one in rubbish {
                    let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { one } else { part }).collect();
                    let address = parts.join("/");
                    for (who, method) in [(get, Method::GET), (post, Method::POST)].into_iter().filter(|(who, _)| **who != NO) {
                        let somebody = crowd.one(user_of(who));
                        let answer = if method == Method::GET { somebody.open(&address).await } else { somebody.post(&address, &[]).await };
                        // The page behind a certificate's code says in words that there is none; help is chosen by words.
                        let is_page = answer.status == 200 && (path.starts_with("/verify/") || path.starts_with("/practices/check/"));
                        let shown: String = address.chars().take(80).collect();
                        assert!(is_page || answer.is_refusal_in_words() || path.starts_with("/assets/"), "{method} {shown}: {} {}", answer.status, answer.location);
                        assert!(!answer.is_fault(), "{method} {shown}: {}", answer.status);
                    }
                }
            }
        });
    });
}

#[test]
fn rubbish_in_a_query_harms_no_page() {
    let queries = [
        "page=0",
        "page=-1",
        "page=4294967295",
        "page=99999999999999999999",
        "page=%FF",
        "sort=%00",
        "sort=-",
        "q=%00",
        "q=%",
        "q=%F0%9F%98%80",
        "q=%E2%80%AE",
        "q=%25_%27%22%3B--",
        "format=exe",
        "format=xlsx&q=%00",
        "verdict=x&show=x&state=x&kind=x&municipality=%00&subject=%27&school=x&standing=x&order=x&for=x&item=x",
        "person=x&action=%00&object=x&from=31.02.2026&to=31.12.2199",
        "next=//evil.example",
        "=&&=&%3D",
        "q=+++",
        "page=1&page=2",
    ];
    Region::on_each_engine(|region| {
        tell(async {
            let meeting = region.meeting();
            let samples = Samples::of(region, &meeting);
            let mut crowd = Crowd::of(region);
            let long = format!("q={}", "%D1%8F".repeat(2_000));
            for (path, get, _) in addresses::all().filter(|(path, get, _)| *get != NO && !path.ends_with(".pdf") && !path.ends_with("document")) {
                for query in queries.iter().copied().chain([long.as_str()]) {
                    let somebody = crowd.one(user_of(get));
                    let address = format!("{}?{query}", samples.filled(path));
                    let answer = somebody.open(&address).await;
                    assert!(!answer.is_fault(), "{address}: {}", answer.status);
                    assert!(!answer.location.contains("evil"), "{address}: {}", answer.location);
                }
            }
        });
    });
}

#[test]
fn a_post_that_is_no_form_of_ours_is_refused_in_words() {
    let region = Region::new();
    let key = "_key=0123456789abcdef0123";
    let many = format!("{key}{}", "&a=1".repeat(5_000));
    let edge = ("content-type", "multipart/form-data; boundary=EDGE");
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let odd: [(&str, Headers<'_>, &str); 9] = [
        ("without a key", &[FORM, OURS], "name=1"),
        ("with a key that is none", &[FORM, OURS], "_key=../../etc"),
        ("with too many fields", &[FORM, OURS], &many),
        ("as JSON", &[("content-type", "application/json"), OURS], "{\"_key\":1}"),
        ("as plain text", &[("content-type", "text/plain"), OURS], key),
        ("of no type", &[OURS], key),
        ("multipart without an edge", &[("content-type", "multipart/form-data"), OURS], "--x"),
        ("empty multipart", &[edge, OURS], ""),
        ("cut multipart", &[edge, OURS], "--EDGE\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n0123"),
    ];
    let foreign: [(&str, Headers<'_>); 5] = [
        ("from nowhere", &[FORM]),
        ("from another site", &[FORM, ("origin", "https://evil.example")]),
        ("from a page without origin", &[FORM, ("origin", "null")]),
        ("across sites", &[FORM, OURS, ("sec-fetch-site", "cross-site")]),
        ("from a site beside us", &[FORM, OURS, ("sec-fetch-site", "same-site")]),
    ];
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        for (path, _, post) in addresses::all().filter(|(_, _, post)| *post != NO) {
            let mut somebody = user_of(post).map_or_else(|| region.stranger(), |role| region.at_work(role));
            let address = samples.filled(path);
            for (how, headers) in foreign {
                let answer = somebody.send(Method::POST, &address, headers, key.into()).await;
                assert!(answer.status == 403 && answer.is_russian(), "{address} {how}: {}", answer.status);
            }
            for (how, headers, body) in odd {
                let answer = somebody.send(Method::POST, &address, headers, body.into()).await;
                let keyless = KEYLESS.contains(path) && !answer.is_fault();
                assert!(keyless || answer.is_refusal_in_words(), "{address} {how}: {} {}", answer.status, answer.location);
            }
        }
    });
}
