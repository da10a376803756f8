//! The administrator's work, and that nobody else can do it.

use crate::house::{GOOD, House, on_each_engine};
use access::Role;
use kernel::id::AccountId;
use web::testing::Visitor;

fn root(house: &House) -> (AccountId, Visitor) {
    let root = house.account("Первый Администратор", "root@iro.ru", Role::Administrator, "region");
    (root, house.at_work(root))
}

#[test]
fn an_account_is_made_with_a_role_and_a_slip_opens_it() {
    on_each_engine(|house| {
        let (_, mut root) = root(house);
        let form = house.open(&mut root, "/admin/accounts/new");
        assert!(form.says("Бикинский округ") && form.says("Школа № 1") && form.says("23.11.2026"));
        let wrong = house.post(&mut root, "/admin/accounts", &[("name", ""), ("email", "pavel"), ("role", ""), ("place", ""), ("from", "31.02.2026"), ("until", "")]);
        assert_eq!(wrong.status, 422);
        for field in ["name", "email", "role", "place", "from"] {
            assert!(wrong.says(&format!("href=\"#{field}\"")), "{field}");
        }
        let fields = [("name", "Ким Павел Ильич"), ("email", "Pavel@mo.ru"), ("role", "municipal"), ("place", "mo-bikin"), ("from", "23.11.2026"), ("until", "31.12.2026")];
        let card = house.post(&mut root, "/admin/accounts", &fields);
        assert!(card.says("Учётная запись добавлена") && card.says("pavel@mo.ru") && card.says("ждёт первого входа") && card.says("31.12.2026"), "{}", card.html);
        let id = card.path.trim_start_matches("/admin/accounts/").split('?').next().unwrap().to_owned();
        let pdf = house.post(&mut root, "/admin/accounts/slips", &[("account", &id)]);
        assert_eq!((pdf.status, &pdf.bytes[..5]), (200, &b"%PDF-"[..]));
        let journal = house.journal(id.parse().unwrap());
        assert_eq!(journal, ["account.created", "account.role_granted", "account.code_issued"]);
    });
}

#[test]
fn a_double_click_makes_one_account() {
    on_each_engine(|house| {
        let (_, mut root) = root(house);
        let key = house.open(&mut root, "/admin/accounts/new").key();
        let fields = [("_key", key.as_str()), ("name", "Ким Павел"), ("email", "pavel@mo.ru"), ("role", "municipal"), ("place", "mo-bikin"), ("from", "23.11.2026")];
        let (first, second) = (house.post(&mut root, "/admin/accounts", &fields), house.post(&mut root, "/admin/accounts", &fields));
        assert_eq!((first.status, first.path), (200, second.path));
    });
}

#[test]
fn accounts_are_closed_opened_and_their_sessions_ended() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (_, mut root) = root(house);
        let (card, mut at_work) = (format!("/admin/accounts/{anna}"), house.at_work(anna));
        assert!(house.open(&mut root, &card).says("Отключить учётную запись"));
        assert!(house.post(&mut root, &format!("{card}/sessions/ending"), &[]).says("Все сеансы завершены"));
        assert!(house.open(&mut at_work, "/desk").path.starts_with("/login"));
        house.open(&mut root, &card);
        assert!(house.post(&mut root, &format!("{card}/disabling"), &[]).says("отключена"));
        assert_eq!(house.log_in(&mut at_work, GOOD).status, 422);
        house.open(&mut root, &card);
        assert!(house.post(&mut root, &format!("{card}/enabling"), &[]).says("Учётная запись включена"));
        assert_eq!(house.log_in(&mut at_work, GOOD).path, "/desk");
    });
}

#[test]
fn a_lost_phone_is_helped_by_a_reset() {
    on_each_engine(|house| {
        let anna = house.anna();
        house.enrol(anna);
        let (_, mut root) = root(house);
        let card = format!("/admin/accounts/{anna}");
        assert!(house.open(&mut root, &card).says("Сбросить второй шаг входа"));
        assert!(house.post(&mut root, &format!("{card}/second-factor/reset"), &[]).says("Второй шаг сброшен"));
        assert_eq!(house.log_in(&mut house.visitor(), GOOD).path, "/desk");
    });
}

