//! The sample papers themselves.

use jiff::civil::date;

use super::persons::{annex_row, by_code, institute, rector, registered, school, signatory};
use crate::kinds::*;

pub(super) const SUBJECT: &str = "Берёзкина Анна Петровна";

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

pub(super) fn facts(list: &[(&str, &str)]) -> Vec<Fact> {
    list.iter().map(|(label, value)| Fact::new(*label, *value)).collect()
}

fn page(path: &str) -> Option<String> {
    Some(format!("https://metod.example/v/{path}"))
}

pub fn application() -> ApplicationDoc {
    ApplicationDoc {
        operator: institute(),
        registration: registered("А-2026-0417"),
        applicant: SUBJECT.into(),
        request: "Прошу рассмотреть мою кандидатуру для включения в региональный методический актив Хабаровского края по предмету «математика».".into(),
        sections: vec![about_person(), about_work(), about_courses()],
        criteria: vec![
            Criterion {
                title: "Высшая квалификационная категория, высшее педагогическое образование и стаж по специальности не меньше пяти лет".into(),
                evidence: texts(&["приказ о присвоении категории (PDF, 2 стр.)", "диплом (JPG)"]),
            },
            Criterion { title: "Эксперт предметной комиссии ЕГЭ".into(), evidence: texts(&["удостоверение эксперта, 2026 год"]) },
        ],
        confirmations: texts(&["Сведения в анкете точны. Если что-то изменится, я сообщу об этом в течение десяти рабочих дней."]),
        signature: by_code(SUBJECT),
        qr: page("a/7F3K92QD"),
    }
}

fn about_person() -> Section {
    Section {
        title: "О себе".into(),
        facts: facts(&[
            ("Дата рождения", "14.03.1984"),
            ("Образование", "высшее педагогическое, учитель математики и информатики"),
            ("Квалификационная категория", "высшая, приказ от 12.05.2024 № 211"),
            ("Телефон", "+7 914 000-00-00"),
            ("Электронная почта", "a.berezkina@pochta.example"),
        ]),
        table: None,
    }
}

fn about_work() -> Section {
    Section {
        title: "Место работы".into(),
        facts: facts(&[
            ("Муниципальное образование", "Ванинский муниципальный округ"),
            ("Образовательная организация", "МБОУ СШ № 7 п. Ванино"),
            ("Должность", "учитель, работает с 01.09.2011"),
            ("Предметы", "математика (основной), информатика"),
            ("Методический день", ""),
        ]),
        table: None,
    }
}

fn about_courses() -> Section {
    let rows = [["Формирующее оценивание на уроках математики", "36", "2025", "ИРО, г. Хабаровск"], ["Подготовка экспертов предметных комиссий ЕГЭ", "24", "2026", "ЦНППМ"]];
    Section {
        title: "Курсы повышения квалификации".into(), facts: vec![], table: Some(Grid { columns: texts(&["Тема", "Часов", "Год", "Где"]), rows: rows.iter().map(|row| texts(row)).collect() })
    }
}

pub fn consent() -> ConsentDoc {
    ConsentDoc {
        operator: institute(),
        title: "Согласие на обработку персональных данных, разрешённых для распространения".into(),
        subject: SUBJECT.into(),
        subject_facts: facts(&[("Телефон", "+7 914 000-00-00"), ("Электронная почта", "a.berezkina@pochta.example")]),
        paragraphs: texts(&[
            "Я свободно, своей волей и в своём интересе разрешаю оператору распространять отмеченные ниже сведения обо мне, то есть открывать их неопределённому кругу лиц.",
            "Цель: чтобы педагоги края могли найти участника методического актива по предмету и школе.",
            "Сведения открываются на странице https://metod.example/members и нигде больше. Передавать их третьим лицам иным способом я не разрешаю.",
            "Отказ не препятствует участию в активе. Отозвать согласие можно в любой день: кнопкой в личном кабинете, письмом или на личном приёме. Распространение прекращается сразу по получении требования.",
        ]),
        items_title: "Какие сведения разрешаю распространять".into(),
        items: [("Фамилия, имя, отчество", true), ("Преподаваемый предмет", true), ("Место работы", false)].map(|(title, chosen)| ChosenItem { title: title.into(), chosen }).to_vec(),
        conditions: "Место работы не указывать в рекламных материалах.".into(),
        term: "до 31 августа 2029 г. либо до отзыва, смотря что наступит раньше".into(),
        text_version: "согласие на распространение, редакция 3 от 01.09.2026".into(),
        text_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        signature: by_code(SUBJECT),
        withdrawn: None,
        qr: page("c/1H5S02"),
    }
}

