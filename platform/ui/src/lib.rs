//! Everything a page is made of: the shell, form fields, tables, small parts, Russian wording, static files.
//! Functions return `maud::Markup`; text is escaped; nothing here knows a domain, a database or a right.
//! No inline style, script or handler is ever written: the pages live under `default-src 'none'`.
//!
//! ```
//! use maud::html;
//! use ui::{form::{self, Field, Form}, page::{NavItem, Notice, Page, Who}, parts::{self, Kind}, ru, table::{Column, Table}, url::Query};
//!
//! // A page. It prints the h1 itself; `.error_title(true)` makes the tab say «Ошибка: …».
//! let page = Page::new("Заявки на проверке")
//!     .nav(vec![NavItem::new("Заявки", "/applications").count(3)]).path("/applications/7")   // marks the current entry
//!     .who(Who { name: "Иванова А. П.".into(), role: "Координатор".into(), place: "Хабаровский край".into(), ..Who::default() })
//!     .trail([("Заявки", "/applications")])             // .narrow() for forms, .wide() for tables
//!     .notice(Notice::done("Заявка возвращена"))        // also ::info, ::problem; .more(html!{…})
//!     .action(form::button_link("Подать заявку", "/apply"))
//!     .lead("Сначала те, что ждут дольше.");
//!
//! // A form: errors on top, then fields; the id of a field is its name. `key` is the idempotency key.
//! let errors = [("last_name", "Укажите фамилию")];      // with kernel: errors.all()
//! let body = html! {
//!     (form::error_summary(&errors))
//!     (Form::new("/apply/name", "key-1").autosave("/apply/name/draft").body(html! {
//!         (Field::new("last_name", "Фамилия").value("").errors(&errors).autocomplete("family-name").name_like().text())
//!         (Field::new("born_on", "Дата рождения").hint("Например, 05.09.1985").date())
//!         (Field::new("about", "О себе").who_reads("Прочтут координатор и комиссия").textarea(6))
//!         (Field::new("category", "Категория").value("high").select([("none", "нет"), ("high", "высшая")]))
//!         (Field::new("wish", "Чего вы хотите?").radios([("in", "Войти в актив"), ("later", "Решить позже")]))
//!         (Field::new("subjects", "Предметы").checkboxes([("math", "математика")], &["math"]))
//!         (Field::new("agree", "Согласие").single_checkbox("yes", "Я прочитал(а) и согласен(на)"))
//!         (form::button("Отправить заявку"))            // button_secondary, button_danger, button_quiet; .._named(name, value)
//!     }))
//! };
//! // .error(Option) sets one error by hand; .first_line("все") for selects in filters; form::act is a form of one button.
//! // Also: .email() .phone() .number() .password() .code() .file(accept, max_mb) .select_groups(…) form::hidden form::fieldset
//!
//! // A table: sort, filter and page live in the query string.
//! let query = Query::parse("sort=-sent&page=2");
//! let table = Table::new("Заявки", vec![Column::new("ФИО").sort("name"), Column::new("Файлов").number()])
//!     .query("/applications", &query)
//!     .row([html! { a href="/applications/7" { "Иванова А. П." } }, html! { "4" }])
//!     .empty("Заявок пока нет", "Они появятся, когда учителя отправят анкеты.", None)
//!     .render();
//! // table::pager("/applications", &query, paged.slice.number, paged.slice.size, paged.total), table::filter_bar(…), table::export_links(…)
//!
//! // Parts: status = word + shape + colour.
//! let tag = parts::tag(Kind::Mine, "ждёт вашей проверки");    // Waiting Doing Good Bad Neutral Mine
//! let bar = parts::quota_bar("Математика", 14, 12);
//! // parts::{task_list, summary, notice, warning, details, tabs, timeline, tiles, steps, panel, empty, print_header}
//!
//! // Wording.
//! assert_eq!(format!("3 {}", ru::plural(3, "заявка", "заявки", "заявок")), "3 заявки");
//! let html = page.body(html! { (body) (table) (tag) (bar) }).render().into_string();
//! assert!(html.contains("<!DOCTYPE html>"));
//! ```

pub mod assets;
pub mod form;
pub mod page;
pub mod parts;
pub mod prefs;
pub mod ru;
pub mod table;
pub mod url;

pub use maud::{Markup, PreEscaped, html};
