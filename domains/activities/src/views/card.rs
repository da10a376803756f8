//! The page of an activity.

use super::{LIST, kind, minutes, outside, paragraphs, span, state};
use crate::{
    access::Standing,
    followup::Task,
    lists::Lists,
    model::{Activity, CertificateId, HostState, Part, SeatState, Session, State},
    overlap::Clash,
    packet::Material,
    signing::shut,
    store::{hosts::Host, people::Counts},
};
use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::{Notice, Page},
    parts::{self, Kind as Tone, SummaryRow},
    ru,
};

/// What the activity is to the viewer as a participant.
pub struct Own {
    pub seat: Option<SeatState>,
    pub is_for: bool,
    /// In the waiting list.
    pub turn: u64,
    pub clashes: Vec<Clash>,
    pub was_there: bool,
    pub said: bool,
    pub has_read: bool,
    pub answered: bool,
    pub certificate: Option<CertificateId>,
}

pub struct Shown {
    pub one: Activity,
    pub directions: Vec<String>,
    pub sessions: Vec<Session>,
    pub hosts: Vec<Host>,
    pub counts: Counts,
    /// Of the audience.
    pub union: String,
    /// That is visited.
    pub school: String,
    pub has_packet: bool,
    pub task: Option<Task>,
    pub materials: Vec<Material>,
    pub lists: Lists,
    pub own: Option<Own>,
    /// What hosts have at the same time.
    pub clashes: Vec<(String, Clash)>,
    pub standing: Standing,
    pub runs: bool,
    /// Whether the link of the meeting is shown.
    pub sees_seat: bool,
    pub sees_people: bool,
    pub offers: bool,
    pub now: Timestamp,
    pub today: Date,
}

impl Shown {
    /// Whether the viewer takes part.
    fn is_in(&self) -> bool {
        self.own.as_ref().is_some_and(|own| matches!(own.seat, Some(SeatState::Signed | SeatState::Waiting)))
    }
}

pub fn page(shown: &Shown, done: &str, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let one = &shown.one;
    let body = html! {
        @if one.state == State::Cancelled { (parts::notice(&Notice::problem("Мероприятие отменено").more(&one.cancel_why))) }
        (asked(shown, key))
        @if shown.runs { (next(shown, key)) }
        (mine(shown, zone, key))
        (paragraphs(&one.summary))
        (facts(shown, zone))
        (materials(shown))
        @if shown.runs { (desk(shown)) (offer(shown, &key())) }
    };
    let lead = html! { (kind(one)) ", " (one.level.label()) " уровень, № " (one.number) " " (state(one, shown.now)) };
    Page::new(one.title.clone()).narrow().trail([LIST]).notice(notice(done)).lead(lead).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    Some(match done {
        "planned" => Notice::done("Черновик сохранён. Его видят те, кто ведёт, и те, кто отвечает за место проведения"),
        "edited" => Notice::done("Изменения сохранены"),
        "announced" => Notice::done("Мероприятие объявлено: педагоги могут записываться"),
        "cancelled" => Notice::done("Мероприятие отменено. Все, кого это касается, получат сообщение"),
        "signed" => Notice::done("Вы записаны. Место за вами"),
        "waiting" => Notice::info("Мест нет, вы в листе ожидания. Когда место освободится, вы получите сообщение"),
        "left" => Notice::done("Запись снята"),
        "yes" => Notice::done("Спасибо! Вы указаны среди ведущих"),
        "no" => Notice::done("Отказ записан. Планировавший узнает о нём"),
        "here" => Notice::done("Вы отмечены. Хорошей встречи!"),
        "said" => Notice::done("Спасибо, отзыв сохранён. Имени в нём ведущий не увидит"),
        "read" => Notice::done("Отмечено: прочитано"),
        "closed" => Notice::done("Итоги подведены: работа записана, сертификаты выданы"),
        _ => return None,
    })
}

/// The question to who is asked to hold it.
fn asked(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    if !shown.standing.is_asked || !matches!(shown.one.state, State::Draft | State::Announced | State::Held) {
        return html! {};
    }
    html! {
        (parts::panel("Вас просят вести это мероприятие", html! {
            p { "Без вашего согласия вы не будете указаны среди ведущих." }
            (Form::new(format!("{}/hosts/answer", crate::url(shown.one.id)), key()).body(form::buttons(html! {
                (form::button_named("Согласиться", "answer", "yes"))
                (form::button_secondary_named("Отказаться", "answer", "no"))
            })))
        }))
    }
}

