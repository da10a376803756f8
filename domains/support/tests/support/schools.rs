//! Schools with low results: who sees them, what is measured, who helps.

use crate::stage::{HOME, SCHOOL, absent, answers, count, refused, set, wrong};
use jiff::civil::date;
use kernel::{db::testing::on_each_engine, id::PlaceId};
use structure::{
    heads::{self, Appointment, Post},
    places,
};
use support::schools::{self, Asked, Filter, Outcome, VisitId, figures};

#[test]
fn a_school_is_seen_by_its_own_and_by_who_was_asked_and_by_nobody_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.low(db);
        let sees = |actor: &access::Actor| db.read(|tx| schools::find(tx, actor, id)).is_ok();
        for actor in [&stage.coordinator, &stage.municipal, &stage.school] {
            assert!(sees(actor), "{}", actor.name);
        }
        for actor in [&stage.far_municipal, &stage.methodist, &stage.ministry, &stage.anna_herself, &stage.vera_herself, &stage.expert] {
            assert!(!sees(actor), "{}", actor.name);
            assert!(db.read(|tx| schools::list(tx, actor, &Filter::default())).is_ok_and(|rows| rows.is_empty()) || actor.role == access::Role::Expert);
        }
        let helper = db.write(|tx| schools::ask(tx, &stage.municipal, id, "rf05", stage.vera)).unwrap();
        assert!(sees(&stage.vera_herself), "asked: reads before answering");
        db.write(|tx| schools::answer(tx, &stage.vera_herself, helper, false)).unwrap();
        assert!(!sees(&stage.vera_herself), "said no: sees it no more");
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE body LIKE '%№ 6%' OR subject LIKE '%№ 6%'"), 0, "the school's name stands in no letter");
    });
}

#[test]
fn a_factor_is_measured_again_and_what_came_of_it_follows() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        let factors = || db.read(|tx| tx.one("SELECT id FROM low_school_factor", &[], |row| row.get(0))).unwrap();
        let factor: schools::FactorId = factors();
        wrong(db.write(|tx| schools::add_factor(tx, &stage.municipal, id, &answers(&[("factor", "rf05"), ("level", "low"), ("grounds", "x"), ("version", "2")]))), "factor");
        wrong(db.write(|tx| schools::add_factor(tx, &stage.municipal, id, &answers(&[("factor", "rf99"), ("level", "low"), ("grounds", "x"), ("version", "2")]))), "factor");
        absent(db.write(|tx| schools::measure(tx, &stage.school, id, factor, &answers(&[("level", "low"), ("grounds", "Анкеты"), ("version", "2")]))));
        wrong(db.write(|tx| schools::measure(tx, &stage.vera_herself, id, factor, &answers(&[("level", "low"), ("version", "2")]))), "grounds");
        wrong(db.write(|tx| schools::measure(tx, &stage.vera_herself, id, factor, &answers(&[("level", "low"), ("grounds", "x"), ("measured_on", "01.01.2030"), ("version", "2")]))), "measured_on");
        db.write(|tx| schools::measure(tx, &stage.vera_herself, id, factor, &answers(&[("level", "low"), ("grounds", "Анкеты"), ("version", "2")]))).unwrap();
        let result: String = db.read(|tx| tx.one("SELECT result FROM low_school_measure ORDER BY made_at DESC, id DESC LIMIT 1", &[], |row| row.get(0))).unwrap();
        assert_eq!(result, Outcome::Better.as_str());
        let card = db.read(|tx| schools::find(tx, &stage.municipal, id)).unwrap();
        assert!(card.recheck_on > db.clock().today(), "the next recheck is half a year on");
    });
}

