//! The shell of every page: header, at most seven entries of navigation, the heading with its one main action, footer.

use crate::{assets::asset_url, parts, prefs, prefs::Prefs};
use maud::{DOCTYPE, Markup, Render, html};

pub use crate::parts::Notice;

const PRODUCT: &str = "Методактив";
const MOST_NAV_ENTRIES: usize = 7;

/// One entry of the navigation; the count says how many things wait there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    label: String,
    url: String,
    count: Option<u64>,
    /// Under which heading it lies where there are too many entries to show at once.
    group: &'static str,
}

impl NavItem {
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into(), count: None, group: "" }
    }

    #[must_use]
    pub fn under(mut self, group: &'static str) -> Self {
        self.group = group;
        self
    }

    /// Zero isn't shown.
    pub fn count(mut self, waiting: u64) -> Self {
        self.count = (waiting > 0).then_some(waiting);
        self
    }

    fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.url.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']) || self.url == "/")
    }
}

/// What a visitor without an account may open.
pub fn public_nav() -> Vec<NavItem> {
    vec![
        NavItem::new("Участники актива", "/members"),
        NavItem::new("Практики", "/practices/public"),
        NavItem::new("Календарь", "/calendar"),
        NavItem::new("Открытые данные", "/open-data"),
        NavItem::new("Подать заявку", "/apply"),
    ]
}

