//! What the reader of the journal asks for.

use audit::Filter;
use kernel::name::clean_line;
use ui::url::Query;

/// Beginnings of actions, as groups for the reader.
pub const GROUPS: &[(&str, &str)] = &[
    ("account.", "Вход и учётные записи"),
    ("application.", "Заявки"),
    ("audit.", "Журнал действий"),
    ("consent.", "Согласия"),
    ("consent_text.", "Тексты согласий"),
    ("destruction.", "Уничтожение данных"),
    ("duty.", "Обязанности по закону"),
    ("import.", "Загрузка из таблиц"),
    ("installation.", "Установка программы"),
    ("meeting.", "Заседания комиссии"),
    ("membership.", "Участие в активе"),
    ("order.", "Приказы"),
    ("people.", "Выгрузки людей"),
    ("person.", "Карточки людей"),
    ("place.", "Территории и школы"),
    ("profile.", "Профиль региона"),
    ("quota.", "Квоты"),
];

/// Kinds of records that events are about.
pub const OBJECTS: &[(&str, &str)] = &[
    ("account", "учётная запись"),
    ("application", "заявка"),
    ("audit", "журнал"),
    ("consent", "согласие"),
    ("consent_text", "текст согласия"),
    ("destruction", "уничтожение"),
    ("duty", "обязанность по закону"),
    ("import", "загрузка из таблицы"),
    ("meeting", "заседание"),
    ("membership", "участие"),
    ("order", "приказ"),
    ("person", "человек"),
    ("place", "территория или школа"),
    ("quota", "квота"),
];

/// The filter, what was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub filter: Filter,
    pub person: String,
    pub action: String,
    pub object: String,
    pub object_id: String,
    pub error: Option<(&'static str, &'static str)>,
}

impl Asked {
    pub fn of(query: &Query) -> Self {
        let cut = |name: &str| clean_line(&query.text(name).chars().take(100).collect::<String>());
        let (person, action, object, object_id) = (cut("person"), cut("action"), cut("object"), cut("object_id"));
        let mut error = None;
        let id = person.parse().ok();
        if !person.is_empty() && id.is_none() {
            error = Some(("person", "Это не номер карточки. Откройте карточку человека и скопируйте номер из её адреса"));
        }
        let kind = OBJECTS.iter().find(|(code, _)| *code == object).map(|(code, _)| *code);
        if !object_id.is_empty() && kind.is_none() {
            error = error.or(Some(("object", "Выберите, чей это номер: заявки, приказа, заседания")));
        }
        let filter = Filter { person: id, object: kind.filter(|_| !object_id.is_empty()).map(|kind| (kind, object_id.clone())), action: action.clone() };
        Self { filter, person, action, object, object_id, error }
    }

    /// For the foot of the exported sheet.
    pub fn words(&self) -> String {
        let named = [("человек", &self.person), ("действие", &self.action), ("номер записи", &self.object_id)];
        named.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ")
    }

    /// The address again, with what is understood.
    pub fn query(&self) -> Query {
        Query::default().with("person", &self.person).with("action", &self.action).with("object", &self.object).with("object_id", &self.object_id)
    }
}