#[test]
fn a_visit_is_a_minute_and_goes_to_the_ledger_without_the_school() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        let typed = [("minutes", "90"), ("factors", "rf05"), ("factors", "rf01"), ("done", "Посетили два урока"), ("next", "Практикум")];
        absent(db.write(|tx| schools::log_visit(tx, &stage.anna_herself, id, &answers(&typed))));
        wrong(db.write(|tx| schools::log_visit(tx, &stage.vera_herself, id, &answers(&[("minutes", "0")]))), "minutes");
        db.write(|tx| schools::log_visit(tx, &stage.vera_herself, id, &answers(&typed))).unwrap();
        let deed: (String, String, i64) = db.read(|tx| tx.one("SELECT title, direction, minutes FROM deed WHERE kind = 'school_help'", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))).unwrap();
        assert_eq!(deed, ("Помощь школе".to_owned(), "d04".to_owned(), 90));
        assert_eq!(count(db, "SELECT COUNT(*) FROM low_school_visit WHERE factors = 'rf05'"), 1, "only factors of this school");
    });
}

#[test]
fn a_plan_is_worked_on_by_helpers_and_the_school_and_a_closed_card_rests() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        let line = [("what", "Практикум"), ("line_factor", "rf05"), ("due_on", "15.12.2026"), ("who", "методист")];
        absent(db.write(|tx| schools::add_line(tx, &stage.school, id, &answers(&line))));
        wrong(db.write(|tx| schools::add_line(tx, &stage.vera_herself, id, &answers(&[("what", "x"), ("line_factor", "rf01"), ("due_on", "15.12.2026")]))), "line_factor");
        let line = db.write(|tx| schools::add_line(tx, &stage.vera_herself, id, &answers(&line))).unwrap();
        absent(db.write(|tx| schools::finish_line(tx, &stage.anna_herself, id, line, &answers(&[]))));
        db.write(|tx| schools::finish_line(tx, &stage.school, id, line, &answers(&[("words", "Прошёл")]))).unwrap();
        absent(db.write(|tx| schools::strike_line(tx, &stage.vera_herself, id, line)));
        wrong(db.write(|tx| schools::close(tx, &stage.municipal, id, &answers(&[("version", "2")]))), "closing");
        absent(db.write(|tx| schools::close(tx, &stage.school, id, &answers(&[("closing", "x"), ("version", "2")]))));
        db.write(|tx| schools::close(tx, &stage.municipal, id, &answers(&[("closing", "Мотивация выросла"), ("version", "2")]))).unwrap();
        assert!(refused(db.write(|tx| schools::log_visit(tx, &stage.vera_herself, id, &answers(&[("minutes", "5"), ("done", "x")])))).contains("завершена"));
        db.write(|tx| schools::reopen(tx, &stage.municipal, id, 3)).unwrap();
        wrong(db.write(|tx| schools::open(tx, &stage.municipal, &answers(&[("place", SCHOOL), ("year", "2026"), ("basis", "x"), ("recheck_on", "01.02.2027")]))), "place");
        wrong(db.write(|tx| schools::open(tx, &stage.far_municipal, &answers(&[("place", SCHOOL), ("year", "2027"), ("basis", "x"), ("recheck_on", "01.02.2027")]))), "place");
        wrong(db.write(|tx| schools::open(tx, &stage.municipal, &answers(&[("place", HOME), ("year", "2027"), ("basis", "x"), ("recheck_on", "01.02.2027")]))), "place");
    });
}

#[test]
fn the_ministry_counts_groups_and_nobody_else_outside_counts_at_all() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.helped(db);
        let of = |actor: &access::Actor| db.read(|tx| figures::of_year(tx, actor, 2026));
        assert_eq!(of(&stage.coordinator).unwrap().schools, 1);
        let seen = of(&stage.ministry).unwrap();
        assert_eq!((seen.schools, seen.factors.len(), seen.is_cut), (0, 0, true), "one school is no group");
        assert_eq!(of(&stage.far_municipal).unwrap().schools, 0);
        for actor in [&stage.school, &stage.methodist, &stage.anna_herself] {
            absent(of(actor));
        }
    });
}

#[test]
fn as_many_schools_wait_for_help_as_the_list_at_the_link_shows() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.low(db);
        let both = || {
            let waits = db.read(|tx| support::waits(tx, &stage.municipal)).unwrap();
            let counted = waits.iter().find(|wait| wait.url.ends_with("show=unhelped")).map_or(0, |wait| wait.count);
            let listed = db.read(|tx| schools::list(tx, &stage.municipal, &Filter { show: "unhelped".into(), ..Filter::default() })).unwrap().len();
            (counted, listed)
        };
        assert_eq!(both(), (1, 1));
        db.write(|tx| schools::ask(tx, &stage.municipal, id, "rf05", stage.vera)).unwrap();
        assert_eq!(both(), (0, 0), "somebody was asked");
    });
}

