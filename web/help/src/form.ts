import type { Problem } from './api';
import { h } from './dom';
import { Text } from './generated/help';
import type { Values } from './messages';
import { numberField, option, type Typed } from './number';
import { read } from './phone';

export const TOPICS: Record<string, Text> = {
  payments: Text.payments,
  shipping: Text.shipping,
  returns: Text.returns,
  account: Text.account,
  selling: Text.selling,
};
const LONGEST = 1000;

export interface Draft extends Typed {
  topic: string;
  order: string;
  question: string;
}
export interface Request {
  question: string;
  topic: string;
  phone: string;
  order_id?: string;
}
export interface Order {
  id: string;
  title?: string;
}
export interface Setting {
  locale: string;
  topics: string[];
  orders: Order[];
  say: (text: Text, values?: Values) => string;
  send: (request: Request) => void;
}
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Name = 'topic' | 'question' | 'phone' | 'order_id';

/** The form over a draft that outlives it. */
export class Form {
  readonly root: HTMLFormElement;
  #controls = {} as Record<Name, Control>;
  #errors = {} as Record<Name, HTMLElement>;
  #alert = h('p', { class: 'e', part: 'error', role: 'alert' });
  #button: HTMLButtonElement;

  constructor(
    readonly setting: Setting,
    readonly draft: Draft,
  ) {
    const { say, topics, orders } = setting;
    this.#button = h('button', { part: 'button', type: 'submit' }, say(Text.send));
    this.root = h(
      'form',
      { part: 'form', novalidate: true, submit: (event) => this.#submit(event) },
      h('h2', { part: 'title' }, say(Text.title)),
      h('p', { part: 'lead', class: 'q' }, say(Text.lead)),
      this.#field('topic', Text.topic, this.#topics(topics)),
      orders.length > 0 && this.#field('order_id', Text.order, this.#orders(orders)),
      ...this.#question(),
      this.#field('phone', Text.phone, ...this.#phone()),
      this.#alert,
      this.#button,
    );
  }

  get busy(): boolean {
    return this.#button.getAttribute('aria-disabled') === 'true';
  }

  set busy(busy: boolean) {
    this.#button.setAttribute('aria-disabled', String(busy));
    this.#button.textContent = this.setting.say(busy ? Text.sending : Text.send);
    if (busy) this.#alert.textContent = '';
  }

  /** Shows a refusal: at the field it is about, else above the button. Nothing typed is lost. */
  refuse(problem: Problem, sentence: string): void {
    const at = problem.fields?.find(({ name }) => name in this.#controls);
    if (at) this.#mark(at.name as Name, sentence).focus();
    else this.#alert.textContent = sentence;
  }

  #field(name: Name, label: Text, control: Control, ...around: HTMLElement[]): HTMLElement {
    const error = h('p', { id: `${name}-error`, class: 'e', part: 'error' });
    this.#controls[name] = control;
    this.#errors[name] = error;
    control.id = name;
    control.setAttribute('part', 'input');
    control.setAttribute('aria-describedby', `${control.getAttribute('aria-describedby') ?? ''} ${name}-error`.trim());
    control.addEventListener('change', () => this.#check(name));
    return h(
      'div',
      { class: 'f', part: 'field' },
      h('label', { for: name, part: 'label' }, this.setting.say(label)),
      around.length > 0 ? h('div', { class: 'r' }, ...around, control) : control,
      error,
    );
  }

  #topics(topics: string[]): HTMLSelectElement {
    const { say } = this.setting;
    const options = topics.map((one) => option(one, say(TOPICS[one]!), one === this.draft.topic));
    const select = h('select', { required: true }, option('', say(Text.choose), !this.draft.topic), ...options);
    select.addEventListener('input', () => (this.draft.topic = select.value));
    return select;
  }

  #orders(orders: Order[]): HTMLSelectElement {
    const { draft, setting } = this;
    const options = orders.map(({ id, title }) => option(id, title ? `${title} · ${id}` : id, id === draft.order));
    const select = h('select', {}, option('', setting.say(Text.none), !draft.order), ...options);
    select.addEventListener('input', () => (draft.order = select.value));
    return select;
  }

  #question(): HTMLElement[] {
    const { draft, setting } = this;
    const counter = h('p', { id: 'counter', class: 'q n', part: 'counter' });
    const area = h('textarea', { rows: 4, maxlength: LONGEST, required: true, dir: 'auto', 'aria-describedby': 'hint counter' });
    area.value = draft.question;
    const count = () => (counter.textContent = `${area.value.length}/${LONGEST}`);
    area.addEventListener('input', () => {
      draft.question = area.value;
      count();
      if (this.#errors.question.textContent) this.#check('question');
    });
    count();
    const field = this.#field('question', Text.question, area);
    field.append(h('div', { class: 'r q' }, h('p', { id: 'hint', part: 'hint' }, setting.say(Text.hint)), counter));
    return [field];
  }

  #phone(): [HTMLInputElement, ...HTMLElement[]] {
    const { draft, setting } = this;
    return numberField(draft, setting.locale, setting.say(Text.country), (country) => {
      if (this.#errors.phone.textContent || (country && draft.phone)) this.#check('phone');
    });
  }

  #check(name: Name): boolean {
    const { say } = this.setting;
    const value = this.#controls[name].value.trim();
    let wrong: Text | undefined;
    if (!value && name !== 'order_id') wrong = Text.errors_field_required;
    else if (name === 'question' && value.length < 3) wrong = Text.errors_field_too_short;
    else if (name === 'phone') {
      const found = read(value, this.draft.country);
      if (typeof found === 'string') {
        wrong = {
          required: Text.errors_field_required,
          too_short: Text.errors_field_too_short,
          too_long: Text.errors_field_too_long,
          not_in_use: Text.errors_field_not_in_use,
          not_served: Text.errors_field_not_served,
        }[found];
      }
    }
    this.#mark(name, wrong === undefined ? '' : say(wrong));
    return wrong === undefined;
  }

  #mark(name: Name, sentence: string): Control {
    this.#errors[name].textContent = sentence;
    this.#controls[name].setAttribute('aria-invalid', String(!!sentence));
    return this.#controls[name];
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const wrong = (Object.keys(this.#controls) as Name[]).filter((name) => !this.#check(name));
    if (wrong[0]) return this.#controls[wrong[0]].focus();
    const { draft, setting } = this;
    const found = read(draft.phone, draft.country);
    if (typeof found === 'string') return;
    const request: Request = {
      question: draft.question.trim(),
      topic: draft.topic,
      phone: found.e164,
      ...(draft.order && { order_id: draft.order }),
    };
    setting.send(request);
  }
}
