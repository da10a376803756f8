//! Every address of the program and who may use it: reviewed here, compared with the sources, visited by everybody.

use crate::region::{FORM, NOBODY, OURS, Region, tell};
use access::Role;
use http::Method;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Open to everybody, strangers included.
const PUBLIC: &str = "*";
/// Everybody who is logged in.
const STAFF: &str = "acdkmsgutx";
/// Nobody here: there is no demo and no outside login.
const CLOSED: &str = "-";
/// No such method.
const NO: &str = "";

/// Path; who may open it; who may post to it. Administrator, coordinator, data protection, kommission, municipal, school,
/// ministry (government), member (user), methodist (tutor), expert (x).
const ROUTES: &[(&str, &str, &str)] = &[
    // server
    ("/assets/{name}", PUBLIC, NO),
    ("/healthz", PUBLIC, NO),
    ("/robots.txt", PUBLIC, NO),
    ("/demo/outbox", CLOSED, NO),
    ("/demo/clock", CLOSED, CLOSED),
    // accounts
    ("/demo", CLOSED, NO),
    ("/demo/login", CLOSED, CLOSED),
    ("/login", PUBLIC, PUBLIC),
    ("/logout", NO, PUBLIC),
    ("/session/extend", NO, PUBLIC),
    ("/login/oidc", CLOSED, NO),
    ("/login/oidc/callback", CLOSED, NO),
    ("/login/first", PUBLIC, PUBLIC),
    ("/login/forgot", PUBLIC, PUBLIC),
    ("/login/forgot/sent", PUBLIC, NO),
    ("/reset/{link}", PUBLIC, PUBLIC),
    ("/login/code", STAFF, STAFF),
    ("/login/second-factor", STAFF, STAFF),
    ("/login/kept", STAFF, NO),
    ("/login/kept/dismissal", NO, STAFF),
    ("/account", STAFF, NO),
    ("/account/password", STAFF, STAFF),
    ("/account/second-factor", STAFF, STAFF),
    ("/account/second-factor/removal", STAFF, STAFF),
    ("/account/sessions/ending", NO, STAFF),
    ("/account/outside-login/removal", NO, STAFF),
    ("/account/role", STAFF, STAFF),
    ("/admin/accounts", "a", "a"),
    ("/admin/accounts/new", "a", NO),
    ("/admin/accounts/slips", NO, "a"),
    ("/admin/accounts/{id}", "a", NO),
    ("/admin/accounts/{id}/name", NO, "a"),
    ("/admin/accounts/{id}/roles", "a", "a"),
    ("/admin/accounts/{id}/roles/{grant}/end", NO, "a"),
    ("/admin/accounts/{id}/disabling", NO, "a"),
    ("/admin/accounts/{id}/enabling", NO, "a"),
    ("/admin/accounts/{id}/sessions/ending", NO, "a"),
    ("/admin/accounts/{id}/second-factor/reset", NO, "a"),
    ("/admin/accounts/{id}/outside-link", NO, "a"),
    // structure
    ("/places", "ac", NO),
    ("/places/schools", "ac", NO),
    ("/places/{id}", "ac", NO),
    ("/places/{id}/rename", "ac", NO),
    ("/places/{id}/names", NO, "ac"),
    ("/places/{id}/schools/new", "ac", NO),
    ("/places/{id}/schools", NO, "ac"),
    ("/places/{id}/closing", "ac", "ac"),
    ("/places/{id}/reopening", NO, "ac"),
    ("/dictionaries", "ac", NO),
    ("/dictionaries/calendar", "ac", NO),
    ("/dictionaries/{kind}", "ac", NO),
    ("/api/schools", PUBLIC, NO),
    // people
    ("/people", "cdmst", "c"),
    ("/people/new", "c", NO),
    ("/people/duplicates", "c", NO),
    ("/people/duplicates/{left}/{right}", "c", "c"),
    ("/people/import", "c", "c"),
    ("/people/import/template.xlsx", "c", NO),
    ("/people/import/{id}", "c", NO),
    ("/people/import/{id}/errors.xlsx", "c", NO),
    ("/people/import/{id}/mapping", NO, "c"),
    ("/people/import/{id}/choices", NO, "c"),
    ("/people/import/{id}/loading", NO, "c"),
    ("/people/import/{id}/undoing", NO, "c"),
    ("/people/import/{id}/discarding", NO, "c"),
    ("/people/{id}", "cdmst", "c"),
    ("/people/{id}/edit", "c", NO),
    ("/people/{id}/name", "c", "c"),
    ("/people/{id}/job", "c", "c"),
    // consent
    ("/cabinet/consents", "u", NO),
    ("/cabinet/consents/new/{kind}", "u", "u"),
    ("/cabinet/consents/{id}", "u", NO),
    ("/cabinet/consents/{id}/document", "u", NO),
    ("/cabinet/consents/{id}/withdrawal", "u", "u"),
    ("/cabinet/about-me", "u", NO),
    ("/cabinet/about-me/document", "u", NO),
    ("/consents", "cd", NO),
    ("/consents/people/{person}", "cd", NO),
    ("/consents/people/{person}/withdrawal", "cd", "cd"),
    ("/consents/people/{person}/consent", "cd", "cd"),
    ("/consents/people/{person}/request", "cd", "cd"),
    ("/consents/people/{person}/destruction", "d", "d"),
    ("/consents/paper", "cd", "cd"),
    ("/consents/texts", "cd", NO),
    ("/consents/texts/new/{kind}", "d", "d"),
    ("/consents/texts/{id}", "cd", NO),
    ("/consents/{id}/document", "cd", NO),
    ("/consents/{id}/scan", "cd", NO),
    ("/consents/withdrawals/{id}/scan", "cd", NO),
    ("/duties", "cd", NO),
    ("/duties/{id}", "cd", "cd"),
    ("/destructions", "cd", NO),
    ("/destructions/{id}", "cd", NO),
    ("/destructions/{id}/first", NO, "d"),
    ("/destructions/{id}/second", NO, "cd"),
    ("/destructions/{id}/withdrawal", NO, "d"),
    ("/destructions/{id}/act", "cd", NO),
    ("/destructions/{id}/log", "cd", NO),
    // applications
    ("/apply", PUBLIC, PUBLIC),
    ("/apply/again", PUBLIC, PUBLIC),
    ("/apply/again/sent", PUBLIC, NO),
    ("/apply/gone", PUBLIC, NO),
    ("/apply/{token}", PUBLIC, NO),
    ("/apply/{token}/check", PUBLIC, NO),
    ("/apply/{token}/submission", NO, PUBLIC),
    ("/apply/{token}/withdrawal", PUBLIC, PUBLIC),
    ("/apply/{token}/application.pdf", PUBLIC, NO),
    ("/apply/{token}/consent/{kind}", PUBLIC, PUBLIC),
    ("/apply/{token}/evidence", PUBLIC, PUBLIC),
    ("/apply/{token}/files/{file}", PUBLIC, NO),
    ("/apply/{token}/files/{file}/removal", NO, PUBLIC),
    ("/apply/{token}/{section}", PUBLIC, PUBLIC),
    ("/apply/{token}/{section}/draft", NO, PUBLIC),
    ("/applications", "ckm", NO),
    ("/applications/{id}", "ckm", NO),
    ("/applications/{id}/application.pdf", "ckm", NO),
    ("/applications/{id}/files/{file}", "ckm", NO),
    ("/applications/{id}/findings/{criterion}", NO, "c"),
    ("/applications/{id}/acceptance", NO, "c"),
    ("/applications/{id}/return", "c", "c"),
    ("/applications/{id}/passing", NO, "c"),
    ("/applications/{id}/question", NO, "c"),
    ("/applications/{id}/duplicate", NO, "c"),
    ("/applications/{id}/endorsement", NO, "m"),
    ("/applications/{id}/decline", NO, "m"),
    ("/nominations", "ms", NO),
    ("/nominations/invitation", NO, "ms"),
    ("/nominations/{id}", "ms", "ms"),
    ("/nominations/{id}/nomination.pdf", "ckms", NO),
    // commission
    ("/meetings", "ck", "c"),
    ("/meetings/new", "c", NO),
    ("/meetings/{id}", "ck", NO),
    ("/meetings/{id}/plan", "c", "c"),
    ("/meetings/{id}/cancelling", NO, "c"),
    ("/meetings/{id}/candidates", "c", "c"),
    ("/meetings/{id}/items/{item}/removal", NO, "c"),
    ("/meetings/{id}/items/{item}/position", NO, "c"),
    ("/meetings/{id}/opening", NO, "c"),
    ("/meetings/{id}/attendance", NO, "c"),
    ("/meetings/{id}/agenda.xlsx", "c", NO),
    ("/meetings/{id}/votes", "k", "k"),
    ("/meetings/{id}/items/{item}", "ck", NO),
    ("/meetings/{id}/items/{item}/hands", NO, "c"),
    ("/meetings/{id}/items/{item}/decision", NO, "ck"),
    ("/meetings/{id}/items/{item}/reconsideration", NO, "ck"),
    ("/meetings/{id}/inclusions", "ck", "ck"),
    ("/meetings/{id}/closing", "c", "c"),
    ("/meetings/{id}/minutes.pdf", "ck", NO),
    ("/meetings/{id}/order", NO, "c"),
    // membership
    ("/orders", "cdk", NO),
    ("/orders/new", "c", "c"),
    ("/orders/{id}", "cdk", NO),
    ("/orders/{id}/order.pdf", "cdk", NO),
    ("/orders/{id}/signature", NO, "c"),
    ("/orders/{id}/discarding", NO, "c"),
    ("/orders/{id}/lines/{line}/striking", NO, "c"),
    ("/orders/{id}/lines/{line}/extract.pdf", "cdk", NO),
    ("/memberships", "cdmst", NO),
    ("/memberships/{id}/certificate.pdf", "cdmsut", NO),
    ("/quotas", "ckmg", NO),
    ("/quotas/change", "c", "c"),
    ("/verify/{code}", PUBLIC, NO),
    // register
    ("/members", PUBLIC, NO),
    ("/api/public/members", PUBLIC, NO),
    // diagnostics
    ("/diagnostics", "cmsgtx", NO),
    ("/instruments", "cmt", "ct"),
    ("/instruments/new", "ct", NO),
    ("/instruments/{id}", "cmt", NO),
    ("/instruments/{id}/settings", "ct", "ct"),
    ("/instruments/{id}/blueprint", "ct", "ct"),
    ("/instruments/{id}/copy", NO, "ct"),
    ("/instruments/{id}/opening", NO, "ct"),
    ("/instruments/{id}/closing", NO, "ct"),
    ("/instruments/{id}/forms", NO, "ct"),
    ("/instruments/{id}/forms/{form}", "cmt", NO),
    ("/instruments/{id}/forms/{form}/filling", NO, "ct"),
    ("/instruments/{id}/forms/{form}/items", NO, "ct"),
    ("/instruments/{id}/forms/{form}/items/{position}", "ct", "ct"),
    ("/instruments/{id}/forms/{form}/readiness", NO, "ct"),
    ("/instruments/{id}/forms/{form}/removal", NO, "ct"),
    ("/assignments", "cmt", "cmt"),
    ("/assignments/new", "cmt", NO),
    ("/assignments/preview", NO, "cmt"),
    ("/assignments/{id}/taking-back", NO, "cmt"),
    ("/cabinet/diagnostics", "u", NO),
    ("/cabinet/diagnostics/{id}", "u", NO),
    ("/cabinet/diagnostics/{id}/consent", "u", "u"),
    ("/cabinet/diagnostics/{id}/declining", NO, "u"),
    ("/cabinet/diagnostics/{id}/start", NO, "u"),
    ("/attempts/{id}", "u", NO),
    ("/attempts/{id}/items/{position}", "u", "u"),
    ("/attempts/{id}/items/{position}/draft", NO, "u"),
    ("/attempts/{id}/items/{position}/files", NO, "u"),
    ("/attempts/{id}/items/{position}/files/{digest}", "u", NO),
    ("/attempts/{id}/items/{position}/files/{digest}/removal", NO, "u"),
    ("/attempts/{id}/items/{position}/materials/{digest}", "u", NO),
    ("/attempts/{id}/submission", "u", "u"),
    ("/marking", "tx", NO),
    ("/marking/next", NO, "tx"),
    ("/marking/agreement", "ct", NO),
    ("/marking/{id}", "tx", "tx"),
    ("/marking/{id}/taking", NO, "tx"),
    ("/marking/{id}/return", NO, "tx"),
    ("/marking/{id}/files/{digest}", "tx", NO),
    ("/marking/{id}/materials/{digest}", "tx", NO),
    // observation
    ("/rubrics", "cmst", NO),
    ("/rubrics/new", "ct", "ct"),
    ("/rubrics/import", "ct", "ct"),
    ("/rubrics/{id}", "cmst", NO),
    ("/rubrics/{id}/rubric.xlsx", "cmst", NO),
    ("/rubrics/{id}/title", NO, "ct"),
    ("/rubrics/{id}/state", NO, "ct"),
    ("/rubrics/{id}/parts/{at}", "ct", "ct"),
    ("/rubrics/{id}/parts/{at}/new", "ct", "ct"),
    ("/observations", "cmst", NO),
    ("/observations/new", "mst", "mst"),
    ("/observations/agreement", "mst", NO),
    ("/observations/{id}", "cmst", NO),
    ("/observations/{id}/record", "mst", "mst"),
    ("/observations/{id}/finishing", NO, "mst"),
    ("/observations/{id}/reopening", NO, "mst"),
    ("/observations/{id}/withdrawal", NO, "mst"),
    ("/observations/{id}/observation.pdf", "cmst", NO),
    ("/cabinet/observations", "u", NO),
    ("/cabinet/observations/{id}", "u", NO),
    ("/cabinet/observations/{id}/answer", NO, "u"),
    ("/cabinet/observations/{id}/self", "u", "u"),
    ("/cabinet/observations/{id}/acknowledgement", NO, "u"),
    ("/cabinet/observations/{id}/sharing", NO, "u"),
    ("/cabinet/observations/{id}/observation.pdf", "u", NO),
    ("/observe/", PUBLIC, NO),
    ("/observe/worker.js", PUBLIC, NO),
    ("/observe/manifest.webmanifest", PUBLIC, NO),
    ("/api/observations/mine", "mst", NO),
    ("/api/observations/{id}/records", NO, "mst"),
    // competencies
    ("/competencies", "cmt", "ct"),
    ("/competencies/new", "ct", NO),
    ("/competencies/sample", NO, "ct"),
    ("/competencies/import", "ct", "ct"),
    ("/competencies/{id}", "cmt", NO),
    ("/competencies/{id}/title", "ct", "ct"),
    ("/competencies/{id}/introduction", NO, "ct"),
    ("/competencies/{id}/retirement", NO, "ct"),
    ("/competencies/{id}/copy", NO, "ct"),
    ("/competencies/{id}/discarding", NO, "ct"),
    ("/competencies/{id}/case.json", "cmt", NO),
    ("/competencies/{id}/sheet.xlsx", "cmt", NO),
    ("/competencies/{id}/sheet", "ct", "ct"),
    ("/competencies/{id}/sheet/loading", NO, "ct"),
    ("/competencies/{id}/nodes", NO, "ct"),
    ("/competencies/{id}/nodes/new", "ct", NO),
    ("/competencies/{id}/nodes/{node}", "ct", "ct"),
    ("/competencies/{id}/nodes/{node}/place", NO, "ct"),
    ("/competencies/{id}/nodes/{node}/deletion", NO, "ct"),
    ("/scales", "cmt", "ct"),
    ("/scales/new", "ct", NO),
    ("/scales/{id}", "cmt", NO),
    // items
    ("/items", "ct", "ct"),
    ("/items/new", "ct", NO),
    ("/items/carrying", NO, "ct"),
    ("/items/import", "ct", "ct"),
    ("/items/import/loading", NO, "ct"),
    ("/items/import/template.xlsx", "ct", NO),
    ("/items/{id}", "ct", "ct"),
    ("/items/{id}/edit", "ct", NO),
    ("/items/{id}/preview", "ct", NO),
    ("/items/{id}/statistics", "ct", NO),
    ("/items/{id}/review", NO, "ct"),
    ("/items/{id}/state", NO, "ct"),
    ("/items/{id}/files/{digest}", "ct", NO),
    ("/calibrations", "ct", "ct"),
    ("/calibrations/new", "ct", NO),
    ("/calibrations/{id}", "ct", NO),
    ("/calibrations/{id}/current", NO, "ct"),
    ("/calibrations/{id}/cancelling", NO, "ct"),
    // deficits
    ("/cabinet/results", "u", NO),
    ("/cabinet/results/sharing", "u", "u"),
    ("/cabinet/results/{attempt}", "u", NO),
    ("/cabinet/results/{attempt}/protocol.pdf", "u", NO),
    ("/cabinet/results/assessments/{id}", "u", "u"),
    ("/cabinet/results/assessments/{id}/file", "u", NO),
    ("/cabinet/deficits", "u", NO),
    ("/cabinet/deficits/new", "u", "u"),
    ("/cabinet/deficits/{id}", "u", "u"),
    ("/results", "cmst", NO),
    ("/results/{attempt}", "cmst", NO),
    ("/results/{attempt}/protocol.pdf", "cmst", NO),
    ("/deficits", "cmst", NO),
    ("/deficits/observed/{observation}", "mst", "mst"),
    ("/deficits/{id}", "cmst", "cmst"),
    ("/groups", "cmsgt", NO),
    ("/assessments", "cmt", NO),
    ("/assessments/new", "cmt", "cmt"),
    ("/assessments/import", "cmt", "cmt"),
    ("/assessments/import/template.xlsx", "cmt", NO),
    ("/assessments/import/{id}", "cmt", NO),
    ("/assessments/import/{id}/mapping", NO, "cmt"),
    ("/assessments/import/{id}/choices", NO, "cmt"),
    ("/assessments/import/{id}/loading", NO, "cmt"),
    ("/assessments/import/{id}/undoing", NO, "cmt"),
    ("/assessments/import/{id}/discarding", NO, "cmt"),
    ("/assessments/{id}", "cmt", NO),
    ("/assessments/{id}/file", "cmt", NO),
    // resources
    ("/resources", "cmstu", "cmt"),
    ("/resources/new", "cmt", NO),
    ("/resources/import", "cmt", "cmt"),
    ("/resources/import/template.xlsx", "cmt", NO),
    ("/resources/import/{id}", "cmt", NO),
    ("/resources/import/{id}/mapping", NO, "cmt"),
    ("/resources/import/{id}/choices", NO, "cmt"),
    ("/resources/import/{id}/loading", NO, "cmt"),
    ("/resources/import/{id}/undoing", NO, "cmt"),
    ("/resources/import/{id}/discarding", NO, "cmt"),
    ("/resources/import/{id}/review", NO, "cmt"),
    ("/resources/{id}", "cmstu", "cmt"),
    ("/resources/{id}/edit", "cmt", NO),
    ("/resources/{id}/file", "cmstu", NO),
    ("/resources/{id}/review", NO, "cmt"),
    ("/resources/{id}/withdrawal", "cmt", "cmt"),
    ("/resources/{id}/reopening", NO, "cmt"),
    ("/resources/{id}/mentor", "cmt", "cmt"),
    ("/resources/{id}/needs", "cmt", "cmt"),
    // cases
    ("/cases", "cmst", NO),
    ("/cases/new", "cmstu", "cmstu"),
    ("/cases/invitations", "cmstu", NO),
    ("/cases/invitations/{seat}", "cmstu", "cmstu"),
    ("/cases/{id}", "cmstu", NO),
    ("/cases/{id}/answer", NO, "cmstu"),
    ("/cases/{id}/team", "cmstu", "cmstu"),
    ("/cases/{id}/team/school", NO, "cmstu"),
    ("/cases/{id}/team/{seat}/leaving", NO, "cmstu"),
    ("/cases/{id}/deficits", "cmstu", "cmstu"),
    ("/cases/{id}/deficits/{deficit}/leaving", NO, "cmstu"),
    ("/cases/{id}/deficits/{deficit}/verdict", NO, "cmstu"),
    ("/cases/{id}/closing", NO, "cmstu"),
    ("/cases/{id}/round", NO, "cmstu"),
    ("/cases/{id}/evidence", "cmstu", "cmstu"),
    ("/cases/{id}/measures", "cmstu", "cmstu"),
    ("/cases/{id}/measures/{measure}/withdrawal", NO, "cmstu"),
    ("/cases/{id}/conclusion", NO, "cmstu"),
    ("/cases/{id}/link", "cmstu", "cmstu"),
    ("/cases/{id}/link/{link}/answer", NO, "cmstu"),
    ("/cases/{id}/link/{link}/withdrawal", NO, "cmstu"),
    ("/cases/{id}/notes", "cmstu", "cmstu"),
    ("/cases/{id}/review", "cmstu", "cmstu"),
    ("/cases/{id}/turn", "cmstu", "cmstu"),
    ("/cases/{id}/stop", "cmstu", "cmstu"),
    ("/cabinet/cases", "u", NO),
    // pathways
    ("/pathways", "cmstu", NO),
    ("/cases/{id}/pathway", "cmstu", "cmstu"),
    ("/pathways/{id}", "cmstu", NO),
    ("/pathways/{id}/frame", "cmstu", "cmstu"),
    ("/pathways/{id}/revision", "cmstu", "cmstu"),
    ("/pathways/{id}/pathway.pdf", "cmstu", NO),
    ("/pathways/{id}/hints/{hint}/answer", NO, "cmstu"),
    ("/pathways/{id}/sections/{component}", "cmstu", "cmstu"),
    ("/pathways/{id}/sections/{component}/draft", NO, "cmstu"),
    ("/pathways/{id}/sections/{component}/comments", NO, "cmstu"),
    ("/pathways/{id}/suggestions/{suggestion}/acceptance", NO, "cmstu"),
    ("/pathways/{id}/suggestions/{suggestion}/refusal", NO, "cmstu"),
    ("/pathways/{id}/suggestions/{suggestion}/taking-back", NO, "cmstu"),
    ("/pathways/{id}/history/{component}", "cmstu", NO),
    ("/pathways/{id}/proposal", "cmstu", "cmstu"),
    ("/pathways/{id}/steps/new", "cmstu", "cmstu"),
    ("/pathways/{id}/steps/{step}/edit", "cmstu", "cmstu"),
    ("/pathways/{id}/steps/{step}/say", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/shift", NO, "cmstu"),
    ("/pathways/{id}/agreement", "cmstu", NO),
    ("/pathways/{id}/agreement/sending", NO, "cmstu"),
    ("/pathways/{id}/agreement/signature", NO, "cmstu"),
    ("/pathways/{id}/agreement/whole", NO, "cmstu"),
    ("/pathways/{id}/agreement/objection", NO, "cmstu"),
    ("/pathways/{id}/walk", "cmstu", NO),
    ("/pathways/{id}/steps/{step}", "cmstu", NO),
    ("/pathways/{id}/steps/{step}/mark", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/draft", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/report", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/taking-back", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/files", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/files/{digest}/removal", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/reports/{report}/files/{digest}", "cmstu", NO),
    ("/pathways/{id}/steps/{step}/reports/{report}/answer", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/drop", NO, "cmstu"),
    ("/pathways/{id}/steps/{step}/drop/{drop}", NO, "cmstu"),
    ("/pathways/{id}/closing", "cmstu", NO),
    ("/pathways/{id}/presentation", NO, "cmstu"),
    ("/pathways/{id}/presentation/minutes", NO, "cmstu"),
    ("/pathways/{id}/closing/verdicts/{deficit}", NO, "cmstu"),
    ("/pathways/{id}/closing/word", NO, "cmstu"),
    ("/pathways/{id}/closing/end", NO, "cmstu"),
    ("/pathways/{id}/closing/round", NO, "cmstu"),
    ("/pathways/{id}/stopping", NO, "cmstu"),
    ("/pathways/worked", "cmt", NO),
    ("/cabinet/works", "u", NO),
    ("/cabinet/works/new", "u", "u"),
    ("/cabinet/works/{id}", "u", "u"),
    ("/cabinet/works/{id}/draft", NO, "u"),
    ("/cabinet/works/{id}/files", NO, "u"),
    ("/cabinet/works/{id}/files/{digest}", "u", NO),
    ("/cabinet/works/{id}/files/{digest}/removal", NO, "u"),
    ("/cabinet/works/{id}/portfolio", NO, "u"),
    ("/cabinet/works/{id}/removal", NO, "u"),
    ("/cabinet/portfolio", "u", NO),
    ("/cabinet/portfolio/portfolio.pdf", "u", NO),
    ("/cabinet/portfolio/portfolio.xlsx", "u", NO),
    ("/cabinet/calendar", "cmstu", "cmstu"),
    ("/cabinet/calendar/removal", NO, "cmstu"),
    ("/calendar/{file}", PUBLIC, NO),
    // desk
    ("/", PUBLIC, NO),
    ("/desk", STAFF, NO),
    ("/cabinet", "u", NO),
    ("/audit", "d", NO),
    ("/audit/verification", NO, "d"),
    ("/audit/verifications/{id}", "d", NO),
    ("/help", PUBLIC, NO),
    ("/help/{topic}", PUBLIC, NO),
    ("/policy", PUBLIC, NO),
    ("/view-settings", PUBLIC, PUBLIC),
];

/// Allowed, and yet there may be nothing to show: no paper was scanned, no act was drawn up, nothing was imported or checked.
const MAY_BE_ABSENT: &[&str] = &[
    "/instruments/{id}",
    "/instruments/{id}/settings",
    "/instruments/{id}/blueprint",
    "/instruments/{id}/forms/{form}",
    "/instruments/{id}/forms/{form}/items/{position}",
    "/pathways/{id}/walk",
    "/pathways/{id}/steps/{step}",
    "/pathways/{id}/steps/{step}/reports/{report}/files/{digest}",
    "/pathways/{id}/closing",
    "/cabinet/works/{id}",
    "/cabinet/works/{id}/files/{digest}",
    "/cabinet/calendar",
    "/cabinet/diagnostics/{id}",
    "/cabinet/diagnostics/{id}/consent",
    "/attempts/{id}",
    "/attempts/{id}/items/{position}",
    "/attempts/{id}/items/{position}/files/{digest}",
    "/attempts/{id}/items/{position}/materials/{digest}",
    "/attempts/{id}/submission",
    "/marking/{id}",
    "/marking/{id}/files/{digest}",
    "/marking/{id}/materials/{digest}",
    "/observations/{id}",
    "/observations/{id}/observation.pdf",
    "/observations/{id}/record",
    "/people/import/{id}",
    "/people/import/{id}/errors.xlsx",
    "/consents/{id}/scan",
    "/consents/withdrawals/{id}/scan",
    "/duties/{id}",
    "/destructions/{id}",
    "/destructions/{id}/act",
    "/destructions/{id}/log",
    "/audit/verifications/{id}",
    "/nominations/{id}/nomination.pdf",
    "/meetings/{id}/inclusions",
    "/apply/{token}",
    "/reset/{link}",
    "/assets/{name}",
    "/items/{id}/files/{digest}",
    "/items/{id}",
    "/items/{id}/edit",
    "/items/{id}/preview",
    "/items/{id}/statistics",
    "/calibrations/{id}",
    // resources: the catalogue is empty
    "/resources/import/{id}",
    "/resources/{id}",
    "/resources/{id}/edit",
    "/resources/{id}/file",
    "/resources/{id}/withdrawal",
    "/resources/{id}/mentor",
    "/resources/{id}/needs",
    // cases: none is open
    "/cases/invitations/{seat}",
    "/cases/{id}",
    "/cases/{id}/team",
    "/cases/{id}/deficits",
    "/cases/{id}/evidence",
    "/cases/{id}/measures",
    "/cases/{id}/link",
    "/cases/{id}/notes",
    "/cases/{id}/review",
    "/cases/{id}/turn",
    "/cases/{id}/stop",
    // pathways: none is begun
    "/cases/{id}/pathway",
    "/pathways/{id}",
    "/pathways/{id}/frame",
    "/pathways/{id}/revision",
    "/pathways/{id}/pathway.pdf",
    "/pathways/{id}/sections/{component}",
    "/pathways/{id}/history/{component}",
    "/pathways/{id}/proposal",
    "/pathways/{id}/steps/new",
    "/pathways/{id}/steps/{step}/edit",
    "/pathways/{id}/agreement",
    // deficits: nobody has opened a result, declared a difficulty, or recorded an assessment
    "/cabinet/results/{attempt}",
    "/cabinet/results/{attempt}/protocol.pdf",
    "/cabinet/results/assessments/{id}",
    "/cabinet/results/assessments/{id}/file",
    "/cabinet/deficits/{id}",
    "/results/{attempt}",
    "/results/{attempt}/protocol.pdf",
    "/deficits/observed/{observation}",
    "/deficits/{id}",
    "/assessments/import/{id}",
    "/assessments/{id}",
    "/assessments/{id}/file",
];

/// Answer without a key: they change nothing that a repeat would change again.
const KEYLESS: &[&str] = &["/logout", "/session/extend", "/view-settings", "/apply/{token}/{section}/draft", "/attempts/{id}/items/{position}/draft", "/pathways/{id}/sections/{component}/draft", "/pathways/{id}/steps/{step}/draft", "/cabinet/works/{id}/draft", "/consents/paper"];

fn letter(role: Role) -> char {
    match role {
        Role::Administrator => 'a',
        Role::Coordinator => 'c',
        Role::DataProtection => 'd',
        Role::Commission => 'k',
        Role::Municipal => 'm',
        Role::School => 's',
        Role::Ministry => 'g',
        Role::Methodist => 't',
        Role::Expert => 'x',
        Role::Member => 'u',
    }
}

fn allows(who: &str, role: Role) -> bool {
    who == PUBLIC || who.contains(letter(role))
}

// --- the sources ------------------------------------------------------------------------------------------------------

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() && !matches!(name.as_str(), "tests" | "examples" | "benches" | "target" | "setup") {
            sources(&entry, found);
        } else if name.ends_with(".rs") {
            found.push((entry.clone(), fs::read_to_string(&entry).unwrap()));
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text between the parenthesis that opens `text` and its pair.
fn in_parentheses(text: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &text[1..at];
        }
    }
    text
}

/// The address that a route names: written out, or by a constant of the same file or of another.
fn address(named: &str, file: &str, all: &[(PathBuf, String)]) -> String {
    if let Some(written) = named.strip_prefix('"') {
        return written.trim_end_matches('"').to_owned();
    }
    let constant = format!("const {}: &str = \"", named.rsplit("::").next().unwrap());
    let module = named.rsplit("::").nth(1).map(|module| format!("{module}.rs"));
    let value = |text: &str| text.split(&constant).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let elsewhere = || all.iter().filter(|(path, _)| module.as_ref().is_none_or(|module| path.ends_with(module))).find_map(|(_, text)| value(text));
    let anywhere = || all.iter().find_map(|(_, text)| value(text));
    let own = if module.is_none() { value(file) } else { None };
    own.or_else(elsewhere).or_else(anywhere).unwrap_or_else(|| panic!("what address is {named}?"))
}

#[test]
fn the_reviewed_list_names_every_address_of_the_sources() {
    let (mut all, mut found) = (Vec::new(), BTreeMap::<String, (bool, bool)>::new());
    ["domains", "server/src", "platform/ui/src"].iter().for_each(|folder| sources(&root().join(folder), &mut all));
    for (_, text) in &all {
        for rest in text.split(".route").skip(1).filter(|rest| rest.starts_with('(')) {
            let inside = in_parentheses(rest);
            let (named, methods) = inside.split_once(',').unwrap();
            let entry = found.entry(address(named.trim(), text, &all)).or_default();
            entry.0 |= methods.contains("get(");
            entry.1 |= methods.contains("post(");
        }
    }
    let reviewed: BTreeMap<String, (bool, bool)> = ROUTES.iter().map(|(path, get, post)| ((*path).to_owned(), (*get != NO, *post != NO))).collect();
    assert_eq!(reviewed.len(), ROUTES.len(), "an address stands twice in the list");
    assert!(
        found == reviewed,
        "the reviewed list and the sources differ:\n{:#?}",
        found.iter().filter(|(path, how)| reviewed.get(*path) != Some(how)).chain(reviewed.iter().filter(|(path, _)| !found.contains_key(*path))).collect::<Vec<_>>()
    );
}

// --- visits -----------------------------------------------------------------------------------------------------------

/// Ids of records that are really there, near the personas where it matters.
struct Samples(BTreeMap<&'static str, String>);

impl Samples {
    fn of(region: &Region, meeting: &str) -> Self {
        let own = region.persona(Role::Member).account;
        let near = "FROM application a JOIN place pl ON pl.id = a.place_id WHERE pl.path LIKE (SELECT p.path FROM role_grant g JOIN place p ON p.id = g.place_id WHERE g.role = 'municipal' LIMIT 1) || '%'";
        let application = region.one::<String>(&format!("SELECT a.id {near} AND a.state = 'checked' LIMIT 1"));
        let person = region.one::<String>(&format!("SELECT person_id FROM application WHERE id = '{application}'"));
        let meeting = meeting.rsplit('/').next().unwrap().to_owned();
        let (framework, scale) = region.framework();
        let order = region.one::<String>("SELECT id FROM act_order WHERE state = 'signed' LIMIT 1");
        let sample = [
            ("application", application.clone()),
            ("file", region.one(&format!("SELECT id FROM application_file WHERE application_id = '{application}' LIMIT 1"))),
            ("person", person.clone()),
            ("other", region.one(&format!("SELECT id FROM person WHERE id <> '{person}' AND erased_at IS NULL LIMIT 1"))),
            ("item", region.item()),
            ("meeting", meeting),
            ("line", region.one(&format!("SELECT id FROM order_line WHERE order_id = '{order}' LIMIT 1"))),
            ("order", order),
            ("membership", region.one(&format!("SELECT m.id FROM membership m JOIN account a ON a.person_id = m.person_id WHERE a.id = '{own}' LIMIT 1"))),
            ("own", region.one(&format!("SELECT c.id FROM consent c JOIN account a ON a.person_id = c.person_id WHERE a.id = '{own}' LIMIT 1"))),
            ("consent", region.one(&format!("SELECT id FROM consent WHERE person_id = '{person}' LIMIT 1"))),
            ("text", region.one("SELECT id FROM consent_text LIMIT 1")),
            ("node", region.one(&format!("SELECT id FROM competency WHERE framework_id = '{framework}' AND parent_id IS NOT NULL LIMIT 1"))),
            ("framework", framework),
            ("scale", scale),
            ("bank", region.maybe("SELECT id FROM item LIMIT 1").unwrap_or_else(|| NOBODY.into())),
            ("calibration", region.maybe("SELECT id FROM calibration LIMIT 1").unwrap_or_else(|| NOBODY.into())),
            ("digest", "0".repeat(64)),
            ("account", own.to_string()),
            ("grant", region.one(&format!("SELECT id FROM role_grant WHERE account_id = '{own}'"))),
            ("school", region.one("SELECT id FROM place WHERE kind = 'school' LIMIT 1")),
            ("municipality", region.one("SELECT id FROM place WHERE kind = 'municipality' LIMIT 1")),
            ("code", region.one("SELECT certificate_code FROM membership LIMIT 1")),
            ("rubric", region.one("SELECT id FROM rubric WHERE state = 'live' LIMIT 1")),
            ("observation", region.one("SELECT o.id FROM observation o JOIN role_grant g ON g.account_id = o.observer_id WHERE g.role = 'methodist' AND o.state = 'agreed' LIMIT 1")),
            ("observed", region.one(&format!("SELECT o.id FROM observation o JOIN account a ON a.person_id = o.person_id WHERE a.id = '{own}' LIMIT 1"))),
        ];
        Self(sample.into_iter().collect())
    }

    /// What stands in the place of a parameter.
    fn value(&self, path: &str, parameter: &str) -> String {
        let is = |beginning: &str| path.starts_with(beginning);
        let name = match parameter {
            "id" if is("/admin/accounts") => "account",
            "id" if is("/places") && path.contains("/schools") => "municipality",
            "id" if is("/places") => "school",
            "id" if is("/people/import") || is("/duties") || is("/destructions") || is("/audit") || is("/consents/withdrawals") => return NOBODY.into(),
            "id" if is("/nominations") && path.ends_with(".pdf") => return NOBODY.into(),
            "id" if is("/people") => "person",
            "id" | "form" if is("/instruments") || is("/assignments") || is("/attempts") || is("/marking") || is("/cabinet/diagnostics") => return NOBODY.into(),
            "id" | "attempt" | "competency" | "sharing" if ["/cabinet/results", "/cabinet/deficits", "/cabinet/assessments", "/results", "/deficits", "/assessments", "/groups", "/resources"].into_iter().any(is) => return NOBODY.into(),
            "id" | "seat" | "deficit" | "measure" | "link" if is("/cases") => return NOBODY.into(),
            "id" | "step" | "suggestion" | "hint" | "report" | "drop" | "deficit" | "digest" if is("/pathways") || is("/cabinet/works") => return NOBODY.into(),
            "component" => return "target".into(),
            "position" => return "1".into(),
            "id" if is("/rubrics") => "rubric",
            "id" if is("/observations") || is("/api/observations") => "observation",
            "id" if is("/cabinet/observations") => "observed",
            "at" => return "1".into(),
            "id" if is("/cabinet") => "own",
            "id" if is("/consents/texts") => "text",
            "id" if is("/consents") => "consent",
            "id" if is("/applications") || is("/nominations") => "application",
            "id" if is("/meetings") => "meeting",
            "id" if is("/orders") => "order",
            "id" if is("/memberships") => "membership",
            "id" if is("/competencies") => "framework",
            "id" if is("/scales") => "scale",
            "id" if is("/items") => "bank",
            "id" if is("/calibrations") => "calibration",
            "left" => "person",
            "right" => "other",
            "kind" if is("/dictionaries") => return "position".into(),
            "kind" => return "publication".into(),
            "section" => return "name".into(),
            "criterion" => return "experienced".into(),
            "topic" => return "member".into(),
            "file" if is("/calendar") => return "no-such-calendar.ics".into(),
            "token" => return "0".repeat(64),
            "link" => return "no-such-link".into(),
            "name" => return "app.css".into(),
            other => return self.0.get(other).unwrap_or_else(|| panic!("a sample for {other} of {path}")).clone(),
        };
        self.0[name].clone()
    }

    fn filled(&self, path: &str) -> String {
        let part = |part: &str| part.strip_prefix('{').map_or_else(|| part.to_owned(), |name| self.value(path, name.trim_end_matches('}')));
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

/// Nobody but the applicant's link opens what stands below it.
fn is_under_a_link(path: &str) -> bool {
    path.starts_with("/apply/{token}")
}

#[test]
fn a_stranger_opens_the_public_pages_and_nothing_else() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        for (path, get, post) in ROUTES {
            let mut stranger = region.stranger();
            let address = samples.filled(path);
            if *get != NO {
                let answer = stranger.open(&address).await;
                let expected = match *get {
                    PUBLIC if is_under_a_link(path) => answer.status == 404 && answer.is_russian(),
                    PUBLIC => matches!(answer.status, 200 | 303 | 404 | 410),
                    CLOSED => answer.status == 404,
                    _ => answer.status == 303 && answer.location.starts_with("/login"),
                };
                assert!(expected, "a stranger opens {address}: {} {}", answer.status, answer.location);
            }
            if *post != NO {
                let answer = stranger.post(&address, &[]).await;
                let expected = match *post {
                    PUBLIC if is_under_a_link(path) => answer.status == 404,
                    PUBLIC => !answer.is_fault(),
                    CLOSED => answer.status == 404,
                    _ => answer.status == 303 && answer.location.starts_with("/login"),
                };
                assert!(expected, "a stranger posts to {address}: {} {}", answer.status, answer.location);
            }
        }
    });
}

#[test]
fn beyond_its_rights_each_role_finds_nothing_and_within_them_something() {
    let region = Region::new();
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        let mut wrong = BTreeSet::new();
        for role in Role::ALL.iter().copied() {
            for (path, get, post) in ROUTES.iter().filter(|(_, get, post)| *get != PUBLIC && *post != PUBLIC) {
                let mut somebody = region.at_work(role);
                let address = samples.filled(path);
                if *get != NO {
                    let answer = somebody.open(&address).await;
                    // What a municipality or a school may see depends on whose record it is.
                    let may_be_absent = MAY_BE_ABSENT.contains(path) || matches!(role, Role::Municipal | Role::School);
                    let fits = if allows(get, role) { matches!(answer.status, 200 | 303 | 409) || (answer.status == 404 && may_be_absent) } else { answer.status == 404 && answer.is_russian() };
                    if !fits {
                        wrong.insert(format!("{role} opens {address}: {}", answer.status));
                    }
                }
                if *post != NO && !allows(post, role) {
                    let before = region.count("SELECT COUNT(*) FROM audit_event");
                    let answer = somebody.post(&address, &[("version", "1"), ("to", "up")]).await;
                    if answer.status != 404 || !answer.is_russian() || region.count("SELECT COUNT(*) FROM audit_event") != before {
                        wrong.insert(format!("{role} posts to {address}: {} {}", answer.status, answer.location));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn a_login_without_its_second_step_reaches_no_work() {
    let region = Region::new();
    tell(async {
        let samples = Samples::of(&region, &region.meeting());
        for role in Role::ALL.iter().copied().filter(|role| role.needs_second_factor()) {
            let mut halfway = region.halfway(region.persona(role).account);
            for (path, get, post) in ROUTES.iter().filter(|(path, get, post)| *get != PUBLIC && *post != PUBLIC && *get != CLOSED && !path.starts_with("/login/")) {
                let address = samples.filled(path);
                for (who, is_get) in [(get, true), (post, false)].into_iter().filter(|(who, _)| **who != NO) {
                    let answer = if is_get { halfway.open(&address).await } else { halfway.post(&address, &[]).await };
                    assert!(answer.status == 303 && answer.location.starts_with("/login"), "{role} {who} {address}: {}", answer.said());
                }
            }
            let switched = halfway.post("/account/role", &[("role", &samples.filled("{grant}"))]).await;
            assert!(switched.location.starts_with("/login/second-factor"), "{role}: {}", switched.said());
        }
    });
}

/// Somebody who may use an address, or a stranger where everybody may.
fn user_of(who: &str) -> Option<Role> {
    Role::ALL.iter().copied().find(|role| who != PUBLIC && allows(who, *role))
}

#[test]
fn rubbish_in_an_address_is_a_refusal_in_words() {
    let long = "a".repeat(10_000);
    let rubbish = ["1", "not-a-uuid", NOBODY, &long, "%00", "%FF", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%98%80", "%27%20OR%201=1--", "%E2%80%AEabc", "-1", "99999999999999999999"];
    Region::on_each_engine(|region| {
        tell(async {
            for (path, get, post) in ROUTES.iter().filter(|(path, _, _)| path.contains('{')) {
                for one in rubbish {
                    let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { one } else { part }).collect();
                    let address = parts.join("/");
                    for (who, method) in [(get, Method::GET), (post, Method::POST)].into_iter().filter(|(who, _)| **who != NO) {
                        let mut somebody = user_of(who).map_or_else(|| region.stranger(), |role| region.at_work(role));
                        let answer = if method == Method::GET { somebody.open(&address).await } else { somebody.post(&address, &[]).await };
                        // The page behind a certificate's code says in words that there is none; help is chosen by words.
                        let is_page = answer.status == 200 && path.starts_with("/verify/");
                        let shown: String = address.chars().take(80).collect();
                        assert!(is_page || answer.is_refusal_in_words() || path.starts_with("/assets/"), "{method} {shown}: {} {}", answer.status, answer.location);
                        assert!(!answer.is_fault(), "{method} {shown}: {}", answer.status);
                    }
                }
            }
        });
    });
}

#[test]
fn rubbish_in_a_query_harms_no_page() {
    let queries = [
        "page=0",
        "page=-1",
        "page=4294967295",
        "page=99999999999999999999",
        "page=%FF",
        "sort=%00",
        "sort=-",
        "q=%00",
        "q=%",
        "q=%F0%9F%98%80",
        "q=%E2%80%AE",
        "q=%25_%27%22%3B--",
        "format=exe",
        "format=xlsx&q=%00",
        "verdict=x&show=x&state=x&kind=x&municipality=%00&subject=%27&school=x&standing=x&order=x&for=x&item=x",
        "person=x&action=%00&object=x&from=31.02.2026&to=31.12.2199",
        "next=//evil.example",
        "=&&=&%3D",
        "q=+++",
        "page=1&page=2",
    ];
    Region::on_each_engine(|region| {
        tell(async {
            let meeting = region.meeting();
            let samples = Samples::of(region, &meeting);
            let long = format!("q={}", "%D1%8F".repeat(2_000));
            for (path, get, _) in ROUTES.iter().filter(|(path, get, _)| *get != NO && !path.ends_with(".pdf") && !path.ends_with("document")) {
                for query in queries.iter().copied().chain([long.as_str()]) {
                    let mut somebody = user_of(get).map_or_else(|| region.stranger(), |role| region.at_work(role));
                    let address = format!("{}?{query}", samples.filled(path));
                    let answer = somebody.open(&address).await;
                    assert!(!answer.is_fault(), "{address}: {}", answer.status);
                    assert!(!answer.location.contains("evil"), "{address}: {}", answer.location);
                }
            }
        });
    });
}

#[test]
fn a_post_that_is_no_form_of_ours_is_refused_in_words() {
    let region = Region::new();
    let key = "_key=0123456789abcdef0123";
    let many = format!("{key}{}", "&a=1".repeat(5_000));
    let edge = ("content-type", "multipart/form-data; boundary=EDGE");
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let odd: [(&str, Headers<'_>, &str); 9] = [
        ("without a key", &[FORM, OURS], "name=1"),
        ("with a key that is none", &[FORM, OURS], "_key=../../etc"),
        ("with too many fields", &[FORM, OURS], &many),
        ("as JSON", &[("content-type", "application/json"), OURS], "{\"_key\":1}"),
        ("as plain text", &[("content-type", "text/plain"), OURS], key),
        ("of no type", &[OURS], key),
        ("multipart without an edge", &[("content-type", "multipart/form-data"), OURS], "--x"),
        ("empty multipart", &[edge, OURS], ""),
        ("cut multipart", &[edge, OURS], "--EDGE\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n0123"),
    ];
    let foreign: [(&str, Headers<'_>); 5] = [
        ("from nowhere", &[FORM]),
        ("from another site", &[FORM, ("origin", "https://evil.example")]),
        ("from a page without origin", &[FORM, ("origin", "null")]),
        ("across sites", &[FORM, OURS, ("sec-fetch-site", "cross-site")]),
        ("from a site beside us", &[FORM, OURS, ("sec-fetch-site", "same-site")]),
    ];
    tell(async {
        let meeting = region.meeting();
        let samples = Samples::of(&region, &meeting);
        for (path, _, post) in ROUTES.iter().filter(|(_, _, post)| *post != NO) {
            let mut somebody = user_of(post).map_or_else(|| region.stranger(), |role| region.at_work(role));
            let address = samples.filled(path);
            for (how, headers) in foreign {
                let answer = somebody.send(Method::POST, &address, headers, key.into()).await;
                assert!(answer.status == 403 && answer.is_russian(), "{address} {how}: {}", answer.status);
            }
            for (how, headers, body) in odd {
                let answer = somebody.send(Method::POST, &address, headers, body.into()).await;
                let keyless = KEYLESS.contains(path) && !answer.is_fault();
                assert!(keyless || answer.is_refusal_in_words(), "{address} {how}: {} {}", answer.status, answer.location);
            }
        }
    });
}
