// SPDX-License-Identifier: Apache-2.0
/** What the helper signs of a report of a drill and of a certificate, part by part, for who signs it and who verifies it. */

import type { DrillReport, SignedDrillReport } from './model/drill.ts';
import type { Certificate } from './model/policy/proof.ts';

export type Part = readonly [name: string, value: unknown];
export type Signed = Pick<SignedDrillReport, 'hashes' | 'signature'>;

/** Takes the parts, and what gives the SHA-256 of a text in hexadecimal; gives a hash for the JSON text of each part. */
export function hashParts(parts: readonly Part[], sha256: (text: string) => string): Signed['hashes'] {
  return parts.map(([part, value]) => ({ part, sha256: sha256(JSON.stringify(value)) }));
}

export function partsOfReport({ results, experiments, ...head }: DrillReport): readonly Part[] {
  return [
    ['head', head],
    ...results.map((result) => [result.probe, result] as const),
    ...experiments.map((experiment) => [`experiment ${experiment.probe}`, experiment] as const),
  ];
}

export function partsOfCertificate({ proof, ...head }: Certificate): readonly Part[] {
  return [['head', head], ...Object.entries(proof)];
}
