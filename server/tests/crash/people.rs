//! Who writes: applicants, a deputy head who invites, a coordinator who checks, a member who changes their mind.

use crate::{
    acts,
    browser::{Form, Visitor, form_that_says, links, value_after},
    ledger::{Cut, Document, Ledger},
};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// A school of the demo region, to apply from.
#[derive(Debug, Clone)]
pub struct School {
    pub id: String,
    pub municipality: String,
}

/// What somebody does over and over.
#[derive(Debug, Clone)]
pub enum Trade {
    Applicant(School),
    Inviter,
    Coordinator,
    Member,
}

/// One who writes; keeps cookies through every restart.
pub struct Writer {
    pub number: usize,
    trade: Trade,
    pub visitor: Visitor,
    chance: StdRng,
    done: u32,
}

/// How the buttons of the demo's page are told apart.
const COORDINATOR: &str = "Координатова Елена Сергеевна";
const INVITER: &str = "Завучева Ирина Николаевна";
const MEMBER: &str = ": Участник";
/// The address of the member's account.
const MEMBER_ADDRESS: &str = "member@aktiv.example";

impl Writer {
    pub fn new(number: usize, trade: Trade, visitor: Visitor, seed: u64) -> Self {
        Self { number, trade, visitor, chance: StdRng::seed_from_u64(seed ^ number as u64), done: 0 }
    }

    fn persona(&self) -> Option<&'static str> {
        match self.trade {
            Trade::Applicant(_) => None,
            Trade::Inviter => Some(INVITER),
            Trade::Coordinator => Some(COORDINATOR),
            Trade::Member => Some(MEMBER),
        }
    }

    /// Logs in as a persona of the demo, by the button of its page.
    pub fn log_in(&mut self) {
        let Some(persona) = self.persona() else { return };
        let page = self.visitor.open("/demo").unwrap().html();
        let form = form_that_says(&page, persona).unwrap_or_else(|| panic!("no button for {persona} on /demo: {page}"));
        assert_eq!(self.visitor.send(&form).unwrap().status, 303, "login as {persona}");
    }

    /// A login was acknowledged: it must have outlived the crash.
    pub fn must_still_be_logged_in(&mut self) {
        if let Some(persona) = self.persona() {
            let page = self.visitor.open("/account").unwrap();
            assert_eq!(page.status, 200, "the session of {persona} is lost: {}", page.location());
        }
    }

    /// One piece of work, cut off by the first form without an answer.
    pub fn work(&mut self, ledger: &Ledger) -> Result<(), Cut> {
        self.done += 1;
        match self.trade.clone() {
            Trade::Applicant(school) => self.apply(ledger, &school),
            Trade::Inviter => self.invite(ledger),
            Trade::Coordinator => self.check(ledger),
            Trade::Member => self.change_mind(ledger),
        }
    }

    fn act(&mut self, ledger: &Ledger, form: Form, traces: Vec<crate::ledger::Trace>) -> Result<String, Cut> {
        ledger.act(self.number, &mut self.visitor, form, traces).map(|answer| answer.location().to_owned())
    }

    fn page(&mut self, path: &str) -> Result<String, Cut> {
        match self.visitor.open(path) {
            Ok(page) if page.status == 200 => Ok(page.html()),
            Ok(page) if page.status < 500 => panic!("{path} was answered {}: {}", page.status, page.html()),
            Ok(_) | Err(_) => Err(Cut),
        }
    }

    fn email(&self) -> String {
        format!("w{}n{}@crash.example", self.number, self.done)
    }

    /// A number that nobody else has.
    fn serial(&self) -> u32 {
        u32::try_from(self.number).unwrap() * 100_000 + self.done
    }

    /// A whole application: start, every section, a document, consents, sending.
    fn apply(&mut self, ledger: &Ledger, school: &School) -> Result<(), Cut> {
        let (email, serial) = (self.email(), self.serial());
        // Everybody applies from an address of their own: the brake on one address is not what is tested here.
        self.visitor.comes_from = format!("10.{}.{}.{}", self.number, self.done / 250, self.done % 250);
        let desk = self.act(ledger, Form::new("/apply", &[("email", &email)]), acts::begun(&email))?;
        for (section, fields, words) in sections(serial, school, &email) {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.act(ledger, Form::new(format!("{desk}/{section}"), &fields), acts::typed(&email, &words))?;
        }
        for kind in ["category_order", "diploma"] {
            self.attach(ledger, &desk, &email, kind)?;
        }
        for kind in ["inclusion", "processing", "publication"] {
            self.consent(ledger, &desk, &email, kind)?;
        }
        self.act(ledger, Form::new(format!("{desk}/submission"), &[]), acts::submitted(&email)).map(drop)
    }

    fn attach(&mut self, ledger: &Ledger, desk: &str, email: &str, kind: &str) -> Result<(), Cut> {
        let mut noise = vec![0_u8; self.chance.random_range(1_000..200_000)];
        self.chance.fill_bytes(&mut noise);
        let content = [b"%PDF-1.4\n".as_slice(), &noise, b"\n%%EOF\n"].concat();
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&content));
        let purpose = format!("experienced/{kind}");
        let form = Form::with_file(format!("{desk}/evidence"), &[("evidence", &purpose)], "scan.pdf", &content);
        self.act(ledger, form, acts::attached(email, &digest))?;
        ledger.keep(Document { desk: desk.to_owned(), digest, content });
        Ok(())
    }

    fn consent(&mut self, ledger: &Ledger, desk: &str, email: &str, kind: &str) -> Result<(), Cut> {
        let path = format!("{desk}/consent/{kind}");
        let page = self.page(&path)?;
        let text = value_after(&page, "name=\"text\"", "value").expect("the consent's page names its text");
        let mut fields = vec![("text", text), ("agree", "yes")];
        if kind == "publication" {
            fields.extend([("items", "full_name"), ("items", "school"), ("term", "membership")]);
        }
        self.act(ledger, Form::new(&path, &fields), acts::consent_answered(email, kind)).map(drop)
    }

    fn invite(&mut self, ledger: &Ledger) -> Result<(), Cut> {
        let email = self.email();
        self.act(ledger, Form::new("/nominations/invitation", &[("email", &email)]), acts::begun(&email)).map(drop)
    }

    /// Looks at an application that waits and writes down what was found.
    fn check(&mut self, ledger: &Ledger) -> Result<(), Cut> {
        let queue = self.page("/applications?state=submitted")?;
        let waiting: Vec<&str> = links(&queue).filter_map(|link| link.strip_prefix("/applications/")).filter(|id| id.len() == 36).collect();
        let Some(id) = waiting.get(self.chance.random_range(0..waiting.len().max(1))) else { return Ok(()) };
        let card = self.page(&format!("/applications/{id}"))?;
        let note = format!("Приказ и диплом просмотрены, запись {}", self.serial());
        let seen = |name: &str| value_after(&card, &format!("name=\"{name}\""), "value").expect("the form of a finding knows what it was opened at").to_owned();
        let (version, found) = (seen("version"), seen("found-experienced"));
        let form = Form::new(format!("/applications/{id}/findings/experienced"), &[("version", &version), ("found-experienced", &found), ("holds-experienced", "yes"), ("note-experienced", &note)]);
        self.act(ledger, form, acts::criterion_found(id)).map(drop)
    }

    /// Withdraws the consent to publish; the next time gives it again.
    fn change_mind(&mut self, ledger: &Ledger) -> Result<(), Cut> {
        const BUTTON: &str = "Отозвать публикацию целиком";
        const ASK: &str = "/cabinet/consents/new/publication";
        let page = self.page("/cabinet/consents")?;
        if let Some((before, _)) = page.split_once(BUTTON) {
            let link = links(before).last().expect("the button has an address").to_owned();
            let consent = link.trim_start_matches("/cabinet/consents/").trim_end_matches("/withdrawal").to_owned();
            return self.act(ledger, Form::new(link, &[]), acts::withdrawn(&consent)).map(drop);
        }
        let page = self.page(ASK)?;
        let text = value_after(&page, "name=\"text\"", "value").expect("the consent's page names its text");
        let form = Form::new(ASK, &[("text", text), ("items", "full_name"), ("items", "subject"), ("items", "school")]);
        self.act(ledger, form, acts::given(MEMBER_ADDRESS)).map(drop)
    }
}

