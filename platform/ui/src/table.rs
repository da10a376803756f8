//! Tables for daily work. Sort, filters and page live in the address, so that a view can be sent to a colleague.

use crate::{form, parts, ru, url::Query};
use maud::{Markup, html};

/// A column; its label is repeated in each row on narrow screens, where rows become cards.
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    sort: Option<String>,
    numeric: bool,
}

impl Column {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), sort: None, numeric: false }
    }

    /// The header becomes a link that sets `sort=key`, and `sort=-key` the second time.
    pub fn sort(mut self, key: impl Into<String>) -> Self {
        self.sort = Some(key.into());
        self
    }

    /// Figures to the right, of one width.
    pub fn number(mut self) -> Self {
        self.numeric = true;
        self
    }
}

#[derive(Debug)]
pub struct Table {
    caption: String,
    caption_shown: bool,
    columns: Vec<Column>,
    path: String,
    query: Query,
    rows: Vec<Vec<Markup>>,
    totals: Option<Vec<Markup>>,
    empty: Option<Markup>,
}

impl Table {
    /// The caption is read aloud; it is shown too after `.show_caption()`.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), caption_shown: false, columns, path: String::new(), query: Query::default(), rows: Vec::new(), totals: None, empty: None }
    }

    pub fn show_caption(mut self) -> Self {
        self.caption_shown = true;
        self
    }

    /// The list's own address and present query, for the links in the headers.
    pub fn query(mut self, path: impl Into<String>, query: &Query) -> Self {
        self.path = path.into();
        self.query = query.clone();
        self
    }

    /// Cells in the order of the columns. The first one names the row.
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    pub fn rows<R: IntoIterator<Item = Markup>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    pub fn totals(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.totals = Some(cells.into_iter().collect());
        self
    }

    /// What stands here without rows: why, and the next step.
    pub fn empty(mut self, title: &str, why: &str, action: Option<Markup>) -> Self {
        self.empty = Some(parts::empty(title, why, action));
        self
    }

    pub fn render(self) -> Markup {
        if self.rows.is_empty() {
            return self.empty.unwrap_or_else(|| parts::empty("Здесь пока пусто", "Подходящих записей нет.", None));
        }
        html! {
            div.table {
                table {
                    caption.unseen[!self.caption_shown] { (self.caption) }
                    thead { tr { @for column in &self.columns { (self.header(column)) } } }
                    tbody { @for row in &self.rows { tr { (self.cells(row)) } } }
                    @if let Some(totals) = &self.totals { tfoot { tr { (self.cells(totals)) } } }
                }
            }
        }
    }

    fn header(&self, column: &Column) -> Markup {
        let class = column.numeric.then_some("number");
        let Some(key) = column.sort.as_deref() else { return html! { th scope="col" class=[class] { (column.label) } } };
        let downwards = self.query.sort().filter(|(sorted, _)| *sorted == key).map(|(_, downwards)| downwards);
        let (order, arrow, next) = match downwards {
            Some(false) => (Some("ascending"), "\u{a0}↑", format!("-{key}")),
            Some(true) => (Some("descending"), "\u{a0}↓", key.to_owned()),
            None => (None, "", key.to_owned()),
        };
        let url = self.query.without("page").with("sort", next).href(&self.path);
        html! { th scope="col" class=[class] aria-sort=[order] { a href=(url) { (column.label) span aria-hidden="true" { (arrow) } } } }
    }

    fn cells(&self, cells: &[Markup]) -> Markup {
        html! {
            @for (index, (cell, column)) in cells.iter().zip(&self.columns).enumerate() {
                @let class = column.numeric.then_some("number");
                @if index == 0 { th scope="row" class=[class] data-label=(column.label) { (cell) } }
                @else { td class=[class] data-label=(column.label) { (cell) } }
            }
        }
    }
}

/// «Показаны 51–100 из 720» with links; `page` counts from one. Nothing but the count is printed for a single page.
pub fn pager(path: &str, query: &Query, page: u32, per_page: u32, total: u64) -> Markup {
    if total == 0 {
        return html! {};
    }
    let (page, per_page) = (u64::from(page), u64::from(per_page.max(1)));
    let pages = total.div_ceil(per_page).max(1);
    let page = page.clamp(1, pages);
    let (first, last) = ((page - 1) * per_page + 1, (page * per_page).min(total));
    let link = |target: u64| query.with("page", target).href(path);
    html! {
        nav.pager aria-label="Страницы списка" {
            p { @if pages == 1 { "Всего: " (ru::number(total)) }
                @else { "Показаны " (ru::number(first)) "–" (ru::number(last)) " из " (ru::number(total)) } }
            @if pages > 1 {
                ul {
                    @if page > 1 { li { a href=(link(page - 1)) rel="prev" { "Назад" } } }
                    @for step in shown_pages(page, pages) {
                        @match step {
                            Some(number) if number == page => li { a href=(link(number)) aria-current="page" { span.unseen { "Страница " } (number) } },
                            Some(number) => li { a href=(link(number)) { span.unseen { "Страница " } (number) } },
                            None => li aria-hidden="true" { "…" },
                        }
                    }
                    @if page < pages { li { a href=(link(page + 1)) rel="next" { "Дальше" } } }
                }
            }
        }
    }
}

