// SPDX-License-Identifier: Apache-2.0
/** The report of a host for somebody who does not see it, as one text. */

import { formatReport } from './format-report.ts';
import { gatherReport, type GatherOptions, type ReportSource } from './gather-report.ts';
import { createReplace } from './replace-names.ts';

/** Gathers it, which takes a while, and replaces names, addresses and paths unless they are to be in it. */
export async function reportText(source: ReportSource, options: GatherOptions, signal: AbortSignal): Promise<string> {
  const { report, privateValues } = await gatherReport(source, options, signal);
  return formatReport(report, options.withNames ? undefined : createReplace(privateValues));
}
