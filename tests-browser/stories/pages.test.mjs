// Every persona opens every entry of its navigation and the first thing in each list: accessible, fitting a small phone, quiet.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { DESK } from '../lib/stage.mjs';
import { enterAs, PERSONAS } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, open } from '../lib/walk.mjs';

const SMALL_PHONE = { width: 360, height: 740 };
const FOR_EVERYBODY = ['/members', '/calendar', '/apply', '/apply/again', '/login', '/login/first', '/login/forgot', '/help', '/policy', '/view-settings', '/demo', '/demo/outbox', '/practices/public', '/open-data', '/api/v1'];
const OWN = ['/desk', '/help', '/account', '/account/password', '/account/second-factor'];
const CASES = ['/cases', '/cases/new', '/cases/invitations'];
const MORE = {
  coordinator: ['/places/mo-bikin', '/places/mo-bikin?on=01.05.2023', '/places/mo-bikin/edit', '/places/mo-bikin/heads', '/places/mo-bikin/service', '/places/mo-bikin/contact', '/places/schools', '/quotas?kind=subject_methodist', '/quotas?kind=school_manager', '/quotas/what-if?until=31.12.2027', '/programme', '/programme/history', '/programme/stages/new', '/unions', '/unions/new', '/unions/tree', '/unions/meetings?which=all', '/unions/decisions?show=all', '/practices', '/practices/reviews', '/practices/uses', '/matching', '/matching/new', '/matching/members', '/matching/directions', '/pairs', '/mentoring', '/mentoring/needs', '/mentoring?state=all', '/years', '/cases', '/cases/invitations', '/pathways', '/orders/new', '/meetings/new', '/people/new', '/people/import', '/people/duplicates', '/memberships', '/consents/paper', '/consents/texts', '/help-requests', '/help-requests/own', '/help-requests/figures', '/help-requests/terms', '/private-help', '/notices', '/support', '/courses', '/courses/new', '/schools-help', '/schools-help/new', '/schools-help/figures', '/experts', '/experts/new', '/contests', '/contests/new', '/directions', '/directions/d08'],
  methodist: ['/activities/calendar', '/consultations', '/consultations/new', '/consultations/figures', '/indicators', '/indicators/events', '/reports', '/reports?view=received', '/pairs', '/competencies', '/scales', '/items', '/items/import', '/calibrations', '/instruments', '/instruments/new', '/assignments', '/assignments/new', '/marking/agreement', '/results', '/deficits', '/groups', '/assessments', '/assessments/new', '/assessments/import', '/rubrics', '/observations', '/items/review', ...CASES, '/pathways', '/resources', '/resources/new', '/resources/import', '/help-requests', '/help-requests/figures', '/notices', '/notices/preferences', '/support', '/courses', '/experts', '/contests', '/directions/d10'],
  municipality: ['/activities/calendar', '/consultations', '/consultations/figures', '/indicators', '/reports', '/reports?view=received', '/unions', '/unions/tree', '/unions/decisions', '/practices', '/matching', '/matching/new', '/matching/members', '/matching/directions', '/pairs', '/mentoring', '/mentoring/needs', '/years', ...CASES, '/pathways', '/resources', '/resources/new', '/help-requests', '/help-requests/own', '/help-requests/new', '/support', '/courses', '/schools-help', '/schools-help/figures', '/experts', '/contests'],
  school: ['/activities/calendar', '/consultations/new', '/indicators', '/reports', '/unions', '/unions/new', '/practices', '/practices/uses', '/pairs', '/mentoring', '/mentoring/needs', ...CASES, '/pathways', '/resources', '/help-requests', '/help-requests/new', '/support', '/courses', '/schools-help', '/contests', '/directions'],
  administrator: ['/admin/accounts/new'],
  ministry: ['/places/mo-bikin', '/quotas?kind=direction_methodist', '/quotas/what-if', '/programme', '/support', '/courses', '/schools-help/figures', '/contests'],
  member: ['/places', '/programme', '/activities/calendar', '/consultations', '/consultations/new', '/cabinet/consultations', '/unions?mine=yes', '/unions/meetings?mine=yes', '/unions/decisions?mine=yes', '/practices', '/practices/mine', '/practices/new', '/cabinet/pairs', '/cabinet/year', '/cabinet/mentoring', '/cabinet/diagnostics', '/cabinet/results', '/cabinet/deficits', '/cabinet/deficits/new', '/cabinet/observations', '/cabinet/consents', '/cabinet/about-me', '/cabinet/consents/new/publication', '/cabinet/cases', '/cases/new', '/cases/invitations', '/pathways', '/resources', '/cabinet/works', '/cabinet/works/new', '/cabinet/portfolio', '/cabinet/calendar', '/help-requests', '/help-requests/new', '/private-help', '/private-help/new', '/private-help/helper', '/notices', '/notices/preferences', '/support', '/cabinet/courses', '/cabinet/attestation', '/contests', '/experts', '/directions', '/directions/d09'],
};
const CARDS = ['places', 'coverage', 'cases', 'stages', 'deficits', 'pathways', 'help', 'quotas', 'events', 'outcomes'];
const PICTURE = ['/picture', '/picture/definitions'];
const INSIGHT = ['/insight', '/insight/worked', '/insight/worked?by=resource', '/insight/link', '/insight/effect', '/insight/change', '/insight/method/link', '/insight/method/effect', '/insight/method/change'];
const OUTCOMES = ['/outcomes', '/outcomes/sources'];
const BRINGING = [...OUTCOMES, '/outcomes/new', '/outcomes/bring', '/outcomes/classes'];
/** Results of pupils and the picture of a place: pages of their own, so that the persona's other pages are looked at meanwhile. */
const FIGURES = {
  coordinator: [...PICTURE, '/picture/mo-bikin', ...CARDS.map((card) => `/picture/region/${card}`), ...INSIGHT, '/insight/lots', '/insight/lots/new', ...BRINGING, '/exchange/open-data'],
  methodist: [...PICTURE, ...INSIGHT, ...OUTCOMES],
  municipality: [...PICTURE, ...INSIGHT, '/insight/lots', '/insight/lots/new', ...BRINGING],
  school: [...PICTURE, '/picture/sch-habarovsk-1/outcomes', '/picture/sch-habarovsk-1/cases', ...INSIGHT, ...BRINGING],
  administrator: ['/exchange', '/exchange/tokens', '/exchange/webhooks'],
  ministry: [...PICTURE, '/picture/mo-bikin', ...INSIGHT],
};
const SAME_AS_CHAIR = ['second', 'third'];

