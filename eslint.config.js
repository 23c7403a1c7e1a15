import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What only a Node process or only a page has; allowed under `src/node` and `src/web` alone. */
const platformGlobals = ['process', 'Buffer', '__dirname', '__filename', 'require', 'window', 'document', 'navigator', 'location'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.native/', 'out/', 'data/', 'demo-out/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      // A step or handler may return nothing or a promise: that union is the contract of the engine.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A type parameter that appears once still documents and checks a contract at call sites.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Namespaces of functions (`losses`, `optim`) and abstract bases are deliberate.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/node/**', 'src/web/**'],
    rules: {
      'no-restricted-globals': ['error', ...platformGlobals],
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'Node modules stay under src/node.' }] }],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts'],
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // Tests hand over wrong values on purpose, with a cast.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Examples of the docs are compiled and run inside jest's own module registry.
    files: ['test/support/doc-examples.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off', '@typescript-eslint/no-implied-eval': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', module: 'writable', require: 'readonly', console: 'readonly', globalThis: 'readonly', Buffer: 'readonly', URL: 'readonly' } },
  },
);
