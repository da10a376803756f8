//! A mentoring on one page: who, until when, the next step; content for the pair, counts for the rest.

use super::{PAIR_READS, home, met, names, of, start, state};
use crate::mentoring::{
    model::{Answer, Role, State, THEMES, theme},
    start as starts,
    web::page::{Card, Typed},
};
use ::web::Shell;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

fn done(word: &str) -> Option<Notice> {
    Some(match word {
        "proposed" => Notice::done("Предложение отправлено").more("Каждый ответит в своём кабинете. Начнётся, когда согласятся все."),
        "agreed" => Notice::done("Вы согласились").more("Наставничество начнётся, когда согласятся все."),
        "met" => Notice::done("Встреча записана").more("Часы наставника попали в учёт сами."),
        "struck" => Notice::done("Запись удалена"),
        "started" => Notice::done("Ответ сохранён").more("Его прочтёт наставник. Из тем составлен черновик программы."),
        "orders" => Notice::done("Приказы отмечены"),
        "programme" => Notice::done("Программа сохранена"),
        "ended" => Notice::done("Записано"),
        "surveyed" => Notice::done("Спасибо, ответы сохранены"),
        _ => return None,
    })
}

pub fn page(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let standing = &card.standing;
    let page = Page::new(names(standing)).trail([home(standing)]).error_title(!typed.errors.is_empty()).notice(done(&typed.done));
    shell.page(page.body(html! {
        (form::error_summary(typed.errors.all()))
        p { (state(standing.mentoring.state)) }
        (asking(shell, card))
        (about(card))
        @if standing.is_inside() { (inside(shell, card, typed)) } @else { (progress(card)) }
        (curator(card))
        (acts(card))
    }))
}

/// Yes or no, for who is asked.
fn asking(shell: &Shell, card: &Card) -> Markup {
    let standing = &card.standing;
    let Some(own) = standing.own.as_ref().filter(|own| own.answer == Answer::Waits && standing.mentoring.state == State::Proposed) else { return html! {} };
    html! {
        (parts::notice(&Notice::act_now(format!("Вам предлагают наставничество: вы {}", own.role.label())).more("Наставничество начинается только с согласия всех участников (статья 351.8 Трудового кодекса). Отказ не имеет последствий, причину никто не спросит, и кто отказался, никому не показывают.")))
        (form::form(&of(standing.mentoring.id, "answer"), &shell.key(), form::buttons(html! { (form::button_named("Согласиться", "word", "yes")) (form::button_secondary_named("Отказаться", "word", "no")) })))
    }
}

fn about(card: &Card) -> Markup {
    let mentoring = &card.standing.mentoring;
    let mentor = card.standing.mentor();
    let mut rows = vec![
        SummaryRow::new("Наставник", html! { @if let Some(side) = mentor { (side.name) p.hint { (side.place) (waits(side.answer, mentoring.state)) } } }),
        SummaryRow::new("Наставляемые", html! { @for side in card.standing.mentees() { p { (side.name) span.hint { " " (side.place) (waits(side.answer, mentoring.state)) } } } }),
        SummaryRow::new("Вид", mentoring.form.label()),
        SummaryRow::new("Срок", ru::period(mentoring.starts_on, Some(mentoring.ends_on))),
        SummaryRow::new("Куратор", if mentoring.curator_name.is_empty() { "не назначен" } else { &mentoring.curator_name }),
    ];
    if let Some(on) = mentoring.ended_on {
        rows.push(SummaryRow::new("Завершено", html! { (ru::date(on)) @if let Some(reason) = mentoring.end_reason { ": " (reason.label()) } }));
    }
    rows.extend(start::paper_rows(card));
    html! {
        (parts::summary(rows))
        @if let Some(next) = card.next { p { a href={ "/mentoring/" (next) } { "Передаётся другому наставнику" } } }
        @if mentoring.follows.is_some() && mentoring.state == State::Proposed { p.hint { "Это передача: прежнее наставничество закончится, когда согласятся все." } }
    }
}

fn waits(answer: Answer, state: State) -> &'static str {
    match (answer, state) {
        (Answer::Waits, State::Proposed) => ", ответа пока нет",
        (Answer::Yes, State::Proposed) => ", согласие есть",
        _ => "",
    }
}

