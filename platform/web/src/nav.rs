//! At most seven entries, by what the role may do.

use access::{Action, Actor};
use ui::page::NavItem;

const ENTRIES: &[(&str, &str, Option<Action>)] = &[
    ("Что ждёт меня", "/desk", None),
    ("Мой кабинет", "/cabinet", Some(Action::UseOwnCabinet)),
    ("Мои согласия", "/cabinet/consents", Some(Action::UseOwnCabinet)),
    ("Диагностика", "/diagnostics", Some(Action::ViewGroupPicture)),
    ("Наблюдения уроков", "/observations", Some(Action::ObserveLessons)),
    ("Сопровождение", "/cases", Some(Action::ViewCases)),
    ("Моё сопровождение", "/cabinet/cases", Some(Action::UseOwnCabinet)),
    ("Кто кому помогает", "/cabinet/pairs", Some(Action::UseOwnCabinet)),
    ("Мероприятия", "/activities", Some(Action::ViewActivities)),
    ("Журнал консультаций", "/consultations", Some(Action::PlanActivities)),
    ("Объединения", "/unions", Some(Action::ViewUnions)),
    ("Банк практик", "/practices", Some(Action::ViewPractices)),
    ("Отчёты", "/reports", Some(Action::ViewReports)),
    ("Пары", "/pairs", Some(Action::ViewPairs)),
    ("Наставничество", "/mentoring", Some(Action::ViewPairs)),
    ("Год участников", "/years", Some(Action::OverseeYears)),
    ("Мой год", "/cabinet/year", Some(Action::UseOwnCabinet)),
    ("Обращения за помощью", "/help-requests", Some(Action::AnswerHelp)),
    ("Помощь методиста", "/help-requests", Some(Action::AskForHelp)),
    ("Каталог ресурсов", "/resources", Some(Action::ViewResources)),
    ("Мои диагностики", "/cabinet/diagnostics", Some(Action::UseOwnCabinet)),
    ("Наблюдения моих уроков", "/cabinet/observations", Some(Action::UseOwnCabinet)),
    ("Открытые ответы", "/marking", Some(Action::ScoreAnswers)),
    ("Рецензии на практики", "/practices/reviews", Some(Action::ReviewPractices)),
    ("Заявки", "/applications", Some(Action::ViewApplications)),
    ("Представления", "/nominations", Some(Action::NominateApplicants)),
    ("Комиссия", "/meetings", Some(Action::ViewMeetings)),
    ("Приказы", "/orders", Some(Action::ViewOrders)),
    ("Квоты", "/quotas", Some(Action::ViewQuotas)),
    ("Поддержка", "/support", Some(Action::ViewSupport)),
    ("Поддержка", "/support", Some(Action::UseOwnCabinet)),
    ("Люди", "/people", Some(Action::ViewPeople)),
    ("Согласия", "/consents", Some(Action::ViewConsents)),
    ("Сроки", "/duties", Some(Action::StartDestruction)),
    ("Уничтожение данных", "/destructions", Some(Action::StartDestruction)),
    ("Журнал", "/audit", Some(Action::ViewAudit)),
    ("Учётные записи", "/admin/accounts", Some(Action::ManageAccounts)),
    ("Программа года", "/programme", Some(Action::ViewProgramme)),
    ("Территории и школы", "/places", Some(Action::ViewPlaces)),
];

/// What the actor finds on the left. A member's desk is the cabinet, so it stands there once.
pub fn entries(actor: &Actor) -> Vec<NavItem> {
    let is_there = |url: &str, action: Option<Action>| match action {
        Some(action) => actor.can(action),
        None => url != "/desk" || !actor.can(Action::UseOwnCabinet),
    };
    // What one answers and asks for may lie at one address: it stands there once.
    let mut seen = Vec::new();
    let entries = ENTRIES.iter().filter(|(_, url, action)| is_there(url, *action)).filter(|(_, url, _)| !seen.contains(url) && {
        seen.push(*url);
        true
    });
    entries.map(|(label, url, _)| NavItem::new(*label, *url)).collect()
}
