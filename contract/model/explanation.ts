// SPDX-License-Identifier: Apache-2.0
/**
 * Why an access was refused, on what evidence, and what can be done about it: the answer of the loaded policy, not of
 * the record alone.
 */

import { z } from 'zod';

export const denialReasonSchema = z.discriminatedUnion('kind', [
  /** The wall between containers: the object holds categories that the process lacks. */
  z.strictObject({
    kind: z.literal('other-categories'),
    held: z.array(z.string()),
    needed: z.array(z.string()),
    /** The container whose categories these are; null when none of this host holds them now. */
    neighbour: z.string().nullable(),
  }),
  /** The wall as well: the object has a type of another container, which no rule opens and no module may. */
  z.strictObject({
    kind: z.literal('other-container'),
    type: z.string(),
    /** The container whose type or categories these are; null when none of this host has them now. */
    neighbour: z.string().nullable(),
  }),
  /**
   * The file has another label than is right for where it lies, and with the right one the access would be allowed. On
   * a volume of the container that is the volume's: both are whole contexts then. Else it is that of the policy's file
   * contexts: both are types. The path is the host's.
   */
  z.strictObject({
    kind: z.literal('wrong-label'),
    path: z.string(),
    actual: z.string(),
    expected: z.string(),
    volume: z.string().nullable(),
  }),
  /** Each of these booleans, set so, would allow it by itself. */
  z.strictObject({
    kind: z.literal('boolean'),
    booleans: z.array(z.strictObject({ name: z.string(), value: z.boolean() })).min(1),
  }),
  /** The port has a type that this domain may not use, and it may use others in the same way. */
  z.strictObject({
    kind: z.literal('port-label'),
    protocol: z.string(),
    port: z.number().int(),
    actual: z.string(),
    suitable: z.array(z.string()),
  }),
  /**
   * Root's powers, split: none is granted to this domain by the policy. `inUserNamespace`: towards its own user
   * namespace only.
   */
  z.strictObject({ kind: z.literal('capability'), capabilities: z.array(z.string()), inUserNamespace: z.boolean() }),
  /** A rule allows it, and a constraint on users, roles or levels takes it away again. */
  z.strictObject({
    kind: z.literal('constraint'),
    about: z.enum(['user', 'role', 'level', 'type']),
    expression: z.string(),
  }),
  z.strictObject({ kind: z.literal('no-rule') }),
  /**
   * It is allowed by now: the policy or the label of the file was changed since, or the record is of another policy.
   */
  z.strictObject({ kind: z.literal('allowed-now') }),
  z.strictObject({ kind: z.literal('unknown'), because: z.string() }),
]);

export type ExplainedReason = z.infer<typeof denialReasonSchema>;

/** A statement of the policy, or a fact of the host, that the reason stands on. */
export const evidenceSchema = z.strictObject({
  kind: z.enum(['missing-rule', 'rule', 'constraint', 'boolean', 'label', 'port', 'dontaudit']),
  /** In SELinux's own terms, one line. */
  text: z.string(),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * `low` is said only of what is known to be harmless. `unknown`: the policy does not tell what the object holds, so
 * that nobody can rate it without looking.
 */
export const riskLevelSchema = z.enum(['low', 'unknown', 'medium', 'high']);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

export const riskSchema = z.strictObject({
  level: riskLevelSchema,
  /**
   * Why it is rated so, up to three sentences: what the denied process gains, then what others gain, then what others
   * lose.
   */
  reason: z.string(),
});

export type Risk = z.infer<typeof riskSchema>;

/** An access that a remedy allows beside the one that was refused. */
export const openingSchema = z.strictObject({
  source: z.string(),
  target: z.string(),
  class: z.string(),
  permissions: z.array(z.string()),
});

export type Opening = z.infer<typeof openingSchema>;

export const remedySchema = z.strictObject({
  /** Names it within its group. */
  id: z.string(),
  /** `leave`: nothing is to be changed. */
  kind: z.enum(['leave', 'own-rule', 'serve-port', 'volume-label', 'share-volume', 'relabel', 'port-label', 'boolean']),
  /** Whom it is about: the container that was denied alone, other containers as well, or the whole host. */
  reach: z.enum(['container', 'containers', 'host']),
  /** One sentence. */
  summary: z.string(),
  /** The exact change: commands of the host, or the lines of a policy module. */
  change: z.array(z.string()),
  /** What else it opens: the first of them. */
  opens: z.array(openingSchema),
  /** How many accesses that is altogether. */
  opensCount: z.number().int().min(0),
  /** What is allowed now and would not be any more: the first of these accesses. */
  loses: z.array(openingSchema),
  losesCount: z.number().int().min(0),
  risk: riskSchema,
  /** Containers that it touches beside the one that was refused. */
  touches: z.array(z.string()),
  /** Why the console does not do it by itself; null when it can. */
  cannotApply: z.string().nullable(),
  /**
   * What has to be done before it can be applied, where the console can do that: give the container a domain of its
   * own. Null when nothing.
   */
  needs: z.enum(['own-domain']).nullable(),
});

export type Remedy = z.infer<typeof remedySchema>;

export const explanationSchema = z.strictObject({
  /** Id of the group of denials. */
  group: z.string(),
  reason: denialReasonSchema,
  evidence: z.array(evidenceSchema),
  /** True when the policy hides such refusals (dontaudit), so that there may have been more than were logged. */
  isUsuallyHidden: z.boolean(),
  /** Narrowest first: by `reach`, then by how much each opens. */
  remedies: z.array(remedySchema),
});

export type Explanation = z.infer<typeof explanationSchema>;