/// The one next step of those who run it.
fn next(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let (one, url) = (&shown.one, crate::url(shown.one.id));
    let has_host = shown.hosts.iter().any(|host| host.state == HostState::Joined);
    let is_begun = shown.sessions.last().is_some_and(|last| last.starts_at <= shown.now);
    html! {
        @for (name, clash) in &shown.clashes { (parts::notice(&Notice::act_now("Пересечение по времени").more(format!("{name}: на «{}» в это же время приходится {}. Можно продолжать, если так и задумано.", one.title, clash.title)))) }
        @match one.state {
            State::Draft if has_host => { (Form::new(format!("{url}/announcement"), key()).body(html! { (form::hidden("version", &one.version.to_string())) (form::button("Объявить")) })) },
            State::Draft => { p { "Чтобы объявить мероприятие, нужно согласие ведущего. " a href={ (url) "/hosts" } { "Кто ведёт" } } },
            State::Announced if is_begun => { p { (form::button_link("Отметить, кто был", &format!("{url}/attendance"))) } },
            State::Held => { p { (form::button_link("Подвести итоги", &format!("{url}/closing"))) } },
            State::Announced | State::Closed | State::Cancelled => {},
        }
    }
}

/// What the viewer may do as a participant.
fn mine(shown: &Shown, zone: &TimeZone, key: &dyn Fn() -> String) -> Markup {
    let Some(own) = &shown.own else { return html! {} };
    if shown.standing.hosts || shown.standing.is_asked {
        return html! {};
    }
    let (one, url) = (&shown.one, crate::url(shown.one.id));
    let shut = shut(one, shown.now, shown.today);
    let leave = |label: &str| Form::new(format!("{url}/leaving"), key()).body(form::button_secondary(label));
    let join = |label: &str| Form::new(format!("{url}/seat"), key()).body(form::button(label));
    html! {
        @if shut.is_none() && !matches!(own.seat, Some(SeatState::Signed)) { (warnings(one, own, zone)) }
        @match own.seat {
            Some(SeatState::Signed) => {
                p { (parts::tag(Tone::Good, "вы записаны")) }
                (tasks(shown, own, &url))
                @if one.state == State::Announced && one.ends_at > shown.now { (leave("Снять запись")) }
            },
            Some(SeatState::Waiting) => {
                p { (parts::tag(Tone::Waiting, "лист ожидания")) " Вы " (own.turn) "-й в очереди. Когда место освободится, придёт сообщение." }
                @if one.state == State::Announced { (leave("Уйти из листа ожидания")) }
            },
            Some(SeatState::Invited) if shut.is_none() => { p { "Вас приглашают лично." } div.buttons { (join("Записаться")) (leave("Отказаться")) } },
            Some(SeatState::Invited | SeatState::Left) | None => {
                @match shut {
                    Some(why) => { @if one.state != State::Draft && one.state != State::Cancelled { p { (why) } } },
                    None if !own.is_for => { p { "Записаться может другая аудитория: " (one.audience.label()) "." } },
                    None if one.seats.is_some_and(|seats| i64::from(seats) <= shown.counts.signed) => { p { "Мест нет. Можно встать в лист ожидания: сейчас в нём " (shown.counts.waiting) "." } (join("Встать в лист ожидания")) },
                    None => { (join("Записаться")) },
                }
            },
        }
    }
}

fn warnings(one: &Activity, own: &Own, zone: &TimeZone) -> Markup {
    html! { @for clash in &own.clashes {
        (parts::notice(&Notice::act_now("В это время вы уже заняты").more(format!("«{}» пересекается с тем, что у вас уже есть: {} ({}). Записаться всё равно можно.", one.title, clash.title, ru::datetime(clash.starts_at, zone)))))
    } }
}

/// What a participant is asked for around the meeting.
fn tasks(shown: &Shown, own: &Own, url: &str) -> Markup {
    let before_end = shown.one.ends_at > shown.now;
    html! {
        ul {
            @if shown.has_packet { li { a href={ (url) "/packet" } { "Материалы до встречи" } @if own.has_read { " — прочитано" } @else if before_end { " — прочтите до начала" } } }
            @if own.was_there { li { a href={ (url) "/feedback" } { "Отзыв" } @if own.said { " — спасибо, получен" } @else { " — три шкалы, одна минута" } } }
            @if let Some(task) = &shown.task { li { a href={ (url) "/followup" } { "Задание после встречи" } @if own.answered { " — ответ отправлен" } @else { " — ответить до " (ru::date(task.due_on)) } } }
            @if let Some(id) = own.certificate { li { a href={ "/activities/certificates/" (id) } { "Мой сертификат (PDF)" } } }
        }
    }
}

