//! What holds, rung by rung; and what else within sight may be pointed at.

use super::{TEAM_READS, frame, post};
use crate::{
    form::MOST_WORDS,
    model::State,
    rules::{Act, may},
    stage::{self, Strand},
    web::{evidence::Within, page::Form},
};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::Notice,
    parts, ru,
    table::{Column, Table},
};

pub fn page(form: &Form<'_>, within: &Within) -> Markup {
    let card = form.card;
    let done = (form.done == "given").then(|| Notice::done("Основание добавлено"));
    form.shell.page(frame(card, "Основания").error_title(!form.errors.is_empty()).notice(done).body(html! {
        (form::error_summary(form.errors.all()))
        p { "Ступень достигается основанием: её нельзя отметить. Результат диагностики и карта урока появляются здесь сами." }
        (held(form))
        @if card.standing.case.state == State::Open && may(Act::GiveSignal, &card.standing, card.role) { (giving(form, within)) }
    }))
}

fn held(form: &Form<'_>) -> Markup {
    let card = form.card;
    let rows = card.evidence.iter().map(|one| {
        let whose = match one.strand {
            Strand::Teacher => "педагог",
            Strand::Pupils => "ученики",
        };
        [
            html! { (one.rung) ". " (stage::title(one.rung)) },
            html! { (whose) },
            html! { (one.kind.label()) @if one.is_hypothesis { " (предположение)" } p.hint { (one.source.label()) } },
            html! { (one.words) },
            html! { (ru::date(one.held_on)) @if one.round > 1 { p.hint { "круг " (one.round) } } },
        ]
    });
    Table::new("Основания", ["Ступень", "Чьё", "Что", "Подробнее", "Когда"].map(Column::new).to_vec())
        .rows(rows)
        .empty("Оснований пока нет", "Первое основание — сигнал: слова, наблюдение урока или затруднение.", None)
        .render()
}

fn giving(form: &Form<'_>, within: &Within) -> Markup {
    let all = form.errors.all();
    let case = &form.card.standing.case;
    let mut choices = vec![Choice::new("words", "Слова: что даётся трудно").hint("Это предположение: с него начинают диагностику")];
    let visit = |row: &observation::Row| format!("{}, {}", ru::date(row.observation.held_on), row.rubric);
    choices.extend(within.visits.iter().map(|row| Choice::new(format!("signal-observation:{}", row.observation.id), format!("Сигнал — наблюдение урока {}", visit(row)))));
    choices.extend(within.deficits.iter().filter(|one| one.status.is_open()).map(|one| Choice::new(format!("signal-deficit:{}", one.id), format!("Сигнал — затруднение «{}»", one.title))));
    let result = if case.rung >= 6 { "Повторное измерение" } else { "Результат" };
    choices.extend(within.results.iter().map(|one| Choice::new(format!("attempt:{}", one.attempt), format!("{result} — диагностика «{}», {}", one.title, ru::date(one.taken_on)))));
    choices.extend(within.visits.iter().map(|row| Choice::new(format!("observation:{}", row.observation.id), format!("{result} — карта урока {}", visit(row)))));
    choices.extend(within.assessments.iter().map(|one| Choice::new(format!("assessment:{}", one.id), format!("{result} — внешняя оценка «{}», {}", one.title, ru::date(one.taken_on)))));
    html! {
        h2 { "Добавить основание" }
        p { "Здесь только то, что видно вам: своё или то, что педагог вам открыл." }
        (post(form, "evidence", html! {
            (Field::new("what", "Что").value(form.typed.get("what")).errors(all).radios(choices))
            (Field::new("words", "Слова").hint("Если выбраны слова. Имён учеников не пишите").value(form.typed.get("words")).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(3))
            (form::button("Добавить"))
        }))
        @if case.rung == 2 { (parts::details("Как появляется результат", html! { p { "Результат диагностики, назначенной в системе, появится сам, когда будет посчитан. Карта урока — когда педагог с ней ознакомится, если в ней есть низкие показатели." } })) }
    }
}
