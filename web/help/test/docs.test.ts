import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/help-portal.md');
const source = readdirSync(new URL('../src', import.meta.url))
  .filter((name) => /\.(ts|css)$/.test(name))
  .map((name) => read(`../src/${name}`))
  .join('\n');
const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map((match) => match[1]!))].sort();

test.each([
  ['attribute', /getAttribute\('([a-z-]+)'\)/g, 8],
  ['custom property', /var\((--alo-[a-z-]+)/g, 10],
  ['part', /\bpart: '([a-z]+)'/g, 12],
  ['event', /#tell\('([a-z]+)'/g, 4],
])('every %s of the element is in its documentation', (_, pattern, atLeast) => {
  const names = found(pattern).filter((name) => !['part', 'aria-describedby', 'aria-disabled'].includes(name));
  expect(names.length).toBeGreaterThanOrEqual(atLeast);
  expect(names.filter((name) => !new RegExp(`\`(alo:)?${name}\``).test(page))).toEqual([]);
});
