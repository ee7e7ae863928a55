import { WORDS } from '/words.js';

const $ = (id) => document.getElementById(id);
const config = await read('/config.json');
const people = (await read('/people')).people;

addEventListener('popstate', show);
document.addEventListener('alo:requested', () => $('next')?.removeAttribute('hidden'));
if (config.elementUrl) document.head.append(h('script', { src: config.elementUrl }));
show();

function show() {
  const id = new URLSearchParams(location.search).get('as');
  const person = people.find((one) => one.id === id);
  const locale = person?.locale ?? (navigator.language.startsWith('es') ? 'es' : navigator.language.startsWith('en') ? 'en' : 'pt-BR');
  const words = WORDS[locale];
  document.documentElement.lang = locale;
  document.title = person ? `${words.help} · Feira` : 'Feira';
  $('nav').textContent = words.help;
  $('foot').textContent = words.foot;
  $('who').replaceChildren(...(person ? [face(person), h('a', { href: '/' }, words.change)] : []));
  $('main').replaceChildren(...(person ? help(person, words) : chooser(words)));
}

function chooser(words) {
  const group = (title, role) =>
    h('section', {}, h('h2', {}, title), h('ul', { class: 'people' }, ...people.filter((one) => one.role === role).map((one) => card(one, words))));
  return [
    h('div', { class: 'hero' }, h('h1', {}, words.choose), h('p', {}, words.choose_lead)),
    group(words.sellers, 'seller'),
    group(words.buyers, 'buyer'),
  ];
}

function card(person, words) {
  const country = new Intl.DisplayNames([document.documentElement.lang], { type: 'region' }).of(person.country);
  const acts = words.acts[person.phone.slice(-4)];
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'person', href: `?as=${person.id}`, 'data-person': person.id },
      face(person),
      h('span', {}, h('strong', {}, person.name), h('span', { class: 'soft' }, [country, acts].filter(Boolean).join(' · '))),
      level(person, words),
    ),
  );
}

function help(person, words) {
  const orders = h('section', { class: 'orders' }, h('h2', {}, person.role === 'seller' ? words.sold : words.bought));
  const list = h('ul', {}, ...person.orders.map((order) => orderCard(order, person, words)));
  orders.append(person.orders.length > 0 ? list : h('p', { class: 'soft' }, words.nothing));
  const first = person.name.split(' ')[0];
  const next = h(
    'aside',
    { id: 'next', class: 'next', hidden: '' },
    h('h3', {}, words.demo_title),
    h('p', {}, words.demo_desk),
    config.phoneUrl &&
      h('a', { href: `${config.phoneUrl}#number=${encodeURIComponent(person.phone)}`, target: '_blank', rel: 'noopener' }, fill(words.demo_phone, first)),
  );
  return [
    h('div', { class: 'hero' }, h('h1', {}, fill(words.hello, first)), level(person, words)),
    h('div', { class: 'split' }, orders, h('section', { id: 'help', class: 'help' }, h('h2', {}, words.call), element(person), next)),
  ];
}

function element(person) {
  return h('click-to-call', {
    endpoint: config.apiUrl,
    'token-url': '/token',
    'token-data': JSON.stringify({ customer: person.id }),
    lang: person.locale,
    country: person.country,
    phone: person.phone,
    orders: JSON.stringify(person.orders.map(({ id, title }) => ({ id, title }))),
    ...(person.role === 'buyer' && { topics: 'payments shipping returns account' }),
  });
}

function orderCard(order, person, words) {
  const locale = person.locale;
  const placed = new Date(Date.now() - order.placed_days_ago * 86_400_000);
  const button = h('button', { type: 'button', 'data-order': order.id }, words.ask);
  button.addEventListener('click', () => {
    const form = document.querySelector('click-to-call');
    form.setAttribute('order', order.id);
    for (const other of document.querySelectorAll('.order')) other.classList.toggle('chosen', other === item);
    form.scrollIntoView({ block: 'nearest' });
    form.focus();
  });
  const item = h(
    'li',
    { class: 'order' },
    h('span', { class: `tile t${[...order.id].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 6}`, 'aria-hidden': 'true' }, order.title[0]),
    h(
      'div',
      { class: 'what' },
      h('strong', {}, order.title),
      h('span', { class: 'soft' }, `${order.id} · ${placed.toLocaleDateString(locale, { day: 'numeric', month: 'short' })} · ${fill(person.role === 'seller' ? words.to : words.from, order.counterpart_name)}`),
      h('span', { class: `chip ${order.status}` }, words.status[order.status]),
    ),
    h('div', { class: 'sum' }, h('span', { class: 'money' }, money(order, person)), button),
  );
  return item;
}

function money({ amount_minor, currency }, { locale, country }) {
  const form = new Intl.NumberFormat(`${locale.slice(0, 2)}-${country}`, { style: 'currency', currency, maximumFractionDigits: currency === 'COP' || currency === 'ARS' ? 0 : undefined });
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return form.format(amount_minor / 10 ** digits);
}

function face(person) {
  const letters = person.name.split(' ').map((part) => part[0]);
  return h('span', { class: `face ${person.role}`, 'aria-hidden': 'true' }, letters[0] + letters.at(-1));
}

function level(person, words) {
  return h('span', { class: `level ${person.level ?? 'none'}` }, person.role === 'seller' ? words[person.level] : words.buyer);
}

function fill(text, name) {
  return text.replace('{name}', name);
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) $('main').replaceChildren(h('p', { role: 'alert' }, WORDS['pt-BR'].failed));
  return answer.json();
}

function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter(Boolean));
  return element;
}
