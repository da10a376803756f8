// Steps of a person: fields by their label, buttons and links by their name, nothing by class or id.
import assert from 'node:assert/strict';

/** Opens an address of the program. Anything but 200 is a failure unless another status is expected. */
export async function open(page, path, { status = 200 } = {}) {
  const response = await page.goto(path);
  assert.equal(response.status(), status, `${path} answered ${response.status()}`);
}

/** The field under a label: the whole label if there is one, else the only label that begins so. */
export async function field(page, label, scope = page) {
  const exact = scope.getByLabel(label, { exact: true });
  const found = (await exact.count()) > 0 ? exact : scope.getByLabel(new RegExp(`^\\s*${escape(label)}`, 'u'));
  const count = await found.count();
  assert.ok(count > 0, `no field «${label}» on ${page.url()}; there are: ${(await labels(page)).join(' · ')}`);
  assert.equal(count, 1, `${count} fields are called «${label}» on ${page.url()}`);
  return found;
}

async function labels(page) {
  const texts = await page.locator('label, legend').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/gu, ' ').trim());
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** Fills whatever stands under the label: text, list, tick, choice, file. */
export async function fill(page, label, value, scope = page) {
  const target = await field(page, label, scope);
  const { tag, type } = await target.evaluate((node) => ({ tag: node.tagName, type: node.type }));
  if (tag === 'SELECT') await target.selectOption(await optionOf(target, value));
  else if (type === 'checkbox' || type === 'radio') await target.setChecked(value);
  else if (type === 'file') await target.setInputFiles(value);
  else await target.fill(String(value));
}

export async function fillAll(page, answers) {
  for (const [label, value] of Object.entries(answers)) await fill(page, label, value);
}

/** A list's option by its whole text, else the first that begins so. */
async function optionOf(select, text) {
  const options = await select.locator('option').allTextContents();
  const plain = options.map((option) => option.replace(/\s+/gu, ' ').trim());
  const index = plain.includes(text) ? plain.indexOf(text) : plain.findIndex((option) => option.startsWith(text));
  assert.notEqual(index, -1, `no option «${text}»; there are: ${plain.join(' · ')}`);
  return { index };
}

/** Presses the only button of that name and waits for the page that comes. */
export function press(page, name, scope = page) {
  return go(page, scope.getByRole('button', { name, exact: typeof name === 'string' }));
}

/** Follows the only link of that name and waits for the page that comes. */
export function follow(page, name, scope = page) {
  return go(page, scope.getByRole('link', { name, exact: typeof name === 'string' }));
}

async function go(page, target) {
  const arrived = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  // When the click itself fails, that is what must be told, not the page that never came.
  arrived.catch(() => {});
  await target.click();
  await arrived;
  await page.waitForLoadState('load');
}

/** Presses a button or a link that hands out a file; returns its name and bytes. */
export async function download(page, target) {
  const [handed] = await Promise.all([page.waitForEvent('download'), target.click()]);
  const chunks = [];
  for await (const chunk of await handed.createReadStream()) chunks.push(chunk);
  return { name: handed.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

export async function assertHeading(page, expected) {
  const heading = (await page.getByRole('heading', { level: 1 }).innerText()).replace(/\s+/gu, ' ').trim();
  if (expected instanceof RegExp) assert.match(heading, expected);
  else assert.equal(heading, expected);
}

/** Waits until the text can be seen in the page's main part. */
export async function assertShown(page, text) {
  await page.getByRole('main').getByText(text).first().waitFor({ state: 'visible' });
}

export async function assertNotShown(page, text) {
  const count = await page.getByRole('main').getByText(text).filter({ visible: true }).count();
  assert.equal(count, 0, `${page.url()} shows what it must not: ${text}`);
}

/** The demo's login page: one button per persona. */
export async function logInAs(page, persona) {
  await open(page, '/demo/login');
  await press(page, persona);
}

/** Opens the newest letter to an address in the demo's outbox and follows its link. */
export async function followLetter(page, to, linkIn = /https?:\/\//u) {
  await open(page, '/demo/outbox');
  const letter = page.getByRole('article').filter({ hasText: to }).first();
  await letter.waitFor();
  await go(page, letter.getByRole('link', { name: linkIn }).first());
}

/** Tabs through the page until the focus stands on a control of that name; fails if the keyboard cannot reach it. */
export async function tabTo(page, name, { limit = 120 } = {}) {
  const seen = [];
  for (let step = 0; step < limit; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const node = document.activeElement;
      const label = node.labels?.[0]?.innerText ?? node.getAttribute('aria-label') ?? node.innerText ?? '';
      return label.replace(/\s+/gu, ' ').trim();
    });
    if (focused === name || focused.startsWith(name)) return;
    seen.push(focused);
  }
  assert.fail(`the keyboard does not reach «${name}»; it reached: ${[...new Set(seen)].join(' · ')}`);
}

/** No sideways scrolling: at phone width everything must fit. */
export async function assertFits(page) {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  assert.ok(content <= screen, `${page.url()} is ${content} px wide on a screen of ${screen} px`);
}
