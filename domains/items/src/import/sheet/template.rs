//! What the columns are called and mean, and a sheet to begin with.

use sheets::{Column, Value, Workbook, titled::Asked};

/// The columns as they are looked for. Everything after the choices may be missing.
pub const ASKED: &[Asked] = &[
    Asked { key: "code", titles: &["Код"] },
    Asked { key: "kind", titles: &["Вид", "Вид задания"] },
    Asked { key: "competency", titles: &["Компетенция", "Код компетенции"] },
    Asked { key: "subject", titles: &["Предмет"] },
    Asked { key: "stem", titles: &["Текст", "Текст задания", "Вопрос"] },
    Asked { key: "v1", titles: &["Вариант 1"] },
    Asked { key: "v2", titles: &["Вариант 2"] },
    Asked { key: "v3", titles: &["Вариант 3"] },
    Asked { key: "v4", titles: &["Вариант 4"] },
    Asked { key: "v5", titles: &["Вариант 5"] },
    Asked { key: "v6", titles: &["Вариант 6"] },
    Asked { key: "v7", titles: &["Вариант 7"] },
    Asked { key: "v8", titles: &["Вариант 8"] },
    Asked { key: "v9", titles: &["Вариант 9"] },
    Asked { key: "v10", titles: &["Вариант 10"] },
    Asked { key: "right", titles: &["Верно", "Верный ответ", "Ключ"] },
    Asked { key: "tolerance", titles: &["Допуск"] },
    Asked { key: "unit", titles: &["Единица"] },
    Asked { key: "points", titles: &["Баллы", "Баллов"] },
    Asked { key: "criteria", titles: &["Критерии"] },
    Asked { key: "video", titles: &["Видео", "Адрес видео"] },
    Asked { key: "expected", titles: &["Трудность", "Ожидаемая трудность"] },
    Asked { key: "rationale", titles: &["Пояснение"] },
    Asked { key: "a", titles: &["a", "а"] },
    Asked { key: "d", titles: &["d"] },
    Asked { key: "calibration", titles: &["Калибровка"] },
];

/// What each column is for: the second sheet of the template, and the page of the import.
pub const ABOUT: &[(&str, &str)] = &[
    ("Код", "Не повторяется в банке"),
    ("Вид", "Один верный ответ, Несколько верных ответов, Порядок, Соответствие, Число, Короткий текст, Развёрнутый ответ или Задание с материалами"),
    ("Компетенция", "Код компетенции выбранной рамки"),
    ("Предмет", "Название или код предмета; пусто — любой"),
    ("Текст", "Что спрашивают"),
    ("Вариант 1 … Вариант 10", "Варианты; у порядка — в верном порядке; у соответствия — «слева => справа», лишний вариант — «=> справа»"),
    ("Верно", "Номера верных вариантов через точку с запятой; у числа — число; у короткого текста — верные ответы через точку с запятой"),
    ("Допуск, Единица", "Только для числа"),
    ("Баллы", "1, 2 или 3 для нескольких ответов, порядка и соответствия; пусто — 1"),
    ("Критерии", "Для заданий экспертам: «Цель = 2 (за что ставят); Время = 1»"),
    ("Видео", "Адрес видео для задания с материалами"),
    ("Трудность", "От −2 (решат почти все) до 2 (решат единицы); пусто — 0"),
    ("Пояснение", "Почему верно; учитель увидит после результата"),
    ("a, d, Калибровка", "Параметры, если они известны: крутизна, сдвиги через точку с запятой (столько же, сколько баллов) и название калибровки, из которой они взяты"),
];

/// A sheet to begin with: one row of each kind, and what the columns mean.
///
/// # Errors
/// The sheet can't be written.
pub fn template() -> Result<Vec<u8>, sheets::WriteError> {
    let row = |cells: &[(&str, &str)]| ASKED.iter().map(|column| cells.iter().find(|(key, _)| *key == column.key).map_or(Value::Empty, |(_, text)| (*text).into())).collect::<Vec<Value>>();
    let rows = EXAMPLES.iter().map(|cells| row(cells));
    let mut book = Workbook::new(None);
    let columns: Vec<Column> = ASKED.iter().filter_map(|column| column.titles.first()).map(|title| Column::new(*title)).collect();
    book.add_sheet("Задания", &columns, rows)?;
    book.add_sheet("Пояснения", &[Column::new("Столбец"), Column::new("Что писать").wide(90)], ABOUT.iter().map(|(title, about)| vec![(*title).into(), (*about).into()]))?;
    book.finish()
}

type Example = &'static [(&'static str, &'static str)];

const EXAMPLES: &[Example] = &[
    &[
        ("code", "М1-001"),
        ("kind", "Один верный ответ"),
        ("competency", "М1"),
        ("stem", "Какая цель урока проверяема?"),
        ("v1", "Понять тему"),
        ("v2", "Решить три уравнения без подсказки"),
        ("v3", "Заинтересовать класс"),
        ("right", "2"),
        ("expected", "-1"),
        ("rationale", "Видно, достигнута ли она."),
    ],
    &[
        ("code", "М2-001"),
        ("kind", "Несколько верных ответов"),
        ("competency", "М2"),
        ("stem", "Что помогает ученику исправить ошибку?"),
        ("v1", "Указать место ошибки"),
        ("v2", "Назвать следующий шаг"),
        ("v3", "Поставить отметку без слов"),
        ("right", "1;2"),
        ("points", "2"),
    ],
    &[("code", "М1-002"), ("kind", "Порядок"), ("competency", "М1"), ("stem", "Расставьте шаги планирования."), ("v1", "Цель"), ("v2", "Способ проверки"), ("v3", "Задания"), ("points", "2")],
    &[
        ("code", "М3-001"),
        ("kind", "Соответствие"),
        ("competency", "М3"),
        ("stem", "Подберите поддержку."),
        ("v1", "Не понял условие => Прочитать вместе"),
        ("v2", "Ошибается в счёте => Дать опорную таблицу"),
        ("v3", "=> Снизить отметку"),
    ],
    &[("code", "П5-001"), ("kind", "Число"), ("competency", "П5"), ("stem", "Из 25 учеников справились 20. Сколько это процентов?"), ("right", "80"), ("tolerance", "0"), ("unit", "%")],
    &[("code", "П5-002"), ("kind", "Короткий текст"), ("competency", "П5"), ("stem", "Как называется отметка посередине ряда по возрастанию?"), ("right", "медиана")],
    &[
        ("code", "К1-001"),
        ("kind", "Развёрнутый ответ"),
        ("competency", "К1"),
        ("stem", "Объясните шестикласснику, почему делить на ноль нельзя."),
        ("criteria", "Верно = 2 (нет ошибки по существу); Понятно = 1 (слова знакомы ученику)"),
    ],
    &[
        ("code", "М4-001"),
        ("kind", "Задание с материалами"),
        ("competency", "М4"),
        ("stem", "Посмотрите фрагмент урока и предложите, как включить всех."),
        ("criteria", "Наблюдение = 2; Предложение = 2"),
        ("video", "/media/urok.mp4"),
    ],
];
