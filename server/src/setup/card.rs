//! The operator's card written into the text of a profile: the installation keeps one text that says everything.

use kernel::{FieldErrors, Result};
use structure::profile::{Operator, Profile};
use web::Answers;

/// A line of the card: its name in the profile, its label, a hint.
pub struct Line {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: fn(&Operator) -> &str,
}

const fn line(name: &'static str, label: &'static str, hint: &'static str, value: fn(&Operator) -> &str) -> Line {
    Line { name, label, hint, value }
}

/// The card's lines in the order of the screen.
pub const LINES: &[Line] = &[
    line("full_name", "Полное название организации", "Как в уставе: попадёт в согласия и приказы", |o| &o.full_name),
    line("short_name", "Короткое название", "Например, ХК ИРО", |o| &o.short_name),
    line("centre_name", "Подразделение, которое ведёт актив", "", |o| &o.centre_name),
    line("founder", "Учредитель", "", |o| &o.founder),
    line("city", "Населённый пункт", "Место издания приказов, например: г. Хабаровск", |o| &o.city),
    line("address", "Юридический адрес", "С почтовым индексом", |o| &o.address),
    line("inn", "ИНН", "10 цифр", |o| &o.inn),
    line("ogrn", "ОГРН", "13 цифр", |o| &o.ogrn),
    line("phone", "Телефон", "", |o| &o.phone),
    line("email", "Электронная почта", "Сюда люди пишут об отзыве согласия", |o| &o.email),
    line("site", "Сайт организации", "Например, https://institut.ru", |o| &o.site),
    line("members_page", "Страница со списком участников", "Адрес, который назван в согласии на распространение: например, https://aktiv.institut.ru/members", |o| &o.members_page),
    line("head_position", "Должность руководителя", "Например, ректор", |o| &o.head_position),
    line("head_name", "Руководитель: фамилия и инициалы", "Например, Образцов О. О.", |o| &o.head_name),
    line("privacy_officer", "Кто отвечает за персональные данные", "Фамилия, инициалы и должность", |o| &o.privacy_officer),
];

/// The profile with the card as typed.
///
/// # Errors
/// Field errors: what is empty, and what the profile's own rules say of requisites.
pub fn with_card(profile: &Profile, answers: &Answers) -> Result<Profile> {
    let mut errors = FieldErrors::default();
    let typed: Vec<(&Line, String)> = LINES.iter().map(|line| (line, kernel::name::clean_line(answers.get(line.name)))).collect();
    for (line, _) in typed.iter().filter(|(_, value)| value.is_empty()) {
        errors.add(line.name, format!("Заполните поле «{}»", line.label));
    }
    for (line, _) in typed.iter().filter(|(_, value)| value.chars().count() > 500) {
        errors.add(line.name, format!("Слишком длинно: в поле «{}» помещается 500 знаков", line.label));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let section: String = typed.iter().map(|(line, value)| format!("{} = {}\n", line.name, toml::Value::String(value.clone()))).collect();
    let text = replace_section(&profile.source.text, &format!("[operator]\nsample = false\n{section}\n"));
    Profile::parse(&profile.source.file, &text).map_err(|refused| at_fields(&refused.problems).into())
}

/// The profile's own problems, each at the line of the card whose label it names, or at the top one.
fn at_fields(problems: &[structure::profile::Problem]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for problem in problems {
        let at = [("ИНН", "inn"), ("ОГРН", "ogrn")].into_iter().find(|(word, _)| problem.what.contains(word)).map_or("full_name", |(_, name)| name);
        errors.add(at, format!("{} {}", problem.what, problem.remedy));
    }
    errors
}

/// The text with its `[operator]` section (up to the next header) replaced.
fn replace_section(text: &str, section: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let header = line.trim_start();
        if header.starts_with('[') {
            inside = header.starts_with("[operator]");
            if inside {
                out.push_str(section);
            }
        }
        if !inside {
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn khabarovsk() -> Profile {
        let bundled = &structure::profile::BUNDLED[0];
        Profile::parse(bundled.file, bundled.text).expect("the bundled profile")
    }

    fn answers(change: &[(&str, &str)]) -> Answers {
        let value = |line: &Line| match change.iter().find(|(name, _)| *name == line.name) {
            Some((_, value)) => (*value).to_owned(),
            None if line.name == "inn" => "7707083893".to_owned(),
            None if line.name == "ogrn" => "1027700132195".to_owned(),
            None => format!("Институт \"{}\" \\ №1", line.name),
        };
        Answers::of(LINES.iter().map(|line| (line.name.to_owned(), value(line))))
    }

    #[test]
    fn the_card_becomes_part_of_the_profile_and_nothing_else_changes() {
        let before = khabarovsk();
        let after = with_card(&before, &answers(&[])).expect("a good card");
        assert!(!after.operator.is_sample);
        assert_eq!((after.operator.inn.as_str(), after.operator.city.as_str()), ("7707083893", "Институт \"city\" \\ №1"));
        assert_eq!((after.municipalities, after.quotas, after.region), (before.municipalities, before.quotas, before.region));
    }

    #[test]
    fn empty_lines_and_false_requisites_are_told_at_their_fields() {
        let refused = |change: &[(&str, &str)]| match with_card(&khabarovsk(), &answers(change)) {
            Err(kernel::Error::Fields(errors)) => errors,
            other => panic!("expected field errors, got {other:?}"),
        };
        assert!(refused(&[("phone", " ")]).of("phone").is_some());
        assert!(refused(&[("inn", "1234567890")]).of("inn").is_some());
        assert!(refused(&[("ogrn", "1234567890123")]).of("ogrn").is_some());
    }
}
