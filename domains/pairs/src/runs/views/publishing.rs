//! Before a run is published.

use super::{Names, name};
use crate::{model::Run, runs::publish::Stale, url};
use maud::html;
use ui::{
    form,
    page::Page,
    parts, ru,
    table::{Column, Table},
};

pub fn page(run: &Run, stale: &[Stale], names: &Names, key: &str) -> Page {
    let trail = [("Подбор пар".to_owned(), url::RUNS.to_owned()), (run.title.clone(), url::run(run.id))];
    let (served, asked) = run.served();
    let fresh = served.saturating_sub(stale.len());
    Page::new("Опубликовать подбор").narrow().trail(trail).body(html! {
        p { "Вступят в силу: " (ru::counted(fresh, "пара", "пары", "пар")) ", " (ru::period(run.starts_on, Some(run.ends_on))) "." }
        ul {
            li { "Педагоги и методисты получат сообщение в кабинет и письмо." }
            li { "Если у педагога идёт сопровождение без методиста, методист получит приглашение в команду. Войдёт он в неё только своим согласием." }
            li { "Без методиста останутся: " (ru::counted(asked.saturating_sub(served), "педагог", "педагога", "педагогов")) ". Им ничего не сообщается." }
        }
        @if !stale.is_empty() {
            h2 { "Устарели и не будут опубликованы" }
            (Table::new("Устаревшие пары", vec![Column::new("Педагог"), Column::new("Методист"), Column::new("Что изменилось")])
                .rows(stale.iter().map(|one| [html! { (name(names, one.teacher)) }, html! { (name(names, one.methodist)) }, html! { (one.why) }])).render())
            p { "Чтобы подобрать им других, " a href=(url::run(run.id)) { "вернитесь к подбору и пересчитайте его" } "." }
        }
        (parts::warning("После публикации подбор не изменить: отдельную пару можно будет завершить с причиной."))
        (form::form(&format!("{}/publication", url::run(run.id)), key, html! {
            (form::hidden("version", &run.version.to_string()))
            (form::hidden("stale", &stale.len().to_string()))
            (form::button(if stale.is_empty() { "Опубликовать пары" } else { "Опубликовать без устаревших" }))
        }))
    })
}
