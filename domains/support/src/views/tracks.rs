//! A teacher's preparation for a contest.

use super::{Choosing, HUB, Key, choosing, contests::state, done};
use crate::{
    contests::{self, HelperState, Line, Stage, Track, TrackState},
    form::LINE,
    pick::Somebody,
};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
    url::Query,
};

const READERS: &str = "Прочтут учитель, помощник и те, кто ведёт конкурс.";

/// What a track's page is drawn from.
pub struct Card {
    pub track: Track,
    pub lines: Vec<Line>,
    pub stages: Vec<Stage>,
    pub is_own: bool,
    pub is_helper: bool,
    /// Keeps the contest.
    pub keeps: bool,
    pub today: Date,
}

pub fn card(card: &Card, query: &Query, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Page {
    let track = &card.track;
    let base = contests::track_url(track.id);
    let stage = track.stage.and_then(|id| card.stages.iter().find(|stage| stage.id == id));
    let mut rows = vec![SummaryRow::new("Учитель", &track.name), SummaryRow::new("Конкурс", html! { a href=(contests::url(track.contest)) { (track.contest_title) } }), SummaryRow::new("Состояние", state(track.state))];
    if let Some(stage) = stage {
        rows.push(SummaryRow::new("До какого этапа", &stage.title));
    }
    if !track.result.is_empty() {
        rows.push(SummaryRow::new("Итог", &track.result));
    }
    rows.push(SummaryRow::new("Помощник", html! { @if track.helper.is_some() { (track.helper_name) ", " (track.helper_state.label()) } @else { "не выбран" } }));
    let goes_on = track.state == TrackState::Preparing;
    Page::new("Подготовка к конкурсу").trail([HUB, ("Конкурсы", "/contests")]).notice(done(query.text("done"))).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        (parts::summary(rows))
        @if card.is_helper && track.helper_state == HelperState::Asked && goes_on { (answer(track, key)) }
        @if goes_on && !card.is_helper { p { a href={ (base) "/helper" } { @if track.helper.is_some() { "Выбрать другого помощника" } @else { "Попросить помочь" } } } }
        h2 { "План подготовки" }
        (lines(card, key))
        @if goes_on {
            (parts::details("Добавить строку", Form::new(format!("{base}/lines"), key()).body(html! {
                (Field::new("what", "Что подготовить").value(typed.get("what")).errors(errors.all()).who_reads(READERS).max_chars(LINE).text())
                (Field::new("due_on", "К какому дню").value(typed.get("due_on")).errors(errors.all()).date())
                (form::button_secondary("Добавить"))
            })))
        }
        @if goes_on && (card.is_own || card.keeps) { (ending(card, (typed, errors), key)) }
    })
}

fn answer(track: &Track, key: Key<'_>) -> Markup {
    parts::panel(
        "Вас просят помочь",
        Form::new(format!("{}/helper/answer", contests::track_url(track.id)), key()).body(html! {
            (form::hidden("version", &track.version.to_string()))
            (form::buttons(html! { (form::button_named("Помогу", "word", "yes")) (form::button_secondary_named("Не смогу", "word", "no")) }))
        }),
    )
}

fn lines(card: &Card, key: Key<'_>) -> Markup {
    let base = contests::track_url(card.track.id);
    let columns = ["Что", "К какому дню", "Состояние"].map(Column::new).to_vec();
    let rows = card.lines.iter().map(|line| {
        let state = html! {
            @if let Some(day) = line.done_on { (parts::tag(Kind::Good, "готово")) " " (ru::date(day)) @if line.minutes > 0 { ", " (ru::counted(line.minutes, "минута", "минуты", "минут")) " с помощником" } }
            @else {
                @if line.due_on < card.today { (parts::tag(Kind::Waiting, "срок прошёл")) }
                @if card.track.state == TrackState::Preparing {
                    (Form::new(format!("{base}/lines/{}/finish", line.id), key()).body(html! {
                        @if card.is_helper && card.track.helper_state == HelperState::Yes { label.unseen for={ "minutes-" (line.id) } { "Сколько минут вы помогали: " (line.what) } input.w-short type="text" inputmode="numeric" id={ "minutes-" (line.id) } name="minutes" placeholder="минут"; }
                        button.secondary.small type="submit" { "Готово" span.unseen { " " (line.what) } }
                    }))
                }
            }
        };
        [html! { (line.what) }, html! { (ru::date(line.due_on)) }, state]
    });
    Table::new("План подготовки", columns).rows(rows).empty("План пуст", "Добавьте первую строку: что и к какому дню подготовить.", None).render()
}

fn ending(card: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    let stages: Vec<(String, String)> = card.stages.iter().map(|stage| (stage.id.to_string(), stage.title.clone())).collect();
    parts::details(
        "Завершить подготовку",
        Form::new(format!("{}/conclusion", contests::track_url(card.track.id)), key()).body(html! {
            (form::hidden("version", &card.track.version.to_string()))
            (field("state", "Чем закончилась").radios([("took_part", "Участвовал(а)"), ("left", "Передумал(а) — без объяснений")]))
            @if !stages.is_empty() { (field("stage", "До какого этапа").first_line("не указывать").select(stages)) }
            (field("result", "Итог своими словами").hint("Можно не писать").who_reads(READERS).max_chars(LINE).text())
            (form::button_secondary("Завершить"))
        }),
    )
}

pub fn helpers(track: &Track, (asked, found): (&str, &[Somebody]), key: Key<'_>) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (track.contest_title.clone(), contests::track_url(track.id))];
    let path = format!("{}/helper", contests::track_url(track.id));
    let fields = [("version", track.version.to_string())];
    choosing(
        &Choosing {
            title: "Кто поможет подготовиться",
            lead: "Действующий участник актива. Он ответит, сможет ли.",
            trail,
            path: &path,
            fields: &fields,
            asked,
            found,
            label: "Попросить",
            nobody: "Ищем среди участников актива, которые разрешили публиковать своё имя.",
        },
        html! {},
        key,
    )
}
