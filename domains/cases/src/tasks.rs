//! What is next in a case, for whom, since when: from the evidence that is missing and from what others above hand in.

use crate::{
    linking,
    model::{Case, Member, SeatId, SeatState, State, TakenDeficit, TeamRole, days_between},
    stage::{self, Stage},
    store::{links::Link, measures::Kept},
    url,
};
use kernel::{Date, Result, Tx};

/// Days after which a step that waits for somebody is late.
pub const PATIENCE_DAYS: i64 = 14;

/// One next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub what: String,
    /// Why, or how; may be empty.
    pub hint: String,
    pub url: String,
    /// Whose step it is; empty: anybody's of the team.
    pub whose: Vec<SeatId>,
    pub since: Date,
    pub by: Option<Date>,
    pub is_late: bool,
}

/// What a domain above adds to the list of a case.
pub type More = fn(&mut Tx<'_>, &Case) -> Result<Vec<Task>>;

/// Everything the list is made from.
pub struct Ground<'a> {
    pub case: &'a Case,
    pub stage: &'a Stage,
    pub team: &'a [Member],
    pub deficits: &'a [TakenDeficit],
    pub measures: &'a [Kept],
    pub links: &'a [Link],
    pub today: Date,
}

impl Ground<'_> {
    fn seats(&self, roles: &[TeamRole]) -> Vec<SeatId> {
        self.team.iter().filter(|member| member.state == SeatState::Joined && roles.contains(&member.role)).map(|member| member.seat).collect()
    }

    fn task(&self, what: &str, hint: &str, url: String, roles: &[TeamRole]) -> Task {
        let since = self.case.rung_since;
        Task { what: what.into(), hint: hint.into(), url, whose: self.seats(roles), since, by: None, is_late: days_between(since, self.today) > PATIENCE_DAYS }
    }

    fn pupils_wait(&self, rung: i64) -> bool {
        let at = usize::try_from(rung - 1).ok().and_then(|at| self.stage.rungs.get(at));
        self.case.kind.has_pupils() && self.stage.current >= rung && at.is_some_and(|rung| !rung.pupils.is_there())
    }
}

const METHODISTS: &[TeamRole] = &[TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist];
const LINKING: &[TeamRole] = &[TeamRole::Teacher, TeamRole::RegionalMethodist, TeamRole::DeputyHead];
const SCHOOL: &[TeamRole] = &[TeamRole::Teacher, TeamRole::DeputyHead];

/// The next steps of a case that runs; the teacher's strand first, then the team, then the pupils' strand.
#[must_use]
pub fn of(ground: &Ground<'_>) -> Vec<Task> {
    match ground.case.state {
        State::Proposed => vec![ground.task("Ответить на предложение о сопровождении", "Отказ не имеет последствий.", url::case(ground.case.id), &[])],
        State::Open => {
            let mut tasks = teacher(ground);
            tasks.extend(team(ground));
            if let Some(day) = ground.case.next_review_on.filter(|day| *day <= ground.today) {
                tasks.push(Task {
                    by: Some(day),
                    since: day,
                    is_late: day < ground.today,
                    ..ground.task("Обсудить ход работы", "Подошёл срок, о котором договорилась команда.", url::of(ground.case.id, "review"), METHODISTS)
                });
            }
            tasks.extend(pupils(ground));
            tasks
        }
        State::Closed | State::Stopped | State::Declined => Vec::new(),
    }
}

