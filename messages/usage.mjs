// Messages nobody shows, and messages that are shown but do not exist. A key counts as used where it
// stands as a literal, or under the fixed start of a template such as `desk.status.${status}`.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const READERS = {
  desk: { folder: 'web/desk/src', pattern: /\.tsx?$/ },
  twiml: { folder: 'chalicelib', pattern: /\.py$/ },
  sms: { folder: 'chalicelib', pattern: /\.py$/ },
  endings: { folder: 'chalicelib', pattern: /\.py$/ },
};
const QUOTED = /(["'`])((?:desk|twiml|sms|endings)\.[a-zA-Z_][\w.-]*)(\1|\$?\{)/g;

export function usageFaults(root, catalogue) {
  const known = Object.keys(Object.values(catalogue)[0]);
  return [
    ...Object.entries(READERS).flatMap(([name, { folder, pattern }]) =>
      existsSync(join(root, folder)) ? literalFaults(name, sources(join(root, folder), pattern), known) : [],
    ),
    ...moduleFaults(root, known),
  ];
}

function literalFaults(name, texts, known) {
  const mine = known.filter((key) => key.startsWith(`${name}.`));
  const whole = new Set();
  const starts = new Set();
  for (const text of texts) {
    for (const [, , key, end] of text.matchAll(QUOTED)) (end.endsWith('{') ? starts : whole).add(key);
  }
  const used = (key) => whole.has(key) || [...starts].some((start) => key.startsWith(start));
  return [
    ...mine.filter((key) => !used(key)).map((key) => `${key} is not used`),
    ...[...whole]
      .filter((key) => key.startsWith(`${name}.`) && !known.includes(key))
      .map((key) => `${key} is used but nobody wrote it`),
  ];
}

// The help side names its messages by a generated enum, so the type checker finds the missing ones.
function moduleFaults(root, known) {
  return ['help', 'customer'].flatMap((name) => {
    const folder = join(root, 'web/help/src');
    if (!existsSync(folder)) return [];
    const text = sources(folder, /\.ts$/).join('\n');
    return known
      .filter((key) => key.startsWith(`${name}.`))
      .filter((key) => !new RegExp(`\\bText\\.${key.slice(name.length + 1).replaceAll('.', '_')}\\b`).test(text))
      .map((key) => `${key} is not used`);
  });
}

function sources(folder, pattern) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !entry.parentPath.includes('generated'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
