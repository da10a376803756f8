//! The shell of every page: header, at most seven entries of navigation, the heading with its one main action, footer.

mod nav;
mod who;

pub use crate::parts::Notice;
pub use nav::{NavItem, public_nav};
pub use who::Who;

use crate::{assets::asset_url, parts, prefs, prefs::Prefs};
use maud::{DOCTYPE, Markup, Render, html};

const PRODUCT: &str = "Методактив";

/// Time left before the session ends, for the warning five minutes ahead.
#[derive(Clone, Debug)]
struct Session {
    seconds_left: i64,
    extend_url: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Width {
    Narrow,
    #[default]
    Usual,
    Wide,
}

#[derive(Debug, Default)]
pub struct Page {
    title: String,
    error_title: bool,
    own_heading: bool,
    lead: Option<Markup>,
    action: Option<Markup>,
    nav: Option<Vec<NavItem>>,
    path: String,
    who: Option<Who>,
    session: Option<Session>,
    trail: Vec<(String, String)>,
    width: Width,
    prefs: Prefs,
    notices: Vec<Notice>,
    operator: Option<String>,
    banner: Option<Markup>,
    body: Markup,
}

impl Page {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// After a failed form: the tab's title begins with «Ошибка», so that a screen reader says it first.
    pub fn error_title(mut self, failed: bool) -> Self {
        self.error_title = failed;
        self
    }

    /// The body brings its own `h1`.
    pub fn own_heading(mut self) -> Self {
        self.own_heading = true;
        self
    }

    /// A sentence under the heading.
    pub fn lead(mut self, lead: impl Render) -> Self {
        self.lead = Some(lead.render());
        self
    }

    /// The one main action, beside the heading.
    pub fn action(mut self, action: Markup) -> Self {
        self.action = Some(action);
        self
    }

    /// Entries of the role; without them a visitor sees the public ones. Only the first seven are shown.
    pub fn nav(mut self, nav: Vec<NavItem>) -> Self {
        self.nav = Some(nav);
        self
    }

    /// The page's own path: marks the current entry and is where «Размер текста и контраст» returns.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    pub fn who(mut self, who: impl Into<Option<Who>>) -> Self {
        self.who = who.into();
        self
    }

    /// Warns five minutes before the session ends; the button posts to `extend_url`.
    pub fn session(mut self, seconds_left: i64, extend_url: impl Into<String>) -> Self {
        self.session = Some(Session { seconds_left, extend_url: extend_url.into() });
        self
    }

    /// The way here from the start, without the page itself.
    pub fn trail<L: Into<String>, U: Into<String>>(mut self, steps: impl IntoIterator<Item = (L, U)>) -> Self {
        self.trail = steps.into_iter().map(|(label, url)| (label.into(), url.into())).collect();
        self
    }

    /// For forms and reading.
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// For dense tables.
    pub fn wide(mut self) -> Self {
        self.width = Width::Wide;
        self
    }

    pub fn prefs(mut self, prefs: Prefs) -> Self {
        self.prefs = prefs;
        self
    }

    pub fn notice(mut self, notice: impl Into<Option<Notice>>) -> Self {
        self.notices.extend(notice.into());
        self
    }

    /// The operator of personal data, named in the footer.
    pub fn operator(mut self, name: impl Into<String>) -> Self {
        self.operator = Some(name.into());
        self
    }

