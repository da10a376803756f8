//! The administrator's list of accounts and forms.

use crate::admin::{AccountForm, PATH, RoleForm, url};
use access::{Account, Grant, Role};
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use structure::places::Place;
use ui::{
    form::{self, Choice, Field, Group},
    page::Page,
    parts::{self, Kind},
    table::{self, Column, Table},
    url::Query,
};

/// Places where a role can be held.
#[derive(Debug, Default)]
pub struct Places {
    pub region: Option<Place>,
    pub municipalities: Vec<Place>,
    /// Of each municipality in turn.
    pub schools: Vec<Vec<Place>>,
}

/// Columns of the list, on the screen and in the sheet.
pub const COLUMNS: [&str; 4] = ["Имя", "Почта", "Роли сегодня", "Состояние"];

/// An account as a row of the sheet.
pub fn cells(account: &Account, held: &[Grant]) -> Vec<sheets::Value> {
    let roles = held.iter().map(|grant| format!("{}, {}", grant.role.label(), grant.place_name)).collect::<Vec<_>>().join("; ");
    vec![account.name.as_str().into(), account.email.as_str().into(), roles.into(), state_word(account).1.into()]
}

pub fn list_page(found: &Paged<Account>, roles: &[Vec<Grant>], query: &Query, key: &str) -> Page {
    let columns = COLUMNS.map(Column::new).into();
    let rows = found.rows.iter().zip(roles).map(|(account, held)| [name_cell(account), html! { (account.email) }, role_cell(held), state(account)]);
    let table = Table::new("Учётные записи", columns).rows(rows).empty("Никого не нашлось", "Проверьте имя или почту либо сбросьте поиск.", None).render();
    Page::new("Учётные записи").wide().action(form::button_link("Добавить учётную запись", "/admin/accounts/new")).body(html! {
        (table::filter_bar(PATH, query, Field::new("q", "Имя или почта").value(query.text("q")).medium().text()))
        (form::form("/admin/accounts/slips", key, html! {
            (table)
            @if !found.rows.is_empty() {
                p { "Отметьте имена, чтобы напечатать листки для первого входа. Новый листок отменяет прежний." }
                (form::button_secondary("Напечатать листки отмеченным"))
            }
        }))
        (table::pager(PATH, query, found.slice.number, found.slice.size, found.total))
        @if found.total > 0 { (table::sheet_link(PATH, query)) }
    })
}

fn name_cell(account: &Account) -> Markup {
    html! {
        @if !account.is_disabled() { input type="checkbox" name="account" value=(account.id) aria-label={ "Напечатать листок: " (account.name) }; " " }
        a href=(url(account.id)) { (account.name) }
    }
}

fn role_cell(held: &[Grant]) -> Markup {
    html! { @if held.is_empty() { "нет" } @for (at, grant) in held.iter().enumerate() { @if at > 0 { "; " } (grant.role.label()) ", " (grant.place_name) } }
}

/// Whether the account can be used, in a word.
pub fn state(account: &Account) -> Markup {
    let (kind, word) = state_word(account);
    parts::tag(kind, word)
}

fn state_word(account: &Account) -> (Kind, &'static str) {
    if account.is_disabled() {
        (Kind::Bad, "отключена")
    } else if account.password_hash.is_none() && account.oidc_subject.is_none() {
        (Kind::Waiting, "ждёт первого входа")
    } else {
        (Kind::Good, "действует")
    }
}

pub fn new_page(form: &AccountForm, places: &Places, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Новая учётная запись").narrow().error_title(!errors.is_empty()).trail([("Учётные записи", PATH)]).body(html! {
        (form::error_summary(errors.all()))
        (form::form(PATH, key, html! {
            (Field::new("name", "Фамилия, имя, отчество").value(&form.name).errors(errors.all()).name_like().text())
            (Field::new("email", "Электронная почта").hint("По ней человек входит").value(&form.email).errors(errors.all()).autocomplete("off").email())
            (role_fields(&form.role, places, errors))
            (form::button("Добавить учётную запись"))
        }))
    })
}

pub fn role_page(account: &Account, form: &RoleForm, places: &Places, errors: &FieldErrors, key: &str) -> Page {
    let action = format!("{}/roles", url(account.id));
    Page::new("Новая роль").narrow().error_title(!errors.is_empty()).trail([("Учётные записи".to_owned(), PATH.to_owned()), (account.name.clone(), url(account.id))]).body(html! {
        (form::error_summary(errors.all()))
        (form::form(&action, key, html! { (role_fields(form, places, errors)) (form::button("Назначить роль")) }))
    })
}

fn role_fields(form: &RoleForm, places: &Places, errors: &FieldErrors) -> Markup {
    let roles = Role::ALL.iter().map(|role| (role.as_str(), role.label()));
    html! {
        (Field::new("role", "Роль").value(&form.role).errors(errors.all()).select(roles))
        (Field::new("place", "Где действует").hint("Роли института и министерства действуют в регионе, муниципальные в своём округе, школьные в школе").value(&form.place).errors(errors.all()).select_groups(groups(places), None))
        (Field::new("from", "Первый день").value(&form.from).errors(errors.all()).date())
        (Field::new("until", "Последний день, если известен").value(&form.until).errors(errors.all()).date())
    }
}

fn groups(places: &Places) -> Vec<Group> {
    let choice = |place: &Place| Choice::new(place.id.to_string(), place.short_name.clone());
    let mut groups = vec![Group::new("", "Регион", places.region.iter().map(choice)), Group::new("", "Муниципальные образования", places.municipalities.iter().map(choice))];
    groups.extend(
        places
            .municipalities
            .iter()
            .zip(&places.schools)
            .filter(|(_, schools)| !schools.is_empty())
            .map(|(municipality, schools)| Group::new("", format!("Школы: {}", municipality.short_name), schools.iter().map(choice))),
    );
    groups
}

pub fn link_page(account: &Account, label: &str, link: &str) -> Page {
    Page::new("Ссылка для внешнего входа").narrow().trail([("Учётные записи".to_owned(), PATH.to_owned()), (account.name.clone(), url(account.id))]).body(html! {
        p { "Передайте ссылку владельцу учётной записи лично. По ней он войдёт через " (label) ", и вход свяжется с этой записью. Ссылка действует 14 дней, один раз, и больше нигде не показывается." }
        p { code { (link) } }
    })
}
