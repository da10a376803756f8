//! The same form twice, and two people at once.

use crate::{
    forms::{Form, forms},
    region::{Answer, Browser, Region, tell},
};
use access::Role;
use kernel::FormKey;

/// A form of a page, with what a browser would send for it.
async fn form_of(browser: &mut Browser<'_>, page: &str, action: &str) -> Form {
    let answer = browser.open(page).await;
    forms(&answer.text(), page).into_iter().find(|form| form.is_post && form.action.ends_with(action)).unwrap_or_else(|| panic!("no form to {action} on {page}: {}", answer.status))
}

/// Sends a form as it stands, changed where said.
async fn send(browser: &mut Browser<'_>, form: &Form, key: &str, typed: &[(&str, &str)]) -> Answer {
    let untouched = form.fields.iter().filter(|field| field.is_sent && field.name != "_key" && !typed.iter().any(|(name, _)| *name == field.name));
    let mut fields: Vec<(&str, &str)> = untouched.map(|field| (field.name.as_str(), field.value.as_str())).collect();
    fields.extend_from_slice(typed);
    fields.push(("_key", key));
    browser.post(&form.action, &fields).await
}

fn key() -> String {
    FormKey::fresh().as_str().to_owned()
}

#[test]
fn two_who_endorse_at_once_are_told_and_a_double_click_is_one_act() {
    let region = Region::new();
    let application = region.one::<String>("SELECT a.id FROM application a JOIN place pl ON pl.id = a.place_id WHERE a.state = 'checked' AND pl.path LIKE (SELECT p.path FROM role_grant g JOIN place p ON p.id = g.place_id WHERE g.role = 'municipal' LIMIT 1) || '%' LIMIT 1");
    let card = format!("/applications/{application}");
    tell(async {
        let (mut olga, mut second) = (region.at_work(Role::Municipal), region.at_work(Role::Municipal));
        let (first, late) = (form_of(&mut olga, &card, "/endorsement").await, form_of(&mut second, &card, "/decline").await);
        let once = key();
        assert_eq!(send(&mut olga, &first, &once, &[("support", "да")]).await.location, card);
        assert_eq!(send(&mut olga, &first, &once, &[("support", "да")]).await.location, card, "the second click leads where the first did");
        let clash = send(&mut second, &late, &key(), &[("reason", "overloaded"), ("note", "")]).await;
        assert!(clash.status == 409 && clash.is_russian(), "{}", clash.said());
        assert_eq!(region.one::<String>(&format!("SELECT state FROM application WHERE id = '{application}'")), "endorsed");
        assert_eq!(region.count(&format!("SELECT COUNT(*) FROM audit_event WHERE action = 'application.endorsed' AND object_id = '{application}'")), 1);
        // Somebody else's key is nobody's: the same key in other hands neither acts for its owner nor tells where it led.
        let mut vera = region.at_work(Role::DataProtection);
        let answer = vera.post("/audit/verification", &[("_key", &once)]).await;
        assert!(answer.location.starts_with("/audit/verifications/"), "{}", answer.location);
    });
}