    /// A line above everything: what this installation is (the demo).
    pub fn banner(mut self, banner: Markup) -> Self {
        self.banner = Some(banner);
        self
    }

    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    pub fn render(self) -> Markup {
        let nav = nav::marked(self.nav.clone().unwrap_or_else(|| if self.who.is_none() { public_nav() } else { Vec::new() }), &self.path);
        html! {
            (DOCTYPE)
            html lang="ru" class=[self.prefs.classes()] {
                (self.head())
                body data-session-left=[self.session.as_ref().map(|s| s.seconds_left)]
                     data-session-url=[self.session.as_ref().map(|s| s.extend_url.as_str())] {
                    a.skip href="#main" { "К содержанию" }
                    @if let Some(banner) = &self.banner { aside.banner aria-label="Об этой установке" { (banner) } }
                    (self.header(&nav))
                    div.frame {
                        @if !nav.is_empty() { nav.side aria-label="Разделы" { (nav::list(&nav)) } }
                        (self.main())
                    }
                    (self.footer())
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="format-detection" content="telephone=no";
                title { @if self.error_title { "Ошибка: " } (self.title) " — " (PRODUCT) }
                link rel="icon" href=(asset_url("favicon.svg")) type="image/svg+xml";
                link rel="preload" href=(asset_url("golos.woff2")) as="font" type="font/woff2" crossorigin;
                link rel="stylesheet" href=(asset_url("app.css"));
                @if self.uses_script() { script src=(asset_url("app.js")) defer {} }
            }
        }
    }

    /// Whether there is anything here that the script makes more comfortable. A visitor's first page mostly has nothing of the kind,
    /// and a request less is felt on a thin line.
    fn uses_script(&self) -> bool {
        self.session.is_some() || SCRIPTED.iter().any(|mark| self.body.0.contains(mark))
    }

    fn header(&self, nav: &[(NavItem, bool)]) -> Markup {
        html! {
            header.top {
                a.brand href="/" { (parts::sign()) span { (PRODUCT) } }
                @if !nav.is_empty() {
                    details.menu { summary { "Меню" @if let Some(who) = &self.who { (who::unread(who)) } } nav aria-label="Разделы" { (nav::list(nav)) @if let Some(who) = &self.who { (who::own(who)) } } }
                }
                @if let Some(who) = &self.who {
                    p.post { span.role { (who.role) } @if !who.place.is_empty() { span.place { (who.place) } }
                        @if let Some(url) = &who.switch_url { a href=(url) { "Сменить роль" } } }
                }
                div.tools {
                    @if let Some(url) = self.who.as_ref().and_then(|who| who.search_url.as_ref()) { a href=(url) { "Поиск" } }
                    @if let Some(who) = &self.who { (who::notices(who)) }
                    a href="/help" { "Помощь" }
                    @if let Some(who) = &self.who { (who::account(who)) } @else { a href="/login" { "Войти" } }
                }
            }
        }
    }

    fn main(&self) -> Markup {
        let width = match self.width {
            Width::Narrow => "narrow",
            Width::Usual => "usual",
            Width::Wide => "wide",
        };
        html! {
            main id="main" class=(width) tabindex="-1" {
                (parts::trail(&self.trail))
                @for notice in &self.notices { (parts::notice(notice)) }
                @if !self.own_heading {
                    div.heading {
                        h1 { (self.title) }
                        @if let Some(action) = &self.action { div.heading-action { (action) } }
                    }
                }
                @if let Some(lead) = &self.lead { p.lead { (lead) } }
                (self.body)
            }
        }
    }

    fn footer(&self) -> Markup {
        let back = crate::url::Query::default().with("back", &self.path);
        html! {
            footer.foot {
                @if let Some(operator) = &self.operator { p { (operator) } }
                ul {
                    li { a href="/policy" { "Как мы обращаемся с персональными данными" } }
                    li { a href=(back.href(prefs::URL)) { "Размер текста и контраст" } }
                }
            }
        }
    }
}

/// What `app.js` looks for. A second press of a plain form needs no script: its key makes it act once. A password that is made up is worth
/// seeing; one that is known is worth it after a mistake, and the summary of errors brings the script then.
const SCRIPTED: [&str; 6] = ["data-error-summary", "autocomplete=\"new-password\"", "<optgroup", "type=\"file\"", "data-autosave", "data-print"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_only_text() {
        let evil = "\"><script>alert(1)</script>";
        let who = Who { name: evil.into(), role: evil.into(), place: evil.into(), ..Who::default() };
        let page = Page::new(evil).who(who).trail([(evil, evil)]).path(evil).operator(evil).lead(evil);
        let html = page.notice(Notice::problem(evil)).nav(vec![NavItem::new(evil, evil)]).render().into_string();
        assert!(!html.contains("<script>"));
    }

    #[test]
    fn the_script_comes_only_where_it_has_something_to_do() {
        let asks = |page: Page| page.render().into_string().contains("<script");
        assert!(!asks(Page::new("Участники").body(crate::table::filter_bar("/members", &crate::url::Query::default(), html! { input name="q"; }))));
        assert!(!asks(Page::new("Начать").body(crate::form::form("/apply", "key", html! { input name="email"; }))));
        let asked = |token: &'static str| html! { (crate::form::Field::new("password", "Пароль").autocomplete(token).password()) };
        assert!(!asks(Page::new("Вход").body(asked("current-password"))), "the first page may be this one: four requests, no more");
        assert!(asks(Page::new("Вход").body(html! { div data-error-summary {} (asked("current-password")) })));
        assert!(asks(Page::new("Новый пароль").body(asked("new-password"))));
        assert!(asks(Page::new("Дела").session(600, "/session/extend")));
    }

    #[test]
    fn a_failed_form_is_announced_in_the_title() {
        let html = Page::new("Заявка").error_title(true).render().into_string();
        assert!(html.contains("<title>Ошибка: Заявка — Методактив</title>"));
        assert!(html.contains("<h1>Заявка</h1>"));
    }
}
