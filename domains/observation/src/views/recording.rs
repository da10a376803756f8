//! The form of a card, for the observer and for the teacher's own scores. Works without a script.

use crate::{
    model::{Row, Side},
    record::{Sheet, Standing, Written},
    rubric::{Evidence, Indicator, Rubric},
    views::lists::day,
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts, ru,
};
use web::{Answers, Shell};

/// A card being written.
pub struct Recording<'a> {
    pub row: &'a Row,
    pub rubric: &'a Rubric,
    pub sheet: &'a Sheet,
    pub side: Side,
    /// What was typed, after a failure.
    pub typed: Option<&'a Answers>,
    pub errors: &'a FieldErrors,
    pub zone: &'a TimeZone,
    pub done: &'a str,
}

/// Where the card is written.
#[must_use]
pub fn url(row: &Row, side: Side) -> String {
    match side {
        Side::Observer => format!("/observations/{}/record", row.observation.id),
        Side::Teacher => format!("/cabinet/observations/{}/self", row.observation.id),
    }
}

pub fn page(shell: &Shell, form: &Recording<'_>) -> Markup {
    let Recording { row, rubric, side, .. } = form;
    let of = &row.observation;
    let (title, trail) = match side {
        Side::Observer => (format!("Карта урока: {}", row.teacher), vec![("Наблюдения уроков", "/observations".to_owned()), ("Наблюдение", format!("/observations/{}", of.id))]),
        Side::Teacher => ("Мои баллы за свой урок".to_owned(), vec![("Наблюдения моих уроков", "/cabinet/observations".to_owned()), ("Наблюдение", format!("/cabinet/observations/{}", of.id))]),
    };
    let done = (form.done == "saved").then(|| Notice::done("Записи сохранены"));
    let page = Page::new(title).trail(trail).notice(done).error_title(!form.errors.is_empty());
    let lead = format!("{}. {} {}", day(of), of.grade, of.topic);
    shell.page(page.lead(lead).body(html! {
        (form::error_summary(form.errors.all()))
        p.hint { @match side {
            Side::Observer => "Учитель увидит баллы и примеры, когда вы закончите карту. Пишите, что видели, без имён учеников: «ученик у доски», «пара у окна».",
            Side::Teacher => "Ваши баллы встанут рядом с баллами наблюдателя; наблюдатель увидит их, когда закончит карту. Оценивать себя не обязательно.",
        } }
        (Form::new(url(row, *side), shell.key()).body(html! {
            @for (b, block) in rubric.body.blocks.iter().enumerate() {
                h2 { (b + 1) ". " (block.title) }
                @for (c, criterion) in block.criteria.iter().enumerate() {
                    h3 { (b + 1) "." (c + 1) ". " (criterion.title) }
                    @for (i, indicator) in criterion.indicators.iter().enumerate() {
                        (indicator_fields(form, indicator, &format!("{}.{}.{}", b + 1, c + 1, i + 1)))
                    }
                }
            }
            (form::buttons(html! {
                (form::button("Сохранить"))
                @if *side == Side::Observer { (form::button_secondary_named("Сохранить и проверить, всё ли заполнено", "then", "finish")) }
            }))
        }))
    }))
}

fn indicator_fields(form: &Recording<'_>, indicator: &Indicator, number: &str) -> Markup {
    let code = &indicator.code;
    let heads = form.sheet.heads(code);
    let seen = heads.iter().map(|head| head.id.to_string()).collect::<Vec<_>>().join(" ");
    let clash = form.sheet.standing(code) == Standing::Clash;
    html! {
        div.panel {
            (form::hidden(&format!("seen-{code}"), form.typed.map_or(seen.as_str(), |typed| typed.get(&format!("seen-{code}")))))
            @if clash { (choose(form, indicator, number, heads)) } @else { (fields(form, indicator, number)) }
        }
    }
}

fn fields(form: &Recording<'_>, indicator: &Indicator, number: &str) -> Markup {
    let code = &indicator.code;
    let (score_name, words_name) = (format!("score-{code}"), format!("words-{code}"));
    let score = form.typed.map_or_else(|| form.sheet.score(code).map(|score| score.to_string()).unwrap_or_default(), |typed| typed.get(&score_name).to_owned());
    let words = form.typed.map_or_else(|| form.sheet.words(code), |typed| typed.get(&words_name));
    let steps = indicator.steps.iter().enumerate().map(|(score, step)| Choice::new(score.to_string(), format!("{score} — {step}")));
    let label = match (form.side, indicator.evidence) {
        (Side::Teacher, _) => "Пояснение, если нужно",
        (Side::Observer, Evidence::Required) => "Пример с урока (обязателен)",
        (Side::Observer, Evidence::Optional) => "Пример с урока",
    };
    html! {
        (Field::new(&score_name, format!("{number}. {}", indicator.title)).value(score).errors(form.errors.all()).radios(steps.chain([Choice::new("", "не оценено")])))
        (Field::new(&words_name, label).value(words).errors(form.errors.all()).max_chars(2000).textarea(2))
    }
}

/// Two records that stand side by side: one is chosen, both stay in the history.
fn choose(form: &Recording<'_>, indicator: &Indicator, number: &str, heads: &[Written]) -> Markup {
    let choices = heads.iter().map(|head| Choice::new(head.id.to_string(), told(indicator, head)).hint(format!("{}, {}", device(&head.device), ru::datetime(head.recorded_at, form.zone))));
    html! {
        (parts::notice(&Notice::act_now("Две разные записи с разных устройств")))
        (Field::new(format!("choice-{}", indicator.code), format!("{number}. {}", indicator.title)).hint("Выберите, какая верна. Обе останутся в истории.").radios(choices))
    }
}

/// «2 — проявляется частично. Пример».
#[must_use]
pub fn told(indicator: &Indicator, record: &Written) -> String {
    let score = record.score.map_or_else(|| "без балла".to_owned(), |score| format!("{score} — {}", indicator.step(score).unwrap_or_default()));
    if record.words.is_empty() { score } else { format!("{score}. {}", record.words) }
}

fn device(id: &str) -> String {
    if id == crate::writing::SITE { "с сайта".to_owned() } else { format!("с устройства {}", id.chars().take(4).collect::<String>()) }
}
