//! Duties: requests of people, order of urgency, closing.

use crate::stand::{account, all_given, by, later, listeners, set_up};
use access::{Role, Scope};
use audit::By;
use consent::{ConsentKind, Target, Withdrawal, WithdrawalChannel, duty, duty::Ask, withdraw};
use jiff::civil::date;
use kernel::{Error, Slice, db::testing::on_each_engine};
use serde_json::json;
use structure::places::REGION;

#[test]
fn a_request_gets_the_working_days_of_the_law() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| {
            let mut due = |ask| {
                let id = duty::register_request(tx, &By::system(), stage.anna, ask, date(2026, 11, 23))?;
                Ok::<_, Error>(duty::find(tx, &Scope::program("test"), id)?.due_on)
            };
            assert_eq!(due(Ask::Access)?, date(2026, 12, 7), "ten working days");
            assert_eq!(due(Ask::Stop)?, date(2026, 12, 7));
            assert_eq!(due(Ask::Correct)?, date(2026, 12, 2), "seven");
            assert!(matches!(duty::register_request(tx, &By::system(), stage.anna, Ask::Access, date(2026, 11, 24)), Err(Error::Fields(_))));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_late_ones_come_first_and_are_closed_once_with_words() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let scope = Scope::program("test");
        db.write(|tx| {
            let clerk = account(tx, "Сотрудникова Ольга", "olga@example.ru", Role::Coordinator, REGION, None);
            let by = by(clerk, Role::Coordinator);
            let later_one = duty::register_request(tx, &by, stage.anna, Ask::Access, date(2026, 11, 23))?;
            let urgent = duty::register_request(tx, &by, stage.anna, Ask::Access, date(2026, 10, 1))?;
            let open = duty::list(tx, &scope, false, Slice::first())?;
            assert_eq!(open.rows.iter().map(|duty| duty.id).collect::<Vec<_>>(), [urgent, later_one]);
            assert!(open.rows[0].is_late(tx.today()) && !open.rows[1].is_late(tx.today()));
            assert_eq!(duty::waiting(tx, &scope)?, (2, 1));
            assert!(matches!(duty::close(tx, &by, &scope, urgent, 1, "  "), Err(Error::Fields(_))));
            duty::close(tx, &by, &scope, urgent, 1, "Ответ отправлен")?;
            assert!(matches!(duty::close(tx, &by, &scope, urgent, 1, "Ответ отправлен"), Err(Error::Refusal(_))), "a clash is told");
            assert!(matches!(duty::close(tx, &by, &Scope::nobody(), later_one, 1, "Готово"), Err(Error::NotFound)));
            let closed = duty::list(tx, &scope, true, Slice::first())?;
            assert_eq!((closed.total, closed.rows[0].closed_by.as_deref()), (1, Some("Сотрудникова Ольга")));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_duty_to_destroy_is_not_closed_with_words() {
    on_each_engine(|db| {
        let stage = set_up(db);
        later(db, 1)
            .write(|tx| {
                all_given(tx, stage.anna);
                let received_on = tx.today();
                let demand = Withdrawal { target: Target::Newest(stage.anna, ConsentKind::Processing), item: None, received_on, channel: WithdrawalChannel::Cabinet, evidence: json!({}) };
                let id = withdraw(tx, &listeners(), &By::system(), demand)?.duty.unwrap();
                assert!(matches!(duty::close(tx, &By::system(), &Scope::program("test"), id, 1, "Готово"), Err(Error::Refusal(said)) if said.contains("Уничтожение")));
                Ok(())
            })
            .unwrap();
    });
}
