//! Pairs of cards that may be one person: side by side, and merged by somebody's decision.

use super::{card::url, words::Words};
use crate::{
    Person,
    duplicates::{self, Pair},
    merge as merge_cards, workflow,
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use jiff::tz::TimeZone;
use kernel::{Error, FieldErrors, date, id::PersonId};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::Page,
    parts, ru,
    table::{Column, Table},
};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::EditPeople)?;
    let scope = actor.scope();
    let found = app.read(move |tx| duplicates::pairs(tx, &scope)).await?;
    Ok(shell.page(list_page(&found)).into_response())
}

fn list_page(pairs: &[Pair]) -> Page {
    let columns = ["Карточка", "Похожая карточка", "Почему похожи", "Что сделать"].map(Column::new).to_vec();
    let person = |row: &crate::PersonRow| html! { (row.name.full()) br; span.hint { (row.place_name) } };
    let rows = pairs.iter().map(|pair| {
        let why = pair.why.iter().map(|why| why.label()).collect::<Vec<_>>().join("; ");
        let compare = html! { a href={ "/people/duplicates/" (pair.left.id) "/" (pair.right.id) } { "Сравнить" span.unseen { ": " (pair.left.name.full()) } } };
        [person(&pair.left), person(&pair.right), html! { (why) }, compare]
    });
    Page::new("Возможные дубли").trail([("Люди", "/people")]).wide().lead("Программа находит похожие карточки, но сама ничего не объединяет.").body(html! {
        (Table::new("Возможные дубли", columns).rows(rows).empty("Похожих карточек нет", "Сравниваем ФИО, дату рождения, почту и телефон.", None).render())
    })
}

struct Two {
    left: Person,
    right: Person,
    words: Words,
    zone: TimeZone,
}

async fn loaded(app: &App, actor: &Actor, (left, right): (String, String)) -> kernel::Result<Two> {
    actor.may(Action::EditPeople)?;
    let id = |raw: &str| raw.parse::<PersonId>().map_err(|_| Error::NotFound);
    let (left, right, viewer, zone) = (id(&left)?, id(&right)?, actor.clone(), app.clock().zone().clone());
    app.write(move |tx| Ok(Two { left: workflow::view(tx, &viewer, left)?, right: workflow::view(tx, &viewer, right)?, words: Words::load(tx)?, zone })).await
}

pub async fn compare(State(app): State<App>, Staff { actor, shell }: Staff, Path(pair): Path<(String, String)>) -> ::web::Result {
    let two = loaded(&app, &actor, pair).await?;
    Ok(shell.page(compare_page(&two, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn merge(State(app): State<App>, Staff { actor, shell }: Staff, Path(pair): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let two = loaded(&app, &actor, pair).await?;
    let (kept, by, listeners) = (posted.answers.get("kept").to_owned(), actor.by(), app.listeners.clone());
    let (left, right) = (two.left.id, two.right.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (gone, kept) = match kept.as_str() {
            "left" => (right, left),
            "right" => (left, right),
            _ => return Err(Error::field("kept", "Выберите, какую карточку оставить")),
        };
        merge_cards(tx, &listeners, &by, gone, kept)?;
        Ok(format!("{}?done=merged", url(kept)))
    });
    ::web::or_again(done.await, |errors| shell.page(compare_page(&two, errors, &shell.key())))
}

fn compare_page(two: &Two, errors: &FieldErrors, key: &str) -> Page {
    let trail = [("Люди", "/people"), ("Возможные дубли", "/people/duplicates")];
    let choices = [("left", &two.left), ("right", &two.right)]
        .map(|(side, person)| Choice::new(side, format!("{}, {}", person.name.full(), two.words.place(&person.place))).hint(format!("Карточка создана {}", ru::date(two.zone.to_datetime(person.made_at).date()))));
    Page::new("Сравнить карточки").trail(trail).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        (facts(two))
        (Form::new(format!("/people/duplicates/{}/{}", two.left.id, two.right.id), key).body(html! {
            (Field::new("kept", "Какую карточку оставить?").errors(errors.all()).radios(choices))
            (parts::warning("Вторая карточка исчезнет из списков. Недостающие данные, прежние имена, места работы, заявки и согласия перейдут к оставленной. Разъединить карточки потом нельзя."))
            (form::buttons(html! { (form::button("Объединить карточки")) (form::button_link_secondary("Это разные люди", "/people/duplicates")) }))
        }))
    })
}

fn facts(two: &Two) -> Markup {
    let words = &two.words;
    let row = |title: &str, of: &dyn Fn(&Person) -> String| {
        let (left, right) = (of(&two.left), of(&two.right));
        let differs = left != right && !left.is_empty() && !right.is_empty();
        let mark = html! { @if differs { (parts::tag(parts::Kind::Bad, "отличается")) } @else if left == right && !left.is_empty() { (parts::tag(parts::Kind::Good, "совпадает")) } };
        [html! { (title) }, html! { (left) }, html! { (right) }, mark]
    };
    let rows = [
        row("ФИО", &|person| person.name.full()),
        row("Дата рождения", &|person| person.birth_on.map(date::short).unwrap_or_default()),
        row("Место работы", &|person| words.place(&person.place).to_owned()),
        row("Должность", &|person| words.position(&person.position, &person.position_text).to_owned()),
        row("Предметы", &|person| person.subjects.iter().map(|(code, _)| words.subject(code)).collect::<Vec<_>>().join(", ")),
        row("Телефон", &|person| person.phone.as_deref().map(ru::phone).unwrap_or_default()),
        row("Электронная почта", &|person| person.email.clone().unwrap_or_default()),
    ];
    Table::new("Сравнение карточек", ["Что", "Первая карточка", "Вторая карточка", "Сходство"].map(Column::new).to_vec()).rows(rows).render()
}
