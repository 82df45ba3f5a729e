// SPDX-License-Identifier: Apache-2.0
/** Reads the files of an evidence as values; a part that could not be had, or is not understood, is undefined. */

import { type DrillReport, signedDrillReportSchema } from '../../../../contract/model/drill.ts';
import {
  evidenceActivitySchema,
  evidenceAuditSchema,
  evidenceFile,
  evidenceLocalChangesSchema,
  evidenceVersionsSchema,
  kernelRecordSchema,
} from '../../../../contract/model/evidence.ts';
import { signedCertificateSchema } from '../../../../contract/model/policy/proof.ts';

export type EvidenceValues = ReturnType<typeof readValues>;

interface Schema<Value> {
  safeParse(value: unknown): { readonly data?: Value | undefined };
}

export function readValues(files: ReadonlyMap<string, string>) {
  const read = <Value>(name: string, schema: Schema<Value>): Value | undefined =>
    schema.safeParse(parseJson(files.get(name))).data;
  return {
    versions: read(evidenceFile('versions'), evidenceVersionsSchema()),
    certificate: read(evidenceFile('certificate'), signedCertificateSchema())?.certificate,
    audit: read(evidenceFile('audit'), evidenceAuditSchema()),
    activity: read(evidenceFile('activity'), evidenceActivitySchema()),
    localChanges: read(evidenceFile('local-changes'), evidenceLocalChangesSchema()),
    kernelRecord: read(evidenceFile('kernel-record'), kernelRecordSchema()),
    /** Reports by the names of their files; one that is not understood is undefined. */
    drills: new Map<string, DrillReport | undefined>(
      [...files.keys()]
        .filter((name) => name.startsWith('drill'))
        .map((name) => [name, read(name, signedDrillReportSchema())?.report]),
    ),
  };
}

function parseJson(text = 'null'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
