// A lesson observed with the network cut: records stay on the phone, leave when it is back, and clash openly with another device's.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertNotShown, assertShown, fill, fillAll, follow, logInAs, open, press } from '../lib/walk.mjs';

const METHODIST = /: Методист$/u;
const MEMBER = /участник/iu;
const bar = (page) => page.locator('[data-outbox]');
const told = (page, words) => bar(page).getByText(words).waitFor();
/** The panel of an indicator, by its code. */
const panel = (page, code) => page.locator(`[data-indicator="${code}"]`);

/** The methodist proposes, the teacher consents and agrees; the address of the visit. */
async function agreedVisit(visitor) {
  const teacher = await visitor();
  await logInAs(teacher, MEMBER);
  await open(teacher, '/cabinet/observations');
  await follow(teacher, /\d\d\.\d\d\.\d{4}/u, teacher.getByRole('main'));
  await assertAccessible(teacher);
  const own = new URL(teacher.url()).pathname;
  // The demo's teacher walks a pathway, so the consent may be there already; then there is nothing to ask for.
  if ((await teacher.getByRole('main').getByText('нужно ваше согласие на диагностику').count()) > 0) {
    await open(teacher, '/cabinet/consents/new/diagnostics');
    await teacher.getByRole('main').getByRole('checkbox').first().check();
    await press(teacher, /согла/iu, teacher.getByRole('main').locator('form').last());
    await open(teacher, own);
  }
  await press(teacher, 'Согласиться');
  await assertShown(teacher, 'Вы согласились');
  return { teacher, own, id: own.split('/').at(-1) };
}

async function openCard(page, id) {
  await open(page, '/observe/');
  await told(page, 'Всё отправлено');
  await page.locator(`a[href="#${id}"]`).click();
  await page.getByText('Заполнено:').waitFor();
}

/** The page is in the browser's own store, so that it opens without a network. */
const ready = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  for (const name of await caches.keys()) if (await (await caches.open(name)).match('/observe/')) return true;
  return false;
});

async function score(page, code, step, words) {
  await panel(page, code).getByRole('radio').nth(step).check();
  if (words) {
    await panel(page, code).getByRole('textbox').fill(words);
    await panel(page, code).getByRole('textbox').blur();
  }
}

story('a card is filled without a network and arrives when it is back', async ({ app, visitor }) => {
  const { id } = await agreedVisit(visitor);
  const phone = await visitor({ viewport: PHONE });
  await logInAs(phone, METHODIST);
  await openCard(phone, id);
  await assertAccessible(phone);
  await assertFits(phone);
  assert.equal(await ready(phone), true, 'the page is kept by its worker');

  await phone.context().setOffline(true);
  await phone.reload();
  await phone.getByText('Заполнено: 0 из').waitFor();
  await score(phone, 'i1', 1, 'Вернулись к схеме прошлого урока');
  await score(phone, 'i2', 1);
  await told(phone, 'Не отправлено: 3');
  await assertShown(phone, 'Заполнено: 2 из');
  assert.equal(app.sql('SELECT COUNT(*) FROM observation_record WHERE observation_id = \'' + id + '\'').trim(), '0');

  await phone.context().setOffline(false);
  await told(phone, 'Всё отправлено');
  assert.equal(app.sql(`SELECT COUNT(*) FROM observation_record WHERE observation_id = '${id}'`).trim(), '3', 'the score, then the score with its example, then the other');
  await open(phone, `/observations/${id}`);
  await assertShown(phone, 'Вернулись к схеме прошлого урока');
  await assertAccessible(phone);
  await assertFits(phone);
});

