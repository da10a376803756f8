//! Inputs of each question. A question that may not be changed now is printed as its answer.

use super::sections::{Asked, Offer};
use crate::{
    apply::Desk,
    card::{METHODICAL_DAYS, TRAVEL},
    criteria::documents,
    field::Field,
    shown,
};
use maud::{Markup, html};
use structure::profile::{MembershipKind, TermKind};
use ui::{
    form::{self, Choice, Field as Input, Group},
    parts,
};

/// What an input needs to be printed.
pub struct Sheet<'a> {
    pub desk: &'a Desk,
    pub asked: &'a Asked<'a>,
}

impl Sheet<'_> {
    /// A question: its inputs with why it is asked, or its answer.
    pub fn field(&self, field: Field) -> Markup {
        if !self.desk.is_open(field) {
            return self.answer(field);
        }
        html! {
            (self.remark(field))
            @match field {
                Field::FullName => (self.full_name()),
                Field::BirthDate => (self.text(field, "birth_on", "Дата рождения", &self.a().birth_on).date()),
                Field::Phone => (self.text(field, "phone", "Телефон", &self.a().phone).who_reads("Увидят координатор и ваш муниципалитет.").phone()),
                Field::Email => (self.text(field, "email", "Электронная почта", &self.a().email).email()),
                Field::Education => (self.education()),
                Field::Category => (self.category()),
                Field::School => (self.school(self.asked.offer)),
                Field::Position => (self.position()),
                Field::Subjects => (self.subjects()),
                Field::PositionSince => (self.since()),
                Field::Courses => (super::sections::courses(self)),
                Field::Assessment => (super::sections::assessments(self)),
                Field::Wish => (self.wish()),
                Field::WorkDirections => (self.input("work_directions", field.label()).hint(field.purpose()).checkboxes(self.desk.lists.items(TermKind::WorkDirection), &self.a().work_directions)),
                Field::Conditions => (self.conditions()),
                Field::Roles => (self.input("roles", "Какие роли у вас есть сейчас").hint(format!("{} Можно не отмечать ничего.", field.purpose())).checkboxes(self.desk.lists.items(TermKind::ApplicantRole), &self.a().roles)),
                Field::Criteria => (self.criteria()),
                Field::Evidence => (html! {}),
            }
        }
    }

    pub fn a(&self) -> &crate::answers::Answers {
        &self.desk.application.answers
    }

    pub fn input(&self, name: &str, label: &str) -> Input {
        Input::new(name, label).error(self.asked.errors.of(name))
    }

    fn text(&self, field: Field, name: &str, label: &str, value: &str) -> Input {
        self.input(name, label).value(value).hint(field.purpose())
    }

    fn answer(&self, field: Field) -> Markup {
        let lines = shown::lines(field, self.a(), &self.desk.lists, &self.desk.places);
        html! { @if !lines.is_empty() { (parts::summary(lines.into_iter().map(|(label, value)| parts::SummaryRow::new(label, super::lines(&value))))) } }
    }

    fn remark(&self, field: Field) -> Markup {
        html! { @for remark in self.desk.remarks.iter().filter(|remark| remark.field == field) { (parts::warning(format!("Координатор просит: {}", remark.reason))) } }
    }

    fn full_name(&self) -> Markup {
        html! {
            (self.input("family", "Фамилия").value(&self.a().family).hint(Field::FullName.purpose()).autocomplete("family-name").name_like().text())
            (self.input("given", "Имя").value(&self.a().given).autocomplete("given-name").name_like().text())
            (self.input("patronymic", "Отчество").value(&self.a().patronymic).hint("Если отчества нет, оставьте пустым").autocomplete("additional-name").name_like().text())
        }
    }

    fn education(&self) -> Markup {
        html! {
            (self.input("education", "Уровень образования").value(&self.a().education).hint(Field::Education.purpose()).radios(self.desk.lists.items(TermKind::EducationLevel)))
            (self.input("education_text", "Вуз или колледж, специальность по диплому").value(&self.a().education_text).hint("По ней координатор сверит диплом с вашей работой. Можно не указывать.").text())
        }
    }

    fn category(&self) -> Markup {
        html! {
            (self.input("category", "Квалификационная категория").value(&self.a().category).hint(Field::Category.purpose()).radios(self.desk.lists.items(TermKind::Category)))
            (self.input("category_on", "С какого дня присвоена").value(&self.a().category_on).hint("Например, 05.09.2023. Если категории нет, оставьте пустым").date())
            (self.input("category_order", "Номер приказа").value(&self.a().category_order).hint("По нему координатор найдёт приказ. Можно не указывать.").medium().name_like().text())
        }
    }

    fn school(&self, offer: &Offer) -> Markup {
        let municipality = &self.a().municipality;
        html! {
            (self.input("municipality", "Муниципалитет").value(municipality).hint(Field::School.purpose()).select(offer.municipalities.clone()))
            @if municipality.is_empty() {
                @if let Some(error) = self.asked.errors.of("school") { p.error id="school" { (error) } }
            } @else {
                (Input::new("school_q", "Часть названия или номер школы").value(&offer.wanted).hint("Если список длинный: впишите, например, 12 или «лицей» и нажмите «Показать школы»").medium().name_like().text())
                (self.input("school", "Школа").value(&self.a().school).select_groups([Group::new(municipality.as_str(), offer.municipality.as_str(), offer.schools.clone())], None))
                @if offer.schools.is_empty() { p.hint { "Таких школ в этом муниципалитете нет. Впишите меньше букв или выберите другой муниципалитет." } }
            }
            (form::buttons(form::button_secondary_named("Показать школы", "do", "schools")))
        }
    }

    fn position(&self) -> Markup {
        let mut positions = self.desk.lists.items(TermKind::Position);
        positions.push(("other".into(), "Другая".into()));
        html! {
            (self.input("position", "Должность").value(&self.a().position).hint(Field::Position.purpose()).select(positions))
            (self.input("position_text", "Уточнение или другая должность").value(&self.a().position_text).hint("Обязательно, если выше выбрано «Другая»").text())
        }
    }

    fn subjects(&self) -> Markup {
        let subjects = self.desk.lists.items(TermKind::Subject);
        let chosen = subjects.iter().filter(|(code, _)| self.a().subjects.contains(code)).cloned().collect::<Vec<_>>();
        let main = if chosen.len() > 1 { chosen } else { subjects.clone() };
        html! {
            (self.input("subjects", "Предметы").hint(Field::Subjects.purpose()).checkboxes(subjects, &self.a().subjects))
            (self.input("main_subject", "Основной предмет").value(&self.a().main_subject).hint("Если предметов несколько: тот, по которому у вас больше уроков").select(main))
            (self.input("no_subject", "Если не преподаёте").value(&self.a().no_subject).single_checkbox("yes", "Сейчас я не преподаю предмет"))
        }
    }

    fn since(&self) -> Markup {
        html! {
            (self.input("teaching_since", "С какого дня вы на педагогической работе").value(&self.a().teaching_since).hint(Field::PositionSince.purpose()).date())
            (self.input("speciality_since", "С какого дня вы работаете по специальности").value(&self.a().speciality_since).hint("По специальности диплома: для основания «опыт от 5 лет»").date())
            (self.input("position_since", "С какого дня вы в нынешней должности").value(&self.a().position_since).hint("Например, 01.09.2015").date())
        }
    }

    fn wish(&self) -> Markup {
        let kinds = self.desk.lists.profile.membership_kinds.iter().map(|label| {
            let choice = Choice::new(label.kind.as_str(), label.name.as_str()).hint(format!("Вы будете: {}", label.works_as));
            match label.kind {
                MembershipKind::SubjectMethodist => choice.extra(self.input("wish_subject", "Предмет").value(&self.a().wish_subject).select(self.desk.lists.items(TermKind::Subject))),
                MembershipKind::DirectionMethodist => choice.extra(self.input("wish_direction", "Направление").value(&self.a().wish_direction).select(self.desk.lists.items(TermKind::DevelopmentDirection))),
                MembershipKind::MunicipalManager | MembershipKind::SchoolManager => choice,
            }
        });
        self.input("kind", "Кем вы хотите быть в активе").value(&self.a().kind).hint(Field::Wish.purpose()).radios(kinds.collect::<Vec<_>>())
    }

    fn conditions(&self) -> Markup {
        html! {
            (self.input("methodical_day", "Методический день").value(&self.a().methodical_day).hint(Field::Conditions.purpose()).select(METHODICAL_DAYS))
            (self.input("travel", "Поездки").value(&self.a().travel).hint("Можно не отвечать").radios(TRAVEL))
        }
    }

    fn criteria(&self) -> Markup {
        let choices = self.desk.lists.criteria().iter().map(|criterion| {
            let kinds = documents(&criterion.rule).iter().map(|kind| self.desk.lists.label(TermKind::EvidenceKind, kind)).collect::<Vec<_>>().join("; ");
            let note = self.a().criterion_notes.get(&criterion.code).cloned().unwrap_or_default();
            let name = format!("note-{}", criterion.code);
            let extra = self.input(&name, "Пояснение").value(note).hint("Например, с какого года и где. Можно не писать.").who_reads("Прочтут координатор и комиссия.").textarea(3);
            Choice::new(criterion.code.as_str(), criterion.title.as_str()).hint(format!("Понадобятся документы: {kinds}")).extra(extra)
        });
        self.input("criteria", "На каком основании вы хотите войти в актив").hint(Field::Criteria.purpose()).checkboxes(choices.collect::<Vec<_>>(), &self.a().criteria)
    }
}
