// SPDX-License-Identifier: Apache-2.0
/** What kind of host this is, and which kinds of isolation it supports. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { hostDiskSchema } from './disk.ts';
import { auditLogSchema } from '../denials/audit-log.ts';

const selinuxSchema = makeOnce(() =>
  z.strictObject({
    status: z.enum(['enforcing', 'permissive', 'disabled']),
    /** Name of the loaded policy, for example `default` or `targeted`; null without SELinux. */
    policy: z.string().nullable(),
    mls: z.boolean(),
    /** Says whether Bulkhead's own base module is loaded, without which no container can be confined. */
    baseModule: z.boolean(),
  }),
);
export type SelinuxStatus = z.infer<ReturnType<typeof selinuxSchema>>;

/** Says how far the helper is with what was under way when it last ended. */
const recoverySchema = makeOnce(() =>
  z.strictObject({
    /** `failed`: it ended early, and the helper changes nothing until it is started again. */
    state: z.enum(['running', 'done', 'failed']),
    /**
     * Names the containers of which something is still to be recovered; once that is done, those of which it could not
     * be.
     */
    containers: z.array(z.string()),
  }),
);
export type RecoveryStatus = z.infer<ReturnType<typeof recoverySchema>>;

export const hostInfoSchema = makeOnce(() =>
  z.strictObject({
    hostname: z.string(),
    kernel: z.string(),
    operatingSystem: z.string(),
    cpus: z.number().int(),
    memoryBytes: z.number().int(),
    bootedAt: z.number(),
    /** Version of LXC's tools; null when they are not installed. */
    lxc: z.string().nullable(),
    cgroup: z.enum(['v2', 'v1', 'hybrid']),
    polkit: z.string().nullable(),
    selinux: selinuxSchema(),
    /**
     * Names the source of denials; null when the host keeps none. `audit-socket` is the kernel itself, for a host whose
     * auditd writes nothing.
     */
    denialSource: z.enum(['auditd', 'journald', 'kernel', 'audit-socket']).nullable(),
    /** Null where no auditd runs. */
    auditLog: auditLogSchema().nullable(),
    /**
     * The number of audit records that the kernel has dropped since it began to count, because nobody read them in time;
     * denials may be among them. Null when the number cannot be read.
     */
    auditLost: z.number().int().nullable(),
    helper: z.strictObject({ version: z.string(), protocol: z.number().int(), pid: z.number().int() }),
    /** Says how far recovery is; a helper that answers only once it has recovered leaves it out. */
    recovery: recoverySchema().optional(),
    /** The disk of the containers' layers; null when it cannot be read. */
    disk: hostDiskSchema().nullable(),
    limits: z.strictObject({ containers: z.number().int(), consolesPerUser: z.number().int() }),
  }),
);
export type HostInfo = z.infer<ReturnType<typeof hostInfoSchema>>;
