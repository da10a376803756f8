//! What is asked: pages as people open them, forms as they send them.

use crate::browser::{Form, Visitor, form_that_says, links};
use anyhow::Context;
use rand::{RngExt, rngs::StdRng};
use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
};

/// One request, ready to leave.
pub struct Shot {
    pub class: &'static str,
    pub bytes: Vec<u8>,
    /// Its answer leads to a new application, which later forms then fill in.
    pub begins: bool,
}

/// Who is logged in, and what there is to look at.
pub struct Plan {
    address: SocketAddr,
    /// Cookies of a persona, and pages it opens.
    staff: Vec<(String, Vec<String>)>,
    coordinator: String,
    /// Addresses of the cards in the coordinator's queue; to look at one is an audited act.
    cards: Vec<String>,
    /// Secret addresses of drafts.
    drafts: Mutex<Vec<String>>,
}

const NAMES: [&str; 12] = ["иванова", "петров", "ким", "анна", "елкина", "сергеевна", "bdfyjdf", "кузнецова мария", "смирнов", "ива", "попова", "ольга ким"];
const SUBJECTS: [&str; 4] = ["matematika", "russky_yazyk", "fizika", "biologiya"];
/// Personas by what tells their buttons apart on the demo's page, and what each opens.
const PERSONAS: [(&str, &[&str]); 5] = [
    ("Координатова Елена Сергеевна", &["/desk", "/applications", "/applications?state=submitted", "/applications?page=2", "/people", "/memberships", "/orders", "/quotas"]),
    ("Районова Ольга Викторовна", &["/desk", "/applications", "/people", "/nominations"]),
    ("Завучева Ирина Николаевна", &["/desk", "/nominations"]),
    ("Председателев Игорь Олегович", &["/desk", "/applications", "/meetings"]),
    (": Участник", &["/cabinet", "/cabinet/consents"]),
];
/// Drafts to begin with.
const DRAFTS: usize = 40;

impl Plan {
    /// Logs personas in, begins drafts, and opens every page once: one that fails is a fault of the plan, not a figure.
    pub fn prepare(address: SocketAddr) -> anyhow::Result<Self> {
        let mut plan = Self { address, staff: Vec::new(), coordinator: String::new(), cards: Vec::new(), drafts: Mutex::default() };
        for (at, (persona, pages)) in PERSONAS.into_iter().enumerate() {
            let mut visitor = Visitor::new(address, format!("10.1.0.{at}"));
            log_in(&mut visitor, persona)?;
            for page in pages {
                let answer = visitor.open(page)?;
                anyhow::ensure!(answer.status == 200, "{persona} was answered {} at {page}", answer.status);
                if *page == "/applications?state=submitted" {
                    plan.cards = links(&answer.html()).filter(|link| link.starts_with("/applications/") && link.len() == "/applications/".len() + 36).map(ToOwned::to_owned).collect();
                }
            }
            plan.staff.push((visitor.jar(), pages.iter().map(|page| (*page).to_owned()).collect()));
        }
        plan.coordinator = plan.staff.first().map(|(jar, _)| jar.clone()).unwrap_or_default();
        anyhow::ensure!(!plan.cards.is_empty(), "no application waits for the coordinator");
        for at in 0..DRAFTS {
            let mut visitor = Visitor::new(address, format!("10.2.0.{at}"));
            let answer = visitor.send(&Form::new("/apply", &[("email", &format!("prepared-{}@load.example", rand::random::<u64>()))]))?;
            anyhow::ensure!(answer.status == 303, "an application was not begun: {}", answer.status);
            plan.learn(answer.location());
        }
        Ok(plan)
    }

    /// A draft that later forms may fill in.
    pub fn learn(&self, location: &str) {
        self.drafts.lock().unwrap_or_else(PoisonError::into_inner).push(location.to_owned());
    }

    /// The next request: 92 of 100 are looks, 8 are forms.
    pub fn next(&self, chance: &mut StdRng) -> Shot {
        match chance.random_range(0..100) {
            0..2 => self.begin(chance),
            2..7 => self.save(chance),
            7 => self.clear(chance),
            _ => self.look(chance),
        }
    }

