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
    <link rel="stylesheet" href="legible.css" />
    <script src="swagger-ui-bundle.js" defer></script>
    <script src="start.js" defer></script>
  </head>
  <body>
    <div id="api"></div>
  </body>
</html>
`;
const START = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  onComplete: () => document.querySelector('#servers')?.setAttribute('aria-label', 'Server'),
});
`;
// The viewer's own greys, greens and blues are too faint to read (WCAG 2.2, 1.4.3).
const LEGIBLE = `.swagger-ui .info .url, .swagger-ui .info a, .swagger-ui .info__license__url a { color: #1f5fa8; }
.swagger-ui .info .title small { background: #4f5b66; }
.swagger-ui .info .title small.version-stamp { background: #3d6b00; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b6b45; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1f5fa8; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a5200; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0b6a6a; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .btn.authorize { color: #1b6b45; border-color: #1b6b45; }
`;

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) cpSync(join(VIEWER, file), join(DIST, file));
writeFileSync(join(DIST, 'index.html'), PAGE);
writeFileSync(join(DIST, 'start.js'), START);
writeFileSync(join(DIST, 'legible.css'), LEGIBLE);
