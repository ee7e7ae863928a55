import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closest, fill, type Locale, type Message, type Values } from '../src/messages';

interface Case {
  locale: Locale;
  message: Message;
  values: Values;
  text: string;
}
const golden = JSON.parse(
  readFileSync(new URL('../../../tests/unit/kernel/messages_golden.json', import.meta.url), 'utf8'),
) as Case[];

test('prints what lingui and Python print', () => {
  const printed = golden.map(({ locale, message, values }) => fill(message, locale, values));
  expect(printed).toEqual(golden.map(({ text }) => text));
  expect(golden.length).toBeGreaterThan(100);
});

test('reads every language by the nearest one written', () => {
  expect(['pt', 'pt-PT', 'es-MX', 'en-GB', 'de', ''].map(closest)).toEqual(['pt-BR', 'pt-BR', 'es', 'en', 'en', 'en']);
});
