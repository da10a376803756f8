//! Results: one attempt as the teacher and those with whom it was shared see it; lists of them.

use crate::{
    model::{Audience, Growth, ResultLine, Sharing, Taken, Verdict, Zone},
    picture, share, words,
};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, Kind, Notice},
    ru,
    table::{Column, Table},
};

/// A zone as word, shape and colour.
pub fn tag(zone: Zone) -> Markup {
    let kind = match zone {
        Zone::Deficit => Kind::Bad,
        Zone::Undetermined => Kind::Waiting,
        Zone::None => Kind::Good,
    };
    parts::tag(kind, zone.label())
}

pub fn verdict_tag(verdict: Verdict) -> Markup {
    let kind = match verdict {
        Verdict::Grew => Kind::Good,
        Verdict::LikelyGrew => Kind::Doing,
        Verdict::WithinError => Kind::Waiting,
        Verdict::Fell => Kind::Bad,
        Verdict::NotComparable => Kind::Neutral,
    };
    parts::tag(kind, verdict.label())
}

/// All that a page of one attempt says.
pub struct Shown<'a> {
    pub taken: &'a Taken,
    pub lines: &'a [ResultLine],
    pub growth: &'a [Growth],
    /// The lines of the first attempt, where this one repeats it.
    pub before: &'a [ResultLine],
    /// What the items were about, where the instrument shows it.
    pub rationale: Markup,
    /// Scored again on a later form: their attempts.
    pub repeats: &'a [crate::model::AttemptId],
    pub base: &'a str,
}

pub fn body(shown: &Shown<'_>) -> Markup {
    let Shown { taken, lines, growth, before, rationale, repeats, base } = shown;
    html! {
        p { (ru::date(taken.taken_on)) @if taken.is_repeat { ", повторная диагностика" } }
        @if lines.iter().any(|line| line.is_preliminary) {
            (parts::notice(&Notice::info("Результат предварительный").more("Часть заданий ещё не проверена на достаточном числе педагогов. Когда их проверят, следующие диагностики будут точнее; сравнивать с этой будет нельзя.")))
        }
        (summary(lines))
        @if lines.is_empty() { (parts::empty("Оценить ничего не удалось", "Ответов слишком мало, чтобы сказать что-то о компетенциях.", None)) } @else {
            h2 { "Профиль" }
            (picture::profile(lines))
            (table(lines))
            h2 { "Что это значит" }
            (sentences(lines))
        }
        @if !growth.is_empty() { (growth_section(growth, lines, before)) }
        @for repeat in *repeats { p { a href={ (base) "/" (repeat) } { "Повторная диагностика и изменение" } } }
        (rationale)
        p { a href={ (base) "/" (taken.attempt) "/protocol.pdf" } { "Протокол в PDF" } " · " a href="/help/measurement" { "Как понимать эти числа" } }
    }
}

fn summary(lines: &[ResultLine]) -> Markup {
    let count = |zone: Zone| lines.iter().filter(|line| line.zone == zone).count();
    let counted = |zone| ru::counted(count(zone), "компетенция", "компетенции", "компетенций");
    html! { @if !lines.is_empty() {
        ul.zones {
            @for zone in [Zone::Deficit, Zone::Undetermined, Zone::None] { @if count(zone) > 0 { li { (tag(zone)) " " (counted(zone)) } } }
        }
    } }
}

fn table(lines: &[ResultLine]) -> Markup {
    let columns = vec![
        Column::new("Компетенция"),
        Column::new("Баллы").number(),
        Column::new("Результат").number(),
        Column::new("С погрешностью").number(),
        Column::new("Ожидается").number(),
        Column::new("Уровень"),
        Column::new("Вывод"),
    ];
    let rows = lines.iter().map(|line| {
        [
            html! { (line.title) },
            html! { (line.points) " из " (line.most_points) },
            html! { (words::percent(line.percent)) },
            html! { (words::interval(line.low, line.high)) },
            html! { "от " (words::percent(line.target_percent)) },
            html! { (line.level) },
            tag(line.zone),
        ]
    });
    Table::new("Результат по компетенциям", columns).rows(rows).render()
}

fn sentences(lines: &[ResultLine]) -> Markup {
    html! {
        dl.told { @for line in lines {
            dt { (line.title) }
            dd { (words::meaning(line)) }
        } }
    }
}

