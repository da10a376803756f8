//! What each component asks for.

use crate::model::Component;

/// A field of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub rows: u32,
    /// In the teacher's own words: nobody else writes here.
    pub is_teachers: bool,
    /// What is said when it is empty and mustn't be.
    pub needed: Option<&'static str>,
}

const fn field(name: &'static str, label: &'static str, hint: &'static str, needed: Option<&'static str>) -> FieldSpec {
    FieldSpec { name, label, hint, rows: 4, is_teachers: false, needed }
}

const TARGET: &[FieldSpec] = &[
    FieldSpec {
        name: "goal",
        label: "Цель словами учителя",
        hint: "Что вы хотите уметь или изменить на своих уроках. Одно-два предложения от первого лица",
        rows: 4,
        is_teachers: true,
        needed: Some("нет цели словами учителя"),
    },
    field("motive", "Мотив", "Почему это важно именно сейчас", None),
    field("need", "Профессиональная потребность", "Чего не хватает, чтобы прийти к цели: знаний, практики, материалов, совета", None),
    FieldSpec {
        rows: 2,
        ..field("indicator", "Измеримый показатель", "По чему будет видно, что цель достигнута: число, доля или счёт. Например, «на 8 из 10 уроков класс сам подводит итог»", Some("нет измеримого показателя цели"))
    },
    FieldSpec { rows: 1, ..field("education", "Образование", "Для печатной формы. Например, «высшее, учитель математики»", None) },
    FieldSpec { rows: 1, ..field("category", "Квалификационная категория", "Для печатной формы. Например, «первая, с 05.09.2023» или «нет»", None) },
    FieldSpec { rows: 1, ..field("experience", "Педагогический стаж", "Для печатной формы. Лучше «с 2015 года», чем число лет: оно устареет", None) },
];
/// What the printed form asks of the teacher and no card of the system says: typed once, kept from version to version.
pub const PARTICULARS: [&str; 3] = ["education", "category", "experience"];

impl FieldSpec {
    /// About the teacher, not about the pathway.
    #[must_use]
    pub fn is_particular(&self) -> bool {
        PARTICULARS.contains(&self.name)
    }
}

const DIAGNOSTIC: &[FieldSpec] = &[
    field("entry", "Входная диагностика", "Чем и когда выявлены затруднения", Some("не сказано, чем выявлены затруднения")),
    field("checks", "Промежуточные проверки", "Как и когда посмотрите, что дело движется: наблюдение урока, беседа, небольшая работа", None),
    field("repeat", "Повторная диагностика", "Чем и когда измерите ещё раз: параллельный вариант той же диагностики, повторное наблюдение", Some("не запланирована повторная диагностика")),
];
const CONTENT: &[FieldSpec] = &[
    field("grouping", "Как сгруппировано содержание", "Модули или темы и какие затруднения каждый из них закрывает", None),
    field("note", "Примечание к строкам", "Что важно знать о выбранных ресурсах и заданиях", None),
];
const TECHNOLOGICAL: &[FieldSpec] = &[
    field("technologies", "Технологии и методы", "Например: перевёрнутый класс, разбор видеозаписи урока, работа в паре с наставником", Some("не названы технологии и методы")),
    field("form", "Форма работы", "Очно, дистанционно, смешанно; индивидуально или в группе", None),
];
const RESULTS: &[FieldSpec] = &[
    field("expected", "Ожидаемые результаты", "Что изменится в уроках и что будет сделано", Some("не названы ожидаемые результаты")),
    field("criterion", "Признаки результата", "По каким признакам команда и вы согласитесь, что результат есть", Some("не названы признаки результата")),
];

/// The fields of a component in their order.
#[must_use]
pub fn fields(component: Component) -> &'static [FieldSpec] {
    match component {
        Component::Target => TARGET,
        Component::Diagnostic => DIAGNOSTIC,
        Component::Content => CONTENT,
        Component::Technological => TECHNOLOGICAL,
        Component::Results => RESULTS,
    }
}

/// A field of a component by its name.
#[must_use]
pub fn spec(component: Component, name: &str) -> Option<&'static FieldSpec> {
    fields(component).iter().find(|field| field.name == name)
}
