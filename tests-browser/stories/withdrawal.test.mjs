// A member takes consents back, one datum after another, until nothing is left; the public page follows with the very next request.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { readPaper } from '../lib/paper.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertHeading, assertNotShown, assertShown, fill, follow, open, press } from '../lib/walk.mjs';

const PUBLICATION = 'Согласие на публикацию (распространение) данных';
const PROCESSING = 'Согласие на обработку персональных данных';

story('consents are withdrawn one by one and the public page follows at once', async ({ visitor }) => {
  const member = await visitor();
  await enterAs(member, 'member');
  const name = await ownName(member);
  const stranger = await visitor();
  const published = await entry(stranger, name);
  assert.ok(published?.subject && published.school, 'the member publishes everything');

  await withdrawDatum(member, 'Школа (образовательная организация)');
  const withoutSchool = await entry(stranger, name);
  assert.equal(withoutSchool.school, null);
  assert.deepEqual(withoutSchool.subject, published.subject, 'what was not withdrawn stays');
  await open(stranger, search(name));
  await assertNotShown(stranger, published.school);

  await withdrawWhole(member, PUBLICATION, 'Отозвать публикацию целиком');
  assert.equal(await entry(stranger, name), undefined);
  await open(stranger, search(name));
  await assertNotShown(stranger, name);

  await withdrawWhole(member, PROCESSING, 'Отозвать согласие на обработку');
  await open(member, '/cabinet');
  await assertShown(member, 'прекращено');
  await destroy(visitor, name);
});

const search = (name) => `/members?q=${encodeURIComponent(name)}`;

async function ownName(page) {
  await open(page, '/account');
  const row = page.getByRole('main').locator('dl > *, tr').filter({ hasText: /^\s*Имя/u }).first();
  return (await row.innerText()).replace(/^\s*Имя\s+/u, '').trim();
}

/** The member in the feed that other sites read, as it is now. */
async function entry(page, name) {
  const answer = await page.request.get(`/api/public/members?q=${encodeURIComponent(name)}`);
  assert.equal(answer.status(), 200);
  const { members } = await answer.json();
  return members.find((member) => member.full_name === name);
}

async function withdrawDatum(page, datum) {
  await open(page, '/cabinet/consents');
  await assertAccessible(page);
  await follow(page, datum);
  await press(page, 'Снять с публикации');
  await assertHeading(page, 'Мои согласия');
}

async function withdrawWhole(page, consent, button) {
  await open(page, '/cabinet/consents');
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: consent }) });
  await follow(page, button, panel);
  await press(page, 'Отозвать согласие');
}

/** Two different people approve; then the name is nowhere but in signed orders. */
async function destroy(visitor, name) {
  const guardian = await visitor();
  await enterAs(guardian, 'guardian');
  await openRequest(guardian, name);
  await press(guardian, 'Утвердить первым');
  await assertShown(guardian, 'Второе должен дать другой сотрудник');
  const address = new URL(guardian.url()).pathname;

  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await open(coordinator, address);
  await fill(coordinator, 'Понимаю, что вернуть данные', true);
  await press(coordinator, 'Утвердить и уничтожить данные');
  const act = await readPaper(coordinator, coordinator.getByRole('link', { name: /^Акт об уничтожении/u }));
  assert.match(act, /АКТ/iu);
  const log = await readPaper(coordinator, coordinator.getByRole('link', { name: /^Выгрузка из журнала/u }));
  assert.ok(log.length > 200);
  for (const text of [act, log]) assert.ok(!text.includes(name), 'the papers do not name the person');
  for (const page of [coordinator, guardian]) await assertForgotten(page, name, address);
}

async function openRequest(page, name) {
  await open(page, '/destructions');
  await follow(page, new RegExp(name, 'u'), page.locator('tbody'));
  await assertAccessible(page);
}

async function assertForgotten(page, name, address) {
  const [family] = name.split(' ');
  const wanted = encodeURIComponent(family);
  const places = ['/desk', `/people?q=${wanted}`, `/applications?q=${wanted}`, `/memberships?standing=all&text=${wanted}`, '/consents', '/duties', '/duties?show=closed', '/destructions', address, '/audit', '/demo/outbox', `/members?q=${wanted}`];
  for (const place of places) {
    const response = await page.goto(place);
    assert.ok([200, 404].includes(response.status()), `${place} answered ${response.status()}`);
    const text = await page.getByRole('main').innerText();
    assert.ok(!text.includes(name), `${place} still names ${name}`);
  }
}
