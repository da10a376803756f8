//! What the API publishes: the one table of resources. Addresses, the description and the scopes of tokens follow from it.

use crate::shape::{Field, Kind, field, maybe};
use kernel::text_enum;

text_enum! {
    /// A list of published things.
    Resource {
        Places = "places",
        Subjects = "subjects",
        Directions = "directions",
        Activities = "activities",
        Indicators = "indicators",
        Outcomes = "outcomes",
        Quotas = "quotas",
        Members = "members",
        Cases = "cases",
        Resources = "resources",
        Practices = "practices",
    }
}

impl Resource {
    /// As readers call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Places => "Территории и организации",
            Self::Subjects => "Учебные предметы",
            Self::Directions => "Направления работы",
            Self::Activities => "Открытые мероприятия",
            Self::Indicators => "Показатели сданных отчётов",
            Self::Outcomes => "Результаты классов: суммы",
            Self::Quotas => "Квоты",
            Self::Members => "Участники актива",
            Self::Cases => "Сопровождения: числа",
            Self::Resources => "Каталог ресурсов",
            Self::Practices => "Банк практик",
        }
    }

    /// What stands in it and what doesn't.
    #[must_use]
    pub fn note(self) -> &'static str {
        match self {
            Self::Places => "Регион, институт, муниципалитеты и школы, в том числе закрытые. Без руководителей.",
            Self::Subjects => "Справочник предметов региона; недействующие помечены.",
            Self::Directions => "Двенадцать направлений методической работы.",
            Self::Activities => "Мероприятия, которые объявлены и отмечены как открытые. Отменённое или закрытое для посторонних превращается в отметку об удалении.",
            Self::Indicators => "Показатели региона и муниципалитетов из зафиксированных и сданных отчётов. Цифры школ не публикуются.",
            Self::Outcomes => "Доли учеников ниже минимума по предмету, территории и периоду. Строк с малыми числами нет; отметки, школьные работы и ВПР не публикуются никогда.",
            Self::Quotas => "Квоты актива и сколько мест занято сегодня.",
            Self::Members => "Только те, у кого есть действующее согласие на распространение, и только те сведения, которые человек разрешил. Ответ вычисляется при каждом обращении; хранить копию нельзя.",
            Self::Cases => "Сколько сопровождений в каком состоянии и на какой ступени, по муниципалитетам. Группы меньше пяти не показаны.",
            Self::Resources => "Ресурсы, которые сейчас предлагают педагогам. Без наставников: это люди.",
            Self::Practices => "Практики, которые автор разрешил показывать открыто. Без авторов.",
        }
    }

    /// Every field but `id`, `deleted` and `updated_at`, which all things have.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Places => PLACES,
            Self::Subjects => SUBJECTS,
            Self::Directions => DIRECTIONS,
            Self::Activities => ACTIVITIES,
            Self::Indicators => INDICATORS,
            Self::Outcomes => OUTCOMES,
            Self::Quotas => QUOTAS,
            Self::Members => MEMBERS,
            Self::Cases => CASES,
            Self::Resources => RESOURCES,
            Self::Practices => PRACTICES,
        }
    }

    /// Whether it is about people by name: read anew at every request, never kept, never in files.
    #[must_use]
    pub fn is_personal(self) -> bool {
        self == Self::Members
    }

    /// The list's address.
    #[must_use]
    pub fn url(self) -> String {
        format!("/api/v1/{self}")
    }
}

const PLACES: &[Field] = &[
    field("kind", Kind::Text, "region, institute, municipality или school"),
    maybe("parent_id", Kind::Text, "территория, в которую входит"),
    field("name", Kind::Text, "официальное название на сегодня"),
    field("short_name", Kind::Text, "краткое название"),
    field("type", Kind::Text, "вид, словом: «школа», «муниципальный округ»"),
    maybe("opened_on", Kind::Date, "дата открытия"),
    maybe("closed_on", Kind::Date, "с какого дня закрыта"),
];

const SUBJECTS: &[Field] = &[field("name", Kind::Text, "название"), field("short_name", Kind::Text, "краткое название"), field("is_in_force", Kind::Flag, "действует ли сегодня")];

const DIRECTIONS: &[Field] = SUBJECTS;

const ACTIVITIES: &[Field] = &[
    field("number", Kind::Text, "номер, как в программе"),
    field("kind", Kind::Text, "вид: master_class, open_lesson, webinar …"),
    field("title", Kind::Text, "название"),
    field("directions", Kind::Codes, "коды направлений, главное первым"),
    maybe("subject", Kind::Text, "код предмета"),
    field("level", Kind::Text, "school, municipal, intermunicipal или regional"),
    field("place_id", Kind::Text, "кто проводит"),
    field("starts_at", Kind::Instant, "начало первой встречи"),
    field("ends_at", Kind::Instant, "конец последней встречи"),
    maybe("apply_by", Kind::Date, "последний день записи"),
    maybe("seats", Kind::Whole, "сколько мест; null — без ограничения"),
    field("state", Kind::Text, "announced, held или closed"),
];

