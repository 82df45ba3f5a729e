// SPDX-License-Identifier: Apache-2.0
/**
 * What the loaded policy lets pass between containers: a proof that nothing does but for named exceptions, or the ways on
 * which something does. docs/concepts.md says what is proven and what is not.
 */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { timeSchema } from '../names.ts';
import { signedDrillReportSchema } from '../drill.ts';
import { keptWordsSchema } from '../words.ts';
import { containerObjectsSchema } from './container-objects.ts';

/**
 * `open`: a channel is open, or an object of a container does not hold its categories. `unknown`: the policy has something
 * that is not understood, or an object could not be read, and nothing open was found beside it.
 */
const proofVerdicts = ['proven', 'open', 'unknown'] as const;

/** What closes a channel that the policy leaves open; `nothing` for one that stays open and is accepted. */
const proofClosers = [
  ...(['mount-namespace', 'pid-namespace', 'network-namespace', 'user-namespace', 'cgroup-namespace'] as const),
  ...(['device', 'descriptor', 'labels', 'network-rules', 'host', 'nothing'] as const),
] as const;
export type ProofCloser = (typeof proofClosers)[number];

const names = makeOnce(() => z.array(z.string()));

const ruleOriginSchema = makeOnce(() =>
  z.strictObject({
    module: z.string(),
    /** Counts the lines from 1 to the statement of the module; where a macro has the rule, to its call. */
    line: z.number().int().min(1),
  }),
);
export type RuleOrigin = z.infer<ReturnType<typeof ruleOriginSchema>>;

const proofStepSchema = makeOnce(() =>
  z.strictObject({
    /** Names the domain of the process. */
    source: z.string(),
    does: z.enum(['writes', 'reads']),
    target: z.string(),
    class: z.string(),
    /** Says whose categories the object has. */
    level: z.enum(['none', 'writer', 'reader', 'both', 'range']),
    permissions: names(),
    /** The rules that grant it, as text. */
    rules: names(),
    /** Booleans on which one of these rules depends. */
    booleans: names(),
    /** Where modules of this host, but those of its distribution, say so; absent where none of them is known to. */
    origins: z.array(ruleOriginSchema()).exactOptional(),
  }),
);
export type ProofStep = z.infer<ReturnType<typeof proofStepSchema>>;

const proofPathSchema = makeOnce(() =>
  z.strictObject({
    between: z.enum(['containers', 'container-host', 'host-container']),
    from: z.string(),
    to: z.string(),
    /** Gives the shortest way: writing and reading by turns. It is empty where a domain is permissive. */
    steps: z.array(proofStepSchema()),
  }),
);
export type ProofPath = z.infer<ReturnType<typeof proofPathSchema>>;

/** A channel that a change of the policy would open for one container. */
export const openedChannelSchema = makeOnce(() =>
  z.strictObject({
    direction: z.enum(['to', 'from']),
    /** Containers that have the domain at the other end; none where that is the host. */
    containers: names(),
    path: proofPathSchema(),
  }),
);
export type OpenedChannel = z.infer<ReturnType<typeof openedChannelSchema>>;

const proofSchema = makeOnce(() =>
  z.strictObject({
    verdict: z.enum(proofVerdicts),
    /** Domains of containers with equal rules, of which two stand for all. */
    kinds: z.array(z.strictObject({ domains: names(), isShared: z.boolean() })),
    /** False for a pair whose categories are not disjoint: types alone isolate it. */
    areDisjoint: z.boolean(),
    exceptions: z.array(
      z.strictObject({
        id: z.string(),
        title: keptWordsSchema(),
        closedBy: z.enum(proofClosers),
        reason: keptWordsSchema(),
        /** Names the probes of the drill that try the exception. */
        probes: names(),
        /** What this policy has of it, as `type:class`. */
        objects: names(),
      }),
    ),
    /** The first of the open channels, the shortest first. */
    open: z.array(proofPathSchema()),
    /** Counts the open channels, up to 5000. */
    openCount: z.number().int().min(0),
    /** The one rule, or the one boolean, without which most of them are closed; null without one. */
    cut: z
      .strictObject({
        kind: z.enum(['rule', 'boolean', 'permissive']),
        name: z.string(),
        /** How many of the open channels it closes. */
        closes: z.number().int().min(1),
        remedy: keptWordsSchema(),
      })
      .nullable(),
    /** Booleans that would open a channel, each with the value that does. */
    booleans: z.array(z.strictObject({ name: z.string(), value: z.boolean(), path: proofPathSchema() })),
    /** Domains of the host that may write what a container reads, and are trusted, with the reason. */
    trusted: z.array(z.strictObject({ domain: z.string(), reason: keptWordsSchema() })),
    /** Domains of the host that may run files of a container. */
    deputies: z.array(z.strictObject({ domain: z.string(), isTrusted: z.boolean() })),
    /** Domains with power over the host that services of Bulkhead can come to; none is looked for with a pair. */
    services: z.array(z.strictObject({ path: names(), rights: names() })),
    /** Permissions and constraints that the proof does not know; each counts as writing and reading. */
    unknown: names(),
    remarks: z.array(keptWordsSchema()),
    /** What was looked at on the host; absent for a proof of a file, and of a helper that did not look yet. */
    objects: containerObjectsSchema().exactOptional(),
  }),
);
export type Proof = z.infer<ReturnType<typeof proofSchema>>;

/** A proof, with what it was made of. */
export const certificateSchema = makeOnce(() =>
  z.strictObject({
    host: z.string(),
    provedAt: timeSchema(),
    /** SHA-256 of the loaded policy; with another one the certificate says nothing. */
    policySha256: z.string(),
    enforcing: z.boolean(),
    helper: z.string(),
    proof: proofSchema(),
  }),
);
export type Certificate = z.infer<ReturnType<typeof certificateSchema>>;

/** A certificate with the hashes of its parts and their signature, as those of a report of the drill. */
export const signedCertificateSchema = makeOnce(() =>
  z.strictObject({
    certificate: certificateSchema(),
    hashes: signedDrillReportSchema().shape.hashes,
    signature: signedDrillReportSchema().shape.signature,
  }),
);
export type SignedCertificate = z.infer<ReturnType<typeof signedCertificateSchema>>;

/** Identifies what a certificate is compared with: its policy with the present one, its key with that of the host. */
export const policyIdentitySchema = makeOnce(() =>
  z.strictObject({
    /** SHA-256 of the policy that is loaded now; null where it cannot be read. */
    loadedSha256: z.string().nullable(),
    /** Gives the public key of the helper in PEM; null before it has signed anything. */
    publicKey: z.string().nullable(),
  }),
);
export type PolicyIdentity = z.infer<ReturnType<typeof policyIdentitySchema>>;
