//! Methodists: making an instrument, its forms, what stands in the way.

use crate::stage::{account, device, field, here, instrument, set_up, staff, tell, version};
use access::Role;
use kernel::db::testing::on_each_engine;

#[test]
fn a_draft_says_what_it_lacks_and_an_open_one_changes_no_more() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let near = account(db, "Муниципальный", Role::Municipal, "mo-bikin", None);
        let mut municipal = device(db, &stage, near);
        tell(async {
            let wrong = methodist.post("/instruments", &[("title", ""), ("minutes", "две")]).await.clone();
            assert!(wrong.status == 422 && wrong.says("href=\"#title\"") && wrong.says("value=\"две\""), "{}", wrong.html);
            let made = instrument(&mut methodist, &stage, "", "45").await;
            assert!(methodist.open(&made).await.says("Вариант А") && methodist.page.says("Вариант Б") && methodist.page.says("данных мало"), "{}", methodist.page.html);
            assert!(
                methodist.page.says("до 0\u{a0}%") || methodist.page.says("до 1\u{a0}%") || methodist.page.says("до 2\u{a0}%") || methodist.page.says("до 3\u{a0}%"),
                "parallel forms are alike: {}",
                methodist.page.html
            );
            let lines = format!("items-{}", stage.competencies[0]);
            assert_eq!(methodist.post(&format!("{made}/blueprint"), &[(&lines, "9")]).await.status, 409, "open: it changes no more");
            methodist.open(&made).await;
            methodist.post(&format!("{made}/copy"), &[]).await;
            assert!(methodist.page.says("Копия сделана") && methodist.page.says("Нет ни одного готового варианта"), "{}", methodist.page.html);
            let copy = here(&methodist);
            let refused = methodist.post(&format!("{copy}/opening"), &[("version", "1")]).await.clone();
            assert!(refused.status == 409 && refused.says("Нет ни одного готового варианта"));
            assert!(municipal.open(&made).await.status == 200, "who assigns may look");
            assert_eq!(municipal.post(&format!("{copy}/copy"), &[]).await.status, 404);
            assert_eq!(municipal.open("/instruments/new").await.status, 404);
        });
    });
}

#[test]
fn a_form_is_edited_by_hand_previewed_and_kept_whole() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            methodist.open(&made).await;
            methodist.post(&format!("{made}/forms"), &[]).await;
            let form = here(&methodist);
            assert!(methodist.page.says("Вариант В"));
            let preview = methodist.open(&format!("{form}/items/1")).await.clone();
            assert!(preview.says("Вопрос") && !preview.says("ТАЙНА"), "{}", preview.html);
            methodist.open(&form).await;
            let version_now = version(&methodist);
            methodist.post(&format!("{form}/items/2"), &[("version", &version_now), ("edit", "remove")]).await;
            assert!(methodist.page.says("в варианте 7") && methodist.page.says("а по плану 8"), "{}", methodist.page.html);
            let stale = methodist.post(&format!("{form}/items/1"), &[("version", &version_now), ("edit", "remove")]).await.status;
            assert_eq!(stale, 409, "a tab that is behind");
            methodist.open(&form).await;
            let version_now = version(&methodist);
            let missing = methodist.post(&format!("{form}/readiness"), &[("version", &version_now)]).await.clone();
            assert!(missing.status == 409 && missing.says("ещё не готов"));
            methodist.open(&form).await;
            let unknown = methodist.post(&format!("{form}/items"), &[("version", &version_now), ("code", "нет такого")]).await.clone();
            assert!(unknown.status == 422 && unknown.says("в банке нет") && unknown.says("value=\"нет такого\""), "{}", unknown.html);
            let open = methodist.post(&format!("{form}/items"), &[("version", &version_now), ("code", "О-1")]).await.clone();
            assert!(open.status == 422 && open.says("этой компетенции нет в плане"), "{}", open.html);
            methodist.open(&form).await;
            let version_now = version(&methodist);
            methodist.post(&format!("{form}/filling"), &[("version", &version_now)]).await;
            assert!(methodist.page.says("8\u{a0}заданий"), "{}", methodist.page.html);
            let version_now = field(&methodist, "version");
            methodist.post(&format!("{form}/items/1"), &[("version", &version_now), ("edit", "anchor")]).await;
            assert!(methodist.page.says("якорное"), "{}", methodist.page.html);
        });
    });
}
