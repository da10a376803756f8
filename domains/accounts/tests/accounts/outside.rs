//! Login through an outside provider, with a small one on this machine.

use crate::{
    house::{GOOD, House, with_routes},
    provider::{Fault, Provider},
};
use access::oidc::{self, OidcSettings};
use web::testing::Visitor;

fn story(tell: impl Fn(&House, &Provider)) {
    let provider = Provider::start();
    let settings = OidcSettings { issuer: provider.issuer.clone(), client_id: "metodaktiv".into(), client_secret: "secret".into(), label: "Единый вход".into() };
    let client = oidc::Provider::new(settings, "http://test.local/login/oidc/callback");
    with_routes(false, || accounts::with_outside_login(Some(client.clone())), |house| tell(house, &provider));
}

/// Goes to the provider, is who they say, and comes back.
fn through(house: &House, provider: &Provider, visitor: &mut Visitor, from: &str, subject: &str, fault: Fault) -> web::testing::Page {
    let away = house.away(visitor, from);
    let (code, state) = provider.approve(&away, subject, fault);
    house.open(visitor, &format!("/login/oidc/callback?code={code}&state={}", ui::url::encode(&state)))
}

#[test]
fn an_owner_links_the_outside_login_and_comes_in_by_it() {
    story(|house, provider| {
        let anna = house.anna();
        assert!(house.open(&mut house.visitor(), "/login").says("Войти через Единый вход"));
        let stranger = through(house, provider, &mut house.visitor(), "/login/oidc", "teacher-7", Fault::None);
        assert!(stranger.status == 403 && stranger.says("не связан"));
        let linked = through(house, provider, &mut house.at_work(anna), "/login/oidc?link=own", "teacher-7", Fault::None);
        assert!(linked.says("Внешний вход связан"), "{}", linked.path);
        let desk = through(house, provider, &mut house.visitor(), "/login/oidc", "teacher-7", Fault::None);
        assert!(desk.says("Стол: Заместитель директора школы"));
        house.enrol(anna);
        let code = through(house, provider, &mut house.visitor(), "/login/oidc", "teacher-7", Fault::None);
        assert_eq!(code.path, "/login/code", "the second step is ours to ask");
    });
}

#[test]
fn an_administrator_s_link_ties_the_outside_login_once() {
    story(|house, provider| {
        let anna = house.anna();
        let root = house.account("Первый", "root@iro.ru", access::Role::Administrator, "region");
        let mut root = house.at_work(root);
        house.open(&mut root, &format!("/admin/accounts/{anna}"));
        let page = house.post(&mut root, &format!("/admin/accounts/{anna}/outside-link"), &[]);
        let link = page.html.split("http://test.local").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert!(through(house, provider, &mut house.visitor(), &link, "teacher-7", Fault::None).says("Стол"));
        assert_eq!(through(house, provider, &mut house.visitor(), &link, "thief", Fault::None).status, 403);
    });
}

#[test]
fn a_wrong_token_a_strange_answer_and_a_refusal_let_nobody_in() {
    story(|house, provider| {
        house.anna();
        let forged = through(house, provider, &mut house.visitor(), "/login/oidc", "teacher-7", Fault::ForeignKey);
        assert!(forged.status == 502 && forged.says("не удался"));
        for query in ["code=x&state=y", "error=access_denied", ""] {
            let mut visitor = house.visitor();
            house.away(&mut visitor, "/login/oidc");
            assert_eq!(house.open(&mut visitor, &format!("/login/oidc/callback?{query}")).status, 502, "{query}");
        }
        let without_errand = house.open(&mut house.visitor(), "/login/oidc/callback?code=x&state=y");
        assert_eq!(without_errand.status, 502);
    });
}

#[test]
fn unlinking_never_locks_the_owner_out() {
    story(|house, provider| {
        let anna = house.anna();
        let mut visitor = house.at_work(anna);
        through(house, provider, &mut visitor, "/login/oidc?link=own", "teacher-7", Fault::None);
        assert!(house.post(&mut visitor, "/account/outside-login/removal", &[]).says("Внешний вход отвязан"));
        assert_eq!(through(house, provider, &mut house.visitor(), "/login/oidc", "teacher-7", Fault::None).status, 403);
        assert_eq!(house.log_in(&mut house.visitor(), GOOD).path, "/desk");
    });
}

#[test]
fn without_a_provider_its_pages_don_t_exist() {
    crate::house::on_each_engine(|house| {
        assert_eq!(house.open(&mut house.visitor(), "/login/oidc").status, 404);
        assert_eq!(house.open(&mut house.visitor(), "/login/oidc/callback?code=x&state=y").status, 404);
    });
}
