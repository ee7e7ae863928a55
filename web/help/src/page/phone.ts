import type { Problem } from '../api';
import { h } from '../dom';
import { Text } from '../generated/customer';
import { numberField, type Typed } from '../number';
import { countries, read } from '../phone';
import type { Say } from './words';

export interface Changing {
  locale: string;
  country: string;
  say: Say;
  take: (e164: string) => Promise<void>;
}

/** Another number, of any country that is called. */
export function phonePanel({ locale, country, say, take }: Changing): HTMLElement[] {
  const draft: Typed = { phone: '', country: countries.includes(country) ? country : 'BR' };
  const wrong = h('p', { id: 'phone-wrong', class: 'wrong', role: 'alert' });
  const parts = numberField(draft, locale, say(Text.country), () => {
    if (wrong.textContent) check();
  });
  const [input, select, code] = parts;
  const submit = h('button', { class: 'main' }, say(Text.take_number));
  const mark = (sentence: string) => {
    wrong.textContent = sentence;
    input.setAttribute('aria-invalid', String(!!sentence));
  };
  const check = () => {
    const found = read(draft.phone, draft.country);
    mark(
      typeof found !== 'string'
        ? ''
        : say(
            {
              required: Text.errors_field_required,
              too_short: Text.errors_field_too_short,
              too_long: Text.errors_field_too_long,
              not_in_use: Text.errors_field_not_in_use,
              not_served: Text.errors_field_not_served,
            }[found],
          ),
    );
    return found;
  };
  const choose = async (event: Event) => {
    event.preventDefault();
    const found = check();
    if (typeof found === 'string') {
      input.focus();
      return;
    }
    submit.disabled = true;
    try {
      await take(found.e164);
    } catch (problem) {
      mark((problem as Problem).detail ?? say(Text.offline_first));
      input.focus();
    } finally {
      submit.disabled = false;
    }
  };

  input.id = 'phone';
  input.setAttribute('aria-describedby', 'phone-wrong');
  input.addEventListener('change', check);
  return [
    h(
      'form',
      { novalidate: true, submit: (event) => void choose(event) },
      h('label', { for: 'phone' }, say(Text.phone)),
      h('div', { class: 'number' }, select, code, input),
      wrong,
      submit,
    ),
  ];
}
