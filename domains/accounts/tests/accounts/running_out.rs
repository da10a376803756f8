//! A session that runs out loses nothing that was typed; one in use can be kept on.

use crate::house::{GOOD, on_each_engine};

#[test]
fn a_form_sent_too_late_is_shown_again_after_the_login() {
    on_each_engine(|house| {
        let anna = house.anna();
        let mut visitor = house.at_work(anna);
        house.open(&mut visitor, "/account");
        house.wait(2 * 3600);
        let login = house.post(&mut visitor, "/work", &[("reason", "Не хватает копии «диплома»"), ("current_password", "секрет")]);
        assert!(login.path.starts_with("/login?next="), "{}", login.path);
        let page = house.post(&mut visitor, "/login", &[("email", "anna@school.ru"), ("password", GOOD), ("next", "/account")]);
        assert!(page.path.starts_with("/login/kept"), "{}", page.path);
        assert!(page.says("Не хватает копии «диплома»") && page.says("action=\"/work\"") && !page.says("секрет"));
        let done = house.post(&mut visitor, "/work", &[("reason", "Не хватает копии «диплома»")]);
        assert!(done.says("Сделано: Не хватает копии"));
    });
}

#[test]
fn a_form_sent_from_a_session_that_was_ended_on_another_device_is_not_lost_either() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (mut here, mut there) = (house.at_work(anna), house.at_work(anna));
        house.open(&mut there, "/account");
        house.open(&mut here, "/account");
        house.post(&mut here, "/account/sessions/ending", &[]);
        let login = house.post(&mut there, "/work", &[("reason", "Почти дописала")]);
        assert!(login.path.starts_with("/login?next=") && !login.says("Сделано"), "nothing is done in an ended session: {}", login.path);
        let page = house.post(&mut there, "/login", &[("email", "anna@school.ru"), ("password", GOOD), ("next", "/account")]);
        assert!(page.path.starts_with("/login/kept") && page.says("Почти дописала"), "{}", page.path);
    });
}

#[test]
fn another_s_kept_form_is_shown_to_nobody_and_one_s_own_can_be_dropped() {
    on_each_engine(|house| {
        let anna = house.anna();
        let other = house.account("Ким Ольга", "olga@school.ru", access::Role::School, "sch-1");
        let mut visitor = house.at_work(anna);
        house.open(&mut visitor, "/account");
        house.wait(2 * 3600);
        house.post(&mut visitor, "/work", &[("reason", "тайна")]);
        let secret = house.db.write(|tx| access::sessions::open(tx, other, true, "")).unwrap();
        visitor.set_cookie("session", secret.as_str());
        assert_eq!(house.open(&mut visitor, "/login/kept").path, "/desk");
        let own = house.db.write(|tx| access::sessions::open(tx, anna, true, "")).unwrap();
        visitor.set_cookie("session", own.as_str());
        assert!(house.open(&mut visitor, "/login/kept").says("тайна"));
        assert_eq!(house.post(&mut visitor, "/login/kept/dismissal", &[]).path, "/desk");
        assert_eq!(house.open(&mut visitor, "/login/kept").path, "/desk");
    });
}

#[test]
fn staying_in_works_while_there_is_a_session_and_says_so_when_there_is_none() {
    on_each_engine(|house| {
        let anna = house.anna();
        let mut visitor = house.at_work(anna);
        for _ in 0..3 {
            house.wait(119 * 60);
            assert_eq!(house.post(&mut visitor, "/session/extend", &[]).status, 204);
        }
        house.wait(120 * 60);
        assert_eq!(house.post(&mut visitor, "/session/extend", &[]).status, 401);
    });
}
