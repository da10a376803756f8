// The program under test: one process with a demo region of its own, thrown away afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const targetDir = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const binary = process.env.METODAKTIV_TEST_BIN ?? join(targetDir, 'debug', 'metodaktiv');
export const artifacts = process.env.BROWSER_ARTIFACTS ?? join(targetDir, 'browser');

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 10_000;
const ADDRESS = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/;

// Making a demo region is the slow part, so each process of tests makes one and every story gets a copy.
let seed;

async function seededFolder() {
  seed ??= makeSeed();
  const origin = await seed;
  const folder = await mkdtemp(join(tmpdir(), 'metodaktiv-story-'));
  await cp(origin, folder, { recursive: true });
  return folder;
}

async function makeSeed() {
  const folder = await mkdtemp(join(tmpdir(), 'metodaktiv-seed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await run(['demo', '--small', '--listen', '127.0.0.1:0', '--data', folder]);
  await server.end();
  return folder;
}

/** Starts `metodaktiv demo` on fresh data; `stop()` ends it and deletes the data. */
export async function startApp({ full = false, args = [] } = {}) {
  const folder = full ? await mkdtemp(join(tmpdir(), 'metodaktiv-full-')) : await seededFolder();
  const size = full ? [] : ['--small'];
  const server = await run(['demo', ...size, '--listen', '127.0.0.1:0', '--data', folder, ...args]);
  return {
    url: server.url,
    log: server.log,
    /** For what no visitor can do, such as letting hours pass. */
    sql: (text) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', join(folder, 'metodaktiv.sqlite'), text], { encoding: 'utf8' }),
    async stop() {
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the program until it has printed its address. */
async function run(args) {
  const lines = [];
  const process_ = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: tmpdir() });
  const exited = new Promise((resolve) => process_.once('exit', (code, signal) => resolve(signal ?? code)));
  const log = () => lines.join('\n');
  const url = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${binary} ${args.join(' ')}: ${why}\n${log()}`));
    const timer = setTimeout(() => {
      process_.kill('SIGKILL');
      fail(`no address within ${START_LIMIT_MS / 1000} s`);
    }, START_LIMIT_MS);
    const listen = (line) => {
      lines.push(line);
      const address = line.match(ADDRESS);
      if (!address) return;
      clearTimeout(timer);
      resolve(address[0]);
    };
    createInterface({ input: process_.stdout }).on('line', listen);
    createInterface({ input: process_.stderr }).on('line', (line) => lines.push(line));
    process_.once('error', (error) => fail(`${error.message} (build it: cargo build)`));
    exited.then((how) => {
      clearTimeout(timer);
      fail(`ended before it was ready (${how})`);
    });
  });
  return {
    url,
    log,
    async end() {
      process_.kill('SIGTERM');
      const timer = setTimeout(() => process_.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
