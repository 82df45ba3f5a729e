// SPDX-License-Identifier: Apache-2.0
/** Questions to the loaded policy before an access happens: who may do what to what; and their answers. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { containerNameSchema } from '../names.ts';
import { wordsSchema } from '../words.ts';

/**
 * A type, a class or a permission, as SELinux spells them. The characters that a container's name may have are enough
 * for all of them.
 */
const policyNameSchema = containerNameSchema;

/** Accepts an absolute path. */
const askedPathSchema = makeOnce(() =>
  z
    .string()
    .max(4096)
    .regex(/^\/[^\0]*$/, 'must be an absolute path'),
);

const access = makeOnce(() => ({ class: policyNameSchema(), permissions: z.array(policyNameSchema()).min(1).max(40) }));

/** Names the subject: a container as it is configured or runs, or any process of a type. */
export const policySubjectSchema = makeOnce(() =>
  z.strictObject({ kind: z.enum(['container', 'type']), name: policyNameSchema() }),
);
export type PolicySubject = z.infer<ReturnType<typeof policySubjectSchema>>;

/**
 * What may be done to a path, in everyday words; each stands for permissions of the class of the object at that path.
 */
export const pathVerbSchema = makeOnce(() => z.enum(['read', 'write', 'execute', 'list', 'create', 'delete']));
export type PathVerb = z.infer<ReturnType<typeof pathVerbSchema>>;

export const policyQuestionSchema = makeOnce(() =>
  z.discriminatedUnion('kind', [
    /** May it do this to the object at a path, within the container `owner`, or on the host when there is none? */
    z.strictObject({
      kind: z.literal('path'),
      subject: policySubjectSchema(),
      verb: pathVerbSchema(),
      owner: containerNameSchema().optional(),
      path: askedPathSchema(),
    }),
    /** May it do this to an object of a type? */
    z.strictObject({
      kind: z.literal('access'),
      subject: policySubjectSchema(),
      target: policyNameSchema(),
      ...access(),
    }),
    /** This question asks who may connect to this port, and who may listen on it. */
    z.strictObject({
      kind: z.literal('port'),
      protocol: z.enum(['tcp', 'udp', 'sctp', 'dccp']),
      port: z.number().int().min(1).max(65_535),
    }),
    /** This question asks to which types the subject may do this. */
    z.strictObject({ kind: z.literal('reach'), subject: policySubjectSchema(), ...access() }),
    /** This question asks who may do this to objects of this type. */
    z.strictObject({ kind: z.literal('holders'), target: policyNameSchema(), ...access() }),
  ]),
);
export type PolicyQuestion = z.infer<ReturnType<typeof policyQuestionSchema>>;

const policyAccessSchema = makeOnce(() =>
  z.strictObject({
    source: z.string(),
    target: z.string(),
    class: z.string(),
    permissions: z.array(z.string()),
  }),
);
export type PolicyAccess = z.infer<ReturnType<typeof policyAccessSchema>>;

export const policyAnswerSchema = makeOnce(() =>
  z.strictObject({
    /** `some`: the question was who or what, and the answer is a list. `unknown`: the policy has no such name. */
    verdict: z.enum(['yes', 'no', 'some', 'unknown']),
    /** The answer in one sentence. */
    sentence: wordsSchema(),
    /** The contexts of the question; null where it names none. */
    source: z.string().nullable(),
    target: z.string().nullable(),
    /** The first of the rules that grant it. */
    grants: z.array(z.string()),
    /** What denies it: the rule that is missing, and constraints. */
    denials: z.array(wordsSchema()),
    /** Each of these booleans, with the given value, would change the answer without the others. */
    booleans: z.array(z.strictObject({ name: z.string(), value: z.boolean(), allows: z.boolean() })),
    /** What it means for the containers of this host, the affected ones first. */
    containers: z.array(z.strictObject({ name: z.string(), isAllowed: z.boolean(), reason: wordsSchema() })),
    /** Gives the first accesses of a list. */
    accesses: z.array(policyAccessSchema()),
    /** The total number of those accesses. */
    accessCount: z.number().int(),
    /** What else has to be known: a permissive domain, a path that does not exist. */
    remarks: z.array(wordsSchema()),
  }),
);
export type PolicyAnswer = z.infer<ReturnType<typeof policyAnswerSchema>>;
/** Describes an answer as the helper gives it: its words are not text yet. */
export type GivenPolicyAnswer = z.input<ReturnType<typeof policyAnswerSchema>>;

/** Names for completion. */
export const policyNamesSchema = makeOnce(() =>
  z.strictObject({
    types: z.array(z.string()),
    classes: z.array(z.strictObject({ name: z.string(), permissions: z.array(z.string()) })),
  }),
);
export type PolicyNames = z.infer<ReturnType<typeof policyNamesSchema>>;
