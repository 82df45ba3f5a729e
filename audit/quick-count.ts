/**
 * Counts the denial of an AVC record into its group without putting its event together: what decides the group (permissions, contexts, class) is found as a whole
 * among what was seen before, so that a text which a log repeats costs one comparison.
 */

import { Buffer } from 'node:buffer';
import type { AccessDecision } from './access-decision.ts';
import type { AccessQuery } from './access-query.ts';
import { rememberBytes } from './byte-memo.ts';
import type { DenialGroups } from './denial-groups.ts';
import { denialReason, type DenialReason } from './denial-reason.ts';
import { countParts, type DenialTally } from './denial-tally.ts';
import { decisionOf, eventOf, locateAccessVector, readQuery, valueOf } from './quick-access-vector.ts';
import type { AuditRecord } from './record.ts';

/** All events of one decision and one query. */
interface Cell {
  readonly decision: AccessDecision;
  /** Undefined for accesses that were granted. */
  readonly tally: DenialTally | undefined;
  readonly reason: DenialReason;
  readonly permissive: boolean;
}

/** One query, and the cell that it led to last: a query has one set of permissions nearly always. */
interface Query {
  readonly access: AccessQuery;
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

/** As many as a hundred containers make that run into a hundred causes each: one that is forgotten costs a hundred times one that is known. */
const mostQueries = 16 * 1024;

export function createQuickCount(groups: DenialGroups): QuickCount {
  const queryOf = rememberBytes(
    mostQueries,
    (text): Query | null => {
      const bytes = Buffer.from(text, 'latin1');
      const access = readQuery(bytes, 0, bytes.length);
      return access === undefined ? null : { access, cell: undefined };
    },
    256,
  );

  /** Most cells belong to a group that is there already: then no event is made for it. */
  function newCell(decision: AccessDecision, query: AccessQuery, record: AuditRecord): Cell {
    const parts = { record: 'AVC', decision: decision.decision, permissions: decision.permissions, source: query.source, target: query.target, class: query.class } as const;
    const tally = decision.decision === 'granted' ? undefined : groups.tally(parts, () => eventOf(record, decision, query));
    return { decision, tally, reason: denialReason(parts), permissive: query.permissive === true };
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
        query.cell = newCell(decision, query.access, { type: 'AVC', timeMs, serial, node: '', bytes, start: bodyAt, end, isInterpreted: false });
      }
      const { tally, reason, permissive } = query.cell;
      if (tally === undefined) return 'granted';
      countParts(tally, { time: timeMs / 1000, permissive, reason, comm, container: null });
      groups.touch(tally);
      return tally;
    },
  };
}
