// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { shellLine, sshArguments } from './ssh.ts';
import { instancePlaces } from '../../hosts/lab-instance.ts';

test('each argument arrives unchanged, whatever it holds', () => {
  expect(shellLine(['echo', "it's", '$(id)', 'a b', ''])).toBe(`'echo' 'it'\\''s' '$(id)' 'a b' ''`);
});

test("a line is for the guest's shell", () => {
  expect(shellLine('id; echo $HOME')).toBe('id; echo $HOME');
});

test('options of ssh end before the command', () => {
  const places = instancePlaces('test');
  expect(sshArguments(places, 'operator', ['id'])).toEqual([
    '-F',
    places.sshConfig,
    '-l',
    'operator',
    'lab',
    '--',
    "'id'",
  ]);
});