story('two devices that did not see each other: both are kept, the observer chooses', async ({ app, visitor }) => {
  const { id } = await agreedVisit(visitor);
  const devices = [await visitor({ viewport: PHONE }), await visitor()];
  for (const device of devices) {
    await logInAs(device, METHODIST);
    await openCard(device, id);
    await device.context().setOffline(true);
  }
  const [phone, tablet] = devices;
  await score(phone, 'i1', 0, 'С телефона');
  await score(tablet, 'i1', 2, 'С планшета');
  for (const device of devices) await told(device, 'Не отправлено: 2');
  await phone.context().setOffline(false);
  await told(phone, 'Всё отправлено');
  await tablet.context().setOffline(false);
  await told(tablet, 'Всё отправлено');
  await panel(tablet, 'i1').getByText('Две разные записи с разных устройств').waitFor();
  await panel(tablet, 'i1').getByText('С телефона').waitFor();
  await assertAccessible(tablet);
  await panel(tablet, 'i1').locator('.versions > div').filter({ hasText: 'С планшета' }).getByRole('button').click();
  await told(tablet, 'Всё отправлено');
  await panel(tablet, 'i1').getByRole('textbox').waitFor();
  await assert.doesNotReject(async () => {
    for (let waited = 0; app.sql(`SELECT COUNT(*) FROM observation_record WHERE observation_id = '${id}'`).trim() !== '5'; waited += 1) {
      if (waited > 50) throw new Error('the choice did not arrive');
      await tablet.waitForTimeout(100);
    }
  });
  await open(phone, `/observations/${id}/record`);
  await assertNotShown(phone, 'Две разные записи');
  await assertShown(phone, 'С планшета');
});

story('a session that ran out keeps the outbox, and logging out takes everything from the device', async ({ app, visitor }) => {
  const { id } = await agreedVisit(visitor);
  const phone = await visitor({ viewport: PHONE });
  await logInAs(phone, METHODIST);
  await openCard(phone, id);
  app.sql("UPDATE session SET made_at = '2020-01-01T00:00:00.000000Z', seen_at = '2020-01-01T00:00:00.000000Z'");
  await score(phone, 'i2', 1);
  await phone.getByText('Вход завершился').waitFor();
  await told(phone, 'Не отправлено: 1');
  await logInAs(phone, METHODIST);
  await open(phone, '/observe/');
  await told(phone, 'Всё отправлено');
  assert.equal(app.sql(`SELECT COUNT(*) FROM observation_record WHERE observation_id = '${id}'`).trim(), '1');

  await open(phone, '/observations');
  await phone.locator('summary', { hasText: 'Меню' }).click();
  await press(phone, 'Выйти');
  await open(phone, '/help');
  const left = await phone.evaluate(async () => ({ databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length }));
  assert.deepEqual(left, { databases: 0, caches: 0 });
});

story('a card from the proposal to the acknowledgement, on the site', async ({ visitor }) => {
  const { teacher, own, id } = await agreedVisit(visitor);
  const methodist = await visitor();
  await logInAs(methodist, METHODIST);
  await open(methodist, `/observations/${id}/record`);
  await assertAccessible(methodist);
  for (const group of await methodist.getByRole('main').getByRole('group').all()) await group.getByRole('radio').first().check();
  for (const box of await methodist.getByRole('main').getByRole('textbox').all()) await box.fill('Видела сама');
  await press(methodist, 'Сохранить и проверить, всё ли заполнено');
  await press(methodist, 'Закончить и показать учителю');
  await assertShown(methodist, 'Учитель прочтёт её первым');
  await open(teacher, own);
  await assertHeading(teacher, 'Посещение моего урока');
  await assertAccessible(teacher);
  await fill(teacher, 'Ваш комментарий', 'Согласна, кроме первого блока');
  await press(teacher, 'Отметить, что я ознакомился(ась)');
  await assertShown(teacher, 'Согласна, кроме первого блока');
  await open(methodist, '/observations/agreement');
  await assertHeading(methodist, 'Согласие наблюдателей');
  await assertAccessible(methodist);
  await open(methodist, '/rubrics/new');
  await fillAll(methodist, { Название: 'Карта внеурочного занятия' });
  await press(methodist, 'Создать черновик');
  await assertAccessible(methodist);
});