/// Counts and dates for whoever oversees.
fn progress(card: &Card) -> Markup {
    let progress = &card.progress;
    html! { @if card.standing.mentoring.started_on.is_some() {
        h2 { "Ход работы" }
        p.hint { "Вам видны числа и даты. Что участники пишут друг другу, читают только они." }
        (parts::summary([
            SummaryRow::new("Встречи", met(progress)),
            SummaryRow::new("Из них совместных уроков", ru::number(progress.lessons)),
            SummaryRow::new("Последняя встреча", progress.last_on.map_or_else(|| "ещё не было".to_owned(), ru::date)),
            SummaryRow::new("Программа", if progress.lines == 0 { "ещё не составлена".to_owned() } else { format!("сделано {} из {}", progress.lines_done, progress.lines) }),
        ]))
    } }
}

/// What the pair reads and writes.
fn inside(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let standing = &card.standing;
    let id = standing.mentoring.id;
    if standing.mentoring.started_on.is_none() {
        let words = match standing.mentoring.state {
            State::Proposed => "Вы согласились. Ждём ответа остальных.",
            State::Declined => "Наставничество не состоялось. Это не имеет последствий.",
            State::Active | State::Ended => "Предложение забрали, отвечать на него больше не нужно.",
        };
        return html! { p { (words) } };
    }
    let is_open = standing.going().is_ok();
    let begins = starts::asked(standing).is_ok();
    html! {
        @if begins && !card.starts.iter().any(|start| start.is_own) && is_blank(card) {
            (parts::notice(&Notice::act_now("Скажите наставнику, с чем нужна помощь").more("Отметьте темы, это минута. Из них составится черновик программы.")))
            p { (form::button_link("Отметить темы", &of(id, "start"))) }
        }
        (start::answers(&card.starts))
        @if begins && card.starts.iter().any(|start| start.is_own) { p { a href=(of(id, "start")) { "Изменить свой ответ" } } }
        @if is_open { h2 { "Записать встречу" } (meeting_form(shell, card, typed)) }
        h2 { "Встречи" }
        p { (met(&card.progress)) @if card.progress.lessons > 0 { ", совместных уроков " (card.progress.lessons) } }
        (meetings(shell, card, is_open))
        h2 { "Персональная программа" }
        (programme(card))
        p {
            @if is_open { a href=(of(id, "programme")) { @if card.draft.is_some() { "Составить программу из черновика" } @else if standing.mentoring.goals.is_empty() { "Составить программу" } @else { "Изменить программу и поставить отметки" } } " · " }
            a href=(of(id, "programme.pdf")) { "Программа (PDF)" }
        }
        @if !card.words.is_empty() { h2 { "Слова вам" } @for words in &card.words { blockquote { (words) } } }
    }
}

fn is_blank(card: &Card) -> bool {
    card.standing.mentoring.goals.is_empty() && card.lines.is_empty()
}

fn meeting_form(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let (all, meeting) = (typed.errors.all(), &typed.meeting);
    let day = if meeting.held_on.is_empty() { kernel::date::short(card.today) } else { meeting.held_on.clone() };
    let minutes = if meeting.minutes.is_empty() { "45" } else { &meeting.minutes };
    form::form(
        &of(card.standing.mentoring.id, "meetings"),
        &shell.key(),
        html! {
            div.fields {
                (Field::new("held_on", "День").value(day).errors(all).date())
                (Field::new("minutes", "Минут").value(minutes).errors(all).number())
                (Field::new("theme", "Тема").value(&meeting.theme).errors(all).select(THEMES.iter().copied()))
            }
            (Field::new("is_lesson", "Урок").value(&meeting.is_lesson).single_checkbox("yes", "Это был совместный урок или посещение"))
            (Field::new("next", "Что дальше").hint("Коротко. Имён учеников не пишите").value(&meeting.next).errors(all).who_reads(PAIR_READS).max_chars(crate::mentoring::form::MOST_WORDS).textarea(2))
            (form::buttons(form::button("Записать встречу")))
        },
    )
}

