//! Words for events and actors. Every action recorded anywhere has its line here (a test of the server looks for strays).

/// Action → what the screen says.
pub const LABELS: &[(&str, &str)] = &[
    // accounts
    ("account.logged_in", "Вход в систему"),
    ("account.logged_out", "Выход из системы"),
    ("account.login_failed", "Неудачная попытка входа"),
    // structure
    ("profile.loaded", "Загрузка профиля региона"),
    ("place.added", "Добавление организации"),
    ("place.renamed", "Переименование организации или муниципалитета"),
    ("place.closed", "Закрытие организации"),
    ("place.reopened", "Отмена закрытия организации"),
    // people
    ("person.viewed", "Просмотр карточки"),
];

/// The label of an action; the action itself would be a fault that the tests catch.
#[must_use]
pub fn of(action: &str) -> &'static str {
    LABELS.iter().find(|(known, _)| *known == action).map_or("Событие", |(_, label)| label)
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
