//! The bank of practices in every state, with reviews and re-uses; the member's persona has one published and one returned.

use crate::{Size, personas};
use access::Actor;
use jiff::SignedDuration;
use kernel::{Clock, Date, Result, Tx, id::PersonId, news::Listeners, params};
use practices::{Agreement, Draft, PracticeId, ReviewDraft, UseDraft, Verdict};
use web::App;

const TOLD: [(&str, &str, &str, &str); 10] = [
    ("Задача без вопроса", "Ученики решают по образцу, но не понимают условие", "Убрать из задачи вопрос и дать классу его поставить", "matematika"),
    ("Черновик, который сдают", "Сочинения переписывают начисто, не меняя мысль", "Оценивать путь от первого черновика ко второму", "russky_yazyk"),
    ("Пять минут тишины в начале урока", "Класс долго включается после перемены", "Короткое письменное задание на столе до звонка", ""),
    ("Карта ошибок класса", "Одни и те же ошибки повторяются из года в год", "Класс ведёт общую карту ошибок и сам выбирает, что разобрать", "matematika"),
    ("Урок, который ведут двое", "На открытых уроках смотрят на учителя, а не на учеников", "Один ведёт, другой записывает вопросы учеников", ""),
    ("Опыт на подоконнике", "Кабинета физики нет, опыты только в книге", "Десять опытов из того, что есть дома", "fizika"),
    ("Письмо себе через год", "Ученики не видят, как растут", "Письмо в начале года и ответ на него в конце", ""),
    ("Словарь класса", "Слова учат к диктанту и забывают", "Класс собирает свой словарь и проверяет друг друга", "angliysky_yazyk"),
    ("Вопрос на выходе", "Учитель узнаёт о непонятом на контрольной", "Один вопрос на карточке за три минуты до звонка", ""),
    ("История семьи на карте", "Даты учат отдельно от людей", "Линия времени из событий, о которых рассказали дома", "istoriya"),
];

/// What becomes of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Sent,
    OneWord,
    Differ,
    Returned,
    Declined,
    Published,
    Withdrawn,
}

const FATES: [Fate; 20] = [
    Fate::Published,
    Fate::Returned,
    Fate::Published,
    Fate::Published,
    Fate::Sent,
    Fate::Published,
    Fate::OneWord,
    Fate::Published,
    Fate::Published,
    Fate::Draft,
    Fate::Published,
    Fate::Declined,
    Fate::Published,
    Fate::Differ,
    Fate::Published,
    Fate::Published,
    Fate::Returned,
    Fate::Published,
    Fate::Withdrawn,
    Fate::Published,
];

/// Tells about forty practices.
///
/// # Errors
/// A use case refuses what is told here, or the store fails.
pub fn build(app: &App, size: Size) -> Result<()> {
    let reviewers = ["methodist", "expert1", "expert2"].map(|name| personas::actor(app, name));
    let [methodist, first, second] = reviewers;
    let cast = Cast { methodist: methodist?, first: first?, second: second?, coordinator: personas::coordinator(app)?, site: app.settings.public_url.clone() };
    let own = personas::actor(app, personas::MEMBER)?;
    let count = size.of(40).max(8) as usize;
    let mut authors: Vec<Actor> = app.db.read(|tx| authors(tx, &own))?;
    if authors.is_empty() {
        authors.push(own.clone());
    }
    for at in 0..count {
        // The persona tells the first two.
        let author = if at < 2 { &own } else { &authors[at % authors.len()] };
        let ago = 330 - i64::try_from(at * 7).unwrap_or(0);
        let clock = app.clock();
        let db = app.db.with_clock(Clock::fixed(clock.now() - SignedDuration::from_hours(24 * ago.max(6)), clock.zone().clone()));
        db.write(|tx| tell(tx, &cast, author, at))?;
    }
    app.db.write(|tx| uses(tx, &cast, &authors))
}

struct Cast {
    methodist: Actor,
    first: Actor,
    second: Actor,
    coordinator: Actor,
    site: String,
}

