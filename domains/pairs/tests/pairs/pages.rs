//! The pages without a script: empty, full, with errors, and sent twice.

use crate::stage::{on_stage, tell};

#[test]
fn a_run_by_forms_from_the_list_to_the_two_cabinets() {
    on_stage(|stage| {
        let (mut coordinator, mut anna, mut helper) = (stage.browser(&stage.coordinator), stage.browser(&stage.member), stage.browser(&stage.helper));
        tell(async {
            assert!(coordinator.open("/matching").await.says("Подборов пока нет"), "{}", coordinator.page.html);
            assert!(coordinator.open("/pairs").await.says("Пар пока нет"));
            assert!(coordinator.open("/matching/new").await.says("Всем, кому нужна поддержка"));
            let wrong = coordinator.post("/matching", &[("title", "Осень"), ("starts_on", "вчера"), ("source", "list")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"вчера\"") && wrong.says("Отметьте, кто будет помогать"), "{}", wrong.html);
            let names = "Аннова Ирина Петровна\nБеллова Ирина Петровна\nДарьина Ирина Петровна";
            let fields = [("title", "Осень"), ("starts_on", "23.11.2026"), ("ends_on", "31.05.2027"), ("source", "list"), ("names", names), ("kinds", "subject_methodist"), ("places", "8")];
            assert!(coordinator.post("/matching", &fields).await.says("Пары подобраны"), "{}", coordinator.page.html);
            let run = coordinator.page.path.split('?').next().unwrap().to_owned();
            assert!(coordinator.page.says("Ближнева") && coordinator.page.says("свой муниципалитет") && coordinator.page.says("ещё один методист"), "{}", coordinator.page.html);
            assert!(!coordinator.page.says("style=\""));
            assert!(coordinator.open(&format!("{run}?which=left")).await.says("Дарьина") && !coordinator.page.says("Аннова"));
            assert!(coordinator.open(&format!("{run}?format=xlsx")).await.bytes.starts_with(b"PK"));
            assert!(coordinator.open(&format!("{run}/loads")).await.says("<svg") && coordinator.page.says("почти всё"));
            assert!(coordinator.open(&format!("{run}/without/{}", stage.near)).await.says("Для всех найдётся другой методист"), "{}", coordinator.page.html);

            let anna_line = format!("{run}/teachers/{}", stage.anna);
            assert!(coordinator.open(&anna_line).await.says("Кто ещё мог бы") && coordinator.page.says("Дальнева"), "{}", coordinator.page.html);
            let far = stage.far.to_string();
            assert!(coordinator.post(&anna_line, &[("act", "pin"), ("methodist", &far), ("version", "1")]).await.says("Закреплено"), "{}", coordinator.page.html);
            assert!(coordinator.page.says("закреплено вручную"));
            assert_eq!(coordinator.post(&anna_line, &[("act", "free"), ("version", "1")]).await.status, 409, "somebody was first");
            assert_eq!(coordinator.post(&anna_line, &[("act", "pin"), ("methodist", ""), ("version", "2")]).await.status, 409);
            let bella_line = format!("{run}/teachers/{}", stage.bella);
            let near = stage.near.to_string();
            coordinator.open(&bella_line).await;
            assert!(coordinator.post(&bella_line, &[("act", "forbid"), ("methodist", &near), ("version", "2")]).await.says("больше не предлагаются"), "{}", coordinator.page.html);
            coordinator.open(&run).await;
            assert!(coordinator.post(&format!("{run}/again"), &[("version", "3")]).await.says("Пересчитано"), "{}", coordinator.page.html);

            assert!(coordinator.open(&format!("{run}/publication")).await.says("Опубликовать пары") && coordinator.page.says("2"), "{}", coordinator.page.html);
            assert!(coordinator.post(&format!("{run}/publication"), &[("version", "4"), ("stale", "0")]).await.says("Опубликовано"), "{}", coordinator.page.html);
            assert_eq!(coordinator.open(&format!("{run}/publication")).await.status, 409);
            assert!(coordinator.open("/pairs?q=%D0%B4%D0%B0%D0%BB%D1%8C%D0%BD%D0%B5%D0%B2").await.says("Аннова"), "{}", coordinator.page.html);
            assert!(coordinator.open("/pairs?format=xlsx").await.bytes.starts_with(b"PK"));

            assert!(anna.open("/cabinet/pairs").await.says("Дальнева") && anna.page.says("Связаться"), "{}", anna.page.html);
            assert!(helper.open("/cabinet/pairs").await.says("Методист за вами пока не закреплён"), "nobody was left for the near one");
        });
    });
}

