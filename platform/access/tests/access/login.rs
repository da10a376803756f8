//! Coming in by password, by printed code, by a letter's link; and failing to.

use crate::{account, anna, journal, role, tree};
use access::{
    Password, Role, accounts,
    codes::{self, Purpose},
    login::{self, From, by_password, by_printed_code, prove_again, reset_password},
    passwords, sessions,
};
use audit::By;
use kernel::{Db, Error, db::testing::on_each_engine, id::AccountId};

const GOOD: &str = "три тетради и линейка";

/// The database's own calls block, so only what is async runs inside a runtime.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

fn from() -> From {
    From { address: "192.0.2.1".into(), agent: "Firefox".into() }
}

fn typed(raw: &str) -> Password {
    Password::typed(raw)
}

fn with_password(db: &Db) -> AccountId {
    let anna = anna(db);
    let hash = passwords::hash_blocking(&typed(GOOD)).unwrap();
    db.write(|tx| accounts::set_password(tx, &By::cli(), anna, &hash, None)).unwrap();
    anna
}

fn sentence<T>(refused: Result<T, Error>) -> String {
    match refused {
        Err(Error::Fields(errors)) => errors.all().iter().map(|(field, message)| format!("{field}: {message}")).collect(),
        Err(Error::Refusal(sentence)) => sentence,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("came in"),
    }
}

#[test]
fn the_right_password_opens_a_session_and_the_journal_says_so() {
    on_each_engine(|db| {
        let anna = with_password(db);
        let token = run(by_password(db, &from(), " ANNA@school.ru", typed(GOOD))).unwrap();
        assert!(db.read(|tx| sessions::find(tx, token.as_str())).unwrap().is_some());
        assert_eq!(journal(db, anna).last().map(String::as_str), Some("account.logged_in"));
    });
}

#[test]
fn nobody_learns_which_accounts_exist() {
    on_each_engine(|db| {
        with_password(db);
        let bare = account(db, "Без Пароля", "bare@school.ru");
        let closed = account(db, "Закрытый", "closed@school.ru");
        db.write(|tx| accounts::disable(tx, &By::cli(), closed)).unwrap();
        let mut answers = Vec::new();
        for email in ["anna@school.ru", "bare@school.ru", "closed@school.ru", "nobody@school.ru", "not an address"] {
            answers.push(sentence(run(by_password(db, &from(), email, typed("неверный пароль")))));
        }
        answers.dedup();
        assert_eq!(answers, [format!("email: {}", login::WRONG)]);
        assert_eq!(journal(db, bare).last().map(String::as_str), Some("account.login_failed"));
    });
}

#[test]
fn brakes_hold_known_and_unknown_alike_and_a_volley_gains_nothing() {
    on_each_engine(|db| {
        with_password(db);
        for email in ["anna@school.ru", "nobody@school.ru"] {
            let from = from();
            let volley = (0..12).map(|_| by_password(db, &from, email, typed("неверный пароль")));
            let mut judged = 0;
            for outcome in run(join(volley)) {
                match outcome {
                    Err(Error::Fields(_)) => judged += 1,
                    Err(Error::TooMany { seconds }) => assert!(seconds > 0),
                    other => panic!("{:?}", other.is_ok()),
                }
            }
            assert_eq!(judged, 5, "{email}");
            assert!(matches!(run(by_password(db, &from, email, typed(GOOD))), Err(Error::TooMany { .. })));
        }
    });
}

async fn join<T>(work: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = work.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in waiting.iter_mut().zip(&mut done).filter(|(_, slot)| slot.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[test]
fn a_printed_code_and_an_own_password_are_the_first_login() {
    on_each_engine(|db| {
        let anna = anna(db);
        let code = db.write(|tx| codes::issue(tx, &By::cli(), anna, Purpose::FirstLogin)).unwrap().plain;
        account(db, "Другая", "other@school.ru");
        let another = sentence(run(by_printed_code(db, &from(), "other@school.ru", &code, typed(GOOD))));
        assert!(another.contains(login::WRONG_CODE), "{another}");
        let weak = sentence(run(by_printed_code(db, &from(), "anna@school.ru", &code, typed("учитель2026!"))));
        assert!(weak.starts_with("password"), "{weak}");
        let token = run(by_printed_code(db, &from(), "anna@school.ru", &code.to_lowercase(), typed(GOOD))).unwrap();
        assert!(db.read(|tx| sessions::find(tx, token.as_str())).unwrap().is_some());
        let again = sentence(run(by_printed_code(db, &from(), "anna@school.ru", &code, typed(GOOD))));
        assert_eq!(another, again);
        run(by_password(db, &from(), "anna@school.ru", typed(GOOD))).unwrap();
    });
}

#[test]
fn a_letter_s_link_sets_a_password_once_and_ends_all_sessions() {
    on_each_engine(|db| {
        let anna = with_password(db);
        let before = run(by_password(db, &from(), "anna@school.ru", typed(GOOD))).unwrap();
        let link = db.write(|tx| codes::issue(tx, &By::visitor(), anna, Purpose::Reset)).unwrap().plain;
        assert!(sentence(run(reset_password(db, &link, typed("коротко")))).starts_with("password"));
        run(reset_password(db, &link, typed("новая длинная фраза"))).unwrap();
        assert!(sentence(run(reset_password(db, &link, typed("ещё одна длинная фраза")))).contains("уже использована"));
        assert!(db.read(|tx| sessions::peek(tx, before.as_str())).unwrap().is_none());
        sentence(run(by_password(db, &from(), "anna@school.ru", typed(GOOD))));
        run(by_password(db, &from(), "anna@school.ru", typed("новая длинная фраза"))).unwrap();
    });
}

#[test]
fn a_role_that_rules_gets_no_actor_before_the_second_factor() {
    on_each_engine(|db| {
        tree(db);
        let root = account(db, "Первый", "root@iro.ru");
        role(db, root, Role::Administrator, "region");
        let hash = run(passwords::hash(typed("зелёный77"))).unwrap();
        db.write(|tx| accounts::set_password(tx, &By::cli(), root, &hash, None)).unwrap();
        let token = run(by_password(db, &from(), "root@iro.ru", typed("зелёный77"))).unwrap();
        assert!(db.read(|tx| sessions::find(tx, token.as_str())).unwrap().is_none());
    });
}

#[test]
fn an_open_session_proves_its_password_again_with_a_brake() {
    on_each_engine(|db| {
        let anna = with_password(db);
        run(prove_again(db, anna, typed(GOOD))).unwrap();
        for _ in 0..5 {
            assert!(sentence(run(prove_again(db, anna, typed("нет")))).starts_with("current_password"));
        }
        assert!(matches!(run(prove_again(db, anna, typed(GOOD))), Err(Error::TooMany { .. })));
    });
}
