//! Assigning: preview, mass act, letters, scope, repeats, taking back, the list and its sheet.

use crate::stage::{account, answer_all, assign, begin, count, device, here, instrument, one, person, set_up, staff, submit, teacher, tell};
use access::Role;
use jiff::civil::date;
use kernel::{db::testing::on_each_engine, id::PlaceId};
use structure::{NewSchool, add_school};

#[test]
fn a_whole_school_is_assigned_in_one_act_with_a_letter_to_each_address() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let id = made.trim_start_matches("/instruments/").to_owned();
            let school = stage.school.to_string();
            methodist.open(&format!("/assignments/new?instrument={id}&municipality=mo-bikin&school={school}")).await;
            assert!(methodist.page.says("Проверить всех найденных: 2"), "{}", methodist.page.html);
            let fields = [("instrument", id.as_str()), ("from", "23.11.2026"), ("to", "06.12.2026"), ("whom", "found"), ("municipality", "mo-bikin"), ("school", school.as_str())];
            methodist.post("/assignments/preview", &fields).await;
            assert!(methodist.page.says("Назначить: 2") && methodist.page.says("Без адреса почты") && methodist.page.says("1: письма не будет"), "{}", methodist.page.html);
            let stale = methodist.post("/assignments", &[&fields[..], &[("expected", "3")]].concat()).await.clone();
            assert!(stale.status == 409 && stale.says("список изменился"), "{}", stale.html);
            methodist.post("/assignments", &[&fields[..], &[("expected", "2")]].concat()).await;
            assert!(methodist.page.says("Назначено: 2") && methodist.page.says("Писем: 1"), "{}", methodist.page.html);
            assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE topic = 'diagnostics' AND way = 'at_once'").await, 2, "everybody in the cabinet");
            assert!(one(db, "SELECT MAX(url) FROM notice").await.starts_with("/cabinet/diagnostics/"));
            assert_eq!(count(db, "SELECT COUNT(*) FROM letter").await, 0, "letters are made by the job, by day and as each wishes");
            assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'assignment.made'").await, 2);

            methodist.post("/assignments/preview", &fields).await;
            assert!(methodist.page.says("уже назначена на эти дни") && methodist.page.says("Назначать некому"), "{}", methodist.page.html);
            let list = methodist.open("/assignments?state=not_begun&sort=-name").await.clone();
            assert!(list.says("Редкофамильцева") && list.says("Безадресный") && list.says("Всего: 2"), "{}", list.html);
            assert!(methodist.open("/assignments?q=редко&municipality=mo-bikin").await.says("Всего: 1"), "{}", methodist.page.html);
            assert!(methodist.open("/assignments?format=xlsx").await.bytes.starts_with(b"PK"));
            methodist.open("/assignments").await;
            let back = methodist.page.html.split("action=\"/assignments/").nth(1).unwrap().split('/').next().unwrap().to_owned();
            methodist.post(&format!("/assignments/{back}/taking-back"), &[("back", "")]).await;
            assert!(methodist.page.says("Назначение отозвано"), "{}", methodist.page.html);
            assert_eq!(count(db, "SELECT COUNT(*) FROM assignment WHERE state = 'taken_back'").await, 1);
        });
    });
}

#[test]
fn those_ticked_on_one_page_stay_chosen_on_the_next_and_can_be_unticked_there() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let ids: Vec<String> = db.write(|tx| Ok((0..53).map(|at| person(tx, &stage.school, &["Многов", "Многова", "Многовский"][at % 3], None).to_string()).collect())).unwrap();
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let id = made.trim_start_matches("/instruments/").to_owned();
            methodist.open(&format!("/assignments/new?instrument={id}&q=Многов")).await;
            assert!(methodist.page.says("Страница 1 из 2, всего 53"), "{}", methodist.page.html);
            let first = methodist.page.html.split("name=\"person\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let common = [("instrument", id.as_str()), ("q", "Многов"), ("from", "23.11.2026"), ("to", "06.12.2026"), ("reason", "Перед курсом")];
            methodist.post("/assignments/new", &[&common[..], &[("person", first.as_str()), ("page", "2")]].concat()).await;
            assert!(
                methodist.page.says("Страница 2 из 2") && methodist.page.says("Выбрано: 1\u{a0}человек") && methodist.page.says("на других страницах: 1") && methodist.page.says("value=\"Перед курсом\""),
                "{}",
                methodist.page.html
            );
            let last = ids.iter().find(|id| methodist.page.says(id) && **id != first).unwrap().clone();
            methodist.post("/assignments/preview", &[&common[..], &[("person", first.as_str()), ("person", last.as_str()), ("whom", "ticked")]].concat()).await;
            assert!(methodist.page.says("Назначить: 2"), "{}", methodist.page.html);
            methodist.post("/assignments/new", &[&common[..], &[("person", first.as_str()), ("person", last.as_str())]].concat()).await;
            assert!(methodist.page.says("Выбрано: 2\u{a0}человека"), "back from the check: {}", methodist.page.html);
            methodist.post("/assignments/new", &[&common[..], &[("person", "не-код"), ("page", "x")]].concat()).await;
            assert!(methodist.page.status == 200 && !methodist.page.says("Выбрано:"), "{}", methodist.page.html);
        });
    });
}

