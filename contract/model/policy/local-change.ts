// SPDX-License-Identifier: Apache-2.0
/**
 * What somebody set beside the policy that the distribution installed: modules, permissive types, ports, file contexts
 * and booleans, as libsemanage keeps them.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { changeSchema } from './change.ts';

/** Kinds of files that a file context is for. */
const fileKinds = ['any', 'file', 'dir', 'char', 'block', 'socket', 'symlink', 'pipe'] as const;
export type FileKind = (typeof fileKinds)[number];

const anyChange = makeOnce(() => ({
  /** The change by which Bulkhead made it, with who and when; null when it was made by other means. */
  change: changeSchema().nullable(),
}));
const typeSchema = makeOnce(() => z.string());

const moduleSchema = makeOnce(() =>
  z.strictObject({
    kind: z.literal('module'),
    name: z.string(),
    priority: z.number().int(),
    isDisabled: z.boolean(),
    /**
     * `bulkhead`: came with Bulkhead. `container`: the own domain of a container. `package`: at a priority below 400, at
     * which packages install theirs. `administrator`: any other.
     */
    origin: z.enum(['bulkhead', 'container', 'package', 'administrator']),
    /** The container whose domain it holds; null when there is none. */
    container: z.string().nullable(),
    /** Gives the module in CIL; null when it was not asked for, is no administrator's, or cannot be read. */
    source: z.string().nullable(),
    ...anyChange(),
  }),
);

const portSchema = makeOnce(() =>
  z.strictObject({
    kind: z.literal('port'),
    protocol: z.string(),
    low: z.number().int(),
    /** Ends the range of ports. It equals `low` for a single port. */
    high: z.number().int(),
    type: typeSchema(),
    ...anyChange(),
  }),
);

const fileContextSchema = makeOnce(() =>
  z.strictObject({
    kind: z.literal('file-context'),
    /** A regular expression over whole paths. */
    pattern: z.string(),
    files: z.enum(fileKinds),
    /** Is null where these files get no label. */
    context: z.string().nullable(),
    ...anyChange(),
  }),
);

export const localChangeSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    moduleSchema(),
    /** A domain that is only logged, and denied nothing. */
    z.strictObject({ kind: z.literal('permissive'), type: typeSchema(), ...anyChange() }),
    portSchema(),
    fileContextSchema(),
    /** Below `path`, labels are as if it were below `like`. */
    z.strictObject({ kind: z.literal('equivalence'), path: z.string(), like: z.string(), ...anyChange() }),
    z.strictObject({ kind: z.literal('boolean'), name: z.string(), isOn: z.boolean(), ...anyChange() }),
    /** A line of the store that is none of these, with its file. */
    z.strictObject({ kind: z.literal('other'), file: z.string(), line: z.string(), ...anyChange() }),
  ]),
);

export type LocalChange = z.infer<ReturnType<typeof localChangeSchema>>;
/** Describes a change as the helper gives it: its words are not text yet. */
export type GivenLocalChange = z.input<ReturnType<typeof localChangeSchema>>;
export type GivenLocalModule = Extract<GivenLocalChange, { readonly kind: 'module' }>;
