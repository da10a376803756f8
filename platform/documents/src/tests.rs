//! What every printed document must be: whole, literal, archivable, and the institute's own when it wants.

mod hostile;
mod own_templates;

use typst::layout::{Frame, FrameItem};

use crate::*;

fn noon() -> jiff::Timestamp {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

/// All text of all pages without blanks and the marks that line breaking adds.
fn printed(documents: &Documents, template: Template, data: &Value) -> String {
    let document = documents.typeset(template, data).unwrap_or_else(|cause| panic!("{template:?}: {cause}"));
    let mut text = String::new();
    document.pages().iter().for_each(|page| gather(&page.frame, &mut text));
    squeezed(&text)
}

fn gather(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => gather(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{200b}' | '\u{2010}')).collect()
}

/// Every string of a document, to look for it on paper.
fn strings(data: &Value) -> Vec<String> {
    match data {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => vec![],
    }
}

#[test]
fn every_kind_prints_full_and_bare_as_an_accessible_archive_file() {
    let documents = Documents::new(None);
    for template in Template::ALL {
        for data in [samples::full(template), samples::bare(template)] {
            let pdf = documents.render(template, &data, noon()).unwrap_or_else(|cause| panic!("{template:?}: {cause}"));
            let raw = String::from_utf8_lossy(&pdf.bytes);
            assert!(pdf.bytes.starts_with(b"%PDF-1.7") && pdf.pages >= 1, "{template:?}");
            for mark in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>", "2026-11-23T02:00:00"] {
                assert!(raw.contains(mark), "{template:?} lacks {mark}");
            }
        }
    }
}

#[test]
fn what_the_institute_filled_in_is_on_the_paper() {
    let documents = Documents::new(None);
    for (template, words) in [
        (Template::Application, vec!["Берёзкина Анна Петровна", "Эксперт предметной комиссии ЕГЭ", "7F3K-92QD-LM40", "Формирующее оценивание"]),
        (Template::Consent, vec!["☑ да", "☐ нет", "ИНН 2700000000", "редакция 3", "до 31 августа 2029 г."]),
        (Template::Nomination, vec!["ПРЕДСТАВЛЕНИЕ", "Руководитель методического объединения", "Л. Н. Сосновская"]),
        (Template::Minutes, vec!["Кворум имеется", "Не голосовали из-за личной заинтересованности: Тополев П. И.", "ПОСТАНОВИЛИ", "И. И. Ольхова"]),
        (Template::Order, vec!["ПРИКАЗЫВАЮ:", "Приложение к приказу", "№ 145", "Салтыкова-Щедрина Мария Александровна"]),
        (Template::Extract, vec!["ВЫПИСКА ИЗ ПРИКАЗА", "Выписка верна", "17", "Н. С. Рябинина"]),
        (Template::Certificate, vec!["УДОСТОВЕРЕНИЕ", "РМА-2026-0017", "https://metod.example/v/7F3K92QD"]),
        (Template::DestructionAct, vec!["не поручалась", "Способ уничтожения", "утвердила", "Согласие на бумаге"]),
        (Template::LogExtract, vec!["10441", "файл подтверждения 41", "разрывов нет"]),
        (Template::AccountSlip, vec!["K7QD-92LM-4F0T", "metod.example/login", "koordinator8@metod.example"]),
        (Template::CabinetExport, vec!["Кто смотрел вашу карточку", "заседание комиссии", "Записей нет"]),
        (Template::LessonCard, vec!["КАРТА ПОСЕЩЕНИЯ УРОКА", "2 из 3: проявляется полностью", "оставлю время на итог", "ознакомился с картой 21.11.2026"]),
        (Template::DiagnosticProtocol, vec!["ПРОТОКОЛ ДИАГНОСТИКИ", "похоже на затруднение", "нужно ещё 8 заданий", "Что изменилось"]),
        (
            Template::Pathway,
            vec![
                "ИНДИВИДУАЛЬНЫЙ ОБРАЗОВАТЕЛЬНЫЙ МАРШРУТ",
                "Общие сведения о педагоге",
                "Индивидуальный запрос педагога",
                "Карта профессионального развития",
                "Отчёт о проделанной работе",
                "Лист согласования",
                "сами подводили итог",
            ],
        ),
        (Template::ActivityCertificate, vec!["СЕРТИФИКАТ", "Образцова Мария Ивановна", "открытый урок", "2 академических часа"]),
        (Template::Paper, vec!["Справка о деятельности", "Образцова Мария Ивановна", "Наставничество", "аттестационную комиссию"]),
        (Template::SupportAct, vec!["АКТ", "Об оказании методической помощи школе", "О чём договорились", "Помощь принял(а)", "А. В. Кедрова"]),
        (Template::Portfolio, vec!["ПОРТФОЛИО", "Образцова Мария Ивановна", "Сколько было участников", "Ученики сами оценивают"]),
    ] {
        let paper = printed(&documents, template, &samples::full(template));
        for word in words {
            assert!(paper.contains(&squeezed(word)), "{template:?} lacks {word}");
        }
    }
}

/// A field that no template prints would be lost silently; those left out on purpose are named.
#[test]
fn no_field_is_forgotten_by_its_template() {
    let documents = Documents::new(None);
    for template in Template::ALL {
        let data = samples::full(template);
        let paper = printed(&documents, template, &data);
        for text in strings(&data) {
            let on_purpose = text == "electronic" || data_of_operator(&data).contains(&text) || order_code_of_extract(template, &text);
            assert!(on_purpose || paper.contains(&squeezed(&text)), "{template:?} does not print «{text}»");
        }
    }
}

/// Each form takes from the operator's card what it needs.
fn data_of_operator(data: &Value) -> Vec<String> {
    let cards = [&data["operator"], &data["nominator"], &data["order"]["operator"]];
    cards.into_iter().flat_map(strings).collect()
}

/// An extract bears its own code, not the order's.
fn order_code_of_extract(template: Template, text: &str) -> bool {
    template == Template::Extract && text == "https://metod.example/v/o/145"
}

#[test]
fn an_annex_of_720_rows_repeats_its_heading_on_every_page() {
    let documents = Documents::new(None);
    let data = serde_json::to_value(samples::order(720)).unwrap();
    let document = documents.typeset(Template::Order, &data).unwrap();
    assert!(document.pages().len() > 10, "{} pages", document.pages().len());
    for (index, page) in document.pages().iter().enumerate().skip(1) {
        let mut text = String::new();
        gather(&page.frame, &mut text);
        assert!(squeezed(&text).starts_with(&format!("{}", index + 1)), "page {} bears its number", index + 1);
        assert!(squeezed(&text).contains("Фамилия,имя,отчество"), "page {} has the heading", index + 1);
    }
}

#[test]
fn the_same_data_and_instant_give_the_same_bytes_in_every_thread() {
    let documents = Documents::new(None);
    let first = documents.print(&samples::certificate(), noon()).unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let documents = documents.clone();
            std::thread::spawn(move || documents.print(&samples::certificate(), noon()).unwrap())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

#[test]
fn an_order_without_number_and_date_is_a_draft() {
    let documents = Documents::new(None);
    let draft = OrderDoc { registration: Registration::default(), ..samples::order(1) };
    let paper = printed(&documents, Template::Order, &serde_json::to_value(draft).unwrap());
    assert!(paper.contains("ПРОЕКТ") && !printed(&documents, Template::Order, &samples::full(Template::Order)).contains("ПРОЕКТ"));
}
