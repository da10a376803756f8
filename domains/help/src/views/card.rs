//! The page of a request: what was asked, the talk, what can be done now.

use super::{HOME, NO_NAMES, list::asker, paragraphs, state};
use crate::{
    form::{MINUTES, MOST_WORDS},
    model::{Author, HelpRequest, Message, MessageKind, Outcome, State},
    web::card::{Card, Typed},
};
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
};

const BOTH_READ: &str = "Прочтут тот, кто просит, тот, кто отвечает, и методисты, которые распределяют обращения.";

pub fn page(card: &Card, typed: &Typed<'_>, key: &dyn Fn() -> String) -> Page {
    let request = &card.standing.request;
    Page::new(format!("Обращение {}", request.number)).narrow().trail([HOME]).notice(notice(typed.done)).error_title(!typed.errors.is_empty()).lead(state(request, card.lists.day)).body(html! {
        (form::error_summary(typed.errors.all()))
        (summary(card))
        h2 { "Что даётся трудно" }
        @if request.words.is_empty() { p { "Данные удалены." } } @else { (paragraphs(&request.words)) }
        (talk(card))
        (asker_acts(card, typed, key))
        (helper_acts(card, typed, key))
        (keeper_acts(card, key))
        (writing(card, typed, key))
        (grown(card, typed, key))
        (history(card))
    })
}

