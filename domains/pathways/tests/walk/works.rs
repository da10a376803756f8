//! Works: begun, written, attached, put into the portfolio, removed; one's own alone.

use crate::stage::{Stage, TODAY, set};
use files::Kind;
use kernel::{Db, Error, db::testing::on_each_engine};
use pathways::{
    ResultForm, portfolio,
    works::{self, Body, Typed, WorkId},
};

/// A ready series of lessons of Anna's.
pub fn ready(stage: &Stage, db: &Db) -> WorkId {
    let stored = stage.app.files.put_own(b"%PDF-1.7 plan", Kind::Pdf).unwrap();
    db.write(|tx| {
        let id = works::begin(tx, &stage.anna, ResultForm::Lessons, "Обратная связь в 7 Б")?;
        works::save(tx, &stage.anna, id, 1, &Typed { title: "Обратная связь в 7 Б".into(), body: works::sample(ResultForm::Lessons, TODAY) })?;
        works::attach(tx, &stage.anna, id, &stored, "plan.pdf")?;
        Ok(id)
    })
    .unwrap()
}

#[test]
fn ready_is_computed_and_falls_when_a_file_goes() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = ready(&stage, db);
        let of = || db.read(|tx| works::own(tx, &stage.anna, id)).unwrap();
        assert!(of().is_ready && of().held_on == Some(TODAY));
        let digest = files::Digest::of(b"%PDF-1.7 plan");
        db.write(|tx| works::detach(tx, &stage.anna, id, &digest)).unwrap();
        assert!(!of().is_ready);
        assert!(db.read(|tx| files::find(tx, &digest).map(|_| ())).is_err(), "nothing refers to it any more");
    });
}

#[test]
fn a_work_is_its_authors_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = ready(&stage, db);
        for other in [&stage.tutor, &stage.stranger, &stage.methodist, &stage.deputy, &stage.coordinator] {
            assert!(matches!(db.read(|tx| works::own(tx, other, id)), Err(Error::NotFound)), "{}", other.name);
        }
        assert!(matches!(db.write(|tx| works::remove(tx, &stage.tutor, id)), Err(Error::NotFound)));
    });
}

#[test]
fn a_draft_keeps_its_version_and_an_old_page_is_stale() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = ready(&stage, db);
        let typed = Typed { title: "Новое".into(), body: Body::default() };
        db.write(|tx| works::draft(tx, &stage.anna, id, 2, &typed)).unwrap();
        db.write(|tx| works::draft(tx, &stage.anna, id, 2, &typed)).unwrap();
        assert!(matches!(db.write(|tx| works::save(tx, &stage.anna, id, 1, &typed)), Err(Error::Refusal(_))));
        let nameless = db.write(|tx| works::save(tx, &stage.anna, id, 2, &Typed { title: " ".into(), body: Body::typed(ResultForm::Lessons, |code| if code == "lessons" { "вчера" } else { "" }) }));
        assert!(matches!(nameless, Err(Error::Fields(errors)) if errors.of("title").is_some() && errors.of("lessons").is_some()));
    });
}

#[test]
fn the_portfolio_holds_what_was_put_in_and_diagnostics_only_if_asked_for() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = ready(&stage, db);
        let portfolio = |wanted| db.read(|tx| portfolio::own(tx, &stage.anna, wanted)).unwrap();
        assert_eq!((portfolio(false).works.len(), portfolio(false).others), (0, 1));
        db.write(|tx| works::set_for_portfolio(tx, &stage.anna, id, 2, true)).unwrap();
        assert_eq!(portfolio(true).works.len(), 1);
        let made = stage.walked(db);
        stage.walk_all(db, made);
        let full = portfolio(false);
        assert_eq!((full.steps.len(), full.diagnostics.len(), full.place.as_str()), (3, 0, "Школа № 6"));
    });
}
