// SPDX-License-Identifier: Apache-2.0
/**
 * Finds whose addresses began most of the host's connections, from the first of them that the kernel shows: they are in
 * the order of a hash, so that the first are like the rest.
 */

import { join } from 'node:path';
import type { TableHolder } from '../../../../contract/model/host/table-holder.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { readTextStart } from '../../../system/files/text-start.ts';
import { ipv4Of } from '../addresses.ts';
import { type HoldingContainer, findLargest } from './table-holder.ts';

/** Some thousand connections. The kernel searches its table from the start for each page of this text. */
const maxSampleBytes = 2 ** 20;

/** Undefined when there are none, or the kernel has no file of them. */
export async function findConnectionHolder(
  containers: readonly HoldingContainer[],
  proc = '/proc',
): Promise<TableHolder | undefined> {
  const text = await readTextStart(join(proc, 'net/nf_conntrack'), maxSampleBytes);
  if (text === undefined) return undefined;
  const host = new Set(ipv4Of(textOf(join(proc, 'net/fib_trie')) ?? ''));
  const counts = new Map<string, number>();
  const holders = new Map<string, TableHolder>();
  for (const source of sourcesOf(text)) {
    const holder = holderOf(source, host, containers);
    const key = JSON.stringify(holder);
    holders.set(key, holder);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return findLargest([...holders].map(([key, holder]) => ({ holder, entries: counts.get(key) ?? 0 })));
}

/** Who began each connection. The second source of a line is that of the answers. */
function sourcesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /\bsrc=(\S+)/.exec(line)?.[1] ?? []);
}

/** An address that two containers use is nobody's: one of them gave it to itself. */
function holderOf(source: string, host: ReadonlySet<string>, containers: readonly HoldingContainer[]): TableHolder {
  if (host.has(source) || source.startsWith('127.')) return { of: 'host' };
  const [one, other] = containers.filter(({ addresses }) => addresses.includes(source));
  return one !== undefined && other === undefined ? { of: 'container', name: one.name } : { of: 'others' };
}
