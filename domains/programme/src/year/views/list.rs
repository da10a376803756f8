//! Years of members: by name or by place, never by load.

use super::{bar, plan_tag, report_tag};
use crate::year::{
    load::Step,
    model::{Part, PlanState, ReportState, hours},
    store::list::{Filter, Row},
};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use structure::{
    places::Place,
    profile::{MembershipKind, Profile},
};
use ui::{
    form::Field,
    page::Page,
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

pub const COLUMNS: [&str; 7] = ["Участник", "Организация", "Вид участия", "План", "Отчёт", "Дел", "Часов"];

/// What the list stands in.
pub struct Around<'a> {
    pub query: &'a Query,
    pub filter: &'a Filter,
    pub spread: Option<&'a [Step]>,
    pub municipalities: &'a [Place],
    pub profile: &'a Profile,
    pub may_export: bool,
}

fn kind(kind: Option<MembershipKind>, profile: &Profile) -> String {
    kind.and_then(|kind| profile.label(kind)).map(|label| label.name.clone()).unwrap_or_default()
}

pub fn page(shell: &Shell, found: &Paged<Row>, around: &Around<'_>) -> Markup {
    let Around { query, filter, profile, .. } = around;
    let year = filter.year;
    let years: Vec<(String, String)> = [year.after(), year, year.before(), year.before().before()].iter().map(|year| (year.number().to_string(), year.label())).collect();
    let kinds: Vec<(&str, String)> = MembershipKind::ALL.iter().map(|one| (one.as_str(), kind(Some(*one), profile))).collect();
    let places: Vec<(String, String)> = around.municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect();
    let plans: Vec<(&str, &str)> = PlanState::ALL.iter().map(|state| (state.as_str(), state.label())).chain([("none", "нет плана")]).collect();
    let reports: Vec<(&str, &str)> = ReportState::ALL.iter().map(|state| (state.as_str(), state.label())).chain([("none", "нет отчёта")]).collect();
    let parts_of: Vec<(&str, &str)> = Part::ALL.iter().map(|part| (part.as_str(), part.label())).collect();
    shell.page(Page::new(format!("Год участников {}", year.label())).wide().lead("Планы, отчёты и часы. Список стоит по именам: часы не место в ряду.").body(html! {
        (table::filter_bar("/years", query, html! {
            (Field::new("text", "Фамилия или имя").value(query.text("text")).medium().text())
            (Field::new("year", "Год").value(year.number().to_string()).first_line("текущий").select(years))
            (Field::new("part", "За что отчёт и часы").value(filter.part.as_str()).first_line("год").select(parts_of))
            (Field::new("plan", "План").value(query.text("plan")).first_line("все").select(plans))
            (Field::new("report", "Отчёт").value(query.text("report")).first_line("все").select(reports))
            (Field::new("kind", "Вид участия").value(query.text("kind")).first_line("все").select(kinds))
            (Field::new("municipality", "Муниципалитет").value(query.text("municipality")).first_line("все").select(places))
        }))
        (rows(found, around))
        (table::pager("/years", query, found.slice.number, found.slice.size, found.total))
        @if around.may_export { (table::sheet_link("/years", query)) }
        h2 { "Как распределена нагрузка" }
        (spread(around.spread))
    }))
}

fn rows(found: &Paged<Row>, around: &Around<'_>) -> Markup {
    let filter = around.filter;
    let columns = vec![Column::new("Участник").sort("name"), Column::new("Организация").sort("place"), Column::new("План"), Column::new("Отчёт"), Column::new("Часы").number()];
    let rows = found.rows.iter().map(|row| {
        [
            html! { a href={ "/year/" (row.person) "?year=" (filter.year.number()) } { (row.name) } p.hint { (kind(row.kind, around.profile)) } },
            html! { (row.place) },
            html! { @match row.plan { Some(state) => (plan_tag(state)), None => "нет" } },
            html! { @match row.report { Some(state) => a href={ "/year/" (row.person) "/report?year=" (filter.year.number()) "&part=" (filter.part) } { (report_tag(state)) }, None => "нет" } },
            html! { (hours(row.minutes)) p.hint { (ru::counted(row.count, "дело", "дела", "дел")) } },
        ]
    });
    Table::new("Год участников", columns).query("/years", around.query).rows(rows).empty("Никого не нашлось", "Измените условия отбора: показываются участники актива, которые вам видны.", None).render()
}

/// Steps that hold a few are told as few: nobody's own load is read from a picture.
fn spread(steps: Option<&[Step]>) -> Markup {
    let Some(steps) = steps else { return parts::empty("Участников слишком мало", "Распределение показывается, когда их хотя бы пять.", None) };
    let most = steps.iter().map(|step| step.2).max().unwrap_or(0).max(1);
    let name = |(from, until, _): &Step| match (*from, *until) {
        (0, 1) => "меньше часа".to_owned(),
        (from, i64::MAX) => format!("{from} часов и больше"),
        (from, until) => format!("от {from} до {until} часов"),
    };
    html! {
        p.hint { "Сколько участников из отобранных по виду участия. Имён здесь нет." }
        @for step in steps {
            @let few = (1..crate::year::load::FEWEST).contains(&step.2);
            @let width = if few { crate::year::load::FEWEST * 200 / most.max(crate::year::load::FEWEST) } else { step.2 * 200 / most };
            (bar(&name(step), i64::try_from(width).unwrap_or(0), &if few { "меньше пяти".to_owned() } else { ru::counted(step.2, "участник", "участника", "участников") }))
        }
    }
}

/// A row of the exported list.
pub fn cells(row: &Row, profile: &Profile) -> Vec<Value> {
    vec![
        Value::from(row.name.as_str()),
        Value::from(row.place.as_str()),
        Value::from(kind(row.kind, profile)),
        Value::from(row.plan.map_or("нет", PlanState::label)),
        Value::from(row.report.map_or("нет", ReportState::label)),
        Value::Integer(row.count),
        Value::Number(f64::from(i32::try_from(row.minutes).unwrap_or(i32::MAX)) / 60.0),
    ]
}
