// Tried as different people would: keyboard only, after a long pause, over a thin line.
import assert from 'node:assert/strict';
import { ANNA, beginApplication } from '../lib/steps.mjs';
import { PHONE } from '../lib/stage.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertShown, fill, fillAll, open, press, tabTo } from '../lib/walk.mjs';
import { measure } from '../lib/wire.mjs';

const MEMBER = 'member@aktiv.example';
const PASSWORD = 'учебный вход 720';
const KB = 1024;

story('with the keyboard alone: log in, open the menu, fill a section and send it', async ({ visitor }) => {
  const page = await visitor({ viewport: PHONE });
  await open(page, '/login');
  await tabTo(page, 'Электронная почта');
  await page.keyboard.type(MEMBER);
  await tabTo(page, 'Пароль');
  await page.keyboard.type(PASSWORD);
  await pressEnter(page);
  await tabTo(page, 'Меню');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Мой кабинет');
  await assertFocusSeen(page);
  await pressEnter(page);
  await assertHeading(page, /кабинет/iu);
  await open(page, '/apply');
  await tabTo(page, 'Электронная почта');
  await page.keyboard.type(ANNA.email);
  await pressEnter(page);
  await tabTo(page, 'Как вас зовут');
  await pressEnter(page);
  for (const [label, answer] of Object.entries(ANNA.name)) {
    await tabTo(page, label);
    await page.keyboard.type(answer);
  }
  await tabTo(page, 'Сохранить и продолжить');
  await assertFocusSeen(page);
  await pressEnter(page);
  await assertHeading(page, 'Как с вами связаться');
  await assertFits(page);
});

async function pressEnter(page) {
  const arrived = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await page.keyboard.press('Enter');
  await arrived;
  await page.waitForLoadState('load');
}

/** Where the focus stands must be seen: an outline or a shadow, and nothing above it. */
async function assertFocusSeen(page) {
  const look = await page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    return { outline: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, shadow: boxShadow !== 'none' };
  });
  assert.ok(look.outline || look.shadow, `the focus is not seen on ${page.url()}`);
}

story('what was typed in a session that ran out comes back after the login', async ({ app, visitor }) => {
  const page = await visitor();
  await logIn(page);
  await open(page, '/cabinet/consents/new/publication');
  await fillAll(page, { 'Фамилия, имя, отчество': true, 'По какой день': '30.06.2029' });
  app.sql("UPDATE session SET made_at = '2020-01-01T00:00:00.000000Z', seen_at = '2020-01-01T00:00:00.000000Z'");
  await press(page, 'Сохранить выбор');
  await assertHeading(page, 'Вход');
  await fillAll(page, { 'Электронная почта': MEMBER, Пароль: PASSWORD });
  await press(page, 'Войти', page.getByRole('main'));
  await assertHeading(page, 'Ваш текст сохранился');
  await assertShown(page, '30.06.2029');
  await press(page, 'Отправить сохранённое');
  await assertHeading(page, 'Мои согласия');
  await assertShown(page, /30\sиюня\s2029/u);
});

async function logIn(page) {
  await open(page, '/login');
  await fillAll(page, { 'Электронная почта': MEMBER, Пароль: PASSWORD });
  await press(page, 'Войти', page.getByRole('main'));
}

story('a public page costs a thin line little', async ({ visitor }) => {
  for (const path of ['/members', '/apply', '/help', '/policy']) {
    const page = await visitor();
    const first = await measure(page, () => page.goto(path));
    console.log(`${path}: ${(first.bytes / KB).toFixed(1)} KB in ${first.requests} requests`);
    assert.ok(first.bytes <= 60 * KB, `${path}: ${first.bytes} bytes: ${JSON.stringify(first.parts)}`);
    // The page, its style, its font and the tab's icon.
    assert.ok(first.requests <= 4, `${path}: ${first.requests} requests: ${JSON.stringify(first.parts)}`);
    const next = await measure(page, () => page.goto('/members?subject=fizika'));
    console.log(`  the next page: ${(next.bytes / KB).toFixed(1)} KB in ${next.requests} requests`);
    assert.ok(next.bytes <= 15 * KB, `${next.bytes} bytes: ${JSON.stringify(next.parts)}`);
  }
});

story('a measurement: the public page over a slow mobile line', async ({ visitor }) => {
  const page = await visitor({ viewport: PHONE });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50 * KB, uploadThroughput: 25 * KB });
  await open(page, '/members');
  const { text, load } = await page.evaluate(() => ({
    text: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    load: performance.getEntriesByType('navigation')[0].loadEventEnd,
  }));
  // Told, not judged: a busy machine must not fail the build. The aims are 3 s and 5 s.
  console.log(`50 KB/s, 400 ms: first text after ${(text / 1000).toFixed(1)} s, all after ${(load / 1000).toFixed(1)} s`);
  await page.getByText('Отбор', { exact: true }).click();
  await fill(page, 'Фамилия, имя или отчество', 'ива');
  await press(page, 'Показать');
  await assertShown(page, /Ив/u);
});
