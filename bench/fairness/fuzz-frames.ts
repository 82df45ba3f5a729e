/** Frames as an attacker would send them: calls of every operation as they should be, and the same with bytes, values and lengths changed. The same seed gives the same frames. */

import { validParams } from '../../helper/server/fixtures/valid-params.ts';
import { operationNames } from '../../contract/operations/index.ts';
import { encodeFrame } from '../../rpc/frame.ts';

export interface FuzzFrames {
  /** The next frame. `breaks` is true when it may end the connection. */
  next(): { readonly bytes: Uint8Array; readonly breaks: boolean };
}

/** Of a thousand frames so many have bytes changed, so that they may be no JSON any more; the others are JSON, with changed values or none. */
const brokenPerMille = 5;

export function createFuzzFrames(seed: number): FuzzFrames {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let id = 0;

  function call(): object {
    const name = pick(operationNames);
    const params = validParams(name);
    return { jsonrpc: '2.0', id: (id += 1), method: name, params: 'stream' in params ? { ...params, stream: id } : params };
  }

  function changed(): object {
    const one = call() as { method: string; params: Record<string, unknown> };
    const odd: readonly (() => object)[] = [
      () => ({ ...one, method: pick(['__proto__', 'constructor', 'x'.repeat(1 + Math.floor(random() * 3000)), `${one.method}\0`, 'session.hello']) }),
      () => ({ ...one, params: { ...one.params, [pick(['uid', 'name', '__proto__', 'x'.repeat(200)])]: pick<unknown>([0, -1, 1e308, null, [], {}, '../x', '\u202e', 'a'.repeat(4000)]) } }),
      () => ({ ...one, params: pick<unknown>([null, [], [1, 2], 'text', 5]) }),
      () => ({ jsonrpc: '2.0', method: pick(['stream.item', 'stream.credit', '$/cancelRequest', '$/progress', 'x']), params: { stream: Math.floor(random() * id), credit: 1, item: {}, id: Math.floor(random() * id) } }),
      () => ({ jsonrpc: '2.0', id: pick<unknown>([null, 'text', {}, id]), result: {} }),
      () => ({ jsonrpc: '2.0', id: id, error: { code: 1, message: 'x' } }),
      () => ({ jsonrpc: pick<unknown>(['1.0', 2, null]), id: (id += 1), method: one.method }),
    ];
    return pick(odd)();
  }

  return {
    next() {
      const kind = random();
      const bytes = encodeFrame(kind < 0.5 ? call() : changed());
      const breaks = random() * 1000 < brokenPerMille;
      if (breaks) bytes[4 + Math.floor(random() * (bytes.length - 4))] = Math.floor(random() * 256);
      return { bytes, breaks };
    },
  };
}

/** mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
