import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BUDGET_BYTES = 9000;
const built = mkdtempSync(join(tmpdir(), 'help-'));
const script = () => readFileSync(join(built, 'click-to-call.js'));

beforeAll(() => {
  execFileSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), built]);
});
afterAll(() => {
  rmSync(built, { recursive: true });
});

test('the element, its phone table and its three languages fit in 9 KB', () => {
  const size = gzipSync(script(), { level: 9 }).length;
  expect(size).toBeLessThanOrEqual(BUDGET_BYTES);
  expect(size).toBeGreaterThan(4000);
});

test('the element is one script that leaves nothing behind in the page', () => {
  const text = script().toString();
  expect(text).toMatch(/^"use strict";\(\(\)=>\{/);
  expect(text).not.toMatch(/\b(eval|Function)\(|innerHTML|https?:\/\//);
});
