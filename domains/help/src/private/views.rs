//! Pages of the confidential kind.

use super::{
    helpers::{Flag, Taker},
    model::{Private, PrivateMessage, PrivateState},
    url,
};
use crate::{
    form::{MINUTES, MOST_WORDS},
    views::{NO_NAMES, paragraphs},
};
use ::web::Answers;
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, id::PersonId};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
};

const HOME: (&str, &str) = ("Личные обращения", "/private-help");
const TWO_READ: &str = "Прочтёт только тот, кого вы выбрали. Координатор, методисты и школа этого не видят.";
const OTHER_READS: &str = "Прочтёт только вторая сторона.";

pub fn list(all: &[Private], actor: &Actor, may_take: bool) -> Page {
    let page = Page::new("Личные обращения").narrow().trail([("Обращения за помощью", "/help-requests/own")]).lead("Видят только двое: кто пишет и кого он выбрал.");
    let page = if actor.can(Action::AskForHelp) { page.action(form::button_link("Обратиться лично", "/private-help/new")) } else { page };
    page.body(html! {
        @if all.is_empty() { (parts::empty("Личных обращений нет", "Здесь можно поговорить об усталости, выгорании, тревоге перед аттестацией с тем, кого вы выберете сами.", None)) }
        @else { ul { @for one in all { (line(one, actor)) } } }
        @if may_take { p { a href="/private-help/helper" { "Принимаю ли я личные обращения" } } }
    })
}

fn line(one: &Private, actor: &Actor) -> Markup {
    let is_asker = actor.person == Some(one.asker);
    html! { li {
        a href=(url(one.id)) { @if is_asker { "Я пишу" @if one.helper.is_some() { ": " (one.helper_name) } } @else { "Мне пишет " (one.asker_name) } }
        " " (state(one))
    } }
}

fn state(one: &Private) -> Markup {
    let kind = match one.state {
        PrivateState::Asked => Kind::Waiting,
        PrivateState::Answered | PrivateState::Choosing => Kind::Mine,
        PrivateState::Closed => Kind::Neutral,
    };
    parts::tag(kind, one.state.label())
}

/// `takers` is nothing for an account without a card.
pub fn new(takers: Option<&[Taker]>, (typed, errors): (&Answers, &FieldErrors), key: &str) -> Page {
    let all = errors.all();
    let page = Page::new("Обратиться лично").narrow().trail([HOME]).error_title(!errors.is_empty()).lead("Об усталости, выгорании, тревоге перед аттестацией.");
    let Some(takers) = takers else {
        return page.body(parts::empty("Ваша карточка не найдена", "Учётная запись не связана с карточкой в реестре. Сообщите об этом координатору актива.", None));
    };
    page.body(html! {
        (form::error_summary(all))
        p { "Выберите, с кем вам спокойнее говорить. Писать подробно не нужно: можно одной фразой, остальное скажете при встрече." }
        (keeping())
        @if takers.is_empty() { (parts::empty("Пока никто не принимает личные обращения", "Когда участники актива согласятся, они появятся здесь. Обычное обращение можно отправить уже сейчас.", Some(form::button_link_secondary("Попросить о помощи", "/help-requests/new")))) }
        @else {
            (form::form("/private-help/new", key, html! {
                (choices(takers, typed.get("helper"), all))
                (Field::new("words", "О чём хотите поговорить").hint(NO_NAMES).value(typed.get("words")).errors(all).who_reads(TWO_READ).max_chars(MOST_WORDS).textarea(4))
                (form::button("Отправить"))
            }))
        }
    })
}

fn keeping() -> Markup {
    html! { p.hint { "В письмах и уведомлениях не будет ни темы, ни слов. После закрытия обращение исчезнет целиком, останется только число обратившихся за месяц." } }
}

fn choices(takers: &[Taker], chosen: &str, errors: &[(String, String)]) -> Markup {
    Field::new("helper", "К кому")
        .value(chosen)
        .errors(errors)
        .radios(takers.iter().map(|one| Choice::new(one.person.to_string(), one.name.clone()).hint(format!("{}. {}. Связаться: {}", one.place, one.field.trim_end_matches('.'), one.reach))))
}

pub fn choose(one: &Private, takers: &[Taker], (typed, errors): (&Answers, &FieldErrors), key: &str) -> Page {
    Page::new("Выбрать другого").narrow().trail([(HOME.0.to_owned(), HOME.1.to_owned()), ("Обращение".to_owned(), url(one.id))]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        p { "Новый человек увидит ваше обращение и то, что вы напишете с этого дня. Прежний не увидит больше ничего." }
        @if takers.is_empty() { (parts::empty("Больше никто не принимает личные обращения", "Обращение видите только вы. Загляните позже.", None)) }
        @else { (form::form(&format!("{}/chosen", url(one.id)), key, html! { (form::hidden("version", &one.version.to_string())) (choices(takers, typed.get("helper"), errors.all())) (form::button("Выбрать")) })) }
    })
}

pub struct Shown<'a> {
    pub one: &'a Private,
    pub talk: &'a [PrivateMessage],
    pub me: PersonId,
    pub zone: &'a TimeZone,
    pub erase_days: u32,
}

