//! What the printed form says of the teacher: typed once by the team, offered to the teacher from what is known, frozen with the signatures.

use crate::stage::{SITE, Stage, in_browser, set};
use access::Actor;
use kernel::{Db, db::testing::on_each_engine, params};
use pathways::{
    Component, Frozen, PathwayId, store,
    writing::{self, Writing},
};

/// Anna's application to the active, as it was sent.
fn applied(stage: &Stage, db: &Db) {
    let sent = r#"{"education":"higher_pedagogical","education_text":"учитель физики","category":"first","category_on":"06.09.2023","teaching_since":"01.09.2010"}"#;
    db.write(|tx| {
        let now = tx.now();
        let sql = "INSERT INTO application (id, link_hash, email, person_id, state, answers, sent, started_at, saved_at, submitted_at, state_since) VALUES ('00000000-0000-7000-8000-00000000000a', 'h', 'a@school.example', $1, 'ordered', '{}', $2, $3, $3, $3, $3)";
        Ok(tx.execute(sql, params![stage.teacher, sent, now])?)
    })
    .unwrap();
}

fn fact(db: &Db, reader: &Actor, id: PathwayId, label: &str) -> String {
    let paper = db.read(|tx| {
        let loaded = store::load(tx, reader, id)?;
        pathways::paper(tx, reader, &loaded)
    });
    paper.unwrap().about.into_iter().find(|fact| fact.label == label).unwrap().value
}

#[test]
fn the_team_types_them_once_and_what_is_signed_holds_them() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let write = |field: &str, text: &str| {
            db.write(|tx| {
                let base = store::section(tx, made.pathway, Component::Target)?.revision();
                writing::save(tx, &stage.anna, made.pathway, Component::Target, &Writing { base, texts: [(field.to_owned(), text.to_owned())].into(), words: String::new() }, SITE)
            })
            .unwrap()
        };
        for (field, text) in [("education", "высшее,\n учитель математики"), ("category", "первая"), ("experience", "")] {
            write(field, text);
        }
        assert_eq!(fact(db, &stage.methodist, made.pathway, "Образование"), "высшее, учитель математики", "one line");
        assert!(fact(db, &stage.methodist, made.pathway, "Педагогический стаж").contains("____"), "still to be written by hand");
        let loaded = db.read(|tx| store::load(tx, &stage.anna, made.pathway)).unwrap();
        let paper = db.read(|tx| pathways::paper(tx, &stage.anna, &loaded)).unwrap();
        assert!(paper.target.iter().all(|fact| fact.label != "Образование"), "said once");

        db.write(|tx| {
            let version = store::load(tx, &stage.anna, made.pathway)?.pathway.version;
            pathways::agreement::send(tx, &stage.anna, made.pathway, version, SITE)?;
            for who in [&stage.methodist, &stage.tutor] {
                stage.sign_all(tx, who, made.pathway)?;
            }
            stage.sign_whole(tx, made.pathway)
        })
        .unwrap();
        let before = ["Образование", "Должность", "Тьютор, наставник", "Муниципальное образование"].map(|label| fact(db, &stage.methodist, made.pathway, label));
        db.write(|tx| {
            let person = people::find(tx, &access::Scope::person(stage.teacher), stage.teacher)?;
            let changes = people::Changes { position: "metodist".into(), ..people::Changes::of(&person) };
            people::update(tx, &audit::By::system(), stage.teacher, &changes, person.version)?;
            let tutor = cases::team(tx, made.case)?.into_iter().find(|member| member.role == cases::TeamRole::Tutor).unwrap();
            cases::leave(tx, &stage.tutor, made.case, tutor.seat, ("Ухожу", tutor.version))
        })
        .unwrap();
        let after = ["Образование", "Должность", "Тьютор, наставник", "Муниципальное образование"].map(|label| fact(db, &stage.methodist, made.pathway, label));
        assert_eq!(before, after, "what was signed stays as it was signed");
        assert!(after[0] == "высшее, учитель математики" && after[2].contains("Тьюторова"), "{after:?}");
        let body = db.read(|tx| store::load(tx, &stage.anna, made.pathway)).unwrap().pathway.agreed_body;
        let old = Frozen { card: None, ..Frozen::parse(&body).unwrap() };
        assert!(old.written().is_ok_and(|json| Frozen::parse(&json).is_ok()), "what was signed before is read as well");
    });
}

#[test]
fn what_the_teacher_has_said_elsewhere_is_offered_to_the_teacher_alone() {
    in_browser(async |db| {
        let stage = set(db);
        applied(&stage, db);
        let (case, _) = stage.case(db);
        let pathway = db.write(|tx| pathways::building::begin(tx, &stage.methodist, case, pathways::building::Frame::default())).unwrap();
        let page = format!("/pathways/{pathway}/sections/target");
        let (mut anna, mut methodist) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist));
        let seen = methodist.open(&page).await;
        assert!(seen.says("Образование") && !seen.says("учитель физики") && !seen.says("06.09.2023"), "{}", seen.html);
        let offered = anna.open(&page).await.clone();
        assert!(offered.says("учитель физики") && offered.says("с 06.09.2023") && offered.says("с 01.09.2010") && offered.says("видите только вы"), "{}", offered.html);
        assert!(fact(db, &stage.methodist, pathway, "Образование").contains("____"), "not before the teacher saves it");
        let saved = anna.post(&page, &[("base", "0"), ("goal", "Хочу лучше оценивать"), ("education", "высшее, учитель физики"), ("category", "первая"), ("experience", "")]).await;
        assert!(saved.status == 200 && saved.says("Раздел сохранён"), "{}", saved.html);
        assert_eq!(fact(db, &stage.methodist, pathway, "Категория"), "первая");
        let long = anna.post(&page, &[("base", "1"), ("category", &"й".repeat(301))]).await;
        assert!(long.status == 422 && long.says("Слишком длинно"), "{}", long.html);
        assert!(methodist.open(&page).await.says("учитель физики"), "saved, the team reads it");
        assert!(anna.open(&format!("/pathways/{pathway}")).await.says("В печатной форме останутся пустыми: педагогический стаж"));
    });
}
