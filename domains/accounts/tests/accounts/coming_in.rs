//! Login, first login, forgotten password, logout.

use crate::house::{GOOD, on_each_engine};
use access::Role;
use kernel::params;

#[test]
fn a_password_leads_where_one_wanted_to_go() {
    on_each_engine(|house| {
        house.anna();
        let mut visitor = house.visitor();
        let login = house.open(&mut visitor, "/account");
        assert!(login.path.starts_with("/login?next="), "{}", login.path);
        assert!(login.says("value=\"/account\""));
        let page = house.post(&mut visitor, "/login", &[("email", "anna@school.ru"), ("password", GOOD), ("next", "/account")]);
        assert_eq!((page.status, page.path.as_str()), (200, "/account"));
        assert!(page.says("Иванова Анна Петровна") && page.says("Школа № 1"));
    });
}

#[test]
fn every_failure_answers_alike_and_keeps_the_address_typed() {
    on_each_engine(|house| {
        house.anna();
        let mut visitor = house.visitor();
        house.open(&mut visitor, "/login");
        let strip = |page: web::testing::Page, email: &str| page.html.replace(&page.key(), "").replace(email, "");
        let known = house.post(&mut visitor, "/login", &[("email", "anna@school.ru"), ("password", "не тот пароль")]);
        assert_eq!(known.status, 422);
        assert!(known.says("value=\"anna@school.ru\"") && known.says("Почта или пароль не подошли") && !known.says("не тот пароль"));
        let unknown = house.post(&mut visitor, "/login", &[("email", "nobody@school.ru"), ("password", "не тот пароль")]);
        assert_eq!(strip(known, "anna@school.ru"), strip(unknown, "nobody@school.ru"));
    });
}

#[test]
fn a_login_never_leads_to_another_site() {
    on_each_engine(|house| {
        house.anna();
        for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "/login?next=//evil.example"] {
            let mut visitor = house.visitor();
            let page = house.open(&mut visitor, &format!("/login?next={}", ui::url::encode(next)));
            assert!(!page.says("evil.example"), "{next}");
            let page = house.post(&mut visitor, "/login", &[("email", "anna@school.ru"), ("password", GOOD), ("next", next)]);
            assert_eq!(page.path, "/desk", "{next}");
        }
    });
}

#[test]
fn guessing_ends_in_a_page_that_says_how_long_to_wait() {
    on_each_engine(|house| {
        house.anna();
        let mut visitor = house.visitor();
        let statuses: Vec<u16> = (0..7).map(|_| house.log_in(&mut visitor, "не тот пароль").status).collect();
        assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
        assert!(visitor.page.headers.contains_key("retry-after") && visitor.page.says("Подождите"));
        house.wait(2);
        assert_eq!(house.log_in(&mut visitor, GOOD).path, "/desk");
    });
}

#[test]
fn the_first_login_of_a_coordinator_goes_from_slip_to_desk() {
    on_each_engine(|house| {
        let olga = house.account("Ким Ольга", "olga@iro.ru", Role::Coordinator, "region");
        let code = house.slip(olga);
        let mut visitor = house.visitor();
        house.open(&mut visitor, "/login/first");
        let first = |password, again| [("email", "Olga@iro.ru"), ("code", code.as_str()), ("password", password), ("password_again", again)];
        let typo = house.post(&mut visitor, "/login/first", &first("зелёный77", "зелёный78"));
        assert!(typo.status == 422 && typo.says("Пароли не совпали") && typo.says(&code));
        let weak = house.post(&mut visitor, "/login/first", &first("Хабаровск2026", "Хабаровск2026"));
        assert!(weak.status == 422 && weak.says("подберут первым") && !weak.says("Хабаровск2026"));
        let setup = house.post(&mut visitor, "/login/first", &first("зелёный77", "зелёный77"));
        assert_eq!(setup.path, "/login/second-factor");
        assert!(setup.says("<svg") && setup.says("role=\"img\"") && !setup.says("style="));
        assert!(house.open(&mut visitor, "/desk").path.starts_with("/login"), "no work before the second step");
        house.open(&mut visitor, "/login/second-factor");
        let wrong = house.post(&mut visitor, "/login/second-factor", &[("code", "12"), ("next", "/desk")]);
        assert!(wrong.status == 422 && wrong.says("Код не подошёл"));
        let desk = house.post(&mut visitor, "/login/second-factor", &[("code", &house.totp(olga)), ("next", "/desk")]);
        assert!(desk.says("Стол: Координатор актива / Край"), "{}", desk.path);
    });
}

