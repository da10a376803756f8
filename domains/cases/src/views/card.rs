//! A case on one page: the helix, what is next, the team, what is worked on, what happened.

use super::{home, light, paragraphs, state};
use crate::{
    event::Group,
    helix::{self, Links},
    model::{SeatId, State},
    rules::{Act, may},
    standing::Sees,
    store::events::Line,
    tasks::Task,
    url,
    web::card::Card,
};
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

/// What stands under the helix.
pub struct Below<'a> {
    pub tasks: &'a [Task],
    pub lines: &'a [Line],
    pub group: Option<Group>,
    pub done: &'a str,
}

pub fn page(shell: &Shell, card: &Card, below: &Below<'_>) -> Markup {
    let case = &card.standing.case;
    let (label, home_url) = home(&card.standing);
    let page = Page::new(case.teacher.clone()).trail([(label, home_url)]).notice(done(below.done).map(Notice::done));
    shell.page(page.lead(format!("Сопровождение {}, {}", case.number, case.kind.label())).body(html! {
        p.marked { (state(case)) @if case.state == State::Open { (light(case, card.lists.day)) } }
        @if case.state == State::Proposed { (proposal(shell, card)) }
        @if case.state == State::Declined { p { "Содержание предложения удалено, сохранился только отказ. Последствий у него нет." } }
        @if case.state != State::Proposed && case.state != State::Declined {
            (helix::picture(case, &card.stage, if card.standing.sees == Sees::Content { Links::ToScreens } else { Links::None }))
            @if card.standing.sees == Sees::Content { (content(card, below)) } @else { (progress(card, below)) }
            (timeline(card, below))
        }
    }))
}

fn done(word: &str) -> Option<&'static str> {
    match word {
        "proposed" => Some("Предложение отправлено педагогу"),
        "opened" => Some("Сопровождение открыто. Пригласите тех, кто поможет."),
        "agreed" => Some("Вы согласились. Сопровождение началось."),
        "joined" => Some("Вы в команде"),
        "closed" => Some("Сопровождение завершено"),
        "round" => Some("Начат новый круг: подберите ресурсы под то, что осталось"),
        "reviewed" => Some("Обсуждение отмечено"),
        "turned" => Some("Вернулись на выбранную ступень"),
        "stopped" => Some("Сопровождение остановлено"),
        _ => None,
    }
}

/// What the teacher decides on; the proposer sees that it waits.
fn proposal(shell: &Shell, card: &Card) -> Markup {
    let case = &card.standing.case;
    html! {
        (facts(card))
        (grounds(card))
        @if card.standing.is_teacher() {
            p { "Если вы согласитесь, вы и приглашённая вами команда вместе построите маршрут. Ничего обязательного в нём не появится без вашей подписи." }
            p { "Отказ не имеет последствий: сохранится только то, что вы отказались." }
            (form::form(&url::of(case.id, "answer"), &shell.key(), html! {
                (form::hidden("version", &case.version.to_string()))
                (form::buttons(html! { (form::button_named("Согласиться", "word", "agree")) (form::button_secondary_named("Отказаться", "word", "decline")) }))
            }))
        } @else {
            p { "Педагог ещё не ответил. До его согласия предложение видите вы и он." }
            p { a href=(url::of(case.id, "stop")) { "Отозвать предложение" } }
        }
    }
}

fn facts(card: &Card) -> Markup {
    let case = &card.standing.case;
    let mut rows = vec![
        SummaryRow::new("Организация", &case.place_name),
        SummaryRow::new("Направление", card.lists.direction(&case.direction)),
        SummaryRow::new("Предмет", card.lists.subject(&case.subject)),
        SummaryRow::new("Кто начал", case.channel.label()),
        SummaryRow::new("Начато", ru::date(case.opened_on)),
    ];
    if card.standing.sees == Sees::Content {
        rows.insert(0, SummaryRow::new("Повод", html! { (paragraphs(&case.reason)) }));
    }
    if case.round > 1 {
        rows.push(SummaryRow::new("Круг", case.round.to_string()));
    }
    if let Some(outcome) = case.outcome {
        rows.push(SummaryRow::new("Итог", outcome.label()));
    }
    if !case.stop_reason.is_empty() && card.standing.sees == Sees::Content {
        rows.push(SummaryRow::new("Почему остановлено", &case.stop_reason));
    }
    if let Some(day) = case.next_review_on {
        rows.push(SummaryRow::new("Следующее обсуждение", ru::date_weekday(day)));
    }
    parts::summary(rows)
}

fn grounds(card: &Card) -> Markup {
    html! {
        @if !card.evidence.is_empty() {
            h2 { "На чём это основано" }
            ul { @for one in &card.evidence { li { (one.source.label()) @if !one.words.is_empty() { ": " (one.words) } ", " (ru::date(one.held_on)) } } }
        }
    }
}

