// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { openTerminal, type Terminal } from './features/consoles/terminal.ts';
import { testInternals } from './self-test.ts';
import { descriptorOf } from './system/native/descriptor-of.ts';

it('finds nothing wrong with this Node and this node-pty', async () => {
  expect(await testInternals()).toEqual([]);
});

it('says what to do when a socket keeps its descriptor elsewhere, or is on another one', async () => {
  const [moved] = await testInternals({
    openTerminal,
    descriptorOf: () => {
      throw new Error('the connection has no descriptor any more');
    },
  });
  expect(moved).toMatch(/^cannot identify callers with Node\.js \d+.*: the connection has no descriptor any more; /);
  const [other] = await testInternals({ openTerminal, descriptorOf: (socket) => descriptorOf(socket) + 1 });
  expect(other).toMatch(/says that it is on \d+; install the helper again with the Node\.js and the packages/);
});

it('says what to do when a terminal keeps its socket elsewhere, or gives no output', async () => {
  const withTerminal = (open: (terminal: Terminal) => Terminal) =>
    testInternals({ descriptorOf, openTerminal: (command, size) => open(openTerminal(command, size)) });
  expect(
    await withTerminal((terminal) => {
      terminal.signal(9);
      throw new Error('this node-pty keeps its socket elsewhere');
    }),
  ).toEqual([
    expect.stringMatching(/^cannot open terminals with Node\.js .*: this node-pty keeps its socket elsewhere; /),
  ]);
  const silent = (terminal: Terminal): Terminal => {
    terminal.signal(9);
    return { ...terminal, read: async () => undefined };
  };
  expect(await withTerminal(silent)).toEqual([expect.stringContaining('a terminal gave ""; install')]);
});
