//! The year drawn: a bar per stage over the months, filled as far as its counts are; today is a line. The table below says the same.

use super::model::{Progress, Standing, bounds, days};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

const LEFT: i64 = 196;
const WIDE: i64 = 516;
const ROW: i64 = 46;
const TOP: i64 = 34;

const MONTHS: [&str; 12] = ["янв", "фев", "март", "апр", "май", "июнь", "июль", "авг", "сен", "окт", "ноя", "дек"];

/// The first of the months that the picture spans, and the day after the last.
struct Span {
    from: Date,
    to: Date,
}

impl Span {
    fn of(year: i64, stages: &[Progress]) -> Self {
        let (_, last) = bounds(year).unwrap_or_default();
        let september = Date::new(last.year().saturating_sub(1), 9, 1).unwrap_or(last);
        let from = stages.iter().map(|one| one.stage.starts_on).min().map_or(september, |first| first.first_of_month().min(september));
        let to = stages.iter().map(|one| one.stage.ends_on).max().map_or(last, |end| end.last_of_month().max(Date::new(last.year(), 6, 30).unwrap_or(last)));
        Self { from, to: to.checked_add(1.day()).unwrap_or(to) }
    }

    fn x(&self, day: Date) -> i64 {
        LEFT + WIDE * days(self.from, day).clamp(0, days(self.from, self.to)) / days(self.from, self.to).max(1)
    }

    fn months(&self) -> Vec<Date> {
        let mut found = Vec::new();
        let mut month = self.from.first_of_month();
        while month < self.to && found.len() < 24 {
            found.push(month);
            month = month.checked_add(1.month()).unwrap_or(self.to);
        }
        found
    }
}

pub fn gantt(year: i64, stages: &[Progress], today: Date) -> Markup {
    let span = Span::of(year, stages);
    let height = TOP + ROW * i64::try_from(stages.len()).unwrap_or(0) + 8;
    html! {
        figure.gantt {
            svg viewBox={ "0 0 " (LEFT + WIDE + 8) " " (height) } role="group" aria-labelledby="gantt-title gantt-desc" {
                title id="gantt-title" { "Этапы года по месяцам" }
                desc id="gantt-desc" { @for one in stages { (said(one)) ". " } }
                @for month in span.months() {
                    path.grid d={ "M" (span.x(month)) " " (TOP - 8) "V" (height - 4) } {}
                    text.tick x=(span.x(month) + 4) y="16" { (MONTHS.get(usize::try_from(month.month()).unwrap_or(1).saturating_sub(1)).copied().unwrap_or_default()) }
                }
                @for (row, one) in (0_i64..).zip(stages) { (bar(&span, one, TOP + row * ROW)) }
                @if today >= span.from && today < span.to {
                    path.today d={ "M" (span.x(today)) " 4V" (height - 4) } { title { "Сегодня" } }
                }
            }
            figcaption { "Полоса — дни этапа, закрашено — насколько выполнены ожидаемые числа. Толстая черта — сегодня. Галочка — выполнен, крест — выполнен частично, стрелка вниз — отстаёт." }
        }
    }
}

fn said(one: &Progress) -> String {
    let stage = &one.stage;
    let percent = one.percent().map(|percent| format!(", выполнено {percent}\u{a0}%")).unwrap_or_default();
    format!("{}: {} — {}, {}{percent}", stage.title, ui::ru::date(stage.starts_on), ui::ru::date(stage.ends_on), one.standing().label())
}

fn bar(span: &Span, one: &Progress, y: i64) -> Markup {
    let stage = &one.stage;
    let (left, right) = (span.x(stage.starts_on), span.x(stage.ends_on.checked_add(1.day()).unwrap_or(stage.ends_on)));
    let width = (right - left).max(6);
    let title: String = if stage.title.chars().count() > 25 { stage.title.chars().take(24).chain(['…']).collect() } else { stage.title.clone() };
    html! {
        a href={ "/programme/stages/" (stage.id) } {
            title { (said(one)) }
            text x="4" y=(y + 16) { (title) }
            text.tick x="4" y=(y + 32) { (one.standing().label()) @if let Some(percent) = one.percent() { ", " (percent) "\u{a0}%" } }
            rect.days x=(left) y=(y + 4) width=(width) height="26" rx="4" {}
            rect.done x=(left) y=(y + 4) width=(width * one.percent().unwrap_or(0) / 100) height="26" rx="4" {}
            (shape(one.standing(), left + width / 2, y + 17))
        }
    }
}

/// The state without colour.
fn shape(standing: Standing, x: i64, y: i64) -> Markup {
    let path = match standing {
        Standing::Done | Standing::DoneEarly => format!("M{} {y}l4 4 7-8", x - 5),
        Standing::Partly => format!("M{} {}l8 8m0-8l-8 8", x - 4, y - 4),
        Standing::Behind => format!("M{x} {}v10m-4-4l4 4 4-4", y - 5),
        Standing::Ahead | Standing::Going | Standing::OnTrack | Standing::Over => return Markup::default(),
    };
    html! { circle.spot cx=(x) cy=(y) r="9" {} path.mark d=(path) {} }
}
