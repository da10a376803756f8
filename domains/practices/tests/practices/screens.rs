//! Each page empty, full and with errors.

use crate::stage::{NAMED, NAMELESS, PDF, set, tell};
use kernel::db::testing::on_each_engine;
use web::testing::Visitor;

const TEXT: &[(&str, &str)] =
    &[("title", "Задача <b>без</b> вопроса"), ("problem", "Не объясняют"), ("idea", "Убрать вопрос"), ("steps", "Условие\nВопросы"), ("results", "Объясняют"), ("evidence", "До и после"), ("subject", "matematika")];

#[test]
fn a_practice_goes_through_its_pages_from_the_draft_to_the_certificate() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut anna, mut dina, mut zoya, mut boris) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.dina), stage.browser(db, &stage.expert), stage.browser(db, &stage.boris));
        tell(async {
            assert!(anna.open("/practices").await.says("Опубликованных практик пока нет"));
            assert!(anna.open("/practices/mine").await.says("Вы ещё не рассказывали"));
            assert!(dina.open("/practices/reviews").await.says("Очередь пуста"));
            assert!(anna.open("/practices/uses").await.says("Подтверждать нечего"));
            assert!(anna.open("/practices/new").await.says("Без имён, фотографий"));
            assert_eq!(anna.post("/practices", &[("title", ""), ("link", "x")]).await.status, 422);
            let page = anna.post("/practices", TEXT).await;
            assert!(page.status == 200 && page.says("Черновик сохранён") && page.says("&lt;b&gt;") && page.says("Отправить рецензентам"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert_eq!(dina.open(&url).await.status, 404, "a draft is its author's");
            assert_eq!(anna.upload(&format!("{url}/files"), &[], &[("file", "x.exe", b"MZ")]).await.status, 422);
            anna.open(&url).await;
            assert!(anna.upload(&format!("{url}/files"), &[], &[("file", "План.pdf", PDF)]).await.says("План.pdf"));
            let page = anna.post(&format!("{url}/submission"), &[("version", "1")]).await;
            assert!(page.status == 422 && page.says("Без согласия автора"), "{}", page.html);
            anna.open(&url).await;
            assert!(anna.post(&format!("{url}/submission"), &[("version", "1"), ("agree", "yes"), ("naming", "name"), ("open", "yes")]).await.says("Практика у рецензентов"));
            assert_eq!(boris.open(&url).await.status, 404, "of the same school");
            for reader in [&mut dina, &mut zoya] {
                read(reader, &url).await;
            }
            assert!(anna.open(&url).await.says("Свидетельство о публикации") && anna.page.says("Слова рецензентов"));
            assert_eq!(anna.open(&format!("{url}/certificate.pdf")).await.bytes.get(..4), Some(&b"%PDF"[..]));
            assert_eq!(boris.open(&format!("{url}/certificate.pdf")).await.status, 404);
            assert!(boris.open(&url).await.says("Алмазова") && !boris.page.says("Слова рецензентов"));
            assert!(boris.open("/practices?q=вопрос&subject=matematika").await.says("без"));
            let file = boris.open(&url).await.link("/files/").unwrap();
            assert_eq!(boris.open(&file).await.bytes.get(..4), Some(&b"%PDF"[..]));
            boris.open(&url).await;
            assert_eq!(boris.post(&format!("{url}/uses"), &[("outcome", "")]).await.status, 422);
            boris.open(&url).await;
            assert!(boris.post(&format!("{url}/uses"), &[("place_words", "7 класс"), ("outcome", "Спорят")]).await.says("ждёт подтверждения"));
            assert!(anna.open("/practices/uses").await.says("Спорят"));
            assert!(anna.open(&format!("{url}/edit")).await.says("прежняя останется в банке"));
            assert!(anna.open(&format!("{url}/withdrawal")).await.says("сразу исчезнет"));
            assert_eq!(anna.open("/practices?format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
        });
    });
}

/// Takes it, makes a mistake, answers.
async fn read(reader: &mut Visitor, url: &str) {
    assert!(reader.open("/practices/reviews").await.says("Взять"));
    let page = reader.post(&format!("{url}/taking"), &[]).await;
    assert!(page.status == 200 && page.says("Рецензия без имени автора") && !page.says("Алмазова"), "{}", page.html);
    assert_eq!(reader.post(&format!("{url}/review"), &[("verdict", "accept")]).await.status, 422);
    reader.open(&format!("{url}/review")).await;
    let all = [("relevance", "2"), ("reproducibility", "2"), ("evidence", "1"), ("legality", "2"), ("verdict", "accept"), ("words", "Хорошо")];
    assert!(reader.post(&format!("{url}/review"), &all).await.says("Рецензия отправлена"));
}

#[test]
fn the_open_page_names_nobody_whose_consent_to_publication_does_not_live() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        let closed = stage.published(db, "Только для своих", NAMELESS);
        let code = db.read(|tx| practices::find(tx, id)).unwrap().certificate_code;
        let mut stranger = Visitor::new(&stage.app, practices::router());
        let url = practices::url::open(id);
        tell(async {
            assert!(stranger.open("/practices/public").await.says("Задача без вопроса") && !stranger.page.says("Алмазова") && !stranger.page.says("Только для своих"));
            assert!(stranger.open(&url).await.says("Убрать вопрос") || stranger.page.says("Задача с пропущенным вопросом"));
            assert!(!stranger.page.says("Алмазова"));
            assert_eq!(stranger.open(&practices::url::open(closed)).await.status, 404);
            assert!(stranger.open(&format!("/practices/check/{code}")).await.says("Свидетельство подлинное") && !stranger.page.says("Алмазова"));
            assert!(stranger.open("/practices/check/nonsense").await.says("Такого кода нет"));
        });
        let given = db.write(|tx| {
            let text = consent::texts::current(tx, consent::ConsentKind::Publication, tx.today())?;
            consent::give(tx, &audit::By::system(), consent_of(stage.anna.person.unwrap(), text.id))
        });
        given.unwrap();
        tell(async {
            assert!(stranger.open(&url).await.says("Алмазова") && !stranger.page.says("СОШ") && stranger.page.says("Без фотографий"), "the name is allowed with its condition, the school isn't");
        });
    });
}

fn consent_of(person: kernel::id::PersonId, text_id: consent::TextId) -> consent::Given {
    consent::Given {
        person,
        kind: consent::ConsentKind::Publication,
        text_id,
        items: vec![consent::PublicationItem::FullName],
        conditions: "Без фотографий".into(),
        term_until: None,
        received_on: None,
        channel: consent::Channel::Screen,
        evidence: serde_json::json!({}),
        account: None,
    }
}
