//! A member's cabinet: my membership, my certificate, my consents, my application.

use access::{Action, Scope};
use applications::State as Stage;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use kernel::{Date, Tx, id::PersonId, params};
use maud::{Markup, html};
use membership::{MembershipRow, Standing};
use ui::{
    form,
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
};
use web::{App, Result, Staff};

/// A membership and the order that began it, `№ 15 от 23.11.2026`.
struct Mine {
    row: MembershipRow,
    kind: String,
    order: String,
}

struct Asked {
    number: String,
    state: Stage,
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Response> {
    // Who works by an office has a desk; own courses and results still lead here.
    if !actor.can(Action::UseOwnCabinet) {
        return Ok(web::see("/desk"));
    }
    let today = app.clock().today();
    let page = Page::new("Мой кабинет").narrow();
    let Some(person) = actor.person else {
        return Ok(shell.page(page.body(no_card())).into_response());
    };
    let scope = actor.scope();
    let who = actor.clone();
    let (memberships, applications, waits) = app.read(move |tx| Ok((memberships(tx, &scope, person)?, applications_of(tx, &scope, person)?, waits(tx, &who, person)?))).await?;
    Ok(shell.page(page.body(html! { (next(&waits, today)) (body(&memberships, &applications, today)) })).into_response())
}

/// One's own next step on top, then what else waits in cases.
fn waits(tx: &mut Tx<'_>, actor: &access::Actor, person: PersonId) -> kernel::Result<Vec<cases::Wait>> {
    let mut waits = pathways::walk::waits(tx, person)?;
    waits.extend(cases::waits(tx, actor)?);
    waits.extend(support::waits(tx, actor)?);
    waits.extend(activities::waits(tx, actor)?);
    waits.extend(::help::waits(tx, actor)?);
    waits.extend(pairs::mentoring::waits(tx, actor)?);
    waits.extend(programme::year::waits(tx, actor)?);
    waits.extend(crate::waits::of_unions_and_practices(tx, actor)?);
    Ok(waits)
}

fn memberships(tx: &mut Tx<'_>, scope: &Scope, person: PersonId) -> kernel::Result<Vec<Mine>> {
    let today = tx.today();
    let profile = structure::profile(tx)?;
    let mut mine = Vec::new();
    for row in membership::current_of(tx, scope, person, today)? {
        let order = tx.one("SELECT COALESCE(number, ''), signed_on FROM act_order WHERE id = $1", params![row.membership.order], |row| Ok((row.get::<String>(0)?, row.get::<Option<Date>>(1)?)))?;
        let order = order.1.map_or(String::new(), |signed| format!("№ {} от {}", order.0, ru::date(signed)));
        let kind = profile.label(row.membership.seat.kind).map_or_else(|| row.membership.seat.kind.to_string(), |label| label.name.clone());
        mine.push(Mine { row, kind, order });
    }
    Ok(mine)
}

/// One's own applications that were sent, the newest first.
fn applications_of(tx: &mut Tx<'_>, scope: &Scope, person: PersonId) -> kernel::Result<Vec<Asked>> {
    let sql = "SELECT COALESCE(a.number, ''), a.state FROM application a JOIN person p ON p.id = a.person_id JOIN place pl ON pl.id = p.place_id
        WHERE a.person_id = $4 AND pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND a.submitted_at IS NOT NULL ORDER BY a.submitted_at DESC";
    Ok(tx.query(sql, params![scope.from(), scope.to(), scope.own(), person], |row| Ok(Asked { number: row.get(0)?, state: row.get(1)? }))?)
}

fn no_card() -> Markup {
    parts::empty(
        "Ваша карточка не найдена",
        "Учётная запись не связана с карточкой в реестре. Сообщите об этом координатору актива: он найдёт вас и свяжет.",
        Some(form::button_link_secondary("Моя учётная запись", "/account")),
    )
}

/// Today's next steps of one's own case and of the teams one is in.
fn next(waits: &[cases::Wait], today: Date) -> Markup {
    html! { @if !waits.is_empty() {
        h2 { "Что ждёт меня" }
        ul { @for wait in waits {
            li {
                a href=(wait.url) { (wait.what) } @if wait.count > 1 { ": " (wait.count) }
                @if let Some(since) = wait.since { ", с " (ru::date(since)) @if wait.is_late { " — " (ru::counted(cases::days_between(since, today), "день", "дня", "дней")) } }
                @if !wait.hint.is_empty() { p.hint { (wait.hint) } }
            }
        } }
    } }
}

fn body(memberships: &[Mine], applications: &[Asked], today: Date) -> Markup {
    html! {
        h2 { "Моё участие" }
        @if memberships.is_empty() {
            (parts::empty("Вы пока не участник актива", "Участие начинается с приказа. Если заявку вы ещё не подавали, подайте её.", Some(form::button_link("Подать заявку", "/apply"))))
        }
        @for mine in memberships { (membership_panel(mine, today)) }
        h2 { "Мои заявки" }
        @if applications.is_empty() { p { "Отправленных заявок нет." } }
        @for asked in applications {
            h3 { "Заявка " (asked.number) ": " (asked.state.label()) }
            p { (asked.state.told()) }
        }
        @if applications.iter().any(|asked| asked.state.is_open_to_applicant()) {
            p { "Исправить ответы можно по ссылке из письма. Письмо потерялось? " a href="/apply/again" { "Получить ссылку ещё раз" } "." }
        }
        h2 { "Моя работа в активе" }
        ul {
            li { a href="/cabinet/year" { "Мой год" } " — план, часы, отчёты, справка к аттестации" }
            li { a href="/cabinet/activities" { "Мои мероприятия" } " — куда я иду, что веду, сертификаты" }
            li { a href="/unions?mine=yes" { "Мои объединения" } " — план, заседания, решения" }
            li { a href="/practices/mine" { "Мои практики" } " — рассказать, что получилось, и что применили коллеги" }
            li { a href="/cabinet/pairs" { "Кто кому помогает" } " — мой методист и педагоги, которым помогаю я" }
            li { a href="/cabinet/queue" { "Очередь на сопровождение" } " — если вам предложили место по жребию" }
            li { a href="/cabinet/mentoring" { "Моё наставничество" } " — предложения, встречи, программа" }
        }
        h2 { "Мои диагностики" }
        ul {
            li { a href="/cabinet/results" { "Мои результаты" } " — что показали диагностики и кому это открыто" }
            li { a href="/cabinet/deficits" { "Мои затруднения" } " — что даётся трудно и что с этим делается" }
        }
        h2 { "Моё сопровождение" }
        ul { li { a href="/cabinet/cases" { "Моё сопровождение" } " — с кем я работаю, что дальше, куда меня пригласили" } }
        ul {
            li { a href="/help-requests" { "Помощь методиста" } " — спросить о трудном; об усталости и тревоге можно написать лично" }
            li { a href="/cabinet/works" { "Мои работы" } " — уроки, разработки, выступления: вносят один раз" }
            li { a href="/consultations" { "Журнал консультаций" } " — записать разговор с коллегой за минуту" }
            li { a href="/cabinet/consultations" { "Консультации, которые я получил(а)" } }
            li { a href="/cabinet/portfolio" { "Портфолио к аттестации" } }
            li { a href="/cabinet/attestation" { "Моя аттестация" } " — видите только вы и тот, кого выберете" }
            li { a href="/cabinet/courses" { "Мои курсы" } " — рассказать, что пригодилось на уроках" }
            li { a href="/cabinet/calendar" { "Сроки в календаре телефона" } }
        }
        h2 { "Мои данные" }
        ul {
            li { a href="/cabinet/consents" { "Мои согласия" } " — что публикуется обо мне, как это изменить или отозвать" }
            li { a href="/cabinet/observations" { "Наблюдения моих уроков" } " — предложения посетить урок, карты, мои баллы" }
            li { a href="/cabinet/about-me" { "Что обо мне хранится и кто это смотрел" } }
            li { a href="/account" { "Моя учётная запись" } " — пароль и вход" }
        }
    }
}

fn membership_panel(mine: &Mine, today: Date) -> Markup {
    let m = &mine.row.membership;
    let standing = m.standing(today);
    let term = ru::period(m.valid_from, m.valid_to.and_then(|end| end.yesterday().ok()));
    let mut rows = vec![SummaryRow::new("Состояние", tag(standing)), SummaryRow::new("Вид участия", &mine.kind)];
    if !mine.row.field.is_empty() {
        rows.push(SummaryRow::new("Предмет или направление", &mine.row.field));
    }
    rows.push(SummaryRow::new("Муниципалитет", &mine.row.municipality));
    rows.push(SummaryRow::new("Приказ", &mine.order));
    rows.push(SummaryRow::new("Срок", term));
    if let Some(ended) = m.ended_on {
        rows.push(SummaryRow::new("Прекращено", ru::date(ended)));
    }
    html! {
        (parts::summary(rows))
        @if matches!(standing, Standing::Active | Standing::Paused) {
            p { a href={ "/memberships/" (m.id) "/certificate.pdf" } { "Удостоверение участника (PDF)" } }
        }
    }
}

fn tag(standing: Standing) -> Markup {
    let kind = match standing {
        Standing::Active => Kind::Good,
        Standing::Paused | Standing::NotYet => Kind::Waiting,
        Standing::TermOver | Standing::Ended => Kind::Neutral,
    };
    parts::tag(kind, standing.label())
}
