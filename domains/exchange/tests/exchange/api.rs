//! What programs read: pages, changes, tombstones, tags, tokens.

use crate::stage::{self, FAMILY, HOME, SCHOOL, SILENT, activity, set, tell};
use consent::PublicationItem;
use exchange::Resource;
use http::header;
use kernel::{db::testing::on_each_engine, params};
use serde_json::{Value, json};

const EVERYTHING: &[Resource] = Resource::ALL;

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|thing| thing["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_read_by_pages_and_then_only_what_is_new() {
    on_each_engine(|db| {
        let stage = set(db);
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", EVERYTHING);
        let all = db.read(|tx| tx.count("SELECT COUNT(*) FROM place", params![]).map_err(Into::into)).unwrap();
        let mut found = Vec::new();
        let mut url = "/api/v1/places?limit=7".to_owned();
        let mut pages = 0;
        let cursor = loop {
            let page = tell(stage.ask(&url, &token, &[])).json();
            found.extend(ids(&page));
            pages += 1;
            if pages == 2 {
                // Meanwhile somebody renames what was read already, and a school appears.
                db.write(|tx| Ok(tx.execute("UPDATE place_name SET short_name = 'Переименованная' WHERE place_id = $1", params![found[0].as_str()])?)).unwrap();
                exchange::refresh(db).unwrap();
            }
            match page["next"].as_str() {
                Some(next) => url = next.to_owned(),
                None => break page["cursor"].as_str().unwrap().to_owned(),
            }
        };
        let renamed = found[0].clone();
        assert_eq!(found.iter().filter(|id| **id == renamed).count(), 2, "what changed comes again, at the end");
        found.sort();
        found.dedup();
        assert_eq!(found.len() as u64, all, "nothing was skipped");
        let later = tell(stage.ask(&format!("/api/v1/places?cursor={cursor}"), &token, &[])).json();
        assert!(ids(&later).is_empty() && later["next"].is_null());
        let open = db.write(|tx| Ok(activity(tx, HOME, "announced", true))).unwrap();
        db.write(|tx| Ok((activity(tx, HOME, "draft", true), activity(tx, HOME, "announced", false)))).unwrap();
        exchange::refresh(db).unwrap();
        let page = tell(stage.ask("/api/v1/activities", &token, &[])).json();
        assert_eq!(ids(&page), [open.clone()], "neither drafts nor closed ones");
        assert_eq!(page["data"][0]["directions"], json!(["d04"]));
        db.write(|tx| Ok(tx.execute("UPDATE activity SET state = 'cancelled' WHERE id = $1", params![open.as_str()])?)).unwrap();
        exchange::refresh(db).unwrap();
        let page = tell(stage.ask("/api/v1/activities", &token, &[])).json();
        let gone = &page["data"][0];
        assert_eq!((gone["id"].as_str(), gone["deleted"].as_bool(), gone.as_object().unwrap().len()), (Some(open.as_str()), Some(true), 3), "an id and nothing else");
        let one = tell(stage.ask(&format!("/api/v1/activities/{open}"), &token, &[]));
        assert_eq!((one.status, one.json()["type"].as_str()), (410, Some("/api/v1#gone")));
    });
}

#[test]
fn what_changed_since_an_instant() {
    on_each_engine(|db| {
        let stage = set(db);
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", &[Resource::Places]);
        let many = tell(stage.ask("/api/v1/places?limit=500&updated_since=2026-11-23T09:59:00%2B10:00", &token, &[])).json();
        assert!(ids(&many).len() > 15);
        db.clock().advance(jiff::SignedDuration::from_mins(5));
        db.write(|tx| Ok(tx.execute("UPDATE place SET closed_on = '2026-11-23' WHERE id = $1", params![SCHOOL])?)).unwrap();
        exchange::refresh(db).unwrap();
        let few = tell(stage.ask("/api/v1/places?updated_since=2026-11-23T00:01:00Z", &token, &[])).json();
        assert_eq!(ids(&few), [SCHOOL]);
        assert_eq!(exchange::refresh(db).unwrap(), 0, "nothing changed since");
    });
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    on_each_engine(|db| {
        let stage = set(db);
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", EVERYTHING);
        let first = tell(stage.ask("/api/v1/subjects", &token, &[]));
        let tag = first.header(header::ETAG).to_owned();
        assert!(first.status == 200 && tag.starts_with('"') && first.header(header::CACHE_CONTROL) == "private, no-cache");
        let again = tell(stage.ask("/api/v1/subjects", &token, &[(header::IF_NONE_MATCH, &tag)]));
        assert!(again.status == 304 && again.bytes.is_empty() && again.header(header::ETAG) == tag);
        db.write(|tx| Ok(tx.execute("UPDATE term SET valid_to = '2026-01-01' WHERE kind = 'subject' AND code = 'matematika'", params![])?)).unwrap();
        exchange::refresh(db).unwrap();
        assert_eq!(tell(stage.ask("/api/v1/subjects", &token, &[(header::IF_NONE_MATCH, &tag)])).status, 200);
    });
}

