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
    // membership
    ("order.drafted", "Подготовлен проект приказа"),
    ("order.line_struck", "Человек убран из проекта приказа"),
    ("order.discarded", "Удалён проект приказа"),
    ("order.signed", "Подписан приказ"),
    ("membership.began", "Включение в актив"),
    ("membership.renewed", "Продление участия"),
    ("membership.paused", "Приостановление участия"),
    ("membership.resumed", "Возобновление участия"),
    ("membership.ended", "Прекращение участия"),
    ("membership.exported", "Выгрузка списка участников"),
    ("membership.certificate_made", "Напечатано удостоверение"),
    ("quota.changed", "Изменена квота"),
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
    ("consent.viewed", "Просмотр согласий"),
    ("duty.opened", "Открыта задача со сроком по закону"),
    ("duty.closed", "Закрыта задача со сроком по закону"),
    ("destruction.requested", "Запрошено уничтожение данных"),
    ("destruction.approved_first", "Уничтожение утверждено первым сотрудником"),
    ("destruction.approved_second", "Уничтожение утверждено вторым сотрудником"),
    ("destruction.done", "Данные уничтожены"),
    ("destruction.replayed", "Уничтожение повторено после восстановления из копии"),
    ("person.exported", "Выгружено всё, что хранится о человеке"),
    // applications
    ("application.started", "Начата заявка"),
    ("application.invited", "Приглашение подать заявку"),
    ("application.saved", "Ответы в заявке сохранены"),
    ("application.file_added", "К заявке приложен документ"),
    ("application.file_removed", "Документ убран из заявки"),
    ("application.file_viewed", "Просмотр документа заявки"),
    ("application.consent_answered", "Ответ на вопрос о согласии"),
    ("application.submitted", "Заявка отправлена"),
    ("application.discarded", "Черновик заявки удалён"),
    ("application.withdrawn", "Заявка отозвана"),
    ("application.viewed", "Просмотр заявки"),
    ("application.exported", "Выгрузка списка заявок"),
    ("application.criterion_found", "Отмечено основание"),
    ("application.checked", "Заявка проверена"),
    ("application.returned", "Заявка возвращена на исправление"),
    ("application.passed_on", "Заявка передана комиссии без муниципалитета"),
    ("application.asked_again", "Заявка снова направлена муниципалитету"),
    ("application.duplicate_cleared", "Подозрение на дубль снято"),
    ("application.endorsed", "Муниципалитет поддержал заявку"),
    ("application.declined", "Муниципалитет не поддержал заявку"),
    ("application.nominated", "Написано представление"),
    ("application.decided", "Комиссия решила включить"),
    ("application.reserved", "Комиссия зачислила в резерв"),
    ("application.refused", "Комиссия отказала"),
    ("application.ordered", "Заявка вошла в приказ"),
    // server
    ("installation.set_up", "Программа настроена"),
    ("installation.restored", "Данные восстановлены из резервной копии"),
    // commission
    ("meeting.planned", "Назначено заседание комиссии"),
    ("meeting.replanned", "Изменено назначенное заседание"),
    ("meeting.cancelled", "Заседание комиссии отменено"),
    ("meeting.item_added", "Кандидатура внесена в повестку"),
    ("meeting.item_removed", "Кандидатура убрана из повестки"),
    ("meeting.item_moved", "Изменён порядок повестки"),
    ("meeting.opened", "Заседание комиссии открыто"),
    ("meeting.attendance_taken", "Отмечены присутствующие на заседании"),
    ("meeting.vote_cast", "Член комиссии проголосовал"),
    ("meeting.vote_entered", "Записан голос поднятой рукой"),
    ("meeting.item_decided", "Принято решение по кандидатуре"),
    ("meeting.item_reconsidered", "Решение по кандидатуре снято до закрытия заседания"),
    ("meeting.closed", "Заседание комиссии закрыто"),
    ("meeting.order_redrafted", "Проект приказа подготовлен по протоколу заново"),
    ("meeting.exported", "Выгрузка повестки заседания"),
    // desk
    ("audit.viewed", "Просмотр журнала действий о человеке"),
    ("audit.exported", "Выгрузка журнала действий"),
    ("audit.verified", "Проверка целостности журнала действий"),
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
