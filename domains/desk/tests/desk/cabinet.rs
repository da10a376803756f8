//! A member's cabinet shows one's own and nobody else's.

use crate::stand::{application, at_work, membership, order, person, region, staff, tell};
use access::Role;
use kernel::{db::testing::on_each_engine, params};
use structure::places::REGION;

#[test]
fn a_member_finds_the_membership_the_certificate_and_the_application() {
    on_each_engine(|db| {
        let school = region(db);
        let (anna, vera, certificate) = db
            .write(|tx| {
                let signed = order(tx, "signed")?;
                let (anna, vera) = (person(tx, &school, "Иванова")?, person(tx, &school, "Петрова")?);
                let certificate = membership(tx, anna, &signed, Some("2029-09-01"))?;
                let asked = application(tx, &school, "ordered", "2026-08-01T00:00:00.000000Z", 0)?;
                tx.execute("UPDATE application SET person_id = $1, number = 'РМА-2026-00017' WHERE id = $2", params![anna, asked])?;
                Ok((anna, vera, certificate))
            })
            .unwrap();
        let (mut anna, mut vera) = (staff(db, Role::Member, REGION, Some(anna)), staff(db, Role::Member, REGION, Some(vera)));
        tell(async {
            let page = anna.open("/cabinet").await;
            for words in ["действует", "№ 15 от 01.09.2026", "РМА-2026-00017", "Приказ подписан: вы участник актива", &format!("/memberships/{certificate}/certificate.pdf"), "/cabinet/consents", "/cabinet/about-me"]
            {
                assert!(page.says(words), "{words}: {}", page.html);
            }
            let page = vera.open("/cabinet").await;
            assert!(page.says("Вы пока не участник актива") && !page.says("РМА-2026-00017") && !page.says("certificate.pdf"));
            assert!(anna.open("/desk").await.says("Мой кабинет"));
        });
    });
}

#[test]
fn who_works_by_an_office_has_a_desk_for_a_cabinet() {
    on_each_engine(|db| {
        region(db);
        let mut staff: Vec<_> = [Role::Coordinator, Role::Administrator, Role::School].iter().map(|role| at_work(db, *role)).collect();
        tell(async {
            for visitor in &mut staff {
                let page = visitor.open("/cabinet").await;
                assert_eq!((page.status, page.path.as_str()), (200, "/desk"));
            }
        });
    });
}
