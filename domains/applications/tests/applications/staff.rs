//! Staff over HTTP: the queue, the card, return and correction, endorsement, representations.

use crate::stage::*;
use access::Role;
use applications::State;
use kernel::db::testing::on_each_engine;

#[test]
fn the_coordinator_returns_fields_and_the_applicant_corrects_exactly_those() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, token) = submitted(db, &app, &[]);
        let (mut olga, mut anna) = (browser(db, &app, &coordinator(db)), visitor(&app));
        tell(async {
            assert!(olga.open("/applications").await.says("Редкофамильцева Анна Петровна"), "{}", olga.page.html);
            let card = format!("/applications/{id}");
            olga.open(&format!("{card}/return")).await;
            assert_eq!(olga.post(&format!("{card}/return"), &[("version", "2")]).await.status, 422);
            olga.post(&format!("{card}/return"), &[("version", "2"), ("reason-category", "category_unclear"), ("words-category", "В приказе <b>другая</b> дата")]).await;
            assert!(olga.page.says("возвращена на исправление"), "{}", olga.page.html);
            anna.open(&token.path("")).await;
            assert!(anna.page.says("В приказе &lt;b&gt;другая") && !anna.page.says("/contacts?"), "{}", anna.page.html);
            anna.open(&token.path("/education?back=check")).await;
            assert!(anna.page.says("name=\"category_on\"") && !anna.page.says("name=\"education_text\""), "{}", anna.page.html);
            anna.post(&token.path("/education"), &[("category", "highest"), ("category_on", "16.04.2024"), ("education", "secondary_other"), ("back", "check")]).await;
            assert!(anna.page.path.ends_with("/check") && anna.page.says("16.04.2024") && anna.page.says("Высшее педагогическое"), "{}", anna.page.html);
            anna.post(&token.path("/submission"), &[]).await;
            olga.open(&card).await;
            assert!(olga.page.says("Что исправлено") && olga.page.says("15.04.2024") && olga.page.says("16.04.2024"), "{}", olga.page.html);
            assert!(olga.open("/applications?state=submitted&subject=matematika&q=htlrj").await.says("исправлена"), "{}", olga.page.html);
        });
        let bodies: Vec<String> = letters(db).into_iter().map(|(_, body)| body).collect();
        assert!(bodies.iter().any(|body| body.contains("Квалификационная категория: Категория или дата")), "{bodies:?}");
    });
}

#[test]
fn the_criteria_are_found_and_the_application_goes_to_its_own_municipality_only() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, token) = submitted(db, &app, &[]);
        let own = actor(db, Role::Municipal, HOME, "own@example.ru");
        let foreign = actor(db, Role::Municipal, &elsewhere(), "foreign@example.ru");
        let (mut olga, mut own, mut foreign) = (browser(db, &app, &coordinator(db)), browser(db, &app, &own), browser(db, &app, &foreign));
        let mut anna = visitor(&app);
        tell(async {
            let card = format!("/applications/{id}");
            olga.open(&card).await;
            assert!(olga.page.says("по ответам выполнено, посмотрите документы") && olga.page.says("Стаж по специальности: нужно"), "{}", olga.page.html);
            assert_eq!(olga.post(&format!("{card}/acceptance"), &[("version", "2")]).await.status, 409);
            assert_eq!(olga.post(&format!("{card}/findings/experienced"), &[("version", "2"), ("holds-experienced", "no")]).await.status, 422);
            olga.open(&card).await;
            olga.post(&format!("{card}/findings/experienced"), &[("version", "2"), ("holds-experienced", "yes")]).await;
            olga.post(&format!("{card}/acceptance"), &[("version", "2"), ("_key", kernel::FormKey::fresh().as_str())]).await;
            assert!(olga.page.says("проверена"), "{}", olga.page.html);
            assert_eq!(foreign.open(&card).await.status, 404);
            assert!(foreign.open("/applications").await.says("Заявок нет"));
            assert_eq!(foreign.post(&format!("{card}/endorsement"), &[("version", "3")]).await.status, 404);
            own.open(&card).await;
            assert_eq!(own.post(&format!("{card}/decline"), &[("version", "3"), ("reason", "other")]).await.status, 422);
            own.open(&card).await;
            assert!(own.post(&format!("{card}/endorsement"), &[("version", "3"), ("support", "Сильный педагог")]).await.says("поддержана"), "{}", own.page.html);
            assert!(anna.open(&token.path("")).await.says("рассмотрит комиссия"));
        });
        assert_eq!(state(db, id), State::Endorsed);
    });
}