#[test]
fn the_second_step_is_asked_at_each_login_and_its_code_is_good_once() {
    on_each_engine(|house| {
        let anna = house.anna();
        house.enrol(anna);
        let code = house.totp(anna);
        let mut phone = house.visitor();
        assert_eq!(house.log_in(&mut phone, GOOD).path, "/login/code");
        assert_eq!(house.open(&mut phone, "/account").path, "/login?next=%2Faccount");
        house.open(&mut phone, "/login/code");
        assert_eq!(house.post(&mut phone, "/login/code", &[("code", &code)]).path, "/desk");
        let mut stranger = house.visitor();
        house.log_in(&mut stranger, GOOD);
        let replayed = house.post(&mut stranger, "/login/code", &[("code", &code)]);
        assert!(replayed.status == 422 && replayed.says("прежний второй раз не годится"));
    });
}

#[test]
fn a_letter_s_link_gives_a_new_password_and_never_says_who_has_an_account() {
    on_each_engine(|house| {
        house.anna();
        let mut visitor = house.visitor();
        let answers: Vec<String> = ["nobody@school.ru", "anna@school.ru"]
            .iter()
            .map(|email| {
                house.open(&mut visitor, "/login/forgot");
                let page = house.post(&mut visitor, "/login/forgot", &[("email", email)]);
                assert_eq!(page.path, "/login/forgot/sent");
                page.html
            })
            .collect();
        assert_eq!(answers[0], answers[1]);
        let letters: Vec<(String, String)> = house.db.read(|tx| Ok(tx.query("SELECT address, body FROM letter", params![], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap();
        assert_eq!(letters.len(), 1);
        let link = letters[0].1.lines().find_map(|line| line.strip_prefix("http://test.local")).unwrap().to_owned();
        house.open(&mut visitor, &link);
        let new = [("password", "новая длинная фраза"), ("password_again", "новая длинная фраза")];
        let page = house.post(&mut visitor, &link, &new);
        assert!(page.path.starts_with("/login?done=password") && page.says("Новый пароль задан"));
        assert_eq!(house.open(&mut visitor, &link).status, 410);
        assert_eq!(house.post(&mut visitor, &link, &new).status, 410);
        assert_eq!(house.log_in(&mut visitor, "новая длинная фраза").path, "/desk");
    });
}

#[test]
fn letters_can_t_be_poured_on_anybody() {
    on_each_engine(|house| {
        house.anna();
        let mut visitor = house.visitor();
        let statuses: Vec<u16> = (0..4)
            .map(|_| {
                house.open(&mut visitor, "/login/forgot");
                house.post(&mut visitor, "/login/forgot", &[("email", "anna@school.ru")]).status
            })
            .collect();
        assert_eq!(statuses, [200, 200, 429, 429]);
    });
}

#[test]
fn logout_ends_the_session_and_clears_the_browser() {
    on_each_engine(|house| {
        let anna = house.anna();
        let mut visitor = house.at_work(anna);
        house.open(&mut visitor, "/desk");
        let stolen = visitor.page.clone();
        assert_eq!(stolen.status, 200);
        let page = house.post(&mut visitor, "/logout", &[]);
        assert!(page.says("Вы вышли из системы"));
        assert!(house.open(&mut visitor, "/desk").path.starts_with("/login"));
        assert_eq!(house.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM session", params![])?)).unwrap(), 0);
        assert_eq!(house.journal(anna).last().map(String::as_str), Some("account.logged_out"));
    });
}
