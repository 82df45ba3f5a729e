// SPDX-License-Identifier: Apache-2.0
/**
 * What AVC records have in common that hold the same texts, but for their time, their serial and the object: the group
 * that they count for, and what else the group takes of them.
 * So a text that a log repeats is understood once.
 */

import type { Buffer } from 'node:buffer';
import { readAccessDecision } from './events/access-decision.ts';
import { readPlainQuery } from './events/access-query.ts';
import { decodeUntrusted } from './records/decode-text.ts';
import type { DenialGroups } from './denial-groups.ts';
import { denialReason } from './denial-reason.ts';
import type { CountedParts, DenialTally } from './denial-tally.ts';
import type { FoundDenial, Place } from './log-scanner/log-scanner.ts';
import { readQuickAccessVector } from './events/access-vector-fast-path.ts';

export interface VectorCell {
  readonly tally: DenialTally;
  readonly parts: Pick<CountedParts, 'permissive' | 'reason' | 'comm' | 'container'>;
}

/**
 * `granted` is no denial. Undefined when the record is left to the general way: it is of another shape, or lacks what
 * its event has to give.
 */
export function readVectorCell(
  bytes: Buffer,
  found: FoundDenial,
  groups: DenialGroups,
): VectorCell | 'granted' | undefined {
  const { texts, timeMs, serial } = found;
  if (texts === undefined) return undefined;
  const textOf = ({ from, length }: Place): string => bytes.toString('latin1', from, from + length);
  const decision = readAccessDecision(textOf(texts.decision), 0);
  const query = readPlainQuery(textOf(texts.query));
  const comm = decodeUntrusted(textOf(texts.comm));
  if (decision === undefined || query === undefined || comm === null) return undefined;
  if (decision.decision === 'granted') return 'granted';
  const parts = {
    record: 'AVC',
    decision: decision.decision,
    permissions: decision.permissions,
    source: query.source,
    target: query.target,
    class: query.class,
  } as const;
  const eventOf = () =>
    readQuickAccessVector({
      type: 'AVC',
      timeMs,
      serial,
      node: '',
      bytes,
      start: found.bodyAt,
      end: found.end,
      isInterpreted: false,
    })?.event;
  // Most texts belong to a group that is there already: then no event is made for it.
  const tally = groups.tally(parts, eventOf);
  return tally === undefined
    ? undefined
    : { tally, parts: { permissive: query.permissive === true, reason: denialReason(parts), comm, container: null } };
}