const INDICATORS: &[Field] = &[
    field("report_id", Kind::Text, "отчёт"),
    field("edition", Kind::Whole, "редакция отчёта"),
    field("place_id", Kind::Text, "регион или муниципалитет"),
    field("from_on", Kind::Date, "первый день периода"),
    field("last_on", Kind::Date, "последний день периода"),
    field("code", Kind::Text, "код показателя"),
    field("title", Kind::Text, "название показателя"),
    field("formula", Kind::Text, "как считается, словами"),
    field("definition", Kind::Whole, "версия определения"),
    field("unit", Kind::Text, "count, percent, hours или days"),
    maybe("value", Kind::Number, "значение; null — скрыто или считать нечего"),
    maybe("numerator", Kind::Number, "числитель"),
    maybe("denominator", Kind::Number, "знаменатель"),
];

const OUTCOMES: &[Field] = &[
    field("place_id", Kind::Text, "регион или муниципалитет"),
    field("school_year", Kind::Whole, "2026 — это 2026/27"),
    field("source", Kind::Text, "откуда результат: oge или ege"),
    field("subject", Kind::Text, "код предмета"),
    field("period_kind", Kind::Text, "quarter, trimester, half, year или day"),
    field("period_number", Kind::Whole, "номер периода"),
    field("pupils", Kind::Whole, "сколько результатов учеников"),
    field("under", Kind::Whole, "из них ниже минимума"),
    field("share_under", Kind::Number, "доля ниже минимума, проценты"),
];

const QUOTAS: &[Field] = &[
    field("kind", Kind::Text, "вид участия"),
    maybe("subject", Kind::Text, "код предмета, если квота предмета"),
    maybe("direction", Kind::Text, "код направления развития, если квота направления"),
    maybe("municipality_id", Kind::Text, "муниципалитет, если квота муниципалитета"),
    field("places", Kind::Whole, "сколько мест"),
    field("filled", Kind::Whole, "сколько занято, приостановленные тоже"),
    field("valid_from", Kind::Date, "с какого дня действует"),
];

const MEMBERS: &[Field] = &[
    field("full_name", Kind::Text, "фамилия, имя, отчество"),
    maybe("subject", Kind::Text, "код предмета; null — не разрешено или неизвестно"),
    maybe("school", Kind::Text, "школа; null — не разрешено или неизвестно"),
    maybe("municipality_id", Kind::Text, "муниципалитет школы; null — как у школы"),
    maybe("conditions", Kind::Text, "условия и запреты человека: их надо показать рядом с его данными и соблюдать"),
];

const CASES: &[Field] = &[
    field("municipality_id", Kind::Text, "муниципалитет"),
    field("state", Kind::Text, "open, closed или stopped"),
    field("rung", Kind::Whole, "ступень 1–7; 8 — пройдены все"),
    field("cases", Kind::Whole, "сколько сопровождений, от пяти"),
];

const RESOURCES: &[Field] = &[
    field("kind", Kind::Text, "programme, internship, master_class, open_lesson, material или practice"),
    field("title", Kind::Text, "название"),
    field("summary", Kind::Text, "о чём"),
    field("provider", Kind::Text, "кто предлагает"),
    maybe("subject", Kind::Text, "код предмета; null — любой"),
    field("form", Kind::Text, "in_person, remote, mixed или self_paced"),
    field("hours", Kind::Whole, "академические часы"),
    maybe("starts_on", Kind::Date, "начало; null — в любое время"),
    maybe("ends_on", Kind::Date, "конец"),
    maybe("apply_by", Kind::Date, "последний день записи"),
    field("place_id", Kind::Text, "чей каталог"),
    maybe("link", Kind::Text, "адрес в интернете"),
];

const PRACTICES: &[Field] = &[
    field("title", Kind::Text, "название"),
    field("problem", Kind::Text, "какую трудность решает"),
    field("idea", Kind::Text, "в чём идея"),
    maybe("subject", Kind::Text, "код предмета; null — любой"),
    field("direction", Kind::Text, "код направления"),
    field("audience", Kind::Text, "для кого"),
    field("published_on", Kind::Date, "когда опубликована"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_unique_and_explained() {
        for resource in Resource::ALL {
            let mut names: Vec<_> = resource.fields().iter().map(|field| field.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), resource.fields().len(), "{resource}");
            assert!(resource.fields().iter().all(|field| !field.note.is_empty() && !["id", "deleted", "updated_at"].contains(&field.name)));
        }
    }
}
