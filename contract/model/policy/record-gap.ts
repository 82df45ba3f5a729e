// SPDX-License-Identifier: Apache-2.0
/** Why the records of what a container did while it learned may not be all: what it did without one nobody knows. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';

/**
 * `no-auditd`: auditd did not run for a time, or does not. `auditd-suspended`: it ran and wrote nothing.
 * `records-lost`: the kernel or the helper had to drop records.
 */
export const recordGapSchema = makeOnce(() => z.enum(['no-auditd', 'auditd-suspended', 'records-lost']));
export type RecordGap = z.infer<ReturnType<typeof recordGapSchema>>;
