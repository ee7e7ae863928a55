import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';

const BUDGET_BYTES = 9000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

beforeAll(() => {
  execFileSync(process.execPath, [here('../build.mjs')]);
});

test('the element, its phone table and its three languages fit in 9 KB', () => {
  const size = gzipSync(readFileSync(here('../dist/click-to-call.js')), { level: 9 }).length;
  expect(size).toBeLessThanOrEqual(BUDGET_BYTES);
  expect(size).toBeGreaterThan(4000);
});

test('the element is one script that leaves nothing behind in the page', () => {
  const script = readFileSync(here('../dist/click-to-call.js'), 'utf8');
  expect(script).toMatch(/^"use strict";\(\(\)=>\{/);
  expect(script).not.toMatch(/\b(eval|Function)\(|innerHTML|https?:\/\//);
});
