//! The pages of building and agreeing, without a script: empty, full, with errors; who sees what.

use crate::stage::{WORDS, in_browser, set};
use kernel::Db;
use pathways::{Component, store};

const PAGES: [&str; 8] = ["", "/sections/target", "/history/target", "/steps/new", "/agreement", "/frame", "/pathway.pdf", "/sections/content"];

fn suggestion(db: &Db, id: pathways::PathwayId) -> String {
    db.read(|tx| Ok(store::suggestions_of(tx, id)?.pop().unwrap().id.to_string())).unwrap()
}

#[test]
fn a_pathway_is_begun_and_its_section_written_by_two() {
    in_browser(async |db| {
        let stage = set(db);
        let (case, _) = stage.case(db);
        let (mut anna, mut methodist, mut tutor) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist), stage.browser(db, &stage.tutor));
        let begin = format!("/cases/{case}/pathway");
        assert!(tutor.open(&begin).await.says("Маршрута пока нет"), "{}", tutor.page.html);
        assert!(anna.open(&begin).await.says("Начать маршрут"));
        let page = anna.post(&begin, &[("starts_on", "31.02.2027"), ("ends_on", ""), ("hours_limit", "много")]).await;
        assert!(page.status == 422 && page.says("value=\"31.02.2027\"") && page.says("value=\"много\"") && page.says("<title>Ошибка"), "{}", page.html);
        assert!(anna.post(&begin, &[("starts_on", "01.12.2026"), ("ends_on", "30.04.2027"), ("hours_limit", "36")]).await.says("Маршрут начат"), "{}", anna.page.html);
        assert!(anna.page.says("не начато") && anna.page.says("Строк пока нет") && anna.page.says("нет цели словами учителя"));
        let here = anna.page.path.split('?').next().unwrap().to_owned();
        let section = format!("{here}/sections/target");
        for page in PAGES {
            assert_eq!(anna.open(&format!("{here}{page}")).await.status, 200, "{page}");
        }
        assert!(anna.open(&section).await.says("data-autosave") && anna.page.says("Прочитают педагог и команда"));
        let long = "я".repeat(4001);
        let page = anna.post(&section, &[("base", "0"), ("goal", &long)]).await;
        assert!(page.status == 422 && page.says("Слишком длинно") && page.says(&long));
        assert!(anna.post(&section, &[("base", "0"), ("goal", "Научусь оценивать"), ("motive", "Важно")]).await.says("Раздел сохранён"), "{}", anna.page.html);
        methodist.open(&section).await;
        let page = methodist.post(&section, &[("base", "0"), ("motive", "Важно детям"), ("need", "Практика"), ("words", "Точнее")]).await;
        assert!(page.says("часть текста стала предложением") && page.says("пока вы писали"), "{}", page.html);
        let id: pathways::PathwayId = here.rsplit('/').next().unwrap().parse().unwrap();
        let one = format!("{here}/suggestions/{}", suggestion(db, id));
        assert!(anna.open(&section).await.says("Принять предложение") && anna.page.says("<ins>") && anna.page.says("Точнее"));
        let page = anna.post(&format!("{one}/refusal"), &[("version", "1"), ("revision", "2")]).await;
        assert!(page.status == 422 && page.says("почему оставляете прежний текст"), "{}", page.html);
        assert!(anna.post(&format!("{one}/acceptance"), &[("version", "1"), ("revision", "2")]).await.says("Предложение принято"), "{}", anna.page.html);
        assert!(anna.open(&format!("{here}/history/target")).await.says("из принятого предложения") && anna.page.says("<ins>"));
        assert!(anna.open(&format!("{here}/history/target?from=1&to=3")).await.says("От редакции 1 к редакции 3"));
        assert_eq!(anna.post(&format!("{section}/comments"), &[("comment", "")]).await.status, 422);
        assert!(anna.post(&format!("{section}/comments"), &[("comment", "Давайте обсудим")]).await.says("Давайте обсудим"));
        assert!(anna.open(&format!("/cases/{case}/pathway")).await.path.starts_with("/pathways/"), "the case leads to the pathway");
    });
}

#[test]
fn lines_are_added_by_forms_and_taken_from_the_catalogue() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let mut anna = stage.browser(db, &stage.anna);
        let here = format!("/pathways/{}", made.pathway);
        assert!(anna.open(&format!("{here}/steps/new?pick=yes")).await.says("Оценивание на уроке"), "{}", anna.page.html);
        assert!(anna.open(&format!("{here}/steps/new?pick=yes&text=%D0%BD%D0%B5%D1%82%D1%82%D0%B0%D0%BA%D0%BE%D0%B3%D0%BE")).await.says("Ничего не нашлось"));
        let form = anna.open(&format!("{here}/steps/new?resource={}", stage.resource)).await;
        assert!(form.says("value=\"Оценивание на уроке\"") && form.says("value=\"16\""), "{}", form.html);
        let resource = stage.resource.to_string();
        let page = anna.post(&format!("{here}/steps/new"), &[("title", ""), ("due_on", "когда-нибудь"), ("resource", &resource)]).await;
        assert!(page.status == 422 && page.says("Назовите ресурс") && page.says("value=\"когда-нибудь\"") && page.says("Из каталога") | page.says("Ресурс каталога"), "{}", page.html);
        let deficit = made.deficit.to_string();
        assert!(anna.post(&format!("{here}/steps/new"), &[("title", "Ещё раз курс"), ("due_on", "01.02.2027"), ("resource", &resource), ("deficits", &deficit)]).await.says("Строка добавлена"), "{}", anna.page.html);
        assert!(anna.page.says("Ещё раз курс") && anna.page.says("Лист согласования") && anna.page.says("всё есть"));
        let step = stage.steps(db, made.pathway).pop().unwrap();
        assert!(anna.open(&format!("{here}/steps/{}/edit", step.id)).await.says("Ещё раз курс"));
        let version = step.version.to_string();
        anna.open(&here).await;
        assert!(anna.post(&format!("{here}/steps/{}/say", step.id), &[("version", &version), ("word", "strike")]).await.says("Вычеркнутые строки: 1"), "{}", anna.page.html);
    });
}

