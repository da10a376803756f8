//! Who belongs to the list, its order, its pages, its data.

use crate::stand::{DATA, PAGE, asking, join, member, publish, region, school, teacher, tell, visitor};
use consent::PublicationItem;
use kernel::{Date, Slice, db::testing::on_each_engine, params};
use register::Filter;

fn names(html: &str) -> Vec<String> {
    html.split("data-label=\"Фамилия, имя, отчество\">").skip(1).filter_map(|rest| rest.split("</th>").next()).map(ToOwned::to_owned).collect()
}

#[test]
fn only_memberships_in_force_today_are_shown() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            for (name, from, until) in [
                ("Будущая Анна", "2026-11-24", None),
                ("Прошлая Анна", "2020-01-01", Some("2026-11-23")),
                ("Нынешняя Анна", "2026-11-23", Some("2026-11-24")),
                ("Отдыхающая Анна", "2026-01-01", None),
                ("Прекратившая Анна", "2026-01-01", None),
            ] {
                let person = teacher(tx, &school, name)?;
                let membership = join(tx, person, from, until)?;
                publish(tx, person, PublicationItem::ALL)?;
                if name.starts_with("Отдых") {
                    tx.execute("INSERT INTO membership_pause (membership_id, valid_from, order_id) VALUES ($1, '2026-11-01', 'order')", params![membership])?;
                }
                if name.starts_with("Прекр") {
                    tx.execute("UPDATE membership SET ended_on = '2026-11-23' WHERE id = $1", params![membership])?;
                }
            }
            let never = teacher(tx, &school, "Непринятая Анна")?;
            publish(tx, never, PublicationItem::ALL)
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            assert_eq!(names(&visitor.open(PAGE).await.html), ["Нынешняя Анна"]);
            assert!(!visitor.page.says("не дал"), "a pause is not a refusal to be published");
            assert_eq!(names(&visitor.open(&asking(PAGE, "q", "анна")).await.html), ["Нынешняя Анна"]);
            assert_eq!(names(&visitor.open(&asking(PAGE, "subject", "matematika")).await.html), ["Нынешняя Анна"]);
        });
    });
}

#[test]
fn the_order_is_russian_and_two_memberships_are_one_row() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            for name in ["Яшина Анна", "Ёлкина Анна", "Елкина Анна", "Ежова Анна", "Жукова Анна", "Smith Anna"] {
                let person = member(tx, &school, name, PublicationItem::ALL)?;
                join(tx, person, "2026-02-01", None)?;
            }
            Ok(())
        })
        .unwrap();
        let mut visitor = visitor(db);
        let expected = ["Ежова Анна", "Елкина Анна", "Ёлкина Анна", "Жукова Анна", "Яшина Анна", "Smith Anna"];
        tell(async {
            assert_eq!(names(&visitor.open(PAGE).await.html), expected);
            assert_eq!(names(&visitor.open(&asking(PAGE, "subject", "matematika")).await.html), expected);
            assert!(visitor.open(DATA).await.says("\"total\":6"));
        });
    });
}

#[test]
fn pages_follow_each_other_without_loss_and_a_page_too_far_is_the_last_one() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            for number in 0..60u32 {
                member(tx, &school, &format!("Петрова{} Анна", char::from_u32(0x430 + number / 2).unwrap()), PublicationItem::ALL)?;
            }
            Ok(())
        })
        .unwrap();
        for filter in [Filter::default(), Filter { text: "анна".into(), ..Filter::default() }] {
            let pages: Vec<_> = (1..=3).map(|number| db.read(|tx| register::find(tx, &filter, Slice::new(number, 25))).unwrap()).collect();
            assert_eq!(pages.iter().map(|page| page.members.len()).collect::<Vec<_>>(), [25, 25, 10]);
            assert_eq!(pages.iter().map(|page| page.has_next).collect::<Vec<_>>(), [true, true, false]);
            assert!(pages.iter().all(|page| page.total.counted == 60 && !page.total.is_more));
        }
        let mut visitor = visitor(db);
        tell(async {
            assert!(visitor.open("/members?page=2").await.says("Показаны 26–50 из 60"));
            assert!(visitor.page.says("href=\"/members?page=3\""));
            assert!(visitor.open("/members?page=900").await.says("Показаны 51–60 из 60"));
            assert!(visitor.open("/members?page=900&q=%D0%B0%D0%BD%D0%BD%D0%B0").await.says("Показаны 51–60 из 60"));
            assert!(visitor.open("/api/public/members?page=2").await.says("\"next\":\"http://test.local/api/public/members?page=3\""));
        });
    });
}

