import { call, isOver, type Callback, type Problem } from '../api';
import { texts, Text } from '../generated/customer';
import { closest, fill, type Locale, type Values } from '../messages';
import { claims } from '../token';
import { watch } from '../watch';
import { page, type Scene } from './view';

let locale: Locale = closest(navigator.language);
let known: Callback | undefined;
let asking = false;
let stop = () => {};

const say = (text: Text, values?: Values) => fill(texts[locale][text]!, locale, values);
// A time alone, and its day where that is not today.
const time = (ms: number) => {
  const today = new Date(ms).toDateString() === new Date().toDateString();
  const day = today ? {} : ({ weekday: 'short', day: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' }).format(ms);
};

void open();
addEventListener('hashchange', () => void open());

async function open(): Promise<void> {
  stop();
  known = undefined;
  const token = location.hash.slice(1);
  const { cb, locale: told } = claims(token);
  if (told) locale = closest(told);
  if (!cb) {
    draw({ kind: 'gone', headline: Text.link_unknown, detail: Text.link_unknown_detail });
    return;
  }
  draw({ kind: 'loading' });
  const url = `${await apiUrl()}/callbacks/${encodeURIComponent(cb)}`;

  const seen = (callback: Callback) => {
    known = callback;
    locale = closest(callback.locale);
    draw({ kind: 'callback', callback, time, asking, ask, cancel });
  };
  const failed = (problem: Problem) => {
    if (problem.code === 'token_expired') {
      draw({ kind: 'gone', headline: Text.link_expired, detail: Text.link_expired_detail });
    } else if (/^(token|not_found)/.test(problem.code)) {
      draw({ kind: 'gone', headline: Text.link_unknown, detail: Text.link_unknown_detail });
    } else if (known) {
      const notice = problem.detail ?? say(Text.offline, { time: time(known.now_ms) });
      draw({ kind: 'callback', callback: known, time, asking, ask, cancel, notice });
    } else {
      draw({ kind: 'loading', notice: problem.detail ?? say(Text.offline_first) });
    }
  };
  const ask = (wanted: boolean) => {
    asking = wanted;
    if (known) seen(known);
    document.querySelector<HTMLElement>(wanted ? '#keep' : '#cancel')?.focus();
  };
  const cancel = () => {
    asking = false;
    call<Callback>('DELETE', url, locale, token).then((callback) => {
      if (isOver(callback.status)) stop();
      seen(callback);
      document.querySelector<HTMLElement>('h1')?.focus();
    }, failed);
  };
  stop = watch(url, locale, token, seen, failed);
}

function draw(scene: Scene): void {
  document.documentElement.lang = locale;
  document.title = say(Text.title);
  page(document.querySelector('#page')!, scene, say);
}

/** Where the API is: said by the page itself, else by the file beside it. */
async function apiUrl(): Promise<string> {
  const told = document.documentElement.dataset.apiUrl;
  if (told) return told;
  for (;;) {
    try {
      const { apiUrl } = (await (await fetch('config.json')).json()) as { apiUrl: string };
      return apiUrl;
    } catch {
      draw({ kind: 'loading', notice: say(Text.offline_first) });
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}