fn teacher(ground: &Ground<'_>) -> Vec<Task> {
    let id = ground.case.id;
    let mut tasks = Vec::new();
    match ground.stage.current {
        1 => tasks.push(ground.task(
            "Назвать, что даётся трудно",
            "Наблюдение урока, затруднение или слова: с этого начинается диагностика.",
            url::of(id, "evidence"),
            &[TeamRole::Teacher, TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist, TeamRole::DeputyHead],
        )),
        2 => tasks.push(ground.task(
            "Пройти диагностику",
            "Ступень достигается результатом: диагностикой, картой урока с подтверждённым затруднением или внешней оценкой.",
            url::of(id, "evidence"),
            &[TeamRole::Teacher, TeamRole::RegionalMethodist],
        )),
        6 => tasks.push(ground.task("Пройти повторную диагностику", "По той же шкале, что и первая.", url::of(id, "evidence"), &[TeamRole::Teacher, TeamRole::RegionalMethodist])),
        7 => tasks.push(ground.task("Подвести итог по каждому затруднению", "Устранено, частично, не устранено или не оценивали.", url::of(id, "deficits"), METHODISTS)),
        stage::DONE => tasks.push(ground.task("Завершить сопровождение", "Итоги есть. Если что-то осталось, начните новый круг.", url::of(id, "deficits"), METHODISTS)),
        // Resources, the agreement and the walk belong to the pathway, which hands its own steps in.
        _ => {}
    }
    if ground.stage.current >= 3 && ground.deficits.is_empty() {
        tasks.push(ground.task("Взять в работу затруднения", "Маршрут строится под них.", url::of(id, "deficits"), &[TeamRole::Teacher, TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist]));
    }
    tasks
}

fn team(ground: &Ground<'_>) -> Vec<Task> {
    let joined = |role: TeamRole| ground.team.iter().any(|member| member.role == role && member.state == SeatState::Joined);
    let mut tasks = Vec::new();
    if ground.stage.current >= 2 && !METHODISTS.iter().any(|role| joined(*role)) {
        let leaders = [TeamRole::Teacher, TeamRole::DeputyHead];
        tasks.push(ground.task("Пригласить методиста", "Без методиста сопровождение не идёт дальше диагностики.", url::of(ground.case.id, "team"), &leaders));
    }
    tasks
}

fn pupils(ground: &Ground<'_>) -> Vec<Task> {
    let id = ground.case.id;
    let mut tasks = Vec::new();
    if ground.pupils_wait(2) {
        tasks.push(ground.task("Внести результат класса до начала работы", "Только числа по классу: имён учеников система не хранит.", url::of(id, "measures"), SCHOOL));
    }
    if ground.pupils_wait(3) {
        tasks.push(link(ground));
    }
    if ground.pupils_wait(4) && ground.stage.current > 4 {
        tasks.push(ground.task(
            "Посетить урок: как изменились содержание и методы",
            "Основание появится само, когда учитель ознакомится с картой урока.",
            "/observations/new".into(),
            &[TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist, TeamRole::DeputyHead],
        ));
    }
    if ground.pupils_wait(5) && ground.stage.current > 5 {
        tasks.push(ground.task("Внести результат класса после работы", "Тот же класс, предмет и источник, что и до начала.", url::of(id, "measures"), SCHOOL));
    }
    let has_after = ground.measures.iter().any(Kept::is_after);
    if ground.pupils_wait(6) && has_after {
        tasks.push(ground.task("Сравнить результаты класса до и после", "Выводы словами, с учётом того, что меняется и само по себе.", url::of(id, "measures"), &[TeamRole::DeputyHead]));
    }
    if ground.pupils_wait(7) {
        tasks.push(ground.task("Написать заключение о качестве образования", "", url::of(id, "measures"), &[TeamRole::DeputyHead]));
    }
    tasks
}

/// The link: whoever hasn't said a word of one that is proposed, or anybody of the three.
fn link(ground: &Ground<'_>) -> Task {
    let proposed = ground.links.iter().find(|link| !linking::is_confirmed(&link.answers));
    match proposed {
        Some(link) => {
            let whose = ground.seats(LINKING).into_iter().filter(|seat| link.answers.iter().all(|answer| answer.seat != *seat)).collect();
            Task {
                whose,
                ..ground.task("Ответить, связаны ли трудности учеников с затруднением", "Связь подтверждают трое: педагог, региональный методист и заместитель директора.", url::of(ground.case.id, "link"), LINKING)
            }
        }
        None => ground.task("Предложить связь с трудностями учеников", "Это предположение с основаниями, его подтверждают трое.", url::of(ground.case.id, "link"), LINKING),
    }
}
