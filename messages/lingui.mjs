// The compiler comes from web/help's packages, so that the catalogue needs no install of its own.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { resolve } = createRequire(new URL('../web/help/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(resolve(name)));

export const { compileMessage } = await load('@lingui/message-utils/compileMessage');
export const { setupI18n } = await load('@lingui/core');
