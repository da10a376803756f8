//! Invented pages that together use every component.

use ui::{
    Markup,
    form::{self, Choice, Field, Form, Group},
    html,
    page::{NavItem, Notice, Page, Who},
    parts::{self, Event, Kind, Phase, SummaryRow, Task, Tile},
    prefs::{self, Prefs},
    table::{self, Column, Table},
    url::Query,
};

pub fn all() -> Vec<(&'static str, Markup)> {
    vec![
        ("desk", desk()),
        ("list", list()),
        ("form", long_form(true)),
        ("form-clean", long_form(false)),
        ("answers", answers()),
        ("public", public()),
        ("empty", empty()),
        ("view", view_settings()),
        ("desk-dark", staff("Рабочий стол", "/").prefs(Prefs::from_cookie("usual.dark.usual")).banner(html! { "Учебные данные: люди вымышлены. " a href="/demo" { "Войти в другой роли" } }).body(desk_body()).render()),
        ("form-black", long_form_page(true).prefs(Prefs::from_cookie("largest.black.wide")).render()),
    ]
}

fn staff(title: &str, path: &str) -> Page {
    Page::new(title)
        .path(path)
        .nav(vec![
            NavItem::new("Рабочий стол", "/"),
            NavItem::new("Заявки", "/applications").count(14),
            NavItem::new("Заседания", "/meetings"),
            NavItem::new("Приказы", "/orders").count(1),
            NavItem::new("Участники и квоты", "/memberships"),
            NavItem::new("Люди и школы", "/people"),
            NavItem::new("Справочники", "/dictionaries"),
        ])
        .who(Who {
            name: "Иванова А. П.".into(),
            role: "Координатор".into(),
            place: "Хабаровский край".into(),
            switch_url: Some("/roles".into()),
            profile_url: Some("/me".into()),
            search_url: Some("/search".into()),
            notices: Some(("/notices".into(), 3)),
            logout_key: "k0".into(),
        })
        .session(1800, "/session")
        .operator("Краевой институт развития образования (вымышленный)")
}

fn desk() -> Markup {
    staff("Рабочий стол", "/").notice(Notice::done("Заявка № 118 возвращена на исправление")).body(desk_body()).render()
}

fn desk_body() -> Markup {
    html! {
        (parts::notice(&Notice::act_now("Две заявки ждут дольше десяти рабочих дней")
            .more(html! { p { a href="/applications?sort=sent" { "Показать самые старые" } } })))
        (parts::tiles(&[
            Tile::new("заявок ждут проверки", "14").link("/applications").note("самая старая — с 03.11.2026"),
            Tile::new("ждут ходатайства", "9").link("/applications?stage=checked").note("в 4 муниципалитетах"),
            Tile::new("участников актива", "688").note("из 720 мест"),
            Tile::new("отзывов согласия", "1").link("/withdrawals").note("срок — 27.11.2026, пятница"),
        ]))
        h2 { "Ход заявки № 118" }
        (parts::task_list(&[
            Phase::new("Анкета", vec![
                Task::new("Сведения о себе", Kind::Good, "готово").link("/a"),
                Task::new("Критерии и подтверждения", Kind::Mine, "исправьте 2 ответа").link("/b").hint("Комиссия не видит документ о категории"),
                Task::new("Согласия", Kind::Doing, "в работе").link("/c"),
            ]),
            Phase::new("Решение", vec![
                Task::new("Ходатайство муниципалитета", Kind::Waiting, "ждёт проверки"),
                Task::new("Комиссия", Kind::Neutral, "не начато"),
                Task::new("Прошлая заявка", Kind::Bad, "отказано").link("/d"),
            ]),
        ]))
        (parts::panel("Квоты по предметам", html! {
            (parts::quota_bar("Математика", 9, 12))
            (parts::quota_bar("Физика", 6, 6))
            (parts::quota_bar("Русский язык", 14, 12))
            (parts::quota_bar("Астрономия", 0, 2))
        }))
        h2 { "Что происходило" }
        (parts::timeline(&[
            Event { who: "Сидоренко О. В., координатор".into(), what: "Заявка возвращена: нет подтверждения категории".into(), when: "23.11.2026 14:05 (UTC+10)".into(), url: Some("/x".into()) },
            Event { who: "Ким О. С.".into(), what: "Заявка отправлена".into(), when: "20.11.2026 09:41".into(), url: None },
            Event { who: String::new(), what: "Черновик создан".into(), when: "19.11.2026 22:10".into(), url: None },
        ]))
        (parts::warning("После подписания приказ нельзя изменить, только отменить другим приказом."))
    }
}

