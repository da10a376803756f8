//! The figures of a run in words.

use super::{
    facts::Hours,
    solve::{Shortage, Why},
};
use matching::cost::Ban;
use ui::ru;

/// Why this methodist.
pub fn why(why: &Why) -> String {
    let mut parts = vec![if why.municipality == 0 { "свой муниципалитет" } else { "другой муниципалитет" }];
    if why.zone > 0 {
        parts.push("другой часовой пояс");
    }
    if why.continuity < 0 {
        parts.push("уже работали вместе");
    }
    if why.wish < 0 {
        parts.push("педагог просил(а) об этом");
    }
    let told = parts.join(", ");
    match why.hours {
        Some(hours) => format!("{told}; {}", room(hours)),
        None => told,
    }
}

/// What is left of the year's plan, and for how many teachers.
pub fn room(hours: Hours) -> String {
    let hour = |minutes: i64| ru::counted(minutes / 60, "час", "часа", "часов");
    format!("из плана года осталось {} (в плане {}, отработано {})", hour(hours.left()), hour(hours.planned), hour(hours.used))
}

/// How much worse another choice is.
pub fn worse(by: i64) -> &'static str {
    match by {
        i64::MIN..=0 => "не хуже",
        1..=5 => "почти так же",
        6..=15 => "заметно хуже: дальше или загружен сильнее",
        _ => "намного хуже: кому-то другому придётся уступить место",
    }
}

/// «Ещё один методист по физике (8 мест) закроет 5 педагогов».
pub fn shadow(name: &str, one: &Shortage) -> String {
    let left = one.asked - one.served;
    match (left, one.one_more) {
        (0, _) => "хватает".into(),
        (_, 0) => format!("без методиста {}; ещё один методист не поможет: мешают запреты", ru::counted(left, "педагог", "педагога", "педагогов")),
        (_, more) => format!(
            "без методиста {}; ещё один методист («{name}», {}) поможет ещё {}",
            ru::counted(left, "педагог", "педагога", "педагогов"),
            ru::counted(one.places, "место", "места", "мест"),
            ru::counted(more, "педагогу", "педагогам", "педагогам")
        ),
    }
}

/// Why two can't be put together by hand.
pub fn ban(ban: Ban) -> &'static str {
    match ban {
        Ban::CodeNotCovered => "Этот методист не работает по такому предмету или направлению. Выберите другого.",
        Ban::OwnSchool => "Методист и педагог работают в одной школе: это конфликт интересов. Выберите методиста из другой школы.",
        Ban::OwnSuperior => "Методист — руководитель этого педагога: это конфликт интересов. Выберите другого.",
        Ban::Never => "Педагог просил не закреплять за ним этого человека, либо их прежняя пара завершилась этим. Выберите другого методиста.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_where_they_are_counted() {
        let bare = why(&Why::default());
        assert!(!bare.contains("план"), "{bare}");
        let told = why(&Why { hours: Some(Hours { planned: 3_600, used: 1_080, each: 10 }), ..Why::default() });
        assert!(told.ends_with("из плана года осталось 42\u{a0}часа (в плане 60\u{a0}часов, отработано 18\u{a0}часов)"), "{told}");
    }
}
