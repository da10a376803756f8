//! The page, part by part. What the viewer may not see is absent, not empty.

use super::{
    ahead::Ahead,
    figures::Figures,
    picture,
    read::{View, oversees},
    tables,
};
use access::{Action, Actor, Role};
use kernel::FieldErrors;
use maud::{Markup, html};
use structure::places::{ALWAYS, PlaceKind};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, SummaryRow, Tile},
    ru,
    table::{Column, Table},
};
use web::Shell;

pub fn page(shell: &Shell, actor: &Actor, view: &View, typed: &str, errors: &FieldErrors) -> Markup {
    let place = &view.place;
    let title = if place.kind == PlaceKind::Region { "Территории и школы".to_owned() } else { place.name.clone() };
    let trail = view.above.iter().map(|above| match above.kind {
        PlaceKind::Region => ("Территории и школы".to_owned(), "/places".to_owned()),
        PlaceKind::Ministry | PlaceKind::Institute | PlaceKind::Municipality | PlaceKind::School => (above.short_name.clone(), format!("/places/{}", above.id)),
    });
    let sample = Notice::act_now("Реквизиты института — образец").more("Впишите настоящие реквизиты в раздел operator профиля региона и загрузите профиль снова: из них составляются согласия и документы.");
    let page = Page::new(title).wide().trail(trail).lead(lead(view)).error_title(!errors.is_empty()).notice(view.has_sample_requisites.then_some(sample));
    let page = if actor.can(Action::ManagePlaces) && view.is_now() { page.action(form::button_link("Изменить", &format!("/places/{}/edit", place.id))) } else { page };
    shell.page(page.body(html! {
        (day_form(view, typed, errors))
        (former(view))
        (facts(view))
        (heads(view))
        @if let Some(figures) = &view.figures { (self::figures(view, figures)) }
        (doors(actor, view))
        @if let Some(ahead) = &view.ahead { (plan(view, ahead)) }
        @if place.kind != PlaceKind::Ministry && place.kind != PlaceKind::Institute { h2 { "Структура" } } @else { h2 { "Место в структуре" } }
        (picture::tree(view))
        (parts::details("То же списком", picture::list(view)))
        @if place.kind == PlaceKind::Region { (tables::municipalities(view)) }
        @if place.kind == PlaceKind::Municipality { (tables::schools(view)) }
        @if place.kind == PlaceKind::Region { p { a href="/places/schools" { "Все школы региона: поиск" } } }
        @if place.kind == PlaceKind::Region && actor.can(Action::ManagePlaces) { p { a href="/dictionaries" { "Словари и рабочий календарь" } } }
        (parts::print_button())
    }))
}

fn lead(view: &View) -> Markup {
    let place = &view.place;
    html! {
        @if place.kind == PlaceKind::Region { (place.name) } @else { (place.type_label) @if !place.facts.settlement.is_empty() { ", " (place.facts.settlement) } }
        @if !view.is_now() { ". Как было " (ru::date(view.on)) }
        @if !place.is_open_on(view.on) { ". В этот день не работает" }
    }
}

fn day_form(view: &View, typed: &str, errors: &FieldErrors) -> Markup {
    html! {
        (form::error_summary(errors.all()))
        form.filter action={ "/places/" (view.place.id) } method="get" {
            (Field::new("on", "Показать, как было на день").hint("Например, 01.05.2023").value(typed).errors(errors.all()).date())
            div.filter-buttons { (form::button_secondary("Показать")) @if !view.is_now() { a href={ "/places/" (view.place.id) } { "Как сейчас" } } }
        }
    }
}

/// «до 01.01.2024 — Бикинский муниципальный район».
fn former(view: &View) -> Markup {
    let past: Vec<_> = view.names.iter().filter_map(|name| name.until.filter(|until| *until <= view.on).map(|until| (name, until))).collect();
    let next = view.names.iter().find(|name| name.from > view.on && name.from > ALWAYS);
    html! {
        @for (name, until) in past.iter().rev() { p.hint { "до " (ru::date(*until)) " — " (name.name) } }
        @if let Some(next) = next { p.hint { "с " (ru::date(next.from)) " — " (next.name) } }
    }
}

fn facts(view: &View) -> Markup {
    let (place, contact) = (&view.place, &view.contact);
    let mut rows = Vec::new();
    if place.kind == PlaceKind::Municipality {
        let since = view.services.iter().rfind(|turn| turn.from <= view.on && turn.from > ALWAYS).map(|turn| format!(" с {}", ru::date(turn.from))).unwrap_or_default();
        rows.push(SummaryRow::new("Методическая служба", format!("{}{since}", if place.has_methodical_service { "есть" } else { "нет" })));
    }
    if let Some(opened) = place.opened_on {
        rows.push(SummaryRow::new("Работает с", ru::date(opened)));
    }
    if let Some(closed) = place.closed_on {
        rows.push(SummaryRow::new("Закрывается или закрыто с", ru::date(closed)));
    }
    for (label, value) in [("Адрес", &contact.address), ("Телефон приёмной", &contact.phone), ("Электронная почта", &contact.email)] {
        if !value.is_empty() {
            rows.push(SummaryRow::new(label, value));
        }
    }
    if !contact.site.is_empty() {
        rows.push(SummaryRow::new("Сайт", html! { a href=(contact.site) rel="noreferrer" { (contact.site) } }));
    }
    if rows.is_empty() { Markup::default() } else { parts::summary(rows) }
}

