//! The reviewed list: every address, who may open it, who may post to it. It stands in rooms; a domain's addresses under its own heading.

mod cases;
mod deeds;
mod figures;
mod installation;
mod measuring;
mod register;

/// Open to everybody, strangers included.
pub const PUBLIC: &str = "*";
/// Everybody who is logged in.
pub const STAFF: &str = "acdkmsgutx";
/// Nobody here: there is no demo and no outside login.
pub const CLOSED: &str = "-";
/// No such method.
pub const NO: &str = "";

/// Path; who may open it; who may post to it. Administrator, coordinator, data protection, kommission, municipal, school,
/// ministry (government), member (user), methodist (tutor), expert (x).
pub type Route = (&'static str, &'static str, &'static str);

const ROOMS: [&[Route]; 6] = [installation::ROUTES, register::ROUTES, measuring::ROUTES, cases::ROUTES, deeds::ROUTES, figures::ROUTES];

/// Every address.
pub fn all() -> impl Iterator<Item = &'static Route> {
    ROOMS.into_iter().flatten()
}
