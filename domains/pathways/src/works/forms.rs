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

/// What a form asks for: its fields, and at least one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormOf {
    pub about: &'static str,
    pub fields: &'static [FieldOf],
    /// What the file is to be.
    pub file_words: &'static str,
    /// The field with a link that is as good as a file, or empty.
    pub link: &'static str,
}

const fn form(about: &'static str, fields: &'static [FieldOf], file_words: &'static str) -> FormOf {
    FormOf { about, fields, file_words, link: "" }
}

const fn asked(code: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> FieldOf {
    FieldOf { code, label, hint, kind, is_required: true }
}

const fn line(code: &'static str, label: &'static str, hint: &'static str) -> FieldOf {
    asked(code, label, hint, Kind::Line)
}

const fn text(code: &'static str, label: &'static str, hint: &'static str) -> FieldOf {
    asked(code, label, hint, Kind::Text)
}

const fn day(code: &'static str, label: &'static str) -> FieldOf {
    asked(code, label, "ДД.ММ.ГГГГ", Kind::Date)
}

const fn choice(code: &'static str, label: &'static str, of: &'static [(&'static str, &'static str)]) -> FieldOf {
    asked(code, label, "", Kind::Choice(of))
}

/// One thing per line.
const fn lines(code: &'static str, label: &'static str, hint: &'static str, (parts, least): (&'static [Part], usize)) -> FieldOf {
    asked(code, label, hint, Kind::Lines { parts, least })
}