fn heads(view: &View) -> Markup {
    let now = || view.heads.iter().filter(|head| head.holds_on(view.on));
    let columns = vec![Column::new("Должность"), Column::new("Кто"), Column::new("Период")];
    let rows = view.heads.iter().map(|head| [html! { (head.post.label()) }, html! { (head.name) }, html! { (ru::period(head.from, head.until.and_then(|until| until.yesterday().ok()))) }]);
    html! {
        @if !view.heads.is_empty() {
            h2 { "Кто возглавляет" }
            @for head in now() { p { strong { (head.post.label()) } " — " (head.name) ", с " (ru::date(head.from)) } }
            @if now().next().is_none() { p { "На этот день никто не записан." } }
            @if view.heads.len() > now().count() { (parts::details("Все, кто возглавлял", Table::new("Руководители по датам", columns).rows(rows).render())) }
        }
    }
}

fn figures(view: &View, figures: &Figures) -> Markup {
    let columns = vec![Column::new("Вид участия"), Column::new("В активе").number(), Column::new("Мест по квоте").number(), Column::new("Свободно").number()];
    let rows = figures.kinds.iter().map(|of| {
        let free = of.places.map(|places| (places - i64::try_from(of.members).unwrap_or(i64::MAX)).max(0));
        let told = |number: Option<i64>| html! { @if let Some(number) = number { (number) } @else { "—" } };
        [html! { (of.label) }, html! { (ru::number(of.members)) }, told(of.places), told(free)]
    });
    let members: u64 = figures.kinds.iter().map(|of| of.members).sum();
    let mut tiles = vec![Tile::new("участников актива", ru::number(members)), Tile::new("педагогов и руководителей в реестре", ru::number(figures.people)), Tile::new("идёт сопровождений", figures.cases.words())];
    if let Some(low) = figures.low {
        tiles.push(Tile::new("школ с помощью по низким результатам в этом году", low.words()));
    }
    let rungs = (1_i64..).zip(&figures.rungs).map(|(rung, told)| [html! { (rung) ". " (cases::stage::title(rung)) }, html! { (told.words()) }]);
    html! {
        h2 { "Показатели на " (ru::date(view.today)) }
        (parts::tiles(&tiles))
        (Table::new("Участники актива по видам", columns).rows(rows).render())
        (parts::details("Сопровождение по ступеням", Table::new("Идущие сопровождения по ступеням", vec![Column::new("Ступень"), Column::new("Сколько").number()]).rows(rungs).render()))
    }
}

/// Into the lists that this place is a filter of.
fn doors(actor: &Actor, view: &View) -> Markup {
    let place = &view.place;
    let filter = match place.kind {
        PlaceKind::Municipality => format!("?municipality={}", place.id),
        PlaceKind::School => format!("?school={}", place.id),
        PlaceKind::Region => String::new(),
        PlaceKind::Ministry | PlaceKind::Institute => return Markup::default(),
    };
    let sees_people = actor.can(Action::ViewPeople) && oversees(actor, place);
    let links = [
        (sees_people, "Люди этого места".to_owned(), format!("/people{filter}")),
        (sees_people && place.kind != PlaceKind::School, "Участники актива".to_owned(), format!("/memberships{filter}")),
        (actor.can(Action::ViewQuotas) && place.kind != PlaceKind::School, "Доска квот".to_owned(), format!("/quotas{filter}")),
        (view.unions.is_some(), format!("Объединения педагогов: {}", ru::number(view.unions.unwrap_or(0))), format!("/unions?place={}", place.id)),
        (actor.can(Action::ViewReports) && actor.role != Role::Member && oversees(actor, place), "Отчёты".to_owned(), "/reports".to_owned()),
    ];
    let shown: Vec<_> = links.into_iter().filter(|(is_open, ..)| *is_open && view.is_now()).collect();
    html! { @if !shown.is_empty() { h2 { "Открыть" } ul { @for (_, label, url) in shown { li { a href=(url) { (label) } } } } } }
}

fn plan(view: &View, ahead: &Ahead) -> Markup {
    html! {
        h2 { "Впереди: " (ru::counted(ahead.count, "мероприятие", "мероприятия", "мероприятий")) }
        @if ahead.lines.is_empty() { p { "Объявленных мероприятий пока нет." } }
        @else { ul { @for line in &ahead.lines { li { (line.at) " — " a href=(line.url) { (line.title) } @if line.place != view.place.short_name { span.hint { " " (line.place) } } } } } }
        p { a href={ "/activities?place=" (view.place.id) } { "Весь календарь" } }
    }
}
