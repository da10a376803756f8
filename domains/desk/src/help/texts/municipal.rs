//! Help for the municipality.

use crate::help::{
    accompanying::{CATALOGUE, MENTORING, OBSERVING, YEARS},
    asking::ANSWERING,
    figuring::{CONSULTING, FIGURES, REPORTING},
    gathering::{HOLDING, SHARING, UNITING},
    supporting::SUPPORTING,
    texts::{Part, Topic},
};

pub const TOPIC: Topic = Topic {
    code: "municipal",
    title: "Муниципальному методисту",
    about: "поддержать своих кандидатов, увидеть уроки и результаты, которые вам открыли",
    parts: &[
        UNITING,
        SHARING,
        SUPPORTING,
        CONSULTING,
        REPORTING,
        FIGURES,
        HOLDING,
        ANSWERING,
        Part {
            heading: "Заявки вашего муниципалитета",
            steps: &[
                "В разделе «Что ждёт меня» видно, сколько заявок и сколько дней они ждут.",
                "Откройте заявку, прочитайте ответы и документы.",
                "Поддержите её или отклоните с причиной: заявитель и координатор её увидят.",
                "Можно написать представление: его прочитает комиссия.",
            ],
        },
        OBSERVING,
        Part {
            heading: "Результаты и затруднения",
            steps: &["Здесь только то, что педагоги вашего муниципалитета открыли муниципальной службе. Закрытое исчезает сразу.", "«Картина по группам» показывает доли без имён; группы меньше пяти человек скрыты."],
        },
        CATALOGUE,
        Part {
            heading: "Сопровождение", steps: &["Предложите сопровождение педагогу своего муниципалитета или отвечайте на приглашения в команды.", "Там, где вы не в команде, видны только ступень и дни."]
        },
        MENTORING,
        YEARS,
    ],
};
