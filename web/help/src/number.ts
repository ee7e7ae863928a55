import { h } from './dom';
import { callingCode, countries, countryOf, example, grouped, isInternational, onlyDigits, read } from './phone';

export interface Typed {
  phone: string;
  country: string;
}

/**
 * The three parts of a phone number: what is typed, its country, the country's code. `draft` follows them;
 * `changed` hears of every change, and whether it was the country's.
 */
export function numberField(
  draft: Typed,
  locale: string,
  label: string,
  changed: (country?: boolean) => void,
): [HTMLInputElement, ...HTMLElement[]] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const options = countries.map((one) => option(one, names.of(one)!));
  const select = h('select', {
    part: 'country',
    'aria-label': label,
    autocomplete: 'country',
    change: () => {
      draft.country = select.value;
      settle(true);
    },
  });
  select.append(...options.sort((a, b) => a.text.localeCompare(b.text, locale)));
  const code = h('span', { part: 'code', class: 'c' });
  const input = h('input', {
    type: 'tel',
    inputmode: 'tel',
    autocomplete: 'tel-national',
    required: true,
    value: draft.phone,
    input: () => {
      typed(input, draft);
      settle();
    },
  });
  typed(input, draft);

  const settle = (country?: boolean) => {
    select.value = draft.country;
    code.textContent = `+${callingCode(draft.country)}`;
    input.placeholder = example(draft.country);
    draft.phone = input.value;
    changed(country);
  };
  queueMicrotask(settle);
  return [input, select, code];
}

export const option = (value: string, label: string, selected?: boolean) => h('option', { value, selected }, label);

/** Regroups a number under the fingers, keeping the caret behind the digit it was behind. */
function typed(input: HTMLInputElement, draft: Typed): void {
  const text = input.value;
  const behind = input.selectionStart === text.length ? 99 : onlyDigits(text.slice(0, input.selectionStart ?? 0)).length;
  let digits = onlyDigits(text);
  if (isInternational(text)) {
    const owner = countryOf(digits);
    if (!owner || digits.length === callingCode(owner).length) return;
    draft.country = owner;
    digits = digits.slice(callingCode(owner).length);
  }
  const found = read(digits, draft.country);
  input.value = grouped(draft.country, typeof found === 'string' ? digits : found.national);
  let at = 0;
  for (let passed = 0; passed < behind && at < input.value.length; at++) if (/\d/.test(input.value[at]!)) passed++;
  input.setSelectionRange(at, at);
}