fn content(card: &Card, below: &Below<'_>) -> Markup {
    let case = &card.standing.case;
    html! {
        @if case.state == State::Open { h2 { "Что дальше" } (tasks(card, below.tasks)) }
        h2 { "О сопровождении" }
        (facts(card))
        h2 { "Страницы" }
        ul {
            li { a href=(url::of(case.id, "team")) { "Команда" } ": " (ru::counted(card.joined(), "человек", "человека", "человек")) }
            li { a href=(url::of(case.id, "deficits")) { "Затруднения в работе" } ": " (card.deficits.len()) }
            li { a href=(url::of(case.id, "evidence")) { "Основания" } " — сигналы и результаты диагностики" }
            li { a href=(url::of(case.id, "pathway")) { "Маршрут" } }
            li { a href=(url::of(case.id, "measures")) { "Результаты класса" } ": " (card.measures.len()) }
            li { a href=(url::of(case.id, "link")) { "Связь с трудностями учеников" } ": " (card.links.len()) }
            @if card.standing.is_of_team() { li { a href=(url::of(case.id, "notes")) { "Сообщения команды" } } }
        }
        @if case.state == State::Open { (acts(card)) }
    }
}

fn acts(card: &Card) -> Markup {
    let (case, role) = (&card.standing.case, card.role);
    html! {
        ul {
            @if may(Act::Review, &card.standing, role) { li { a href=(url::of(case.id, "review")) { "Отметить обсуждение и назначить следующее" } } }
            @if may(Act::TurnBack, &card.standing, role) && case.rung > 1 { li { a href=(url::of(case.id, "turn")) { "Вернуться на более раннюю ступень" } } }
            @if may(Act::Stop, &card.standing, role) { li { a href=(url::of(case.id, "stop")) { "Остановить сопровождение" } } }
        }
    }
}

/// Who sees progress sees figures and dates, nobody's words.
fn progress(card: &Card, below: &Below<'_>) -> Markup {
    let (case, role) = (&card.standing.case, card.role);
    html! {
        p { "Вам виден ход работы без содержания: его читают педагог и команда. Содержание школе может открыть только сам педагог." }
        (facts(card))
        (parts::summary([
            SummaryRow::new("В команде", ru::counted(card.joined(), "человек", "человека", "человек")),
            SummaryRow::new("Затруднений в работе", card.deficits.len().to_string()),
            SummaryRow::new("Ближайших шагов", below.tasks.len().to_string()),
            SummaryRow::new("Из них просрочено", below.tasks.iter().filter(|task| task.is_late).count().to_string()),
        ]))
        @if case.state == State::Open {
            ul {
                @if may(Act::Invite, &card.standing, role) { li { a href=(url::of(case.id, "team")) { "Команда: пригласить того, кто поведёт" } } }
                @if may(Act::Stop, &card.standing, role) { li { a href=(url::of(case.id, "stop")) { "Остановить сопровождение, которое никто не ведёт" } } }
            }
        }
    }
}

fn tasks(card: &Card, tasks: &[Task]) -> Markup {
    let name = |seat: &SeatId| {
        card.team.iter().find(|member| member.seat == *seat).map(|member| if card.standing.seats.iter().any(|own| own.id == *seat) { "вы".to_owned() } else { format!("{} ({})", member.name, member.role.label()) })
    };
    let rows = tasks.iter().map(|task| {
        let whose: Vec<String> = task.whose.iter().filter_map(name).collect();
        let is_mine = task.whose.iter().any(|seat| card.standing.seats.iter().any(|own| own.id == *seat));
        let light = match (task.is_late, is_mine) {
            (true, _) => parts::tag(Kind::Bad, "просрочено"),
            (false, true) => parts::tag(Kind::Mine, "ждёт\u{a0}вас"),
            (false, false) => parts::tag(Kind::Waiting, "ждёт"),
        };
        [
            html! { a href=(task.url) { (task.what) } @if !task.hint.is_empty() { p.hint { (task.hint) } } },
            html! { @if whose.is_empty() { "команда" } @else { (whose.join(", ")) } },
            html! { "с\u{a0}" (ru::date(task.since)) @if let Some(by) = task.by { ", до\u{a0}" (ru::date(by)) } },
            light,
        ]
    });
    Table::new("Что дальше", ["Шаг", "Кто", "Ждёт", "Состояние"].map(Column::new).to_vec()).rows(rows).empty("Сейчас никто никого не ждёт", "Следующий шаг появится здесь сам.", None).render()
}

fn timeline(card: &Card, below: &Below<'_>) -> Markup {
    let case = url::case(card.standing.case.id);
    let link = |label: &'static str, group: Option<Group>| {
        let href = group.map_or_else(|| case.clone(), |group| format!("{case}?kind={group}"));
        html! { li { a href=(href) aria-current=[(group == below.group).then_some("page")] { (label) } } }
    };
    // Who sees progress only is led nowhere: what the lines are about is content.
    let is_led = card.standing.sees == Sees::Content;
    let events: Vec<parts::Event> = below
        .lines
        .iter()
        .map(|line| {
            let what = if line.words.is_empty() { line.kind.label().to_owned() } else { format!("{}: {}", line.kind.label(), line.words) };
            parts::Event { who: line.who.clone(), what, when: ru::datetime(line.happened_at, &card.lists.zone), url: (is_led && !line.about.is_empty()).then(|| line.about.clone()) }
        })
        .collect();
    html! {
        h2 { "Что было" }
        @if card.standing.sees == Sees::Content {
            nav.tabs aria-label="Какие события показать" { ul { (link("все", None)) @for group in Group::ALL { (link(group.label(), Some(*group))) } } }
        }
        @if events.is_empty() { p { "Событий такого рода нет." } } @else { (parts::timeline(&events)) }
    }
}
