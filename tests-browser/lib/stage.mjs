// A browser with any number of visitors, each with cookies of their own, and an ear for what goes wrong behind the page.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { artifacts } from './app.mjs';

const STEP_LIMIT_MS = 15_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export async function openStage(baseURL) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
  const visitors = [];

  return {
    /** A new person at a screen of their own. */
    async visitor({ javaScript = true, viewport = DESK, ...more } = {}) {
      const context = await browser.newContext({
        baseURL,
        viewport,
        locale: 'ru-RU',
        timezoneId: 'Asia/Vladivostok',
        javaScriptEnabled: javaScript,
        reducedMotion: 'reduce',
        ...more,
      });
      context.setDefaultTimeout(STEP_LIMIT_MS);
      const page = await context.newPage();
      visitors.push({ page, faults: listenForFaults(page, new URL(baseURL).origin) });
      return page;
    },

    /** Everything that no visitor saw but should not have happened. */
    faults: () => visitors.flatMap(({ faults }) => faults),

    /** Pictures and page texts of all visitors, for whoever must find out what happened. */
    async keepEvidence(name) {
      const folder = join(artifacts, name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100));
      await mkdir(folder, { recursive: true });
      for (const [number, { page }] of visitors.entries()) {
        await page.screenshot({ path: join(folder, `${number + 1}.png`), fullPage: true }).catch(() => {});
        const text = `${page.url()}\n${await page.content().catch(String)}`;
        await writeFile(join(folder, `${number + 1}.html.txt`), text);
      }
      return folder;
    },

    close: () => browser.close(),
  };
}

/** Console errors, CSP violations, script errors, answers 5xx, missing parts of a page, foreign hosts. */
function listenForFaults(page, origin) {
  const faults = [];
  const hear = (what) => faults.push(`${new URL(page.url(), origin).pathname}: ${what}`);

  page.on('console', (message) => {
    const text = message.text();
    // A refused form is answered 422 and that is right; answers are judged below.
    if (message.type() !== 'error' || text.startsWith('Failed to load resource')) return;
    hear(/content security policy/i.test(text) ? `CSP violation: ${text}` : `console error: ${text}`);
  });
  page.on('pageerror', (error) => hear(`script error: ${error.message}`));
  page.on('response', (response) => {
    const isPart = !['document', 'fetch', 'xhr'].includes(response.request().resourceType());
    if (response.status() >= 500) hear(`answer ${response.status()} from ${response.url()}`);
    else if (response.status() >= 400 && isPart) hear(`a part of the page is missing: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) hear(`foreign host asked: ${url.origin}`);
  });
  page.on('crash', () => hear('the page crashed'));
  return faults;
}
