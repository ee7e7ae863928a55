import { setupI18n, type Messages } from '@lingui/core';
import { useSyncExternalStore } from 'react';

import { LOCALES, type Locale } from '../api/words';
import type english from '../generated/messages.en.json';

export type MessageKey = keyof typeof english;
export type Values = Record<string, string | number>;
export type Text = (key: MessageKey, values?: Values) => string;

const LOADERS: Record<Locale, () => Promise<{ default: unknown }>> = {
  'pt-BR': () => import('../generated/messages.pt-BR.json'),
  es: () => import('../generated/messages.es.json'),
  en: () => import('../generated/messages.en.json'),
};
const CHOICE = 'alo.locale';

const i18n = setupI18n();
const watchers = new Set<() => void>();

export async function activate(locale: Locale): Promise<void> {
  if (i18n.locale === locale) return;
  const { default: messages } = await LOADERS[locale]();
  i18n.loadAndActivate({ locale, messages: messages as Messages });
  text = textIn();
  document.documentElement.lang = locale;
  watchers.forEach((tell) => tell());
}

/** The person's own choice, or null. */
export function chosenLocale(): Locale | null {
  const kept = localStorage.getItem(CHOICE);
  return LOCALES.find((locale) => locale === kept) ?? null;
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(CHOICE, locale);
  await activate(locale);
}

export function currentLocale(): Locale {
  return LOCALES.find((locale) => locale === i18n.locale) ?? 'pt-BR';
}

/** `t(key, values)` in the current language; renders again when that changes. */
export function useText(): Text {
  return useSyncExternalStore(watch, () => text);
}

export function useLocale(): Locale {
  return useSyncExternalStore(watch, currentLocale);
}

/** Whether the catalogue has a sentence for a key that came from outside. */
export function isMessage(key: string): key is MessageKey {
  return key in i18n.messages;
}

function textIn(): Text {
  return (key, values) => i18n._(key, values);
}

let text: Text = textIn();

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
