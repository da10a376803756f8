//! From a low score in a lesson to a difficulty: only by the observer's own words, and the teacher reads them.

use crate::stage::{SITE, Stage, count, set, tell};
use access::Actor;
use audit::By;
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine, params};
use observation::{Line, ObservationId, Side, Visit, Word};
use web::testing::Visitor;

/// A finished card of Anna's lesson by the methodist: the first indicator speaks of М4, everything is scored so.
fn observed(db: &Db, stage: &Stage, score: i64) -> ObservationId {
    db.write(|tx| {
        observation::load_sample(tx, &By::system())?;
        let mut rubric = observation::rubrics(tx, None)?.remove(0);
        rubric.body.blocks[0].criteria[0].indicators[0].competency = "М4".into();
        tx.execute("UPDATE rubric SET framework_id = $1, body = $2 WHERE id = $3", params![stage.framework, serde_json::to_string(&rubric.body).unwrap(), rubric.id])?;
        let visit = Visit { rubric: rubric.id, held_on: date(2026, 11, 20), lesson: "2".into(), grade: "7 Б".into(), subject: "matematika".into(), topic: "Дроби".into(), post: String::new() };
        let id = observation::propose(tx, &stage.methodist, stage.anna, &visit, SITE)?;
        observation::answer(tx, &stage.anna_herself, id, 1, Word::Agree, SITE)?;
        let lines: Vec<Line> = rubric.body.indicators().map(|one| Line { indicator: one.code.clone(), score: Some(score.min(one.max())), words: "Так и было".into(), seen: Vec::new() }).collect();
        observation::write(tx, &stage.methodist, id, Side::Observer, &lines)?;
        let version = observation::observed(tx, &stage.methodist, id)?.observation.version;
        observation::finish(tx, &stage.methodist, id, version, SITE)?;
        Ok(id)
    })
    .unwrap()
}

/// Both domains' pages, as the program has them.
fn browser(db: &Db, stage: &Stage, actor: &Actor) -> Visitor {
    scene::browser(db, &stage.app, deficits::router().merge(observation::router()), actor)
}

#[test]
fn an_observer_confirms_a_difficulty_from_the_page_of_the_visit_and_the_teacher_reads_why() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = observed(db, &stage, 0);
        let title = db.read(|tx| Ok(competencies::by_code(tx, stage.framework, "М4")?.unwrap().title)).unwrap();
        let (mut vera, mut olga, mut anna) = (browser(db, &stage, &stage.methodist), browser(db, &stage, &stage.municipal), browser(db, &stage, &stage.anna_herself));
        tell(async {
            let link = format!("/deficits/observed/{id}");
            assert!(vera.open(&format!("/observations/{id}")).await.says(&format!("href=\"{link}\"")), "{}", vera.page.html);
            assert_eq!(olga.open(&link).await.status, 404, "another's visit");
            let page = vera.open(&link).await;
            assert!(page.says(&title) && page.says("0 из") && page.says("Прочтёт педагог"), "{}", page.html);
            assert_eq!(vera.post(&link, &[]).await.status, 422, "nothing ticked");
            let page = vera.post(&link, &[("confirm-М4", "yes"), ("words-М4", " ")]).await;
            assert!(page.status == 422 && page.says("checked"), "{}", page.html);
            let page = vera.post(&link, &[("confirm-М4", "yes"), ("words-М4", "Спрашивали троих, остальные ждали")]).await;
            assert!(page.status == 200 && page.says("Затруднения записаны"), "{} {}", page.status, page.html);
            assert!(anna.open("/cabinet/deficits").await.says(&title), "{}", anna.page.html);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit WHERE source = 'observed' AND competency_code = 'М4'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit_step WHERE words LIKE 'Спрашивали троих%' AND evidence_kind = 'observation'"), 1);
    });
}

#[test]
fn a_lesson_without_low_scores_offers_nothing_to_confirm() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = observed(db, &stage, 99);
        let mut vera = browser(db, &stage, &stage.methodist);
        tell(async {
            assert!(!vera.open(&format!("/observations/{id}")).await.says("/deficits/observed/"), "{}", vera.page.html);
            assert!(vera.open(&format!("/deficits/observed/{id}")).await.says("Подтверждать нечего"));
        });
    });
}
