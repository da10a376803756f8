//! Where one goes: at most seven entries at once, those a role uses every week first; the rest under the headings of its groups.

use access::{Action, Actor, Role};
use ui::page::NavItem;

/// An entry, who finds it, and the heading it lies under.
struct Entry(&'static str, &'static str, Option<Action>);

const GROUPS: &[(&str, &[Entry])] = &[
    (
        "Моё",
        &[
            Entry("Что ждёт меня", "/desk", None),
            Entry("Мой кабинет", "/cabinet", Some(Action::UseOwnCabinet)),
            Entry("Моё сопровождение", "/cabinet/cases", Some(Action::UseOwnCabinet)),
            Entry("Мои диагностики", "/cabinet/diagnostics", Some(Action::UseOwnCabinet)),
            Entry("Наблюдения моих уроков", "/cabinet/observations", Some(Action::UseOwnCabinet)),
            Entry("Мои мероприятия", "/cabinet/activities", Some(Action::UseOwnCabinet)),
            Entry("Кто кому помогает", "/cabinet/pairs", Some(Action::UseOwnCabinet)),
            Entry("Мой год", "/cabinet/year", Some(Action::UseOwnCabinet)),
            Entry("Мои согласия", "/cabinet/consents", Some(Action::UseOwnCabinet)),
        ],
    ),
    (
        "Педагоги",
        &[
            Entry("Сопровождение", "/cases", Some(Action::ViewCases)),
            Entry("Диагностика", "/diagnostics", Some(Action::ViewGroupPicture)),
            Entry("Наблюдения уроков", "/observations", Some(Action::ObserveLessons)),
            Entry("Открытые ответы", "/marking", Some(Action::ScoreAnswers)),
            Entry("Обращения за помощью", "/help-requests", Some(Action::AnswerHelp)),
            Entry("Помощь методиста", "/help-requests", Some(Action::AskForHelp)),
            Entry("Пары", "/pairs", Some(Action::ViewPairs)),
            Entry("Наставничество", "/mentoring", Some(Action::ViewPairs)),
            Entry("Поддержка", "/support", Some(Action::ViewSupport)),
            Entry("Поддержка", "/support", Some(Action::UseOwnCabinet)),
        ],
    ),
    (
        "Мероприятия и опыт",
        &[
            Entry("Мероприятия", "/activities", Some(Action::ViewActivities)),
            Entry("Журнал консультаций", "/consultations", Some(Action::PlanActivities)),
            Entry("Объединения", "/unions", Some(Action::ViewUnions)),
            Entry("Каталог ресурсов", "/resources", Some(Action::ViewResources)),
            Entry("Банк практик", "/practices", Some(Action::ViewPractices)),
            Entry("Рецензии на практики", "/practices/reviews", Some(Action::ReviewPractices)),
        ],
    ),
    ("Результаты учеников", &[Entry("Результаты классов", "/outcomes", Some(Action::ViewOutcomes)), Entry("Что помогло", "/insight", Some(Action::ViewInsight))]),
    (
        "Год и отчёты",
        &[
            Entry("Сводная картина", "/picture", Some(Action::ViewPicture)),
            Entry("Отчёты", "/reports", Some(Action::ViewReports)),
            Entry("Показатели", "/indicators", Some(Action::ViewReports)),
            Entry("Программа года", "/programme", Some(Action::ViewProgramme)),
            Entry("Год участников", "/years", Some(Action::OverseeYears)),
        ],
    ),
    (
        "Состав актива",
        &[
            Entry("Заявки", "/applications", Some(Action::ViewApplications)),
            Entry("Представления", "/nominations", Some(Action::NominateApplicants)),
            Entry("Комиссия", "/meetings", Some(Action::ViewMeetings)),
            Entry("Приказы", "/orders", Some(Action::ViewOrders)),
            Entry("Квоты", "/quotas", Some(Action::ViewQuotas)),
            Entry("Люди", "/people", Some(Action::ViewPeople)),
            Entry("Территории и школы", "/places", Some(Action::ViewPlaces)),
        ],
    ),
    (
        "Данные",
        &[
            Entry("Согласия", "/consents", Some(Action::ViewConsents)),
            Entry("Сроки", "/duties", Some(Action::StartDestruction)),
            Entry("Уничтожение данных", "/destructions", Some(Action::StartDestruction)),
            Entry("Журнал", "/audit", Some(Action::ViewAudit)),
            Entry("Учётные записи", "/admin/accounts", Some(Action::ManageAccounts)),
            Entry("Обмен данными", "/exchange", Some(Action::ManageExchange)),
            Entry("Открытые данные", "/exchange/open-data", Some(Action::PublishOpenData)),
        ],
    ),
];

/// What the role opens every week, in the order of the week.
fn weekly(role: Role) -> &'static [&'static str] {
    match role {
        Role::Coordinator => &["/desk", "/applications", "/cases", "/activities", "/help-requests", "/reports"],
        Role::Municipal => &["/desk", "/cases", "/activities", "/unions", "/help-requests", "/reports"],
        Role::School => &["/desk", "/cases", "/observations", "/activities", "/help-requests", "/reports"],
        Role::Methodist => &["/desk", "/cases", "/diagnostics", "/observations", "/activities", "/help-requests"],
        Role::Member => &["/cabinet", "/cabinet/cases", "/activities", "/cabinet/diagnostics", "/help-requests", "/cabinet/year"],
        Role::Ministry => &["/desk", "/picture", "/indicators", "/reports", "/programme", "/quotas"],
        Role::Commission => &["/desk", "/meetings", "/applications", "/orders", "/quotas"],
        Role::DataProtection => &["/desk", "/consents", "/duties", "/destructions", "/audit", "/people"],
        Role::Expert => &["/desk", "/marking", "/practices/reviews"],
        Role::Administrator => &["/desk", "/admin/accounts", "/places"],
    }
}

/// What the actor finds on the left. A member's desk is the cabinet, so it stands there once.
pub fn entries(actor: &Actor) -> Vec<NavItem> {
    let is_there = |entry: &Entry| match entry.2 {
        Some(action) => actor.can(action),
        None => !actor.can(Action::UseOwnCabinet),
    };
    let mut found: Vec<(&'static str, NavItem)> = Vec::new();
    for (group, entries) in GROUPS {
        for entry in entries.iter().filter(|entry| is_there(entry)) {
            // What one answers and asks for may lie at one address: it stands there once.
            if found.iter().all(|(url, _)| *url != entry.1) {
                found.push((entry.1, NavItem::new(entry.0, entry.1).under(group)));
            }
        }
    }
    let weekly = weekly(actor.role);
    found.sort_by_key(|(url, _)| weekly.iter().position(|first| first == url).unwrap_or(weekly.len()));
    found.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_role_opens_every_week_is_something_it_may_open() {
        for role in Role::ALL {
            let own: Vec<&str> = GROUPS.iter().flat_map(|(_, entries)| entries.iter()).filter(|entry| entry.2.is_none_or(|action| access::rights::allows(*role, action))).map(|entry| entry.1).collect();
            for url in weekly(*role) {
                assert!(own.contains(url), "{role}: {url}");
            }
        }
    }
}
