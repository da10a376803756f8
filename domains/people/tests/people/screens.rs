//! The list, the card and duplicates over HTTP.

use crate::world::{add, coordinator, logged_in, set_up, stranger, teacher, tell};
use access::Role;
use kernel::db::testing::on_each_engine;

crate::stories![
    a_coordinator_adds_corrects_renames_and_moves,
    what_was_typed_stays_when_it_is_wrong,
    a_double_click_makes_one_card,
    somebody_like_a_known_person_is_asked_about,
    the_list_is_searched_and_taken_out,
    a_municipality_sees_only_its_own,
    strangers_and_other_roles_see_nothing,
    duplicates_are_compared_and_merged,
    hostile_addresses_are_not_found,
];

const CARD: [(&str, &str); 8] =
    [("family", "Иванова"), ("given", "Анна"), ("patronymic", "Петровна"), ("birth_on", "5.9.1985"), ("phone", "8 914 123-45-67"), ("email", "anna@school.ru"), ("place", "sch-6"), ("main_subject", "matematika")];

fn a_coordinator_adds_corrects_renames_and_moves() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/new").await;
            assert!(vera.post("/people", &CARD).await.says("Карточка создана"));
            assert!(vera.page.says("+7\u{a0}914\u{a0}123-45-67") && vera.page.says("Математика") && vera.page.says("05.09.1985"), "{}", vera.page.html);
            let own = vera.page.path.split('?').next().unwrap().to_owned();
            vera.open(&format!("{own}/edit")).await;
            let corrected: Vec<(&str, &str)> = CARD.iter().map(|(name, value)| if *name == "patronymic" { (*name, "Павловна") } else { (*name, *value) }).chain([("version", "1")]).collect();
            assert!(vera.post(&own, &corrected).await.says("Карточка сохранена"));
            vera.open(&format!("{own}/name")).await;
            vera.post(&format!("{own}/name"), &[("family", "Ким"), ("given", "Анна"), ("patronymic", "Павловна"), ("on", "01.11.2026"), ("version", "2")]).await;
            assert!(vera.page.says("<h1>Ким Анна Павловна</h1>") && vera.page.says("Иванова Анна Павловна — до 01.11.2026"), "{}", vera.page.html);
            vera.open(&format!("{own}/job")).await;
            vera.post(&format!("{own}/job"), &[("place", "sch-30"), ("position", "uchitel"), ("on", "01.11.2026"), ("version", "3")]).await;
            assert!(vera.page.says("МБОУ СОШ № 30") && vera.page.says("Переход на другое место работы"), "{}", vera.page.html);
        });
    });
}

fn what_was_typed_stays_when_it_is_wrong() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/new").await;
            vera.post("/people", &[("family", "Иванова"), ("given", ""), ("birth_on", "31.02.1985"), ("phone", "12"), ("place", "")]).await;
            assert_eq!(vera.page.status, 422);
            assert!(vera.page.says("value=\"31.02.1985\"") && vera.page.says("value=\"Иванова\"") && vera.page.says("Укажите имя"));
            assert!(vera.page.says("href=\"#birth_on\"") && vera.page.says("<title>Ошибка"));
            vera.post("/people", &[("family", "<script>alert(1)</script>"), ("given", "Анна"), ("place", "region")]).await;
            assert!(vera.page.status == 422 && !vera.page.says("<script>alert"));
        });
    });
}

fn a_double_click_makes_one_card() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            let key = vera.open("/people/new").await.key();
            let twice: Vec<(&str, &str)> = CARD.iter().copied().chain([("_key", key.as_str())]).collect();
            let first = vera.post("/people", &twice).await.path.clone();
            assert_eq!(vera.post("/people", &twice).await.path, first);
            assert!(vera.open("/people").await.says("Всего: 1"), "{}", vera.page.html);
        });
    });
}

fn somebody_like_a_known_person_is_asked_about() {
    on_each_engine(|db| {
        set_up(db);
        add(db, teacher("Иванова Анна Петровна", "sch-3"));
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/new").await;
            vera.post("/people", &CARD).await;
            assert!(vera.page.status == 422 && vera.page.says("Похожая карточка уже есть") && vera.page.says("МБОУ СОШ № 3"));
            let sure: Vec<(&str, &str)> = CARD.iter().copied().chain([("is_sure", "yes")]).collect();
            assert!(vera.post("/people", &sure).await.says("Карточка создана"));
            assert!(vera.page.says("Есть похожие карточки"));
        });
    });
}

