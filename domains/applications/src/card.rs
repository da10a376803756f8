//! The applicant's card: answers that were parsed and hold together. All errors are found at once.

mod rows;
mod work;

use crate::{answers::Answers, lists::Lists};
use kernel::{Date, FieldErrors, contact, date, id::PlaceId, name, name::FullName};
use structure::profile::{MembershipKind, TermKind};

/// A card that can be decided upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: String,
    pub email: String,
    pub education: String,
    pub education_text: String,
    pub category: Category,
    pub municipality: PlaceId,
    pub school: PlaceId,
    pub position: String,
    pub position_text: String,
    pub subjects: Vec<String>,
    pub main_subject: Option<String>,
    pub position_since: Date,
    pub speciality_since: Date,
    pub teaching_since: Date,
    pub courses: Vec<Course>,
    pub assessments: Vec<Assessment>,
    pub wish: Wish,
    pub roles: Vec<String>,
    pub claims: Vec<Claim>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    pub code: String,
    pub given_on: Option<Date>,
    pub order: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub topic: String,
    pub hours: u16,
    pub year: i16,
    pub provider: String,
    pub document: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    pub source: String,
    pub passed_on: Date,
    pub subject: String,
    /// Scored and the most that could be.
    pub score: Option<(u16, u16)>,
    pub level: String,
    pub document: String,
}

/// What the applicant would like to do in the active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub kind: MembershipKind,
    pub subject: Option<String>,
    pub direction: Option<String>,
    pub work_directions: Vec<String>,
    pub methodical_day: String,
    pub travel: String,
}

/// A criterion that the applicant claims to meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub criterion: String,
    pub note: String,
}

/// Days of the week on which one may be free of lessons.
pub const METHODICAL_DAYS: [(&str, &str); 7] = [("none", "Методического дня нет"), ("mon", "Понедельник"), ("tue", "Вторник"), ("wed", "Среда"), ("thu", "Четверг"), ("fri", "Пятница"), ("sat", "Суббота")];

/// How far one is ready to go.
pub const TRAVEL: [(&str, &str); 3] = [("travel", "Могу выезжать в другие муниципалитеты"), ("near", "Могу работать в своём муниципалитете"), ("online", "Только дистанционно")];

/// Parses all answers. Whether the school is open and lies in the municipality is asked of the store beforehand:
/// `school_fits` says so.
///
/// # Errors
/// All that is wrong, by the names of inputs.
pub fn parse(answers: &Answers, lists: &Lists, school_fits: bool) -> Result<Card, FieldErrors> {
    let mut errors = FieldErrors::default();
    let card = Parser { answers, lists, errors: &mut errors }.card(school_fits);
    errors.or(card)
}

struct Parser<'a> {
    answers: &'a Answers,
    lists: &'a Lists,
    errors: &'a mut FieldErrors,
}