#[test]
fn wishes_and_ends_in_the_cabinet_keep_what_was_typed() {
    on_stage(|stage| {
        stage.published();
        let (mut anna, mut coordinator) = (stage.browser(&stage.member), stage.browser(&stage.coordinator));
        tell(async {
            anna.open("/cabinet/pairs").await;
            let wrong = anna.post("/cabinet/pairs/wishes", &[("is_for", "no"), ("name", "Неизвестная Мария")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"Неизвестная Мария\"") && wrong.says("Отметьте, что согласны"), "{}", wrong.html);
            let wish = [("is_for", "yes"), ("name", "Дальнева Ирина Петровна"), ("agreed", "yes")];
            assert!(anna.post("/cabinet/pairs/wishes", &wish).await.says("Пожелание записано") && anna.page.says("Хочу работать с: "), "{}", anna.page.html);
            let pair = anna.page.html.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|link| link.starts_with("/cabinet/pairs/")).unwrap().to_owned();
            assert!(anna.open(&pair).await.says("Завершить пару"));
            let wrong = anna.post(&format!("{pair}/end"), &[("version", "1"), ("words", "Не хватает времени")]).await;
            assert!(wrong.status == 422 && wrong.says("Не хватает времени"), "{}", wrong.html);
            assert!(anna.post(&format!("{pair}/end"), &[("version", "1"), ("reason", "no_time"), ("words", "Не хватает времени")]).await.says("Завершено"), "{}", anna.page.html);
            assert!(coordinator.open("/pairs?state=ended").await.says("Аннова"));
            let card = coordinator.page.link("/pairs/").unwrap();
            assert!(coordinator.open(&card).await.says("Не хватает времени"), "{}", coordinator.page.html);
        });
    });
}

#[test]
fn figures_of_members_and_directions_are_set_on_their_pages() {
    on_stage(|stage| {
        let (mut coordinator, mut municipal) = (stage.browser(&stage.coordinator), stage.browser(&stage.municipal));
        tell(async {
            assert!(coordinator.open("/matching/members").await.says("Ближнева"), "{}", coordinator.page.html);
            let one = format!("/matching/members/{}", stage.near);
            let wrong = coordinator.post(&one, &[("places", "много"), ("version", "0")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"много\""), "{}", wrong.html);
            assert!(coordinator.post(&one, &[("places", "3"), ("version", "0")]).await.says("Сохранено") && coordinator.page.says("value=\"3\""), "{}", coordinator.page.html);
            assert_eq!(municipal.open("/matching/members").await.status, 200);
            assert!(!municipal.page.says("Дальнева"), "another municipality's");
            assert_eq!(municipal.post(&format!("/matching/members/{}", stage.far), &[("places", "3"), ("version", "0")]).await.status, 404);

            assert!(coordinator.open("/matching/directions").await.says("по предмету"), "{}", coordinator.page.html);
            let competency = coordinator.page.html.split("name=\"direction-").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let field = format!("direction-{competency}");
            assert!(coordinator.post("/matching/directions", &[(&field, "inklyuziya")]).await.says("Сохранено"), "{}", coordinator.page.html);
            assert!(municipal.open("/matching/directions").await.says("Инклюзивное"), "{}", municipal.page.html);
        });
        assert_eq!(stage.count("SELECT COUNT(*) FROM need_direction"), 1);
    });
}
