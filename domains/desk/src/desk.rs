//! «Что ждёт меня».

use crate::waits::{self, Due, Wait, days_between};
use access::{
    Action, Actor, Role,
    saved::{self, Saved},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use kernel::{Date, Tx};
use maud::{Markup, html};
use membership::QuotaLine;
use ui::{
    form,
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};
use web::{App, Result, Staff};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Response> {
    match actor.role {
        Role::Member => Ok(web::see("/cabinet")),
        Role::Ministry => {
            let quotas = app.read(totals).await?;
            Ok(shell.page(Page::new("Методический актив в цифрах").body(ministry(&quotas))).into_response())
        }
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Municipal | Role::School | Role::Methodist | Role::Expert => {
            let (who, zone, today) = (actor.clone(), app.clock().zone().clone(), app.clock().today());
            let (waits, saved) = app.read(move |tx| Ok((waits::waiting(tx, &who, &zone)?, saved::all(tx, who.account)?))).await?;
            Ok(shell.page(Page::new("Что ждёт меня").body(html! { (list(&actor, &waits, today)) (lists(&saved)) })).into_response())
        }
    }
}

/// One's own filters of long lists: a click from the first page.
fn lists(saved: &[Saved]) -> Markup {
    html! { @if !saved.is_empty() {
        h2 { "Мои списки" }
        ul { @for one in saved { li { a href=(one.href()) { (one.title) } } } }
        p { a href="/lists" { "Убрать лишние" } }
    } }
}

fn list(actor: &Actor, waits: &[Wait], today: Date) -> Markup {
    let columns = vec![Column::new("Что сделать"), Column::new("Сколько").number(), Column::new("Срок"), Column::new("Состояние")];
    let rows = waits.iter().map(|wait| {
        [
            html! { a href=(wait.url) { (wait.what) } @if !wait.hint.is_empty() { p.hint { (wait.hint) } } },
            html! { (ru::number(wait.count)) },
            html! { (due(wait.due, today)) },
            if wait.is_late { parts::tag(Kind::Bad, "просрочено") } else { parts::tag(Kind::Mine, "ждёт вас") },
        ]
    });
    let table = Table::new("Что ждёт меня", columns).rows(rows);
    table.empty("Всё сделано", "Сейчас от вас никто ничего не ждёт. Новое появится здесь само.", elsewhere(actor)).render()
}

fn due(due: Due, today: Date) -> String {
    let days = |count: i64| ru::counted(count.unsigned_abs(), "день", "дня", "дней");
    match due {
        Due::Since(day) => match days_between(day, today) {
            0 => "с сегодняшнего дня".to_owned(),
            waited => format!("ждёт {}, с {}", days(waited), ru::date(day)),
        },
        Due::By(day) => match days_between(today, day) {
            0 => format!("сегодня, {}", ru::date(day)),
            left if left > 0 => format!("до {}, осталось {}", ru::date(day), days(left)),
            late => format!("до {}, прошло {}", ru::date(day), days(late)),
        },
        Due::Anytime => "без срока".to_owned(),
    }
}

/// Where to look when nothing waits: the first list the role has.
fn elsewhere(actor: &Actor) -> Option<Markup> {
    let lists = [
        ("Посмотреть все заявки", "/applications", Action::ViewApplications),
        ("Открыть представления", "/nominations", Action::NominateApplicants),
        ("Посмотреть сопровождение", "/cases", Action::ViewCases),
        ("Открыть сроки по закону", "/duties", Action::RegisterWithdrawals),
        ("Открыть учётные записи", "/admin/accounts", Action::ManageAccounts),
    ];
    let (label, url, _) = lists.into_iter().find(|(_, _, action)| actor.can(*action))?;
    Some(form::button_link_secondary(label, url))
}

fn totals(tx: &mut Tx<'_>) -> kernel::Result<Vec<QuotaLine>> {
    let today = tx.today();
    Ok(membership::board(tx, today, &[])?.into_iter().filter(|line| line.axis == membership::Axis::Whole).collect())
}

/// Figures, no names.
fn ministry(quotas: &[QuotaLine]) -> Markup {
    let number = |value: i64| u32::try_from(value).unwrap_or(0);
    let sum = |of: fn(&QuotaLine) -> i64| quotas.iter().map(of).sum::<i64>();
    let columns = vec![Column::new("Вид участия"), Column::new("Мест").number(), Column::new("Занято").number(), Column::new("Свободно").number(), Column::new("Сверх квоты").number()];
    let cells = |label: &str, figures: [i64; 4]| {
        let mut row = vec![html! { (label) }];
        row.extend(figures.into_iter().map(|figure| html! { (ru::number(figure.unsigned_abs())) }));
        row
    };
    let rows = quotas.iter().map(|line| cells(&line.label, [line.places, line.filled, line.free(), line.over()]));
    let total = cells("Всего", [sum(|l| l.places), sum(|l| l.filled), sum(QuotaLine::free), sum(QuotaLine::over)]);
    html! {
        @for line in quotas { (parts::quota_bar(&line.label, number(line.filled), number(line.places))) }
        @let table = Table::new("Квоты актива", columns).rows(rows);
        @let table = if quotas.is_empty() { table } else { table.totals(total) };
        (table.empty("Квот пока нет", "Они появятся, когда институт загрузит профиль региона.", None).render())
        p { a href="/quotas" { "Квоты по предметам, направлениям и муниципалитетам" } }
    }
}