/// Teachers with a login of their own.
fn authors(tx: &mut Tx<'_>, but: &Actor) -> Result<Vec<Actor>> {
    let sql = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND a.disabled_at IS NULL ORDER BY p.email, p.id LIMIT 60";
    let persons: Vec<PersonId> = tx.query(sql, params![], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons.into_iter().filter(|person| Some(*person) != but.person) {
        found.extend(personas::teacher(tx, person)?);
    }
    Ok(found)
}

fn draft(at: usize) -> Draft {
    let (title, problem, idea, subject) = TOLD[at % TOLD.len()];
    let title = if at < TOLD.len() { title.to_owned() } else { format!("{title}: {}", ["в малой школе", "в старших классах", "вместе с коллегой"][(at / TOLD.len() - 1) % 3]) };
    Draft {
        title,
        problem: problem.into(),
        idea: idea.into(),
        steps: "Объяснить классу, зачем это.\nПопробовать на одном уроке из трёх.\nЧерез месяц спросить класс, что помогло.".into(),
        results: "Ученики чаще объясняют, а не только называют ответ.".into(),
        evidence: "Две одинаковые работы с разницей в два месяца, один класс, 24 человека: справились 11, потом 18.".into(),
        subject: subject.into(),
        direction: "d12".into(),
        audience: "Учителям 5–9 классов".into(),
        link: String::new(),
    }
}

fn says(verdict: Verdict) -> ReviewDraft {
    let marks = practices::Criterion::ALL.iter().map(|one| (one.as_str().to_owned(), if verdict == Verdict::Accept { 2 } else { 1 })).collect();
    let words = match verdict {
        Verdict::Accept | Verdict::None => "Понятно и можно повторить. Спасибо.",
        Verdict::Return => "Не хватает, сколько времени это занимает и что делать с теми, кто не готов.",
        Verdict::Decline => "Это описание одного урока, повторить по нему нельзя.",
    };
    ReviewDraft { verdict, marks, words: words.into() }
}

fn review(tx: &mut Tx<'_>, by: &Actor, id: PracticeId, verdict: Verdict) -> Result<()> {
    practices::take(tx, by, id)?;
    practices::give(tx, by, id, &says(verdict)).map(|_| ())
}

fn tell(tx: &mut Tx<'_>, cast: &Cast, author: &Actor, at: usize) -> Result<()> {
    let fate = FATES[at % FATES.len()];
    let id = practices::begin(tx, author, &draft(at), None)?;
    if fate == Fate::Draft {
        return Ok(());
    }
    practices::submit(tx, author, id, Agreement { with_name: at % 3 != 2, is_open: at % 2 == 0 }, 1)?;
    let words: &[Verdict] = match fate {
        Fate::Draft | Fate::Sent => &[],
        Fate::OneWord => &[Verdict::Accept],
        Fate::Differ => &[Verdict::Accept, Verdict::Return],
        Fate::Returned => &[Verdict::Return, Verdict::Return],
        Fate::Declined => &[Verdict::Decline, Verdict::Decline],
        Fate::Published | Fate::Withdrawn => &[Verdict::Accept, Verdict::Accept],
    };
    for (by, verdict) in [&cast.first, &cast.second].into_iter().zip(words) {
        review(tx, by, id, *verdict)?;
    }
    if fate == Fate::Withdrawn {
        let version = practices::find(tx, id)?.version;
        practices::withdraw(tx, &Listeners::default(), author, id, ("Хочу переписать после нового года", version))?;
    }
    if fate == Fate::Published && at % 9 == 2 {
        practices::make_resource(tx, &cast.methodist, id, &cast.site)?;
    }
    Ok(())
}

/// Colleagues used what is published; most of it is confirmed.
fn uses(tx: &mut Tx<'_>, cast: &Cast, authors: &[Actor]) -> Result<()> {
    let published: Vec<PracticeId> = tx.query("SELECT id FROM practice WHERE state = 'published' ORDER BY id", params![], |row| row.get(0))?;
    let today = tx.today();
    for (at, id) in published.into_iter().enumerate() {
        let author = practices::find(tx, id)?.author;
        let users = authors.iter().cycle().skip(at * 3).take(authors.len()).filter(|one| one.person != author).take(at % 4);
        for (step, user) in users.enumerate() {
            let used_on: Date = today.saturating_sub(jiff::Span::new().days(i64::try_from(step * 9 + 2).unwrap_or(2)));
            let told =
                UseDraft {
                    used_on, place_words: ["7 класс, два урока", "5 класс, весь месяц", "кружок, одно занятие"][(at + step) % 3].into(), outcome: "Сначала ждали подсказки, потом стали спорить сами".into()
                };
            let one = practices::tell_use(tx, user, id, &told)?;
            if step != 1 {
                practices::confirm(tx, &cast.coordinator, one, 1)?;
            }
        }
    }
    Ok(())
}
