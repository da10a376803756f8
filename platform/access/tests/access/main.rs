//! Stories of coming in and of rights, on both engines.
#![expect(clippy::unwrap_used, reason = "tests: a broken stage must stop the story")]

mod accounts;
mod brakes;
mod codes;
mod kept;
mod login;
mod oidc;
mod permissions;
mod provider;
mod second_factor;
mod sessions;

use access::{NewAccount, NewGrant, Role};
use audit::By;
use kernel::{Db, id::AccountId, params};

/// A small tree: a region, a municipality, a school.
pub fn tree(db: &Db) {
    db.write(|tx| {
        for (id, kind, parent, path, name) in [
            ("region", "region", None, "region/", "Край"),
            ("mo-bikin", "municipality", Some("region"), "region/mo-bikin/", "Бикинский округ"),
            ("sch-1", "school", Some("mo-bikin"), "region/mo-bikin/sch-1/", "Школа № 1"),
        ] {
            tx.execute("INSERT INTO place (id, kind, parent_id, path) VALUES ($1, $2, $3, $4)", params![id, kind, parent, path])?;
            tx.execute("INSERT INTO place_name (place_id, valid_from, name, short_name, sort_key) VALUES ($1, '2020-01-01', $2, $2, $2)", params![id, name])?;
        }
        Ok(())
    })
    .unwrap();
}

/// An account without a role.
pub fn account(db: &Db, name: &str, email: &str) -> AccountId {
    db.write(|tx| access::accounts::create(tx, &By::cli(), &NewAccount { name: name.into(), email: email.into(), person: None })).unwrap()
}

/// A role from today on, without an end.
pub fn role(db: &Db, account: AccountId, role: Role, place: &str) -> access::GrantId {
    let new = NewGrant { account, role, place: place.into(), from: db.clock().today(), to: None };
    db.write(|tx| access::grants::grant(tx, &By::cli(), &new)).unwrap()
}

/// Anna, a deputy head at a school: no second factor required.
pub fn anna(db: &Db) -> AccountId {
    tree(db);
    let anna = account(db, "Иванова Анна Петровна", "Anna@School.ru");
    role(db, anna, Role::School, "sch-1");
    anna
}

/// Actions recorded about an account, in order.
pub fn journal(db: &Db, account: AccountId) -> Vec<String> {
    db.read(|tx| Ok(tx.query("SELECT action FROM audit_event WHERE object_id = $1 ORDER BY seq", params![account], |row| row.get(0))?)).unwrap()
}
