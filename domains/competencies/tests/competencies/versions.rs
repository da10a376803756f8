//! From a draft to a live version and its copy; targets; scales.

use crate::stage::{self, tell};
use access::Role;
use audit::By;
use competencies::{FrameworkId, FrameworkState};
use kernel::{
    Db,
    db::testing::{self, on_each_engine},
};

fn codes(db: &Db, framework: FrameworkId) -> Vec<String> {
    db.read(|tx| competencies::measurable(tx, framework)).unwrap().into_iter().map(|competency| competency.code).collect()
}

#[test]
fn the_sample_is_loaded_once_with_targets() {
    on_each_engine(|db| {
        stage::region(db);
        let (framework, scale) = db.write(|tx| competencies::load_sample(tx, &By::system())).unwrap();
        assert_eq!(db.write(|tx| competencies::load_sample(tx, &By::system())).unwrap(), (framework, scale));
        assert_eq!(codes(db, framework).len(), 20);
        let tree = db.read(|tx| competencies::tree(tx, framework)).unwrap();
        assert_eq!(tree.iter().map(|block| block.competency.code.as_str()).collect::<Vec<_>>(), ["П", "М", "ПП", "К"]);
        let targets = db.read(|tx| competencies::targets_for(tx, framework, "matematika", "uchitel")).unwrap();
        assert_eq!(targets.len(), 20);
        let planning = db.read(|tx| competencies::by_code(tx, framework, "М1")).unwrap().unwrap();
        assert_eq!(targets[&planning.id], "high");
        let today = db.read(|tx| Ok(tx.today())).unwrap();
        let current = db.read(|tx| competencies::current_scale(tx, today)).unwrap().unwrap();
        assert_eq!((current.id, current.percent_of("high")), (scale, Some(80)));
    });
}

#[test]
fn a_copy_keeps_codes_and_replaces_the_live_version() {
    on_each_engine(|db| {
        stage::region(db);
        let (first, _) = db.write(|tx| competencies::load_sample(tx, &By::system())).unwrap();
        let second = db.write(|tx| competencies::copy(tx, &By::system(), first)).unwrap();
        assert!(db.write(|tx| competencies::copy(tx, &By::system(), first)).is_err(), "one draft at a time");
        assert_eq!(codes(db, first), codes(db, second));
        assert_eq!(db.read(|tx| competencies::targets(tx, second)).unwrap().len(), 20);
        db.write(|tx| competencies::make_live(tx, &By::system(), second, 1)).unwrap();
        let states: Vec<_> = db.read(competencies::frameworks).unwrap().into_iter().map(|framework| (framework.number, framework.state)).collect();
        assert_eq!(states, [(2, FrameworkState::Live), (1, FrameworkState::Retired)]);
        assert!(db.write(|tx| competencies::make_live(tx, &By::system(), second, 2)).is_err());
    });
}

#[test]
fn a_methodist_builds_a_framework_on_screens() {
    let test = testing::sqlite();
    let db = &test.db;
    stage::region(db);
    let mut anna = stage::browser(db, Role::Methodist);
    tell(async {
        assert!(anna.open("/competencies").await.says("Рамок пока нет"));
        anna.open("/scales/new").await;
        let page = anna
            .post(
                "/scales",
                &[("title", "Уровни"), ("code", "levels"), ("valid_from", "01.01.2026"), ("level-0", "low"), ("label-0", "низкий"), ("from-0", "0"), ("level-1", "high"), ("label-1", "высокий"), ("from-1", "70")],
            )
            .await;
        assert!(page.status == 200 && page.says("высокий"), "{}", page.html);
        anna.open("/scales/new").await;
        let page = anna
            .post(
                "/scales",
                &[("title", "Уровни"), ("code", "levels"), ("valid_from", "01.01.2026"), ("level-0", "low"), ("label-0", "низкий"), ("from-0", "0"), ("level-1", "high"), ("label-1", "высокий"), ("from-1", "75")],
            )
            .await;
        assert!(page.status == 422 && page.says("Укажите день позже"), "{}", page.html);
        anna.open("/competencies/new").await;
        assert_eq!(anna.post("/competencies", &[("title", ""), ("code", "а б")]).await.status, 422);
        let page = anna.post("/competencies", &[("title", "Своя рамка"), ("code", "svoya")]).await;
        assert!(page.status == 200 && page.says("В рамке пока нет блоков"), "{}", page.html);
        let path = page.path.clone();
        assert_eq!(anna.post(&format!("{path}/introduction"), &[("version", "1")]).await.status, 409, "nothing to measure");
        anna.open(&format!("{path}/nodes/new")).await;
        let page = anna.post(&format!("{path}/nodes"), &[("version", "1"), ("code", "А"), ("title", "Блок")]).await;
        let block = page.html.split("id=\"c-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for (version, code) in [("2", "А1"), ("3", "А2")] {
            anna.open(&format!("{path}/nodes/new?parent={block}")).await;
            let page = anna.post(&format!("{path}/nodes"), &[("version", version), ("parent", &block), ("code", code), ("title", "Умеет"), ("level-0", "high"), ("subject-0", "matematika")]).await;
            assert!(page.says(code) && page.says("цель: Математика — высокий") || page.says("математика — высокий"), "{}", page.html);
        }
        let page = anna.post(&format!("{path}/nodes"), &[("version", "4"), ("parent", &block), ("code", "А1"), ("title", "Ещё")]).await;
        assert!(page.status == 422 && page.says("Коды не повторяются"));
        anna.open(&path).await;
        let second = anna.page.html.split("id=\"c-").nth(3).unwrap().split('"').next().unwrap().to_owned();
        let page = anna.post(&format!("{path}/nodes/{second}/place"), &[("version", "4"), ("to", "up")]).await;
        assert!(page.html.find("А2").unwrap() < page.html.find("А1").unwrap());
        assert_eq!(anna.post(&format!("{path}/nodes/{second}/deletion"), &[("version", "4")]).await.status, 409, "somebody was first");
        anna.open(&path).await;
        assert_eq!(anna.post(&format!("{path}/nodes/{block}/deletion"), &[("version", "5")]).await.status, 409, "a block with competencies");
        anna.open(&path).await;
        assert!(anna.post(&format!("{path}/introduction"), &[("version", "5")]).await.says("Рамка введена в действие"));
        assert_eq!(anna.post(&format!("{path}/nodes"), &[("version", "6"), ("code", "Б"), ("title", "Блок")]).await.status, 409, "a live version never changes");
        assert_eq!(anna.open(&format!("{path}/sheet.xlsx")).await.bytes[..2], *b"PK");
    });
}

#[test]
fn who_works_by_frameworks_looks_and_the_others_do_not() {
    let test = testing::sqlite();
    stage::region(&test.db);
    let (framework, _) = test.db.write(|tx| competencies::load_sample(tx, &By::system())).unwrap();
    let (mut municipal, mut member) = (stage::browser(&test.db, Role::Municipal), stage::browser(&test.db, Role::Member));
    tell(async {
        let page = municipal.open(&format!("/competencies/{framework}")).await;
        assert!(page.status == 200 && page.says("Планирует урок от результата") && !page.says("Сделать новую версию"));
        assert_eq!(municipal.open("/competencies/new").await.status, 404);
        assert_eq!(member.open("/competencies").await.status, 404);
    });
}
