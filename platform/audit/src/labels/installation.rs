//! The program itself: who logs in, what is set up, told, read in the journal and taken out as a list.

pub(super) const LABELS: &[super::Label] = &[
    // accounts
    ("account.logged_in", "Вход в систему"),
    ("account.logged_out", "Выход из системы"),
    ("account.login_failed", "Неудачная попытка входа"),
    ("account.code_failed", "Неверный код второго шага входа"),
    ("account.created", "Создана учётная запись"),
    ("account.person_linked", "Учётная запись связана с карточкой"),
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
    ("account.waits_letter_set", "Выбрано, присылать ли письмо о том, что ждёт"),
    // notices
    ("notice.preferences_saved", "Изменены настройки уведомлений"),
    // setup and backup
    ("installation.set_up", "Программа настроена"),
    ("installation.restored", "Данные восстановлены из резервной копии"),
    // the journal
    ("audit.viewed", "Просмотр журнала действий о человеке"),
    ("audit.exported", "Выгрузка журнала действий"),
    ("audit.verified", "Проверка целостности журнала действий"),
    // any list
    ("list.exported", "Выгрузка списка"),
];
