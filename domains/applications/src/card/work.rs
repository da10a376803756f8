//! Work: school, position, subjects, since when.

use super::Parser;
use kernel::{Date, id::PlaceId};
use structure::profile::{MembershipKind, TermKind};

pub(super) struct Since {
    pub position: Date,
    pub speciality: Date,
    pub teaching: Date,
}

impl Parser<'_> {
    pub(super) fn place(&mut self, school_fits: bool) -> Option<(PlaceId, PlaceId)> {
        let answers = self.answers;
        if answers.municipality.is_empty() {
            self.errors.add("municipality", "Выберите муниципалитет, затем школу");
            return None;
        }
        if answers.school.is_empty() {
            self.errors.add("school", "Выберите школу из списка. Если списка нет, нажмите «Показать школы»");
            return None;
        }
        if !school_fits {
            self.errors.add("school", "В этом муниципалитете такой действующей школы нет. Нажмите «Показать школы» и выберите из списка");
            return None;
        }
        Some((PlaceId::from(answers.municipality.as_str()), PlaceId::from(answers.school.as_str())))
    }

    /// From the dictionary, or `other` with one's own words.
    pub(super) fn position(&mut self) -> Option<(String, String)> {
        let answers = self.answers;
        let text = self.line("position_text", &answers.position_text, 200)?;
        if answers.position == "other" {
            if text.is_empty() {
                self.errors.add("position_text", "Напишите, как называется ваша должность");
                return None;
            }
            return Some((String::new(), text));
        }
        let code = self.code("position", TermKind::Position, &answers.position, "Выберите должность. Если её нет в списке, выберите «Другая» и напишите свою")?;
        Some((code, text))
    }

    /// One or more with one main; none for those who don't teach and don't ask to work by subject.
    pub(super) fn subjects(&mut self) -> Option<(Vec<String>, Option<String>)> {
        let answers = self.answers;
        let subjects = self.known_codes("subjects", TermKind::Subject, &answers.subjects);
        if answers.no_subject == "yes" {
            if answers.kind == MembershipKind::SubjectMethodist.as_str() {
                self.errors.add("no_subject", "Вы хотите работать методистом по предмету: отметьте предмет, который преподаёте");
                return None;
            }
            return Some((Vec::new(), None));
        }
        if subjects.is_empty() {
            self.errors.add("subjects", "Отметьте предметы, которые преподаёте, или отметьте, что сейчас не преподаёте");
            return None;
        }
        let main = match &subjects[..] {
            [only] => only.clone(),
            _ if subjects.contains(&answers.main_subject) => answers.main_subject.clone(),
            _ => {
                self.errors.add("main_subject", "Выберите основной предмет из отмеченных");
                return None;
            }
        };
        Some((subjects, Some(main)))
    }

    pub(super) fn since(&mut self, born: Option<Date>) -> Option<Since> {
        let answers = self.answers;
        let teaching = self.since_day("teaching_since", &answers.teaching_since, "Укажите, с какого дня вы на педагогической работе", born);
        let speciality = self.since_day("speciality_since", &answers.speciality_since, "Укажите, с какого дня вы работаете по специальности", born);
        let position = self.since_day("position_since", &answers.position_since, "Укажите, с какого дня вы в этой должности", born);
        let since = Since { position: position?, speciality: speciality?, teaching: teaching? };
        if since.speciality < since.teaching {
            self.errors.add("speciality_since", "Работа по специальности начинается раньше педагогической работы. Проверьте обе даты");
            return None;
        }
        if since.position < since.teaching {
            self.errors.add("position_since", "Работа в должности начинается раньше педагогической работы. Проверьте обе даты");
            return None;
        }
        Some(since)
    }

    fn since_day(&mut self, input: &str, raw: &str, absent: &str, born: Option<Date>) -> Option<Date> {
        if raw.trim().is_empty() {
            self.errors.add(input, format!("{absent}. Если не помните день, укажите 1-е число месяца"));
            return None;
        }
        self.past_day(input, raw, born)
    }
}
