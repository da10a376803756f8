//! The board of quotas over HTTP: cells, drill-down by scope, what-if; the ministry sees figures only.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Result, Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    name::FullName,
    news::Listeners,
};
use membership::{
    MembershipKind, NewLine, OrderKind, Seat, SignForm, Signing,
    board::{Board, Sign},
};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{
    guard,
    testing::{Visitor, app},
};

const BIKIN: &str = "mo-bikin";
const AYAN: &str = "mo-ayan";

struct Stage {
    actor: Actor,
    anna: PersonId,
    boris: PersonId,
}

/// Anna is the only chemist of Bikin, Boris one of two school managers of Ayan, the other one's term ends soon.
fn stage(db: &Db) -> Stage {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        membership::load_from_profile(tx, &profile)?;
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Координатор".into(), email: "k@example.ru".into(), person: None })?;
        let actor = Actor {
            account, person: None, name: "Координатор".into(), role: Role::Coordinator, place: PlaceId::from(REGION), place_path: "region/".into(), place_name: "Край".into(), session: String::new()
        };
        let (bikin, ayan) = (school(tx, BIKIN)?, school(tx, AYAN)?);
        let (anna, boris, vera) = (person(tx, &bikin, "Иванова")?, person(tx, &ayan, "Борисов")?, person(tx, &ayan, "Верина")?);
        include(tx, &actor, anna, Seat::new(MembershipKind::SubjectMethodist, "himiya", "", BIKIN.into())?, ("1", "23.11.2029"))?;
        include(tx, &actor, boris, Seat::new(MembershipKind::SchoolManager, "", "", AYAN.into())?, ("2", "23.11.2029"))?;
        include(tx, &actor, vera, Seat::new(MembershipKind::SchoolManager, "", "", AYAN.into())?, ("3", "01.12.2026"))?;
        Ok(Stage { actor, anna, boris })
    })
    .unwrap()
}

fn school(tx: &mut Tx<'_>, municipality: &str) -> Result<PlaceId> {
    add_school(tx, &By::system(), &municipality.into(), &NewSchool { name: "МБОУ СОШ".into(), short_name: "СОШ".into(), ..NewSchool::default() })
}

fn person(tx: &mut Tx<'_>, place: &PlaceId, family: &str) -> Result<PersonId> {
    people::create(
        tx,
        &By::system(),
        people::NewPerson {
            name: FullName { family: family.into(), given: "Анна".into(), patronymic: None },
            birth_on: None,
            phone: None,
            email: Some(format!("{}@example.ru", PersonId::fresh())),
            place: place.clone(),
            position: String::new(),
            position_text: "учитель".into(),
            since: None,
            subjects: vec![],
        },
    )
}

fn line(person: PersonId, seat: Option<Seat>, membership: Option<membership::MembershipId>) -> NewLine {
    NewLine { person, application: None, membership, seat, reason: "own_wish".into(), note: String::new() }
}

fn include(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, seat: Seat, (number, until): (&str, &str)) -> Result<()> {
    let id = membership::draft(tx, &actor.by(), OrderKind::Include, None, &[line(person, Some(seat), None)])?;
    let form = SignForm { number: number.into(), signed_on: "23.11.2026".into(), effective_on: "23.11.2026".into(), until_on: until.into(), version: "1".into() };
    membership::sign(tx, actor, id, Signing { signed: &form.parse(OrderKind::Include, date(2026, 11, 23))?, document: None, site: "http://test" })
}

fn logged_in(db: &Db, role: Role, place: &str) -> Visitor {
    let secret = db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Кто-то".into(), email: format!("{role}@example.ru"), person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        sessions::open(tx, account, true, "test")
    });
    let mut visitor = Visitor::new(&app(db, Listeners::default()), membership::router());
    visitor.set_cookie(guard::session_cookie(false), secret.unwrap().as_str());
    visitor
}

fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