#[test]
fn two_coordinators_at_once_get_a_readable_clash() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, _) = submitted(db, &app, &[]);
        let second = actor(db, Role::Coordinator, "region", "second@example.ru");
        let (mut first, mut second) = (browser(db, &app, &coordinator(db)), browser(db, &app, &second));
        tell(async {
            let card = format!("/applications/{id}");
            first.open(&card).await;
            second.open(&format!("{card}/return")).await;
            first.post(&format!("{card}/findings/experienced"), &[("version", "2"), ("holds-experienced", "yes")]).await;
            first.post(&format!("{card}/acceptance"), &[("version", "2")]).await;
            second.post(&format!("{card}/return"), &[("version", "2"), ("words-phone", "Не отвечает")]).await;
            assert_eq!(second.page.status, 409);
            assert!(second.page.says("Теперь заявка «проверена», изменил(а): Сотрудник coordinator"), "{}", second.page.html);
        });
        assert_eq!(state(db, id), State::Checked);
    });
}

#[test]
fn two_findings_about_one_criterion_clash_readably_and_a_stale_card_finds_nothing() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, _) = submitted(db, &app, &[]);
        let second = actor(db, Role::Coordinator, "region", "second@example.ru");
        let (mut first, mut second) = (browser(db, &app, &coordinator(db)), browser(db, &app, &second));
        tell(async {
            let (card, finding) = (format!("/applications/{id}"), format!("/applications/{id}/findings/experienced"));
            first.open(&card).await;
            assert!(second.open(&card).await.says("name=\"found-experienced\" value=\"0\""), "{}", second.page.html);
            first.post(&finding, &[("version", "2"), ("found-experienced", "0"), ("holds-experienced", "yes")]).await;
            assert!(first.page.status == 200 && first.page.says("name=\"found-experienced\" value=\"1\""), "{}", first.page.html);
            second.post(&finding, &[("version", "2"), ("found-experienced", "0"), ("holds-experienced", "no"), ("note-experienced", "Нет приказа")]).await;
            assert_eq!(second.page.status, 409);
            assert!(second.page.says("отметил(а) Сотрудник coordinator: подтверждено. Ваша отметка не записана"), "{}", second.page.html);
            second.open(&card).await;
            second.post(&finding, &[("version", "2"), ("found-experienced", "1"), ("holds-experienced", "no"), ("note-experienced", "Нет приказа")]).await;
            assert!(second.page.status == 200 && second.page.says("Нет приказа"), "{}", second.page.html);
            first.open(&card).await;
            assert_eq!(first.post(&finding, &[("version", "1"), ("found-experienced", "2"), ("holds-experienced", "yes")]).await.status, 409, "the answers have changed since");
        });
    });
}

#[test]
fn a_school_speaks_for_its_teacher_and_invites_another() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, _) = submitted(db, &app, &[]);
        let deputy = actor(db, Role::School, SCHOOL, "deputy@example.ru");
        let other = actor(db, Role::School, "sch-lyceum", "other@example.ru");
        let (mut deputy, mut other) = (browser(db, &app, &deputy), browser(db, &app, &other));
        tell(async {
            assert!(other.open("/nominations").await.says("Кандидатов пока нет"));
            assert_eq!(other.open(&format!("/nominations/{id}")).await.status, 404);
            let page = format!("/nominations/{id}");
            assert!(deputy.open("/nominations").await.says("Редкофамильцева"), "{}", deputy.page.html);
            deputy.open(&page).await;
            deputy.post(&page, &[("version", "0"), ("about", "Известна")]).await;
            assert!(deputy.page.status == 422 && deputy.page.says("Известна") && deputy.page.says("кто подпишет"), "{}", deputy.page.html);
            let whole = [("version", "0"), ("about", "Известна в районе"), ("merit-experienced", "Высшая категория"), ("signatory_post", "Директор"), ("signatory_name", "Иванов И. И.")];
            deputy.post(&page, &whole).await;
            assert_eq!(deputy.page.status, 200, "{}", deputy.page.html);
            let pdf = deputy.page.link("nomination.pdf").unwrap();
            assert!(deputy.open(&pdf).await.bytes.starts_with(b"%PDF"));
            assert_eq!(other.open(&pdf).await.status, 404);
            deputy.open("/nominations").await;
            assert!(deputy.post("/nominations/invitation", &[("email", "colleague@school.example")]).await.says("Приглашение отправлено"));
        });
        assert!(letters(db).iter().any(|(address, body)| address == "colleague@school.example" && body.contains("СОШ № 6 предлагает")));
    });
}

#[test]
fn the_list_goes_to_a_file_and_the_audit_knows() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        submitted(db, &app, &[("name", &[("family", "Редкофамильцева"), ("given", "Анна")])]);
        let mut olga = browser(db, &app, &coordinator(db));
        tell(async {
            assert!(olga.open("/applications?format=xlsx&state=submitted").await.bytes.starts_with(b"PK"));
            assert!(olga.open("/applications?format=csv").await.says("Редкофамильцева Анна"));
        });
        let exports = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'application.exported'", kernel::params![])?)).unwrap();
        assert_eq!(exports, 2);
    });
}
