//! Words for events and actors. Every action recorded anywhere has its line in a room here (a test of the server looks for strays).

mod cases;
mod deeds;
mod figures;
mod installation;
mod measuring;
mod register;

/// Action → what the screen says.
pub type Label = (&'static str, &'static str);

const ROOMS: [&[Label]; 6] = [installation::LABELS, register::LABELS, measuring::LABELS, cases::LABELS, deeds::LABELS, figures::LABELS];

/// Every action with its words.
pub fn all() -> impl Iterator<Item = &'static Label> {
    ROOMS.into_iter().flatten()
}

/// The label of an action; the action itself would be a fault that the tests catch.
#[must_use]
pub fn of(action: &str) -> &'static str {
    all().find(|(known, _)| *known == action).map_or("Событие", |(_, label)| label)
}

/// Who acted, where there is no account.
#[must_use]
pub fn actor(word: &str) -> &'static str {
    match word {
        "visitor" => "Посетитель сайта",
        "applicant" => "Заявитель",
        "system" => "Система",
        "cli" => "Администратор сервера",
        _ => "Сотрудник",
    }
}