#[test]
fn a_member_is_read_by_a_live_consent_and_gone_with_it_at_once() {
    on_each_engine(|db| {
        let stage = set(db);
        let token = stage.token(db, "region", EVERYTHING);
        exchange::refresh(db).unwrap();
        assert!(ids(&tell(stage.ask("/api/v1/members", &token, &[])).json()).is_empty());
        stage::publish(db, stage.open, &[PublicationItem::FullName]);
        exchange::refresh(db).unwrap();
        let answer = tell(stage.ask("/api/v1/members", &token, &[]));
        let page = answer.json();
        let member = &page["data"][0];
        assert!(page["data"].as_array().unwrap().len() == 1 && member["full_name"] == json!("Открытова Анна Петровна") && member["school"].is_null() && member["subject"].is_null());
        assert!(answer.header(header::ETAG).is_empty() && answer.header(header::CACHE_CONTROL) == "no-store", "no invitation to keep it");
        assert!(!answer.text().contains(&stage.open.to_string()), "the register's own id stays inside");
        let kept: Vec<String> = db.read(|tx| Ok(tx.query("SELECT body FROM exchange_item WHERE resource = 'members'", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(kept, [""], "no copy is kept");
        let id = member["id"].as_str().unwrap().to_owned();
        let home = stage.token(db, HOME, EVERYTHING);
        assert!(ids(&tell(stage.ask("/api/v1/members", &home, &[])).json()).is_empty(), "the school isn't told, so neither is the municipality");
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School, PublicationItem::Subject]);
        exchange::refresh(db).unwrap();
        let member = tell(stage.ask("/api/v1/members", &home, &[])).json()["data"][0].clone();
        assert_eq!((member["id"].as_str(), member["municipality_id"].as_str(), member["subject"].as_str()), (Some(id.as_str()), Some(HOME), Some("matematika")));
        stage::withdraw(db, stage.open);
        let page = tell(stage.ask("/api/v1/members", &token, &[])).json();
        assert_eq!(page["data"][0], json!({"id": id, "deleted": true, "updated_at": page["data"][0]["updated_at"]}), "before any job has run");
        assert_eq!(tell(stage.ask(&format!("/api/v1/members/{id}"), &token, &[])).status, 410);
        exchange::refresh(db).unwrap();
        db.write(|tx| exchange::listen(tx, kernel::news::News::Erase { person: stage.open })).unwrap();
        let left: Vec<String> = db.read(|tx| Ok(tx.query("SELECT source FROM exchange_item WHERE resource = 'members'", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(left, [format!("gone:{id}")], "a tombstone leads to nobody");
        assert_eq!(exchange::refresh(db).unwrap(), 0);
    });
}

#[test]
fn what_moves_away_is_gone_for_whoever_reads_the_old_place() {
    on_each_engine(|db| {
        let stage = set(db);
        let (region, home, far) = (stage.token(db, "region", EVERYTHING), stage.token(db, HOME, EVERYTHING), stage.token(db, &stage.far, EVERYTHING));
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School]);
        exchange::refresh(db).unwrap();
        let before = tell(stage.ask("/api/v1/members", &home, &[])).json();
        let (id, cursor) = (ids(&before)[0].clone(), before["cursor"].as_str().unwrap().to_owned());
        // The school may no longer be told: the municipality's program must hear that the person is no longer its to show.
        stage::withdraw(db, stage.open);
        stage::publish(db, stage.open, &[PublicationItem::FullName]);
        exchange::refresh(db).unwrap();
        for asked in ["/api/v1/members?updated_since=2026-01-01T00:00:00Z".to_owned(), format!("/api/v1/members?cursor={cursor}")] {
            let page = tell(stage.ask(&asked, &home, &[])).json();
            assert_eq!(page["data"], json!([{"id": id, "deleted": true, "updated_at": page["data"][0]["updated_at"]}]), "{asked}");
        }
        assert_eq!(tell(stage.ask(&format!("/api/v1/members/{id}"), &home, &[])).status, 410);
        assert_eq!(tell(stage.ask(&format!("/api/v1/members/{id}"), &far, &[])).status, 404, "who never read it learns nothing");
        let all = tell(stage.ask("/api/v1/members", &region, &[])).json();
        assert_eq!((ids(&all), all["data"][0]["deleted"].as_bool()), (vec![id.clone()], Some(false)), "once, and alive");
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School]);
        exchange::refresh(db).unwrap();
        let back = tell(stage.ask("/api/v1/members", &home, &[])).json();
        assert_eq!((ids(&back), back["data"][0]["deleted"].as_bool()), (vec![id], Some(false)));
        // A school goes to the neighbour.
        let path: String = db.read(|tx| tx.one("SELECT path FROM place WHERE id = $1", params![stage.far.as_str()], |row| row.get(0))).unwrap();
        db.write(|tx| Ok(tx.execute("UPDATE place SET parent_id = $1, path = $2 WHERE id = $3", params![stage.far.as_str(), format!("{path}{SCHOOL}/"), SCHOOL])?)).unwrap();
        exchange::refresh(db).unwrap();
        let at = |token: &str| tell(stage.ask(&format!("/api/v1/places/{SCHOOL}"), token, &[])).status;
        assert_eq!((at(&home), at(&far), at(&region)), (410, 200, 200));
    });
}

