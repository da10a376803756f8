//! Help for the ministry.

use crate::help::{
    figuring::FIGURES,
    planning::LOOKING,
    texts::{Part, Topic},
};

pub const TOPIC: Topic = Topic {
    code: "ministry",
    title: "Министерству",
    about: "цифры без имён",
    parts: &[
        LOOKING,
        FIGURES,
        Part {
            heading: "Квоты",
            steps: &[
                "На первой странице видно, сколько мест в активе, сколько занято и свободно.",
                "В разделе «Квоты» то же по предметам, направлениям и муниципалитетам.",
                "Имён и карточек здесь нет: для них нужна другая роль.",
            ],
        },
    ],
};
