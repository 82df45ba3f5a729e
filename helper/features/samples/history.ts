// SPDX-License-Identifier: Apache-2.0
/**
 * The readings of the last minutes, in compact blocks: numbers are in typed arrays, a container uses space only in
 * blocks in which it ran, and an old block is dropped as a whole. 600 readings of 100 containers take 10.6 MB.
 */

import { containerWidth, hostWidth, interfaceWidth, type Reading } from './columns.ts';

export interface History {
  add(reading: Reading): void;
  /**
   * The oldest readings after that uptime, with the host and the containers in at most so many rows, but one reading at
   * least if there is one.
   */
  after(uptime: number, rows: number): readonly Reading[];
  /** Gives the newest reading at or before that uptime. */
  latest(uptime: number): Reading | undefined;
  clear(): void;
}

interface Block {
  length: number;
  readonly times: Float64Array;
  readonly uptimes: Float64Array;
  readonly hosts: Float64Array;
  readonly containers: Map<string, RowBlock>;
  readonly interfaces: Map<string, RowBlock>;
}

interface RowBlock {
  readonly rows: Float64Array;
  /** 1 where there was one. */
  readonly present: Uint8Array;
}

const blockLength = 60;

/** `length` readings are kept at least, and at most a block more. */
export function createHistory(length: number): History {
  const blocks: Block[] = [];
  const maxBlocks = Math.ceil(length / blockLength) + 1;

  function openBlock(): Block {
    const last = blocks.at(-1);
    if (last !== undefined && last.length < blockLength) return last;
    if (blocks.length === maxBlocks) blocks.shift();
    const block: Block = {
      length: 0,
      times: new Float64Array(blockLength),
      uptimes: new Float64Array(blockLength),
      hosts: new Float64Array(blockLength * hostWidth),
      containers: new Map(),
      interfaces: new Map(),
    };
    blocks.push(block);
    return block;
  }

  return {
    add(reading) {
      const block = openBlock();
      const index = block.length;
      block.times[index] = reading.time;
      block.uptimes[index] = reading.uptime;
      block.hosts.set(reading.host, index * hostWidth);
      addRows(block.containers, reading.containers, { index, width: containerWidth });
      addRows(block.interfaces, reading.interfaces, { index, width: interfaceWidth });
      block.length += 1;
    },
    after(uptime, rows) {
      const found: Reading[] = [];
      let count = 0;
      for (const block of blocks) {
        if ((block.uptimes[block.length - 1] ?? 0) <= uptime) continue;
        for (let index = 0; index < block.length; index += 1) {
          if ((block.uptimes[index] ?? 0) <= uptime) continue;
          const reading = readingAt(block, index);
          count += reading.containers.size + reading.interfaces.size + 1;
          if (found.length > 0 && count > rows) return found;
          found.push(reading);
        }
      }
      return found;
    },
    latest(uptime) {
      for (const block of blocks.toReversed()) {
        for (let index = block.length - 1; index >= 0; index -= 1)
          if ((block.uptimes[index] ?? 0) <= uptime) return readingAt(block, index);
      }
      return undefined;
    },
    clear() {
      blocks.length = 0;
    },
  };
}

interface Place {
  readonly index: number;
  readonly width: number;
}

function addRows(
  blocks: Map<string, RowBlock>,
  rows: ReadonlyMap<string, Float64Array>,
  { index, width }: Place,
): void {
  for (const [name, row] of rows) {
    let block = blocks.get(name);
    if (block === undefined) {
      block = { rows: new Float64Array(blockLength * width), present: new Uint8Array(blockLength) };
      blocks.set(name, block);
    }
    block.rows.set(row, index * width);
    block.present[index] = 1;
  }
}

/** Views into the block, which is only ever added to. */
function readingAt(block: Block, index: number): Reading {
  return {
    time: block.times[index] ?? 0,
    uptime: block.uptimes[index] ?? 0,
    host: block.hosts.subarray(index * hostWidth, (index + 1) * hostWidth),
    containers: rowsAt(block.containers, { index, width: containerWidth }),
    interfaces: rowsAt(block.interfaces, { index, width: interfaceWidth }),
  };
}

function rowsAt(blocks: ReadonlyMap<string, RowBlock>, { index, width }: Place): ReadonlyMap<string, Float64Array> {
  const found = new Map<string, Float64Array>();
  for (const [name, { rows, present }] of blocks)
    if (present[index] === 1) found.set(name, rows.subarray(index * width, (index + 1) * width));
  return found;
}