fn list() -> Markup {
    let query = Query::parse("sort=-sent&page=2&municipality=2");
    let row = |name: &str, place: &str, sent: &str, files: &str, tag: Markup| {
        [html! { a href="/applications/1" { (name) } }, html! { (place) }, html! { "математика" }, html! { (sent) }, html! { (files) }, tag, form::act("/applications/1/take", "k1", "Взять", name)]
    };
    let columns = vec![
        Column::new("Заявитель").sort("name"),
        Column::new("Муниципалитет").sort("place"),
        Column::new("Предмет"),
        Column::new("Отправлена").sort("sent"),
        Column::new("Файлов").number().sort("files"),
        Column::new("Состояние"),
        Column::new("Действие"),
    ];
    let filter = html! {
        (Field::new("municipality", "Муниципалитет").first_line("все").value("2").select([("1", "г. Хабаровск"), ("2", "Хабаровский район")]))
        (Field::new("stage", "Состояние").first_line("все").select([("sent", "ждёт проверки"), ("back", "на исправлении")]))
        (Field::new("subject", "Предмет").text())
    };
    let body = html! {
        (parts::tabs(&[("Ждут проверки", "/applications", Some(14)), ("На исправлении", "/applications/returned", Some(5)), ("Все", "/applications/all", Some(1204))], "/applications"))
        (table::filter_bar("/applications", &query, filter))
        (Table::new("Заявки, которые ждут проверки", columns).query("/applications", &query)
            .row(row("Иванова Анна Петровна", "г. Хабаровск", "03.11.2026", "4", parts::tag(Kind::Mine, "ждёт вас")))
            .row(row("Ким Олег", "Ульчский район", "05.11.2026", "12", parts::tag(Kind::Doing, "в работе")))
            .row(row("Римская-Корсакова Елизавета Константиновна", "Муниципальный район имени Лазо", "06.11.2026", "0", parts::tag(Kind::Bad, "не хватает файлов")))
            .row(row("Оглы Рустам Тимур оглы", "г. Комсомольск-на-Амуре", "06.11.2026", "7", parts::tag(Kind::Waiting, "ждёт заявителя")))
            .row(row("Ёлкина Алёна Семёновна", "Охотский округ", "09.11.2026", "3", parts::tag(Kind::Good, "проверена")))
            .totals([html! { "Всего" }, html! {}, html! {}, html! {}, html! { "26" }, html! {}, html! {}])
            .render())
        (table::pager("/applications", &query, 2, 50, 1204))
        (table::export_links("/applications/export", &query))
        (parts::print_header("Краевой институт развития образования", "23.11.2026 14:05"))
    };
    let page = staff("Заявки на проверке", "/applications").wide().action(form::button_link("Назначить заседание", "/meetings/new"));
    page.lead("Сначала те, что ждут дольше всего.").body(body).render()
}

fn long_form(failed: bool) -> Markup {
    long_form_page(failed).render()
}

fn long_form_page(failed: bool) -> Page {
    let errors = [("last_name", "Укажите фамилию"), ("born_on", "В апреле 30 дней: проверьте дату рождения"), ("wish", "Выберите, о чём вы просите"), ("agree", "Отметьте, что прочитали текст")];
    let shown = if failed { &errors[..] } else { &[] };
    let schools = [Group::new("1", "г. Хабаровск", [("11", "Школа № 5"), ("12", "Гимназия № 3 имени М. Ф. Панькова")]), Group::new("2", "Ульчский район", [("21", "Школа с. Богородское")])];
    let fields = html! {
        (form::fieldset("Как вас зовут", html! {
            (Field::new("last_name", "Фамилия").hint("Как в паспорте, с буквой ё").errors(shown).autocomplete("family-name").name_like().medium().text())
            (Field::new("first_name", "Имя").value("Анна").autocomplete("given-name").name_like().medium().text())
            (Field::new("patronymic", "Отчество").hint("Если его нет, оставьте поле пустым").name_like().medium().text())
        }))
        (Field::new("born_on", "Дата рождения").hint("Например, 05.09.1985").value("31.04.1985").errors(shown).date())
        (Field::new("phone", "Телефон").value("+7 914 123-45-67").phone())
        (Field::new("email", "Электронная почта").who_reads("Увидят координатор и методист вашего муниципалитета").email())
        (Field::new("hours", "Сколько часов длился курс").number())
        (Field::new("municipality", "Муниципалитет").value("1").select([("1", "г. Хабаровск"), ("2", "Ульчский район")]))
        (Field::new("school", "Школа").select_groups(schools, Some("municipality")))
        (Field::new("position", "Должность").suggest(vec!["учитель".into(), "заместитель директора".into()]).text())
        (Field::new("wish", "О чём вы просите?").errors(shown).radios([
            Choice::new("subject", "Войти в актив по предмету").hint("120 мест в крае"),
            Choice::new("direction", "Войти в актив по направлению").extra(html! { (Field::new("direction", "По какому направлению?").medium().text()) }),
        ]))
        (Field::new("subjects", "Какие предметы вы ведёте").hint("Отметьте все подходящие").checkboxes([("m", "математика"), ("p", "физика"), ("i", "информатика")], &["m"]))
        (Field::new("about", "Чем вы хотите поделиться с коллегами").who_reads("Прочтут координатор и члены комиссии").max_chars(4000).textarea(5))
        (Field::new("file", "Документ о категории").hint("PDF, JPG или PNG, не больше 10 МБ").file(".pdf,.jpg,.jpeg,.png", 10))
        (Field::new("code", "Код из приложения").code())
        (Field::new("password", "Пароль").autocomplete("new-password").required_word().password())
        (parts::details("Зачем нужны эти сведения", html! { p { "По ним комиссия проверит, подходит ли вам хотя бы один критерий." } }))
        (Field::new("agree", "Согласие").errors(shown).single_checkbox("yes", "Я прочитал(а) текст согласия и даю его добровольно"))
        (form::hidden("version", "3"))
        (form::buttons(html! { (form::button("Отправить заявку")) (form::button_secondary_named("Сохранить и выйти", "act", "save")) (form::button_danger("Удалить черновик")) (form::button_quiet("Начать заново")) }))
    };
    let body = html! {
        (form::error_summary(shown))
        (parts::steps(&["О себе", "Работа", "Критерии", "Согласия", "Проверка"], 1))
        (Form::new("/apply/work", "k2").files().autosave("/apply/work/draft").saved_at(Some("14:05".into())).body(fields))
    };
    Page::new("Анкета участника").narrow().error_title(failed).path("/apply").trail([("Начало", "/"), ("Заявка", "/apply")]).body(body)
}

