// The API documentation: Swagger's viewer on docs/openapi.json, as static files of our own origin.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, 'dist');
const VIEWER = join(HERE, 'node_modules', 'swagger-ui-dist');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Aló API</title>
    <link rel="stylesheet" href="swagger-ui.css" />
    <script src="swagger-ui-bundle.js" defer></script>
    <script src="start.js" defer></script>
  </head>
  <body>
    <main id="api"></main>
  </body>
</html>
`;
const START = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
`;

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) cpSync(join(VIEWER, file), join(DIST, file));
writeFileSync(join(DIST, 'index.html'), PAGE);
writeFileSync(join(DIST, 'start.js'), START);
