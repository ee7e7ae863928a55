import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// What each folder may import besides itself and the ground floor; `app` composes them all.
const GROUND = ['api', 'i18n', 'ui', 'generated'];
const MAY_IMPORT = {
  ui: ['i18n', 'api'],
  i18n: ['api', 'generated'],
  api: [],
  auth: GROUND,
  realtime: GROUND,
  voice: GROUND,
  queue: GROUND,
  agents: GROUND,
  recording: GROUND,
  crm: [...GROUND, 'recording'],
  reports: GROUND,
  supervision: [...GROUND, 'telephony', 'offers'],
  budgets: GROUND,
  hours: GROUND,
  telephony: [...GROUND, 'voice', 'recording'],
  offers: [...GROUND, 'telephony'],
};
const FOLDERS = [...Object.keys(MAY_IMPORT), 'app', 'generated'];

const walls = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
  const closed = FOLDERS.filter((name) => name !== folder && !allowed.includes(name));
  return {
    files: [`src/${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: closed.map((name) => `../${name}/*`), message: `src/${folder} may not import this folder.` },
            { group: ['../../*'], message: 'Stay inside src.' },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist/', 'src/api/types.ts', 'src/generated/', 'scripts/', 'eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', 250],
      'no-console': 'error',
    },
  },
  ...walls,
);