#[test]
fn more_than_is_counted_is_paged_in_order_and_its_number_is_told_at_the_end() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            for number in 0..503u32 {
                member(tx, &school, &format!("Массовая{} Анна", char::from_u32(0x430 + number % 32).unwrap()), PublicationItem::ALL)?;
            }
            Ok(())
        })
        .unwrap();
        let filters = [Filter { text: "массовая".into(), ..Filter::default() }, Filter { subject: "matematika".into(), ..Filter::default() }, Filter { municipality: "mo-bikin".into(), ..Filter::default() }];
        for filter in filters {
            let page = |number| db.read(|tx| register::find(tx, &filter, Slice::new(number, 25))).unwrap();
            let (first, last) = (page(1), page(21));
            assert!(first.total.is_more && first.has_next && first.members.len() == 25, "{filter:?}");
            assert!(first.members.iter().all(|member| member.name.family == "Массоваяа" || member.name.family == "Массоваяб"));
            assert!(!last.has_next && !last.total.is_more && last.total.counted == 503, "{filter:?}");
            assert!(last.members.len() == 3 && last.members.iter().all(|member| member.name.family == "Массоваяя"));
        }
        let mut visitor = visitor(db);
        tell(async {
            assert!(visitor.open(&asking(PAGE, "q", "массовая")).await.says("Страница 1. Чтобы найти нужного человека, уточните поиск."));
            assert!(visitor.open(&asking(DATA, "q", "массовая")).await.says("\"total\":null"));
            assert!(visitor.open("/members?page=900&subject=matematika").await.says("Массоваяа Анна"), "a page too far");
        });
    });
}

#[test]
fn filters_meet_those_of_the_municipality_and_the_subject() {
    on_each_engine(|db| {
        let bikin = region(db);
        db.write(|tx| {
            let other = school(tx, "mo-vyazemsky", "Школа № 1")?;
            member(tx, &bikin, "Бикинская Анна", PublicationItem::ALL)?;
            member(tx, &other, "Вяземская Анна", PublicationItem::ALL)
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            assert_eq!(names(&visitor.open(&asking(PAGE, "municipality", "mo-bikin")).await.html), ["Бикинская Анна"]);
            assert_eq!(names(&visitor.open("/members?municipality=mo-bikin&subject=matematika&q=anna").await.html), Vec::<String>::new());
            assert!(visitor.open(&asking(PAGE, "subject", "himiya")).await.says("Никого не нашлось"));
            assert!(visitor.open(&asking(PAGE, "municipality", "mo-nowhere")).await.says("Никого не нашлось"));
        });
    });
}

#[test]
fn an_empty_register_says_so() {
    on_each_engine(|db| {
        region(db);
        let mut visitor = visitor(db);
        tell(async {
            assert!(visitor.open(PAGE).await.says("Список пока пуст"));
            assert!(visitor.open(DATA).await.says("\"members\":[]"));
            assert_eq!(visitor.page.headers["access-control-allow-origin"], "*");
            assert!(visitor.open(PAGE).await.headers.get("access-control-allow-origin").is_none());
        });
    });
}

#[test]
fn a_consent_with_a_term_ends_by_itself() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            let person = member(tx, &school, "Срокова Анна", PublicationItem::ALL)?;
            let until: Date = "2026-11-24".parse().unwrap();
            tx.execute("UPDATE consent SET term_until = $1 WHERE person_id = $2", params![until, person]).map_err(Into::into)
        })
        .unwrap();
        let seen = |db: &kernel::Db| db.read(|tx| register::find(tx, &Filter::default(), Slice::first())).unwrap().members.len();
        assert_eq!(seen(db), 1);
        let later = kernel::Clock::fixed(db.clock().now() + jiff::SignedDuration::from_hours(24), db.clock().zone().clone());
        assert_eq!(seen(&db.with_clock(later)), 0);
    });
}