#[test]
fn two_who_decide_at_once_are_told_what_the_other_decided() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let item = region.item();
        let page = format!("{meeting}/items/{item}");
        for account in region.all::<String>("SELECT account_id FROM role_grant WHERE role = 'commission'") {
            let mut member = region.browser_of(account.parse().unwrap());
            let voted = member.post(&format!("{meeting}/votes"), &[(&format!("voice-{item}"), "for")]).await;
            assert_eq!(voted.status, 303, "{}", voted.said());
        }
        let (mut vera, mut chair) = (region.at_work(Role::Coordinator), region.at_work(Role::Commission));
        let (first, late) = (form_of(&mut vera, &page, "/decision").await, form_of(&mut vera, &page, "/decision").await);
        let once = key();
        let decided = send(&mut vera, &first, &once, &[("outcome", "reserve"), ("note", "Достойный кандидат")]).await;
        assert_eq!(decided.status, 303, "{}", decided.said());
        assert_eq!(send(&mut vera, &first, &once, &[("outcome", "reserve")]).await.location, decided.location);
        let clash = send(&mut chair, &late, &key(), &[("outcome", "postpone"), ("note", "")]).await;
        assert!(matches!(clash.status, 404 | 409) && clash.is_russian(), "{}", clash.said());
        let clash = send(&mut vera, &late, &key(), &[("outcome", "postpone"), ("note", "")]).await;
        assert!(clash.status == 409 && clash.text().contains("изменил кто-то другой") && clash.text().contains("не записано"), "{}", clash.said());
        assert_eq!(region.one::<String>(&format!("SELECT outcome FROM agenda_item WHERE id = '{item}'")), "reserve");
        assert_eq!(region.count(&format!("SELECT COUNT(*) FROM audit_event WHERE action = 'meeting.item_decided' AND object_id = '{}'", meeting.rsplit('/').next().unwrap())), 1);
    });
}

#[test]
fn an_order_signed_twice_is_signed_once() {
    let region = Region::new();
    tell(async {
        let mut vera = region.at_work(Role::Coordinator);
        let membership = region.one::<String>("SELECT id FROM membership WHERE ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM membership_pause p WHERE p.membership_id = membership.id) LIMIT 1");
        let reason = region.one::<String>("SELECT code FROM term WHERE kind = 'end_reason' ORDER BY position LIMIT 1");
        let draft = key();
        let fields = [("_key", draft.as_str()), ("order", "end"), ("membership", &membership), ("reason", &reason)];
        let drafted = vera.post("/orders/new", &fields).await;
        assert!(drafted.location.starts_with("/orders/"), "{}", drafted.said());
        assert_eq!(vera.post("/orders/new", &fields).await.location, drafted.location);
        assert_eq!(region.count("SELECT COUNT(*) FROM act_order WHERE state = 'draft' AND kind = 'end'"), 1);
        let (first, late) = (form_of(&mut vera, &drafted.location, "/signature").await, form_of(&mut vera, &drafted.location, "/signature").await);
        let once = key();
        let signed = send(&mut vera, &first, &once, &[("number", "777-р")]).await;
        assert_eq!(signed.status, 303, "{}", signed.said());
        assert_eq!(send(&mut vera, &first, &once, &[("number", "777-р")]).await.location, signed.location);
        let again = send(&mut vera, &late, &key(), &[("number", "778-р")]).await;
        assert!(again.status == 409 && again.is_russian(), "{}", again.said());
        assert_eq!(region.count(&format!("SELECT COUNT(*) FROM audit_event WHERE action = 'membership.ended' AND object_id = '{membership}'")), 1);
        assert_eq!(region.one::<String>(&format!("SELECT number FROM act_order WHERE id = '{}'", drafted.location.rsplit('/').next().unwrap())), "777-р");
    });
}

#[test]
fn a_consent_withdrawn_twice_is_withdrawn_once() {
    let region = Region::new();
    let me = region.persona(Role::Member).account;
    let consent = region.one::<String>(&format!("SELECT c.id FROM consent c JOIN account a ON a.person_id = c.person_id WHERE a.id = '{me}' AND c.kind = 'publication' ORDER BY c.given_at DESC LIMIT 1"));
    tell(async {
        let mut anna = region.at_work(Role::Member);
        let page = format!("/cabinet/consents/{consent}/withdrawal");
        let once = key();
        for pressed in [&once, &once, &key()] {
            let answer = anna.post(&page, &[("_key", pressed), ("item", "")]).await;
            assert!(matches!(answer.status, 303 | 409), "{}", answer.said());
        }
        assert_eq!(region.count(&format!("SELECT COUNT(*) FROM withdrawal WHERE consent_id = '{consent}'")), 1);
        assert_eq!(region.count("SELECT COUNT(*) FROM audit_event WHERE action = 'consent.withdrawn'"), 1);
    });
}
