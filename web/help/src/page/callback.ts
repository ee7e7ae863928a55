import { call, isOver, type Callback, type Day, type Problem } from '../api';
import { texts, Text } from '../generated/customer';
import { closest, fill, type Locale, type Values } from '../messages';
import { claims } from '../token';
import { watch } from '../watch';
import { Actions } from './actions';
import { moment } from './moment';
import { page, type Scene } from './view';

let locale: Locale = closest(navigator.language);
let stop = () => {};

const say = (text: Text, values?: Values) => fill(texts[locale][text]!, locale, values);

void open();
addEventListener('hashchange', () => void open());

async function open(): Promise<void> {
  stop();
  const token = location.hash.slice(1);
  const { cb, locale: told } = claims(token);
  if (told) locale = closest(told);
  let known: Callback | undefined;
  let url = '';

  const draw = (scene: Scene) => {
    document.documentElement.lang = locale;
    document.title = say(Text.title);
    page(document.querySelector('#page')!, scene, actions.root, locale, say);
    actions.show(scene.kind === 'callback' ? scene.callback : undefined);
  };
  const seen = (callback: Callback) => {
    known = callback;
    locale = closest(callback.locale);
    draw({ kind: 'callback', callback });
  };
  const failed = (problem: Problem) => {
    if (problem.code === 'token_expired') {
      draw({ kind: 'gone', headline: Text.link_expired, detail: Text.link_expired_detail });
    } else if (/^(token|not_found)/.test(problem.code)) {
      draw({ kind: 'gone', headline: Text.link_unknown, detail: Text.link_unknown_detail });
    } else if (known) {
      const notice = problem.detail ?? say(Text.offline, { time: String(moment(known.now_ms, locale).time) });
      draw({ kind: 'callback', callback: known, notice });
    } else {
      draw({ kind: 'loading', notice: problem.detail ?? say(Text.offline_first) });
    }
  };
  // The answer is how it stands now: it is shown, its headline read out, and looked at again soon.
  const act = async (method: string, body?: object) => {
    const callback = await call<Callback>(method, url, locale, token, body);
    stop();
    actions.show();
    seen(callback);
    document.querySelector<HTMLElement>('h1')?.focus();
    if (!isOver(callback.status)) follow();
  };
  const refused = (problem: unknown) => {
    actions.show();
    failed(problem as Problem);
  };
  const follow = () => {
    stop = watch(url, locale, token, seen, failed);
  };
  const actions = new Actions({
    locale: () => locale,
    say,
    windows: (date) => call<Day>('GET', `${url}/windows?date=${date}`, locale, token),
    change: (wanted) => act('PATCH', wanted),
    soonest: () => void act('PATCH', { window: null }).catch(refused),
    cancel: () => void act('DELETE').catch(refused),
  });

  if (!cb) {
    draw({ kind: 'gone', headline: Text.link_unknown, detail: Text.link_unknown_detail });
    return;
  }
  draw({ kind: 'loading' });
  url = `${await apiUrl((notice) => draw({ kind: 'loading', notice }))}/callbacks/${encodeURIComponent(cb)}`;
  follow();
}

/** Where the API is: said by the page itself, else by the file beside it. */
async function apiUrl(failed: (notice: string) => void): Promise<string> {
  const told = document.documentElement.dataset.apiUrl;
  if (told) return told;
  for (;;) {
    try {
      const { apiUrl } = (await (await fetch('config.json')).json()) as { apiUrl: string };
      return apiUrl;
    } catch {
      failed(say(Text.offline_first));
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}
