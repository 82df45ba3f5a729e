// SPDX-License-Identifier: Apache-2.0
import { createSocket } from 'node:dgram';
import { expect, it } from 'vitest';
import { framesHeard, watchBridge, wordsIn } from './bridge-watch.ts';

/** Root alone may listen to frames. */
const isRoot = process.getuid?.() === 0;

it('takes in the words of its own run only', () => {
  const frame = Buffer.from('\0\x01=drill-4711-mac=\xff=drill-4712-arp==drill-4711-truth=', 'latin1');
  expect([wordsIn(frame, 4711), wordsIn(frame, 47)]).toEqual([['mac', 'truth'], []]);
});

it('believes that nothing false came through only where what is true did', () => {
  expect(framesHeard(new Set(['truth'])).sight?.isDone).toBe(false);
  expect(framesHeard(new Set())).toEqual({ unseen: expect.stringContaining('heard none') as string });
  expect(framesHeard(new Set(['arp', 'router', 'truth', 'nonsense'])).sight).toEqual({
    isDone: true,
    words: 'the host sees frames with an ARP answer for the address of another, an advertisement of itself as a router',
  });
});

it.runIf(isRoot)('hears what reaches its bridge, in frames of every kind', async () => {
  const watch = watchBridge('lo', 4711);
  const socket = createSocket('udp4');
  for (const word of ['six', 'truth'])
    await new Promise((done) => socket.send(`=drill-4711-${word}=`, 9, '127.0.0.1', done));
  socket.close();
  expect(watch.end().sight).toMatchObject({ isDone: true, words: expect.stringContaining('IPv6 address') as string });
});

it('says that it cannot tell where there is no bridge', () => {
  expect([watchBridge(undefined, 1).end(), watchBridge('no-such', 1).end()]).toEqual([
    { unseen: 'it is on no bridge on which the host could listen' },
    { unseen: 'it is on no bridge on which the host could listen' },
  ]);
});