#[test]
fn no_list_but_members_names_anybody() {
    on_each_engine(|db| {
        let stage = set(db);
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School, PublicationItem::Subject]);
        db.write(|tx| Ok(activity(tx, SCHOOL, "held", true))).unwrap();
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", EVERYTHING);
        for resource in Resource::ALL {
            let text = tell(stage.ask(&format!("{}?limit=500", resource.url()), &token, &[])).text();
            assert!(!text.contains(SILENT), "{resource}");
            assert_eq!(text.contains(FAMILY), *resource == Resource::Members, "{resource}");
        }
    });
}

#[test]
fn sums_leave_only_by_published_sources_and_without_small_numbers() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            let others: Vec<String> = tx.query("SELECT id FROM place WHERE kind = 'municipality' AND id NOT IN ($1, $2) ORDER BY id LIMIT 2", params![HOME, stage.far.as_str()], |row| row.get(0))?;
            for (at, place) in others.iter().enumerate() {
                stage::school(tx, &format!("sch-other{at}"), place);
            }
            for source in ["oge", "marks", "school_test", "vpr"] {
                stage::sum(tx, SCHOOL, source, (20, 500, 50));
                stage::sum(tx, "sch-far", source, (1, 8, 2));
                stage::sum(tx, "sch-other0", source, (9, 192, 19));
                stage::sum(tx, "sch-other1", source, (9, 200, 19));
            }
            Ok(())
        })
        .unwrap();
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", EVERYTHING);
        let page = tell(stage.ask("/api/v1/outcomes", &token, &[])).json();
        let rows = page["data"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["source"] == json!("oge") && row["place_id"] != json!(stage.far)), "{page}");
        let total = rows.iter().find(|row| row["place_id"] == json!("region")).unwrap()["pupils"].as_i64().unwrap();
        let parts: Vec<i64> = rows.iter().filter(|row| row["place_id"] != json!("region")).map(|row| row["pupils"].as_i64().unwrap()).collect();
        assert!(total == 900 && total - parts.iter().sum::<i64>() > 100 && parts.len() == 2, "the small one is hidden together with another: {page}");
        let home = rows.iter().find(|row| row["place_id"] == json!(HOME)).unwrap();
        assert_eq!((home["pupils"].as_i64(), home["under"].as_i64(), home["share_under"].as_f64()), (Some(500), Some(50), Some(10.0)));
    });
}

