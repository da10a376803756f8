//! Every page of the form rendered empty, full and with errors; and what every page must hold to.

use crate::stage::*;
use applications::field::Section;
use kernel::db::testing::sqlite;

/// Labels for every input, no inline style or script, one h1, nothing personal in an address.
fn sound(html: &str, about: &str) {
    assert_eq!(html.matches("<h1").count(), 1, "{about}");
    for forbidden in [" style=", "<style", "onclick", "javascript:", "<script>", "href=\"http"] {
        assert!(!html.contains(forbidden), "{about}: {forbidden}");
    }
    for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{about}: id {id} twice");
    }
    for target in html.split("<label for=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(html.contains(&format!(" id=\"{target}\"")), "{about}: label of nothing: {target}");
    }
    for href in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(!href.contains('@') && !href.contains("%40") && !href.contains("Редко"), "{about}: {href}");
    }
    for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).filter(|link| !link.is_empty()) {
        assert!(html.contains(&format!(" id=\"{link}\"")), "{about}: link to nothing: {link}");
    }
}

#[test]
fn every_page_of_the_form_is_sound_empty_wrong_and_full() {
    let test = sqlite();
    set_up(&test.db);
    let app = app(&test.db);
    let mut anna = visitor(&app);
    tell(async {
        for start in ["/apply", "/apply/again", "/apply/again/sent", "/apply/gone"] {
            sound(&anna.open(start).await.html, start);
        }
        let own = begin(&mut anna).await;
        sound(&anna.page.html, "desk");
        for section in Section::ALL.iter().map(|section| section.as_str()) {
            sound(&anna.open(&format!("{own}/{section}")).await.html, &format!("{section} empty"));
            let wrong = [
                ("family", "1"),
                ("birth_on", "31.02.2000"),
                ("course-0-hours", "5"),
                ("assessment-0-score", "x"),
                ("kind", "subject_methodist"),
                ("criteria", "experienced"),
                ("note-experienced", &"я".repeat(1_001)),
                ("municipality", HOME),
                ("subjects", "fizika"),
                ("subjects", "himiya"),
            ];
            anna.post(&format!("{own}/{section}"), &wrong).await;
            assert_eq!(anna.page.status, 422, "{section}");
            sound(&anna.page.html, &format!("{section} wrong"));
        }
        sound(&anna.open(&format!("{own}/check")).await.html, "check, wrong");
        for (section, fields) in card() {
            anna.post(&format!("{own}/{section}"), &fields).await;
            sound(&anna.open(&format!("{own}/{section}?back=check")).await.html, &format!("{section} full"));
        }
        for kind in ["inclusion", "processing", "publication"] {
            sound(&anna.open(&format!("{own}/consent/{kind}")).await.html, kind);
            let text = anna.page.html.split("name=\"text\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            anna.post(&format!("{own}/consent/{kind}"), &[("text", &text)]).await;
            assert_eq!(anna.page.status, 422, "{kind}");
            sound(&anna.page.html, &format!("{kind} wrong"));
        }
        sound(&anna.open(&format!("{own}/check")).await.html, "check, full");
        sound(&anna.open(&format!("{own}/withdrawal")).await.html, "withdrawal");
    });
}

#[test]
fn pages_of_staff_are_sound_in_every_state() {
    let test = sqlite();
    set_up(&test.db);
    let app = app(&test.db);
    let olga = coordinator(&test.db);
    let municipal = actor(&test.db, access::Role::Municipal, HOME, "own@example.ru");
    let (mut staff, mut own, mut anna) = (browser(&test.db, &app, &olga), browser(&test.db, &app, &municipal), visitor(&app));
    tell(async { sound(&staff.open("/applications").await.html, "empty queue") });
    let (id, token) = submitted(&test.db, &app, &[]);
    submitted(&test.db, &app, &[]);
    tell(async {
        for page in ["/applications", &format!("/applications/{id}"), &format!("/applications/{id}/return")] {
            sound(&staff.open(page).await.html, page);
        }
        staff.post(&format!("/applications/{id}/findings/experienced"), &[("version", "2"), ("note-experienced", "почему")]).await;
        assert_eq!(staff.page.status, 422);
        sound(&staff.page.html, "finding, wrong");
        staff.post(&format!("/applications/{id}/return"), &[("version", "2"), ("reason-phone", "wrong_school")]).await;
        assert_eq!(staff.page.status, 422);
        sound(&staff.page.html, "return, wrong");
        sound(&anna.open(&token.path("")).await.html, "status");
    });
    checked(&test.db, &olga, id);
    tell(async {
        sound(&own.open(&format!("/applications/{id}")).await.html, "municipality's card");
        own.post(&format!("/applications/{id}/decline"), &[("version", "3")]).await;
        sound(&own.page.html, "decline, wrong");
        for page in ["/nominations", &format!("/nominations/{id}")] {
            sound(&own.open(page).await.html, page);
        }
    });
}
