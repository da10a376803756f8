//! A meeting: its page, its form, the list of those present.

use super::{caption, name, outside, standing, trail, trail_to, when};
use crate::{
    calendar::Busy,
    form::ITEMS,
    lists::Lists,
    model::{Answer, Attendee, Meeting, Member, State, Union},
    store::minutes::Approved,
    url,
    views::card::Rights,
    workflow::minutes::Whole,
};
use ::web::Answers;
use kernel::{Date, FieldErrors, id::PersonId};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
};

pub struct Shown {
    pub whole: Whole,
    pub versions: Vec<Approved>,
    pub lists: Lists,
    pub rights: Rights,
    pub overlaps: Vec<Busy>,
    pub person: Option<PersonId>,
    pub today: Date,
}

impl Shown {
    fn mine(&self) -> Option<&Attendee> {
        self.whole.attendees.iter().find(|one| Some(one.member.person) == self.person)
    }

    fn in_force(&self) -> Option<&Approved> {
        self.versions.iter().find(|version| version.number == self.whole.meeting.minutes_number)
    }
}

pub fn page(shown: &Shown, done: &str, key: &dyn Fn() -> String) -> Page {
    let (union, meeting) = (&shown.whole.union, &shown.whole.meeting);
    let body = html! {
        @if meeting.state == State::Cancelled { (parts::notice(&Notice::problem("Заседание отменено").more(&meeting.cancelled_why))) }
        (without_quorum(shown))
        @if shown.rights.leads && meeting.is_open() && !shown.overlaps.is_empty() { (overlaps(shown)) }
        (facts(shown))
        (mine(shown, key))
        (agenda(shown))
        (attendance(shown))
        (decisions(shown))
        (minutes(shown, key))
    };
    let title = format!("{}. {}", caption(meeting), meeting.title);
    Page::new(title).trail(trail(union)).notice(notice(done)).lead(html! { (when(meeting)) " " (standing(meeting, shown.in_force().map(|version| version.has_quorum), shown.today)) }).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "planned" => Some(Notice::done("Заседание назначено. Участники узнают о нём")),
        "edited" => Some(Notice::done("Изменения сохранены. О переносе участники узнают")),
        "cancelled" => Some(Notice::done("Заседание отменено. Участники узнают об этом")),
        "answered" => Some(Notice::done("Ответ записан")),
        "present" => Some(Notice::done("Вы отмечены присутствующим")),
        "attended" => Some(Notice::done("Присутствующие отмечены")),
        "saved" => Some(Notice::done("Черновик протокола сохранён")),
        "approved" => Some(Notice::done("Протокол утверждён, часы участников актива учтены")),
        "reopened" => Some(Notice::done("Протокол открыт для исправления. Прежняя версия действует, пока не утверждена новая")),
        "marked" => Some(Notice::done("Отметка записана")),
        "annulled" => Some(Notice::done("Протокол аннулирован: решения больше не действуют, часы сняты с учёта")),
        _ => None,
    }
}

fn without_quorum(shown: &Shown) -> Markup {
    html! { @if shown.in_force().is_some_and(|version| !version.has_quorum) {
        (parts::notice(&Notice::problem("Протокол без кворума").more("Решения не приняты: они записаны как рекомендации и никого не обязывают. Чтобы принять их, соберите заседание с кворумом.")))
    } }
}

fn overlaps(shown: &Shown) -> Markup {
    let list = html! { ul { @for busy in &shown.overlaps {
        @let name = shown.whole.attendees.iter().find(|one| one.member.person == busy.person).map_or("", |one| one.member.name.as_str());
        li { (super::name(name, shown.rights.sees_people)) ": " a href=(busy.url) { (busy.title) } ", " (busy.hours) }
    } } };
    let people: std::collections::BTreeSet<PersonId> = shown.overlaps.iter().map(|busy| busy.person).collect();
    html! {
        (parts::warning(format!("В это время у {} другое заседание.", ru::counted(people.len() as u64, "участника", "участников", "участников"))))
        (parts::details("У кого", list))
    }
}

