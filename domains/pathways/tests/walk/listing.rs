//! The list of pathways in the order of their states' life.

use crate::stage::set;
use kernel::{Db, Slice, db::testing::on_each_engine, id::Uuid, params};
use pathways::{
    State,
    store::{self, Eye, Filter, Sort},
};

/// Versions of one case in every state, told in the order of the alphabet; one more draft that is being signed.
fn versions(db: &Db, case: cases::CaseId) {
    let mut states: Vec<(&str, bool)> = State::ALL.iter().map(|state| (state.as_str(), false)).chain([("draft", true)]).collect();
    states.sort_unstable();
    db.write(|tx| {
        let now = tx.now();
        for (number, (state, is_sent)) in (1i64..).zip(states) {
            let sent = is_sent.then_some(now);
            tx.execute("INSERT INTO pathway (id, case_id, number, state, sent_at, made_at) VALUES ($1, $2, $3, $4, $5, $6)", params![Uuid::now_v7().to_string(), case, number, state, sent, now])?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn states_stand_in_the_order_of_a_pathways_life_both_ways() {
    on_each_engine(|db| {
        let stage = set(db);
        versions(db, stage.case(db).0);
        let read = |downwards| db.read(|tx| store::list_rows(tx, &Eye::of(&stage.methodist), &Filter::default(), (Sort::State, downwards), Slice::first())).unwrap().rows;
        let told = |downwards| read(downwards).iter().map(|row| format!("{}{}", row.state, if row.is_sent { ", sent" } else { "" })).collect::<Vec<_>>();
        let mut life = ["draft", "draft, sent", "agreed", "active", "presented", "closed", "stopped"].map(str::to_owned).to_vec();
        assert_eq!(told(false), life, "what is replaced isn't listed");
        life.reverse();
        assert_eq!(told(true), life);
    });
}

#[test]
fn versions_in_one_state_stand_by_number_whichever_way_the_states_go() {
    on_each_engine(|db| {
        let stage = set(db);
        let case = stage.case(db).0;
        db.write(|tx| {
            let now = tx.now();
            for number in [2i64, 3, 1] {
                tx.execute("INSERT INTO pathway (id, case_id, number, state, made_at) VALUES ($1, $2, $3, 'active', $4)", params![Uuid::now_v7().to_string(), case, number, now])?;
            }
            Ok(())
        })
        .unwrap();
        for downwards in [false, true] {
            let rows = db.read(|tx| store::list_rows(tx, &Eye::of(&stage.methodist), &Filter::default(), (Sort::State, downwards), Slice::first())).unwrap().rows;
            assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
        }
    });
}