const fn free(code: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> FieldOf {
    FieldOf { is_required: false, ..asked(code, label, hint, kind) }
}

const LEVEL: FieldOf = choice("level", "Уровень", &[("school", "школа"), ("municipal", "муниципалитет"), ("regional", "регион"), ("federal", "вся страна")]);

const LESSONS: FormOf = form(
    "Не меньше трёх уроков на одну тему или с одним приёмом: планы и то, что вы поняли по ходу.",
    &[
        line("theme", "Что объединяет уроки", "Тема раздела или приём, который вы пробовали"),
        lines("lessons", "Уроки", "По строке на урок: 12.09.2026; 7 Б; Сложение дробей. Не меньше трёх", (&[Part::Date, Part::Class, Part::Words("тема урока")], 3)),
        text("tried", "Что вы пробовали", "Методы, задания, способы оценивания"),
        text("reflection", "Что получилось и что вы измените", "Коротко, своими словами"),
    ],
    "план хотя бы одного урока",
);

const INNOVATION: FormOf = form(
    "Отчёт о ходе или результатах нового для вас дела: замысел, что сделано, что показали данные.",
    &[
        text("idea", "Замысел", "Что вы меняете и зачем"),
        choice("stage", "На каком этапе", &[("begun", "начало"), ("tried", "проба"), ("adopted", "внедрение"), ("done", "завершение")]),
        day("done_on", "Дата отчёта"),
        text("data", "Что показали данные", "Числа по классу или группе в целом: сколько, чего, было и стало"),
        text("conclusion", "Вывод", "Что оставить, что изменить"),
        line("reviewer", "Кто прочёл отчёт", "Коллега и его должность"),
    ],
    "сам отчёт",
);

const PROJECT: FormOf = form(
    "Педагогический проект: проблема, цель, шаги, продукт и то, по чему видно, что получилось.",
    &[
        text("problem", "Проблема", "Что мешает учить или учиться"),
        line("goal", "Цель", "Одним предложением, чтобы можно было проверить"),
        lines("steps", "Шаги", "По строке на шаг: 01.10.2026; провести входную работу", (&[Part::Date, Part::Words("что сделать")], 2)),
        line("product", "Продукт", "Что останется после проекта"),
        text("criteria", "Как видно, что получилось", "Признаки, которые можно проверить"),
        day("defended_on", "Когда защищён"),
        line("minutes", "Протокол защиты", "Где и номер протокола: «методический совет школы, № 4»"),
    ],
    "паспорт проекта или протокол защиты",
);

const PRODUCT: FormOf = form(
    "То, чем смогут пользоваться коллеги: рекомендации, тетрадь, программа, сборник заданий.",
    &[
        choice(
            "kind",
            "Что это",
            &[
                ("guide", "методические рекомендации"),
                ("workbook", "рабочая тетрадь"),
                ("programme", "программа"),
                ("tasks", "сборник заданий"),
                ("script", "сценарий занятия"),
                ("digital", "цифровой ресурс"),
                ("other", "другое"),
            ],
        ),
        line("for_whom", "Для кого", "Предмет и классы"),
        text("annotation", "Аннотация", "О чём и как этим пользоваться"),
        day("done_on", "Когда закончено"),
        lines("reviewers", "Рецензенты", "Двое, по строке на каждого: Иванова А. П.; методист", (&[Part::Words("кто"), Part::Words("должность")], 2)),
        choice("licence", "Кому можно пользоваться", &[("colleagues", "коллегам региона"), ("everybody", "всем, с указанием автора"), ("nobody", "только мне")]),
        free("published", "Где опубликовано", "Ссылка, если есть", Kind::Link),
    ],
    "сам продукт",
);

const PORTFOLIO: FormOf = form(
    "Образцы вашей работы и разбор: что в них видно и почему.",
    &[
        text("criteria", "По каким признакам вы отбирали", "Что должен показать каждый образец"),
        lines("samples", "Образцы", "По строке: 15.10.2026; план урока; виден отбор заданий. Не меньше трёх", (&[Part::Date, Part::Words("что это"), Part::Words("что показывает")], 3)),
        text("analysis", "Разбор", "Что сильнее, что слабее и по чему это видно"),
        text("conclusion", "Вывод", "Над чем работать дальше"),
    ],
    "хотя бы один образец",
);

const MASTER_CLASS: FormOf = FormOf {
    link: "video",
    ..form(
        "Мастер-класс для коллег: когда, по какой программе, сколько было людей и что они сказали.",
        &[
            day("held_on", "Когда прошёл"),
            line("event", "Где", "Мероприятие или площадка"),
            LEVEL,
            text("programme", "Программа", "Что делали участники, по шагам"),
            asked("participants", "Сколько было участников", "Число; списки с именами не прикладывайте", Kind::Number),
            free("feedback_mean", "Средняя оценка участников", "Например, 4,6. Пусто, если отзывов не собирали", Kind::Mean),
            free("feedback_n", "Сколько человек её поставили", "Число", Kind::Number),
            free("video", "Видео", "Ссылка, если есть. На видео не должно быть учеников", Kind::Link),
        ],
        "программа или материалы",
    )
};

const PRESENTATION: FormOf = FormOf {
    link: "slides",
    ..form(
        "Рассказ коллегам о том, как вы справляетесь с найденным затруднением.",
        &[
            day("held_on", "Когда выступили"),
            line("event", "Где", "Объединение, педсовет, конференция"),
            LEVEL,
            text("problem", "С каким затруднением это связано", "Своими словами"),
            text("main", "Главная мысль", "Что коллеги могут взять себе"),
            free("slides", "Слайды", "Ссылка, если файла нет", Kind::Link),
        ],
        "слайды или текст выступления",
    )
};

const CONTEST: FormOf = form(
    "Участие в конкурсе. Засчитывается и участие без места: важно, чему вы научились.",
    &[
        line("contest", "Конкурс", "Полное название"),
        line("organiser", "Кто проводил", ""),
        LEVEL,
        choice("stage", "До какого тура вы дошли", &[("remote", "заочный"), ("in_person", "очный"), ("final", "финал")]),
        day("held_on", "Когда"),
        choice("outcome", "Результат", &[("took_part", "участие"), ("laureate", "лауреат"), ("prize", "призёр"), ("winner", "победитель")]),
        text("learnt", "Чему вы научились", "Коротко"),
    ],
    "диплом, сертификат или список участников",
);

const CREATIVE_REPORT: FormOf = form(
    "Свободная форма: открытое занятие, концерт, выставка, рассказ. Обязательна связь с вашими целями.",
    &[
        day("held_on", "Когда"),
        line("audience", "Кто был", "Коллеги, родители, объединение; сколько человек"),
        text("goals", "Как это связано с целями маршрута", "С каким затруднением вы работали"),
        text("told", "Что вы показали", ""),
        line("minutes", "Протокол объединения", "Название, номер и дата"),
    ],
    "протокол или материалы отчёта",
);

const WORKSHOP: FormOf = form(
    "Цикл встреч с постоянной группой коллег: план, посещаемость и то, что группа сделала.",
    &[
        line("group", "Кто в группе", "Сколько человек и откуда, без фамилий"),
        lines("sessions", "Встречи", "По строке: 10.10.2026; разбор заданий; 8. Последнее — сколько пришло", (&[Part::Date, Part::Words("о чём"), Part::Number], 2)),
        text("products", "Что сделала группа", "Задания, планы, памятки"),
        text("conclusion", "Что изменилось в работе", "У вас и у коллег"),
    ],
    "хотя бы один продукт мастерской",
);

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
