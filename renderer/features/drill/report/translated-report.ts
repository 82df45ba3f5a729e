// SPDX-License-Identifier: Apache-2.0
/** A report with its own sentences in the language of the window. What is signed, kept and exported stays English. */

import type { DrillReport } from '../../../../contract/model/drill.ts';
import { phraseOf, textOf } from '../../../../contract/text.ts';

export function translatedReport(report: DrillReport): DrillReport {
  return {
    ...report,
    results: report.results.map((result) => ({ ...result, title: translated(result.title) })),
    ...(report.surface !== undefined && {
      surface: report.surface.map((part) => ({ ...part, title: translated(part.title), note: translated(part.note) })),
    }),
    ...(report.isolation !== undefined && {
      isolation: { ...report.isolation, reasons: report.isolation.reasons.map(translated) },
    }),
    limitations: report.limitations.map(translated),
  };
}

function translated(sentence: string): string {
  return textOf(phraseOf(sentence));
}
