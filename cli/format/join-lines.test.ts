// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { describeCommand, type DescribedCommand } from '../completion/describe-command.ts';
import { describedProgram } from '../run.ts';
import { joinLines } from './join-lines.ts';

test('a line goes on where it ends no sentence, and a list stays a list', () => {
  expect(joinLines('Checks its network,\nids and disk.\nNothing is changed.')).toBe(
    'Checks its network, ids and disk.\nNothing is changed.',
  );
  expect(joinLines('Fields:\n  version\n      of this form\n  networks')).toBe(
    'Fields:\n  version\n      of this form\n  networks',
  );
});

test('no description of a command breaks a sentence', () => {
  const all = (command: DescribedCommand): readonly string[] => [command.description, ...command.commands.flatMap(all)];
  for (const text of all(describeCommand(describedProgram()))) expect(text).toBe(joinLines(text));
});