fn facts(shown: &Shown) -> Markup {
    let meeting = &shown.whole.meeting;
    let mut rows = vec![SummaryRow::new("Когда", format!("{}, {}", ru::date_weekday(meeting.held_on), meeting.hours()))];
    if !meeting.venue.is_empty() {
        rows.push(SummaryRow::new("Место", &meeting.venue));
    }
    if !meeting.link.is_empty() {
        rows.push(SummaryRow::new("Ссылка", outside(&meeting.link, "Подключиться")));
    }
    rows.push(SummaryRow::new("Направление", shown.lists.direction(&meeting.direction).to_owned()));
    if !meeting.invited.is_empty() {
        rows.push(SummaryRow::new("Приглашены", &meeting.invited));
    }
    rows.push(SummaryRow::new("Кворум", shown.whole.quorum().needed.to_string()));
    html! {
        (parts::summary(rows))
        p {
            @if meeting.state != State::Cancelled { a href={ (url::meeting(meeting.id)) "/meeting.ics" } { "В календарь" } }
            @if shown.rights.leads && meeting.is_open() { " · " a href={ (url::meeting(meeting.id)) "/edit" } { "Изменить заседание" } }
            @if shown.rights.leads && meeting.state == State::Planned { " · " a href={ (url::meeting(meeting.id)) "/cancellation" } { "Отменить заседание" } }
        }
    }
}

/// What a member may say about oneself, with one tap.
fn mine(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let meeting = &shown.whole.meeting;
    let Some(mine) = shown.mine().filter(|_| meeting.is_open() && meeting.held_on >= shown.today) else { return html! {} };
    let url = url::meeting(meeting.id);
    html! {
        h2 { "Вы" }
        @if meeting.held_on == shown.today {
            @if mine.is_present { p { (parts::tag(parts::Kind::Good, "вы отмечены присутствующим")) } }
            @else { (Form::new(format!("{url}/presence"), key()).body(form::button("Я здесь"))) }
        }
        @if !mine.is_present {
            p { @match mine.answer { Answer::None => { "Придёте?" }, Answer::Yes => { "Вы ответили, что придёте." }, Answer::No => { "Вы ответили, что не придёте." } } }
            (Form::new(format!("{url}/answer"), key()).body(form::buttons(html! {
                @if mine.answer != Answer::Yes { (form::button_secondary_named("Приду", "answer", "yes")) }
                @if mine.answer != Answer::No { (form::button_secondary_named("Не приду", "answer", "no")) }
            })))
        }
    }
}

fn agenda(shown: &Shown) -> Markup {
    html! {
        h2 { "Повестка" }
        @if shown.whole.items.is_empty() { p { "Повестки пока нет." } }
        @else { ol { @for item in &shown.whole.items { li {
            (item.title)
            @if item.speaker.is_some() { span.hint { " — " (name(&item.speaker_name, shown.rights.sees_people || item.speaker == shown.person)) } }
            @if item.lasts > 0 { span.hint { ", " (item.lasts) " мин" } }
        } } } }
    }
}

fn attendance(shown: &Shown) -> Markup {
    let whole = &shown.whole;
    let quorum = whole.quorum();
    let answered = |answer: Answer| whole.attendees.iter().filter(|one| one.answer == answer).count();
    let is_past = whole.meeting.held_on <= shown.today;
    html! {
        h2 { "Кто будет и кто был" }
        @if whole.attendees.is_empty() { p { "На этот день в объединении нет участников: заседание возможно, кворума не будет." } }
        @else {
            @if is_past { p { (quorum.sentence()) } }
            @else { p { "Придут: " (answered(Answer::Yes)) ", не придут: " (answered(Answer::No)) ", не ответили: " (answered(Answer::None)) ". Для решений нужно не меньше " (quorum.needed) "." } }
            @if shown.rights.sees_people { (parts::details("По именам", html! { ul { @for one in &whole.attendees { li { (one.member.name) " — " @if one.is_present { "присутствует" @if one.by_self { " (отметился сам)" } } @else { (one.answer.label()) } } } } })) }
        }
        @if shown.rights.leads && whole.meeting.is_open() && is_past { p { a href={ (url::meeting(whole.meeting.id)) "/attendance" } { "Отметить присутствующих" } } }
    }
}