fn growth_section(growth: &[Growth], lines: &[ResultLine], before: &[ResultLine]) -> Markup {
    let both: Vec<(&ResultLine, &ResultLine)> =
        growth.iter().filter(|one| one.verdict != Verdict::NotComparable).filter_map(|one| Some((before.iter().find(|line| line.code == one.code)?, lines.iter().find(|line| line.code == one.code)?))).collect();
    let columns = vec![Column::new("Компетенция"), Column::new("Было").number(), Column::new("Стало").number(), Column::new("Изменение, шагов шкалы").number(), Column::new("Вывод")];
    let rows = growth.iter().map(|one| {
        let shown = |of: &[ResultLine]| of.iter().find(|line| line.code == one.code && one.verdict != Verdict::NotComparable).map(|line| words::interval(line.low, line.high)).unwrap_or_else(|| "—".into());
        let change = one.change.zip(one.low.zip(one.high)).map(|(change, (low, high))| format!("{} (от {} до {})", words::step(change), words::step(low), words::step(high)));
        [html! { (one.title) }, html! { (shown(before)) }, html! { (shown(lines)) }, html! { (change.unwrap_or_else(|| "—".into())) }, verdict_tag(one.verdict)]
    });
    html! {
        h2 { "Что изменилось" }
        @if !both.is_empty() { (picture::growth(&both)) }
        (Table::new("Изменение по компетенциям", columns).rows(rows).render())
        dl.told { @for one in growth { dt { (one.title) } dd { (words::growth(one)) } } }
        p.hint { "Изменение посчитано по обеим диагностикам вместе. У тех, кого отобрали по низкому результату, он обычно подрастает и без помощи: эта часть вычтена." }
    }
}

/// To whom one result is open, with the way to change it.
pub fn sharing_form(action: &str, key: &str, about: &str, open: &[Sharing]) -> Markup {
    let to_all: Vec<Audience> = Audience::ALL.iter().copied().filter(|audience| open.iter().any(|one| one.audience == *audience && one.about == crate::model::ALL)).collect();
    let chosen: Vec<&str> = open.iter().filter(|one| one.about == about).map(|one| one.audience.as_str()).collect();
    html! {
        @if !to_all.is_empty() {
            p { "Все ваши результаты уже открыты: " (to_all.iter().map(|audience| audience.label()).collect::<Vec<_>>().join("; ")) ". " a href="/cabinet/results/sharing" { "Изменить" } }
        }
        (Form::new(action, key).body(html! {
            (form::hidden("about", about))
            (Field::new("audiences", "Кто увидит этот результат").hint("Снимите отметку, чтобы закрыть: подействует сразу.").checkboxes(Audience::ALL.iter().map(|audience| (audience.as_str(), ui::ru::capital(audience.label()))), &chosen))
            (form::button_secondary("Сохранить"))
        }))
    }
}

/// One's own results.
pub fn own_list(taken: &[Taken], open: &[Sharing]) -> Markup {
    let columns = vec![Column::new("Диагностика"), Column::new("Когда"), Column::new("Итог"), Column::new("Открыто")];
    let rows = taken.iter().map(|one| {
        let to = share::open_to(open, &one.attempt.to_string());
        let to = if to.is_empty() { "никому".to_owned() } else { to.iter().map(|audience| audience.short()).collect::<Vec<_>>().join(", ") };
        [
            html! { a href={ "/cabinet/results/" (one.attempt) } { (one.title) } @if one.is_repeat { p.hint { "повторная" } } },
            html! { (ru::date(one.taken_on)) },
            html! { @if one.shown_at.is_some() { (outcome(one)) } @else { (parts::tag(Kind::Mine, "посмотрите результат")) } },
            html! { (to) },
        ]
    });
    Table::new("Мои результаты", columns)
        .rows(rows)
        .empty("Результатов пока нет", "Они появятся, когда вы пройдёте диагностику и ответы будут проверены. Первым их увидите вы.", Some(form::button_link_secondary("Мои диагностики", "/cabinet/diagnostics")))
        .render()
}

pub fn outcome(one: &Taken) -> Markup {
    html! {
        @if one.deficits > 0 { (parts::tag(Kind::Bad, &format!("затруднений: {}", one.deficits))) " " }
        @if one.undetermined > 0 { (parts::tag(Kind::Waiting, &format!("данных мало: {}", one.undetermined))) " " }
        @if one.deficits + one.undetermined == 0 { (parts::tag(Kind::Good, "уверенно по всем")) }
    }
}
