// What the browser's reader (lingui) prints for hard cases; tests/unit/kernel compares Python with it.
import { compileMessage, setupI18n } from './lingui.mjs';
import { LOCALES } from './faults.mjs';

const NUMBERS = [0, 1, 2, 11, 21, 999, 1000, 9999, 10000, 1234567, 1000000, 2000000, 1000001, -1, -1500];
const CASES = [
  ['Olá, {name}!', [{ name: 'Ana' }, { name: "{x} # '" }]],
  ["It''s '{'literal'}' #1", [{}]],
  ['{n, number} de {m}', NUMBERS.map((n) => ({ n, m: n }))],
  [
    '{n, plural, =0 {none} one {# call of {name}} many {# of calls} other {# calls}}',
    NUMBERS.map((n) => ({ n, name: 'Bia' })),
  ],
  ['{who, select, buyer {comprador} seller {vendedor} other {cliente}}', [{ who: 'buyer' }, { who: 'x' }]],
  [
    '{who, select, a {{n, plural, one {# ligação} other {# ligações}}} other {ninguém}}.',
    [{ who: 'a', n: 1 }, { who: 'a', n: 30000 }, { who: 'z', n: 2 }],
  ],
];

export function goldenCases() {
  const rows = LOCALES.flatMap((locale) =>
    CASES.flatMap(([source, values]) => {
      const message = compileMessage(source);
      const i18n = setupI18n({ locale, messages: { [locale]: { case: message } } });
      return values.map((value) => JSON.stringify({ locale, message, values: value, text: i18n._('case', value) }));
    }),
  );
  return { path: 'tests/unit/kernel/messages_golden.json', text: `[\n${rows.join(',\n')}\n]\n` };
}
