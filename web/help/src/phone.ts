import {
  calling_code,
  countries,
  example as examples,
  groups,
  prefix as prefixes,
  prefix_becomes,
  shape as shapes,
} from '../../../chalicelib/numbers/phones.json';

export type Reason = 'required' | 'too_short' | 'too_long' | 'not_in_use' | 'not_served';
export interface Number {
  e164: string;
  country: string;
  national: string;
}

export { countries };
export const callingCode = (country: string) => of(calling_code, country);
export const example = (country: string) => grouped(country, of(examples, country));

/**
 * Reads a number as chalicelib/numbers/model.py does, passing over every character that is no digit.
 * It knows a country's numbers by their first digits, so it takes a few that the API then refuses.
 */
export function read(text: string, country: string): Number | Reason {
  let digits = onlyDigits(text);
  if (!digits) return 'required';
  let international = isInternational(text);
  if (!international && digits.startsWith('00')) {
    international = true;
    digits = digits.slice(2);
  }
  if (international) {
    const owner = countryOf(digits);
    if (!owner) return digits.startsWith('0') ? 'not_in_use' : 'not_served';
    return firstValid(owner, readings(owner, digits.slice(callingCode(owner).length)));
  }
  const code = callingCode(country);
  const inner = digits.startsWith(code) ? readings(country, digits.slice(code.length)) : [];
  return firstValid(country, [...readings(country, digits), ...inner]);
}

/** Digits as the country groups them, also while they are being typed. */
export function grouped(country: string, digits: string): string {
  for (const one of of(groups, country).split(',')) {
    const [sizes, lead] = one.split(':').reverse() as [string, string?];
    if (digits.length > total(sizes) || (lead && !begins(lead, digits))) continue;
    let at = 0;
    return sizes.replace(/(\D?)(\d)/g, (_, sign: string, size: string) => {
      const part = digits.slice(at, (at += +size));
      return part && sign + part;
    });
  }
  return digits;
}

export const isInternational = (text: string) => /^\D*[+＋]/.test(text);
export const onlyDigits = (text: string) => text.normalize('NFKC').replace(/[^0-9]/g, '');
export const countryOf = (digits: string) => countries.find((one) => digits.startsWith(callingCode(one)));

function firstValid(country: string, all: string[]): Number | Reason {
  const code = callingCode(country);
  const national = all.find((one) => begins(`(${of(shapes, country)})$`, one));
  if (national) return { e164: `+${code}${national}`, country, national };
  const lengths = of(groups, country).split(',').map((one) => total(one.split(':').at(-1)!));
  const away = (one: string) => Math.min(...lengths.map((length) => Math.abs(one.length - length)));
  const { length } = all.reduce((best, one) => (away(one) < away(best) ? one : best));
  if (code === '1' && all.at(-1)?.length === 10) return 'not_served';
  return length < Math.min(...lengths) ? 'too_short' : length > Math.max(...lengths) ? 'too_long' : 'not_in_use';
}

function readings(country: string, digits: string): string[] {
  const prefix = of(prefixes, country);
  const becomes = of(prefix_becomes, country);
  const found = prefix && begins(prefix, digits);
  if (!found) return [digits];
  const rest = digits.slice(found[0].length);
  if (!becomes || !found.at(-1)) return [digits, rest];
  return [digits, becomes.replace(/\$(\d)/, (_, at: string) => found[+at] ?? '') + rest, digits.replace(/^0/, '')];
}

const begins = (pattern: string, text: string) => new RegExp(`^(?:${pattern})`).exec(text);
const total = (sizes: string) => [...sizes.matchAll(/\d/g)].reduce((sum, [size]) => sum + +size, 0);
const of = (column: string[], country: string) => column[countries.indexOf(country)]!;