    /// The next look.
    pub fn look(&self, chance: &mut StdRng) -> Shot {
        match chance.random_range(0..92) {
            0..32 => self.get("public page", &searched("/members", chance), ""),
            32..44 => self.get("public page", &searched("/api/public/members", chance), ""),
            44..48 => self.get("public page", "/apply", ""),
            48..52 => self.get("applicant's page", &self.draft(chance), ""),
            52..60 => self.get("card (audited)", pick(&self.cards, chance), &self.coordinator),
            60..68 => self.get("people found", &format!("/people?{}", query(&[("q", pick(&NAMES, chance))])), &self.coordinator),
            _ => {
                let nobody = (String::new(), Vec::new());
                let (jar, pages) = self.staff.get(chance.random_range(0..self.staff.len().max(1))).unwrap_or(&nobody);
                self.get("staff page", pages.get(chance.random_range(0..pages.len().max(1))).map_or("/desk", String::as_str), jar)
            }
        }
    }

    fn draft(&self, chance: &mut StdRng) -> String {
        let drafts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
        pick(&drafts, chance).to_owned()
    }

    fn begin(&self, chance: &mut StdRng) -> Shot {
        let email = format!("load-{}@load.example", chance.random::<u64>());
        Shot { begins: true, ..self.post(chance, "/apply", &[("email", &email)], "") }
    }

    fn save(&self, chance: &mut StdRng) -> Shot {
        let (draft, number) = (self.draft(chance), chance.random_range(1_000_000..9_999_999));
        self.post(chance, &format!("{draft}/contacts"), &[("phone", &format!("+7 914 {number}")), ("email", "load@load.example")], "")
    }

    /// «Это другой человек»: a form of the coordinator that no other one of the load can make stale.
    fn clear(&self, chance: &mut StdRng) -> Shot {
        let card = pick(&self.cards, chance).to_owned();
        self.post(chance, &format!("{card}/duplicate"), &[], &self.coordinator)
    }

    fn get(&self, class: &'static str, path: &str, jar: &str) -> Shot {
        Shot { class, bytes: format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head(jar, "10.3.0.1")).into_bytes(), begins: false }
    }

    /// A form with a key of its own.
    pub fn post(&self, chance: &mut StdRng, path: &str, fields: &[(&str, &str)], jar: &str) -> Shot {
        let (key, from) = (format!("{:032x}", chance.random::<u128>()), format!("10.{}.{}.{}", chance.random_range(4..250), chance.random_range(0..250), chance.random_range(0..250)));
        let body = [query(&[("_key", &key)]), query(fields)].join("&");
        let head = self.head(jar, &from);
        let bytes = format!("POST {path} HTTP/1.1\r\n{head}Origin: http://{}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", self.address, body.len());
        Shot { class: "form", bytes: bytes.into_bytes(), begins: false }
    }

    fn head(&self, jar: &str, from: &str) -> String {
        let cookie = if jar.is_empty() { String::new() } else { format!("Cookie: {jar}\r\n") };
        format!("Host: {}\r\nAccept-Encoding: gzip, deflate, br\r\nX-Forwarded-For: {from}\r\n{cookie}", self.address)
    }
}

fn log_in(visitor: &mut Visitor, persona: &str) -> anyhow::Result<()> {
    let page = visitor.open("/demo")?.html();
    let form = form_that_says(&page, persona).with_context(|| format!("no button for {persona} on /demo"))?;
    let status = visitor.send(&form)?.status;
    anyhow::ensure!(status == 303, "login as {persona} was answered {status}");
    Ok(())
}

/// A search as people type it: mostly a name, sometimes a subject, sometimes the whole list or a later page of it.
fn searched(path: &str, chance: &mut StdRng) -> String {
    let asked = match chance.random_range(0..10) {
        0..6 => query(&[("q", pick(&NAMES, chance))]),
        6..8 => query(&[("subject", pick(&SUBJECTS, chance))]),
        8 => query(&[("page", &chance.random_range(1..20).to_string())]),
        _ => return path.to_owned(),
    };
    format!("{path}?{asked}")
}

fn query(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn pick<'a, T: AsRef<str>>(list: &'a [T], chance: &mut StdRng) -> &'a str {
    list.get(chance.random_range(0..list.len().max(1))).map_or("", AsRef::as_ref)
}
