// A PDF behind a link, read as the visitor who may follow it.
import assert from 'node:assert/strict';
import { pdfText } from './pdf.mjs';

export async function readPaper(page, link) {
  const answer = await page.request.get(await link.first().getAttribute('href'));
  assert.equal(answer.status(), 200, `${answer.url()} answered ${answer.status()}`);
  assert.match(answer.headers()['content-type'], /^application\/pdf/u);
  return pdfText(await answer.body()).replace(/\s+/gu, ' ');
}
