// SPDX-License-Identifier: Apache-2.0
import { readBannedWords } from './scripts/check/banned-words.mjs';

const sources = '**/*.{ts,tsx,mts,mjs,js,cjs}';

/** Spelling of docs and of comments. Names in code are checked by ESLint; what stands in backticks is a name. */
export default {
  version: '0.2',
  language: 'en-GB',
  files: ['**/*.md', '.github/**', sources],
  enableGlobDot: true,
  ignorePaths: [
    '.git',
    'node_modules',
    'dist',
    'release',
    'e2e/results',
    // Generated, and full of titles of tests.
    'docs/threat-model.md',
    'docs/protocol.md',
    'audit/log-scanner/scanner-code.ts',
  ],
  dictionaryDefinitions: [{ name: 'bulkhead', path: './cspell.words.txt', addWords: true }],
  dictionaries: ['bulkhead', 'typescript', 'node', 'npm', 'softwareTerms', 'bash', 'html', 'css'],
  ignoreRegExpList: ['/`[^`]*`/g', '/^```[\\s\\S]*?^```/gm', 'Urls', '/^ {4}.*$/gm'],
  overrides: [
    { filename: '**/*.md', flagWords: readBannedWords() },
    // What the glossary lists as not used.
    { filename: 'docs/glossary.md', ignoreRegExpList: ['/\\*\\*[^*]*\\*\\*/g'] },
    { filename: sources, includeRegExpList: ['CStyleComment'] },
  ],
};
