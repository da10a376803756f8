//! One's own account: password, second step, sessions, roles.

use crate::house::{GOOD, on_each_engine};
use access::Role;

#[test]
fn a_new_password_needs_the_present_one_and_ends_other_sessions() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (mut here, mut there) = (house.at_work(anna), house.at_work(anna));
        house.open(&mut here, "/account/password");
        let change = |present, new| [("current_password", present), ("password", new), ("password_again", new)];
        let wrong = house.post(&mut here, "/account/password", &change("не тот", "новая длинная фраза"));
        assert!(wrong.status == 422 && wrong.says("Пароль не подошёл"));
        let short = house.post(&mut here, "/account/password", &change(GOOD, "коротко"));
        assert!(short.status == 422 && short.says("не меньше 12"));
        let done = house.post(&mut here, "/account/password", &change(GOOD, "новая длинная фраза"));
        assert!(done.says("Пароль изменён"), "{}", done.path);
        assert!(house.open(&mut there, "/desk").path.starts_with("/login"));
    });
}

#[test]
fn the_second_step_is_set_up_and_taken_away_with_password_and_code() {
    on_each_engine(|house| {
        let anna = house.anna();
        let mut visitor = house.at_work(anna);
        assert_eq!(house.open(&mut visitor, "/account/second-factor").status, 200);
        let without = house.post(&mut visitor, "/account/second-factor", &[("code", &house.totp(anna))]);
        assert_eq!(without.status, 422);
        let done = house.post(&mut visitor, "/account/second-factor", &[("code", &house.totp(anna)), ("current_password", GOOD)]);
        assert!(done.says("Второй шаг подключён"), "{}", done.html);
        house.wait(30);
        house.open(&mut visitor, "/account/second-factor/removal");
        let wrong = house.post(&mut visitor, "/account/second-factor/removal", &[("code", "1"), ("current_password", GOOD)]);
        assert_eq!(wrong.status, 422);
        let gone = house.post(&mut visitor, "/account/second-factor/removal", &[("code", &house.totp(anna)), ("current_password", GOOD)]);
        assert!(gone.path.starts_with("/login?done=second-factor"));
        assert_eq!(house.log_in(&mut visitor, GOOD).path, "/desk");
    });
}

#[test]
fn other_sessions_end_at_a_button() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (mut here, mut there) = (house.at_work(anna), house.at_work(anna));
        assert!(house.open(&mut here, "/account").says("Завершить остальные сеансы"));
        assert!(house.post(&mut here, "/account/sessions/ending", &[]).says("Остальные сеансы завершены"));
        assert!(house.open(&mut there, "/desk").path.starts_with("/login"));
        assert_eq!(house.open(&mut here, "/desk").path, "/desk");
    });
}

#[test]
fn a_role_is_changed_for_another_of_one_s_own_only() {
    on_each_engine(|house| {
        let anna = house.anna();
        let member = house.role(anna, Role::Member, "sch-1");
        let other = house.account("Ким Ольга", "olga@iro.ru", Role::School, "sch-1");
        let foreign = house.role(other, Role::Coordinator, "region");
        let mut visitor = house.at_work(anna);
        let page = house.open(&mut visitor, "/account/role");
        assert!(page.says("Заместитель директора школы, Школа № 1") && page.says("Участник актива, Школа № 1"));
        assert!(house.post(&mut visitor, "/account/role", &[("role", &member.to_string())]).says("Стол: Участник актива"));
        house.open(&mut visitor, "/account/role");
        assert_eq!(house.post(&mut visitor, "/account/role", &[("role", &foreign.to_string())]).status, 404);
        assert_eq!(house.post(&mut visitor, "/account/role", &[("role", "nonsense")]).status, 409);
        assert!(house.open(&mut visitor, "/desk").says("Участник актива"));
    });
}

#[test]
fn whoever_has_no_role_today_is_told_so() {
    on_each_engine(|house| {
        let anna = house.anna();
        let held = house.db.read(|tx| access::grants::active(tx, anna)).unwrap();
        house.db.write(|tx| access::grants::revoke(tx, &audit::By::cli(), anna, held[0].id)).unwrap();
        let mut visitor = house.visitor();
        let page = house.log_in(&mut visitor, GOOD);
        assert_eq!(page.path, "/account/role");
        assert!(page.says("нет действующей роли"));
    });
}
