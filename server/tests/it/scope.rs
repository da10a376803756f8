//! Whose data one reaches: another's are absent, whatever id is guessed.

use crate::region::{Answer, FORM, OURS, Region, tell};
use access::Role;
use applications::{
    apply,
    link::{Site, Token},
};
use http::Method;

fn place_path(region: &Region, role: &str) -> String {
    region.one(&format!("SELECT p.path FROM role_grant g JOIN place p ON p.id = g.place_id WHERE g.role = '{role}' ORDER BY g.id LIMIT 1"))
}

fn is_absent(answer: &Answer) -> bool {
    answer.status == 404 && answer.is_russian()
}

#[test]
fn a_municipality_reaches_nobody_of_another_by_any_id() {
    let region = Region::new();
    let own = place_path(&region, "municipal");
    let foreign = |what: &str| region.all::<String>(&format!("SELECT a.id FROM application a JOIN place pl ON pl.id = a.place_id WHERE a.state <> 'draft' AND pl.path NOT LIKE '{own}%' {what}"));
    let names = region.all::<String>(&format!("SELECT p.family || ' ' || p.given FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.path NOT LIKE '{own}%' AND NOT EXISTS (SELECT 1 FROM person q JOIN place ql ON ql.id = q.place_id WHERE q.family = p.family AND q.given = p.given AND ql.path LIKE '{own}%')"));
    tell(async {
        let mut olga = region.at_work(Role::Municipal);
        let applications = foreign("");
        assert!(applications.len() > 5);
        for id in &applications {
            let file = region.maybe::<String>(&format!("SELECT id FROM application_file WHERE application_id = '{id}' LIMIT 1")).unwrap_or_default();
            for path in [format!("/applications/{id}"), format!("/applications/{id}/application.pdf"), format!("/applications/{id}/files/{file}"), format!("/nominations/{id}")] {
                assert!(is_absent(&olga.open(&path).await), "{path}");
            }
            let before = region.one::<String>(&format!("SELECT state FROM application WHERE id = '{id}'"));
            for act in ["endorsement", "decline", "acceptance", "return", "passing", "question", "duplicate", "findings/experienced"] {
                for version in ["1", "2", "3", "4"] {
                    let typed = [("version", version), ("reason", "overloaded"), ("note", "чужое"), ("support", "чужое")];
                    assert!(is_absent(&olga.post(&format!("/applications/{id}/{act}"), &typed).await), "{act}");
                }
            }
            let words = [("version", "0"), ("about", "чужой"), ("signatory_post", "директор"), ("signatory_name", "Чужой"), ("merit-experienced", "нет")];
            assert!(is_absent(&olga.post(&format!("/nominations/{id}"), &words).await));
            assert_eq!(region.one::<String>(&format!("SELECT state FROM application WHERE id = '{id}'")), before);
        }
        let people = region.all::<String>(&format!("SELECT p.id FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.path NOT LIKE '{own}%' LIMIT 20"));
        for id in people {
            assert!(is_absent(&olga.open(&format!("/people/{id}")).await));
        }
        let memberships = region.all::<String>(&format!("SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id WHERE pl.path NOT LIKE '{own}%' LIMIT 20"));
        assert!(!memberships.is_empty());
        for id in memberships {
            assert!(is_absent(&olga.open(&format!("/memberships/{id}/certificate.pdf")).await));
        }
        // A filter by another's place opens nothing either.
        let other = region.one::<String>(&format!("SELECT id FROM place WHERE kind = 'municipality' AND path NOT LIKE '{own}%' LIMIT 1"));
        for list in ["/people", "/people?format=csv", "/applications", "/applications?format=csv", "/memberships", "/nominations", "/quotas", "/desk"] {
            for narrowed in ["", "x=", &format!("municipality={other}"), &format!("municipality={other}&q=&text=&sort=name")] {
                let joint = if list.contains('?') { '&' } else { '?' };
                let text = olga.open(&format!("{list}{joint}{narrowed}")).await.text();
                let told: Vec<_> = names.iter().filter(|name| text.contains(name.as_str())).collect();
                assert!(told.is_empty(), "{list}{joint}{narrowed}: {told:?}");
            }
        }
    });
}

