// SPDX-License-Identifier: Apache-2.0
/** Operations on terminals, and on the boot console. */

import * as z from 'zod';
import { bytesSchema } from '../../bytes.ts';
import { containerNameSchema, userNameSchema } from '../../model/names.ts';
import { makeOnce } from '../../make-once.ts';
import { channel } from '../../operation.ts';
import { serviceLimits } from '../../rules/service-limits.ts';

const columns = makeOnce(() => z.number().int().min(2).max(1000));
const rows = makeOnce(() => z.number().int().min(2).max(1000));
const withoutNul = (text: string): boolean => !text.includes('\0');

const input = makeOnce(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('data'), data: z.string().max(65_536) }),
    z.strictObject({ type: z.literal('resize'), columns: columns(), rows: rows() }),
  ]),
);

/** The first one comes when the command runs, and may be empty: what is typed before that is not read. */
const item = makeOnce(() =>
  z.strictObject({
    /** Holds what the command has written: mostly text in UTF-8, cut anywhere. */
    data: bytesSchema(),
    /** Names the session in the first item of a kept one; `console.attach` continues it by this id. */
    session: z.uuid().optional(),
    /**
     * True for what was sent before already: the terminal draws it, and must not answer the questions in it a second
     * time.
     */
    isReplay: z.boolean().optional(),
    /** True in the first item of a session that goes on when the helper is started again, also after a crash of it. */
    outlivesHelper: z.boolean().optional(),
    /**
     * True in the replay for the first client after the helper was started again. What was put out before is missing from
     * the replay when the helper was killed.
     */
    isAfterRestart: z.boolean().optional(),
  }),
);

const result = makeOnce(() =>
  z.strictObject({
    /** Gives the exit code of the command; 128 + signal number when a signal ended it. */
    exitCode: z.number().int(),
    /**
     * True for a session that went on after the helper was started again: the kernel says only to the helper that began
     * it how it ended, and the exit code is then 255.
     */
    isExitCodeUnknown: z.boolean().optional(),
  }),
);

/** A folder inside a container, where a command begins. The container's own links lead to it. */
export const insideFolderSchema = makeOnce(() =>
  z
    .string()
    .max(4096)
    .refine((path) => path.startsWith('/'), 'must begin with /')
    .refine(withoutNul, 'must not hold NUL'),
);

const session = makeOnce(() => ({
  /**
   * Says whether the session outlives its connection for a while, so that `console.attach` can continue it. Cancelling
   * the call ends it all the same.
   */
  isKept: z.boolean().default(false),
  columns: columns().default(80),
  rows: rows().default(24),
}));

export const consoleOperations = {
  'console.open': channel({
    summary:
      'Runs a command, or a login shell, as root or another user inside a container, on a pseudo-terminal of its own in the container.',
    action: 'open-consoles',
    isSession: true,
    changes: true,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        /** Holds the argument array; a login shell when left out. */
        command: z.array(z.string().max(65_536).refine(withoutNul, 'must not hold NUL')).min(1).max(1024).optional(),
        /** A user of the container, who is looked up inside; root when left out. */
        user: userNameSchema().optional(),
        /** The user's home when left out, or `/` for a command. */
        folder: insideFolderSchema().optional(),
        ...session(),
      }),
    input,
    item,
    result,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'context-mismatch',
      'container-failed',
      'lxc-unavailable',
      'disk-full',
    ],
  }),
  'console.open-boot': channel({
    summary:
      'Joins the boot console of a running container, its `/dev/console`: what init and services write ' +
      'there, and the login that it may offer. One client has it at a time; the log of the console goes on.',
    action: 'open-consoles',
    isSession: true,
    changes: true,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        ...session(),
      }),
    input,
    item,
    result,
    errors: [
      'container-not-found',
      'container-not-running',
      'container-not-managed',
      'container-of-incus',
      'console-busy',
      'console-not-isolated',
      'lxc-unavailable',
      'disk-full',
    ],
  }),
  'console.attach': channel({
    summary:
      `Continues a kept session of the same user, first with the last ${serviceLimits.consoleTailBytes.value} ` +
      'bytes of its output. A client that was attached to it before is detached.',
    action: 'open-consoles',
    isSession: true,
    changes: true,
    reachesInto: 'name',
    params: () =>
      z.strictObject({
        name: containerNameSchema(),
        session: z.uuid(),
        columns: columns().default(80),
        rows: rows().default(24),
      }),
    input,
    item,
    result,
    errors: ['console-not-found', 'disk-full'],
  }),
} as const;
