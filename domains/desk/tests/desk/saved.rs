//! Lists that somebody saved.

use crate::stand::{at_work, region, tell};
use access::Role;
use kernel::db::testing::on_each_engine;

const NEW: &str = "/lists/new?path=%2Fresources&query=kind%3Dcourse";

fn named<'a>(title: &'a str, path: &'a str) -> [(&'a str, &'a str); 3] {
    [("path", path), ("query", "kind=course"), ("title", title)]
}

#[test]
fn a_filter_is_saved_under_a_name_found_on_the_first_page_and_removed_by_its_owner_only() {
    on_each_engine(|db| {
        region(db);
        let (mut methodist, mut other) = (at_work(db, Role::Methodist), at_work(db, Role::Coordinator));
        tell(async {
            assert!(methodist.open(NEW).await.says("Увидите только вы"));
            let again = methodist.post("/lists", &named(" ", "/resources")).await;
            assert!(again.status == 422 && again.says("Назовите список") && again.says("kind=course"), "{}", again.html);
            methodist.open(NEW).await;
            assert_eq!(methodist.post("/lists", &named("Чужое", "//evil.example/x")).await.status, 409);
            methodist.open(NEW).await;
            methodist.post("/lists", &named("Курсы", "/resources")).await;
            assert!(methodist.open("/desk").await.says("/resources?kind=course"));
            let page = methodist.open("/lists").await;
            let removal = page.html.split("action=\"").find(|part| part.starts_with("/lists/") && part.contains("/removal")).and_then(|part| part.split('"').next()).unwrap().to_owned();
            assert!(other.open("/lists").await.says("Сохранённых списков нет"));
            assert_eq!(other.post(&removal, &[]).await.status, 404, "another's is nobody's");
            methodist.open("/lists").await;
            methodist.post(&removal, &[]).await;
            assert!(methodist.open("/lists").await.says("Сохранённых списков нет"));
        });
    });
}
