//! An activity as proof: offered by itself, chosen, frozen; of one's own only.

use crate::stage::{SITE, Stage, WORDS, in_browser, set};
use kernel::{Db, Result, Tx, db::testing::on_each_engine, id::PersonId};
use pathways::{
    ResultForm,
    proof::{Part, Proof},
    walk::{self, Draft, Snapshot},
    works,
};
use web::testing::Visitor;

fn was_there(resource: String) -> Proof {
    Proof {
        id: "a-1".into(),
        title: "мастер-класс «Дроби без страха»".into(),
        number: "М-2026-0001".into(),
        on: jiff::civil::date(2026, 11, 20),
        part: Part::Attended.as_str().into(),
        minutes: 45,
        code: "ABCDEFGH2345".into(),
        resource,
        url: "/activities/a-1".into(),
    }
}

/// What activities would say: everybody with a card was at the one that the catalogue's resource stands for.
fn source(tx: &mut Tx<'_>, _: PersonId) -> Result<Vec<Proof>> {
    let resource: String = tx.one("SELECT id FROM resource ORDER BY id LIMIT 1", kernel::params![], |row| row.get(0))?;
    Ok(vec![was_there(resource)])
}

fn browser(stage: &Stage, db: &Db, actor: &access::Actor) -> Visitor {
    scene::browser(db, &stage.app, pathways::router_with(Vec::new(), vec![source]), actor)
}

#[test]
fn presence_is_proof_enough_and_is_kept_as_it_was() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let at = (made.pathway, stage.steps(db, made.pathway)[0].id);
        let bare = Draft { reflection: WORDS.into(), ..Draft::default() };
        assert!(db.write(|tx| walk::send(tx, &stage.anna, at, 0, &bare, SITE)).is_err(), "nothing shows it");
        let proved = Draft { proof: Some(was_there(String::new())), ..bare };
        db.write(|tx| walk::send(tx, &stage.anna, at, 0, &proved, SITE)).unwrap();
        stage.accept(db, made, at.1).unwrap();
        let report = stage.reports(db, at.1).remove(0);
        assert_eq!(Snapshot::read(&report.snapshot).unwrap().proof, Some(was_there(String::new())));
    });
}

#[test]
fn an_activity_shows_a_work_about_an_event_and_no_other() {
    on_each_engine(|db| {
        let stage = set(db);
        for (form, is_ready) in [(ResultForm::Presentation, true), (ResultForm::Lessons, false)] {
            let id = db
                .write(|tx| {
                    let id = works::begin(tx, &stage.anna, form, "Выступление")?;
                    let mut body = works::sample(form, crate::stage::TODAY);
                    body.0.retain(|_, text| !text.starts_with("https://"));
                    works::save(tx, &stage.anna, id, 1, &works::Typed { title: "Выступление".into(), body })?;
                    works::prove(tx, &stage.anna, id, Some(was_there(String::new())))?;
                    Ok(id)
                })
                .unwrap();
            let work = db.read(|tx| works::own(tx, &stage.anna, id)).unwrap();
            assert_eq!((work.is_ready, work.proof.is_some()), (is_ready, true), "{form}");
            assert!(db.write(|tx| works::prove(tx, &stage.tutor, id, None)).is_err(), "one's own alone");
        }
    });
}

#[test]
fn the_step_whose_resource_was_attended_offers_it_by_itself() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway).into_iter().find(|step| step.resource.is_some()).unwrap();
        let page = format!("/pathways/{}/steps/{}", made.pathway, step.id);
        let mut anna = browser(&stage, db, &stage.anna);
        let shown = anna.open(&page).await;
        assert!(shown.says("Вы были на мероприятии этого шага") && shown.says("value=\"a-1\" selected"), "{}", shown.html);
        let strange = anna.post(&format!("{page}/report"), &[("version", "0"), ("reflection", WORDS), ("activity", "a-2"), ("act", "send")]).await;
        assert!(strange.status == 422 && strange.says("Вас нет среди тех, кто был"), "{}", strange.html);
        let sent = anna.post(&format!("{page}/report"), &[("version", "0"), ("reflection", WORDS), ("activity", "a-1"), ("act", "send")]).await;
        assert!(sent.status == 200 && sent.says("Отчёт отправлен"), "{}", sent.html);
        let mut tutor = browser(&stage, db, &stage.tutor);
        let read = tutor.open(&page).await;
        assert!(read.says("Дроби без страха") && read.says("/verify/a/ABCDEFGH2345"), "{}", read.html);
    });
}
