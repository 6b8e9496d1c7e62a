import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import lit from 'eslint-plugin-lit';

/** Imports go only toward `shared`: each room is forbidden every other room, and the packages that belong to another. */
const packages = {
  vscode: 'extension',
  sharp: 'trainer',
  '@tensorflow/*': 'trainer',
  lit: 'webview',
  'lit/*': 'webview',
};
const rooms = ['shared', 'trainer', 'extension', 'webview', 'cli'];

function roomRules(room) {
  const forbiddenRooms = rooms.filter((other) => other !== room && other !== 'shared');
  const forbiddenPackages = Object.entries(packages).filter(([, home]) => home !== room);
  const node = room === 'shared' || room === 'webview' ? ['node:*', 'fs', 'path', 'child_process', 'os'] : [];
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: forbiddenRooms.map((other) => `**/${other}/*`),
              message: 'Imports go only toward src/shared.',
            },
            {
              group: forbiddenPackages.map(([name]) => name),
              message: 'This package belongs to another room.',
            },
            ...(node.length > 0 ? [{ group: node, message: 'This room does not know Node.' }] : []),
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'workspace/', 'artifacts/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
    },
  },
  { files: ['src/cli/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  { files: ['src/webview/**/*.ts'], ...lit.configs['flat/recommended'] },
  ...rooms.map(roomRules),
);