fn facts(shown: &Shown, zone: &TimeZone) -> Markup {
    let (one, lists) = (&shown.one, &shown.lists);
    let when =
        html! { @for session in &shown.sessions { div { (span(session, zone)) } } span.hint { "время " (ru::zone_name(one.starts_at, zone)) ", " a href={ (crate::url(one.id)) "/calendar.ics" } { "в мой календарь" } } };
    let mut rows = vec![SummaryRow::new("Когда", when)];
    let mut place = html! { (one.where_text) };
    if !one.link.is_empty() {
        place = html! { (one.where_text) @if !one.where_text.is_empty() { br; } @if shown.sees_seat { (outside(&one.link)) } @else { "в сети; ссылку увидят записавшиеся" } };
    }
    if !one.where_text.is_empty() || !one.link.is_empty() {
        rows.push(SummaryRow::new("Где", place));
    }
    rows.push(SummaryRow::new("Направление работы", html! { @for code in &shown.directions { div { (lists.direction(code)) } } }));
    let holding: Vec<&Host> = shown.hosts.iter().filter(|host| host.state == HostState::Joined).collect();
    let hosts = html! { @for host in &holding { div { @if shown.sees_people { a href={ "/people/" (host.person) } { (host.name) } } @else { (host.name) } ", " (host.school) @if host.part == Part::Cohost { " (" (Part::Cohost.label()) ")" } } } @if holding.is_empty() { "ещё никто не согласился" } };
    rows.push(SummaryRow::new("Ведут", hosts));
    rows.push(SummaryRow::new("Проводит", html! { (one.place_name) }));
    let texts = [
        ("Предмет", lists.subject(&one.subject)),
        ("Направление развития", lists.development(&one.development)),
        ("Школа, в которую едут", &shown.school),
        ("Конкурс, процедура", &one.extra.procedure),
        ("Этап, запрос", &one.extra.stage),
    ];
    rows.extend(texts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| SummaryRow::new(label, value)));
    if let Some(works) = one.extra.works {
        rows.push(SummaryRow::new("Проверено работ", works));
    }
    let audience = if shown.union.is_empty() { one.audience.label().to_owned() } else { format!("{}: {}", one.audience.label(), shown.union) };
    rows.push(SummaryRow::new("Для кого", audience));
    rows.push(SummaryRow::new("Участники", people(shown)));
    if let Some(day) = one.apply_by {
        rows.push(SummaryRow::new("Запись", format!("до {}", ru::date_weekday(day))));
    }
    rows.push(SummaryRow::new("Объём", minutes(one.minutes)));
    parts::summary(rows)
}

fn people(shown: &Shown) -> Markup {
    let (one, counts) = (&shown.one, shown.counts);
    html! {
        @match one.state {
            State::Held | State::Closed => { "были " (counts.present + one.guests) @if one.guests > 0 { ", из них без карточки " (one.guests) } },
            State::Draft | State::Announced | State::Cancelled => { "записаны " (counts.signed) @if let Some(seats) = one.seats { " из " (seats) } @if counts.waiting > 0 { ", в листе ожидания " (counts.waiting) } },
        }
    }
}

fn materials(shown: &Shown) -> Markup {
    let url = crate::url(shown.one.id);
    html! {
        @if !shown.materials.is_empty() && (shown.runs || shown.is_in()) {
            h2 { "Материалы" }
            (list(&url, &shown.materials))
        }
    }
}

/// Materials with their phase, each a link.
pub fn list(url: &str, materials: &[Material]) -> Markup {
    html! { ul { @for material in materials { li {
        @if material.digest.is_some() { a href={ (url) "/materials/" (material.id) } { (material.title) } " (" (material.file_name) ")" }
        @else { a href=(material.link) rel="noopener noreferrer nofollow" { (material.title) } }
        span.hint { " " (material.phase.label()) }
    } } } }
}

/// Pages of those who run it.
fn desk(shown: &Shown) -> Markup {
    let (one, url) = (&shown.one, crate::url(shown.one.id));
    let is_open = matches!(one.state, State::Draft | State::Announced | State::Held);
    html! {
        h2 { "Для ведущих и организаторов" }
        ul {
            @if is_open { li { a href={ (url) "/edit" } { "Изменить" } } }
            li { a href={ (url) "/hosts" } { "Кто ведёт" } }
            li { a href={ (url) "/people" } { "Участники" } ": " (shown.counts.signed) }
            li { a href={ (url) "/materials" } { "Материалы и проверка чтения" } }
            @if one.state != State::Draft { li { a href={ (url) "/attendance" } { "Кто был" } " · " a href={ (url) "/door" } { "Код для входа" } " · " a href={ (url) "/sheet" } { "Лист регистрации (PDF)" } } }
            li { a href={ (url) "/followup" } { "Задание после встречи" } }
            @if one.state != State::Draft { li { a href={ (url) "/feedback" } { "Отзывы" } } }
            @if one.state == State::Closed { li { a href={ (url) "/certificates" } { "Сертификаты" } } }
            @else if matches!(one.state, State::Announced | State::Held) { li { a href={ (url) "/closing" } { "Подвести итоги" } } }
            @if let Some(resource) = one.resource { li { a href=(resources::url(resources::ResourceId(resource))) { "В каталоге ресурсов" } } }
            @if matches!(one.state, State::Draft | State::Announced) { li { a href={ (url) "/cancellation" } { "Отменить мероприятие" } } }
        }
    }
}

/// The button that offers it in the catalogue.
fn offer(shown: &Shown, key: &str) -> Markup {
    let one = &shown.one;
    html! { @if shown.offers && one.resource.is_none() && one.state == State::Announced && one.ends_at > shown.now {
        (Form::new(format!("{}/offer", crate::url(one.id)), key).body(html! { (form::hidden("version", &one.version.to_string())) (form::button_secondary("Добавить в каталог ресурсов")) }))
    } }
}
