//! Typed text survives a session that ran out, for its owner only.

use crate::{account, anna};
use access::kept::{self, KeptForm};
use jiff::SignedDuration;
use kernel::{db::testing::on_each_engine, params};

fn form() -> KeptForm {
    let fields = [("reason", "Не хватает копии «диплома»"), ("password", "секрет"), ("new_password", "секрет"), ("code", "123456"), ("subjects", "math"), ("subjects", "physics")];
    KeptForm { path: "/applications/7/return".into(), fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
}

#[test]
fn a_form_comes_back_to_its_owner_without_passwords() {
    on_each_engine(|db| {
        let anna = anna(db);
        let other = account(db, "Ким Ольга", "olga@iro.ru");
        let token = db.write(|tx| kept::keep(tx, anna, &form())).unwrap();
        assert_eq!(db.read(|tx| kept::find(tx, token.as_str(), other)).unwrap(), None);
        let back = db.read(|tx| kept::find(tx, token.as_str(), anna)).unwrap().unwrap();
        assert_eq!(back.path, "/applications/7/return");
        let names: Vec<&str> = back.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["reason", "subjects", "subjects"]);
        db.write(|tx| kept::forget(tx, token.as_str())).unwrap();
        assert_eq!(db.read(|tx| kept::find(tx, token.as_str(), anna)).unwrap(), None);
    });
}

#[test]
fn after_an_hour_it_is_gone() {
    on_each_engine(|db| {
        let anna = anna(db);
        let token = db.write(|tx| kept::keep(tx, anna, &form())).unwrap();
        db.clock().advance(SignedDuration::from_mins(60));
        assert_eq!(db.read(|tx| kept::find(tx, token.as_str(), anna)).unwrap(), None);
        db.write(kept::sweep).unwrap();
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM kept_form", params![])?)).unwrap(), 0);
    });
}
