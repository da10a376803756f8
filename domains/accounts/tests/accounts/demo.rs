//! The demo's doors are open in a demo and absent otherwise.

use crate::house::{House, in_demo, on_each_engine};
use access::Role;
use accounts::demo::{Persona, offer};

fn offered(house: &House) -> String {
    let olga = house.account("Ким Ольга", "olga@iro.ru", Role::Coordinator, "region");
    let persona = Persona { account: olga, title: "Координатор".into(), hint: "Проверьте заявки".into() };
    house.db.write(|tx| offer(tx, &[persona])).unwrap();
    olga.to_string()
}

#[test]
fn a_button_makes_one_a_persona_with_the_second_step_done() {
    in_demo(|house| {
        let olga = offered(house);
        let mut visitor = house.visitor();
        let page = house.open(&mut visitor, "/demo/login");
        assert!(page.says("Ким Ольга") && page.says("Проверьте заявки"));
        assert!(house.post(&mut visitor, "/demo/login", &[("persona", &olga)]).says("Стол: Координатор актива"));
        house.open(&mut visitor, "/demo/login");
        let stranger = house.account("Другой", "other@iro.ru", Role::Administrator, "region");
        assert_eq!(house.post(&mut visitor, "/demo/login", &[("persona", &stranger.to_string())]).status, 404);
    });
}

#[test]
fn outside_a_demo_there_is_no_such_door() {
    on_each_engine(|house| {
        let olga = offered(house);
        let mut visitor = house.visitor();
        for path in ["/demo", "/demo/login"] {
            assert_eq!(house.open(&mut visitor, path).status, 404);
        }
        assert_eq!(house.post(&mut visitor, "/demo/login", &[("persona", &olga)]).status, 404);
        assert!(!house.open(&mut visitor, "/login").says("/demo"));
        assert!(house.open(&mut visitor, "/desk").path.starts_with("/login"));
    });
}
