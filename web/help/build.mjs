// Builds dist/ (or the folder named): the element as one script for any page, and the customer's own page.
import { build, transform } from 'esbuild';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const inlineCss = {
  name: 'inline-css',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.css\?inline$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?inline', '')),
      namespace: 'inline-css',
    }));
    onLoad({ filter: /.*/, namespace: 'inline-css' }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true, target: 'chrome123' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const here = dirname(new URL(import.meta.url).pathname);
const outdir = resolve(process.argv[2] ?? join(here, 'dist'));
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { 'click-to-call': 'src/element.ts', callback: 'src/page/callback.ts' },
  outdir,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  charset: 'utf8',
  mangleProps: /^(actions|complain|draft|refuse|setting)$/,
  plugins: [inlineCss],
  logLevel: 'warning',
});
await build({ absWorkingDir: here, entryPoints: ['src/page/callback.css'], outdir, minify: true, logLevel: 'warning' });
cpSync(join(here, 'public'), outdir, { recursive: true });