story('every public page is accessible and fits a small phone', async ({ visitor }) => {
  const page = await visitor();
  for (const path of FOR_EVERYBODY) await inspect(page, path);
});

for (const persona of Object.keys(PERSONAS).filter((name) => !SAME_AS_CHAIR.includes(name))) {
  story(`every page of the ${persona} is accessible and fits a small phone`, async ({ visitor }) => {
    const page = await visitor();
    await enterAs(page, persona);
    const entries = await addresses(page.getByRole('navigation', { name: 'Разделы' }).locator('a'));
    assert.ok(entries.length >= 2, `the navigation of the ${persona} has ${entries.length} entries`);
    const seen = new Set(FIGURES[persona] ?? []);
    await inspectWithFirst(page, [...entries, ...OWN, ...(MORE[persona] ?? [])].filter((path) => !seen.has(path)));
  });
}

for (const [persona, pages] of Object.entries(FIGURES)) {
  story(`pages of results and pictures of the ${persona} are accessible and fit a small phone`, async ({ visitor }) => {
    const page = await visitor();
    await enterAs(page, persona);
    await inspectWithFirst(page, pages);
  });
}

/** Pages of a case and of its pathway, after their addresses. */
const OF_CASE = ['', '/team', '/deficits', '/evidence', '/measures', '/link', '/notes', '/review', '/turn'];
const OF_PATHWAY = ['', '/agreement', '/walk', '/closing', '/history/target', '/sections/target', '/sections/content'];

story('every page of a case that goes on is accessible and fits a small phone', async ({ visitor }) => {
  const page = await visitor();
  await enterAs(page, 'member');
  await open(page, '/cabinet/cases');
  const cases = await addresses(page.getByRole('main').getByRole('heading', { level: 3 }).getByRole('link'));
  assert.equal(cases.length, 2, 'the one that is walked, and the one to sign in');
  for (const at of cases) {
    const isOwn = at === cases[0];
    for (const more of isOwn ? [...OF_CASE, '/stop'] : OF_CASE) await inspect(page, `${at}${more}`);
    await open(page, `${at}/pathway`);
    const pathway = new URL(page.url()).pathname;
    for (const more of isOwn ? [...OF_PATHWAY, '/revision'] : OF_PATHWAY) await inspect(page, `${pathway}${more}`);
    await open(page, `${pathway}/walk`);
    for (const step of await addresses(page.getByRole('main').locator('tbody a'))) await inspect(page, step);
  }
});

/** The pages, and the first thing in the list of each. */
async function inspectWithFirst(page, pages) {
  const deeper = new Set();
  for (const path of new Set(pages)) {
    await inspect(page, path);
    const [first] = await addresses(page.getByRole('main').locator('tbody a:not([download])'));
    if (first && !/\.(pdf|csv|json|xlsx)$/u.test(first) && !first.includes('?')) deeper.add(first);
  }
  for (const path of deeper) await inspect(page, path);
}

async function addresses(links) {
  const found = await links.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  return [...new Set(found)].filter((address) => address.startsWith('/'));
}

async function inspect(page, path) {
  await open(page, path);
  await openEverything(page);
  await assertAccessible(page);
  await page.setViewportSize(SMALL_PHONE);
  await assertFits(page);
  await page.setViewportSize(DESK);
}

/** What is folded away must hold to the same. */
const openEverything = (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((details) => { details.open = true; }));
