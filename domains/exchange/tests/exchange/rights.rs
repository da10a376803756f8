//! Who opens what: the administrator the exchange, the coordinator open data, everybody what is published.

use crate::stage::{set, tell};
use kernel::{db::testing::on_each_engine, params};

#[test]
fn pages_are_of_those_who_answer_for_them() {
    on_each_engine(|db| {
        let stage = set(db);
        let table = [("administrator", &stage.administrator, 200, 404), ("coordinator", &stage.coordinator, 404, 200), ("municipal", &stage.municipal, 404, 404), ("ministry", &stage.ministry, 404, 404)];
        for (name, actor, exchange, open) in table {
            let mut browser = stage.browser(db, actor);
            tell(async {
                for path in ["/exchange", "/exchange/tokens", "/exchange/webhooks"] {
                    assert_eq!(browser.open(path).await.status, exchange, "{name} {path}");
                }
                for path in ["/exchange/open-data", "/exchange/open-data/places"] {
                    assert_eq!(browser.open(path).await.status, open, "{name} {path}");
                }
                for path in ["/open-data", "/api/v1", "/api/v1/openapi.json"] {
                    assert_eq!(browser.open(path).await.status, 200, "{name} {path}");
                }
                let fields = [("name", "Чужой"), ("owner", "Чужой"), ("scopes", "places"), ("place", "region"), ("expires_on", "31.12.2026")];
                assert_eq!(browser.post("/exchange/tokens", &fields).await.status, exchange, "{name}");
                assert_eq!(browser.post("/exchange/nightly", &[("on", "yes")]).await.status, exchange, "{name}");
            });
        }
        let mut stranger = stage.stranger();
        tell(async {
            assert_eq!(stranger.open("/exchange").await.path, "/login?next=%2Fexchange");
            assert_eq!(stranger.open("/api/v1/places").await.status, 401);
        });
    });
}

#[test]
fn a_session_opens_no_data_of_the_api() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut ivan = stage.browser(db, &stage.administrator);
        tell(async {
            assert_eq!(ivan.open("/api/v1/places").await.status, 401, "only a token does");
        });
    });
}

#[test]
fn a_token_is_shown_once_and_its_making_and_taking_back_are_noted() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut ivan = stage.browser(db, &stage.administrator);
        tell(async {
            let page = ivan.open("/exchange/tokens").await;
            assert!(page.says("Ключей пока нет") && page.says("Бикин"), "{}", page.html);
            for (field, value, says) in [
                ("expires_on", "вчера", "вчера"),
                ("expires_on", "01.01.2026", "не раньше сегодняшнего"),
                ("expires_on", "01.01.2036", "не позже"),
                ("place", "sch-six", "Выберите регион"),
                ("name", "", "Заполните это поле"),
            ] {
                let fields = [("name", "Сайт"), ("owner", "Институт"), ("scopes", "places"), ("place", "region"), ("expires_on", "31.12.2026")].map(|(name, usual)| (name, if name == field { value } else { usual }));
                let page = ivan.post("/exchange/tokens", &fields).await;
                assert!(page.status == 422 && page.says(says) && page.says("Институт"), "{field} {value}: {}", page.html);
            }
            let key = ivan.page.key();
            let fields = [("_key", key.as_str()), ("name", "Сайт"), ("owner", "Институт"), ("scopes", "places"), ("scopes", "quotas"), ("place", "mo-bikin"), ("expires_on", "31.12.2026")];
            let page = ivan.post("/exchange/tokens", &fields).await;
            assert!(page.status == 200 && page.says("mta_") && page.headers.get("cache-control").unwrap() == "no-store", "{}", page.html);
            let page = ivan.post("/exchange/tokens", &fields).await;
            assert!(!page.says("mta_") && page.says("Территории и организации, Квоты"), "sent twice: made once, shown once");
            let url = ivan.page.html.split("action=\"").find(|rest| rest.contains("/revocation\"")).unwrap().split('"').next().unwrap().to_owned();
            assert!(ivan.post(&url, &[]).await.says("Ключ отозван"));
            ivan.open("/exchange/tokens").await;
            assert_eq!(ivan.post(&url, &[]).await.status, 409);
        });
        let actions: Vec<String> = db.read(|tx| Ok(tx.query("SELECT action FROM audit_event WHERE object_kind = 'exchange_token' ORDER BY seq", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(actions, ["exchange_token.made", "exchange_token.revoked"]);
    });
}
