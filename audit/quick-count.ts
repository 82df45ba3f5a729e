/**
 * Counts the denial of an AVC record into its group without putting its event together: what decides the group (permissions, contexts, class) is found as a whole
 * among what was seen before, so that a text which a log repeats costs one comparison.
 */

import { Buffer } from 'node:buffer';
import { rememberBytes } from './byte-memo.ts';
import type { DenialGroups } from './denial-groups.ts';
import { denialReason, type DenialReason } from './denial-reason.ts';
import { countParts, type DenialTally } from './denial-tally.ts';
import { decisionOf, locateAccessVector, readQuery, readQuickAccessVector, valueOf } from './quick-access-vector.ts';
import type { AuditRecord } from './record.ts';

/** All events of one decision and one query. */
interface Cell {
  readonly decision: object;
  /** Undefined for accesses that were granted. */
  readonly tally: DenialTally | undefined;
  readonly reason: DenialReason;
  readonly permissive: boolean;
}

/** One query, and the cell that it led to last: a query has one set of permissions nearly always. */
interface Query {
  cell: Cell | undefined;
}

export type CountResult =
  /** The record is left to the general way: it is of another shape, or lacks what its event has to give. */
  | 'unread'
  | 'granted'
  | DenialTally;

export interface VectorPlace {
  readonly timeMs: number;
  readonly serial: number;
  /** Of the body, which begins with a space. */
  readonly bodyAt: number;
}

export interface QuickCount {
  add(bytes: Buffer, place: VectorPlace, end: number): CountResult;
}

export function createQuickCount(groups: DenialGroups): QuickCount {
  const queryOf = rememberBytes(
    4096,
    (text): Query | null => {
      const bytes = Buffer.from(text, 'latin1');
      return readQuery(bytes, 0, bytes.length) === undefined ? null : { cell: undefined };
    },
    256,
  );

  function newCell(decision: object, record: AuditRecord): Cell | undefined {
    const event = readQuickAccessVector(record)?.event;
    return event && { decision, tally: groups.tally(event), reason: denialReason(event), permissive: event.permissive === true };
  }

  return {
    add(bytes, { timeMs, serial, bodyAt }, end) {
      const parts = locateAccessVector(bytes, bodyAt, end);
      if (parts === undefined || parts.commAt === -1) return 'unread';
      const decision = decisionOf(bytes, bodyAt + 1, parts.decisionEnd);
      const query = queryOf(bytes, parts.queryAt, end);
      if (decision === undefined || query === null) return 'unread';
      const comm = valueOf(bytes, parts.commAt, parts.commEnd);
      if (query.cell?.decision !== decision || query.cell.tally?.isDropped === true) {
        query.cell = newCell(decision, { type: 'AVC', timeMs, serial, node: '', bytes, start: bodyAt, end, isInterpreted: false });
      }
      if (query.cell === undefined) return 'unread';
      const { tally, reason, permissive } = query.cell;
      if (tally === undefined) return 'granted';
      countParts(tally, { time: timeMs / 1000, permissive, reason, comm, container: null });
      groups.touch(tally);
      return tally;
    },
  };
}