fn notice(done: &str) -> Option<Notice> {
    let words = match done {
        "asked" => "Обращение отправлено. Когда его возьмут, вы узнаете об этом",
        "taken" => "Обращение у вас. Ответьте или поручите другому",
        "assigned" => "Передано. Новый помощник узнает об этом",
        "written" => "Сообщение отправлено",
        "answered" => "Ответ отправлен, время записано",
        "closed" => "Спасибо! Обращение закрыто",
        "reopened" => "Разговор продолжается",
        "withdrawn" => "Обращение снято",
        "case" => "Предложение отправлено педагогу. Сопровождение начнётся, если педагог согласится",
        "activity" => "Мероприятие связано с обращением",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn summary(card: &Card) -> Markup {
    let request = &card.standing.request;
    let mut rows = vec![
        SummaryRow::new("Направление", card.lists.direction(&request.direction)),
        SummaryRow::new("Кто просит", html! { (asker(request)) p.hint { (request.place_name) } }),
        SummaryRow::new("Кто отвечает", if request.helper.is_nobody() { "пока никто" } else { request.helper.name.as_str() }),
        SummaryRow::new("Как удобнее", request.form.label()),
        SummaryRow::new("Спрошено", ru::date_weekday(request.asked_on)),
    ];
    if !request.subject.is_empty() {
        rows.insert(1, SummaryRow::new("Предмет", card.lists.subject(&request.subject)));
    }
    if request.state.is_waiting() {
        rows.push(SummaryRow::new("Ответ ждут до", ru::date_weekday(request.due_on)));
    }
    if let Some(days) = request.response_days {
        rows.push(SummaryRow::new("Первый ответ", if days == 0 { "в тот же день".to_owned() } else { format!("через {}", ru::counted(days.unsigned_abs(), "рабочий день", "рабочих дня", "рабочих дней")) }));
    }
    if let Some(outcome) = request.outcome {
        rows.push(SummaryRow::new("Итог", html! { (outcome.label()) (paragraphs(&request.outcome_words)) }));
    }
    if !request.is_place {
        rows.push(SummaryRow::new("Кто видит", request.seen_by.label()));
    }
    parts::summary(rows)
}

fn talk(card: &Card) -> Markup {
    html! { @if !card.talk.is_empty() { h2 { "Разговор" } @for message in &card.talk { (line(message, card)) } } }
}

fn line(message: &Message, card: &Card) -> Markup {
    let who = match message.author {
        Author::Asker => "просит о помощи",
        Author::Helper => "отвечает",
    };
    parts::panel(
        "",
        html! {
            h3 { @if message.name.is_empty() { "Данные удалены" } @else { (message.name) } ", " (who) @if message.kind == MessageKind::Answer { " " (parts::tag(Kind::Good, "ответ")) } }
            p.hint { (ru::datetime(message.made_at, &card.lists.zone)) }
            (paragraphs(&message.words))
        },
    )
}

/// A form of this page with its version.
fn post(request: &HelpRequest, action: &str, key: String, body: Markup) -> Markup {
    form::form(&format!("{}/{action}", request.url()), &key, html! { (form::hidden("version", &request.version.to_string())) (body) })
}

fn asker_acts(card: &Card, typed: &Typed<'_>, key: &dyn Fn() -> String) -> Markup {
    let request = &card.standing.request;
    if !card.standing.is_asker {
        return html! {};
    }
    let (answers, all) = (typed.answers, typed.errors.all());
    let again = || {
        parts::details(
            "Осталось непонятное: продолжить",
            post(
                request,
                "reopening",
                key(),
                html! {
                    (Field::new("again", "Что осталось трудным").hint(NO_NAMES).value(answers.get("again")).errors(all).who_reads(BOTH_READ).max_chars(MOST_WORDS).textarea(3))
                    (form::button_secondary("Продолжить разговор"))
                },
            ),
        )
    };
    match request.state {
        State::Answered => html! {
            h2 { "Помогло ли?" }
            (post(request, "closing", key(), html! {
                (Field::new("outcome", "Ответ").value(answers.get("outcome")).errors(all).radios(Outcome::ALL.iter().map(|one| (one.as_str(), one.label()))))
                (Field::new("outcome_words", "Несколько слов").hint("Можно не писать").value(answers.get("outcome_words")).errors(all).who_reads(BOTH_READ).max_chars(MOST_WORDS).textarea(2))
                (form::button("Закрыть обращение"))
            }))
            (again())
        },
        State::Closed => again(),
        State::New | State::Taken => parts::details(
            "Помощь больше не нужна",
            post(
                request,
                "withdrawal",
                key(),
                html! {
                    p { "Обращение останется у вас в списке, отвечать на него не будут." }
                    (form::button_secondary("Снять обращение"))
                },
            ),
        ),
        State::Withdrawn => html! {},
    }
}

fn helper_acts(card: &Card, typed: &Typed<'_>, key: &dyn Fn() -> String) -> Markup {
    let request = &card.standing.request;
    if !card.standing.is_helper || request.state != State::Taken {
        return html! {};
    }
    let (answers, all) = (typed.answers, typed.errors.all());
    html! {
        h2 { "Ответить" }
        (post(request, "answer", key(), html! {
            (Field::new("answer", "Ответ или то, о чём договорились").hint(NO_NAMES).value(answers.get("answer")).errors(all).who_reads(BOTH_READ).max_chars(MOST_WORDS).textarea(5))
            (Field::new("minutes", "Сколько минут это заняло").hint(format!("От {} до {}: попадёт в ваш учёт работы", MINUTES.start(), MINUTES.end())).value(answers.get("minutes")).errors(all).short().number())
            (form::button("Отправить ответ"))
        }))
        (parts::details("Не могу ответить: вернуть в очередь", post(request, "returning", key(), html! {
            (Field::new("reason", "Почему").value(answers.get("reason")).errors(all).who_reads("Прочтут методисты, которые распределяют обращения, и тот, кто возьмёт.").max_chars(MOST_WORDS).textarea(2))
            (form::button_secondary("Вернуть в очередь"))
        })))
    }
}

fn keeper_acts(card: &Card, key: &dyn Fn() -> String) -> Markup {
    let request = &card.standing.request;
    if !card.standing.is_keeper || !request.state.is_waiting() {
        return html! {};
    }
    html! {
        @if request.state == State::New { (post(request, "taking", key(), form::button("Взять себе"))) }
        p { a href={ (request.url()) "/helper" } { @if request.state == State::New { "Поручить участнику актива" } @else { "Передать другому помощнику" } } }
    }
}

fn writing(card: &Card, typed: &Typed<'_>, key: &dyn Fn() -> String) -> Markup {
    let request = &card.standing.request;
    let may = (card.standing.is_asker || card.standing.is_helper) && matches!(request.state, State::New | State::Taken | State::Answered);
    if !may {
        return html! {};
    }
    parts::details(
        "Написать сообщение",
        post(
            request,
            "messages",
            key(),
            html! {
                (Field::new("words", "Сообщение").hint(NO_NAMES).value(typed.answers.get("words")).errors(typed.errors.all()).who_reads(BOTH_READ).max_chars(MOST_WORDS).textarea(3))
                (form::button_secondary("Отправить сообщение"))
            },
        ),
    )
}

/// What grew out of it, and what may.
fn grown(card: &Card, typed: &Typed<'_>, key: &dyn Fn() -> String) -> Markup {
    let (request, helps) = (&card.standing.request, card.standing.is_helper || card.standing.is_keeper);
    let may_plan = helps && card.actor.can(access::Action::PlanActivities);
    let may_link = helps && request.activity.is_none() && request.state != State::Withdrawn;
    if request.case.is_none() && request.activity.is_none() && !card.may_become_case && !may_link {
        return html! {};
    }
    html! {
        h2 { "Что из этого выросло" }
        ul {
            @if let Some(case) = request.case { li { a href=(cases::url::case(case)) { "Сопровождение по этому обращению" } } }
            @if let Some(activity) = request.activity { li { a href=(activities::url(activity)) { "Мероприятие по этому обращению" } } }
            @if card.may_become_case { li { a href={ (request.url()) "/case" } { "Предложить педагогу сопровождение" } } }
            @if may_link && may_plan { li { a href={ "/activities/new?from_help=" (request.id) } { "Запланировать мероприятие" } } }
        }
        @if may_link { (parts::details("Связать с мероприятием, которое уже есть", post(request, "activity", key(), html! {
            (Field::new("activity", "Номер мероприятия").hint("Как на его странице: М-2026-0123").value(typed.answers.get("activity")).errors(typed.errors.all()).medium().text())
            (form::button_secondary("Связать"))
        }))) }
    }
}

fn history(card: &Card) -> Markup {
    html! {
        @if !card.turns.is_empty() {
            (parts::details("У кого было обращение", html! {
                ul { @for turn in &card.turns {
                    li { (turn.kind.label()) @if !turn.to.is_empty() { ": " (turn.to) } ", " (ru::datetime(turn.made_at, &card.lists.zone))
                        // Why a helper could not is between those who help.
                        @if !turn.reason.is_empty() && (card.standing.is_keeper || card.standing.is_helper) { p.hint { (turn.reason) } } }
                } }
            }))
        }
    }
}