pub fn nomination() -> NominationDoc {
    NominationDoc {
        nominator: school(),
        registration: registered("01-14/88"),
        addressee: texts(&["Комиссия по формированию регионального методического актива Хабаровского края"]),
        candidate: SUBJECT.into(),
        candidate_facts: facts(&[("Должность", "учитель математики"), ("Стаж по специальности", "15 лет"), ("Предлагается по предмету", "математика")]),
        paragraphs: texts(&[
            "Анна Петровна ведёт школьное методическое объединение учителей математики с 2019 года. За это время объединение провело двадцать открытых уроков для школ района, а методические разработки вошли в муниципальный банк практик.",
        ]),
        merits: vec![
            Merit { criterion: "Руководитель методического объединения".into(), facts: "приказ школы от 30.08.2019 № 112".into() },
            Merit {
                criterion: "Устойчивые результаты обучающихся".into(), facts: "положительная динамика три года подряд по сводным данным школы".into()
            },
        ],
        signatory: signatory("Директор", "Л. Н. Сосновская"),
        qr: page("n/88"),
    }
}

pub fn minutes() -> MinutesDoc {
    let member = |name: &str, post: &str, role: &str| Present { name: name.into(), post: post.into(), role: role.into() };
    MinutesDoc {
        operator: institute(),
        registration: registered("4"),
        city: "г. Хабаровск".into(),
        commission: "Комиссия по формированию регионального методического актива Хабаровского края".into(),
        present: vec![
            member("Кедрова Алла Викторовна", "ректор", "председатель"),
            member("Ольхова Ирина Игоревна", "методист ЦНППМ", "секретарь"),
            member("Тополев Пётр Ильич", "руководитель краевого УМО", "член комиссии"),
        ],
        absent: texts(&["Ясенева М. О. (отпуск)"]),
        invited: texts(&["Сосновская Л. Н., директор МБОУ СШ № 7 п. Ванино"]),
        quorum: "Присутствуют 3 из 4 членов комиссии, для решения нужно не меньше 3. Кворум имеется.".into(),
        agenda: vec![candidates(), other_business()],
        signatories: vec![signatory("Председатель", "А. В. Кедрова"), signatory("Секретарь", "И. И. Ольхова")],
        qr: page("m/4"),
    }
}

fn candidates() -> AgendaItem {
    let row = |name: &str, decision: &str, details: &str, votes, recused: &[&str]| DecisionRow {
        name: name.into(),
        place: "учитель, МБОУ СШ № 7 п. Ванино, Ванинский муниципальный округ".into(),
        decision: decision.into(),
        details: details.into(),
        votes,
        recused: texts(recused),
    };
    AgendaItem {
        title: "О включении кандидатов в методический актив".into(),
        heard: texts(&["Ольхову И. И.: поступили три анкеты, все проверены, муниципалитеты их поддержали."]),
        decisions: vec![
            row(SUBJECT, "Включить", "методист по предмету «математика»", Votes { in_favour: 3, against: 0, abstained: 0 }, &[]),
            row("Амурская Ольга Сергеевна", "В резерв", "квота по предмету заполнена", Votes { in_favour: 2, against: 0, abstained: 1 }, &[]),
            row("Тополева Вера Петровна", "Отказать", "стаж по специальности меньше пяти лет", Votes { in_favour: 0, against: 2, abstained: 0 }, &["Тополев П. И."]),
        ],
        resolved: texts(&["Подготовить проект приказа о включении.", "Сообщить кандидатам о решении в течение пяти рабочих дней."]),
    }
}

fn other_business() -> AgendaItem {
    AgendaItem {
        title: "О плане работы актива на второе полугодие".into(),
        heard: texts(&["Кедрову А. В.: план обсуждён с муниципальными методическими службами."]),
        decisions: vec![],
        resolved: texts(&["Принять план к сведению."]),
    }
}

