// SPDX-License-Identifier: Apache-2.0
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { commentSentenceRule } from './comment-sentence-rule.mjs';
import { findFragment } from './comment-sentence.mjs';

test.each([
  'The same.',
  'The same of one container, as a sentence.',
  'The same text without the statement.',
  'The same as the helper has.',
  'Of what, and when.',
  'Of each container by its name, with the kills that the history has.',
  'So many are read at once.',
  'Those that fail, the newest first.',
  'That of the page itself, so that it stays when the page is loaded.',
  'Also one that runs.',
  'As the person wrote it.',
  'By name.',
  'By name, the newest first.',
  'By name; else, nobody finds it.',
  'By `first, the other has it`.',
  'With words for what Incus says, and the list as it is afterwards.',
  'Where the answer comes from.',
  'Whether it runs, is frozen or has ended.',
  'When the last one ended: seconds since the epoch.',
  'Since when it is so.',
  'In bytes, rounded up.',
  'Only for more than one.',
  'One that learns.',
  'Such as `debian`.',
  'The verdict in one sentence.',
  'The container; null for the host.',
  'PEM.',
])('%s is a fragment', (comment) => {
  expect(findFragment(comment)).toBeTypeOf('string');
});

test.each([
  'Removes a container. The caller holds its lock; a running one is killed first.',
  'When the connection ends, a write into it may fail first.',
  'If `name` is taken, the call fails.',
  'In enforcing mode, the kernel denies it.',
  'As long as nothing is missing, both have as many after it.',
  'The same lock protects both.',
  'Only root reads it.',
  'Both ends are counted from 1.',
  'One that learns has a domain of its own.',
  'Another process that gets the number is another row.',
  'If `close` fails, restart the helper.',
  'While the host sleeps, they freeze.',
  'Freeze it first.',
  '',
  '@returns the name',
  'eslint-disable-next-line no-console',
])('"%s" passes', (comment) => {
  expect(findFragment(comment)).toBeUndefined();
});

test('lines are read as one text, and a name in backticks as a word', () => {
  expect(findFragment('*\n * When the connection\n * ends, `close` is called.\n ')).toBeUndefined();
  expect(findFragment('*\n * When the connection\n * ends.\n ')).toBeTypeOf('string');
});

describe('the rule of ESLint', () => {
  const config = {
    plugins: { bulkhead: { rules: { 'comment-sentence': commentSentenceRule } } },
    rules: { 'bulkhead/comment-sentence': 'error' },
  } as const;
  const linesOf = (source: string): readonly number[] => new Linter().verify(source, config).map(({ line }) => line);

  test('reports doc comments, and lines of comment as one', () => {
    expect(linesOf('/**\tBy name. */\nconst a = 1;\n// When it\n// ends.\nconst b = 2;\n')).toEqual([1, 3]);
    expect(linesOf('// When it\n// ends, nothing remains.\nconst b = 2;\n')).toEqual([]);
  });

  test('leaves a remark behind code alone, and a comment that is no doc comment', () => {
    expect(linesOf('const a = 1; // by name\n/* By name. */\nconst b = 2;\n')).toEqual([]);
    expect(linesOf('const a = 1; // by name\n// As it is.\nconst b = 2;\n')).toEqual([2]);
  });
});
