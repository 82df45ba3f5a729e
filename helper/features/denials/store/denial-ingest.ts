// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the bytes of whichever log is followed into the store. What is counted, and where in the log that ends, is
 * kept together now and then: so a start of the helper counts nothing twice and leaves nothing out, though it reads
 * what is known once more for its single events.
 */

import { createAuditReader } from '../../../../audit/audit-reader.ts';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { PolicyEvent } from '../../../../contract/model/policy/policy-event.ts';
import type { FollowItem } from '../follow/follow-item.ts';

export interface IngestSink {
  /** `isKnown`: an earlier start has counted it. */
  add(event: DenialEvent, isKnown: boolean): void;
  addPolicyEvent(event: PolicyEvent): void;
  skipped(): void;
  /** Records that were dropped before they could be read. */
  lost(count: number): void;
  /** Keeps all counts together with the position of what was counted. */
  save(position: string): void;
}

export interface Ingest {
  /** Reads until the log ends, which a followed one does when its signal aborts. */
  run(log: AsyncIterable<FollowItem>): Promise<void>;
  /** Keeps what is counted by now. */
  save(): void;
}

/** Milliseconds between two times of keeping: while the log is quiet, and while it is not. */
const saveEvery = { quiet: 5_000, busy: 60_000 };

export function createIngest(sink: IngestSink, now: () => number): Ingest {
  let isKnown = false;
  let position: string | undefined;
  let savedAt = now();
  let savedPosition: string | undefined;
  /** The kernel numbers the events of a boot: this identifies what another log already gave. */
  let newestSerial = -1;
  let knownUpTo = -1;
  const reader = createAuditReader({
    onEvent(event) {
      if (event.serial <= knownUpTo) return;
      newestSerial = Math.max(newestSerial, event.serial);
      sink.add(event, isKnown);
    },
    onPolicyEvent: (event) => sink.addPolicyEvent(event),
    onSkipped: () => sink.skipped(),
  });

  /** Events that have begun are ended first: so each counts either before this place or behind it. */
  function save(): void {
    if (isKnown || position === undefined || position === savedPosition) return;
    reader.flush();
    sink.save(position);
    savedPosition = position;
    savedAt = now();
  }

  function take(item: FollowItem): void {
    if (item.kind === 'lost') sink.lost(item.count);
    if (item.kind === 'quiet' || item.kind === 'switched') reader.flush();
    if (item.kind === 'switched') knownUpTo = newestSerial;
    if (item.kind !== 'bytes') return;
    if (isKnown !== (item.isKnown ?? false)) reader.flush();
    isKnown = item.isKnown ?? false;
    reader.push(item.bytes);
    position = item.position;
  }

  return {
    async run(log) {
      for await (const item of log) {
        take(item);
        if (item.kind !== 'lost' && now() - savedAt > saveEvery[item.kind === 'quiet' ? 'quiet' : 'busy']) save();
      }
      reader.end();
      save();
    },
    save,
  };
}
