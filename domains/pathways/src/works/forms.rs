//! The ten forms of result: each form's own fields, and how much of what is evidence. A table, so that a methodist can read it.

use crate::model::ResultForm;

/// How a field is typed and what may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Line,
    Text,
    Date,
    /// A whole number from 1.
    Number,
    /// A mean, «4,6».
    Mean,
    /// An address on the network.
    Link,
    Choice(&'static [(&'static str, &'static str)]),
    /// One thing per line, its parts divided by «;»; at least so many lines.
    Lines {
        parts: &'static [Part],
        least: usize,
    },
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Date,
    /// «7 Б»: a class as a whole, never a child's name.
    Class,
    Number,
    Words(&'static str),
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldOf {
    pub code: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub kind: Kind,
    pub is_required: bool,
}

/// What a form asks for besides its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormOf {
    pub about: &'static str,
    pub fields: &'static [FieldOf],
    /// At least so many files; a link may stand for one where `link` names the field.
    pub files: usize,
    pub file_words: &'static str,
    /// The field with a link that is as good as a file, or empty.
    pub link: &'static str,
}

const fn asked(code: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> FieldOf {
    FieldOf { code, label, hint, kind, is_required: true }
}

const fn free(code: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> FieldOf {
    FieldOf { code, label, hint, kind, is_required: false }
}

const LEVELS: Kind = Kind::Choice(&[("school", "школа"), ("municipal", "муниципалитет"), ("regional", "регион"), ("federal", "вся страна")]);

const LESSONS: FormOf = FormOf {
    about: "Не меньше трёх уроков на одну тему или с одним приёмом: планы и то, что вы поняли по ходу.",
    fields: &[
        asked("theme", "Что объединяет уроки", "Тема раздела или приём, который вы пробовали", Kind::Line),
        asked("lessons", "Уроки", "По строке на урок: 12.09.2026; 7 Б; Сложение дробей. Не меньше трёх", Kind::Lines { parts: &[Part::Date, Part::Class, Part::Words("тема урока")], least: 3 }),
        asked("tried", "Что вы пробовали", "Методы, задания, способы оценивания", Kind::Text),
        asked("reflection", "Что получилось и что вы измените", "Коротко, своими словами", Kind::Text),
    ],
    files: 1,
    file_words: "план хотя бы одного урока",
    link: "",
};

const INNOVATION: FormOf = FormOf {
    about: "Отчёт о ходе или результатах нового для вас дела: замысел, что сделано, что показали данные.",
    fields: &[
        asked("idea", "Замысел", "Что вы меняете и зачем", Kind::Text),
        asked("stage", "На каком этапе", "", Kind::Choice(&[("begun", "начало"), ("tried", "проба"), ("adopted", "внедрение"), ("done", "завершение")])),
        asked("done_on", "Дата отчёта", "ДД.ММ.ГГГГ", Kind::Date),
        asked("data", "Что показали данные", "Числа по классу или группе в целом: сколько, чего, было и стало", Kind::Text),
        asked("conclusion", "Вывод", "Что оставить, что изменить", Kind::Text),
        asked("reviewer", "Кто прочёл отчёт", "Коллега и его должность", Kind::Line),
    ],
    files: 1,
    file_words: "сам отчёт",
    link: "",
};

const PROJECT: FormOf = FormOf {
    about: "Педагогический проект: проблема, цель, шаги, продукт и то, по чему видно, что получилось.",
    fields: &[
        asked("problem", "Проблема", "Что мешает учить или учиться", Kind::Text),
        asked("goal", "Цель", "Одним предложением, чтобы можно было проверить", Kind::Line),
        asked("steps", "Шаги", "По строке на шаг: 01.10.2026; провести входную работу", Kind::Lines { parts: &[Part::Date, Part::Words("что сделать")], least: 2 }),
        asked("product", "Продукт", "Что останется после проекта", Kind::Line),
        asked("criteria", "Как видно, что получилось", "Признаки, которые можно проверить", Kind::Text),
        asked("defended_on", "Когда защищён", "ДД.ММ.ГГГГ", Kind::Date),
        asked("minutes", "Протокол защиты", "Где и номер протокола: «методический совет школы, № 4»", Kind::Line),
    ],
    files: 1,
    file_words: "паспорт проекта или протокол защиты",
    link: "",
};

const PRODUCT: FormOf = FormOf {
    about: "То, чем смогут пользоваться коллеги: рекомендации, тетрадь, программа, сборник заданий.",
    fields: &[
        asked(
            "kind",
            "Что это",
            "",
            Kind::Choice(&[
                ("guide", "методические рекомендации"),
                ("workbook", "рабочая тетрадь"),
                ("programme", "программа"),
                ("tasks", "сборник заданий"),
                ("script", "сценарий занятия"),
                ("digital", "цифровой ресурс"),
                ("other", "другое"),
            ]),
        ),
        asked("for_whom", "Для кого", "Предмет и классы", Kind::Line),
        asked("annotation", "Аннотация", "О чём и как этим пользоваться", Kind::Text),
        asked("done_on", "Когда закончено", "ДД.ММ.ГГГГ", Kind::Date),
        asked("reviewers", "Рецензенты", "Двое, по строке на каждого: Иванова А. П.; методист", Kind::Lines { parts: &[Part::Words("кто"), Part::Words("должность")], least: 2 }),
        asked("licence", "Кому можно пользоваться", "", Kind::Choice(&[("colleagues", "коллегам региона"), ("everybody", "всем, с указанием автора"), ("nobody", "только мне")])),
        free("published", "Где опубликовано", "Ссылка, если есть", Kind::Link),
    ],
    files: 1,
    file_words: "сам продукт",
    link: "",
};

const PORTFOLIO: FormOf = FormOf {
    about: "Образцы вашей работы и разбор: что в них видно и почему.",
    fields: &[
        asked("criteria", "По каким признакам вы отбирали", "Что должен показать каждый образец", Kind::Text),
        asked("samples", "Образцы", "По строке: 15.10.2026; план урока; виден отбор заданий. Не меньше трёх", Kind::Lines { parts: &[Part::Date, Part::Words("что это"), Part::Words("что показывает")], least: 3 }),
        asked("analysis", "Разбор", "Что сильнее, что слабее и по чему это видно", Kind::Text),
        asked("conclusion", "Вывод", "Над чем работать дальше", Kind::Text),
    ],
    files: 1,
    file_words: "хотя бы один образец",
    link: "",
};

const MASTER_CLASS: FormOf = FormOf {
    about: "Мастер-класс для коллег: когда, по какой программе, сколько было людей и что они сказали.",
    fields: &[
        asked("held_on", "Когда прошёл", "ДД.ММ.ГГГГ", Kind::Date),
        asked("event", "Где", "Мероприятие или площадка", Kind::Line),
        asked("level", "Уровень", "", LEVELS),
        asked("programme", "Программа", "Что делали участники, по шагам", Kind::Text),
        asked("participants", "Сколько было участников", "Число; списки с именами не прикладывайте", Kind::Number),
        free("feedback_mean", "Средняя оценка участников", "Например, 4,6. Пусто, если отзывов не собирали", Kind::Mean),
        free("feedback_n", "Сколько человек её поставили", "Число", Kind::Number),
        free("video", "Видео", "Ссылка, если есть. На видео не должно быть учеников", Kind::Link),
    ],
    files: 1,
    file_words: "программа или материалы",
    link: "video",
};

const PRESENTATION: FormOf = FormOf {
    about: "Рассказ коллегам о том, как вы справляетесь с найденным затруднением.",
    fields: &[
        asked("held_on", "Когда выступили", "ДД.ММ.ГГГГ", Kind::Date),
        asked("event", "Где", "Объединение, педсовет, конференция", Kind::Line),
        asked("level", "Уровень", "", LEVELS),
        asked("problem", "С каким затруднением это связано", "Своими словами", Kind::Text),
        asked("main", "Главная мысль", "Что коллеги могут взять себе", Kind::Text),
        free("slides", "Слайды", "Ссылка, если файла нет", Kind::Link),
    ],
    files: 1,
    file_words: "слайды или текст выступления",
    link: "slides",
};

const CONTEST: FormOf = FormOf {
    about: "Участие в конкурсе. Засчитывается и участие без места: важно, чему вы научились.",
    fields: &[
        asked("contest", "Конкурс", "Полное название", Kind::Line),
        asked("organiser", "Кто проводил", "", Kind::Line),
        asked("level", "Уровень", "", LEVELS),
        asked("stage", "До какого тура вы дошли", "", Kind::Choice(&[("remote", "заочный"), ("in_person", "очный"), ("final", "финал")])),
        asked("held_on", "Когда", "ДД.ММ.ГГГГ", Kind::Date),
        asked("outcome", "Результат", "", Kind::Choice(&[("took_part", "участие"), ("laureate", "лауреат"), ("prize", "призёр"), ("winner", "победитель")])),
        asked("learnt", "Чему вы научились", "Коротко", Kind::Text),
    ],
    files: 1,
    file_words: "диплом, сертификат или список участников",
    link: "",
};

const CREATIVE_REPORT: FormOf = FormOf {
    about: "Свободная форма: открытое занятие, концерт, выставка, рассказ. Обязательна связь с вашими целями.",
    fields: &[
        asked("held_on", "Когда", "ДД.ММ.ГГГГ", Kind::Date),
        asked("audience", "Кто был", "Коллеги, родители, объединение; сколько человек", Kind::Line),
        asked("goals", "Как это связано с целями маршрута", "С каким затруднением вы работали", Kind::Text),
        asked("told", "Что вы показали", "", Kind::Text),
        asked("minutes", "Протокол объединения", "Название, номер и дата", Kind::Line),
    ],
    files: 1,
    file_words: "протокол или материалы отчёта",
    link: "",
};

const WORKSHOP: FormOf = FormOf {
    about: "Цикл встреч с постоянной группой коллег: план, посещаемость и то, что группа сделала.",
    fields: &[
        asked("group", "Кто в группе", "Сколько человек и откуда, без фамилий", Kind::Line),
        asked("sessions", "Встречи", "По строке: 10.10.2026; разбор заданий; 8. Последнее — сколько пришло", Kind::Lines { parts: &[Part::Date, Part::Words("о чём"), Part::Number], least: 2 }),
        asked("products", "Что сделала группа", "Задания, планы, памятки", Kind::Text),
        asked("conclusion", "Что изменилось в работе", "У вас и у коллег", Kind::Text),
    ],
    files: 1,
    file_words: "хотя бы один продукт мастерской",
    link: "",
};

/// What a form asks for.
#[must_use]
pub fn of(form: ResultForm) -> &'static FormOf {
    match form {
        ResultForm::Lessons => &LESSONS,
        ResultForm::InnovationReport => &INNOVATION,
        ResultForm::Project => &PROJECT,
        ResultForm::Product => &PRODUCT,
        ResultForm::Portfolio => &PORTFOLIO,
        ResultForm::MasterClass => &MASTER_CLASS,
        ResultForm::Presentation => &PRESENTATION,
        ResultForm::Contest => &CONTEST,
        ResultForm::CreativeReport => &CREATIVE_REPORT,
        ResultForm::Workshop => &WORKSHOP,
    }
}
