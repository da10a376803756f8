//! Pages for everybody: the first one, help, policy, settings of sight.

use crate::stand::{asking, at_work, membership, order, person, region, stranger, tell};
use access::Role;
use kernel::db::testing::on_each_engine;

#[test]
fn a_visitor_learns_what_this_is_and_staff_go_to_work() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            let signed = order(tx, "signed")?;
            let (anna, vera) = (person(tx, &school, "Иванова")?, person(tx, &school, "Петрова")?);
            membership(tx, anna, &signed, None)?;
            membership(tx, vera, &signed, Some("2026-11-23"))
        })
        .unwrap();
        let (mut stranger, mut coordinator) = (stranger(db), at_work(db, Role::Coordinator));
        tell(async {
            let page = stranger.open("/").await;
            assert!(page.says("Сейчас в активе: 1\u{a0}участник") && page.says("href=\"/members\"") && page.says("href=\"/apply\""), "{}", page.html);
            assert!(!page.says("Иванова"));
            assert_eq!(coordinator.open("/").await.path, "/desk");
        });
    });
}

#[test]
fn the_first_page_and_help_open_before_anything_is_set_up() {
    on_each_engine(|db| {
        let mut stranger = stranger(db);
        tell(async {
            assert_eq!(stranger.open("/").await.status, 200);
            assert_eq!(stranger.open("/help").await.status, 200);
            assert_eq!(stranger.open("/policy").await.status, 409);
        });
    });
}

#[test]
fn work_pages_are_closed_to_strangers() {
    on_each_engine(|db| {
        region(db);
        let mut stranger = stranger(db);
        tell(async {
            for path in ["/desk", "/cabinet", "/audit", "/audit/verifications/00000000-0000-7000-8000-000000000000"] {
                let page = stranger.open(path).await;
                assert!(page.path.starts_with("/login?next="), "{path} led to {}", page.path);
            }
            assert!(stranger.post("/audit/verification", &[]).await.path.starts_with("/login?next="));
        });
    });
}

#[test]
fn help_has_a_page_per_role_and_no_others() {
    on_each_engine(|db| {
        region(db);
        let (mut stranger, mut school) = (stranger(db), at_work(db, Role::School));
        tell(async {
            for role in Role::ALL {
                let page = stranger.open(&format!("/help/{role}")).await;
                assert!(page.status == 200 && page.says("<ol>") && page.says("Напечатать"), "{role}");
            }
            let html = school.open("/help").await.html.clone();
            assert!(html.find("/help/school").unwrap() < html.find("/help/applicant").unwrap(), "one's own first");
            for path in ["/help/nobody", "/help/%00", "/help/..%2f", "/help/%D0%AF"] {
                assert_eq!(stranger.open(path).await.status, 404, "{path}");
            }
        });
    });
}

#[test]
fn the_policy_names_the_operator() {
    on_each_engine(|db| {
        region(db);
        let operator = db.read(structure::profile).unwrap().operator.clone();
        let mut stranger = stranger(db);
        tell(async {
            let page = stranger.open("/policy").await;
            assert!(page.says(&operator.inn) && page.says(&operator.email) && page.says("отозвать любое согласие"), "{}", page.html);
        });
    });
}

#[test]
fn sight_is_set_without_an_account_and_returns_to_where_one_was() {
    on_each_engine(|db| {
        region(db);
        let mut stranger = stranger(db);
        tell(async {
            let page = stranger.open(&asking("/view-settings", "back", "/help/member")).await;
            assert!(page.says("value=\"/help/member\"") && page.says("<form method=\"post\" action=\"/view-settings\""), "{}", page.html);
            let page = stranger.post("/view-settings", &[("size", "largest"), ("contrast", "dark"), ("spacing", "wide"), ("back", "/help/member")]).await;
            assert_eq!(page.path, "/help/member");
            assert!(page.says("size-largest") && page.says("contrast-dark") && page.says("spacing-wide"));
            for bad in ["//evil.example/", "https://evil.example", "/\\evil.example", "/a\r\nX: y", &"/".repeat(5_000)] {
                let page = stranger.post("/view-settings", &[("size", "\0<script>"), ("back", bad)]).await;
                assert_eq!((page.path.as_str(), page.status), ("/", 200), "{bad:.30?}");
                assert!(!page.says("size-largest"));
            }
        });
    });
}