#[test]
fn roles_are_given_and_taken_but_not_the_last_administrator_s() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (own, mut root) = root(house);
        let card = format!("/admin/accounts/{anna}");
        house.open(&mut root, &format!("{card}/roles"));
        let wrong = house.post(&mut root, &format!("{card}/roles"), &[("role", "coordinator"), ("place", "sch-1"), ("from", "23.11.2026"), ("until", "01.01.2020")]);
        assert!(wrong.status == 422 && wrong.says("href=\"#until\"") && wrong.says("Выберите регион"));
        let given = house.post(&mut root, &format!("{card}/roles"), &[("role", "coordinator"), ("place", "region"), ("from", "23.11.2026")]);
        assert!(given.says("Роль назначена"));
        let end = given.html.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|action| action.ends_with("/end")).unwrap().to_owned();
        assert!(house.post(&mut root, &end, &[]).says("Роль снята"));
        let held = house.db.read(|tx| access::grants::active(tx, own)).unwrap();
        house.open(&mut root, &card);
        let last = house.post(&mut root, &format!("/admin/accounts/{own}/roles/{}/end", held[0].id), &[]);
        assert!(last.status == 409 && last.says("последний администратор"));
    });
}

#[test]
fn two_who_rename_at_once_are_told_of_each_other() {
    on_each_engine(|house| {
        let anna = house.anna();
        let (_, mut root) = root(house);
        let card = format!("/admin/accounts/{anna}");
        let version = house.db.read(|tx| access::accounts::find(tx, anna)).unwrap().version.to_string();
        house.open(&mut root, &card);
        assert!(house.post(&mut root, &format!("{card}/name"), &[("version", &version), ("name", "Петрова Анна")]).says("Петрова Анна"));
        let clash = house.post(&mut root, &format!("{card}/name"), &[("_key", kernel::FormKey::fresh().as_str()), ("version", &version), ("name", "Сидорова Анна")]);
        assert!(clash.status == 409 && clash.says("изменил кто-то другой"));
    });
}

#[test]
fn the_list_finds_by_name_and_address() {
    on_each_engine(|house| {
        house.anna();
        let (_, mut root) = root(house);
        let found = |root: &mut Visitor, text: &str| house.open(root, &format!("/admin/accounts?q={}", ui::url::encode(text))).says("anna@school.ru");
        assert!(found(&mut root, "иванова") && found(&mut root, "ANNA@") && found(&mut root, ""));
        assert!(!found(&mut root, "петров-водкин"));
    });
}

#[test]
fn to_everybody_else_these_pages_don_t_exist() {
    on_each_engine(|house| {
        let anna = house.anna();
        let coordinator = house.account("Ким Ольга", "olga@iro.ru", Role::Coordinator, "region");
        let card = format!("/admin/accounts/{anna}");
        let posts = ["name", "roles", "disabling", "enabling", "sessions/ending", "second-factor/reset", "outside-link"];
        for account in [anna, coordinator] {
            let mut visitor = house.at_work(account);
            for path in ["/admin/accounts", "/admin/accounts/new", &card, &format!("{card}/roles")] {
                assert_eq!(house.open(&mut visitor, path).status, 404, "{path}");
            }
            for path in posts.iter().map(|act| format!("{card}/{act}")).chain(["/admin/accounts".into(), "/admin/accounts/slips".into()]) {
                assert_eq!(house.post(&mut visitor, &path, &[("account", &anna.to_string())]).status, 404, "{path}");
            }
        }
        let mut stranger = house.visitor();
        assert!(house.open(&mut stranger, &card).path.starts_with("/login"));
        assert!(!house.db.read(|tx| access::accounts::find(tx, anna)).unwrap().is_disabled());
    });
}