pub fn page(shown: &Shown<'_>, (typed, errors, done): (&Answers, &FieldErrors, &str), key: &dyn Fn() -> String) -> Page {
    let (one, is_asker) = (shown.one, shown.me == shown.one.asker);
    let mut rows = if is_asker {
        vec![SummaryRow::new("Кто отвечает", if one.helper.is_some() { one.helper_name.as_str() } else { "пока никто" })]
    } else {
        vec![SummaryRow::new("Кто пишет", html! { (one.asker_name) p.hint { (one.asker_place) } })]
    };
    if is_asker && !one.helper_reach.is_empty() {
        rows.push(SummaryRow::new("Как связаться", &one.helper_reach));
    }
    rows.push(SummaryRow::new("Когда", ru::datetime(one.asked_at, shown.zone)));
    Page::new("Личное обращение").narrow().trail([HOME]).notice(notice(done)).error_title(!errors.is_empty()).lead(state(one)).body(html! {
        (form::error_summary(errors.all()))
        (parts::summary(rows))
        (paragraphs(&one.words))
        @for message in shown.talk { (parts::panel("", html! { h3 { @if message.is_asker { "Кто пишет" } @else { "Кто отвечает" } } p.hint { (ru::datetime(message.made_at, shown.zone)) } (paragraphs(&message.words)) })) }
        @if one.state == PrivateState::Closed { p { "Закрыто. Через " (ru::counted(shown.erase_days, "день", "дня", "дней")) " после закрытия обращение исчезнет у обоих." } }
        @else if is_asker { (asker_acts(one, (typed, errors), key)) }
        @else { (helper_acts(one, (typed, errors), key)) }
    })
}

fn notice(done: &str) -> Option<Notice> {
    let words = match done {
        "asked" => "Отправлено. Когда ответят, вы узнаете об этом: в письме не будет ни слова о теме",
        "written" => "Сообщение отправлено",
        "answered" => "Ответ отправлен, время записано",
        "closed" => "Обращение закрыто",
        "chosen" => "Обращение передано тому, кого вы выбрали",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn post(one: &Private, action: &str, key: String, body: Markup) -> Markup {
    form::form(&format!("{}/{action}", url(one.id)), &key, html! { (form::hidden("version", &one.version.to_string())) (body) })
}

fn writing(one: &Private, (typed, errors): (&Answers, &FieldErrors), key: String) -> Markup {
    post(
        one,
        "messages",
        key,
        html! {
            (Field::new("words", "Сообщение").hint(NO_NAMES).value(typed.get("words")).errors(errors.all()).who_reads(OTHER_READS).max_chars(MOST_WORDS).textarea(3))
            (form::button_secondary("Отправить сообщение"))
        },
    )
}

fn asker_acts(one: &Private, typed: (&Answers, &FieldErrors), key: &dyn Fn() -> String) -> Markup {
    html! {
        @if one.helper.is_some() { (parts::details("Написать сообщение", writing(one, typed, key()))) }
        p { a href={ (url(one.id)) "/chosen" } { @if one.helper.is_some() { "Выбрать другого человека" } @else { "Выбрать, к кому обратиться" } } }
        (post(one, "closing", key(), html! { (keeping()) (form::button("Закрыть обращение")) }))
    }
}

fn helper_acts(one: &Private, typed: (&Answers, &FieldErrors), key: &dyn Fn() -> String) -> Markup {
    let (answers, all) = (typed.0, typed.1.all());
    html! {
        h2 { "Ответить" }
        (post(one, "answer", key(), html! {
            (Field::new("answer", "Ответ или то, о чём договорились").hint(NO_NAMES).value(answers.get("answer")).errors(all).who_reads(OTHER_READS).max_chars(MOST_WORDS).textarea(4))
            (Field::new("minutes", "Сколько минут это заняло").hint(format!("От {} до {}: в учёт работы попадёт только время", MINUTES.start(), MINUTES.end())).value(answers.get("minutes")).errors(all).short().number())
            (form::button("Отправить ответ"))
        }))
        (parts::details("Написать сообщение", writing(one, typed, key())))
        (parts::details("Не могу взять", post(one, "declining", key(), html! { p { "Человек узнает, что нужно выбрать другого. Причину писать не нужно." } (form::button_secondary("Отказаться")) })))
    }
}

pub fn flag(kept: &Flag, errors: &FieldErrors, is_saved: bool, key: &str) -> Page {
    let (done, all) = (is_saved.then(|| Notice::done("Сохранено")), errors.all());
    Page::new("Принимаю личные обращения").narrow().trail([HOME]).notice(done).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        p { "Педагоги края выберут вас из списка, если захотят поговорить об усталости, выгорании, тревоге перед аттестацией. То, что они напишут, увидите только вы. Согласиться и передумать можно в любой день: открытые обращения вернутся к тем, кто писал." }
        (form::form("/private-help/helper", key, html! {
            (form::hidden("version", &kept.version.to_string()))
            (Field::new("is_open", "Согласие").value(if kept.is_open { "yes" } else { "" }).single_checkbox("yes", "Принимаю личные обращения"))
            (Field::new("field", "С чем могу помочь").value(&kept.field).errors(all).who_reads("Прочтут педагоги, которые выбирают, к кому обратиться.").max_chars(300).textarea(2))
            (Field::new("reach", "Как со мной связаться").hint("Телефон, почта, время. Если хотите только переписку здесь, так и напишите").value(&kept.reach).errors(all).who_reads("Прочтут педагоги, которые выбирают, к кому обратиться.").max_chars(300).textarea(2))
            (form::button("Сохранить"))
        }))
    })
}