/// An order on inclusion with as many people in the annex.
pub fn order(rows: usize) -> OrderDoc {
    OrderDoc {
        operator: institute(),
        registration: registered("145"),
        city: "г. Хабаровск".into(),
        title: "О включении в региональный методический актив Хабаровского края".into(),
        preamble: texts(&["В соответствии с Положением о формировании регионального методического актива и на основании протокола заседания комиссии от 20 ноября 2026 г. № 4"]),
        points: texts(&[
            "Включить в региональный методический актив Хабаровского края с 1 декабря 2026 г. по 31 августа 2029 г. педагогических работников согласно приложению.",
            "Центру непрерывного повышения профессионального мастерства (Ольхова И. И.) внести сведения в реестр участников и выдать удостоверения.",
            "Контроль за исполнением приказа оставляю за собой.",
        ]),
        signatory: rector(),
        annex_title: "Список педагогических работников, включённых в региональный методический актив".into(),
        scope_column: "Предмет или направление".into(),
        annex: (0..rows).map(annex_row).collect(),
        qr: page("o/145"),
    }
}

pub fn extract() -> ExtractDoc {
    ExtractDoc { order: order(1), row_numbers: vec![17], certified_by: signatory("Специалист по кадрам", "Н. С. Рябинина"), certified_on: date(2026, 11, 24), qr: page("o/145/17") }
}

pub fn certificate() -> CertificateDoc {
    CertificateDoc {
        operator: institute(),
        number: "РМА-2026-0017".into(),
        full_name: SUBJECT.into(),
        position: "учитель математики".into(),
        school: "МБОУ СШ № 7 п. Ванино".into(),
        municipality: "Ванинский муниципальный округ".into(),
        statement: "включена в региональный методический актив Хабаровского края".into(),
        scope: "предмет: математика".into(),
        valid_from: date(2026, 12, 1),
        valid_to: Some(date(2029, 8, 31)),
        ground: "приказ от 23 ноября 2026 г. № 145".into(),
        signatory: rector(),
        qr: page("7F3K92QD"),
    }
}

pub fn destruction_act() -> DestructionActDoc {
    let person = |name: &str, post: &str, role: &str| Destroyer { name: name.into(), post: post.into(), role: role.into(), approved_at: "23.11.2026, 15:20, простая электронная подпись".into() };
    DestructionActDoc {
        operator: institute(),
        registration: registered("У-12"),
        city: "г. Хабаровск".into(),
        processor: None,
        subject: "Амурская Ольга Сергеевна, запись № 0193a7f2".into(),
        destroyers: vec![person("И. И. Ольхова", "Методист ЦНППМ", "предложила уничтожение"), person("Н. С. Рябинина", "Ответственная за обработку персональных данных", "утвердила")],
        categories: texts(&["фамилия, имя, отчество, дата рождения", "телефон, электронная почта", "сведения об образовании, должности и месте работы"]),
        erased: vec![Erased { what: "Анкеты".into(), count: 1 }, Erased { what: "Файлы подтверждений".into(), count: 4 }, Erased { what: "Содержание событий журнала".into(), count: 37 }],
        media: vec![Medium { name: "Согласие на бумаге, дело 05-11".into(), sheets: 2 }],
        system: "Методактив, реестр методического актива".into(),
        method: "удаление записей и файлов из базы данных с перезаписью, бумажные листы измельчены".into(),
        reason: "отзыв согласия на обработку персональных данных, получен 20.11.2026".into(),
        destroyed_on: date(2026, 11, 23),
        remains: texts(&[
            "Приказ о включении хранится как документ организации по законодательству об архивном деле.",
            "Резервные копии сменяются за 30 дней; при восстановлении из копии уничтожение повторяется по реестру.",
        ]),
        log_extract: "№ У-12/ж от 23 ноября 2026 г.".into(),
        qr: page("u/12"),
    }
}

pub fn log_extract() -> LogExtractDoc {
    let event = |number: u64| LogEvent {
        number: 10_400 + number,
        at: format!("23.11.2026 15:{:02}:07", number % 60),
        what: "Удалены данные".into(),
        object: format!("файл подтверждения {number}"),
        by: "Ольхова И. И.".into(),
        hash: format!("{:08x}", 2_654_435_761u64.wrapping_mul(number + 1) & 0xffff_ffff),
    };
    LogExtractDoc {
        operator: institute(),
        registration: registered("У-12/ж"),
        system: "Методактив, реестр методического актива".into(),
        subject: "Амурская Ольга Сергеевна, запись № 0193a7f2".into(),
        facts: facts(&[("Категории данных", "учётные, контактные, сведения о работе"), ("Причина", "отзыв согласия"), ("Дата уничтожения", "23.11.2026")]),
        events: (0..42).map(event).collect(),
        chain: "Цепь событий проверена: разрывов нет, последнее звено 9f86d081884c7d65.".into(),
        qr: page("u/12/log"),
    }
}

