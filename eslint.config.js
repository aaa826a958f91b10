import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config/process-input.ts reads the environment.',
};
const style = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from where it is.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union, or an object `as const`.' },
  {
    selector:
      ":matches(PropertyDefinition, TSParameterProperty, MethodDefinition[kind!='constructor'])[accessibility='private']",
    message: 'Use a #private field.',
  },
];
const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in with the command.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes in with the command.' },
  { selector: ':function[async=true]', message: 'The rules are synchronous.' },
];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.cache/', 'data/', 'src/generated/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A new member of a union has to be thought of everywhere.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-restricted-imports': [
        'error',
        { name: 'node:process', message: 'Use the global.' },
        { name: 'process', message: 'Use the global.' },
      ],
      'no-restricted-syntax': ['error', environment, ...style],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'performance',
          'crypto',
          'process',
          'Buffer',
          'globalThis',
        ].map((name) => ({ name, message: 'The rules are pure.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in with the command.' },
        { object: 'Math', property: 'random', message: 'Chance comes in with the command.' },
      ],
      'no-restricted-syntax': ['error', ...impure, environment, ...style],
    },
  },
  {
    files: ['src/config/process-input.ts'],
    rules: { 'no-restricted-syntax': ['error', ...style] },
  },
  {
    files: ['src/cli/**/*.ts', 'bench/**', 'scripts/**', 'examples/**', 'console/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/graphql/**/*.ts'],
    // What TypeGraphQL decorates: resolvers without state, and shapes that plain objects have.
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      // `expect(pool.submit)` calls nothing.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['console/**', 'src/sdk/react/**', 'tests/browser/**', 'examples/{urql,apollo-client}/**'],
    extends: [reactHooks.configs.flat.recommended],
    // Stores are objects of functions and are handed to React in parts.
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: globals.node, sourceType: 'commonjs' },
  },
);