/// First, last and the neighbours; `None` is a gap.
fn shown_pages(page: u64, pages: u64) -> Vec<Option<u64>> {
    let mut shown = Vec::new();
    let mut before = 0;
    let wanted = [1, page.saturating_sub(1), page, page + 1, pages];
    for number in wanted.into_iter().filter(|number| (1..=pages).contains(number)) {
        if number <= before {
            continue;
        }
        if number > before + 1 {
            shown.push(None);
        }
        shown.push(Some(number));
        before = number;
    }
    shown
}

/// The bar above a list: a GET form, so that the filter is part of the address. The order chosen is kept, the page isn't.
///
/// On a phone it would push the list off the screen, so there it lies under «Отбор»: the details element before the form holds
/// nothing itself, the style sheet shows and hides its neighbour.
pub fn filter_bar(path: &str, query: &Query, fields: Markup) -> Markup {
    html! {
        details.filter-switch { summary { "Отбор" @if !query.is_unfiltered() { ": задан" } } }
        form.filter method="get" action=(path) role="search" {
            (fields)
            @if let Some(sort) = query.get("sort") { (form::hidden("sort", sort)) }
            div.filter-buttons {
                button.secondary type="submit" { "Показать" }
                @if !query.is_unfiltered() { a href=(path) { "Сбросить" } }
                @if let Some(link) = save_link(path, query) { a href=(link) { "Сохранить этот отбор" } }
            }
        }
    }
}

/// What isn't part of a saved list: words typed to find a person, the page, the form of the file.
const NOT_SAVED: [&str; 10] = ["q", "text", "name", "family", "person", "words", "page", "done", "format", "size"];

/// Where the choice made in a list is given a name; nothing where nothing was chosen, on a list of choices for a form, or on the public page.
fn save_link(path: &str, query: &Query) -> Option<String> {
    let kept = NOT_SAVED.iter().fold(query.clone(), |kept, key| kept.without(key));
    let is_list = path.bytes().all(|b| b.is_ascii_lowercase() || b == b'/' || b == b'-') && !path.ends_with("/new") && path != "/members";
    (is_list && !kept.is_unfiltered()).then(|| Query::parse("").with("path", path).with("query", &kept).href("/lists/new"))
}

/// The list as seen, to a file: `path` gets the present query and `format=xlsx` or `csv`.
pub fn export_links(path: &str, query: &Query) -> Markup {
    let link = |format: &str| query.without("page").with("format", format).href(path);
    html! { p.export { "Скачать список: " a href=(link("xlsx")) download { "XLSX" } ", " a href=(link("csv")) download { "CSV" } } }
}

/// The same list as a sheet, where there is no use for CSV.
#[must_use]
pub fn sheet_link(path: &str, query: &Query) -> Markup {
    html! { p.export { a href=(query.without("page").with("format", "xlsx").href(path)) download { "Скачать список в Excel" } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![Column::new("ФИО").sort("name"), Column::new("Файлов").number()]
    }

    #[test]
    fn a_second_press_turns_the_order_and_the_filter_stays() {
        let table = |raw: &str| {
            let query = Query::parse(raw);
            Table::new("Заявки", columns()).query("/a", &query).row([html! { "Ким" }, html! { "2" }]).render().into_string()
        };
        assert!(table("q=x&page=3").contains("href=\"/a?q=x&amp;sort=name\""));
        assert!(table("sort=name").contains("href=\"/a?sort=-name\""));
        assert!(table("sort=-name").contains("aria-sort=\"descending\""));
    }

    #[test]
    fn cells_carry_the_label_of_their_column() {
        let html = Table::new("З", columns()).row([html! { "Ким" }, html! { "2" }]).totals([html! { "Итого" }, html! { "2" }]).render().into_string();
        assert_eq!(html.matches("data-label=\"Файлов\"").count(), 2);
        assert!(html.contains("<tfoot>") && html.contains("scope=\"row\""));
    }

    #[test]
    fn an_empty_table_says_why() {
        let html = Table::new("З", columns()).empty("Заявок нет", "Все проверены.", None).render().into_string();
        assert!(html.contains("Все проверены.") && !html.contains("<table"));
    }

    #[test]
    fn pages_are_linked_with_the_query_and_gaps() {
        assert_eq!(shown_pages(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown_pages(1, 1), [Some(1)]);
        let query = Query::parse("q=x&page=2");
        let html = pager("/a", &query, 2, 50, 120).into_string();
        assert!(html.contains("Показаны 51–100 из 120") && html.contains("href=\"/a?q=x&amp;page=3\""));
        assert!(pager("/a", &query, u32::MAX, 0, 3).into_string().contains("3–3 из 3"));
        assert_eq!(pager("/a", &query, 1, 50, 0).into_string(), "", "that nothing was found is the table's to say");
    }
}
