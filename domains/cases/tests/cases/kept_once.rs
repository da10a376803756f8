//! A class is typed once: taken from the school's results, or kept there from a case; what stands beside a comparison.

use crate::stage::{self, SCHOOL, tell, wrong};
use access::Actor;
use audit::By;
use cases::{CaseId, MeasureForm, MeasureId};
use jiff::civil::date;
use kernel::{Date, Db, Error, Result, db::testing::on_each_engine};
use outcomes::{Class, Figures, Lesson, NewOutcome, OutcomeId, Period, Source, Way};

const BEFORE: Date = date(2026, 9, 10);
const AFTER: Date = date(2026, 11, 20);

fn class(text: &str) -> Class {
    Class::parse(text).unwrap()
}

fn work(class_: &str, on: Date, (pupils, under): (i64, i64)) -> NewOutcome {
    NewOutcome { place: SCHOOL.into(), class: class(class_), subject: "matematika".into(), period: Period::day(on), source: Source::SchoolTest, title: String::new(), figures: Figures::of(pupils, under) }
}

fn put(db: &Db, news: Vec<NewOutcome>) -> Vec<OutcomeId> {
    db.write(|tx| outcomes::put_many(tx, &By::system(), news, &Way::typed())).unwrap().ids
}

fn take(db: &Db, by: &Actor, case: CaseId, moment: &str, outcome: OutcomeId, before: Option<MeasureId>) -> Result<MeasureId> {
    let form = MeasureForm { moment: moment.into(), outcome: outcome.to_string(), compared_with: before.map(|id| id.to_string()).unwrap_or_default(), ..MeasureForm::default() };
    db.write(|tx| cases::measure(tx, by, case, &form))
}

fn typed(day: &str, below: &str, keep: &str) -> MeasureForm {
    MeasureForm {
        moment: "before".into(),
        grade: "7б".into(),
        subject: "matematika".into(),
        source: "school_test".into(),
        measured_on: day.into(),
        pupils: "24".into(),
        below_minimum: below.into(),
        keep: keep.into(),
        ..MeasureForm::default()
    }
}

#[test]
fn figures_of_the_school_are_taken_and_give_evidence_as_typed_ones_do() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let kept = put(db, vec![work("7б", BEFORE, (24, 16)), work("7б", AFTER, (25, 4)), NewOutcome { subject: "fizika".into(), ..work("7б", BEFORE, (24, 9)) }]);
        let before = take(db, &stage.deputy, id, "before", kept[0], None).unwrap();
        wrong(take(db, &stage.deputy, id, "after", kept[1], None), "taken_with");
        wrong(take(db, &stage.deputy, id, "before", kept[2], None), "outcome");
        take(db, &stage.anna, id, "after", kept[1], Some(before)).unwrap();
        let rungs = db.read(|tx| cases::stage_of(tx, id, 1)).unwrap().rungs;
        assert!(rungs[1].pupils.is_there() && rungs[4].pupils.is_there());
        let (mut irina, mut nina) = (stage.browser(db, &stage.deputy), stage.browser(db, &stage.methodist));
        let url = format!("/cases/{id}/measures");
        tell(async {
            let page = irina.open(&url).await;
            assert!(page.says("из результатов классов школы") && page.says("Взять этот результат") && page.says("вероятно улучшение") && page.says("Сохранить и в результатах"), "{}", page.html);
            let page = nina.open(&url).await;
            assert!(page.says("16 из 24") && !page.says("Взять этот результат"), "{}", page.html);
        });
    });
}

#[test]
fn a_teacher_takes_own_classes_only_once_the_school_says_who_teaches() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let kept = put(db, vec![work("7а", BEFORE, (24, 9)), work("7б", BEFORE, (24, 9)), work("7в", BEFORE, (24, 9))]);
        let other = db.write(|tx| Ok(stage::person(tx, "Коллегова", "Ольга", SCHOOL))).unwrap();
        let lesson = |text| Lesson { place: SCHOOL.into(), school_year: 2026, class: class(text), subject: "matematika".into() };
        db.write(|tx| outcomes::assign_many(tx, &By::system(), &[(lesson("7а"), other), (lesson("7б"), stage.teacher)])).unwrap();
        wrong(take(db, &stage.anna, id, "before", kept[0], None), "outcome");
        take(db, &stage.anna, id, "before", kept[1], None).unwrap();
        take(db, &stage.anna, id, "before", kept[2], None).unwrap();
        take(db, &stage.deputy, id, "before", kept[0], None).unwrap();
    });
}

#[test]
fn what_is_typed_in_a_case_may_be_kept_as_a_result_of_the_class() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let measure = |by: &Actor, form: &MeasureForm| db.write(|tx| cases::measure(tx, by, id, form));
        assert!(matches!(measure(&stage.anna, &typed("10.09.2026", "9", "yes")), Err(Error::NotFound)), "the school's office keeps results");
        measure(&stage.deputy, &typed("10.09.2026", "9", "yes")).unwrap();
        let kept = db.read(|tx| outcomes::of_class(tx, &SCHOOL.into(), &class("7б"), "matematika")).unwrap();
        assert_eq!((kept.len(), kept[0].figures.under, kept[0].period.from, kept[0].origin), (1, 9, BEFORE, outcomes::Origin::Case));
        measure(&stage.deputy, &typed("10.09.2026", "9", "yes")).unwrap();
        assert!(wrong(measure(&stage.deputy, &typed("10.09.2026", "8", "yes")), "keep").contains("с другими числами"));
        wrong(measure(&stage.deputy, &MeasureForm { grade: "1–4".into(), ..typed("11.09.2026", "8", "yes") }), "keep");
        measure(&stage.deputy, &typed("10.09.2026", "8", "")).unwrap();
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM outcome"), 1);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_measure WHERE outcome_id IS NOT NULL"), 2);
        let deputy = &stage.deputy;
        db.write(|tx| outcomes::withdraw(tx, deputy, kept[0].id, ("Ошибка", 1))).unwrap();
        let mut irina = stage.browser(db, deputy);
        tell(async { assert!(irina.open(&format!("/cases/{id}/measures")).await.says("с тех пор отозвала")) });
    });
}

#[test]
fn classes_of_the_same_year_stand_beside_unless_their_teachers_are_accompanied() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let mut news = vec![work("7б", BEFORE, (28, 16)), work("7б", AFTER, (28, 4))];
        for (class, under) in [("7а", 3), ("7в", 4), ("8а", 1)] {
            news.extend([work(class, date(2026, 9, 12), (27, 15)), work(class, date(2026, 11, 18), (27, under))]);
        }
        let kept = put(db, news);
        let before = take(db, &stage.deputy, id, "before", kept[0], None).unwrap();
        take(db, &stage.deputy, id, "after", kept[1], Some(before)).unwrap();
        let (mut irina, mut nina) = (stage.browser(db, &stage.deputy), stage.browser(db, &stage.methodist));
        let url = format!("/cases/{id}/measures");
        tell(async {
            let page = irina.open(&url).await;
            assert!(page.says("2\u{a0}класса той же параллели: ниже минимума было 30 из 54, стало 7 из 54") && page.says("в пределах погрешности"), "{}", page.html);
            assert!(!nina.open(&url).await.says("той же параллели"), "two teachers would be made out");
        });
        let lesson = Lesson { place: SCHOOL.into(), school_year: 2026, class: class("7а"), subject: "matematika".into() };
        db.write(|tx| outcomes::assign_many(tx, &By::system(), &[(lesson, stage.teacher)])).unwrap();
        tell(async { assert!(irina.open(&url).await.says("1\u{a0}класс той же параллели")) });
    });
}
