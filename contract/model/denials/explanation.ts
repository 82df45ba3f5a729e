// SPDX-License-Identifier: Apache-2.0
/**
 * Why an access was denied, on what evidence, and what can be done about it. This is the answer of the loaded policy,
 * not of the record alone.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { booleanSettingSchema } from '../policy/replay.ts';
import { wordsSchema } from '../words.ts';

const denialReasonSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    /** The containers are isolated by categories: the object holds categories that the process lacks. */
    z.strictObject({
      kind: z.literal('other-categories'),
      held: z.array(z.string()),
      needed: z.array(z.string()),
      /** The container whose categories these are; null when no container of this host has them now. */
      otherContainer: z.string().nullable(),
    }),
    /**
     * The containers are isolated by type: the object has a type of another container, which no rule allows and no module
     * may allow.
     */
    z.strictObject({
      kind: z.literal('other-container'),
      type: z.string(),
      /** The container whose type or categories these are; null when none of this host has them now. */
      otherContainer: z.string().nullable(),
    }),
    /**
     * The file has another label than it should have where it is, and with that label the access would be allowed. On a
     * volume of the container the volume's label is the right one, and both labels are whole contexts. Otherwise the
     * policy's file contexts decide, and both are types. The path is the host's.
     */
    z.strictObject({
      kind: z.literal('wrong-label'),
      path: z.string(),
      actual: z.string(),
      expected: z.string(),
      volume: z.string().nullable(),
    }),
    /** Each of these booleans, with the given value, would allow it without the others. */
    z.strictObject({
      kind: z.literal('boolean'),
      booleans: z.array(z.strictObject({ name: z.string(), value: z.boolean() })).min(1),
    }),
    /** The port has a type that this domain may not use, but the domain may use other port types in the same way. */
    z.strictObject({
      kind: z.literal('port-label'),
      protocol: z.string(),
      port: z.number().int(),
      actual: z.string(),
      suitable: z.array(z.string()),
    }),
    /**
     * Capabilities: the policy grants none of these to this domain. `inUserNamespace`: towards its own user namespace
     * only.
     */
    z.strictObject({ kind: z.literal('capability'), capabilities: z.array(z.string()), inUserNamespace: z.boolean() }),
    /** A rule allows it, but a constraint on users, roles or levels denies it. */
    z.strictObject({
      kind: z.literal('constraint'),
      about: z.enum(['user', 'role', 'level', 'type']),
      expression: z.string(),
    }),
    z.strictObject({ kind: z.literal('no-rule') }),
    /** It is allowed now: the policy or the label of the file was changed since, or the record is of another policy. */
    z.strictObject({ kind: z.literal('allowed-now') }),
    z.strictObject({ kind: z.literal('unknown'), reason: wordsSchema() }),
  ]),
);

export type ExplainedReason = z.infer<ReturnType<typeof denialReasonSchema>>;
export type GivenReason = z.input<ReturnType<typeof denialReasonSchema>>;

/** A statement of the policy, or a fact of the host, that supports the reason. */
const evidenceSchema = makeOnce(() =>
  z.strictObject({
    kind: z.enum(['missing-rule', 'rule', 'constraint', 'boolean', 'label', 'port', 'dontaudit']),
    /** Says the step in SELinux's own terms, in one line. */
    text: z.string(),
  }),
);

export type Evidence = z.infer<ReturnType<typeof evidenceSchema>>;

/**
 * `low` is used only for what is known to be harmless. `unknown`: the policy does not show what the object holds, so
 * nobody can rate it without looking at it.
 */
const riskLevelSchema = makeOnce(() => z.enum(['low', 'unknown', 'medium', 'high']));
export type RiskLevel = z.infer<ReturnType<typeof riskLevelSchema>>;

export const riskSchema = makeOnce(() =>
  z.strictObject({
    level: riskLevelSchema(),
    /**
     * Why it has this rating, up to three sentences: what the denied process gains, then what others gain, then what
     * others lose.
     */
    reason: wordsSchema(),
  }),
);

export type Risk = z.infer<ReturnType<typeof riskSchema>>;
/** Describes a risk as the helper gives it: its words are not text yet. */
export type GivenRisk = z.input<ReturnType<typeof riskSchema>>;

/** An access that a remedy allows besides the one that was denied. */
export const openingSchema = makeOnce(() =>
  z.strictObject({
    source: z.string(),
    target: z.string(),
    class: z.string(),
    permissions: z.array(z.string()),
  }),
);

export type Opening = z.infer<ReturnType<typeof openingSchema>>;

export const remedySchema = makeOnce(() =>
  z.strictObject({
    /** Identifies it within its group. */
    id: z.string(),
    /** `leave`: nothing should be changed. `connect-port`: connections of the container to ports of one type. `choice`: a choice of
     * its own domain. */
    kind: z.enum([
      'leave',
      'connect-port',
      'choice',
      'own-rule',
      'serve-port',
      'volume-label',
      'share-volume',
      'relabel',
      'port-label',
      'boolean',
    ]),
    /** Says who is affected: only the container that was denied, other containers as well, or the whole host. */
    reach: z.enum(['container', 'containers', 'host']),
    /** Says in one sentence what would be opened. */
    summary: wordsSchema(),
    /** The exact change: commands of the host, or the lines of a policy module. */
    change: z.array(z.string()),
    /** The boolean that it sets; absent for a remedy that sets none. */
    sets: booleanSettingSchema().exactOptional(),
    /** The first of the accesses that it allows besides. */
    opens: z.array(openingSchema()),
    /** The total number of those accesses. */
    opensCount: z.number().int().min(0),
    /** The first of the accesses that are allowed now and would no longer be. */
    loses: z.array(openingSchema()),
    losesCount: z.number().int().min(0),
    risk: riskSchema(),
    /** Containers that it affects besides the one that was denied. */
    touches: z.array(z.string()),
    /** Why the console cannot apply it itself; null when it can. */
    cannotApply: wordsSchema().nullable(),
    /**
     * What has to be done before it can be applied, where the console can do that: give the container a domain of its
     * own. Null when nothing has to be done.
     */
    needs: z.enum(['own-domain']).nullable(),
  }),
);

export type Remedy = z.infer<ReturnType<typeof remedySchema>>;
export type GivenRemedy = z.input<ReturnType<typeof remedySchema>>;

export const explanationSchema = makeOnce(() =>
  z.strictObject({
    /** Id of the group of denials. */
    group: z.string(),
    reason: denialReasonSchema(),
    evidence: z.array(evidenceSchema()),
    /** True when the policy hides such denials (dontaudit), so that there may have been more than were logged. */
    hasDontauditRule: z.boolean(),
    /** Lists the remedies, narrowest first: by `reach`, then by how much each opens. */
    remedies: z.array(remedySchema()),
  }),
);

export type Explanation = z.infer<ReturnType<typeof explanationSchema>>;
export type GivenExplanation = z.input<ReturnType<typeof explanationSchema>>;
