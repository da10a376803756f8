// The first slice of the product, whole: application → consents → check → endorsement → commission → order → public page.
import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';
import { readPaper } from '../lib/paper.mjs';
import {
  acceptApplication, ANNA, attachProofs, beginApplication, closeMeeting, confirmCriterion, decideToInclude, endorse, enterAs, fillForm, firstLogin,
  giveConsents, openApplication, openMeeting, publicRow, returnByLetter, signOrder, vote,
} from '../lib/steps.mjs';
import { assertAccessible } from '../lib/axe.mjs';
import { assertHeading, assertNotShown, assertShown, field, fill, fillAll, follow, followLetter, open, press } from '../lib/walk.mjs';

story('an applicant becomes a member on the public page', async ({ visitor }) => {
  const applicant = await visitor();
  await beginApplication(applicant, ANNA);
  await makeAMistake(applicant);
  await applicant.context().clearCookies();
  await returnByLetter(applicant, ANNA);
  await assertHeading(applicant, 'Ваша заявка');
  await fillForm(applicant, ANNA);
  await attachProofs(applicant);
  await giveConsents(applicant, ['Фамилия, имя, отчество', 'Преподаваемый предмет']);
  await sendTwice(applicant);

  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await openApplication(coordinator, ANNA);
  await assertAccessible(coordinator);
  await sendBackForCategory(coordinator);
  await correctCategory(applicant);
  await openApplication(coordinator, ANNA);
  await assertShown(coordinator, 'Что исправлено');
  await confirmCriterion(coordinator);
  await acceptApplication(coordinator);

  const municipality = await visitor();
  await enterAs(municipality, 'municipality');
  await foreignApplicationIsAbsent(coordinator, municipality);
  await openApplication(municipality, ANNA);
  await endorse(municipality, 'Ведёт районное объединение учителей физики');

  const meeting = await openMeeting(coordinator, ANNA);
  await everyoneVotes(visitor, meeting);
  const figures = await decideToInclude(coordinator, meeting, ANNA);
  assert.match(figures, /Мест\s+Занято/u, 'quotas are seen at the moment of deciding');
  const minutes = await closeMeeting(coordinator, meeting);
  assert.match(minutes, /ПРОТОКОЛ/iu);
  assert.ok(minutes.includes(ANNA.name['Фамилия']), 'the minutes name the candidate');

  const order = await signOrder(coordinator, ANNA, '77-РМА');
  assert.ok(order.includes('77-РМА') && order.includes('Вербная-Заря') && /Приложение/iu.test(order), order.slice(0, 600));

  await theMemberIsPublished(await visitor());
  await theMemberEnters(await visitor());
});

/** A wrong date: the summary names it, everything typed is still there. */
async function makeAMistake(page) {
  await follow(page, 'Как вас зовут');
  await fillAll(page, { ...ANNA.name, 'Дата рождения': '31.02.1984' });
  await press(page, 'Сохранить и продолжить');
  const summary = page.getByRole('alert');
  await summary.waitFor();
  await assertAccessible(page);
  for (const [label, typed] of Object.entries({ ...ANNA.name, 'Дата рождения': '31.02.1984' })) {
    assert.equal(await (await field(page, label)).inputValue(), typed, label);
  }
  await summary.getByRole('link').first().click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'birth_on', 'the summary leads to the field');
}

async function sendTwice(page) {
  if (!/Проверьте ответы/u.test(await page.getByRole('heading', { level: 1 }).innerText())) await follow(page, 'Проверить ответы и отправить');
  await assertHeading(page, 'Проверьте ответы');
  await assertShown(page, ANNA.full.split(' ')[0]);
  await page.getByRole('button', { name: 'Отправить заявку' }).dblclick();
  await page.getByText(/принята/u).first().waitFor();
  const mine = page.url();
  await open(page, '/demo/outbox');
  const letters = page.getByRole('article').filter({ hasText: ANNA.email }).filter({ hasText: 'Заявка принята' });
  assert.equal(await letters.count(), 1, 'a double click sends one application');
  await page.goto(mine);
}

async function sendBackForCategory(page) {
  await follow(page, 'Вернуть на исправление');
  const category = page.getByRole('group', { name: 'Квалификационная категория' });
  await category.getByLabel('Что не так').selectOption({ index: 1 });
  await fill(page, 'Своими словами', 'В приказе другой день', category);
  await press(page, 'Вернуть на исправление');
}

/** By the letter; only the field that was asked for can be changed. */
async function correctCategory(page) {
  await followLetter(page, ANNA.email);
  await assertShown(page, 'В приказе другой день');
  await follow(page, /^Исправить/u, page.getByRole('main'));
  assert.equal(await page.getByLabel('Высшее педагогическое', { exact: true }).count(), 0, 'education was not asked for');
  await fill(page, 'С какого дня присвоена', '16.04.2024');
  await press(page, 'Сохранить и вернуться к проверке');
  await press(page, 'Отправить заявку');
  await assertShown(page, /принята/u);
}

async function foreignApplicationIsAbsent(coordinator, municipality) {
  await open(coordinator, '/applications?state=endorsed');
  const foreign = coordinator.locator('tbody').getByRole('row').filter({ hasNotText: 'Хабаровск' }).getByRole('link').first();
  const address = await foreign.getAttribute('href');
  await open(coordinator, address);
  await open(municipality, address, { status: 404 });
}

async function everyoneVotes(visitor, meeting) {
  for (const [persona, voice, conflict] of [['chair', 'за'], ['second', 'за'], ['third', 'конфликт', 'Кандидат — близкий родственник']]) {
    const page = await visitor();
    await enterAs(page, persona);
    await vote(page, meeting, ANNA, voice, conflict);
  }
}

async function theMemberIsPublished(page) {
  const row = await publicRow(page, ANNA);
  assert.ok(row.includes('Физика') && row.includes('не публикуется'), `name and subject, no school: ${row}`);
  const feed = await (await page.request.get('/api/public/members')).text();
  assert.ok(feed.includes('Вербная-Заря'), 'the feed names her too');
  await assertAccessible(page);
}

async function theMemberEnters(page) {
  await firstLogin(page, ANNA, 'длинная фраза для входа 7');
  await open(page, '/cabinet');
  await assertShown(page, '77-РМА');
  await assertAccessible(page);
  const certificate = await readPaper(page, page.getByRole('link', { name: /Удостоверение/u }));
  assert.ok(certificate.includes('Вербная-Заря') || certificate.includes('Вербной-Заре'), certificate);
  const [code] = certificate.match(/[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}/u);
  await open(page, `/verify/${code}`);
  await assertShown(page, ANNA.full);
  await assertNotShown(page, 'не дал согласия');
}