type Section = (&'static str, Vec<(&'static str, String)>, String);

/// A whole card: each section with words that tell it from every other.
fn sections(serial: u32, school: &School, email: &str) -> Vec<Section> {
    let letters: String = serial.to_string().bytes().map(|digit| char::from_u32('а' as u32 + u32::from(digit - b'0')).unwrap()).collect();
    let (family, phone) = (format!("Проверкин{letters}"), format!("+7914{serial:07}"));
    let (order, since, topic, note) = (format!("Приказ № {serial}"), "01.09.2010".to_owned(), format!("Курс {serial}"), format!("Основание {serial}"));
    let same = |text: &str| text.to_owned();
    vec![
        ("name", vec![("family", family.clone()), ("given", same("Анна")), ("patronymic", same("Петровна"))], family),
        ("contacts", vec![("phone", phone.clone()), ("email", same(email))], phone),
        ("education", vec![("education", same("higher_pedagogical")), ("category", same("highest")), ("category_on", same("15.04.2024")), ("category_order", order.clone())], order),
        ("work", vec![("municipality", school.municipality.clone()), ("school", school.id.clone()), ("position", same("uchitel"))], format!("\"{}\"", school.id)),
        ("subjects", vec![("subjects", same("fizika")), ("main_subject", same("fizika"))], same("\"main_subject\":\"fizika\"")),
        ("experience", vec![("position_since", since.clone()), ("speciality_since", since.clone()), ("teaching_since", since.clone())], format!("\"position_since\":\"{since}\"")),
        ("courses", vec![("course-0-topic", topic.clone()), ("course-0-hours", same("72")), ("course-0-year", same("2025")), ("course-0-provider", same("Институт"))], topic),
        ("assessments", Vec::new(), same("\"seen\":[%\"assessments\"")),
        ("wishes", vec![("kind", same("subject_methodist")), ("wish_subject", same("fizika")), ("work_directions", same("d03")), ("travel", same("online"))], same("\"wish_subject\":\"fizika\"")),
        ("criteria", vec![("criteria", same("experienced")), ("note-experienced", note.clone())], note),
    ]
}
