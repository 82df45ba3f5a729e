// SPDX-License-Identifier: Apache-2.0
/**
 * Describes whether auditd of a host writes its log. While it does not, what is denied leaves no trace on the host's
 * disk.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

export const auditLogSchema = makeOnce(() =>
  z.strictObject({
    /**
     * `full`: the disk of the log has less room than auditd wants, and the next record suspends it. `suspended`: auditd
     * runs and writes nothing.
     * `unknown`: it runs and does not say.
     */
    state: z.enum(['writing', 'full', 'suspended', 'unknown']),
    /** Gives the time since which the helper sees this state, in seconds since the epoch. */
    since: z.number(),
    /** Free on the file system of the log, as auditd counts; null when it does not say. */
    freeBytes: z.number().int().nullable(),
    /** Gives the free space with which auditd is asked to go on; null when it does not say. */
    neededBytes: z.number().int().nullable(),
    /** How often the helper has asked auditd to go on since there was room. */
    attempts: z.number().int(),
    /** True when the helper asks no more, since auditd did not go on: somebody has to look. */
    hasGivenUp: z.boolean(),
  }),
);

export type AuditLog = z.infer<ReturnType<typeof auditLogSchema>>;

/** Says whether somebody has to know of the state at once. */
export function isBlind(log: AuditLog | null): log is AuditLog {
  return log?.state === 'suspended' || log?.state === 'full';
}
