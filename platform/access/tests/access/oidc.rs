//! Login through an outside provider: what holds is believed, everything else is refused.

use crate::{
    account, anna,
    provider::{Fault, Provider},
};
use access::{
    accounts,
    oidc::{self, OidcError, OidcSettings, Ticket},
};
use audit::By;
use kernel::{Error, db::testing::on_each_engine};

fn client(issuer: &str) -> oidc::Provider {
    let settings = OidcSettings { issuer: issuer.into(), client_id: "metodaktiv".into(), client_secret: "secret".into(), label: "Единый вход".into() };
    oidc::Provider::new(settings, "http://test.local/login/oidc/callback")
}

#[test]
fn a_person_comes_back_as_whom_the_provider_vouches_for() {
    let provider = Provider::start();
    let client = client(&provider.issuer);
    let start = client.start().unwrap();
    let (code, state) = provider.approve(&start.url, "teacher-7", Fault::None);
    assert_eq!(client.finish(&start.ticket, &state, &code).unwrap(), format!("{} teacher-7", provider.issuer));
    assert!(matches!(client.finish(&start.ticket, &state, &code), Err(OidcError::Token(_))), "a code is good once");
}

#[test]
fn a_token_that_is_wrong_in_any_way_is_refused() {
    let provider = Provider::start();
    let client = client(&provider.issuer);
    for fault in [Fault::Nonce, Fault::Audience, Fault::Issuer, Fault::Expired, Fault::ForeignKey, Fault::Unsigned] {
        let start = client.start().unwrap();
        let (code, state) = provider.approve(&start.url, "teacher-7", fault);
        assert!(matches!(client.finish(&start.ticket, &state, &code), Err(OidcError::Token(_))), "{fault:?}");
    }
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let provider = Provider::start();
    let client = client(&provider.issuer);
    let (mine, hers) = (client.start().unwrap(), client.start().unwrap());
    let (code, state) = provider.approve(&hers.url, "teacher-7", Fault::None);
    assert!(matches!(client.finish(&mine.ticket, &state, &code), Err(OidcError::NotOurs("state"))));
    // The state may leak by the address; without the verifier the code is worth nothing.
    let stolen = Ticket { verifier: mine.ticket.verifier, ..hers.ticket };
    assert!(matches!(client.finish(&stolen, &state, &code), Err(OidcError::Token(_))));
}

#[test]
fn a_provider_that_isn_t_there_is_no_panic() {
    let gone = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    assert!(matches!(client(&format!("http://{gone}")).start(), Err(OidcError::Provider(_))));
    assert!(matches!(client("not a url").start(), Err(OidcError::Provider(_))));
    assert!(matches!(client("http://id.example.invalid").start(), Err(OidcError::Provider(_))));
}

#[test]
fn one_outside_user_is_linked_to_one_account() {
    on_each_engine(|db| {
        let anna = anna(db);
        let olga = account(db, "Ким Ольга", "olga@iro.ru");
        let subject = "https://id.example.ru teacher-7";
        assert_eq!(db.read(|tx| accounts::by_subject(tx, subject)).unwrap(), None);
        db.write(|tx| accounts::link_subject(tx, &By::cli(), anna, subject)).unwrap();
        assert!(matches!(db.write(|tx| accounts::link_subject(tx, &By::cli(), olga, subject)), Err(Error::Refusal(_))));
        assert_eq!(db.read(|tx| accounts::by_subject(tx, subject)).unwrap().map(|account| account.id), Some(anna));
        db.write(|tx| accounts::unlink_subject(tx, &By::cli(), anna)).unwrap();
        db.write(|tx| accounts::link_subject(tx, &By::cli(), olga, subject)).unwrap();
    });
}
