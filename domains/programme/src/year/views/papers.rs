//! Certificates of activity: one's own, and what a stranger with a paper in hand sees.

use super::{sums, url};
use crate::year::{
    model::{Paper, hours},
    web::{
        page::Typed,
        papers::{Confirmed, Data},
    },
};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
};
use web::Shell;

fn done(word: &str) -> Option<Notice> {
    Some(match word {
        "made" => Notice::done("Справка составлена и подписана").more("Её можно напечатать или отправить файлом."),
        "revoked" => Notice::done("Справка отозвана").more("Страница проверки теперь говорит об этом."),
        "published" => Notice::done("Значок опубликован").more("Его видит любой, у кого есть ссылка. Снять его можно в любой день."),
        "taken-off" => Notice::done("Значок снят с публикации"),
        _ => return None,
    })
}

fn last(paper: &Paper) -> Date {
    paper.until_on.yesterday().unwrap_or(paper.until_on)
}

fn period(paper: &Paper) -> String {
    format!("с {} по {}", ru::date(paper.from_on), ru::date(last(paper)))
}

pub fn page(shell: &Shell, data: &Data, typed: &Typed) -> Markup {
    let (person, all) = (data.standing.person, typed.errors.all());
    let page = Page::new("Справки о деятельности").narrow().trail([("Мой год", "/cabinet/year")]).error_title(!typed.errors.is_empty()).notice(done(&typed.done));
    let page = page.lead("Часы за любой срок по направлениям и видам работы: для аттестации. В справке подпись системы и QR-код, по которому её проверяют.");
    shell.page(page.body(html! {
        (form::error_summary(all))
        h2 { "Новая справка" }
        (form::form(&url(person, "papers"), &shell.key(), html! {
            div.fields {
                (Field::new("from", "С какого дня").value(typed.answers.get("from")).errors(all).date())
                (Field::new("last", "По какой день").value(typed.answers.get("last")).errors(all).date())
            }
            (form::buttons(form::button("Составить справку")))
        }))
        h2 { "Мои справки" }
        @if data.papers.is_empty() { (parts::empty("Справок пока нет", "Укажите срок и составьте первую: часы возьмутся из учёта.", None)) }
        @for paper in &data.papers { (one(shell, data, paper)) }
    }))
}

fn one(shell: &Shell, data: &Data, paper: &Paper) -> Markup {
    let address = |tail: &str| url(data.standing.person, &format!("papers/{}/{tail}", paper.id));
    let made = ru::datetime(paper.made_at, &data.lists.zone);
    html! {
        section.panel {
            h3 { "Справка № " (paper.code) }
            p { (period(paper)) ", составлена " (made) }
            @if let Some(on) = paper.revoked_on { p { (parts::tag(Kind::Neutral, "отозвана")) " " (ru::date(on)) } } @else {
                p { a href=(address("certificate.pdf")) { "Справка (PDF)" } " · " a href={ "/verify/activity/" (paper.code) } { "Страница проверки" } }
                @if paper.badge.is_empty() {
                    (parts::details("Опубликовать открытый значок", html! {
                        p { "Значок по стандарту Open Badges 3.0 показывают в резюме и профессиональных сетях. Его увидит любой, у кого есть ссылка: часы по направлениям, срок, институт" @if data.names { ", ваши фамилия, имя и отчество (вы разрешили их публиковать)" } ". Почта в нём только в виде необратимого отпечатка." }
                        (form::form(&address("badge"), &shell.key(), form::buttons(form::button_secondary("Опубликовать значок"))))
                    }))
                } @else {
                    p { (parts::tag(Kind::Good, "значок опубликован")) " " a href={ "/badges/" (paper.code) } { "Страница значка" } " · " a href={ "/badges/" (paper.code) "/badge.png" } download={ "badge-" (paper.code) ".png" } { "Значок картинкой (PNG)" } " · " a href={ "/badges/" (paper.code) "/credential.jwt" } download { "Файл значка" } }
                    (form::act(&address("badge/removal"), &shell.key(), "Снять значок с публикации", &paper.code))
                }
                (form::act(&address("revocation"), &shell.key(), "Отозвать справку", &paper.code))
            }
        }
    }
}

/// The page behind the QR.
pub fn verify(shell: &Shell, found: Option<&Confirmed>) -> Markup {
    let body = match found {
        None => parts::empty("Справки с таким номером нет", "Проверьте номер: в нём 12 знаков, как напечатано под квадратным кодом.", None),
        Some(found) => html! {
            p { "Справка о деятельности в методическом активе: "
                @if found.paper.revoked_on.is_some() { (parts::tag(Kind::Bad, "отозвана")) } @else if found.is_true { (parts::tag(Kind::Good, "подлинная")) } @else { (parts::tag(Kind::Bad, "не подтверждена")) } }
            (parts::summary([
                SummaryRow::new("Номер", html! { (found.paper.code) }),
                SummaryRow::new("Кому выдана", html! { @match &found.name { Some(name) => (name), None => "Участник не дал согласия публиковать имя. Сверьте имя на справке с документом, удостоверяющим личность." } }),
                SummaryRow::new("За какой срок", html! { (period(&found.paper)) }),
                SummaryRow::new("Всего", html! { (ru::counted(found.snapshot.count, "дело", "дела", "дел")) ", " (hours(found.snapshot.minutes)) }),
            ]))
            @if found.paper.revoked_on.is_none() && found.is_true { (tables(found)) }
        },
    };
    shell.page(Page::new("Проверка справки о деятельности").narrow().body(body))
}

fn tables(found: &Confirmed) -> Markup {
    html! {
        h2 { "Часы по направлениям" }
        (sums("Часы по направлениям", "Направление", &found.snapshot.hours))
        h2 { "Часы по видам работы" }
        (sums("Часы по видам работы", "Вид работы", &found.snapshot.kinds))
    }
}

/// A published badge, for people; programs take the token.
pub fn badge(shell: &Shell, found: &Confirmed) -> Markup {
    let code = &found.paper.code;
    shell.page(Page::new("Участник регионального методического актива").narrow().lead("Открытый значок: опубликован самим участником.").body(html! {
        (parts::summary([
            SummaryRow::new("Чей", html! { @match &found.name { Some(name) => (name), None => "Имя не опубликовано: владелец подтверждает значок своей почтой" } }),
            SummaryRow::new("За какой срок", html! { (period(&found.paper)) }),
            SummaryRow::new("Всего", html! { (ru::counted(found.snapshot.count, "дело", "дела", "дел")) ", " (hours(found.snapshot.minutes)) }),
            SummaryRow::new("Опубликован", html! { @if let Some(on) = found.paper.published_on { (ru::date(on)) } }),
        ]))
        figure { img src={ "/badges/" (code) "/badge.svg" } width="160" height="160" alt="Значок участника регионального методического актива"; }
        (tables(found))
        p.export { "Картинка, в которой записан сам значок: " a href={ "/badges/" (code) "/badge.png" } download={ "badge-" (code) ".png" } { "PNG" } ", " a href={ "/badges/" (code) "/badge.svg" } download={ "badge-" (code) ".svg" } { "SVG" } ". Её можно приложить к портфолио: программа прочтёт значок прямо из неё." }
        p.export { "Для проверки программой: " a href={ "/badges/" (code) "/credential.jwt" } download { "VC-JWT" } ", " a href={ "/badges/" (code) "/credential.json" } { "JSON-LD" } ", " a href="/badges/keys" { "открытые ключи" } }
    }))
}
