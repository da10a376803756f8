// One story = one fresh demo region, one browser, a clean console at the end, evidence kept on failure.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './app.mjs';
import { openStage } from './stage.mjs';

const STORY_LIMIT_MS = 420_000;

/** `body` gets `{ app, visitor }`; a story passes only if nothing went wrong behind the pages either. */
export function story(name, body, { app: appOptions, ...options } = {}) {
  test(name, { timeout: STORY_LIMIT_MS, ...options }, async () => {
    const app = await startApp(appOptions);
    try {
      await play(name, app, body);
    } finally {
      await app.stop();
    }
  });
}

async function play(name, app, body) {
  const stage = await openStage(app.url);
  try {
    await body({ app, visitor: stage.visitor });
    assert.deepEqual(stage.faults(), [], 'something went wrong behind the pages');
  } catch (error) {
    const folder = await stage.keepEvidence(name);
    await writeFile(join(folder, 'server.log'), app.log());
    const faults = stage.faults().join('\n  ') || 'nothing';
    throw new Error(`${error.message}\n\nBehind the pages:\n  ${faults}\nEvidence: ${folder}`, { cause: error });
  } finally {
    await stage.close();
  }
}