#[test]
fn the_act_of_help_is_printed_by_those_who_see_the_card_and_by_nobody_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        let given = |actor: &access::Actor, asked| db.read(|tx| schools::given(tx, actor, id, asked));
        let all = Asked::Days(None, None);
        assert!(refused(given(&stage.municipal, all)).contains("Посещений ещё не записано"));
        let log = |on, done| db.write(|tx| schools::log_visit(tx, &stage.vera_herself, id, &answers(&[("held_on", on), ("minutes", "90"), ("factors", "rf05"), ("done", done), ("next", "Практикум")]))).unwrap();
        let (late, early) = (log("20.11.2026", "Посетили два урока"), log("14.10.2026", "Встретились с учителями"));
        for actor in [&stage.coordinator, &stage.municipal, &stage.school, &stage.vera_herself] {
            let found = given(actor, all).unwrap();
            assert_eq!((found.visits.iter().map(|visit| visit.id).collect::<Vec<_>>(), found.director), (vec![early, late], None), "{}", actor.name);
        }
        for actor in [&stage.far_municipal, &stage.methodist, &stage.ministry, &stage.anna_herself, &stage.expert] {
            absent(given(actor, all));
        }
        db.write(|tx| {
            let place = places::load(tx, &PlaceId::from(SCHOOL), date(2026, 11, 23))?;
            heads::appoint(tx, &audit::By::system(), &place, &Appointment { post: Post::Director, person: None, name: "Ольхова Ирина Игоревна".into(), from: date(2026, 9, 1) })
        })
        .unwrap();
        let one = given(&stage.school, Asked::Visit(late)).unwrap();
        assert_eq!((one.visits.len(), one.director.as_deref()), (1, Some("Ольхова Ирина Игоревна")));
        absent(given(&stage.school, Asked::Visit(VisitId::fresh())));
        let days = |from, until| Asked::Days(Some(from), Some(until));
        assert_eq!(given(&stage.school, days(date(2026, 10, 14), date(2026, 10, 31))).unwrap().visits[0].id, early);
        wrong(given(&stage.school, days(date(2026, 11, 1), date(2026, 11, 19))), "from");
        wrong(given(&stage.school, days(date(2026, 11, 21), date(2026, 11, 1))), "until");
    });
}

#[test]
fn the_act_is_reached_from_the_card_and_leaves_a_trace() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.helped(db);
        let card = schools::url(id);
        let (mut irina, mut far) = (stage.browser(db, &stage.school), stage.browser(db, &stage.far_municipal));
        let log = || db.write(|tx| schools::log_visit(tx, &stage.vera_herself, id, &answers(&[("minutes", "90"), ("done", "Посетили два урока")])));
        crate::stage::tell(async {
            let page = irina.open(&card).await;
            assert!(page.status == 200 && !page.says("act.pdf"), "there is nothing to print yet: {}", page.html);
        });
        let visit = log().unwrap();
        crate::stage::tell(async {
            let page = irina.open(&card).await;
            assert!(page.says("Составить акт (PDF)") && page.says(&format!("{card}/act.pdf?visit={visit}")), "{}", page.html);
            for address in [format!("{card}/act.pdf?visit={visit}"), format!("{card}/act.pdf"), format!("{card}/act.pdf?from=&until=23.11.2026")] {
                assert!(irina.open(&address).await.bytes.starts_with(b"%PDF"), "{address}: {}", irina.page.html);
                assert_eq!(far.open(&address).await.status, 404);
            }
            let page = irina.open(&format!("{card}/act.pdf?from=вчера")).await;
            assert!(page.status == 422 && page.html.contains("value=\"вчера\"") && page.says("id=\"from-error\""), "{}", page.html);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'school_help.act_printed'"), 3);
    });
}
