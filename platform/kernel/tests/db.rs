//! The port behaves the same on both engines.

use kernel::{Error, FormKey, db::testing::on_each_engine, id::PersonId, params, row};

#[derive(Debug, PartialEq)]
struct Named {
    name: String,
    body: String,
    changed_at: kernel::Timestamp,
}

#[test]
fn a_row_goes_in_and_comes_out_the_same() {
    on_each_engine(|db| {
        let put = db
            .write(|tx| {
                let now = tx.now();
                tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3)", params!["цвет", "{}", now])?;
                Ok(Named { name: "цвет".into(), body: "{}".into(), changed_at: now })
            })
            .unwrap();
        let got = db.read(|tx| tx.one("SELECT name, body, changed_at FROM setting WHERE name = $1", params!["цвет"], row!(Named { name, body, changed_at }))).unwrap();
        assert_eq!(put, got);
        let nothing: Option<Option<String>> = db.read(|tx| Ok(tx.maybe("SELECT CAST(NULL AS TEXT)", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(nothing, Some(None));
        let literal: Option<i64> = db.read(|tx| Ok(tx.maybe("SELECT CASE WHEN 1 = 1 THEN 1 ELSE 0 END", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(literal, Some(1), "a literal is a whole number on both engines");
    });
}

#[test]
fn parameters_go_by_their_numbers_wherever_they_stand() {
    on_each_engine(|db| {
        let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)";
        let shape = |row: &kernel::Row<'_>| Ok([row.get::<String>(0)?, row.get(1)?, row.get(2)?]);
        assert_eq!(db.read(|tx| tx.one(sql, params!["a", "b"], shape)).unwrap(), ["b", "a", "b"]);
        assert!(db.read(|tx| tx.one(sql, params!["a"], shape)).is_err());
        assert!(db.read(|tx| tx.one(sql, params!["a", "b", "c"], shape)).is_err());
    });
}

#[test]
fn a_failed_write_leaves_nothing_and_a_read_cannot_write() {
    on_each_engine(|db| {
        let insert = "INSERT INTO setting (name, body, changed_at) VALUES ($1, '', '')";
        let failed = db.write(|tx| {
            tx.execute(insert, params!["x"])?;
            Err::<(), _>(Error::refusal("нет"))
        });
        assert!(matches!(failed, Err(Error::Refusal(_))));
        assert!(db.read(|tx| Ok(tx.execute(insert, params!["y"])?)).is_err());
        let left = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM setting", params![])?)).unwrap();
        assert_eq!(left, 0);
        db.write(|tx| Ok(tx.execute(insert, params!["z"])?)).unwrap();
    });
}

#[test]
fn only_what_changed_something_and_was_kept_is_counted_as_a_change() {
    on_each_engine(|db| {
        let touch = "UPDATE setting SET body = $1 WHERE name = 'colour'";
        db.write(|tx| Ok(tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ('colour', 'red', '')", params![])?)).unwrap();
        let before = db.changes();
        db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM setting", params![])?)).unwrap();
        db.write(|tx| Ok(tx.execute("DELETE FROM setting WHERE name = 'nothing'", params![])?)).unwrap();
        let undone = db.write(|tx| tx.execute(touch, params!["green"]).map_err(Error::from).and(Err::<(), _>(Error::Busy)));
        assert!(undone.is_err());
        assert_eq!(db.changes(), before);
        db.with_clock(db.clock().clone()).write(|tx| Ok(tx.execute(touch, params!["blue"])?)).unwrap();
        assert_eq!(db.changes(), before + 1, "by whatever clock");
    });
}

#[test]
fn a_form_sent_twice_acts_once() {
    on_each_engine(|db| {
        let key = FormKey::fresh();
        let send = || {
            db.write(|tx| {
                key.once(tx, "owner", |tx| {
                    let id = PersonId::fresh();
                    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, '', '')", params![id])?;
                    Ok(format!("/made/{id}"))
                })
            })
        };
        assert_eq!(send().unwrap(), send().unwrap());
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM setting", params![])?)).unwrap(), 1);
    });
}

#[test]
fn writers_take_turns() {
    on_each_engine(|db| {
        db.write(|tx| Ok(tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ('n', '0', '')", params![])?)).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        db.write(|tx| {
                            let n: String = tx.one("SELECT body FROM setting WHERE name = 'n'", params![], |row| row.get(0))?;
                            let next = n.parse::<i64>().unwrap() + 1;
                            tx.execute("UPDATE setting SET body = $1 WHERE name = 'n'", params![next.to_string()])?;
                            Ok(())
                        })
                        .unwrap();
                    }
                });
            }
        });
        let n: String = db.read(|tx| tx.one("SELECT body FROM setting WHERE name = 'n'", params![], |row| row.get(0))).unwrap();
        assert_eq!(n, "100");
    });
}

#[test]
fn a_panic_in_the_middle_of_a_write_undoes_it_and_the_store_goes_on() {
    on_each_engine(|db| {
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            db.write(|tx| {
                tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ('p', '', '')", params![])?;
                if tx.count("SELECT COUNT(*) FROM setting", params![])? == 1 {
                    panic!("as a bug would");
                }
                Ok(())
            })
        }));
        assert!(broken.is_err());
        assert_eq!(db.write(|tx| Ok(tx.count("SELECT COUNT(*) FROM setting", params![])?)).unwrap(), 0);
    });
}
