// SPDX-License-Identifier: Apache-2.0
/**
 * Describes the policy module of one container: what is installed, its versions, what another source would change, and
 * what was learned.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { openingSchema, riskSchema } from '../denials/explanation.ts';
import { timeSchema } from '../names.ts';
import { choiceSchema } from './choices.ts';
import { domainCountSchema } from './domain-count.ts';
import { wordsSchema } from '../words.ts';
import { openedChannelSchema } from './proof.ts';
import { replaySchema } from './replay.ts';

const moduleVersionSchema = makeOnce(() =>
  z.strictObject({
    version: z.number().int(),
    /** Gives the SHA-256 of the module's text, by which the module store names it too. */
    sha256: z.string(),
    /** Says in a few words where the version came from. */
    note: wordsSchema(),
    createdAt: timeSchema(),
  }),
);
export type ModuleVersion = z.infer<ReturnType<typeof moduleVersionSchema>>;

export const policyModuleSchema = makeOnce(() =>
  z.strictObject({
    container: z.string(),
    /** Names the module in the host's module store. */
    module: z.string(),
    /** The type of the container's processes. */
    domain: z.string(),
    /** The version that is installed; null when it is not one of ours, or nothing is installed. */
    version: z.number().int().nullable(),
    /** `changed`: somebody installed another text under this name. `missing`: somebody took it away. */
    state: z.enum(['installed', 'changed', 'missing']),
    /**
     * Says whether the loaded policy lets the container's domain be permissive; null when it does not know the domain.
     */
    isPermissive: z.boolean().nullable(),
    learningUntil: timeSchema().nullable(),
    /** Lists the versions, oldest first. */
    versions: z.array(moduleVersionSchema()),
  }),
);
export type PolicyModule = z.infer<ReturnType<typeof policyModuleSchema>>;
export type GivenPolicyModule = z.input<ReturnType<typeof policyModuleSchema>>;

/** A line of a source and what is wrong with it; null when it is about no line. */
const sourceProblemSchema = makeOnce(() =>
  z.strictObject({ line: z.number().int().nullable(), problem: wordsSchema() }),
);
export type SourceProblem = z.infer<ReturnType<typeof sourceProblemSchema>>;

const accessSchema = makeOnce(() =>
  z.strictObject({ target: z.string(), class: z.string(), permissions: z.array(z.string()) }),
);
export interface Access {
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
}

/**
 * What a module of a container grants, and what of it the container used while it learned. An access is a type, a class
 * and a permission; outside are those that are not about the container's own types.
 */
export const accessUsageSchema = makeOnce(() =>
  z.strictObject({
    granted: z.number().int(),
    used: z.number().int(),
    grantedOutside: z.number().int(),
    usedOutside: z.number().int(),
    /** Lists the outside accesses that it used. */
    accesses: z.array(accessSchema()),
    /** Lists the outside accesses that nothing used, which may be removed. */
    surplus: z.array(accessSchema()),
    /**
     * Lists the outside accesses that the policy denies without a record, so that nobody knows whether they were used;
     * they stay.
     */
    unknown: z.array(accessSchema()),
  }),
);
export type AccessUsage = z.infer<ReturnType<typeof accessUsageSchema>>;

export const modulePreviewSchema = makeOnce(() =>
  z.strictObject({
    /** Empty when it could be installed. */
    problems: z.array(sourceProblemSchema()),
    /**
     * What the domain may do by this source and not by the policy that is loaded: the first of it, and how much it is.
     */
    added: z.array(openingSchema()),
    addedCount: z.number().int(),
    removed: z.array(openingSchema()),
    removedCount: z.number().int(),
    /** Judges the risk of what is added. */
    risk: riskSchema(),
    /**
     * How much its domain may do now and by this source, but for what only a boolean opens; null when something is wrong
     * with the source. `now` is null when the loaded policy does not know the domain.
     */
    counts: z.strictObject({ now: domainCountSchema().nullable(), then: domainCountSchema() }).nullable(),
    /** Says what of the granted accesses the container used since it began to learn; null where it never did. */
    usage: accessUsageSchema().nullable(),
    /**
     * Lists the channels that open to and from the containers that there are, and the host. It is absent from an older
     * helper, which does not know.
     */
    channels: z.array(openedChannelSchema()).exactOptional(),
    /**
     * Replays what was recorded of the container: for one that learns, on its module as it is afterwards. It is absent when
     * something is wrong with the source, and from an older helper.
     */
    replay: replaySchema().exactOptional(),
  }),
);
export type ModulePreview = z.infer<ReturnType<typeof modulePreviewSchema>>;
export type GivenModulePreview = z.input<ReturnType<typeof modulePreviewSchema>>;

/** Describes a rule that would have allowed what a learning container did, with the denials behind it. */
export const learnedRuleSchema = makeOnce(() =>
  z.strictObject({
    /** The group of denials. */
    group: z.string(),
    /** Gives the rule in CIL. For a connection, it gives the statement that chooses the type of its port. */
    rule: z.string(),
    target: z.string(),
    class: z.string(),
    /** Names the permissions that no rule grants yet; some of them may be left out. */
    permissions: z.array(z.string()),
    count: z.number().int(),
    last: timeSchema(),
    /** Names of programs as they called themselves: text of the container's. */
    comms: z.array(z.string()),
    risk: riskSchema(),
    /** The choice that is for this; null where none is. */
    choice: choiceSchema().nullable(),
    /** `keep` is chosen beforehand, `decide` is not, `drop` cannot be chosen. */
    advice: z.enum(['keep', 'decide', 'drop']),
    /** Gives the reason for the advice, in one sentence. */
    reason: wordsSchema(),
  }),
);
export type LearnedRule = z.infer<ReturnType<typeof learnedRuleSchema>>;
/** Describes a rule as the helper gives it: its words are not text yet. */
export type GivenLearnedRule = z.input<ReturnType<typeof learnedRuleSchema>>;

/** What a change of a module is at; after `install` began it can no longer be given up. */
const policyStepSchema = makeOnce(() => z.enum(['check', 'compile', 'wait', 'install', 'apply']));
export type PolicyStep = z.infer<ReturnType<typeof policyStepSchema>>;
export const policyProgressSchema = makeOnce(() =>
  z.strictObject({ step: policyStepSchema(), fraction: z.number().min(0).max(1) }),
);