impl Parser<'_> {
    fn card(&mut self, school_fits: bool) -> Option<Card> {
        let name = self.name();
        let birth_on = self.birth_date();
        let (phone, email) = (self.phone(), self.email());
        let education = self.education();
        let category = self.category(birth_on);
        let place = self.place(school_fits);
        let position = self.position();
        let subjects = self.subjects();
        let since = self.since(birth_on);
        let courses = self.courses();
        let assessments = self.assessments();
        let wish = self.wish();
        let roles = self.known_codes("roles", TermKind::ApplicantRole, &self.answers.roles);
        let claims = self.claims();
        let ((education, education_text), (municipality, school), (position, position_text), (subjects, main_subject), since) = (education?, place?, position?, subjects?, since?);
        Some(Card {
            name: name?,
            birth_on,
            phone: phone?,
            email: email?,
            education,
            education_text,
            category: category?,
            municipality,
            school,
            position,
            position_text,
            subjects,
            main_subject,
            position_since: since.position,
            speciality_since: since.speciality,
            teaching_since: since.teaching,
            courses,
            assessments,
            wish: wish?,
            roles,
            claims,
        })
    }

    fn name(&mut self) -> Option<FullName> {
        let answers = self.answers;
        let family = self.name_part("family", &answers.family, "Укажите фамилию");
        let given = self.name_part("given", &answers.given, "Укажите имя");
        let patronymic = self.errors.take("patronymic", name::part(&answers.patronymic));
        Some(FullName { family: family?, given: given?, patronymic: Some(patronymic?).filter(|text| !text.is_empty()) })
    }

    fn name_part(&mut self, input: &str, raw: &str, absent: &str) -> Option<String> {
        let part = self.errors.take(input, name::part(raw))?;
        if part.is_empty() {
            self.errors.add(input, absent);
            return None;
        }
        if name::mixes_scripts(&part) {
            self.errors.add(input, format!("В слове смешаны русские и латинские буквы. Наберите заново по-русски: «{}»", name::without_lookalikes(&part)));
            return None;
        }
        Some(part)
    }

    /// May be absent; who is under 18 or over 90 has mistyped the year.
    fn birth_date(&mut self) -> Option<Date> {
        if self.answers.birth_on.trim().is_empty() {
            return None;
        }
        let day = self.errors.take("birth_on", date::parse(&self.answers.birth_on))?;
        let age = date::full_years(day, self.lists.day);
        if day >= self.lists.day || !(18..=90).contains(&age) {
            self.errors.add("birth_on", "Проверьте год рождения: возраст получается меньше 18 или больше 90 лет");
            return None;
        }
        Some(day)
    }

    fn phone(&mut self) -> Option<String> {
        self.errors.take("phone", contact::phone(&self.answers.phone))
    }

    fn email(&mut self) -> Option<String> {
        self.errors.take("email", contact::email(&self.answers.email))
    }

    fn education(&mut self) -> Option<(String, String)> {
        let code = self.code("education", TermKind::EducationLevel, &self.answers.education, "Выберите уровень образования");
        let text = self.line("education_text", &self.answers.education_text, 300);
        Some((code?, text?))
    }

    fn category(&mut self, born: Option<Date>) -> Option<Category> {
        let answers = self.answers;
        let code = self.code("category", TermKind::Category, &answers.category, "Выберите категорию. Если её нет, выберите «Нет категории»");
        let order = self.line("category_order", &answers.category_order, 100);
        let (code, order) = (code?, order?);
        let has_one = self.lists.rank(TermKind::Category, &code).is_some_and(|rank| rank > 0);
        if !has_one {
            return Some(Category { code, given_on: None, order: String::new() });
        }
        if answers.category_on.trim().is_empty() {
            self.errors.add("category_on", "Укажите дату, с которой присвоена категория: она есть в приказе");
            return None;
        }
        let given_on = self.past_day("category_on", &answers.category_on, born)?;
        Some(Category { code, given_on: Some(given_on), order })
    }

    fn wish(&mut self) -> Option<Wish> {
        let answers = self.answers;
        let Ok(kind) = answers.kind.parse::<MembershipKind>() else {
            self.errors.add("kind", "Выберите, в какой части актива хотите работать");
            return None;
        };
        let subject = match kind {
            MembershipKind::SubjectMethodist => Some(self.code("wish_subject", TermKind::Subject, &answers.wish_subject, "Выберите предмет, по которому хотите работать")?),
            MembershipKind::DirectionMethodist | MembershipKind::MunicipalManager | MembershipKind::SchoolManager => None,
        };
        let direction = match kind {
            MembershipKind::DirectionMethodist => Some(self.code("wish_direction", TermKind::DevelopmentDirection, &answers.wish_direction, "Выберите направление, по которому хотите работать")?),
            MembershipKind::SubjectMethodist | MembershipKind::MunicipalManager | MembershipKind::SchoolManager => None,
        };
        let work_directions = self.known_codes("work_directions", TermKind::WorkDirection, &answers.work_directions);
        if work_directions.is_empty() {
            self.errors.add("work_directions", "Отметьте хотя бы одно направление работы");
        }
        let one_of = |raw: &str, offered: &[(&str, &str)]| offered.iter().find(|(code, _)| *code == raw).map(|(code, _)| (*code).to_owned()).unwrap_or_default();
        Some(Wish { kind, subject, direction, work_directions, methodical_day: one_of(&answers.methodical_day, &METHODICAL_DAYS), travel: one_of(&answers.travel, &TRAVEL) })
    }

    fn claims(&mut self) -> Vec<Claim> {
        let known: Vec<String> = self.answers.criteria.iter().filter(|code| self.lists.criterion(code).is_some()).cloned().collect();
        if known.is_empty() {
            self.errors.add("criteria", "Отметьте хотя бы одно основание, которое можете подтвердить документом");
        }
        let mut claims: Vec<Claim> = Vec::new();
        for criterion in known {
            let raw = self.answers.criterion_notes.get(&criterion).cloned().unwrap_or_default();
            let note = self.text(&format!("note-{criterion}"), &raw, 1_000).unwrap_or_default();
            if !claims.iter().any(|claim| claim.criterion == criterion) {
                claims.push(Claim { criterion, note });
            }
        }
        claims
    }

    // ---- small askers ----

    /// A code of a dictionary that must be chosen.
    fn code(&mut self, input: &str, kind: TermKind, raw: &str, absent: &str) -> Option<String> {
        if self.lists.has(kind, raw) {
            return Some(raw.to_owned());
        }
        self.errors.add(input, absent);
        None
    }

    /// Codes of a dictionary; a code that is not there came from no form of ours.
    fn known_codes(&mut self, input: &str, kind: TermKind, raw: &[String]) -> Vec<String> {
        let mut known: Vec<String> = raw.iter().filter(|code| self.lists.has(kind, code)).cloned().collect();
        known.dedup();
        if known.len() < raw.len() && known.is_empty() {
            self.errors.add(input, "Такого ответа нет в списке. Отметьте подходящее из списка ещё раз");
        }
        known
    }

    fn line(&mut self, input: &str, raw: &str, longest: usize) -> Option<String> {
        self.fitting(input, name::clean_line(raw), longest)
    }

    fn text(&mut self, input: &str, raw: &str, longest: usize) -> Option<String> {
        self.fitting(input, name::clean_text(raw), longest)
    }

    fn fitting(&mut self, input: &str, text: String, longest: usize) -> Option<String> {
        let length = text.chars().count();
        if length > longest {
            self.errors.add(input, format!("Слишком длинно: {length} знаков, можно до {longest}. Сократите текст"));
            return None;
        }
        Some(text)
    }

    /// A day that has come, and on which the person was at least fourteen.
    fn past_day(&mut self, input: &str, raw: &str, born: Option<Date>) -> Option<Date> {
        let day = self.errors.take(input, date::parse(raw))?;
        if day > self.lists.day {
            self.errors.add(input, "Эта дата ещё не наступила. Проверьте год");
            return None;
        }
        if born.is_some_and(|born| date::full_years(born, day) < 14) {
            self.errors.add(input, "Эта дата не сходится с датой рождения. Проверьте обе");
            return None;
        }
        Some(day)
    }
}
