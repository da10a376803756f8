//! Applications in every state, each walked there by the same steps that people take.

use crate::{names, personas, region::School};
use access::Actor;
use applications::{
    ApplicationId, apply, check,
    check::{FindingForm, ReturnForm, Seen},
    endorse,
    field::Section,
    link::{Site, Token},
};
use consent::ConsentKind;
use files::Kind;
use jiff::civil::date;
use kernel::{Clock, Result, Tx, id::PlaceId, params};
use rand::{Rng, RngExt};
use web::{Answers, App, Client};

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Submitted,
    Returned,
    Checked,
    Endorsed,
    Declined,
    Withdrawn,
}

const FATES: &[(Fate, usize)] = &[(Fate::Withdrawn, 2), (Fate::Endorsed, 14), (Fate::Declined, 2), (Fate::Checked, 6), (Fate::Returned, 4), (Fate::Submitted, 9), (Fate::Draft, 4)];

/// How many stories there are.
const STORIES: usize = 41;

/// A one-page PDF that says it is a sample.
const SAMPLE: &[u8] = include_bytes!("../sample.pdf");

struct Teller<'a> {
    app: &'a App,
    site: Site,
    coordinator: Actor,
    /// What every application proves: the sample, stored once.
    proof: files::Stored,
}

/// Tells all stories.
pub fn build(app: &App, chance: &mut impl Rng, schools: &[School]) -> Result<()> {
    let teller = Teller { app, site: Site(app.settings.public_url.clone()), coordinator: personas::coordinator(app)?, proof: app.files.put(SAMPLE, &[Kind::Pdf])? };
    let home = personas::actor(app, "municipal")?.place;
    let fates = FATES.iter().flat_map(|(fate, times)| std::iter::repeat_n(*fate, *times));
    for (at, fate) in fates.enumerate() {
        // Every other one in the municipality of the persona, so that each desk has work.
        let near: Vec<&School> = schools.iter().filter(|school| (school.municipality == home) == (at % 2 == 0)).collect();
        let school = near.get(chance.random_range(0..near.len().max(1))).copied().ok_or_else(|| anyhow::anyhow!("no schools"))?;
        teller.tell(chance, at, fate, school)?;
    }
    Ok(())
}

impl Teller<'_> {
    fn tell(&self, chance: &mut impl Rng, at: usize, fate: Fate, school: &School) -> Result<()> {
        let email = format!("zayavka{at:02}@shkola.example");
        let client = Client { address: format!("192.0.2.{at}"), agent: "Учебные данные".into() };
        // Each story happened on a day of its own, the first ones longest ago: queues have an age.
        let days = i64::try_from(STORIES.saturating_sub(at)).unwrap_or(0);
        let clock = self.app.clock();
        let then = clock.now() - jiff::SignedDuration::from_hours(24 * days);
        self.app.db.with_clock(Clock::fixed(then, clock.zone().clone())).write(|tx| {
            let token = apply::start(tx, &self.site, &email, &client.address)?;
            self.fill(tx, chance, &token, school, &email, fate == Fate::Draft)?;
            if fate == Fate::Draft {
                return Ok(());
            }
            self.agree(tx, chance, &token, &client)?;
            apply::submit(tx, &self.site, &token)?;
            let id = apply::open(tx, &token)?.id;
            self.carry(tx, id, fate, school, &token)
        })
    }

    fn fill(&self, tx: &mut Tx<'_>, chance: &mut impl Rng, token: &Token, school: &School, email: &str, halfway: bool) -> Result<()> {
        let sections = answers(chance, school, email);
        let kept = if halfway { 3 } else { sections.len() };
        for (section, pairs) in sections.into_iter().take(kept) {
            let posted = Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)));
            apply::save(tx, token, section, &posted)?;
        }
        if !halfway {
            for purpose in ["experienced/category_order", "experienced/diploma"] {
                apply::attach(tx, token, purpose, &self.proof, "образец.pdf")?;
            }
        }
        Ok(())
    }

    fn agree(&self, tx: &mut Tx<'_>, chance: &mut impl Rng, token: &Token, client: &Client) -> Result<()> {
        for kind in [ConsentKind::Inclusion, ConsentKind::Processing, ConsentKind::Publication] {
            let text = apply::consent_page(tx, token, kind)?.text.id.to_string();
            let mut said = vec![("text", text)];
            match kind {
                ConsentKind::Publication if chance.random_bool(0.2) => said.push(("agree", "no".into())),
                ConsentKind::Publication => said.extend([("agree", "yes".into()), ("items", "full_name".into()), ("items", "subject".into()), ("items", "school".into()), ("term", "membership".into())]),
                ConsentKind::Inclusion | ConsentKind::Processing | ConsentKind::Diagnostics => said.push(("agree", "yes".into())),
            }
            let posted = Answers::of(said.into_iter().map(|(name, value)| (name.to_owned(), value)));
            apply::answer(tx, token, kind, &posted, client)?;
        }
        Ok(())
    }

    fn carry(&self, tx: &mut Tx<'_>, id: ApplicationId, fate: Fate, school: &School, token: &Token) -> Result<()> {
        match fate {
            Fate::Draft | Fate::Submitted => return Ok(()),
            Fate::Withdrawn => return apply::withdraw(tx, token, "Передумала: в этом году большая нагрузка"),
            Fate::Returned => {
                let posted = Answers::of([("reason-category".to_owned(), "category_unclear".to_owned()), ("words-category".to_owned(), "В приказе другая дата".to_owned())]);
                let now = seen(tx, id)?;
                return check::send_back(tx, &self.coordinator, &self.site, now, &ReturnForm::from(&posted));
            }
            Fate::Checked | Fate::Endorsed | Fate::Declined => {}
        }
        let now = seen(tx, id)?;
        check::find_criterion(tx, &self.coordinator, now, &FindingForm { criterion: "experienced".into(), holds: "yes".into(), note: "Приказ и диплом просмотрены".into(), version: 0 })?;
        check::accept(tx, &self.coordinator, now)?;
        let municipal = self.municipal(tx, &school.municipality)?;
        let has_service = structure::places::load(tx, &school.municipality, date(2026, 11, 1))?.has_methodical_service;
        let now = seen(tx, id)?;
        match fate {
            Fate::Endorsed if has_service => endorse::endorse(tx, &municipal, now, "Поддерживаем"),
            Fate::Endorsed => check::pass_on(tx, &self.coordinator, now),
            Fate::Declined => endorse::decline(tx, &municipal, now, "overloaded", "Педагог ведёт две ставки"),
            Fate::Draft | Fate::Submitted | Fate::Returned | Fate::Checked | Fate::Withdrawn => Ok(()),
        }
    }

    /// A municipal methodist of the applicant's own municipality; the persona stands in for the others.
    fn municipal(&self, tx: &mut Tx<'_>, municipality: &PlaceId) -> Result<Actor> {
        let place_path = tx.one("SELECT path FROM place WHERE id = $1", params![municipality], |row| row.get(0))?;
        Ok(Actor { role: access::Role::Municipal, place: municipality.clone(), place_path, name: "Муниципальный методист".into(), ..self.coordinator.clone() })
    }
}

