//! Why a line is proposed, and why nothing is for a deficit, in words.

use super::Prior;
use resources::Offer;
use selection::{Line, Reason, Why};
use ui::ru;

/// What reasons speak of.
pub struct Scene<'a> {
    /// Of the deficits, by their number in the question.
    pub titles: Vec<&'a str>,
    /// Of their competencies.
    pub codes: Vec<&'a str>,
    pub offers: &'a [Offer],
    /// The teacher's.
    pub hours: u32,
    pub prior: &'a Prior,
}

/// «Потому что: работает сразу с двумя затруднениями — …; укладывается в ваши 36 часов; начинается 12.01.2027.»
#[must_use]
pub fn because(scene: &Scene<'_>, line: &Line) -> String {
    let mut parts: Vec<String> = line.reasons.iter().filter_map(|reason| said(scene, line, reason)).collect();
    parts.extend(helped(scene, line));
    let hours = scene.offers.get(line.resource).map_or(0, |offer| offer.resource.hours);
    parts.insert(parts.len().min(1), format!("{} из ваших {}", ru::counted(u64::from(hours), "час", "часа", "часов"), scene.hours));
    format!("Потому что: {}.", parts.join("; "))
}

/// «с затруднением «…» помогло 7 из 9 педагогов»: only where that many stand behind it that nobody is recognised.
fn helped(scene: &Scene<'_>, line: &Line) -> Option<String> {
    let offer = scene.offers.get(line.resource)?;
    scene.codes.iter().zip(&scene.titles).find_map(|(code, title)| {
        let (removed, teachers) = scene.prior.told(code, offer.resource.id)?;
        Some(format!("с затруднением «{title}» помогло {removed} из {}", ru::counted(teachers, "педагога", "педагогов", "педагогов")))
    })
}

fn said(scene: &Scene<'_>, line: &Line, reason: &Reason) -> Option<String> {
    let offer = scene.offers.get(line.resource)?;
    let deficits = |numbers: &[usize]| numbers.iter().filter_map(|at| scene.titles.get(*at)).map(|title| format!("«{title}»")).collect::<Vec<_>>().join(", ");
    let others = |numbers: &[usize]| numbers.iter().filter_map(|at| scene.offers.get(*at)).map(|offer| format!("«{}»", offer.resource.title)).collect::<Vec<_>>().join(", ");
    Some(match reason {
        Reason::Serves(those) if those.len() == 1 => format!("помогает с затруднением {}", deficits(those)),
        Reason::Serves(those) => format!("работает сразу с несколькими затруднениями — {}", deficits(those)),
        Reason::NeededBefore(those) => format!("его нужно пройти до {}", others(those)),
        Reason::OnlyOneFor(those) => format!("другого для {} в каталоге сейчас нет", deficits(those)),
        Reason::BestOf(count) => format!("вместе с остальными строками даёт больше, чем {}", ru::counted(*count, "другой вариант", "других варианта", "других вариантов")),
        Reason::AnotherForm => format!("для разнообразия форм: {}", offer.resource.form.label()),
        Reason::FitsDates => offer.resource.starts_on.map_or_else(|| "успевает в ваши даты".to_owned(), |day| format!("начинается {}, успевает в ваши даты", ru::date(day))),
        Reason::AnyTime => "можно начать в любое время".to_owned(),
    })
}

/// What stands in the way, and what to do.
#[must_use]
pub fn why_not(why: Why) -> &'static str {
    match why {
        Why::NoResource => "В каталоге нет ресурса для этого затруднения. Добавьте строку сами: задание, наставника или свой ресурс.",
        Why::Dates => "Подходящее есть, но не в эти даты. Сдвиньте даты или добавьте строку сами.",
        Why::Prerequisite => "Подходящее есть, но сначала нужно пройти то, что сейчас недоступно.",
        Why::NoSeats => "Подходящее есть, но мест не осталось.",
        Why::Hours => "Подходящее есть, но часов не хватило. Добавьте часы или вычеркните другое.",
        Why::Lines => "Подходящее есть, но строк уже столько, сколько вы разрешили.",
        Why::NotWorth => "Подходящее есть, но занимает слишком много часов для такого небольшого затруднения.",
    }
}