#[test]
fn the_list_is_signed_by_forms_and_the_paper_is_printed() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let (mut anna, mut methodist, mut tutor) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist), stage.browser(db, &stage.tutor));
        let here = format!("/pathways/{}", made.pathway);
        let list = format!("{here}/agreement");
        let version = db.read(|tx| Ok(store::load(tx, &stage.anna, made.pathway)?.pathway.version.to_string())).unwrap();
        assert!(anna.open(&list).await.says("Отправить команде на подпись"), "{}", anna.page.html);
        assert!(anna.post(&format!("{list}/sending"), &[("version", &version)]).await.says("отправлен на согласование"), "{}", anna.page.html);
        assert!(tutor.open(&list).await.says("Подписать все разделы сразу"));
        let digest = |html: &str, component: Component| html.split(&format!("name=\"digest-{component}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = tutor.page.html.clone();
        let shown: Vec<(String, String)> = Component::ALL.iter().map(|component| (format!("digest-{component}"), digest(&page, *component))).collect();
        let with =
            |more: &[(&'static str, &'static str)]| shown.iter().map(|(name, value)| (name.clone(), value.clone())).chain(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect::<Vec<_>>();
        async fn post<'a>(visitor: &'a mut web::testing::Visitor, path: &str, fields: &[(String, String)]) -> &'a web::testing::Page {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            visitor.post(path, &fields).await
        }
        let nothing = post(&mut tutor, &format!("{list}/signature"), &with(&[("which", "ticked")])).await;
        assert!(nothing.status == 422 && nothing.says("Отметьте хотя бы один раздел"), "{}", nothing.html);
        assert!(post(&mut tutor, &format!("{list}/signature"), &with(&[("which", "ticked"), ("sections", "target")])).await.says("Подпись сохранена"), "{}", tutor.page.html);
        let page = tutor.post(&format!("{list}/objection"), &[("component", ""), ("objection", "Не согласна")]).await;
        assert!(page.status == 422 && page.says("Выберите раздел"), "{}", page.html);
        tutor.open(&list).await;
        assert!(post(&mut tutor, &format!("{list}/signature"), &with(&[("which", "all")])).await.says("Вы подписали все разделы"), "{}", tutor.page.html);
        methodist.open(&list).await;
        post(&mut methodist, &format!("{list}/signature"), &with(&[("which", "all"), ("words", "Согласна")])).await;
        let whole = anna.open(&list).await.html.split("name=\"digest\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(anna.open(&format!("{here}/pathway.pdf")).await.bytes.starts_with(b"%PDF"), "a draft is printed too");
        anna.open(&list).await;
        assert!(anna.post(&format!("{list}/whole"), &[("digest", &whole)]).await.says("Маршрут согласован"), "{}", anna.page.html);
        assert!(anna.open(&format!("{here}/pathway.pdf")).await.bytes.starts_with(b"%PDF"));
        for page in ["", "/sections/target", "/agreement", "/revision"] {
            assert_eq!(anna.open(&format!("{here}{page}")).await.status, 200, "{page}");
        }
        assert!(!anna.open(&here).await.says("Вычеркнуть"), "what is agreed isn't edited");
        assert!(anna.post(&format!("{here}/revision"), &[("version", "3"), ("reason", "")]).await.status == 422);
        assert_eq!(anna.open(&format!("{here}/frame")).await.status, 409);
    });
}

#[test]
fn overseers_find_the_pathway_in_the_list_and_nothing_of_its_content() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.drafted(db);
        for who in [&stage.deputy, &stage.municipal, &stage.coordinator, &stage.stranger] {
            let mut visitor = stage.browser(db, who);
            let list = visitor.open("/pathways").await;
            assert_eq!(list.status, 200);
            assert_eq!(list.says("Редкофамильцева"), who.person != stage.stranger.person, "{}: {}", who.name, list.html);
            assert!(!list.says(WORDS) && !list.says("Пройти курс"));
            for page in PAGES {
                assert_eq!(visitor.open(&format!("/pathways/{}{page}", made.pathway)).await.status, 404, "{} {page}", who.name);
            }
        }
        let mut anna = stage.browser(db, &stage.anna);
        assert!(anna.open("/pathways?whose=mine").await.says("0 из 3"), "{}", anna.page.html);
        assert!(anna.open("/pathways?state=closed").await.says("Маршрутов не нашлось"));
        assert_eq!(anna.open(&format!("/pathways/{}/sections/nonsense", made.pathway)).await.status, 404);
    });
}
