// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../contract/text.ts';
import { createFileJudge } from './judge-files.ts';

const node = (path: string, type = 'file', name = path.split('/').at(-1)): string =>
  JSON.stringify({ message_type: 'node', name, path, type });

/** Gives what is wrong with the first line that is not right. */
function judge(lines: readonly string[], maxFiles = 100): string | undefined {
  const judgeLine = createFileJudge(maxFiles);
  const problem = lines.map((line) => judgeLine(line)).find((one) => one !== undefined);
  return problem === undefined ? undefined : textOf(problem);
}

const layer = node('/layer', 'dir');

describe('the judge of files', () => {
  it('takes a tree whose folders hold the same names, and links that are alone', () => {
    const lines = [
      JSON.stringify({ message_type: 'snapshot', id: 'c4' }),
      ...[layer, node('/layer/a', 'dir'), node('/layer/a/link', 'symlink'), node('/layer/b', 'dir')],
      ...[node('/layer/b/link'), node('/layer/link', 'symlink'), node('/layer-2', 'dir'), node('/layer-2/a')],
    ];
    expect(judge(lines)).toBeUndefined();
  });

  it.each([
    ['before a folder', [layer, node('/layer/a', 'symlink'), node('/layer/a', 'dir')]],
    ['after a folder with files', [layer, node('/layer/a', 'dir'), node('/layer/a/b'), node('/layer/a', 'symlink')]],
    ['before a file', [layer, node('/layer/a', 'symlink'), node('/layer/a')]],
    ['twice', [layer, node('/layer/a', 'symlink'), node('/layer/a', 'symlink')]],
  ])('takes no link with the name of something else: %s', (_, lines) => {
    expect(judge(lines)).toBe('two files in the backup have the same name');
  });

  it('takes names that are not UTF-8 and look the same, where none is a link', () => {
    expect(judge([layer, node('/layer/\uFFFD'), node('/layer/\uFFFD')])).toBeUndefined();
  });

  it.each([
    ['of the folder above', [layer, node('/', 'dir', '..')]],
    ['of two parts', [layer, node('/layer/a/b', 'file', 'a/b')]],
    ['that is empty', [layer, node('/layer', 'dir', '')]],
    ['in a link', [layer, node('/layer/a', 'symlink'), node('/layer/a/b')]],
    ['without a folder', [node('layer', 'dir')]],
  ])('takes no name %s', (_, lines) => {
    expect(judge(lines)).toBe('a file in the backup has a name that none can have');
  });

  it('takes no more files than fit, and no other output', () => {
    expect(judge([layer, node('/layer/a')], 1)).toBe('the backup holds more files than 1');
    expect(judge(['{"message_type":"error"}'])).toBe('restic lists what is no file');
    expect(judge(['no JSON'])).toBe('restic lists what is no file');
  });
});
