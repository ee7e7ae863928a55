// What is wrong with the catalogue itself: keys or placeholders that differ between locales, or a
// construct the Python reader does not speak.
import { compileMessage } from './lingui.mjs';

export const LOCALES = ['pt-BR', 'es', 'en'];
export const NAMESPACES = ['errors', 'twiml', 'sms', 'endings', 'help', 'customer', 'desk'];
const KINDS = new Set([undefined, 'plural', 'select', 'number']);

export function catalogueFaults(catalogue) {
  const faults = [];
  const keys = new Set(LOCALES.flatMap((locale) => Object.keys(catalogue[locale])));
  for (const key of keys) {
    const shapes = new Map();
    for (const locale of LOCALES) {
      const text = catalogue[locale][key];
      if (typeof text !== 'string') {
        faults.push(`${locale} has no ${key}`);
        continue;
      }
      if (text !== text.trim() || text === '') faults.push(`${locale} ${key} is blank or has blanks at an end`);
      try {
        shapes.set(locale, shapeOf(compileMessage(text)));
      } catch (error) {
        faults.push(`${locale} ${key}: ${error.message}`);
      }
    }
    if (new Set(shapes.values()).size > 1) {
      faults.push(`${key} differs in placeholders: ${[...shapes].map(([locale, shape]) => `${locale} ${shape}`).join(' | ')}`);
    }
  }
  return faults;
}

function shapeOf(tokens) {
  return [...new Set(placeholders(tokens))].sort().join(' ');
}

function placeholders(tokens) {
  return tokens.flatMap((token) => {
    if (typeof token === 'string') return [];
    const [name, kind, options] = token;
    if (!KINDS.has(kind) || (kind === 'number' && options !== undefined)) {
      throw new Error(`{${name}, ${kind}} is not a form both languages read`);
    }
    if (kind !== 'plural' && kind !== 'select') return [`${name}:${kind ?? 'text'}`];
    if (options.offset) throw new Error(`{${name}} uses offset`);
    if (!('other' in options)) throw new Error(`{${name}} has no "other"`);
    return [`${name}:${kind}`, ...Object.values(options).filter(Array.isArray).flatMap(placeholders)];
  });
}