fn answers() -> Markup {
    let body = html! {
        (parts::summary([
            SummaryRow::new("Фамилия, имя, отчество", "Иванова Анна Петровна").change("/apply/name"),
            SummaryRow::new("Дата рождения", "05.09.1985").change("/apply/born"),
            SummaryRow::new("Отчество", "").change("/apply/patronymic"),
            SummaryRow::new("Документ о категории", html! { a href="/f" { "prikaz.pdf" } ", 350 КБ" }).action("Заменить", "/apply/file"),
            SummaryRow::new("Номер заявки", "118"),
        ]))
        (form::form("/apply/send", "k3", html! { p { "Вы сможете отозвать заявку, пока комиссия её не рассмотрела." } (form::button("Отправить анкету")) }))
        (parts::print_button())
    };
    Page::new("Проверьте ответы").narrow().path("/apply").lead("Так анкету увидит координатор.").body(body).render()
}

fn public() -> Markup {
    let query = Query::parse("q=иван");
    let columns = vec![Column::new("Фамилия, имя, отчество").sort("name"), Column::new("Предмет").sort("subject"), Column::new("Школа")];
    let person = |name: &str| [html! { (name) }, html! { "русский язык и литература" }, html! { "Школа № 5, г. Хабаровск" }];
    let body = html! {
        (table::filter_bar("/members", &query, html! {
            (Field::new("q", "Фамилия, предмет или школа").value("иван").text())
            (Field::new("municipality", "Муниципалитет").first_line("все").select([("1", "г. Хабаровск")]))
        }))
        (Table::new("Участники актива", columns).query("/members", &query).rows((1..=50).map(|_| person("Иванова Анна Петровна"))).render())
        (table::pager("/members", &query, 1, 50, 688))
    };
    Page::new("Методический актив края")
        .path("/members")
        .operator("Краевой институт развития образования (вымышленный)")
        .action(form::button_link("Подать заявку", "/apply"))
        .lead("Учителя и управленцы, которые помогают коллегам. Здесь те, кто согласился на публикацию.")
        .body(body)
        .render()
}

fn empty() -> Markup {
    let next = form::button_link_secondary("Показать все заявки", "/applications/all");
    let body = html! {
        (parts::notice(&Notice::problem("Решение уже изменил другой человек").more("Сидоренко О. В. приняла заявку в 14:03. Откройте её заново, чтобы увидеть новое состояние.")))
        (parts::notice(&Notice::info("В субботу с 22:00 до 23:00 (UTC+10) система обновляется")))
        (Table::new("Заявки", vec![]).empty("Ни одна заявка не ждёт вас", "Все отправленные заявки проверены. Новые появятся здесь сами.", Some(next)).render())
    };
    staff("Заявки на проверке", "/applications").trail([("Рабочий стол", "/")]).body(body).render()
}

fn view_settings() -> Markup {
    Page::new("Размер текста и контраст").narrow().path(prefs::URL).body(prefs::view_settings(Prefs::default(), "k4", "/members")).render()
}
