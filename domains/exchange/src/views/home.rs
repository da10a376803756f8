//! `/exchange`: what leaves the house and how; `/api/v1`: the same for whoever writes programs.

use super::EXCHANGE;
use crate::{hooks::Topic, nightly::Night, problem::Problem, resource::Resource};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};

pub struct Shown<'a> {
    pub tokens: usize,
    pub hooks: usize,
    pub given_up: i64,
    pub is_on: bool,
    pub nights: &'a [Night],
    pub zone: &'a TimeZone,
    pub done: &'a str,
}

pub fn page(shown: &Shown<'_>, key: &str) -> Page {
    let notice = match shown.done {
        "on" => Some(Notice::done("Ночная выгрузка включена").more("Первая будет сделана этой ночью, после трёх часов.")),
        "off" => Some(Notice::done("Ночная выгрузка выключена").more("Готовые папки останутся на свой срок.")),
        _ => None,
    };
    let tiles = [
        parts::Tile::new("Ключи доступа", shown.tokens.to_string()).note("действуют сегодня").link("/exchange/tokens"),
        parts::Tile::new("Приёмники уведомлений", shown.hooks.to_string()).note(if shown.given_up > 0 { format!("не доставлено: {}", shown.given_up) } else { "всё доставлено".into() }).link("/exchange/webhooks"),
        parts::Tile::new("Описание для программ", "OpenAPI").note("адреса, поля, ошибки").link("/api/v1"),
    ];
    Page::new(EXCHANGE.0).lead("Что и как отсюда берут другие программы. Имён людей здесь нет: список участников отдаётся только тем, что каждый разрешил сам.").notice(notice).body(html! {
        (parts::tiles(&tiles))
        h2 { "Ночная выгрузка" }
        p { "Таблицы без персональных данных в форматах CSV и Parquet, для программ анализа. Делается раз в сутки после трёх часов ночи, хранится 14 дней в папке данных, " code { "export" } "." }
        (Form::new("/exchange/nightly", key).body(html! {
            (form::hidden("on", if shown.is_on { "no" } else { "yes" }))
            p { "Сейчас: " @if shown.is_on { (parts::tag(ui::parts::Kind::Good, "включена")) } @else { (parts::tag(ui::parts::Kind::Neutral, "выключена")) } }
            (form::button_secondary(if shown.is_on { "Выключить" } else { "Включить" }))
        }))
        (nights(shown))
    })
}

fn nights(shown: &Shown<'_>) -> Markup {
    html! {
        @if shown.nights.is_empty() {
            (parts::empty("Выгрузок пока нет", if shown.is_on { "Первая появится ночью." } else { "Включите выгрузку, и ночью она появится здесь." }, None))
        }
        @for night in shown.nights {
            (parts::details(&format!("{}, сделана в {}", ru::date(night.day), ru::time(night.made_at, shown.zone)), html! {
                (Table::new(format!("Файлы за {}", ru::date(night.day)), vec![Column::new("Файл"), Column::new("Строк").number(), Column::new("Размер").number()])
                    .rows(night.files.iter().map(|file| [
                        html! { a href=(format!("/exchange/nightly/{}/{}", night.day, file.name)) download { (file.name) } },
                        html! { (ru::number(file.rows)) },
                        html! { (ru::file_size(file.bytes)) },
                    ])).render())
            }))
        }
    }
}

/// For whoever writes programs.
pub fn explain(public_url: &str) -> Page {
    let url = public_url.trim_end_matches('/');
    let resources = Resource::ALL.iter().map(|resource| [html! { code { (resource.url()) } }, html! { (resource.title()) }, html! { (resource.note()) }]);
    let problems = Problem::ALL.iter().map(|problem| [html! { (problem.status().as_u16()) }, html! { code id=(problem.word()) { (problem.word()) } }, html! { (problem.title()) }, html! { (problem.detail()) }]);
    let topics = Topic::ALL.iter().map(|topic| [html! { code { (topic) } }, html! { (topic.label()) }]);
    Page::new("Данные для программ").lead("API версии 1: только чтение, JSON. Поля добавляются, но не переименовываются и не исчезают.").body(html! {
        p { "Точное описание: " a href="/api/v1/openapi.json" { "OpenAPI 3.1" } ". Наборы для людей: " a href="/open-data" { "открытые данные" } "." }
        h2 { "Ключ" }
        p { "Ключ выдаёт администратор. Он открывает названные в нём наборы и одну территорию: весь регион или муниципалитет. Передавайте его в заголовке, никогда в адресе:" }
        p { code { "curl -H 'Authorization: Bearer mta_…' " (url) "/api/v1/places?limit=500" } }
        h2 { "Наборы" }
        (Table::new("Наборы", vec![Column::new("Адрес"), Column::new("Что это"), Column::new("Что входит")]).rows(resources).render())
        p { "Одна запись: " code { "/api/v1/places/{id}" } "." }
        h2 { "Как читать всё и потом только новое" }
        ol {
            li { "Запросите список. В ответе " code { "data" } ", адрес следующей страницы " code { "next" } " и " code { "cursor" } "." }
            li { "Идите по " code { "next" } ", пока он не станет " code { "null" } ". Что появится или изменится по дороге, придёт в конце: ничего не пропадёт." }
            li { "Сохраните последний " code { "cursor" } ". С него в другой день придёт только новое, изменённое и снятое. Вместо него можно указать " code { "updated_since" } ": наибольшее " code { "updated_at" } " из прочитанного, а не время своих часов." }
            li { "Запись с " code { "\"deleted\": true" } " снята с публикации: удалите её у себя." }
        }
        p { "Изменения попадают в списки не позже чем через минуту; отзыв согласия участника действует сразу. Кроме списка участников, каждый ответ несёт " code { "ETag" } ": с " code { "If-None-Match" } " вместо прежнего ответа придёт 304." }
        p { "Один ключ может делать до " (ru::number(crate::rate::PER_MINUTE)) " запросов в минуту." }
        h2 { "Ошибки" }
        p { "По RFC 9457: " code { "application/problem+json" } ", слово для программы в " code { "type" } "." }
        (Table::new("Ошибки", vec![Column::new("Код"), Column::new("Слово"), Column::new("Что случилось"), Column::new("Что делать")]).rows(problems).render())
        h2 { "Уведомления" }
        p { "Программа может узнавать о событиях сама: администратор подключает её адрес. Подпись по Standard Webhooks: " code { "webhook-id" } ", " code { "webhook-timestamp" } ", " code { "webhook-signature" } ". В теле только номера и адреса. Проверяйте подпись и время отправки, пропускайте " code { "webhook-id" } ", которые уже были: повтор приходит с тем же." }
        (Table::new("События", vec![Column::new("Событие"), Column::new("Когда")]).rows(topics).render())
        h2 { "Список участников" }
        p { "Хранить копию нельзя: согласия разрешают показывать сведения, получая их при каждом обращении. Условия человека из поля " code { "conditions" } " покажите рядом с его данными. Без ключа тот же список отдаёт " code { "/api/public/members" } "." }
    })
}
