//! The rubric that every installation begins with, of our own writing: four blocks, about two dozen indicators.

use crate::rubric::{Block, Body, Criterion, Evidence, FOUR, Indicator, THREE, YES_NO};

/// What it is called.
pub const TITLE: &str = "Карта наблюдения урока";

type Row = (&'static str, &'static [&'static str], Evidence);
type Part = (&'static str, &'static [Row]);

const BLOCKS: &[(&str, &[Part])] = &[
    (
        "Предметные компетенции",
        &[
            (
                "Учитель свободно владеет содержанием урока",
                &[
                    ("Показывает связи нового понятия с изученным", &THREE, Evidence::Required),
                    ("Не допускает предметных ошибок", &YES_NO, Evidence::Optional),
                    ("Замечает предметные ошибки учеников и работает с ними", &THREE, Evidence::Required),
                ],
            ),
            (
                "Содержание отвечает планируемым результатам",
                &[
                    ("Задания урока ведут к названной цели", &FOUR, Evidence::Required),
                    ("Есть задания на применение знаний в новой ситуации", &FOUR, Evidence::Required),
                    ("Трудность заданий соответствует классу", &THREE, Evidence::Optional),
                ],
            ),
        ],
    ),
    (
        "Методические компетенции",
        &[
            (
                "Цель и ход урока понятны ученикам",
                &[
                    ("Ученики участвуют в постановке цели", &FOUR, Evidence::Required),
                    ("Этапы урока связаны между собой", &THREE, Evidence::Optional),
                    ("Время распределено так, что главное успевают сделать", &THREE, Evidence::Optional),
                ],
            ),
            (
                "Ученики работают сами",
                &[
                    ("Большую часть урока заняты делом все, а не те, кого спросили", &FOUR, Evidence::Required),
                    ("Работа в парах или группах имеет результат у каждого", &FOUR, Evidence::Optional),
                    ("Есть выбор задания, способа или темпа", &THREE, Evidence::Required),
                ],
            ),
            (
                "Оценивание помогает учиться",
                &[
                    ("Ученики знают, по каким признакам оценят работу", &FOUR, Evidence::Required),
                    ("Ученик узнаёт, что именно исправить", &FOUR, Evidence::Required),
                    ("Есть самооценка или взаимная оценка", &YES_NO, Evidence::Optional),
                ],
            ),
        ],
    ),
    (
        "Психолого-педагогические компетенции",
        &[
            (
                "На уроке учитывают разных учеников",
                &[
                    ("Тем, кому трудно, помогают так, чтобы дальше они смогли сами", &FOUR, Evidence::Required),
                    ("Тем, кто сделал раньше, есть чем заняться по делу", &THREE, Evidence::Optional),
                    ("Созданы условия для учеников с особыми потребностями, если они есть в классе", &THREE, Evidence::Optional),
                ],
            ),
            (
                "Климат урока спокойный",
                &[
                    ("Ошибка обсуждается без упрёка", &FOUR, Evidence::Required),
                    ("Правила поведения понятны и одинаковы для всех", &THREE, Evidence::Optional),
                    ("Есть смена видов работы и отдых по возрасту", &YES_NO, Evidence::Optional),
                ],
            ),
        ],
    ),
    (
        "Коммуникативные компетенции",
        &[(
            "Речь и диалог",
            &[
                ("Вопросы требуют рассуждать, а не только вспоминать", &FOUR, Evidence::Required),
                ("Учитель слышит ответ и отталкивается от него", &FOUR, Evidence::Required),
                ("Ученики говорят друг с другом по делу, а не только с учителем", &FOUR, Evidence::Optional),
                ("Речь учителя грамотна и понятна классу", &THREE, Evidence::Optional),
            ],
        )],
    ),
];

/// The sample's content.
#[must_use]
pub fn body() -> Body {
    let mut last = 0;
    let mut indicator = |(title, steps, evidence): &Row| {
        last += 1;
        Indicator { code: format!("i{last}"), title: (*title).to_owned(), steps: steps.iter().map(|word| (*word).to_owned()).collect(), evidence: *evidence, competency: String::new() }
    };
    let mut blocks = Vec::new();
    for (title, parts) in BLOCKS {
        let criteria = parts.iter().map(|(title, rows)| Criterion { title: (*title).to_owned(), indicators: rows.iter().map(&mut indicator).collect() }).collect();
        blocks.push(Block { title: (*title).to_owned(), criteria });
    }
    Body { blocks, last }
}
