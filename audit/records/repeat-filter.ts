// SPDX-License-Identifier: Apache-2.0
/**
 * Knows records again that a journal has twice. Where no auditd runs the kernel prints each record into its ring, and
 * journald has it from there, and from its audit socket as well when that is on. One of the two may lack some: of a
 * burst the kernel prints the first few only.
 */

import { type AuditRecord, bodyOf, type JournalTransport } from './record.ts';

/** The two ways are moments apart. */
const maxRemembered = 4096;

/** The answer is true for a record that has come by the other transport already; two of one transport are two. */
export function createRepeatFilter(): (record: AuditRecord) => boolean {
  const known = new Map<string, JournalTransport>();
  return (record) => {
    const { transport, type, timeMs, serial } = record;
    if (transport === undefined) return false;
    const name = `${timeMs}:${serial}:${type}:${bodyOf(record).text.trim()}`;
    const first = known.get(name);
    if (first !== undefined) return first !== transport;
    if (known.size >= maxRemembered) known.delete(known.keys().next().value ?? '');
    known.set(name, transport);
    return false;
  };
}
