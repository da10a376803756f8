//! The calendar of contests and a contest's page.

use super::{Choosing, HUB, Key, choosing, done, paragraphs};
use crate::{
    contests::{self, Contest, Stage, Track, TrackState},
    courses::Level,
    form::{LINE, TEXT},
    pick::Somebody,
};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind, SummaryRow, Tile},
    ru,
    table::{Column, Table},
    url::Query,
};

const CONTESTS: (&str, &str) = ("Конкурсы", "/contests");
const EVERYBODY: &str = "Прочтут все, кому виден конкурс.";

pub fn list(rows: &[(Contest, Vec<Stage>)], mine: &[Track], (query, manages, today): (&Query, bool, Date)) -> Page {
    let columns = ["Конкурс", "Уровень", "Этапы"].map(Column::new).to_vec();
    let cells = rows.iter().map(|(contest, stages)| {
        let stages = html! { ul { @for stage in stages { li { (stage.title) " — " (contests::when(stage, today)) } } } };
        [html! { a href=(contests::url(contest.id)) { (contest.title) } @if !contest.organiser.is_empty() { p.hint { (contest.organiser) } } }, html! { (contest.level.label()) }, stages]
    });
    let add = manages.then(|| form::button_link("Добавить конкурс", "/contests/new"));
    let mut page = Page::new("Конкурсы").trail([HUB]).notice(done(query.text("done"))).lead("Календарь конкурсов и подготовка к ним. Мест здесь не сравнивают: участие — уже результат.");
    if let Some(add) = add.clone() {
        page = page.action(add);
    }
    page.body(html! {
        @if !mine.is_empty() { h2 { "Моя подготовка" } ul { @for track in mine { li { a href=(contests::track_url(track.id)) { (track.contest_title) } " " (state(track.state)) } } } }
        (Table::new("Конкурсы", columns).rows(cells).empty("Конкурсов нет", "Календарь ведут координатор и муниципальные методисты.", add).render())
    })
}

pub fn state(state: TrackState) -> Markup {
    let kind = match state {
        TrackState::Preparing => Kind::Doing,
        TrackState::TookPart => Kind::Good,
        TrackState::Left => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

pub fn editor(contest: Option<&Contest>, places: &[(String, String)], typed: &Answers, errors: &FieldErrors, key: Key<'_>) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    let (action, title) = contest.map_or(("/contests".to_owned(), "Добавить конкурс"), |contest| (contests::url(contest.id), "Изменить конкурс"));
    Page::new(title).narrow().trail([HUB, CONTESTS]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        (Form::new(action, key()).body(html! {
            @if contest.is_some() { (form::hidden("version", typed.get("version"))) }
            (field("title", "Название").who_reads(EVERYBODY).max_chars(LINE).text())
            (field("organiser", "Кто проводит").who_reads(EVERYBODY).text())
            (field("level", "Уровень").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
            (field("about", "О чём конкурс").who_reads(EVERYBODY).max_chars(TEXT).textarea(3))
            (field("link", "Положение или сайт").hint("Адрес целиком: https://example.ru/konkurs").who_reads(EVERYBODY).name_like().text())
            @if contest.is_none() { (field("place", "Чей календарь").select(places.to_vec())) }
            (form::button("Сохранить"))
        }))
    })
}

/// What a contest's page is drawn from.
pub struct Card {
    pub contest: Contest,
    pub stages: Vec<Stage>,
    pub tracks: Vec<Track>,
    /// The viewer's own.
    pub mine: Option<Track>,
    pub counts: (u64, u64),
    pub manages: bool,
    pub may_begin: bool,
    pub sees_tracks: bool,
    pub today: Date,
}

pub fn card(card: &Card, query: &Query, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Page {
    let (contest, base) = (&card.contest, contests::url(card.contest.id));
    let mut rows = vec![SummaryRow::new("Уровень", contest.level.label())];
    if !contest.organiser.is_empty() {
        rows.push(SummaryRow::new("Кто проводит", &contest.organiser));
    }
    if !contest.link.is_empty() {
        rows.push(SummaryRow::new("Положение или сайт", html! { a href=(contest.link) rel="noopener noreferrer" { (contest.link) } }));
    }
    let page = Page::new(contest.title.clone()).trail([HUB, CONTESTS]).notice(done(query.text("done"))).error_title(!errors.is_empty());
    page.body(html! {
        (form::error_summary(errors.all()))
        (paragraphs(&contest.about))
        (parts::summary(rows))
        @if card.manages { p { a href={ (base) "/edit" } { "Изменить" } } }
        h2 { "Этапы" }
        (stages(card, (typed, errors), key))
        h2 { "Подготовка" }
        @if let Some(mine) = &card.mine { p { a href=(contests::track_url(mine.id)) { "Моя подготовка" } " " (state(mine.state)) } }
        @else if card.may_begin { (Form::new(format!("{base}/people"), key()).body(form::button("Готовиться к этому конкурсу"))) }
        @if card.sees_tracks {
            (parts::tiles(&[Tile::new("Готовятся", ru::number(card.counts.0)), Tile::new("Участвовали", ru::number(card.counts.1))]))
            (tracks(card))
            p { a href={ (base) "/people" } { "Начать подготовку для учителя" } }
        }
    })
}

fn stages(card: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = contests::url(card.contest.id);
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    html! {
        @if card.stages.is_empty() { p { "Этапы ещё не внесены." } }
        @else { ul { @for stage in &card.stages { li {
            (stage.title) ": " (ru::period(stage.starts_on, Some(stage.ends_on))) " — " (contests::when(stage, card.today)) " "
            @if card.manages { (form::act(&format!("{base}/stages/{}/removal", stage.id), &key(), "Убрать", &stage.title)) }
        } } } }
        @if card.manages {
            (parts::details("Добавить этап", Form::new(format!("{base}/stages"), key()).body(html! {
                (field("stage", "Название этапа").who_reads(EVERYBODY).text())
                (field("starts_on", "Начало").date())
                (field("ends_on", "Окончание").date())
                (form::button_secondary("Добавить этап"))
            })))
        }
    }
}

fn tracks(card: &Card) -> Markup {
    let columns = ["Учитель", "Состояние", "Кто помогает", "Итог"].map(Column::new).to_vec();
    let rows = card.tracks.iter().map(|track| {
        let stage = track.stage.and_then(|id| card.stages.iter().find(|stage| stage.id == id)).map_or("", |stage| stage.title.as_str());
        [
            html! { a href=(contests::track_url(track.id)) { (track.name) } },
            state(track.state),
            html! { @if track.helper.is_some() { (track.helper_name) ", " (track.helper_state.label()) } },
            html! { (stage) @if !stage.is_empty() && !track.result.is_empty() { ", " } (track.result) },
        ]
    });
    Table::new("Кто готовится", columns).rows(rows).empty("Пока никто", "Учителя начинают подготовку сами или с вашей помощью.", None).render()
}

pub fn people(contest: &Contest, (asked, found): (&str, &[Somebody]), key: Key<'_>) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (CONTESTS.0.to_owned(), CONTESTS.1.to_owned()), (contest.title.clone(), contests::url(contest.id))];
    let path = format!("{}/people", contests::url(contest.id));
    choosing(
        &Choosing {
            title: "Начать подготовку для учителя",
            lead: "Учителю придёт приглашение; отказаться он может сам.",
            trail,
            path: &path,
            fields: &[],
            asked,
            found,
            label: "Пригласить",
            nobody: "Ищем среди людей вашей территории.",
        },
        html! {},
        key,
    )
}
