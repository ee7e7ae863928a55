export type Locale = 'pt-BR' | 'es' | 'en';
export type Values = Record<string, string | number>;
type Token = string | [string] | [string, 'number'] | [string, 'plural' | 'select', Record<string, Token[]>];
export type Message = string | Token[];
export type Catalogue = Record<Locale, Message[]>;

/** The nearest locale of the catalogue to a BCP 47 tag. */
export function closest(tag: string): Locale {
  const language = tag.slice(0, 2);
  return language === 'pt' ? 'pt-BR' : language === 'es' ? 'es' : 'en';
}

/** Fills a message compiled by messages/compile.mjs; a value nobody gave reads as nothing. */
export function fill(message: Message, locale: Locale, values: Values = {}, counted?: number): string {
  if (typeof message === 'string') return message;
  const grouped = (number: unknown) => new Intl.NumberFormat(locale).format(number as number);
  return message
    .map((token) => {
      if (typeof token === 'string') return token === '#' && counted !== undefined ? grouped(counted) : token;
      const value = values[token[0]] ?? '';
      if (!token[2]) return token[1] ? grouped(value) : value;
      const [, kind, forms] = token;
      const plural = kind === 'plural';
      const form =
        forms[value] ?? forms[plural ? new Intl.PluralRules(locale).select(value as number) : ''] ?? forms.other;
      return fill(form as Token[], locale, values, plural ? (value as number) : undefined);
    })
    .join('');
}
