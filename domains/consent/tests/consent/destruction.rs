//! Destruction: two people, no trace, papers, and once more after a restore.

use crate::stand::{EMAIL, FAMILY, PHONE, Stage, account, all_given, by, listeners, set_up};
use access::{Role, Scope};
use audit::{By, Verdict};
use consent::{
    Channel, ConsentKind, DestructionId, Given, Target, Withdrawal, WithdrawalChannel, destruction,
    destruction::{Approval, Executed, Workshop},
    duty, give, texts, withdraw,
};
use kernel::{Db, Error, Result, Slice, db::Engine, db::testing::on_each_engine, id::AccountId, params};
use serde_json::json;
use structure::places::REGION;
use web::App;

struct Office {
    stage: Stage,
    app: App,
    one: AccountId,
    two: AccountId,
    id: DestructionId,
}

/// Anna has an account, a letter, a scan, a request; she withdraws the consent to process.
fn office(db: &Db) -> Office {
    let stage = set_up(db);
    let app = web::testing::app(db, listeners());
    let scan = app.files.put_own(format!("%PDF {FAMILY}").as_bytes(), files::Kind::Pdf).unwrap();
    db.write(|tx| {
        let one = account(tx, "Первова Ольга", "one@example.ru", Role::DataProtection, REGION, None);
        let two = account(tx, "Вторых Иван", "two@example.ru", Role::Coordinator, REGION, None);
        account(tx, &format!("{FAMILY} Анна"), EMAIL, Role::Member, REGION, Some(stage.anna));
        all_given(tx, stage.anna);
        files::record(tx, &scan)?;
        let text_id = texts::current(tx, ConsentKind::Inclusion, tx.today())?.id;
        let evidence = json!({"file": scan.digest, "clerk": FAMILY});
        give(
            tx,
            &By::system(),
            Given { person: stage.anna, kind: ConsentKind::Inclusion, text_id, items: vec![], conditions: String::new(), term_until: None, received_on: None, channel: Channel::Paper, evidence, account: None },
        )?;
        let letter = mail::Letter { once_key: "hello".into(), person: Some(stage.anna), address: EMAIL.into(), subject: format!("Здравствуйте, {FAMILY}"), body: PHONE.into() };
        mail::enqueue(tx, letter)?;
        let answered = duty::register_request(tx, &By::system(), stage.anna, duty::Ask::Access, tx.today())?;
        duty::close(tx, &by(two, Role::Coordinator), &Scope::program("test"), answered, 1, &format!("Отвечено: {FAMILY}, {PHONE}"))?;
        let received_on = tx.today();
        let demand = Withdrawal { target: Target::Newest(stage.anna, ConsentKind::Processing), item: None, received_on, channel: WithdrawalChannel::Paper, evidence: json!({"address": EMAIL}) };
        let id = withdraw(tx, &app.listeners, &By::system(), demand)?.destruction.unwrap();
        Ok(Office { stage, app: app.clone(), one, two, id })
    })
    .unwrap()
}

impl Office {
    fn first(&self, db: &Db) -> Result<()> {
        db.write(|tx| destruction::approve_first(tx, &by(self.one, Role::DataProtection), &Scope::program("test"), self.id, 1))
    }

    fn second(&self, db: &Db, who: AccountId, version: i64) -> Result<Executed> {
        let app = &self.app;
        let workshop = Workshop { listeners: &app.listeners, documents: &app.documents, files: &app.files, zone: db.clock().zone() };
        db.write(|tx| destruction::approve_second(tx, workshop, &by(who, Role::Coordinator), &Scope::program("test"), Approval { id: self.id, version, media: Vec::new() }))
    }
}

