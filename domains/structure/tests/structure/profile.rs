use jiff::civil::{Date, date};
use kernel::id::PlaceId;
use structure::profile::{BUNDLED, DeadlineKind, MembershipKind, MunicipalityType, Profile, ProfileErrors, QuotaAxis, Rule, TermKind};

fn source() -> &'static str {
    BUNDLED[0].text
}

fn khabarovsk() -> Profile {
    Profile::parse(BUNDLED[0].file, source()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn today() -> Date {
    date(2026, 11, 23)
}

/// The profile with one place spoilt, and the line on which it stands.
fn spoilt(right: &str, wrong: &str) -> (ProfileErrors, usize) {
    assert_eq!(source().matches(right).count(), 1, "«{right}» must occur once");
    let line = source().split(right).next().unwrap().matches('\n').count() + 1;
    let errors = Profile::parse("regions/test.toml", &source().replace(right, wrong)).expect_err("must be refused");
    (errors, line)
}

fn assert_refused(right: &str, wrong: &str, words: &str) {
    let (errors, line) = spoilt(right, wrong);
    let problem = errors.problems.iter().find(|problem| problem.what.contains(words));
    let problem = problem.unwrap_or_else(|| panic!("«{words}» not in:\n{errors}"));
    assert_eq!(problem.line, line, "{errors}");
    assert!(!problem.remedy.is_empty());
    assert!(errors.to_string().contains(&format!("regions/test.toml, строка {line}: ")), "{errors}");
}

#[test]
fn every_bundled_profile_is_valid() {
    for bundled in BUNDLED {
        let profile = Profile::parse(bundled.file, bundled.text).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!((profile.region.code.as_str(), profile.region.name.as_str()), (bundled.code, bundled.name));
    }
}

#[test]
fn quotas_make_240_and_480_and_720() {
    let profile = khabarovsk();
    let total = |kind| profile.quota_on(kind, today()).unwrap().total;
    assert_eq!(total(MembershipKind::SubjectMethodist), 120);
    assert_eq!(total(MembershipKind::DirectionMethodist), 120);
    assert_eq!(total(MembershipKind::MunicipalManager), 70);
    assert_eq!(total(MembershipKind::SchoolManager), 410);
    let split: u32 = profile.quotas.iter().flat_map(|quota| quota.places.values()).sum();
    assert_eq!(split, 720);
    assert!(profile.quota_on(MembershipKind::SchoolManager, date(2026, 8, 31)).is_none());
}

#[test]
fn every_municipality_has_managers_and_every_quota_its_axis() {
    let profile = khabarovsk();
    for quota in &profile.quotas {
        let expected = match quota.kind.axis() {
            QuotaAxis::Municipality => 19,
            QuotaAxis::Direction => profile.dictionaries.of(TermKind::DevelopmentDirection).count(),
            QuotaAxis::Subject => profile.dictionaries.of(TermKind::Subject).count(),
        };
        assert_eq!(quota.places.len(), expected, "{}", quota.kind);
        assert!(quota.places.values().all(|places| *places > 0), "{}", quota.kind);
    }
}

#[test]
fn nineteen_municipalities_change_their_type_with_time() {
    let profile = khabarovsk();
    assert_eq!(profile.municipalities.len(), 19);
    assert!(profile.municipalities.iter().filter(|place| !place.has_methodical_service).count() >= 2);
    let kind = |code: &str, day| profile.municipality(code).unwrap().name_on(day).unwrap().kind;
    assert_eq!(kind("mo-bikin", date(2023, 12, 31)), MunicipalityType::MunicipalDistrict);
    assert_eq!(kind("mo-bikin", date(2024, 1, 1)), MunicipalityType::MunicipalOkrug);
    assert_eq!(kind("mo-ohotsk", today()), MunicipalityType::MunicipalOkrug);
    assert_eq!(kind("mo-habarovsk", today()), MunicipalityType::CityOkrug);
    assert_eq!(profile.municipalities.iter().map(|place| place.schools).sum::<u32>(), 368);
    assert_eq!(profile.municipalities.iter().map(|place| place.teachers).sum::<u32>(), 9_000);
}

#[test]
fn names_alike_lead_to_different_municipalities() {
    let profile = khabarovsk();
    let found = |typed: &str| -> Vec<PlaceId> {
        let called = profile.municipalities.iter().filter(|place| place.is_called(typed));
        called.map(|place| PlaceId::from(place.code.as_str())).collect()
    };
    assert_eq!(found("Хабаровск"), [PlaceId::from("mo-habarovsk")]);
    assert_eq!(found("хабаровский  район"), [PlaceId::from("mo-habarovsky")]);
    assert_eq!(found("г. Комсомольск-на-Амуре"), [PlaceId::from("mo-komsomolsk")]);
    assert_eq!(found("Комсомольский район"), [PlaceId::from("mo-komsomolsky")]);
    assert_eq!(found("Бикинский район"), [PlaceId::from("mo-bikin")], "the name before the reform");
    assert!(found("Хабаровского").is_empty());
}

#[test]
fn subjects_are_known_by_former_names() {
    let profile = khabarovsk();
    let subject = |code| profile.dictionaries.find(TermKind::Subject, code).unwrap();
    let obzr = subject("obzr");
    assert_eq!(obzr.name_on(date(2024, 8, 31)), "Основы безопасности жизнедеятельности");
    assert_eq!(obzr.name_on(date(2024, 9, 1)), "Основы безопасности и защиты Родины");
    assert!(obzr.is_called("ОБЖ") && obzr.is_called("обзр"));
    assert!(subject("trud").is_called("технология"));
    assert!(!profile.dictionaries.find(TermKind::Category, "methodist").unwrap().is_valid_on(date(2023, 8, 31)));
    assert_eq!(profile.dictionaries.of(TermKind::WorkDirection).count(), 12);
}

#[test]
fn terms_of_support_are_data_and_may_be_left_out() {
    let profile = khabarovsk();
    assert_eq!((profile.support.months, profile.support.answer_days), ([1, 3, 6], 14));
    assert_eq!((profile.dictionaries.of(TermKind::RiskFactor).count(), profile.dictionaries.of(TermKind::AttestationItem).count()), (16, 8));
    let (file, text) = (BUNDLED[0].file, BUNDLED[0].text);
    let without = text.replace("[support]\nmonths = [1, 3, 6]\nanswer_days = 14\n", "");
    assert_eq!(Profile::parse(file, &without).unwrap().support.months, [1, 3, 6], "older profiles stay readable");
    let wrong = Profile::parse(file, &text.replace("months = [1, 3, 6]", "months = [6, 3, 1]")).unwrap_err();
    assert!(wrong.to_string().contains("не по порядку"), "{wrong}");
    assert!(Profile::parse(file, &text.replace("answer_days = 14", "answer_days = 14\nanswer_weeks = 2")).is_err(), "an unknown key");
}

#[test]
fn seven_criteria_are_rules() {
    let profile = khabarovsk();
    assert_eq!(profile.criteria.iter().map(|criterion| criterion.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    let Rule::All(parts) = &profile.criteria[0].rule else { panic!("the first criterion joins three conditions") };
    assert_eq!(parts[0], Rule::CategoryAtLeast("highest".into()));
    assert_eq!(parts[2], Rule::YearsInSpecialityAtLeast(5));
    assert_eq!(profile.membership.criteria_needed, 1);
}

#[test]
fn quorum_is_more_than_half() {
    let quorum = khabarovsk().commission.quorum_more_than;
    assert!(quorum.is_exceeded(5, 9) && quorum.is_exceeded(6, 10));
    assert!(!quorum.is_exceeded(5, 10) && !quorum.is_exceeded(0, 0));
}

#[test]
fn deadlines_are_counted_from_the_next_day() {
    let profile = khabarovsk();
    let due = |kind, event| profile.deadline(kind).unwrap().due(&profile.calendar, event);
    assert_eq!(due(DeadlineKind::PublicationStop, date(2026, 12, 29)), date(2027, 1, 12), "30 December, 11 and 12 January");
    assert_eq!(due(DeadlineKind::ConsentWithdrawal, date(2026, 11, 23)), date(2026, 12, 23));
    assert_eq!(due(DeadlineKind::SubjectRequest, date(2026, 11, 23)), date(2026, 12, 7));
    assert_eq!(due(DeadlineKind::DestructionRecords, date(2028, 2, 29)), date(2031, 2, 28));
}

#[test]
fn sample_requisites_are_marked_and_real_ones_checked() {
    assert!(khabarovsk().operator.is_sample);
    let real = source().replace("sample = true\n", "sample = false\n");
    let errors = Profile::parse("regions/test.toml", &real).unwrap_err();
    assert!(errors.to_string().contains("ИНН") && errors.to_string().contains("ОГРН"), "{errors}");
    // The ministry's numbers from the deck: public and right.
    let right = real.replace("\"0000000000\"", "\"7707418081\"").replace("\"0000000000000\"", "\"1187746728840\"");
    assert!(Profile::parse("regions/test.toml", &right).is_ok());
}

#[test]
fn mistakes_are_refused_with_line_and_remedy() {
    assert_refused("term_years = 3", "term_yaers = 3", "Неизвестный ключ «term_yaers»");
    assert_refused("term_years = 3", "term_years = \"три\"", "Значение «term_years»");
    assert_refused("term_years = 3", "term_years = 300", "Значение «term_years»");
    assert_refused("renewal_notice_days = 90", "renewal_notice_days = -1", "Значение «renewal_notice_days»");
    assert_refused("chair_breaks_a_tie = true", "chair_breaks_a_tie = \"да\"", "chair_breaks_a_tie");
    assert_refused("until = 2024-01-01", "until = \"вчера\"", "Значение «until»");
    assert_refused("total = 410", "total = 411", "дают 410, а всего указано 411");
    assert_refused("obzr = 3\n", "obzh = 3\n", "Код «obzh» в профиле не найден");
    assert_refused("code = \"fizika\"", "code = \"Физика\"", "Код «Физика» не годится");
    assert_refused("area = \"nachalnoe\"", "area = \"nachalo\"", "Предметной области «nachalo»");
    assert_refused("category_at_least = \"highest\"", "category_at_least = \"vysshaya\"", "Кода «vysshaya» нет");
    assert_refused("time_zone = \"Asia/Vladivostok\"", "time_zone = \"Asia/Khabarovsk_\"", "Часового пояса");
    assert_refused("tile = [7, 1]", "tile = [8, 1]", "плиточной карте занято");
}

#[test]
fn a_name_that_two_would_bear_is_refused() {
    let (errors, _) = spoilt("\"Совгавань\"", "\"Хабаровск\"");
    assert!(errors.to_string().contains("«Хабаровск» уже занято записью «mo-habarovsk»"), "{errors}");
}

#[test]
fn a_rule_holds_exactly_one_question() {
    let two = "{ has_assessment_level = \"high\", years_in_position_at_least = 2 }";
    assert_refused("{ has_assessment_level = \"high\" }", two, "ровно один ключ");
    assert_refused("{ has_assessment_level = \"high\" }", "{ is_good = true }", "ровно один ключ");
}

#[test]
fn a_move_of_a_working_day_is_refused() {
    assert_refused("from = 2026-03-08, to = 2026-03-09", "from = 2026-03-10, to = 2026-03-09", "этот день — будний");
    assert_refused("from = 2026-03-08, to = 2026-03-09", "from = 2026-03-08, to = 2026-03-07", "и так нерабочий");
}

#[test]
fn a_broken_file_and_a_doubled_key_are_explained() {
    assert_refused("term_years = 3", "term_years 3", "Запись не разобрать");
    let (errors, line) = spoilt("term_years = 3", "term_years = 3\nterm_years = 4");
    assert_eq!((errors.problems[0].line, errors.problems[0].what.as_str()), (line + 1, "Ключ записан дважды."));
}

#[test]
fn all_mistakes_are_named_at_once_and_a_missing_section_is_not_taken_for_many() {
    let text = source().replace("term_years = 3", "term_years = 0").replace("total = 70", "total = 71");
    let errors = Profile::parse("regions/test.toml", &text).unwrap_err();
    assert_eq!(errors.problems.len(), 2, "{errors}");
    let errors = Profile::parse("regions/test.toml", "").unwrap_err();
    assert!(errors.problems.iter().all(|problem| problem.what.contains("Не хватает ключа")), "{errors}");
    assert!(errors.problems.iter().all(|problem| problem.line == 1));
}

#[test]
fn the_year_of_the_active_is_stages_of_the_profile() {
    use structure::profile::{Counter, StudyDay};
    let profile = khabarovsk();
    let codes: Vec<&str> = profile.stages.iter().map(|stage| stage.code.as_str()).collect();
    assert_eq!(codes, ["formation", "training", "diagnostics", "pathways", "support", "analysis"]);
    assert!(profile.stages.iter().all(|stage| !stage.expects.is_empty() && !stage.owner.is_empty()));
    let pathways = &profile.stages[3];
    assert_eq!((pathways.from.in_year(2026), pathways.to.in_year(2026)), (date(2026, 11, 15), date(2027, 2, 15)));
    assert_eq!(StudyDay { month: 2, day: 29 }.in_year(2026), date(2027, 2, 28));
    assert!(pathways.expects.contains(&(Counter::PathwaysAgreed, 120)));
    assert_refused("from = [9, 1]", "from = [2, 31]", "Такого дня в году нет");
    assert_refused("to = [6, 30]", "to = [5, 1]", "Этап кончается раньше");
    assert_refused("members_active = 680", "members_happy = 680", "программа не считает");
    assert_refused("code = \"training\"", "code = \"formation\"", "уже есть");
}

#[test]
fn a_profile_from_before_the_ministry_and_the_stages_is_still_read() {
    let text = source();
    let from = text.find("# Программа года на уровне края").unwrap();
    let without = text[..from].replace("[ministry]\nname = \"Министерство образования и науки Хабаровского края\"\nshort = \"Минобрнауки края\"\n", "");
    let profile = Profile::parse("regions/old.toml", &without).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(profile.stages.is_empty());
    assert_eq!(profile.ministry.name, profile.operator.founder);
}
