//! The first visit, from the printed code to the first accounts, on both engines.

use access::{Role, accounts, grants};
use kernel::{db::testing::databases, news::Listeners};
use server::setup::{self, Wizard};
use web::testing::Visitor;

const CARD: &[(&str, &str)] = &[
    ("full_name", "Институт развития образования"),
    ("short_name", "ИРО"),
    ("centre_name", "Центр мастерства"),
    ("founder", "Министерство образования"),
    ("city", "г. Хабаровск"),
    ("address", "680000, г. Хабаровск, ул. Пробная, д. 1"),
    ("inn", "7707083893"),
    ("ogrn", "1027700132195"),
    ("phone", "+7 4212 12-34-56"),
    ("email", "aktiv@iro.example"),
    ("site", "https://iro.example"),
    ("members_page", "https://iro.example/members"),
    ("head_position", "Ректор"),
    ("head_name", "Пробный П. П."),
    ("privacy_officer", "Пробная А. А., юрист"),
];

const PEOPLE: &[(&str, &str)] = &[
    ("admin_name", "Серверов Денис Максимович"),
    ("admin_email", "Admin@iro.example"),
    ("admin_password", "тёплый снег летом 9"),
    ("admin_password_again", "тёплый снег летом 9"),
    ("coordinator_name", "Пробная Елена Сергеевна"),
    ("coordinator_email", "elena@iro.example"),
];

fn with<'a>(base: &[(&'a str, &'a str)], changed: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    base.iter().map(|pair| if pair.0 == changed.0 { changed } else { *pair }).collect()
}

#[test]
fn the_first_visit_leads_from_the_code_to_a_working_installation() {
    for test in databases() {
        let app = web::testing::app(&test.db, Listeners::default());
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(walk(&app));
        test.db
            .read(|tx| {
                assert_eq!(structure::profile(tx)?.operator.short_name, "ИРО");
                let admin = accounts::by_email(tx, "admin@iro.example")?.expect("administrator");
                let roles: Vec<Role> = grants::active(tx, admin.id)?.iter().map(|grant| grant.role).collect();
                assert_eq!(roles, [Role::Administrator]);
                assert_eq!(grants::holders(tx, Role::Coordinator)?.len(), 1);
                Ok(())
            })
            .unwrap();
    }
}

async fn walk(app: &web::App) {
    let (wizard, mut finished) = Wizard::begin();
    let code = wizard.code().to_owned();
    let mut visitor = Visitor::new(app, setup::router(wizard));

    assert_eq!(visitor.open("/members").await.path, "/setup", "every address leads to the set-up");
    assert_eq!(visitor.open("/setup/people").await.path, "/setup", "nobody gets in without the code");
    visitor.open("/setup").await;
    assert_eq!(visitor.post("/setup/code", &[("code", "AAAA-BBBB-CCCC")]).await.status, 422);
    assert_eq!(visitor.post("/setup/code", &[("code", &code.to_lowercase().replace('-', " "))]).await.path, "/setup/region");

    assert_eq!(visitor.post("/setup/region", &[]).await.status, 422);
    let own = visitor.upload("/setup/region", &[("region", "own")], &[("profile", "мой.toml", "[region]\ncode = 5\n".as_bytes())]).await;
    assert!(own.status == 422 && own.says("мой.toml, строка"), "{}", own.html);
    assert_eq!(visitor.upload("/setup/region", &[("region", "khabarovsk")], &[]).await.path, "/setup/operator");

    assert_eq!(visitor.open("/setup/people").await.path, "/setup/operator", "the card comes first");
    let wrong = visitor.post("/setup/operator", &with(CARD, ("inn", "1234567890"))).await;
    assert!(wrong.status == 422 && wrong.says("контрольной цифрой") && wrong.says("Пробный П. П."), "{}", wrong.html);
    assert_eq!(visitor.post("/setup/operator", CARD).await.path, "/setup/people");

    assert!(visitor.post("/setup/people", &with(PEOPLE, ("admin_password", "123"))).await.says("Пароль короткий"));
    assert!(visitor.post("/setup/people", &with(PEOPLE, ("coordinator_email", "admin@iro.example"))).await.says("Почта та же"));
    assert!(finished.try_recv().is_err());
    let done = visitor.post("/setup/people", PEOPLE).await.clone();
    assert!(done.status == 200 && done.says("Настройка закончена") && done.says("elena@iro.example"), "{}", done.html);
    assert!(visitor.post("/setup/people", PEOPLE).await.says("Настройка закончена"), "a double click changes nothing");
    assert_eq!(finished.try_recv(), Ok(()));
}