fn the_list_is_searched_and_taken_out() {
    on_each_engine(|db| {
        set_up(db);
        add(db, people::NewPerson { phone: Some("+79141234567".into()), ..teacher("Иванова Анна", "sch-6") });
        add(db, teacher("Петров Олег", "sch-30"));
        let mut vera = coordinator(db);
        tell(async {
            assert!(vera.open("/people?q=bdfyjd").await.says("Иванова Анна") && !vera.page.says("Петров Олег"));
            assert!(vera.open("/people?q=%D0%98%D0%B2%D0%B0%D0%BD%D0%B2%D0%B0").await.says("показаны похожие имена"), "{}", vera.page.html);
            assert!(vera.open("/people?municipality=mo-habarovsk&subject=matematika").await.says("Петров Олег"));
            assert!(vera.open("/people?q=zzz").await.says("Никого не нашли"));
            assert_eq!(vera.open("/people?page=99999&sort=-place&school=x%00y").await.status, 200);
            let xlsx = vera.open("/people?municipality=mo-bikin&format=xlsx").await;
            assert!(xlsx.status == 200 && xlsx.bytes.starts_with(b"PK"));
            let csv = vera.open("/people?format=csv").await.html.clone();
            assert!(csv.contains("Иванова") && csv.contains("Петров"), "{csv}");
        });
        let exports = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'people.exported'", &[])?)).unwrap();
        assert_eq!(exports, 2);
    });
}

fn a_municipality_sees_only_its_own() {
    on_each_engine(|db| {
        set_up(db);
        let own = add(db, teacher("Иванова Анна", "sch-6"));
        let other = add(db, teacher("Петров Олег", "sch-30"));
        let mut methodist = logged_in(db, Role::Municipal, "mo-bikin");
        tell(async {
            assert!(methodist.open("/people").await.says("Иванова Анна") && !methodist.page.says("Петров Олег"));
            assert!(!methodist.page.says("Добавить человека"));
            assert_eq!(methodist.open(&format!("/people/{own}")).await.status, 200);
            assert!(methodist.page.says("Просмотр карточки"));
            assert_eq!(methodist.open(&format!("/people/{other}")).await.status, 404);
            for closed in ["/people/new", "/people/duplicates", "/people/import", &format!("/people/{own}/edit")] {
                assert_eq!(methodist.open(closed).await.status, 404, "{closed}");
            }
            assert_eq!(methodist.post(&format!("/people/{own}"), &[("family", "Ким"), ("given", "Анна"), ("version", "1")]).await.status, 404);
        });
    });
}

fn strangers_and_other_roles_see_nothing() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, teacher("Иванова Анна", "sch-6"));
        let (mut nobody, mut ministry) = (stranger(db), logged_in(db, Role::Ministry, "region"));
        tell(async {
            for path in [
                "/people",
                "/people/new",
                "/people/duplicates",
                "/people/import",
                "/people/import/template.xlsx",
                &format!("/people/{id}"),
                &format!("/people/{id}/edit"),
                &format!("/people/{id}/name"),
                &format!("/people/{id}/job"),
            ] {
                assert!(nobody.open(path).await.path.starts_with("/login"), "{path}");
                assert_eq!(ministry.open(path).await.status, 404, "{path}");
            }
        });
    });
}

fn duplicates_are_compared_and_merged() {
    on_each_engine(|db| {
        set_up(db);
        let anna = add(db, people::NewPerson { email: Some("anna@school.ru".into()), ..teacher("Иванова Анна", "sch-6") });
        let twin = add(db, people::NewPerson { email: Some("anna@school.ru".into()), ..teacher("Ким Анна", "sch-3") });
        let mut vera = coordinator(db);
        tell(async {
            assert!(vera.open("/people/duplicates").await.says("совпадает электронная почта"));
            let pair = vera.page.link("/people/duplicates/").unwrap();
            assert!(vera.open(&pair).await.says("отличается") && vera.page.says("совпадает"));
            assert_eq!(vera.post(&pair, &[]).await.status, 422);
            let kept = if pair.contains(&format!("duplicates/{anna}")) { "left" } else { "right" };
            assert!(vera.post(&pair, &[("kept", kept)]).await.says("Карточки объединены"));
            assert!(vera.page.says("Ким Анна — до"), "{}", vera.page.html);
            assert!(vera.open(&format!("/people/{twin}")).await.path.contains(&anna.to_string()), "the old address leads to the card that stayed");
            assert!(vera.open("/people/duplicates").await.says("Похожих карточек нет"));
        });
    });
}

fn hostile_addresses_are_not_found() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            for path in
                ["/people/1", "/people/%00", "/people/' OR 1=1", "/people/duplicates/1/2", "/people/import/1", "/people/import/00000000-0000-0000-0000-000000000000", "/people/00000000-0000-0000-0000-000000000000/edit"]
            {
                assert_eq!(vera.open(&path.replace(' ', "%20")).await.status, 404, "{path}");
            }
        });
    });
}
