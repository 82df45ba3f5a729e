// SPDX-License-Identifier: Apache-2.0
/** Which processors a container may use: whether the host has them. */

import { join } from 'node:path';
import { say, type Words } from '../../contract/text.ts';
import { textOf } from '../system/files/text-of.ts';

/**
 * Why a container cannot be limited to these processors; undefined when it can. `wanted`: as the contract has it, or null
 * and undefined for all. LXC does not start a container with a list that the kernel does not take, and the kernel passes
 * over processors that are not there.
 */
export function cpuSetProblem(
  wanted: string | null | undefined,
  cgroupRoot: string,
): { readonly limit: string; readonly reason: Words } | undefined {
  const present = textOf(join(cgroupRoot, 'cpuset.cpus.effective'))?.trim() ?? '';
  if (wanted === null || wanted === undefined || present === '') return undefined;
  const [there, asked] = [rangesOf(present), rangesOf(wanted)];
  const isThere = asked.every(
    ([first, last]) => first <= last && there.some(([from, to]) => from <= first && last <= to),
  );
  return isThere
    ? undefined
    : { limit: 'cpuSet', reason: say('this host has the processors {present}, not {wanted}', { present, wanted }) };
}

/** `0-3,6` as first and last numbers; the kernel writes adjacent ones as one range. */
function rangesOf(list: string): readonly (readonly [number, number])[] {
  return list.split(',').map((part) => {
    const [first = '', last = first] = part.split('-');
    return [Number(first), Number(last)];
  });
}
