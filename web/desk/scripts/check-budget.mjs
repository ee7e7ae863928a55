// First load (what index.html pulls in, with static imports and one language) stays within 200 KB gzipped, and the voice SDK
// and the charts stay out of it. Ends with one line of JSON.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 200_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const first = new Set();
visit('index.html');
visit(largest(Object.keys(manifest).filter((name) => name.startsWith('src/generated/messages.'))));
const files = [...first].flatMap((name) => [manifest[name].file, ...(manifest[name].css ?? [])]);
const bytes = [...new Set(files)].reduce((sum, file) => sum + gzipped(file), 0);
const lazy = ['src/voice/twilioLine.ts', 'src/reports/ReportPage.tsx', 'src/supervision/QueuePage.tsx'].filter((name) => first.has(name) || !manifest[name]);

console.log(JSON.stringify({ desk_first_load_gzip_bytes: bytes, limit: LIMIT_BYTES, not_lazy: lazy }));
if (bytes > LIMIT_BYTES || lazy.length > 0) process.exitCode = 1;

function visit(name) {
  if (first.has(name)) return;
  first.add(name);
  for (const next of manifest[name].imports ?? []) visit(next);
}

function largest(names) {
  return names.reduce((a, b) => (gzipped(manifest[a].file) > gzipped(manifest[b].file) ? a : b));
}

function gzipped(file) {
  return gzipSync(readFileSync(new URL(file, dist))).length;
}