#[test]
fn nobody_outside_the_own_territory_is_found_assigned_or_listed() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let near = account(db, "Муниципальный", Role::Municipal, "mo-bikin", None);
        let other = db
            .write(|tx| {
                let other = structure::places::municipalities(tx, date(2026, 11, 23))?.into_iter().find(|place| place.id != PlaceId::from("mo-bikin")).unwrap();
                let new = NewSchool { code: None, name: "Дальняя".into(), short_name: "Дальняя".into(), type_label: "школа".into(), settlement: String::new(), opened_on: None };
                let school = add_school(tx, &audit::By::system(), &other.id, &new)?;
                Ok((other.id, person(tx, &school, "Дальнева", None)))
            })
            .unwrap();
        let far = account(db, "Чужой", Role::Municipal, other.0.as_str(), None);
        let (mut near, mut far) = (device(db, &stage, near), device(db, &stage, far));
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let id = made.trim_start_matches("/instruments/").to_owned();
            assign(db, &mut methodist, &made, stage.anna).await;
            assert!(near.open("/assignments").await.says("Редкофамильцева"));
            assert!(!far.open("/assignments").await.says("Редкофамильцева"));
            assert!(!near.open("/assignments/new?q=Дальнева").await.says("Дальнева А"), "{}", near.page.html);
            let (person, assignment) = (other.1.to_string(), one(db, "SELECT id FROM assignment").await);
            let fields = [("instrument", id.as_str()), ("person", &person), ("from", "23.11.2026"), ("to", "06.12.2026"), ("whom", "ticked"), ("expected", "1")];
            assert_eq!(near.post("/assignments/preview", &fields).await.status, 404, "an id from elsewhere looks like absent");
            assert_eq!(near.post("/assignments", &fields).await.status, 404);
            assert_eq!(far.post(&format!("/assignments/{assignment}/taking-back"), &[]).await.status, 404);
            assert_eq!(count(db, "SELECT COUNT(*) FROM assignment WHERE state = 'offered'").await, 1);
        });
    });
}

#[test]
fn a_repeat_is_given_on_the_other_form_and_a_third_time_refused() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let id = made.trim_start_matches("/instruments/").to_owned();
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            answer_all(&mut anna, &attempt, "c0").await;
            let (person, first) = (stage.anna.to_string(), attempt.trim_start_matches("/attempts/").to_owned());
            let fields = |from: &'static str, to: &'static str| {
                vec![("instrument", id.clone()), ("person", person.clone()), ("repeat_of", first.clone()), ("from", from.into()), ("to", to.into()), ("whom", "ticked".into()), ("expected", "1".into())]
            };
            let post = |fields: Vec<(&'static str, String)>| fields;
            let early = post(fields("07.12.2026", "20.12.2026"));
            let pairs: Vec<(&str, &str)> = early.iter().map(|(name, value)| (*name, value.as_str())).collect();
            methodist.open("/assignments/new").await;
            methodist.post("/assignments/preview", &pairs).await;
            assert!(methodist.page.says("прежняя попытка не закончена"), "{}", methodist.page.html);
            submit(&mut anna, &attempt).await;
            methodist.open(&format!("/assignments/new?instrument={id}&person={person}&repeat_of={first}")).await;
            assert!(methodist.page.says("повторную") && methodist.page.says("checked"), "{}", methodist.page.html);
            let now = fields("23.11.2026", "20.12.2026");
            let pairs: Vec<(&str, &str)> = now.iter().map(|(name, value)| (*name, value.as_str())).collect();
            methodist.post("/assignments", &pairs).await;
            assert!(methodist.page.says("Назначено: 1"), "{}", methodist.page.html);
            let second = one(db, "SELECT id FROM assignment WHERE repeat_of IS NOT NULL").await;
            let again = begin(&mut anna, &second).await;
            assert_ne!(again, attempt);
            assert_eq!(count(db, "SELECT COUNT(*) FROM attempt_item").await, 16);
            assert_eq!(count(db, "SELECT COUNT(DISTINCT item_id) FROM attempt_item").await, 16, "no item twice");
            answer_all(&mut anna, &again, "c0").await;
            submit(&mut anna, &again).await;
            methodist.open("/assignments/new").await;
            methodist.post("/assignments/preview", &pairs).await;
            assert!(methodist.page.says("нет варианта с новыми для человека заданиями"), "{}", methodist.page.html);
            assert!(here(&methodist).ends_with("/preview"));
        });
    });
}
