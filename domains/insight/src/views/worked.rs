//! What worked.

use super::{
    Frame, framed,
    plot::{self, Along, Bar},
};
use crate::{
    answer::worked::{FEWEST, Grouping, WorkedAnswer, WorkedLine},
    gather::Context,
    words,
};
use maud::{Markup, html};
use sheets::Value;
use std::collections::HashSet;
use ui::{
    page::Page,
    parts, ru,
    table::{Column, Table},
};

pub const LABEL: &str = "что шло рядом, а не что чему причина";
pub const COLUMNS: [&str; 16] =
    ["Таблица", "Код", "Затруднение", "Ресурс или вид", "Где", "Педагогов", "Снято", "Частично", "Не снято", "Не оценено", "Снято, % (с поправкой)", "От", "До", "Измеренный рост", "Рост от", "Рост до"];

pub fn rows(answer: &WorkedAnswer) -> Vec<Vec<Value>> {
    let share = |share: f64| Value::from(words::in_sheet(share));
    let step = |value: Option<f64>| Value::from(value.map(|value| (value * 100.0).round() / 100.0));
    let row = |line: &WorkedLine| {
        let counts = line.verdicts.map_or([None; 4], |counts| counts.map(Some));
        let mut cells: Vec<Value> = vec![line.grouping.label().into(), line.code.as_str().into(), line.title.as_str().into(), line.item_title.as_str().into(), line.context.label().into(), Value::from(line.teachers)];
        cells.extend(counts.map(Value::from));
        cells.extend([line.share.value, line.share.low, line.share.high].map(share));
        let change = line.change.map(|(change, _)| change);
        cells.extend([change.map(|one| one.value), change.map(|one| one.low), change.map(|one| one.high)].map(step));
        cells
    };
    answer.lines.iter().map(row).collect()
}

/// The first sentence of the hub and of the page.
#[must_use]
pub fn sentence(answer: &WorkedAnswer) -> String {
    match answer.usual {
        Some(usual) if !answer.lines.is_empty() => {
            format!("За завершёнными сопровождениями {} стоит «снято» в {} случаев. Ниже — с чем и где это бывало чаще.", ru::counted(answer.teachers, "педагога", "педагогов", "педагогов"), words::percent(usual))
        }
        _ => format!("Показывать пока нечего: нужно не меньше {FEWEST} педагогов с одним затруднением и одним ресурсом."),
    }
}

/// `seen`: the resources that the viewer may look at.
pub fn page(frame: &Frame<'_>, answer: &WorkedAnswer, grouping: Grouping, seen: &HashSet<String>) -> Page {
    let tabs: Vec<(&str, String)> = Grouping::ALL.iter().map(|one| (one.label(), format!("/insight/worked?by={}", one.word()))).collect();
    let tabs: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url)| (*label, url.as_str(), None)).collect();
    let lines = answer.of(grouping);
    let hidden = answer.hidden_of(grouping);
    let body = html! {
        p { (parts::tag(parts::Kind::Neutral, LABEL)) }
        p { (sentence(answer)) }
        (parts::tabs(&tabs, &format!("/insight/worked?by={}", grouping.word())))
        (plot::intervals("worked", "Доля снятых затруднений, с поправкой", &Along::Share { usual: answer.usual }, &bars(answer, &lines)))
        (table(&lines, seen))
        @if hidden > 0 { p.hint { "Не показано: " (ru::counted(hidden, "строка", "строки", "строк")) ". За каждой меньше " (FEWEST) " педагогов, или по ней можно было бы узнать скрытое." } }
        @if let Some((mean, count)) = answer.team { p { "Педагоги оценили работу команд в среднем на " (words::number(mean)) " из 5 (ответили: " (ru::number(count)) ")." } }
        (parts::details("Как читать", html! { ul {
            li { "Доля «снято» подтянута к обычной для этого затруднения: чем меньше педагогов, тем сильнее. Пять удач из пяти — ещё не сто процентов." }
            li { "Рост — изменение между входной и повторной диагностикой на одной шкале, в шагах шкалы. Часть его бывает и без ресурса: повторно измеряют тех, у кого сначала вышло низко." }
            li { "Ресурсы выбирали не по жребию. Таблица подсказывает, с чего начать, и не доказывает, что ресурс лучше." }
        } }))
    };
    framed(frame, "Завершённые сопровождения края: какое затруднение, что проходили, что вышло. Без имён.", body)
}

/// Sure is what leaves out the share that is usual with the difficulty.
fn bars(answer: &WorkedAnswer, lines: &[&WorkedLine]) -> Vec<Bar> {
    let bar = |line: &&WorkedLine| {
        let context = if line.context == Context::All { String::new() } else { format!(", {}", line.context.label()) };
        let usual = answer.usual_of(&line.code);
        Bar {
            label: format!("{} · {}{context}", line.title, line.item_title),
            words: format!("{} ({})", words::percent(line.share.value), words::between(line.share.low, line.share.high)),
            measured: line.share,
            is_sure: usual.is_some_and(|usual| line.share.low > usual || line.share.high < usual),
        }
    };
    lines.iter().map(bar).collect()
}

fn table(lines: &[&WorkedLine], seen: &HashSet<String>) -> Markup {
    let has_context = lines.iter().any(|line| line.context != Context::All);
    let mut columns = vec![Column::new("Затруднение"), Column::new("Что проходили")];
    if has_context {
        columns.push(Column::new("Где"));
    }
    columns.extend([Column::new("Педагогов").number(), Column::new("Снято, частично, не снято, не оценено").number(), Column::new("Снято с поправкой").number(), Column::new("Измеренный рост").number()]);
    let row = |line: &&WorkedLine| {
        let mut cells = vec![html! { (line.title) }, item(line, seen)];
        if has_context {
            cells.push(html! { (line.context.label()) });
        }
        let counts = line.verdicts.map_or_else(|| "не показано".to_owned(), |counts| counts.map(|count| count.to_string()).join(" / "));
        cells.push(html! { (ru::number(line.teachers)) });
        cells.push(html! { (counts) });
        cells.push(html! { (words::percent(line.share.value)) br; span.hint { (words::between(line.share.low, line.share.high)) } });
        cells.push(match &line.change {
            Some((change, count)) => {
                html! { (signed(change.value)) br; span.hint { "от " (words::number(change.low)) " до " (words::number(change.high)) ", " (ru::counted(*count, "педагог", "педагога", "педагогов")) } }
            }
            None => html! { "—" },
        });
        cells
    };
    Table::new("Что помогло", columns).rows(lines.iter().map(row)).empty("Показывать пока нечего", &format!("Нужно не меньше {FEWEST} педагогов с одним затруднением и одним ресурсом."), None).render()
}

fn item(line: &WorkedLine, seen: &HashSet<String>) -> Markup {
    html! { @if line.grouping == Grouping::Resource && seen.contains(&line.item) { a href={ "/resources/" (line.item) } { (line.item_title) } } @else { (line.item_title) } }
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", words::number(value)) } else { words::number(value) }
}
