//! Papers: the order with its annex, an extract of it, the certificate.

use crate::{
    model::{MembershipRow, Order, OrderKind, OrderLine, OrderState},
    sign::Signed,
};
use documents::kinds::{AnnexRow, CertificateDoc, ExtractDoc, OrderDoc, Registration, Signatory};
use kernel::Date;
use structure::profile::{Operator, Profile};

fn signatory(operator: &Operator) -> Signatory {
    Signatory { post: operator.head_position.clone(), name: operator.head_name.clone() }
}

/// The order as printed: with number and dates if `signed`, as a draft without.
pub fn order(profile: &Profile, order: &Order, lines: &[OrderLine], signed: Option<&Signed>) -> OrderDoc {
    let (number, on, effective, until) = match signed {
        Some(signed) => (signed.number.clone(), Some(signed.signed_on), Some(signed.effective_on), signed.until_on),
        None => (order.number.clone().unwrap_or_default(), order.signed_on, order.effective_on, lines.first().and_then(|line| line.until_on)),
    };
    OrderDoc {
        operator: (&profile.operator).into(),
        registration: Registration { number, on },
        city: profile.operator.city.clone(),
        title: order.title.clone(),
        preamble: preamble(order, profile),
        points: points(order.kind, effective, until),
        signatory: signatory(&profile.operator),
        annex_title: annex_title(order.kind).into(),
        scope_column: if order.kind == OrderKind::Include || order.kind == OrderKind::Renew { "Предмет, направление".into() } else { "Основание".into() },
        annex: lines.iter().map(|line| annex_row(order.kind, line)).collect(),
        qr: None,
    }
}

fn preamble(order: &Order, profile: &Profile) -> Vec<String> {
    let ground = match (order.kind, &order.meeting) {
        (OrderKind::Include, Some(_)) => "на основании протокола комиссии по формированию регионального методического актива",
        (OrderKind::Include, None) | (OrderKind::Renew, _) => "в целях методического сопровождения педагогических работников и управленческих кадров",
        (OrderKind::Pause | OrderKind::Resume | OrderKind::End, _) => "на основании поступивших заявлений и документов",
    };
    vec![format!("В соответствии с положением о формировании регионального методического актива {} и {ground}", profile.region.genitive)]
}

fn points(kind: OrderKind, effective: Option<Date>, until: Option<Date>) -> Vec<String> {
    let from = effective.map_or_else(|| "с даты, указанной при подписании".to_owned(), |on| format!("с {}", documents::long_date(on)));
    let to = until.map(|on| format!(" по {}", documents::long_date(on.yesterday().unwrap_or(on)))).unwrap_or_default();
    let main = match kind {
        OrderKind::Include => format!("Включить в региональный методический актив {from}{to} педагогических работников и руководителей согласно приложению."),
        OrderKind::Renew => format!("Продлить {from}{to} участие в региональном методическом активе лицам согласно приложению."),
        OrderKind::Pause => format!("Приостановить {from}{to} участие в региональном методическом активе лиц согласно приложению."),
        OrderKind::Resume => format!("Возобновить {from} участие в региональном методическом активе лиц согласно приложению."),
        OrderKind::End => format!("Исключить {from} из регионального методического актива лиц согласно приложению."),
    };
    vec![main, "Сведения об участниках размещать на официальном сайте только в объёме, на который каждый из них дал согласие.".into(), "Контроль за исполнением приказа оставляю за собой.".into()]
}

fn annex_title(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::Include => "Список лиц, включённых в региональный методический актив",
        OrderKind::Renew => "Список лиц, участие которых продлено",
        OrderKind::Pause => "Список лиц, участие которых приостановлено",
        OrderKind::Resume => "Список лиц, участие которых возобновлено",
        OrderKind::End => "Список лиц, исключённых из регионального методического актива",
    }
}

fn annex_row(kind: OrderKind, line: &OrderLine) -> AnnexRow {
    let words = &line.words;
    let scope = match kind {
        OrderKind::Include | OrderKind::Renew | OrderKind::Resume => words.field.clone(),
        OrderKind::Pause | OrderKind::End => words.reason.clone(),
    };
    AnnexRow { name: words.name.clone(), position: words.post.clone(), school: words.school.clone(), municipality: words.municipality.clone(), scope: if scope.is_empty() { "—".into() } else { scope } }
}

/// An extract with one person's row, certified today.
pub fn extract(profile: &Profile, which: &Order, line: &OrderLine, today: Date) -> ExtractDoc {
    ExtractDoc { order: order(profile, which, std::slice::from_ref(line), None), row_numbers: vec![usize::try_from(line.position).unwrap_or(1)], certified_by: signatory(&profile.operator), certified_on: today, qr: None }
}

/// A member's certificate; `verify_url` is printed and in the QR.
pub fn certificate(profile: &Profile, row: &MembershipRow, ground: &Order, verify_url: String) -> CertificateDoc {
    let kind = profile.label(row.membership.seat.kind);
    CertificateDoc {
        operator: (&profile.operator).into(),
        number: row.membership.certificate_code.clone(),
        full_name: row.name.clone(),
        position: kind.map(|label| label.name.clone()).unwrap_or_default(),
        school: row.school.clone(),
        municipality: row.municipality.clone(),
        statement: format!("является участником регионального методического актива {}", profile.region.genitive),
        scope: row.field.clone(),
        valid_from: row.membership.valid_from,
        valid_to: row.membership.valid_to.and_then(|end| end.yesterday().ok()),
        ground: match (&ground.number, ground.signed_on) {
            (Some(number), Some(on)) if ground.state == OrderState::Signed => format!("приказ от {} № {number}", documents::long_date(on)),
            _ => String::new(),
        },
        signatory: signatory(&profile.operator),
        qr: Some(verify_url),
    }
}
