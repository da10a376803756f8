// The accessibility checker. Serious and critical findings fail; the law asks for WCAG A and AA (ГОСТ Р 52872-2019).
import assert from 'node:assert/strict';
import axe from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const BAD = new Set(['serious', 'critical']);

/** All findings of axe on the page as it is now. The page needs JavaScript. */
export async function findings(page) {
  await page.evaluate(`${axe.source}; undefined`);
  return page.evaluate(async (tags) => {
    // Style sheets are read where they are: fetching them again would break the page's own policy.
    const result = await globalThis.axe.run(document, { runOnly: tags, preload: false, resultTypes: ['violations'] });
    return result.violations;
  }, TAGS);
}

export async function assertAccessible(page) {
  const bad = (await findings(page)).filter(({ impact }) => BAD.has(impact));
  assert.equal(bad.length, 0, `${new URL(page.url()).pathname} is not accessible:\n${bad.map(describe).join('\n')}`);
}

function describe({ id, impact, help, nodes }) {
  const places = nodes.map(({ target, html }) => `    ${target.join(' ')}  ${html.slice(0, 160)}`);
  return `  ${impact}: ${id}: ${help}\n${places.join('\n')}`;
}