/// Every text of every table that contains one of the words.
fn traces(db: &Db, words: &[&str]) -> Vec<String> {
    let columns = match db.engine() {
        Engine::Sqlite => "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'",
        Engine::Postgres => "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'",
    };
    db.read(|tx| {
        let columns: Vec<(String, String)> = tx.query(columns, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        assert!(columns.len() > 100, "the schema was read");
        let mut found = Vec::new();
        for (table, column) in columns {
            for word in words {
                if tx.count(&format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE $1"), params![format!("%{word}%")])? > 0 {
                    found.push(format!("{table}.{column}: {word}"));
                }
            }
        }
        Ok(found)
    })
    .unwrap()
}

#[test]
fn one_person_cannot_destroy_alone_and_nobody_is_second_before_the_first() {
    on_each_engine(|db| {
        let office = office(db);
        assert!(matches!(office.second(db, office.two, 1), Err(Error::Refusal(said)) if said.contains("Сначала")));
        office.first(db).unwrap();
        assert!(matches!(office.first(db), Err(Error::Refusal(_))));
        assert!(matches!(office.second(db, office.one, 2), Err(Error::Refusal(said)) if said.contains("другой сотрудник")));
        assert!(matches!(office.second(db, office.two, 1), Err(Error::Refusal(_))), "a stale page");
        assert!(!traces(db, &[FAMILY]).is_empty(), "nothing was erased by refusals");
        office.second(db, office.two, 2).unwrap();
        assert!(matches!(office.second(db, office.two, 3), Err(Error::Refusal(said)) if said.contains("уже уничтожены")));
    });
}

#[test]
fn destruction_leaves_no_trace_but_the_register_and_its_papers() {
    on_each_engine(|db| {
        let office = office(db);
        let words = [FAMILY, PHONE, EMAIL, "9145550101", "редкофамильцева"];
        assert!(traces(db, &words).len() > 8, "there is enough to erase");
        office.first(db).unwrap();
        let done = office.second(db, office.two, 2).unwrap();
        assert_eq!(traces(db, &words), Vec::<String>::new());
        assert_eq!(done.act_number, "1/2026");
        assert_eq!(done.gone.len(), 1, "the scan");
        db.read(|tx| {
            assert!(matches!(audit::verify(tx)?, Verdict::Whole { erased, .. } if erased > 0));
            let line = destruction::find(tx, &Scope::program("test"), office.id)?;
            assert!(line.done_at.is_some() && line.category_list().len() >= 4, "{:?}", line.category_list());
            for digest in [line.act_digest, line.log_digest] {
                let pdf = office.app.files.get(&digest.unwrap())?;
                assert!(pdf.starts_with(b"%PDF"));
            }
            assert_eq!(duty::list(tx, &Scope::program("test"), false, Slice::first())?.rows.iter().filter(|duty| duty.kind == duty::DutyKind::Destroy).count(), 0);
            assert_eq!(tx.count("SELECT COUNT(*) FROM consent WHERE person_id = $1", params![office.stage.anna])?, 4, "the bare facts stay");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_register_outside_the_database_is_kept_up_and_survives_a_torn_line() {
    on_each_engine(|db| {
        let office = office(db);
        office.first(db).unwrap();
        office.second(db, office.two, 2).unwrap();
        let done = db.read(destruction::lines).unwrap();
        let folder = &office.app.settings.data_dir;
        let path = folder.join(destruction::FILE_NAME);
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(&path, "{\"id\":\"0191").unwrap();
        assert_eq!(destruction::write_register(folder, &done).unwrap(), 1);
        assert_eq!(destruction::write_register(folder, &done).unwrap(), 0, "once");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().nth(1).unwrap().to_owned() + "\n", destruction::register_line(&done[0]).unwrap());
        assert!(!text.contains(FAMILY) && !text.contains(EMAIL));
    });
}

#[test]
fn a_restored_backup_destroys_again_what_was_destroyed_since() {
    on_each_engine(|db| {
        let office = office(db);
        // The line as written after the backup was made; in this database nothing is destroyed yet.
        let line = destruction::Line {
            id: office.id,
            person: office.stage.anna,
            reason: destruction::Reason::ConsentWithdrawn,
            asked_at: db.clock().now(),
            asked_by: None,
            first_by: Some(office.one),
            first_at: Some(db.clock().now()),
            second_by: Some(office.two),
            second_at: Some(db.clock().now()),
            done_at: db.clock().now(),
            act_number: "7/2026".into(),
            categories: "[]".into(),
            act_digest: None,
            log_digest: None,
        };
        let log = destruction::register_line(&line).unwrap();
        let replayed = db.write(|tx| destruction::replay_log(tx, &office.app.listeners, &log)).unwrap();
        assert_eq!((replayed.people, replayed.gone.len()), (1, 1));
        assert_eq!(traces(db, &[FAMILY, PHONE, EMAIL]), Vec::<String>::new());
        assert_eq!(db.read(destruction::lines).unwrap(), [line]);
        let again = db.write(|tx| destruction::replay_log(tx, &office.app.listeners, &log)).unwrap();
        assert_eq!(again, destruction::Replayed::default(), "a second replay finds nothing");
        assert!(db.read(|tx| Ok(matches!(audit::verify(tx)?, Verdict::Whole { .. }))).unwrap());
    });
}

#[test]
fn without_the_listener_of_people_nothing_is_signed() {
    on_each_engine(|db| {
        let office = office(db);
        office.first(db).unwrap();
        let app = &office.app;
        let deaf = kernel::news::Listeners::new(vec![consent::erasure]);
        let workshop = Workshop { listeners: &deaf, documents: &app.documents, files: &app.files, zone: db.clock().zone() };
        let failed = db.write(|tx| destruction::approve_second(tx, workshop, &by(office.two, Role::Coordinator), &Scope::program("test"), Approval { id: office.id, version: 2, media: Vec::new() }));
        assert!(matches!(failed, Err(Error::Internal(_))));
        assert!(db.read(|tx| Ok(destruction::find(tx, &Scope::program("test"), office.id)?.done_at.is_none())).unwrap());
    });
}

#[test]
fn a_request_is_taken_back_before_the_second_approval_and_the_law_still_wants_the_data_gone() {
    on_each_engine(|db| {
        let office = office(db);
        let back = |version, why: &str| db.write(|tx| destruction::take_back(tx, &by(office.one, Role::DataProtection), &Scope::program("test"), office.id, version, why));
        let to_destroy = || {
            let open = db.read(|tx| duty::list(tx, &Scope::program("test"), false, Slice::first())).unwrap();
            open.rows.iter().filter(|duty| duty.kind == duty::DutyKind::Destroy).count()
        };
        office.first(db).unwrap();
        assert!(matches!(back(2, " "), Err(Error::Fields(_))), "a reason must be given");
        assert!(matches!(back(1, "Ошибка"), Err(Error::Refusal(said)) if said.contains("изменил кто-то другой")));
        back(2, &format!("{FAMILY}: отзыв записан не на того человека")).unwrap();
        assert!(matches!(office.second(db, office.two, 3), Err(Error::Refusal(said)) if said.contains("отозван")));
        assert!(matches!(back(3, "Ещё раз"), Err(Error::Refusal(said)) if said.contains("отозван")));
        assert_eq!((db.read(|tx| destruction::waiting(tx, &Scope::program("test"))).unwrap(), to_destroy()), (0, 1), "without the consent the duty stays");
        let again = db.write(|tx| destruction::request(tx, &by(office.one, Role::DataProtection), office.stage.anna, destruction::Reason::ConsentWithdrawn)).unwrap();
        assert_ne!(again, office.id, "the line taken back stays in the register");
        let agreed = db.write(|tx| {
            crate::stand::given(tx, office.stage.anna, ConsentKind::Processing, &[], None)?;
            destruction::take_back(tx, &by(office.one, Role::DataProtection), &Scope::program("test"), again, 1, "Снова согласна")
        });
        agreed.unwrap();
        assert_eq!(to_destroy(), 0, "agreed again: nothing is to be destroyed");
        let refused = db.write(|tx| destruction::request(tx, &By::system(), office.stage.anna, destruction::Reason::ConsentWithdrawn));
        assert!(matches!(refused, Err(Error::Fields(_))), "the consent lives");
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'destruction.taken_back'", params![])?)).unwrap(), 2);
        db.write(|tx| consent::erasure(tx, kernel::news::News::Erase { person: office.stage.anna })).unwrap();
        let whys = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM destruction WHERE taken_back_why <> ''", params![])?)).unwrap();
        assert_eq!(whys, 0, "the words go with the data");
    });
}
