// SPDX-License-Identifier: Apache-2.0
/** Describes the evidence of a period: the files of its folder, and the manifest that the helper signs. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { chainNames } from './activity-record.ts';
import { activitySchema } from './activity.ts';
import { hostInfoSchema } from './host/host.ts';
import { findingSchema, isolationMapSchema } from './isolation-finding.ts';
import { timeSchema } from './names.ts';
import { localChangeSchema } from './policy/local-change.ts';

const sha256Schema = makeOnce(() => z.string().regex(/^[0-9a-f]{64}$/));

/**
 * What the helper gathers, in order; each is a file of the folder, but the drill, which has one for each report, and the
 * assessment of controls, which is made of the others and has one for each format.
 */
export const evidencePartSchema = makeOnce(() =>
  z.enum(['versions', 'certificate', 'drill', 'audit', 'activity', 'local-changes', 'kernel-record', 'assessment']),
);
export type EvidencePart = z.infer<ReturnType<typeof evidencePartSchema>>;

/** Files that the client makes of the others: for people, and to verify all of them. */
export const evidencePageSchema = makeOnce(() => z.enum(['index.html', 'verify.mjs']));

export const evidencePeriodSchema = makeOnce(() => z.strictObject({ from: timeSchema(), to: timeSchema() }));
export type EvidencePeriod = z.infer<ReturnType<typeof evidencePeriodSchema>>;

export const evidenceVersionsSchema = makeOnce(() =>
  z.strictObject({
    info: hostInfoSchema(),
    /** SHA-256 of the loaded policy; null where it cannot be read. */
    policySha256: sha256Schema().nullable(),
  }),
);

export const evidenceAuditSchema = makeOnce(() =>
  z.strictObject({ checkedAt: timeSchema(), findings: z.array(findingSchema()), map: isolationMapSchema().nullable() }),
);

/** One chain, as far as the period reaches, with the record before and the record after it where there are any. */
const evidenceChainSchema = makeOnce(() =>
  z.strictObject({
    chain: z.enum(chainNames),
    /** The texts that were hashed. */
    records: z.array(z.string()),
    /** The last record that the host has; null where the chain has not begun. */
    head: z.strictObject({ number: z.number().int(), hash: sha256Schema() }).nullable(),
  }),
);
export type EvidenceChain = z.infer<ReturnType<typeof evidenceChainSchema>>;

export const evidenceActivitySchema = makeOnce(() =>
  z.strictObject({
    period: evidencePeriodSchema(),
    chains: z.array(evidenceChainSchema()),
    /** What the helper found changed, added or missing in what it keeps; empty where it is as it was written. */
    problems: z.array(z.string()),
    /** Entries of the period from before there were chains: they have no hash. */
    unchained: z.array(activitySchema()),
  }),
);
export type EvidenceActivity = z.infer<ReturnType<typeof evidenceActivitySchema>>;

export const evidenceLocalChangesSchema = makeOnce(() => z.strictObject({ changes: z.array(localChangeSchema()) }));

/** What the kernel has measured of SELinux by IMA since it booted; null with the reason where it has not. */
export const kernelRecordSchema = makeOnce(() =>
  z.strictObject({ lines: z.array(z.string()).nullable(), reason: z.string().nullable() }),
);
export type KernelRecord = z.infer<ReturnType<typeof kernelRecordSchema>>;

/** A part that could not be had, instead of it. */
export const missingPartSchema = makeOnce(() => z.strictObject({ problem: z.string() }));

export const evidenceManifestSchema = makeOnce(() =>
  z.strictObject({
    kind: z.literal('bulkhead-evidence'),
    version: z.literal(1),
    host: z.string(),
    period: evidencePeriodSchema(),
    madeAt: timeSchema(),
    askedBy: z.strictObject({ uid: z.number().int(), user: z.string() }),
    bulkhead: z.string(),
    /** SHA-256 of the policy that was loaded when the evidence was made. */
    policySha256: sha256Schema().nullable(),
    files: z.array(
      z.strictObject({
        name: z.string(),
        sha256: sha256Schema(),
        /** Files of the client were made of the others; the helper has signed their hashes and has not seen them. */
        by: z.enum(['helper', 'client']),
      }),
    ),
    /** Files that say only why they have no content. */
    missing: z.array(z.string()),
    publicKey: z.string(),
  }),
);
export type EvidenceManifest = z.infer<ReturnType<typeof evidenceManifestSchema>>;

/** The manifest as the text that was signed, and its signature by ed25519 in base64. */
export const signedManifestSchema = makeOnce(() => z.strictObject({ manifest: z.string(), signature: z.string() }));
export type SignedManifest = z.infer<ReturnType<typeof signedManifestSchema>>;

/** Formats in which the assessment of controls is given: OSCAL assessment results, and SARIF. */
export const assessmentFormats = ['oscal', 'sarif'] as const;

/** Says in which file each part is; one of several has the id of its report or its format. */
export function evidenceFile(part: EvidencePart, of?: string): string {
  return `${of === undefined ? part : `${part}-${of}`}.json`;
}
