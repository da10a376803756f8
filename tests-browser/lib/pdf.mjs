// What a person could select and copy out of a PDF.
import { execFileSync } from 'node:child_process';

export function pdfText(bytes) {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8', maxBuffer: 64 << 20 });
}