/// Slips for as many people.
pub fn account_slips(people: usize) -> AccountSlipDoc {
    let slip = |index: usize| Slip {
        name: annex_row(index).name,
        role: format!("Координатор, {}", annex_row(index).municipality),
        login: format!("koordinator{}@metod.example", index + 1),
        code: "K7QD-92LM-4F0T".into(),
        valid: "до 30 ноября 2026 г.".into(),
    };
    AccountSlipDoc { operator: institute(), address: "metod.example/login".into(), slips: (0..people).map(slip).collect() }
}

pub fn cabinet_export() -> CabinetExportDoc {
    let looks = [["23.11.2026 14:10", "Ольхова И. И.", "проверка анкеты"], ["24.11.2026 09:02", "Тополев П. И.", "заседание комиссии"]];
    CabinetExportDoc {
        operator: institute(),
        full_name: SUBJECT.into(),
        made_on: date(2026, 11, 25),
        sections: vec![
            about_person(),
            about_work(),
            about_courses(),
            Section {
                title: "Кто смотрел вашу карточку".into(), facts: vec![], table: Some(Grid { columns: texts(&["Когда", "Кто", "Зачем"]), rows: looks.iter().map(|row| texts(row)).collect() })
            },
            Section { title: "Сообщения вам".into(), facts: vec![], table: Some(Grid { columns: texts(&["Когда", "Тема"]), rows: vec![] }) },
        ],
    }
}

pub fn lesson_card() -> LessonCardDoc {
    let row = |number: usize| LessonRow {
        number: format!("1.1.{number}"),
        indicator: "Показывает связи нового понятия с изученным".into(),
        observer: "2 из 3: проявляется полностью, но не всегда".into(),
        teacher: "3 из 3: проявляется полностью и всегда".into(),
        words: "Схему на доске собирали по ответам класса, к теореме вернулись дважды".into(),
    };
    LessonCardDoc {
        operator: institute(),
        rubric: "Карта наблюдения урока, версия 2".into(),
        held_on: date(2026, 11, 20),
        facts: facts(&[("Учитель", SUBJECT), ("Класс", "7 Б"), ("Тема", "Признаки равенства треугольников"), ("Наблюдатель", "Ольхова И. И., методист")]),
        parts: (1..4)
            .map(|part| LessonPart {
                block: if part < 3 { "Предметные компетенции".into() } else { String::new() }, criterion: "Владеет содержанием".into(), rows: (1..4).map(row).collect()
            })
            .collect(),
        comment: "Согласна с оценкой. В другой раз оставлю время на итог.".into(),
        acknowledged: "Учитель ознакомился с картой 21.11.2026.".into(),
        observer: signatory("Методист", "И. И. Ольхова"),
    }
}

pub fn diagnostic_protocol() -> ProtocolDoc {
    let line = |competency: &str, outcome: &str, meaning: &str| ProtocolLine {
        competency: competency.into(),
        points: "7 из 12".into(),
        percent: "54 %".into(),
        interval: "от 41 до 66 %".into(),
        target: "от 60 %".into(),
        outcome: outcome.into(),
        meaning: meaning.into(),
    };
    ProtocolDoc {
        operator: institute(),
        full_name: SUBJECT.into(),
        place: "МБОУ СШ № 7 п. Ванино".into(),
        instrument: "Методическая диагностика учителя математики".into(),
        taken_on: date(2026, 11, 20),
        note: "Результат предварительный.".into(),
        lines: vec![
            line("Планирование урока", "похоже на затруднение", "Похоже на затруднение: вероятность того, что уровень ниже ожидаемого, — 86 %."),
            line("Формирующее оценивание", "данных мало", "Данных мало: нужно ещё 8 заданий."),
        ],
        changes: vec![ProtocolChange {
            competency: "Планирование урока".into(),
            outcome: "не отличимо от погрешности".into(),
            meaning: "Изменение: +0,4 шага шкалы, погрешность 0,9. Оно не отличимо от случайности.".into(),
        }],
    }
}
