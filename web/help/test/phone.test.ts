import { expect, test } from 'vitest';
import { callingCode, countries, example, grouped, read } from '../src/phone';
import cases from './phone_cases.json';

const valid = cases.filter(([, , e164]) => e164 !== null) as [string, string, string, string, string][];

test('never refuses what libphonenumber takes, and reads the same number in it', () => {
  const wrong = valid.filter(([text, country, e164]) => {
    const found = read(text, country);
    return typeof found === 'string' || found.e164 !== e164;
  });
  expect(wrong).toEqual([]);
  expect(valid.length).toBeGreaterThan(300);
});

test('refuses most of what libphonenumber refuses', () => {
  const refused = cases.filter(([, , e164]) => e164 === null);
  const taken = refused.filter(([text, country]) => typeof read(text!, country!) !== 'string');
  expect(taken.length / refused.length).toBeLessThan(0.3);
});

test('groups a whole number as libphonenumber does, but for a rare area', () => {
  const other = valid.filter(([text, country, , , form]) => {
    const found = read(text, country);
    if (typeof found === 'string') return true;
    return `+${callingCode(found.country)} ${grouped(found.country, found.national)}` !== form;
  });
  expect(other.length / valid.length).toBeLessThan(0.02);
});

test('groups digits while they are typed', () => {
  const typed = (country: string, digits: string) => Array.from(digits, (_, at) => grouped(country, digits.slice(0, at + 1)));
  expect(typed('BR', '11987654321').slice(6)).toEqual(['11 98765', '11 98765-4', '11 98765-43', '11 98765-432', '11 98765-4321']);
  expect(typed('BR', '1132345678').slice(5)).toEqual(['11 3234', '11 3234-5', '11 3234-56', '11 3234-567', '11 3234-5678']);
  expect(grouped('AR', '9112345')).toBe('9 11 2345');
  expect(grouped('BR', '119876543210000')).toBe('119876543210000');
});

test('says why a number will not do', () => {
  expect(read('', 'BR')).toBe('required');
  expect(read('11 9876', 'BR')).toBe('too_short');
  expect(read('11 98765 4321 0', 'BR')).toBe('too_long');
  expect(read('11 01234-5678', 'BR')).toBe('not_in_use');
  expect(read('+34 612 345 678', 'BR')).toBe('not_served');
  expect(read('+1 212 555 0100', 'DO')).toBe('not_served');
});

test('reads past what the eye cannot see', () => {
  expect(read('\u202d+55 11 98765-4321\u202c', 'AR')).toMatchObject({ e164: '+5511987654321', country: 'BR' });
  expect(read('１１ ９８７６５ ４３２１', 'BR')).toMatchObject({ e164: '+5511987654321' });
});

test('every country has an example that is a number', () => {
  for (const country of countries) expect(read(example(country), country)).toMatchObject({ country });
});
