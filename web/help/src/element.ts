import { call, isOver, type Callback, type Created, type Problem } from './api';
import css from './element.css?inline';
import { Form, TOPICS, type Draft, type Order, type Request } from './form';
import { Text, texts } from './generated/help';
import { closest, fill, type Locale, type Values } from './messages';
import { countries } from './phone';
import { Receipt } from './receipt';
import { claims, withToken } from './token';
import { watch } from './watch';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/**
 * `<click-to-call endpoint token|token-url>`: asks the contact centre for a call and follows it.
 * Events (they bubble and leave the shadow): alo:requested {id, link, existing}, alo:status {id, status},
 * alo:cancelled {id}, alo:failed {code}.
 */
export class ClickToCall extends HTMLElement {
  static readonly observedAttributes = ['lang', 'country', 'orders', 'order', 'topics', 'token'];
  #root = this.attachShadow({ mode: 'open' });
  #draft: Draft = { topic: '', order: '', question: '', phone: '', country: '' };
  #form: Form | undefined;
  #created: Created | undefined;
  #receipt: Receipt | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }

  attributeChangedCallback(name: string): void {
    if (name === 'order') this.#draft.order = '';
    if (name === 'country') this.#draft.country = '';
    if (this.#root.firstChild) this.#draw();
  }

  override focus(): void {
    this.#root.querySelector<HTMLElement>('select, [tabindex]')?.focus();
  }

  get #locale(): Locale {
    const near = this.closest('[lang]')?.getAttribute('lang');
    return closest(near || claims(this.getAttribute('token')).locale || navigator.language);
  }

  #say = (text: Text, values?: Values) => fill(texts[this.#locale][text]!, this.#locale, values);

  #draw(): void {
    this.#stop?.();
    if (this.#created) this.#follow(this.#created);
    else this.#ask();
  }

  #ask(): void {
    const token = claims(this.getAttribute('token'));
    const listed = this.getAttribute('orders');
    const orders = listed ? (JSON.parse(listed) as Order[]) : token.order ? [token.order] : [];
    const draft = this.#draft;
    draft.order ||= this.getAttribute('order') ?? token.order?.id ?? '';
    draft.country ||= served(this.getAttribute('country'), token.country, navigator.language.split('-')[1]);
    draft.phone ||= this.getAttribute('phone') ?? '';
    const wanted = this.getAttribute('topics')?.split(/[\s,]+/);
    this.#form = new Form(
      {
        locale: this.#locale,
        topics: Object.keys(TOPICS).filter((one) => !wanted || wanted.includes(one)),
        orders: orders.some(({ id }) => id === draft.order) || !draft.order ? orders : [...orders, { id: draft.order }],
        say: this.#say,
        send: (request) => void this.#send(request),
      },
      draft,
    );
    this.#root.replaceChildren(this.#form.root);
  }

  async #send(request: Request): Promise<void> {
    const form = this.#form!;
    const locale = this.#locale;
    form.busy = true;
    try {
      const body = { ...request, locale };
      const work = (token: string) => call<Created>('POST', this.#url(''), locale, token, body);
      this.#created = await withToken(this, request.order_id ?? null, work);
      const { callback, link, existing } = this.#created;
      this.#draw();
      this.#receipt!.focus();
      this.#tell('requested', { id: callback.id, link, existing });
    } catch (error) {
      form.busy = false;
      form.refuse(error as Problem, this.#sentence(error as Problem));
    }
  }

  #follow(created: Created): void {
    const { callback, link, existing, token } = created;
    const url = this.#url(`/${callback.id}`);
    const seen = (now: Callback) => {
      if (now.status !== created.callback.status) this.#tell('status', { id: now.id, status: now.status });
      created.callback = now;
      receipt.complain('');
      receipt.show(now);
    };
    const failed = (problem: Problem) => receipt.complain(this.#sentence(problem));
    const receipt = (this.#receipt = new Receipt({
      locale: this.#locale,
      link,
      existing,
      say: this.#say,
      cancel: () =>
        void call<Callback>('DELETE', url, this.#locale, token).then((now) => {
          this.#stop?.();
          seen(now);
          receipt.focus();
          this.#tell('cancelled', { id: now.id });
        }, failed),
      again: () => {
        this.#created = undefined;
        this.#draft.question = '';
        this.#draw();
        this.focus();
      },
    }));
    this.#root.replaceChildren(receipt.root);
    receipt.show(callback);
    if (!isOver(callback.status)) this.#stop = watch(url, this.#locale, token, seen, failed);
  }

  #sentence(problem: Problem): string {
    this.#tell('failed', { code: problem.code });
    return problem.detail || this.#say(Text.network);
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(`alo:${name}`, { detail, bubbles: true, composed: true }));
  }

  #url(path: string): string {
    return `${(this.getAttribute('endpoint') ?? '').replace(/\/$/, '')}/callbacks${path}`;
  }
}

const served = (...wanted: (string | null | undefined)[]) =>
  wanted.map((one) => one?.toUpperCase() ?? '').find((one) => countries.includes(one)) ?? 'BR';

if (!customElements.get('click-to-call')) customElements.define('click-to-call', ClickToCall);
