//! Navigation: at most seven entries are shown at once, the rest stands under «Ещё» by groups.

use maud::{Markup, html};

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

/// The entries, each with whether it is the current one: of those that hold the path, the nearest.
pub(super) fn marked(entries: Vec<NavItem>, path: &str) -> Vec<(NavItem, bool)> {
    let longest = entries.iter().filter(|item| item.holds(path)).map(|item| item.url.len()).max();
    entries
        .into_iter()
        .map(|item| {
            let current = item.holds(path) && Some(item.url.len()) == longest;
            (item, current)
        })
        .collect()
}

pub(super) fn list(nav: &[(NavItem, bool)]) -> Markup {
    let (first, rest) = if nav.len() > MOST_NAV_ENTRIES { nav.split_at(MOST_NAV_ENTRIES - 1) } else { (nav, &[][..]) };
    html! {
        ul {
            @for one in first { (entry(one)) }
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
            ul { @for one in rest.iter().filter(|(item, _)| item.group == group) { (entry(one)) } }
        }
    }
}

fn entry((item, current): &(NavItem, bool)) -> Markup {
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
    use crate::page::Page;

    #[test]
    fn the_nearest_entry_is_the_current_one() {
        let nav = vec![NavItem::new("Дела", "/"), NavItem::new("Заявки", "/applications"), NavItem::new("Люди", "/people")];
        let html = Page::new("Заявка").nav(nav).path("/applications/7").render().into_string();
        assert_eq!(html.matches("aria-current").count(), 2, "once in the side list, once under the button");
        assert!(html.contains("<a href=\"/applications\" aria-current=\"page\">"));
        assert!(!NavItem::new("Заявки", "/applications").holds("/applications-old"));
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
