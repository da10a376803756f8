//! Building rubrics.

use crate::stage::{self, refused};
use kernel::{Error, db::testing::on_each_engine};
use observation::{At, Edit, IndicatorForm, RubricForm, RubricState, Way};

fn indicator(title: &str, scale: &str) -> IndicatorForm {
    IndicatorForm { title: title.into(), scale: scale.into(), evidence: "required".into(), ..IndicatorForm::default() }
}

#[test]
fn a_rubric_is_built_part_by_part_and_never_changes_once_live() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let by = &stage.methodist;
        let id = db.write(|tx| observation::begin(tx, by, &RubricForm { title: "Урок чтения".into(), ..RubricForm::default() })).unwrap();
        let edit = |version: i64, at: At, edit: Edit| db.write(|tx| observation::edit(tx, by, id, version, at, &edit));
        assert!(refused(db.write(|tx| observation::make_live(tx, by, id, 1))).contains("ни одного блока"));
        edit(1, At::Root, Edit::AddTitled("Чтение".into())).unwrap();
        edit(2, At::Block(1), Edit::AddTitled("Понимание".into())).unwrap();
        edit(3, At::Criterion(1, 1), Edit::AddIndicator(indicator("Задаёт вопросы к тексту", "four"))).unwrap();
        edit(4, At::Criterion(1, 1), Edit::AddIndicator(indicator("Возвращается к тексту", "yes_no"))).unwrap();
        assert!(matches!(edit(5, At::Criterion(1, 1), Edit::AddIndicator(indicator("", "own"))), Err(Error::Fields(errors)) if errors.of("title").is_some() && errors.of("steps").is_some()));
        assert!(refused(edit(1, At::Root, Edit::AddTitled("Поздно".into()))).contains("изменил кто-то другой"));
        edit(5, At::Indicator(1, 1, 2), Edit::Shift(Way::Up)).unwrap();
        edit(6, At::Indicator(1, 1, 2), Edit::Remove).unwrap();
        edit(7, At::Criterion(1, 1), Edit::AddIndicator(indicator("Спорит с автором", "three"))).unwrap();
        let codes: Vec<String> = db.read(|tx| observation::rubric(tx, id)).unwrap().body.indicators().map(|one| one.code.clone()).collect();
        assert_eq!(codes, ["i2", "i3"], "a code is never used twice");
        db.write(|tx| observation::make_live(tx, by, id, 8)).unwrap();
        assert!(refused(edit(9, At::Block(1), Edit::Remove)).contains("больше не меняется"));
        let next = db.write(|tx| observation::copy(tx, by, id)).unwrap();
        assert_eq!(db.write(|tx| observation::copy(tx, by, id)).unwrap(), next, "one draft at a time");
        db.write(|tx| observation::make_live(tx, by, next, 1)).unwrap();
        let states = db.read(|tx| Ok((observation::rubric(tx, id)?.state, observation::rubric(tx, next)?.state, observation::rubric(tx, next)?.number))).unwrap();
        assert_eq!(states, (RubricState::Retired, RubricState::Live, 2));
        assert!(matches!(db.write(|tx| observation::begin(tx, &stage.deputy, &RubricForm { title: "Х".into(), ..RubricForm::default() })), Err(Error::NotFound)));
    });
}