/// The person logged in, as the header names them.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub name: String,
    pub role: String,
    pub place: String,
    /// Where another role or place is chosen; `None` when there is only one.
    pub switch_url: Option<String>,
    /// Own cabinet.
    pub profile_url: Option<String>,
    pub search_url: Option<String>,
    /// Where one's own notices are and how many are unread; `None` where nobody is told anything.
    pub notices: Option<(String, u64)>,
    /// Idempotency key of the logout form.
    pub logout_key: String,
}

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
        let nav = self.entries();
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
                        @if !nav.is_empty() { nav.side aria-label="Разделы" { (nav_list(&nav)) } }
                        (self.main())
                    }
                    (self.footer())
                }
            }
        }
    }

    fn entries(&self) -> Vec<(NavItem, bool)> {
        let entries = self.nav.clone().unwrap_or_else(|| if self.who.is_none() { public_nav() } else { Vec::new() });
        let longest = entries.iter().filter(|item| item.holds(&self.path)).map(|item| item.url.len()).max();
        entries
            .into_iter()
            .map(|item| {
                let current = item.holds(&self.path) && Some(item.url.len()) == longest;
                (item, current)
            })
            .collect()
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
                    details.menu { summary { "Меню" @if let Some(who) = &self.who { (unread(who)) } } nav aria-label="Разделы" { (nav_list(nav)) @if let Some(who) = &self.who { (own(who)) } } }
                }
                @if let Some(who) = &self.who {
                    p.post { span.role { (who.role) } @if !who.place.is_empty() { span.place { (who.place) } }
                        @if let Some(url) = &who.switch_url { a href=(url) { "Сменить роль" } } }
                }
                div.tools {
                    @if let Some(url) = self.who.as_ref().and_then(|who| who.search_url.as_ref()) { a href=(url) { "Поиск" } }
                    @if let Some(who) = &self.who { (notices(who)) }
                    a href="/help" { "Помощь" }
                    @if let Some(who) = &self.who { (account(who)) } @else { a href="/login" { "Войти" } }
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

/// What a phone's header has no room for: it lies under «Меню» there, and only there.
fn own(who: &Who) -> Markup {
    html! {
        div.own {
            p.hint { (who.role) @if !who.place.is_empty() { ", " (who.place) } }
            ul {
                @if let Some(url) = &who.switch_url { li { a href=(url) { "Сменить роль" } } }
                @if let Some(url) = &who.search_url { li { a href=(url) { "Поиск" } } }
                @if who.notices.is_some() { li { (notices(who)) } }
                li { a href="/help" { "Помощь" } }
            }
            (account(who))
        }
    }
}

/// Unread notices are counted up to a hundred.
const MOST_UNREAD: u64 = 99;

fn notices(who: &Who) -> Markup {
    html! {
        @if let Some((url, _)) = &who.notices {
            a href=(url) { "Уведомления" (unread(who)) }
        }
    }
}

fn unread(who: &Who) -> Markup {
    html! {
        @if let Some((_, count @ 1..)) = &who.notices {
            " " b.count { @if *count > MOST_UNREAD { (MOST_UNREAD) "+" } @else { (count) } span.unseen { " не прочитано" } }
        }
    }
}

fn account(who: &Who) -> Markup {
    html! {
        @if let Some(url) = &who.profile_url { a.me href=(url) { (who.name) } } @else { span.me { (who.name) } }
        form method="post" action="/logout" {
            @if !who.logout_key.is_empty() { (crate::form::hidden("_key", &who.logout_key)) }
            button.quiet type="submit" { "Выйти" }
        }
    }
}

/// What `app.js` looks for. A second press of a plain form needs no script: its key makes it act once. A password that is made up is worth
/// seeing; one that is known is worth it after a mistake, and the summary of errors brings the script then.
const SCRIPTED: [&str; 6] = ["data-error-summary", "autocomplete=\"new-password\"", "<optgroup", "type=\"file\"", "data-autosave", "data-print"];

fn nav_list(nav: &[(NavItem, bool)]) -> Markup {
    let (first, rest) = if nav.len() > MOST_NAV_ENTRIES { nav.split_at(MOST_NAV_ENTRIES - 1) } else { (nav, &[][..]) };
    html! {
        ul {
            @for entry in first { (nav_entry(entry)) }
            @if !rest.is_empty() {
                li { details.more-entries open[rest.iter().any(|(_, current)| *current)] { summary { "Ещё" } (grouped(rest)) } }
            }
        }
    }
}

/// What is used less often, under the headings of its groups in the order in which they first appear.
fn grouped(rest: &[(NavItem, bool)]) -> Markup {
    let mut groups: Vec<&str> = Vec::new();
    for (item, _) in rest {
        if !groups.contains(&item.group) {
            groups.push(item.group);
        }
    }
    html! {
        @for group in groups {
            @if !group.is_empty() { p.entries-group { (group) } }
            ul { @for entry in rest.iter().filter(|(item, _)| item.group == group) { (nav_entry(entry)) } }
        }
    }
}

fn nav_entry((item, current): &(NavItem, bool)) -> Markup {
    html! {
        li { a href=(item.url) aria-current=[current.then_some("page")] {
            span { (item.label) }
            @if let Some(count) = item.count { " " b.count { (crate::ru::number(count)) span.unseen { " ждёт" } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_entry_is_the_current_one() {
        let nav = vec![NavItem::new("Дела", "/"), NavItem::new("Заявки", "/applications"), NavItem::new("Люди", "/people")];
        let html = Page::new("Заявка").nav(nav).path("/applications/7").render().into_string();
        assert_eq!(html.matches("aria-current").count(), 2, "once in the side list, once under the button");
        assert!(html.contains("<a href=\"/applications\" aria-current=\"page\">"));
        assert!(!NavItem::new("Заявки", "/applications").holds("/applications-old"));
    }

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

    #[test]
    fn more_than_seven_entries_stand_under_one_more() {
        let nav = |most: u32| (0..most).map(|n| NavItem::new(format!("Раздел {n}"), format!("/{n}"))).collect::<Vec<_>>();
        let seven = Page::new("x").nav(nav(7)).render().into_string();
        assert!(!seven.contains("Ещё"));
        let nine = Page::new("x").nav(nav(9)).path("/8").render().into_string();
        let rest = nine.split("<summary>Ещё</summary>").nth(1).unwrap();
        assert!(nine.matches("Раздел ").count() == 18 && rest.contains("Раздел 6") && nine.contains("more-entries\" open"), "{nine}");
    }
}