#[test]
fn a_school_sees_its_own_people_only() {
    let region = Region::new();
    let own = place_path(&region, "school");
    let names = region.all::<String>(&format!("SELECT p.family || ' ' || p.given FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.path NOT LIKE '{own}%' AND NOT EXISTS (SELECT 1 FROM person q JOIN place ql ON ql.id = q.place_id WHERE q.family = p.family AND q.given = p.given AND ql.path LIKE '{own}%')"));
    let people = region.all::<String>(&format!("SELECT p.id FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.path NOT LIKE '{own}%' LIMIT 20"));
    let applications = region.all::<String>(&format!("SELECT a.id FROM application a JOIN place pl ON pl.id = a.place_id WHERE pl.path NOT LIKE '{own}%'"));
    tell(async {
        let mut irina = region.at_work(Role::School);
        for list in ["/people", "/people?q=%D0%B0", "/memberships", "/nominations", "/desk"] {
            let text = irina.open(list).await.text();
            let told: Vec<_> = names.iter().filter(|name| text.contains(name.as_str())).collect();
            assert!(told.is_empty(), "{list}: {told:?}");
        }
        for id in people {
            assert!(is_absent(&irina.open(&format!("/people/{id}")).await));
        }
        for id in applications {
            assert!(is_absent(&irina.open(&format!("/nominations/{id}")).await));
        }
        assert!(is_absent(&irina.open("/people?format=xlsx").await), "a school takes no lists out");
    });
}

#[test]
fn a_member_reaches_nothing_but_their_own() {
    let region = Region::new();
    let me = region.persona(Role::Member).account;
    let not_mine = |table: &str| region.all::<String>(&format!("SELECT id FROM {table} WHERE person_id <> (SELECT person_id FROM account WHERE id = '{me}') LIMIT 20"));
    let consents = not_mine("consent");
    tell(async {
        let mut anna = region.at_work(Role::Member);
        assert!(consents.len() > 10);
        for id in &consents {
            for path in [format!("/cabinet/consents/{id}"), format!("/cabinet/consents/{id}/document"), format!("/cabinet/consents/{id}/withdrawal")] {
                assert!(is_absent(&anna.open(&path).await), "{path}");
            }
            assert!(is_absent(&anna.post(&format!("/cabinet/consents/{id}/withdrawal"), &[("item", "")]).await));
        }
        assert_eq!(region.count("SELECT COUNT(*) FROM withdrawal w JOIN consent c ON c.id = w.consent_id WHERE w.channel = 'cabinet'"), 0);
        for id in not_mine("membership") {
            assert!(is_absent(&anna.open(&format!("/memberships/{id}/certificate.pdf")).await));
        }
        for id in region.all::<String>(&format!("SELECT id FROM person WHERE id <> (SELECT person_id FROM account WHERE id = '{me}') LIMIT 20")) {
            assert!(is_absent(&anna.open(&format!("/people/{id}")).await));
        }
    });
}

#[test]
fn the_commission_has_no_list_of_people() {
    let region = Region::new();
    tell(async {
        let mut igor = region.at_work(Role::Commission);
        let person = region.one::<String>("SELECT person_id FROM membership LIMIT 1");
        let consent = region.one::<String>("SELECT id FROM consent LIMIT 1");
        for path in [
            "/people".to_owned(),
            "/people?format=csv".into(),
            format!("/people/{person}"),
            "/memberships".into(),
            "/consents".into(),
            format!("/consents/people/{person}"),
            format!("/consents/{consent}/document"),
            "/applications?format=xlsx".into(),
            "/audit".into(),
        ] {
            assert!(is_absent(&igor.open(&path).await), "{path}");
        }
    });
}

#[test]
fn a_link_opens_one_application_and_no_file_of_another() {
    let region = Region::new();
    let site = Site("http://test.local".into());
    let token: Token = region.db().write(|tx| apply::start(tx, &site, "nezvanaya@school.example", "203.0.113.1")).unwrap();
    let others = region.all::<String>("SELECT id FROM application_file LIMIT 10");
    let kept = region.count("SELECT COUNT(*) FROM application_file");
    assert!(!others.is_empty());
    tell(async {
        let mut anna = region.stranger();
        for file in others {
            assert!(is_absent(&anna.open(&token.path(&format!("/files/{file}"))).await));
            assert!(is_absent(&anna.post(&token.path(&format!("/files/{file}/removal")), &[]).await));
        }
        assert_eq!(region.count("SELECT COUNT(*) FROM application_file"), kept);
        // The id of an application is no way in.
        for id in region.all::<String>("SELECT id FROM application LIMIT 3") {
            assert!(is_absent(&anna.open(&format!("/apply/{id}")).await));
        }
        let secret = token.path("");
        for address in [secret.clone(), format!("{secret}/name"), format!("{secret}/evidence")] {
            let answer = anna.open(&address).await;
            assert_eq!((answer.status, answer.header("cache-control"), answer.header("x-robots-tag")), (200, "no-store", "noindex"));
        }
        let saved = anna.send(Method::POST, &format!("{secret}/name/draft"), &[FORM, OURS], "family=%D0%98%D0%B2%D0%B0".into()).await;
        assert_eq!(saved.status, 204);
    });
}