fn decisions(shown: &Shown) -> Markup {
    html! { @if !shown.whole.decisions.is_empty() {
        h2 id="decisions" { "Решения" }
        ul { @for one in &shown.whole.decisions { li {
            (one.what)
            @if one.owner.is_some() { span.hint { " — " (name(&one.owner_name, shown.rights.sees_people || one.owner == shown.person)) } }
            @if let Some(due) = one.due_on { span.hint { ", до " (ru::date(due)) } }
            " " (super::decisions::state(one, shown.today))
            @if one.force == crate::model::Force::Binding && (shown.rights.leads || (one.owner.is_some() && one.owner == shown.person)) { " " a href={ "/unions/decisions/" (one.id) } { @if one.done_on.is_some() { "Изменить отметку" } @else { "Отметить исполнение" } span.unseen { " «" (one.what) "»" } } }
        } } }
    } }
}

fn minutes(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let meeting = &shown.whole.meeting;
    let (url, version) = (url::meeting(meeting.id), meeting.version.to_string());
    let may_read = shown.rights.sees_people;
    html! {
        h2 { "Протокол" }
        @if shown.rights.leads && meeting.is_open() && meeting.held_on <= shown.today { p { a href={ (url) "/minutes" } { "Написать протокол" } " · " a href={ (url) "/minutes.pdf" } { "Посмотреть черновик (PDF)" } } }
        @if shown.versions.is_empty() { p { "Утверждённого протокола ещё нет." } }
        @for one in &shown.versions { p {
            @if may_read { a href={ (url) "/minutes.pdf?version=" (one.number) } { "Протокол, версия " (one.number) " (PDF)" } } @else { "Протокол, версия " (one.number) }
            ", утверждён " (ru::date(one.approved_on)) ", присутствовали " (one.present) " из " (one.members)
            @if !one.has_quorum { ", без кворума" }
            @if one.number == meeting.minutes_number { " — действует" }
            @if let Some(day) = one.annulled_on { " — аннулирован " (ru::date(day)) ": " (one.annulled_why) }
        } }
        @if shown.rights.approves && meeting.minutes_number > 0 && shown.whole.union.is_open_on(shown.today) {
            @if !meeting.is_correcting { (Form::new(format!("{url}/correction"), key()).body(html! { (form::hidden("version", &version)) (form::button_secondary("Исправить протокол")) })) }
            p { a href={ (url) "/annulment" } { "Аннулировать протокол" } }
        }
    }
}

/// What the form of a meeting is drawn from.
pub struct Editor<'a> {
    pub union: &'a Union,
    pub meeting: Option<&'a Meeting>,
    pub members: &'a [Member],
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub errors: &'a FieldErrors,
}

const MEMBERS: &str = "Прочтут участники и все, кому видны объединения";

pub fn editor(editor: &Editor<'_>, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(editor.answers.get(name)).errors(editor.errors.all());
    let (action, title, way) = match editor.meeting {
        Some(meeting) => (url::meeting(meeting.id), "Изменить заседание", trail_to(editor.union, meeting).to_vec()),
        None => (format!("{}/meetings", url::union(editor.union.id)), "Назначить заседание", trail(editor.union).to_vec()),
    };
    Page::new(title).narrow().trail(way).error_title(!editor.errors.is_empty()).lead(editor.union.title.clone()).body(html! {
        (form::error_summary(editor.errors.all()))
        (Form::new(action, key).body(html! {
            @if editor.meeting.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            (field("title", "О чём заседание").who_reads(MEMBERS).text())
            (field("held_on", "День").hint("Например, 12.12.2026").date())
            (field("begins", "Начало").hint("Например, 14:00").short().text())
            (field("minutes", "Сколько минут").short().number())
            (field("venue", "Место").hint("Школа и кабинет").who_reads(MEMBERS).text())
            (field("link", "Ссылка, если дистанционно").who_reads(MEMBERS).name_like().text())
            (field("direction", "Направление из двенадцати").select(editor.lists.directions.clone()))
            (items(editor))
            (field("invited", "Кто ещё приглашён").hint("Гости, не участники").who_reads(MEMBERS).max_chars(500).textarea(2))
            (form::button(if editor.meeting.is_some() { "Сохранить" } else { "Назначить" }))
        }))
    })
}

