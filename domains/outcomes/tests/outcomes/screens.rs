//! Pages: empty, full and with errors; who may open what.

use crate::stage::{SCHOOL, class, marks, set, tell};
use audit::By;
use kernel::{db::testing::on_each_engine, id::PersonId};
use outcomes::Way;

const TYPED: [(&str, &str); 8] = [("place", SCHOOL), ("class", "7б"), ("subject", "matematika"), ("source", "marks"), ("period", "2026:quarter:1"), ("twos", "3"), ("threes", "10"), ("fours", "8")];

#[test]
fn a_deputy_head_enters_classes_one_after_another() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut irina, mut olga) = (stage.browser(db, &stage.school), stage.browser(db, &stage.second));
        tell(async {
            assert!(irina.open("/outcomes").await.says("Результатов пока нет"));
            let page = irina.open("/outcomes/new").await;
            assert!(page.says("Фамилии и имена учеников сюда не вносят") && page.says("1 четверть 2026/27"), "{}", page.html);
            let page = irina.post("/outcomes/new", &[("place", SCHOOL), ("class", "Петя Иванов"), ("subject", "matematika"), ("twos", "3"), ("threes", "10")]).await;
            assert!(page.status == 422 && page.says("Имена учеников") && page.says("Выберите, откуда результат") && page.says("value=\"10\""), "{}", page.html);
            irina.open("/outcomes/new").await;
            let mut first = TYPED.to_vec();
            first.extend([("fives", "3"), ("next", "another")]);
            let page = irina.post("/outcomes/new", &first).await;
            assert!(page.says("оставлены для следующего класса") && page.says("name=\"class\" value=\"\""), "{}", page.html);
            let again: Vec<(&str, &str)> = TYPED.iter().copied().chain([("fives", "4"), ("next", "")]).collect();
            let page = irina.post("/outcomes/new", &again).await;
            assert!(page.status == 422 && page.says("Заменить прежние числа"), "{}", page.html);
            let yes: Vec<(&str, &str)> = again.iter().copied().chain([("replace", "yes")]).collect();
            let page = irina.post("/outcomes/new", &yes).await;
            assert!(page.says("Результат внесён") && page.says("3 из 25") && page.says("Было: 3 из 24") && page.says("Распределение: "), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert_eq!(olga.open(&url).await.status, 404);
            let page = irina.open(&format!("{url}/replacement")).await;
            assert!(page.says("Прежние числа останутся") && page.says("value=\"8\""));
            let page = irina.post(&format!("{url}/replacement"), &[("version", "2"), ("twos", "2"), ("threes", "10"), ("fours", "8"), ("fives", "4"), ("pupils", "30")]).await;
            assert!(page.status == 422 && page.says("В распределении учеников 24, а участвовало 30"), "{}", page.html);
            irina.open(&format!("{url}/replacement")).await;
            assert!(irina.post(&format!("{url}/replacement"), &[("version", "2"), ("twos", "2"), ("threes", "10"), ("fours", "8"), ("fives", "4")]).await.says("Числа заменены"));
            let page = irina.post(&format!("{url}/withdrawal"), &[("version", "3"), ("why", "")]).await;
            assert!(page.status == 422 && page.says("Напишите, почему"));
            irina.open(&url).await;
            assert!(irina.post(&format!("{url}/withdrawal"), &[("version", "3"), ("why", "Не тот класс")]).await.says("Отозван"));
            assert!(irina.open("/outcomes?state=withdrawn").await.says("7 Б"));
            assert!(irina.open("/outcomes?format=xlsx").await.bytes.starts_with(b"PK"));
        });
    });
}

#[test]
fn others_read_sums_and_sources_say_what_they_are_for() {
    on_each_engine(|db| {
        let stage = set(db);
        let news = ["5а", "6а", "7а", "8а", "9а"].map(|one| marks(SCHOOL, one, [5, 9, 9, 4])).to_vec();
        db.write(|tx| outcomes::put_many(tx, &By::system(), news, &Way::typed())).unwrap();
        let (mut nina, mut olga, mut member, mut ministry) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.municipal), stage.browser(db, &stage.member), stage.browser(db, &stage.ministry));
        tell(async {
            let page = nina.open("/outcomes").await;
            assert!(page.says("25 из 135") && page.says("отметки за четверть или триместр, 1 четверть 2026/27"), "{}", page.html);
            let page = olga.open("/outcomes").await;
            assert!(page.says("СОШ № 6") && page.says("нет данных"), "{}", page.html);
            assert!(olga.open("/outcomes?place=sch-six").await.says("Математика"));
            assert!(olga.open("/outcomes?place=sch-far").await.status == 200);
            assert!(olga.open("/outcomes?format=xlsx").await.bytes.starts_with(b"PK"));
            let page = olga.open("/outcomes/sources").await;
            assert!(page.says("02-86") && page.says("нельзя"));
            for who in [&mut member, &mut ministry] {
                assert_eq!(who.open("/outcomes").await.status, 404);
            }
        });
    });
}

#[test]
fn a_class_gets_its_teacher_in_two_taps() {
    on_each_engine(|db| {
        let stage = set(db);
        let anna: PersonId = stage.staff[0];
        let _ = class("7а");
        let mut irina = stage.browser(db, &stage.school);
        let mut nina = stage.browser(db, &stage.methodist);
        tell(async {
            let page = irina.open("/outcomes/classes").await;
            assert!(page.says("Пока ничего не записано") && page.says("Алгебраева"), "{}", page.html);
            let (person, lesson) = (anna.to_string(), [("place", SCHOOL), ("year", "2026"), ("subject", "matematika"), ("class", "7а")]);
            let page = irina.post("/outcomes/classes", &lesson).await;
            assert!(page.status == 422 && page.says("Выберите педагога"));
            irina.open("/outcomes/classes").await;
            let whole: Vec<(&str, &str)> = lesson.iter().copied().chain([("person", person.as_str())]).collect();
            let page = irina.post("/outcomes/classes", &whole).await;
            assert!(page.says("Записано") && page.says("7 А") && page.says("Убрать"), "{}", page.html);
            assert!(irina.post("/outcomes/classes/relieving", &whole).await.says("Убрано"));
            assert_eq!(nina.open("/outcomes/classes").await.status, 404, "who enters nothing");
        });
    });
}
