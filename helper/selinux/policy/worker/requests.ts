// SPDX-License-Identifier: Apache-2.0
/**
 * What the helper may ask of the policy worker, one request on each connection, as JSON on one line; the answer is one
 * line too. The worker trusts the helper no more than the helper trusts its clients: this is all that it takes.
 */

import { join } from 'node:path';
import * as z from 'zod';
import { containerNameSchema } from '../../../../contract/model/names.ts';
import { plainNumberOf } from '../../../../sepolicy/own-domain/names.ts';
import { maxSourceCharacters } from '../../../../sepolicy/own-domain/check-source.ts';
import { runtimeFolder } from '../../../system/runtime-folder.ts';
import { type CompilationAnswer, maxReplayed } from '../compilation.ts';

/** systemd listens here, and starts the worker for the first connection. Only root may connect. */
export const policyWorkerSocket = join(runtimeFolder, 'policy.sock');

/** The largest number of bytes of a request: a source of 64 KiB in which every character is escaped. */
export const maxRequestBytes = 1024 * 1024;

const nameSchema = z.string().regex(/^[A-Za-z][\w-]{0,255}$/);
/** A container, or one of the plain domains. */
const ownerSchema = z.union([containerNameSchema(), z.string().refine((key) => plainNumberOf(key) !== undefined)]);
const sourceSchema = z.string().max(4 * maxSourceCharacters);
const typeSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,127}$/);
/** Names of records: a log may hold any, and the length of a request limits them. */
const contextSchema = z.strictObject({ user: z.string(), role: z.string(), type: z.string(), level: z.string() });
const accessSchema = z.strictObject({
  source: contextSchema,
  target: contextSchema,
  class: z.string(),
  permissions: z.array(z.string()),
});
const portFields = {
  protocol: z.enum(['tcp', 'udp', 'dccp', 'sctp']),
  port: z.number().int().min(0).max(65_535),
} as const;
/** The booleans that fix the policy until the next boot are an administrator's alone. */
const booleanSchema = z.string().regex(/^(?!secure_mode)[A-Za-z0-9_]{1,128}$/);

export const policyRequestSchema = z.discriminatedUnion('do', [
  /** What `semodule -lfull` prints. */
  z.strictObject({ do: z.literal('list-modules') }),
  /** Their texts, of those that are there. */
  z.strictObject({ do: z.literal('read-modules'), modules: z.array(nameSchema).max(4096) }),
  z.strictObject({
    do: z.literal('compile-module'),
    owner: ownerSchema,
    source: sourceSchema,
    listsAccesses: z.boolean(),
    others: z.array(typeSchema).max(4096).exactOptional(),
    recorded: z.array(accessSchema).max(maxReplayed.accesses).exactOptional(),
  }),
  z.strictObject({ do: z.literal('install-module'), module: nameSchema, source: sourceSchema }),
  z.strictObject({ do: z.literal('remove-modules'), modules: z.array(nameSchema).min(1).max(4096) }),
  z.strictObject({ do: z.literal('rebuild-policy') }),
  /** The boolean is set for now, and for the next boot too where it persists. */
  z.strictObject({ do: z.literal('set-boolean'), name: booleanSchema, value: z.boolean(), isPersistent: z.boolean() }),
  z.strictObject({ do: z.literal('forget-boolean'), name: booleanSchema }),
  z.strictObject({ do: z.literal('set-port'), ...portFields, type: typeSchema }),
  z.strictObject({ do: z.literal('forget-port'), ...portFields }),
  z.strictObject({ do: z.literal('build-without-dontaudit') }),
  /** The policy that was built before. The worker loads the host's own again when this connection ends. */
  z.strictObject({ do: z.literal('load-without-dontaudit') }),
  z.strictObject({ do: z.literal('load-policy') }),
]);

export type PolicyRequest = z.infer<typeof policyRequestSchema>;
type PolicyRequestKind = PolicyRequest['do'];
export type RequestOf<Kind extends PolicyRequestKind> = Extract<PolicyRequest, { readonly do: Kind }>;

/** What each is answered; the others are answered with null. */
interface Results {
  'list-modules': string;
  'read-modules': Readonly<Record<string, string>>;
  'compile-module': CompilationAnswer;
}
export type ResultOf<Kind extends PolicyRequestKind> = Kind extends keyof Results ? Results[Kind] : null;

/** Both ends are of one build, and the worker has more rights than the helper: what it says is not parsed further. */
export const policyAnswerSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  /** A declared failure. */
  z.strictObject({ failure: z.object({ code: z.string(), data: z.unknown() }) }),
  /** A fault, in words. */
  z.strictObject({ fault: z.string() }),
]);
export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;