#[test]
fn cells_say_where_work_hangs_on_one_person() {
    on_each_engine(|db| {
        stage(db);
        db.read(|tx| {
            let board = Board::read(tx, tx.today())?;
            let cells = board.cells(MembershipKind::SubjectMethodist);
            assert_eq!(cells.len(), board.subjects.len() * 19);
            let single: Vec<_> = cells.iter().filter(|cell| cell.sign() == Sign::Single).collect();
            assert_eq!((single.len(), single[0].field.as_str(), single[0].municipality.as_str()), (1, "himiya", BIKIN));
            let managers = board.cells(MembershipKind::SchoolManager);
            assert_eq!((managers.len(), managers.iter().map(|cell| cell.filled).sum::<usize>(), managers.iter().map(|cell| cell.ending).sum::<usize>()), (19, 2, 1));
            assert!(Board::read(tx, date(2026, 12, 1))?.held.len() == 2, "as of a day to come");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_coordinator_goes_from_a_cell_to_its_people_and_the_ministry_does_not() {
    on_each_engine(|db| {
        stage(db);
        let (mut anna, mut ministry, mut bikin) = (logged_in(db, Role::Coordinator, REGION), logged_in(db, Role::Ministry, REGION), logged_in(db, Role::Municipal, BIKIN));
        tell(async {
            let people = "/memberships?kind=subject_methodist&amp;subject=himiya&amp;municipality=mo-bikin";
            assert!(anna.open("/quotas").await.says("Держится на одном"));
            let page = anna.open("/quotas?kind=subject_methodist").await;
            assert!(page.says(people) && page.says("держится на одном человеке") && page.says("<svg") && page.says("Разбивка квоты"), "{}", main(&page.html));
            assert!(anna.open("/quotas?kind=school_manager").await.says("municipality=mo-ayan"));
            assert!(bikin.open("/quotas?kind=subject_methodist").await.says(people));
            assert!(!bikin.open("/quotas?kind=school_manager").await.says("/memberships?kind=school_manager&amp;municipality=mo-ayan"), "not the neighbours' people");
            let page = ministry.open("/quotas?kind=subject_methodist").await;
            assert!(page.status == 200 && page.says("держится на одном человеке") && !page.says("/memberships"), "{}", main(&page.html));
            assert!(!ministry.page.says("format=xlsx"));
            assert_eq!(ministry.open("/quotas?format=xlsx").await.status, 404);
            assert!(anna.open("/quotas?kind=subject_methodist&list=cells&format=xlsx").await.bytes.starts_with(b"PK"));
            assert!(anna.open("/quotas?format=xlsx").await.bytes.starts_with(b"PK"));
        });
    });
}

#[test]
fn filters_stand_in_the_address_and_odd_ones_do_no_harm() {
    on_each_engine(|db| {
        stage(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            assert!(anna.open("/quotas?kind=subject_methodist&show=single").await.says("Клетки доски: 1<"), "{}", main(&anna.page.html));
            assert!(anna.open("/quotas?kind=subject_methodist&show=nobody&page=3").await.says("101–150 из"));
            assert!(anna.open("/quotas?kind=subject_methodist&field=fizika").await.says("Таких клеток нет"));
            assert!(anna.open("/quotas?kind=school_manager&show=ending").await.says("Клетки доски: 1<"));
            assert!(anna.open("/quotas?kind=school_manager&show=over").await.says("Таких клеток нет"));
            assert_eq!(anna.open("/quotas?on=31.02.2026").await.status, 422);
            assert!(anna.page.says("href=\"#on\""));
            assert!(anna.open("/quotas?on=01.12.2026").await.says("На 01.12.2026"));
            assert_eq!(anna.open("/quotas?kind=%27--&show=%00&page=9999999999&municipality=%3Cscript%3E").await.status, 200);
            assert!(!anna.page.says("<script>"));
        });
    });
}

#[test]
fn before_an_order_is_signed_the_board_shows_what_it_would_do() {
    on_each_engine(|db| {
        let stage = stage(db);
        let (include, end) = db
            .write(|tx| {
                let seat = Seat::new(MembershipKind::SubjectMethodist, "himiya", "", AYAN.into())?;
                let include = membership::draft(tx, &stage.actor.by(), OrderKind::Include, None, &[line(stage.boris, Some(seat), None)])?;
                let held = membership::current_of(tx, &stage.actor.scope(), stage.anna, tx.today())?.remove(0).membership.id;
                Ok((include, membership::draft(tx, &stage.actor.by(), OrderKind::End, None, &[line(stage.anna, None, Some(held))])?))
            })
            .unwrap();
        let (mut anna, mut ministry) = (logged_in(db, Role::Coordinator, REGION), logged_in(db, Role::Ministry, REGION));
        tell(async {
            assert!(anna.open(&format!("/orders/{end}")).await.says(&format!("/quotas/what-if?order={end}")));
            let page = anna.open(&format!("/quotas/what-if?order={end}")).await;
            assert!(page.says("Изменится для 1\u{a0}человека") && page.says("никого нет") && page.says("свободных мест станет"), "{}", main(&page.html));
            assert!(!page.says("Иванова"), "figures only");
            let page = anna.open(&format!("/quotas/what-if?order={end}&order={include}")).await;
            assert!(page.says("Изменится для 2\u{a0}человек") && page.says("Аяно-Майский"), "{}", main(&page.html));
            assert!(anna.open("/quotas/what-if?until=01.12.2026").await.says("держится на одном человеке"));
            let page = ministry.open(&format!("/quotas/what-if?order={end}")).await;
            assert!(page.status == 200 && !page.says("Изменится для") && !page.says("Проекты приказов"), "drafts are not the ministry's");
        });
    });
}

#[test]
fn a_supposed_change_is_added_shown_and_taken_back() {
    on_each_engine(|db| {
        stage(db);
        let mut ministry = logged_in(db, Role::Ministry, REGION);
        tell(async {
            assert!(ministry.open("/quotas/what-if").await.says("Здесь ничего не записывается"));
            assert_eq!(ministry.open("/quotas/what-if?kind=subject_methodist&subject=&municipality=mo-bikin&change=1").await.status, 422);
            assert!(ministry.page.says("href=\"#subject\""));
            for wrong in ["0", "много", "21"] {
                assert_eq!(ministry.open(&format!("/quotas/what-if?kind=school_manager&municipality=mo-bikin&change={}", ui::url::encode(wrong))).await.status, 422, "{wrong}");
            }
            let page = ministry.open("/quotas/what-if?kind=subject_methodist&subject=himiya&direction=&municipality=mo-bikin&change=-1").await;
            assert!(page.path.contains("more=subject_methodist~himiya~mo-bikin~-1") || page.path.contains("more=subject_methodist%7Ehimiya%7Emo-bikin%7E-1"), "{}", page.path);
            assert!(page.says("Изменится для 1\u{a0}человека") && page.says("уйдёт 1") && page.says("никого нет"), "{}", main(&page.html));
            let page = ministry.open("/quotas/what-if?more=school_manager~~mo-bikin~-1").await;
            assert!(page.says("Уходить некому"), "{}", main(&page.html));
            assert_eq!(ministry.open("/quotas/what-if?more=%27~~~&more=x&order=1&until=вчера").await.status, 422);
        });
    });
}

/// What stands in the middle, for messages.
fn main(html: &str) -> &str {
    html.split("<main").nth(1).and_then(|rest| rest.split("<form").next()).unwrap_or(html)
}
