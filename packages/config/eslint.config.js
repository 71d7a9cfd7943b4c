import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import house from './rules/index.js'

const forbidden = [
  {
    selector: 'TSEnumDeclaration',
    message: 'A union of strings, or a const object: Node runs this file by stripping types.',
  },
  { selector: "SvelteDirective[kind='EventHandler']", message: 'Events are attributes: onclick, not on:click.' },
]
const forgottenNavigation = {
  selector:
    'ExpressionStatement > CallExpression[callee.name=/^(goto|invalidate|invalidateAll|preloadData|preloadCode|tick)$/]',
  message: 'Await this promise, or say `void`.',
}

/** One configuration for every package; each runs it in its own folder, so patterns here start with `**`. */
export default defineConfig(
  { ignores: ['**/build', '**/.svelte-kit', '**/generated', '**/.turbo', '**/test-results', '**/playwright-report'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    plugins: { house },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'house/docstring': 'error',
      'house/file-name': 'error',
      'house/module-state': 'error',
      'house/one-home': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-undef': 'off',
      'no-restricted-syntax': ['error', ...forbidden],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Addresses are checked by the pages' own tests; resolve() adds a base path that this product doesn't have.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@sveltejs/kit', name: ['Redirect', 'HttpError'] }] },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    // Rules that need types resolve a page's data, which is the whole router, anew for each component: five minutes. svelte-check
    // reads the types; the promise that components forget most is a navigation's.
    files: ['**/*.svelte'],
    rules: {
      'no-restricted-syntax': ['error', ...forbidden, forgottenNavigation],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
)
