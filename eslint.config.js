// SPDX-License-Identifier: Apache-2.0
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { readBannedNamePattern, readBannedWords } from './scripts/check/banned-words.mjs';
import { commentSentenceRule } from './scripts/check/comment-sentence-rule.mjs';

const bannedText = `\\b(?:${readBannedWords().join('|')})\\b`;
/** Only a sign that takes a verdict shows isolation in green, and only the contract makes a verdict. */
const verdictMessage =
  'Show a Verdict of contract/model/isolation by VerdictSign: nothing else says in green what is isolated.';
const verdictRules = [
  { selector: 'Literal[value=/(?:^|\\s)(?:good|verdict-[a-z-]+)(?:\\s|$)/]', message: verdictMessage },
  { selector: 'TemplateElement[value.raw=/(?:^|\\s)(?:good|verdict-)/]', message: verdictMessage },
];
/** Choices of a few words look and read the same everywhere, and show names of a host without control characters. */
const choiceRule = {
  selector: [
    "JSXOpeningElement[name.name='TextField'] > JSXAttribute[name.name='select']",
    "JSXOpeningElement[name.name='select']",
    'ImportDeclaration[source.value=/^@mui.material.(Native)?Select$/]',
  ].join(', '),
  message: 'Use SelectField of renderer/ui/form/select-field.tsx.',
};
const wordMessage = 'docs/glossary.md has another word for this';

/** What no file may hold. */
const restrictedSyntax = [
  {
    selector: `Identifier[name=/${readBannedNamePattern()}/][name!='maximumFractionDigits']`,
    message: wordMessage,
  },
  { selector: `Literal[value=/${bannedText}/i]`, message: wordMessage },
  { selector: `TemplateElement[value.raw=/${bannedText}/i]`, message: wordMessage },
  { selector: `JSXText[value=/${bannedText}/i]`, message: wordMessage },
  // A spread of a literal only hides properties from the reader.
  {
    selector: 'SpreadElement[argument.type="ObjectExpression"], JSXSpreadAttribute[argument.type="ObjectExpression"]',
    message: 'Write the properties themselves, not a spread of an object literal.',
  },
  // The object `z` stays whole in every bundle, with its words in fifty languages.
  {
    selector: "ImportDeclaration[importKind!='type'][source.value='zod'] > ImportSpecifier[imported.name='z']",
    message: "Write import * as z from 'zod'.",
  },
  choiceRule,
];

/**
 * Functions of these files may be longer than {@link maxFunctionLines}. ESLint counts the lines of JSX; scripts/figures
 * counts the functions of `.tsx` files without them, and holds their number.
 */
const longFunctions = ['renderer/**/*.tsx'];
const maxFunctionLines = 80;
/** Functions of C, which are called here, take as many parameters as their libraries say. */
const callsOfC = ['helper/selinux/labels/{file-contexts,labels}.ts', 'helper/system/native/*.ts', 'hosts/peer-uid.ts'];

export default tseslint.config(
  // AssemblyScript has types of its own; its compiler checks it.
  { ignores: ['audit/log-scanner/assembly/', 'dist/', 'release/', 'node_modules/', 'e2e/results/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A number, a boolean or an error in a template says what it is; the types already tell objects apart.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // There are no enums, and the few classes are errors: a fifth of the time of the whole for nothing.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Handlers and adapters are async by contract, whether or not one of them has something to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-nested-ternary': 'error',
      // `Intl` has a name of its own for an upper bound.
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      // Objects here are records of closures; nothing binds `this`.
      '@typescript-eslint/unbound-method': 'off',
      // The generic at a boundary names what a schema has just parsed.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['**/*.{ts,tsx,mts,mjs,js,cjs}'],
    plugins: { bulkhead: { rules: { 'comment-sentence': commentSentenceRule } } },
    rules: { 'bulkhead/comment-sentence': 'error' },
  },
  // A constant that is used before it is there, by a function that is called later, hides that two need each other: the
  // features of the helper are put together from the ground up (ADR 119).
  {
    files: ['helper/**/*.ts'],
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { variables: true, functions: false, classes: false, enums: false, typedefs: false },
      ],
    },
  },
  // React's compiler, which is not used here, would have to leave components with a virtual list alone; that rule only
  // says so.
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { ...hooks.configs.recommended.rules, 'react-hooks/incompatible-library': 'off' },
  },
  // A component lives on while the connection is lost: there `useClient` and `withClient` say whether there is one.
  {
    files: ['renderer/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/host/connection.ts'],
              importNames: ['currentClient'],
              message: 'It throws while the connection is lost: use useClient, or withClient in a handler.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        {
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration ' +
            "CallExpression:matches([callee.object.name='z'], [callee.name=/Schema$/]):not(ArrowFunctionExpression *)",
          message: 'Write makeOnce(() => ...), so that the schema is made when it is first used.',
        },
      ],
    },
  },
  // Modules that are installed hold this sentence, and `enforcing` looks for it.
  {
    files: ['sepolicy/own-domain/generate.ts', 'helper/features/policies/confine.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['renderer/ui/form/select-field.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax.filter((rule) => rule !== choiceRule)] },
  },
  {
    files: [
      'renderer/features/{containers,container-list,container-page,fleet,isolation,overview}/**/*.{ts,tsx}',
      'renderer/features/networks/linked-pairs-panel.tsx',
    ],
    // The last three are green for the result of a drill, for an answer of the policy, and for what applies at once.
    ignores: [
      '**/*.test.{ts,tsx}',
      'renderer/features/containers/verdict/verdict-sign.tsx',
      'renderer/features/overview/drill-result.tsx',
      'renderer/features/isolation/questions/answer-view.tsx',
      'renderer/features/container-page/configuration-tab.tsx',
    ],
    rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax, ...verdictRules] },
  },
  {
    files: ['{cli,electron,helper,renderer,report}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/isolation/verdict.ts'], importNames: ['makeVerdict'], message: verdictMessage }] },
      ],
    },
  },
  // Test files of one worker share modules: only the first of them would have a hook of a module.
  {
    files: ['**/*.ts'],
    ignores: ['**/*.test.ts', 'renderer/testing/*.ts', 'lab/{cluster,incus}/*.ts', 'testing/conformance/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'vitest',
              importNames: ['afterAll', 'afterEach', 'beforeAll', 'beforeEach'],
              message: 'Use onTestFinished where the thing is made.',
            },
          ],
        },
      ],
    },
  },
  // They give up after a second of their own; `expect.poll` waits as long as vitest.config.ts says.
  {
    files: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['waitFor', 'waitUntil'].map((property) => ({ object: 'vi', property, message: 'Use expect.poll.' })),
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}', ...longFunctions],
    rules: {
      'max-lines-per-function': ['error', { max: maxFunctionLines, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}', ...callsOfC],
    rules: { 'max-params': ['error', 3] },
  },
  // What a program prints is its interface: the command lines may write to the console.
  { files: ['scripts/**', 'lab/**', 'bench/**', 'e2e/**', 'cli/evidence/verify.mjs'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,mjs,cjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
