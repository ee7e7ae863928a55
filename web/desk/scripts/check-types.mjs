// Fails when src/api/types.ts is not what the OpenAPI document says today.
import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const document = new URL('../../../docs/openapi.json', import.meta.url);
const written = readFileSync(new URL('../src/api/types.ts', import.meta.url), 'utf8');
const ast = await openapiTS(document, { defaultNonNullable: false, silent: true });
if (`${COMMENT_HEADER}${astToString(ast)}` !== written) {
  console.error('src/api/types.ts is out of date: run `npm run generate` in web/desk');
  process.exitCode = 1;
}
