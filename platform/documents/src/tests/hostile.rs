//! What people type may look like code, run for pages, turn the line round or need a letter no font has.

use super::*;
use crate::fonts::Fonts;

const CODE: [&str; 9] = [
    "#import \"@preview/x:1.0.0\": *",
    "$x^2$ *жирно* _курсив_",
    "#panic(\"сюда\") #set page(width: 1mm)",
    "= Заголовок <метка> @ссылка",
    "]}) // конец /* */",
    "\\u{41} \\ `код` ~ --- ...",
    "<b>HTML</b> & \"кавычки\" 'и'",
    "https://metod.example/?a=1&b=2",
    "#sys.inputs #read(\"/etc/passwd\")",
];

fn with_every_string(data: &Value, text: &str) -> Value {
    match data {
        Value::String(way) if way == "electronic" => data.clone(),
        Value::String(_) => text.into(),
        Value::Array(items) => items.iter().map(|item| with_every_string(item, text)).collect(),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, value)| (key.clone(), with_every_string(value, text))).collect()),
        other => other.clone(),
    }
}

#[test]
fn text_that_looks_like_code_is_printed_letter_by_letter() {
    let documents = Documents::new(None);
    for template in Template::ALL {
        let text = CODE.join(" ");
        let data = with_every_string(&samples::full(template), &text);
        documents.render(template, &data, noon()).unwrap_or_else(|cause| panic!("{template:?}: {cause}"));
        let paper = printed(&documents, template, &data);
        for piece in CODE {
            assert!(paper.contains(&squeezed(piece)), "{template:?} lost {piece}");
        }
    }
}

#[test]
fn a_name_of_ten_thousand_letters_runs_over_pages_and_loses_none() {
    let documents = Documents::new(None);
    let mut order = samples::order(3);
    order.annex[1].name = "Ж".repeat(10_000);
    order.annex[2].scope = "слово ".repeat(2_000);
    let pdf = documents.print(&order, noon()).unwrap();
    assert!(pdf.pages > 10, "{}", pdf.pages);
    let paper = printed(&documents, Template::Order, &serde_json::to_value(&order).unwrap());
    assert_eq!(paper.matches('Ж').count(), 10_000);
}

#[test]
fn endless_words_break_no_kind_of_document() {
    let documents = Documents::new(None);
    for template in Template::ALL {
        let data = with_every_string(&samples::full(template), &"Щ".repeat(200));
        documents.render(template, &data, noon()).unwrap_or_else(|cause| panic!("{template:?}: {cause}"));
    }
}

#[test]
fn other_scripts_and_directions_are_printed() {
    let documents = Documents::new(None);
    for name in ["שלום", "Ռուբեն", "გიორგი", "Nguyễn"] {
        let one = CertificateDoc { full_name: name.into(), ..samples::certificate() };
        let paper = printed(&documents, Template::Certificate, &serde_json::to_value(one).unwrap());
        assert!(paper.contains(name), "{name}");
    }
}

/// PDF/A refuses a glyph without a meaning and PDF/UA a text without one: no character may bring the export down.
#[test]
fn no_character_can_make_the_file_invalid() {
    let fonts = Fonts::embedded();
    let drawn = (0..=0x1_ffff).filter_map(char::from_u32).filter(|character| fonts.draw(*character));
    let others = (0..=0x10_ffff).step_by(211).filter_map(char::from_u32);
    let text: String = drawn.chain(others).collect();
    let paragraphs: Vec<String> = text.chars().collect::<Vec<_>>().chunks(200).map(|chunk| chunk.iter().collect()).collect();
    let consent = ConsentDoc { paragraphs, ..samples::consent() };
    Documents::new(None).print(&consent, noon()).unwrap();
}

#[test]
fn a_code_too_long_to_draw_still_leaves_a_document() {
    let one = CertificateDoc { qr: Some("я".repeat(9_000)), ..samples::certificate() };
    Documents::new(None).print(&one, noon()).unwrap();
}
