// SPDX-License-Identifier: Apache-2.0
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { type ChainInput, feedChain } from './feed-chain.ts';

const pieces = 50;
const pieceBytes = 100_000;
const onReceived = (): void => undefined;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Takes all, and drops it. */
function takingChain(): ChainInput {
  const input = new Writable({ write: (_piece, _encoding, done) => void setImmediate(done) });
  return { input, ended: Promise.resolve(), hasEnded: () => false };
}

it('keeps no piece that the chain has taken', async () => {
  const given: WeakRef<Uint8Array>[] = [];
  let kept = pieces;
  async function* archive(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < pieces; at += 1) {
      const piece = new Uint8Array(pieceBytes);
      given.push(new WeakRef(piece));
      yield piece;
    }
    // What a WeakRef named is kept until the end of its turn.
    await nextTurn();
    collectGarbage();
    kept = given.filter((piece) => piece.deref() !== undefined).length;
  }
  const { bytes } = await feedChain(
    { beginning: new Uint8Array(), rest: archive(), onReceived },
    takingChain(),
    new AbortController().signal,
  );
  expect(bytes).toBe(pieces * pieceBytes);
  expect(kept).toBeLessThan(5);
});

it('ends with the signal, also while nothing comes', async () => {
  const abort = new AbortController();
  async function* archive(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    abort.abort(new Error('enough'));
    await new Promise(() => undefined);
  }
  await expect(
    feedChain({ beginning: new Uint8Array(), rest: archive(), onReceived }, takingChain(), abort.signal),
  ).rejects.toThrow('enough');
});
