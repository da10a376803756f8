//! `docs/permissions.md` is the table of rights as people read it. After a change: `UPDATE_DOCS=1 cargo test -p access`.

use access::{Action, Role, rights, sessions};
use std::{fmt::Write, path::Path};

/// Whose personal data a role sees, in words.
fn reach(role: Role) -> &'static str {
    match role {
        Role::Coordinator | Role::DataProtection | Role::Commission => "весь регион",
        Role::Municipal => "своё муниципальное образование и его школы",
        Role::School => "своя школа",
        Role::Methodist => "весь регион или одно муниципальное образование — где назначена роль",
        Role::Expert => "ничьи: ответы приходят без имён",
        Role::Member => "только свои данные",
        Role::Administrator => "ничьи карточки; видит имена и почту учётных записей",
        Role::Ministry => "ничьи: только числа",
    }
}

fn rendered() -> String {
    let mut page = String::from(
        "# Кто что может\n\n\
        Эту страницу составляет тест из таблицы прав в коде (`platform/access/src/rights.rs`); вручную её не правят. Обновить: `UPDATE_DOCS=1 cargo test -p access`.\n\n\
        Роль действует в определённом месте и в определённые дни. Она отвечает на вопрос «что можно делать», место отвечает на вопрос «с чьими данными». То, на что прав нет, выглядит как несуществующее (404).\n\n\
        ## Роли\n\n| Роль | Чьи персональные данные видит | Второй шаг входа | Сеанс без действий |\n|---|---|---|---|\n",
    );
    for role in Role::ALL {
        let second = if role.needs_second_factor() { "обязателен" } else { "по желанию" };
        let minutes = sessions::idle_limit(*role).as_mins();
        writeln!(page, "| {} | {} | {second} | до {minutes} минут |", role.label(), reach(*role)).unwrap();
    }
    page.push_str("\nСеанс любой роли длится не дольше 12 часов.\n\n## Действия\n\n| Действие |");
    Role::ALL.iter().for_each(|role| write!(page, " {} |", role.label()).unwrap());
    page.push_str("\n|---|");
    Role::ALL.iter().for_each(|_| page.push_str(":-:|"));
    page.push('\n');
    for action in Action::ALL {
        write!(page, "| {} |", action.label()).unwrap();
        Role::ALL.iter().for_each(|role| page.push_str(if rights::allows(*role, *action) { " да |" } else { " – |" }));
        page.push('\n');
    }
    page.push_str(DEVIATION);
    page
}

const DEVIATION: &str = "\n## Отступление от OWASP ASVS 5.0, пункт 6.3.3\n\n\
    Уровень 2 требует второго шага входа от всех. Для ролей «Заместитель директора школы» и «Участник актива» он предлагается, но не обязателен: у части учителей нет личного телефона на работе, \
    а школьные компьютеры общие. Что это возмещает:\n\n\
    - пароль без второго шага не короче 12 знаков (советуем 15), не из списка частых и не из имени, почты и слов о работе;\n\
    - роль видит не больше одной школы или только свои данные и не выгружает списков;\n\
    - подбор тормозится отдельно для пары «почта и адрес», для адреса и для почты;\n\
    - учётная запись начинается с одноразового кода на бумаге, выданного лично, заранее известных паролей нет;\n\
    - смена пароля завершает остальные сеансы, а свои сеансы человек видит и завершает сам;\n\
    - каждый просмотр чужой карточки записан в журнал, и человек видит, кто смотрел его данные.\n\n\
    Решение пересматривает ответственный за персональные данные не реже раза в год.\n";

#[test]
fn the_page_of_rights_says_what_the_code_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    let page = rendered();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/permissions.md is stale: run UPDATE_DOCS=1 cargo test -p access, and have the change of rights reviewed");
}

#[test]
fn whoever_rules_the_system_sees_nobody_s_data() {
    let personal = [Action::ViewPeople, Action::EditPeople, Action::ViewApplications, Action::ViewConsents, Action::ExportLists, Action::ImportPeople];
    for role in [Role::Administrator, Role::Ministry, Role::Expert] {
        assert!(personal.iter().all(|action| !rights::allows(role, *action)), "{role}");
    }
}

#[test]
fn every_right_is_somebody_s_and_destruction_needs_two_kinds_of_people() {
    for action in Action::ALL {
        assert!(Role::ALL.iter().any(|role| rights::allows(*role, *action)), "{action}");
    }
    let approvers = Role::ALL.iter().filter(|role| rights::allows(**role, Action::ApproveDestruction)).count();
    assert!(approvers >= 2);
}