fn seen(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Seen> {
    let version = tx.one("SELECT version FROM application WHERE id = $1", params![id], |row| row.get(0))?;
    Ok(Seen { id, version })
}

type Typed = Vec<(&'static str, String)>;

/// A whole card, section by section, as typed.
fn answers(chance: &mut impl Rng, school: &School, email: &str) -> Vec<(Section, Typed)> {
    let name = names::person(chance);
    let subject = names::pick(chance, &["matematika", "russky_yazyk", "fizika", "himiya", "biologiya", "istoriya", "geografiya", "informatika"]).to_owned();
    let since = chance.random_range(2005..2018);
    vec![
        (
            Section::Name,
            vec![
                ("family", name.family),
                ("given", name.given),
                ("patronymic", name.patronymic.unwrap_or_default()),
                ("birth_on", format!("{:02}.{:02}.{}", chance.random_range(1..29), chance.random_range(1..13), chance.random_range(1965..1992))),
            ],
        ),
        (Section::Contacts, vec![("phone", names::phone(chance)), ("email", email.to_owned())]),
        (Section::Education, vec![("education", "higher_pedagogical".into()), ("category", "highest".into()), ("category_on", "15.04.2024".into()), ("category_order", "Приказ № 210".into())]),
        (Section::Work, vec![("municipality", school.municipality.to_string()), ("school", school.id.to_string()), ("position", "uchitel".into())]),
        (Section::Subjects, vec![("subjects", subject.clone()), ("main_subject", subject.clone())]),
        (Section::Experience, vec![("position_since", format!("01.09.{since}")), ("speciality_since", format!("01.09.{since}")), ("teaching_since", format!("01.09.{since}"))]),
        (
            Section::Courses,
            vec![("course-0-topic", "Функциональная грамотность на уроке".into()), ("course-0-hours", "72".into()), ("course-0-year", "2025".into()), ("course-0-provider", "Институт развития образования".into())],
        ),
        (Section::Assessments, Vec::new()),
        (Section::Wishes, vec![("kind", "subject_methodist".into()), ("wish_subject", subject), ("work_directions", "d03".into()), ("work_directions", "d12".into()), ("travel", "online".into())]),
        (Section::Criteria, vec![("criteria", "experienced".into()), ("note-experienced", "Высшая категория с 2024 года".into())]),
    ]
}