/// Rows that are filled, and three more.
fn items(editor: &Editor<'_>) -> Markup {
    let filled = (0..ITEMS).filter(|at| !editor.answers.get(&format!("item-{at}")).is_empty()).max().map_or(0, |at| at + 1);
    let field = |name: String, label: String| Field::new(name.clone(), label).value(editor.answers.get(&name)).errors(editor.errors.all());
    let members: Vec<(String, String)> = editor.members.iter().map(|member| (member.person.to_string(), member.name.clone())).collect();
    let rows = html! {
        p.hint { "Лишние строки оставьте пустыми. Чтобы убрать вопрос, сотрите его." }
        @for at in 0..(filled + 3).min(ITEMS) { div.fields {
            @let id = editor.answers.get(&format!("item-id-{at}"));
            @if !id.is_empty() { (form::hidden(&format!("item-id-{at}"), id)) }
            (field(format!("item-{at}"), format!("Вопрос {}", at + 1)).text())
            (field(format!("speaker-{at}"), format!("Докладывает {}", at + 1)).first_line("не указан").select(members.clone()))
            (field(format!("lasts-{at}"), format!("Минут {}", at + 1)).short().number())
        } }
    };
    form::fieldset("Повестка", rows)
}

pub fn attendance_page(whole: &Whole, key: &str) -> Page {
    let chosen: Vec<String> = whole.attendees.iter().filter(|one| one.is_present).map(|one| one.member.person.to_string()).collect();
    let choices = whole.attendees.iter().map(|one| {
        let hint = match (one.by_self, one.answer) {
            (true, _) => "отметился сам".to_owned(),
            (false, Answer::None) => one.member.school.clone(),
            (false, answer) => format!("{}, {}", one.member.school, answer.label()),
        };
        ui::form::Choice::new(one.member.person.to_string(), one.member.name.clone()).hint(hint)
    });
    let meeting = &whole.meeting;
    Page::new("Кто присутствует").narrow().trail(trail_to(&whole.union, meeting)).lead(format!("Для решений нужно не меньше {} из {}.", whole.quorum().needed, whole.attendees.len())).body(html! {
        @if whole.attendees.is_empty() { (parts::empty("Отмечать некого", "На этот день в объединении нет участников. Добавьте их на странице состава.", None)) }
        @else { (Form::new(format!("{}/attendance", url::meeting(meeting.id)), key).body(html! {
            @for person in &chosen { (form::hidden("were", person)) }
            (Field::new("present", "Отметьте, кто пришёл").checkboxes(choices, &chosen))
            (form::button("Сохранить"))
        })) }
    })
}

/// A page that asks why: for calling off and for annulling.
pub fn why_page(whole: &Whole, (title, path, button): (&str, &str, &str), lead: &str, why: &str, errors: &FieldErrors, key: &str) -> Page {
    let meeting = &whole.meeting;
    Page::new(title).narrow().trail(trail_to(&whole.union, meeting)).error_title(!errors.is_empty()).lead(lead.to_owned()).body(html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("{}/{path}", url::meeting(meeting.id)), key).body(html! {
            (form::hidden("version", &meeting.version.to_string()))
            (Field::new("why", "Почему").value(why).errors(errors.all()).who_reads(MEMBERS).max_chars(500).textarea(3))
            (form::button_danger(button))
        }))
    })
}
