//! Words for events and actors. Every action recorded anywhere has its line here (a test of the server looks for strays).

/// Action → what the screen says.
pub const LABELS: &[(&str, &str)] = &[
    // accounts
    ("account.logged_in", "Вход в систему"),
    ("account.logged_out", "Выход из системы"),
    ("account.login_failed", "Неудачная попытка входа"),
    ("account.code_failed", "Неверный код второго шага входа"),
    ("account.created", "Создана учётная запись"),
    ("account.renamed", "Изменено имя в учётной записи"),
    ("account.disabled", "Учётная запись отключена"),
    ("account.enabled", "Учётная запись включена"),
    ("account.password_set", "Задан новый пароль"),
    ("account.code_issued", "Выдан одноразовый код"),
    ("account.reset_asked", "Запрошена ссылка для нового пароля"),
    ("account.second_factor_added", "Подключён второй шаг входа"),
    ("account.second_factor_reset", "Сброшен второй шаг входа"),
    ("account.oidc_linked", "Связан внешний вход"),
    ("account.oidc_unlinked", "Отвязан внешний вход"),
    ("account.role_granted", "Назначена роль"),
    ("account.role_revoked", "Снята роль"),
    ("account.role_switched", "Выбрана другая роль"),
    ("account.sessions_ended", "Завершены сеансы"),
    // structure
    ("profile.loaded", "Загрузка профиля региона"),
    ("place.added", "Добавление организации"),
    ("place.renamed", "Переименование организации или муниципалитета"),
    ("place.closed", "Закрытие организации"),
    ("place.reopened", "Отмена закрытия организации"),
    // people
    ("person.viewed", "Просмотр карточки"),
    ("person.created", "Новая карточка"),
    ("person.updated", "Изменение карточки"),
    ("person.renamed", "Смена имени"),
    ("person.moved", "Переход на другое место работы"),
    ("person.merged", "Объединение карточек"),
    ("person.imported", "Загрузка карточки из таблицы"),
    ("person.import_undone", "Отмена загрузки карточки из таблицы"),
    ("people.exported", "Выгрузка списка людей"),
    ("import.read", "Чтение таблицы с людьми"),
    ("import.committed", "Загрузка людей из таблицы"),
    ("import.undone", "Отмена загрузки людей из таблицы"),
    ("import.discarded", "Удаление прочитанной таблицы"),
    // consent
    ("consent_text.published", "Утверждена редакция текста согласия"),
    ("consent.given", "Дано согласие"),
    ("consent.withdrawn", "Отозвано согласие"),
    ("duty.opened", "Открыта задача со сроком по закону"),
    ("duty.closed", "Закрыта задача со сроком по закону"),
    ("destruction.requested", "Запрошено уничтожение данных"),
    ("destruction.approved_first", "Уничтожение утверждено первым сотрудником"),
    ("destruction.approved_second", "Уничтожение утверждено вторым сотрудником"),
    ("destruction.done", "Данные уничтожены"),
    ("destruction.replayed", "Уничтожение повторено после восстановления из копии"),
    ("person.exported", "Выгружено всё, что хранится о человеке"),
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