#[test]
fn a_token_opens_what_it_names_within_its_place_until_its_day() {
    on_each_engine(|db| {
        let stage = set(db);
        exchange::refresh(db).unwrap();
        let token = stage.token(db, HOME, &[Resource::Places]);
        let schools = |page: &Value| page["data"].as_array().unwrap().iter().filter(|thing| thing["kind"] == json!("school")).count();
        let page = tell(stage.ask("/api/v1/places?limit=500", &token, &[])).json();
        assert_eq!(schools(&page), 1, "its own schools only");
        assert_eq!(tell(stage.ask("/api/v1/places/sch-far", &token, &[])).status, 404);
        let refused = tell(stage.ask("/api/v1/quotas", &token, &[]));
        assert_eq!((refused.status, refused.json()["type"].as_str()), (403, Some("/api/v1#out-of-scope")));
        let kept: String = db.read(|tx| tx.one("SELECT digest || ' ' || lookup FROM exchange_token", params![], |row| row.get(0))).unwrap();
        assert!(!kept.contains(token.rsplit('_').next().unwrap()));
        let day = db.clock().today().to_string();
        let used: Vec<(String, i64)> = db.read(|tx| Ok(tx.query("SELECT day, calls FROM exchange_use", params![], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap();
        assert_eq!(used, [(day, 1)], "the first of the day is written down at once");
        db.clock().advance(jiff::SignedDuration::from_hours(24));
        assert_eq!(db.write(exchange::note_days).unwrap(), 1);
        assert_eq!(db.write(exchange::note_days).unwrap(), 0, "one line a day");
        db.clock().advance(jiff::SignedDuration::from_hours(24 * 80));
        assert_eq!(tell(stage.ask("/api/v1/places", &token, &[])).status, 401, "its day is over");
    });
}

#[test]
fn wrong_tokens_are_refused_and_braked() {
    on_each_engine(|db| {
        let stage = set(db);
        let token = stage.token(db, "region", &[Resource::Places]);
        for wrong in ["", "mta_", "nonsense", "mta_000000000000_0000000000000000000000000000000000000000000", &format!("{token}x"), &token[..token.len() - 1]] {
            let answer = tell(stage.ask("/api/v1/places", wrong, &[]));
            assert_eq!((answer.status, answer.header(header::CONTENT_TYPE), answer.header(header::WWW_AUTHENTICATE)), (401, "application/problem+json", "Bearer"), "{wrong}");
            assert_eq!(answer.json()["title"], json!("Нужен действующий ключ доступа"));
        }
        let mut last = 0;
        for _ in 0..40 {
            last = tell(stage.ask("/api/v1/places", "nonsense", &[])).status;
        }
        assert_eq!(last, 429);
        assert_eq!(tell(stage.ask("/api/v1/places", &token, &[])).status, 200, "who has a token isn't kept out by who guesses");
        let id = db.read(exchange::tokens).unwrap()[0].id;
        db.write(|tx| exchange::revoke_token(tx, &stage.administrator.by(), id)).unwrap();
        assert_ne!(tell(stage.ask("/api/v1/places", &token, &[])).status, 200, "taken back");
    });
}

#[test]
fn what_is_asked_wrongly_is_said_so() {
    on_each_engine(|db| {
        let stage = set(db);
        let token = stage.token(db, "region", EVERYTHING);
        for (query, word) in [
            ("limit=0", "bad-limit"),
            ("limit=501", "bad-limit"),
            ("limit=", "bad-limit"),
            ("limit=ten", "bad-limit"),
            ("cursor=", "bad-cursor"),
            ("cursor=xyz", "bad-cursor"),
            ("cursor=ffffffffffffffff", "bad-cursor"),
            ("updated_since=", "bad-updated-since"),
            ("updated_since=2026-11-23", "bad-updated-since"),
            ("updated_since=%D0%B2%D1%87%D0%B5%D1%80%D0%B0", "bad-updated-since"),
        ] {
            let answer = tell(stage.ask(&format!("/api/v1/places?{query}"), &token, &[]));
            assert_eq!((answer.status, answer.json()["type"].clone()), (400, json!(format!("/api/v1#{word}"))), "{query}");
        }
        assert_eq!(tell(stage.ask("/api/v1/places?cursor=7fffffffffffffff&updated_since=9999-12-30T00:00:00Z", &token, &[])).status, 200);
        for path in ["/api/v1/places/nobody", "/api/v1/places/%00", "/api/v1/places/%FF"] {
            assert_eq!(tell(stage.ask(path, &token, &[])).status, 404, "{path}");
        }
    });
}
