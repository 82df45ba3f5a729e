// SPDX-License-Identifier: Apache-2.0
/** The WebAssembly module that goes through a log, with memory of its own. */

import { Buffer } from 'node:buffer';
import { scannerCode } from './scanner-code.ts';

/** What `assembly/scan.ts` exports. */
interface ScannerFunctions {
  readonly configure: (since: number, maxLines: number) => void;
  readonly rewind: () => void;
  readonly turnPage: () => void;
  readonly beginWithinOverlong: () => void;
  readonly scan: (filledAt: number) => number;
  readonly nextWanted: (line: number, part: number) => number;
  readonly remember: (group: number) => number;
  readonly rememberGranted: () => void;
  readonly clearHitGroups: () => void;
  readonly forget: () => void;
  readonly clearTouched: () => void;
}

export interface ScannerModule {
  readonly module: ScannerFunctions;
  readonly memory: WebAssembly.Memory;
  /** The value of an exported number: where something is, or how much of it there is. */
  readonly at: (name: string) => number;
}

const pageBytes = 64 * 1024;
/** What is before the log's bytes, and the few bytes behind them that may be looked at. */
const besidesBytes = 18 * 1024 * 1024 + 64;

export function newScannerModule(bufferBytes: number): ScannerModule {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((besidesBytes + bufferBytes) / pageBytes) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(scannerCode, 'base64')), {
    env: { memory },
  });
  const at = (name: string): number => {
    const value = exports[name];
    if (!(value instanceof WebAssembly.Global)) throw new Error(`the log scanner exports no number ${name}`);
    return Number(value.value);
  };
  if (at('bytesAt') + 64 + bufferBytes > memory.buffer.byteLength)
    throw new Error('the log scanner has too little memory');
  // The code is generated from assembly/scan.ts, which exports these.
  return { module: exports as unknown as ScannerFunctions, memory, at };
}