fn meetings(shell: &Shell, card: &Card, is_open: bool) -> Markup {
    let key = shell.key();
    let rows = card.meetings.iter().map(|meeting| {
        [
            html! { (ru::date(meeting.held_on)) },
            html! { (theme(&meeting.theme)) @if meeting.is_lesson { p.hint { "совместный урок" } } },
            html! { (meeting.minutes) },
            html! { (meeting.next) },
            html! { @if is_open { (form::act(&of(card.standing.mentoring.id, &format!("meetings/{}/striking", meeting.id)), &key, "Удалить", &format!("встречу {}", ru::date(meeting.held_on)))) } },
        ]
    });
    let columns = vec![Column::new("День"), Column::new("Тема"), Column::new("Минут").number(), Column::new("Что дальше"), Column::new("Изменить")];
    Table::new("Встречи", columns).rows(rows).empty("Встреч пока нет", "После первой встречи запишите день, время и тему: это минута.", None).render()
}

fn programme(card: &Card) -> Markup {
    let mentoring = &card.standing.mentoring;
    if is_blank(card) {
        return parts::empty("Программы пока нет", "Составьте её вместе: цель, несколько мероприятий с датами, что должно получиться.", None);
    }
    let rows = card.lines.iter().map(|line| {
        let late = line.done_on.is_none() && line.due_on.is_some_and(|due| due < card.today);
        [
            html! { (line.title) @if !line.expected.is_empty() { p.hint { "Результат: " (line.expected) } } },
            html! { @if let Some(due) = line.due_on { (ru::date(due)) } },
            html! { @match line.done_on { Some(on) => { (parts::tag(Kind::Good, "сделано")) " " (ru::date(on)) } None if late => (parts::tag(Kind::Bad, "срок прошёл")), None => "впереди" } },
        ]
    });
    html! {
        (parts::summary([SummaryRow::new("Цель", &mentoring.goals), SummaryRow::new("Ожидаемые результаты", if mentoring.expected.is_empty() { "—" } else { &mentoring.expected })]))
        (Table::new("Мероприятия", vec![Column::new("Мероприятие"), Column::new("Срок"), Column::new("Отметка")]).rows(rows).render())
    }
}

/// Words of the survey that are for the curator.
fn curator(card: &Card) -> Markup {
    html! { @if !card.curator_words.is_empty() {
        h2 { "Слова куратору" }
        p.hint { "Видите только вы как куратор." }
        @for (role, words) in &card.curator_words { p { b { (role.label()) ": " } (words) } }
    } }
}

fn acts(card: &Card) -> Markup {
    let standing = &card.standing;
    let id = standing.mentoring.id;
    let is_over = standing.mentoring.state == State::Ended && standing.mentoring.started_on.is_some() || standing.own.as_ref().is_some_and(|own| own.left_on.is_some());
    let leads = standing.oversees;
    html! {
        @if is_over && standing.is_inside() { p { a href=(of(id, "survey")) { @if card.own_survey.is_some() { "Мои ответы о том, как прошло" } @else { "Сказать, как прошло: три вопроса" } } } }
        @if standing.is_inside() { p { a href=(of(id, "consent.pdf")) { "Моё согласие для подписи (PDF)" } } }
        @if leads && standing.mentoring.started_on.is_some() { p { a href=(of(id, "order.pdf")) { "Проект приказа о закреплении (PDF)" } " · " a href=(of(id, "orders")) { "Отметить приказы: закрепление, доплата" } } }
        @if standing.mentoring.state == State::Active && standing.going().is_ok() {
            p {
                @if leads { a href=(of(id, "handover")) { "Передать другому наставнику" } " · " }
                @if leads || standing.is_inside() { a href=(of(id, "ending")) { @if leaves_group(card) { "Выйти из группы" } @else { "Завершить наставничество" } } }
            }
        }
        @if standing.mentoring.state == State::Proposed && leads { p { a href=(of(id, "ending")) { "Забрать предложение" } } }
    }
}

/// Whether the viewer's end is only the viewer's own.
pub fn leaves_group(card: &Card) -> bool {
    let standing = &card.standing;
    standing.mentoring.state == State::Active && standing.own.as_ref().is_some_and(|own| own.role == Role::Mentee) && standing.mentees().count() > 1
}
