// SPDX-License-Identifier: Apache-2.0
/** Signs hashes of the evidence of a report, and keeps the latest reports. */

import type { KeyObject } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DrillReport, type SignedDrillReport, signedDrillReportSchema } from '../../../../contract/model/drill.ts';
import { partsOfReport } from '../../../../contract/signed-parts.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { signingKey, signParts } from '../../../system/sign-parts.ts';

/** Reports that are kept. */
const maxKept = 30;

export interface Reports {
  /** Lists the newest first. */
  ids(): readonly string[];
  read(id: string): SignedDrillReport | undefined;
  /** Signs and keeps it; forgets the oldest. */
  keep(report: DrillReport): SignedDrillReport;
}

/** `folder` is the helper's own; its key is created at the first report. */
export function createReports(folder: string): Reports {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  function ids(): readonly string[] {
    return readdirSync(folder)
      .flatMap((name) => /^(\d{8}T\d{6}Z-[0-9a-f]{6})\.json$/.exec(name)?.[1] ?? [])
      .sort()
      .reverse();
  }

  return {
    ids,
    read(id) {
      if (!ids().includes(id)) return undefined;
      return signedDrillReportSchema().safeParse(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'))).data;
    },
    keep(report) {
      const signed = signReport(report, signingKey(folder));
      writeDurably(join(folder, `${report.id}.json`), JSON.stringify(signed), 0o600);
      for (const old of ids().slice(maxKept)) rmSync(join(folder, `${old}.json`), { force: true });
      return signed;
    },
  };
}

export function signReport(report: DrillReport, privateKey: KeyObject): SignedDrillReport {
  return { report, ...signParts(partsOfReport(report), privateKey) };
}
