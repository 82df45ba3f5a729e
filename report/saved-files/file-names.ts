// SPDX-License-Identifier: Apache-2.0
/** How files are called that a person saves: the same in each shell of the page. */

import type { ChartTable, LocalChangesForm, ReportFormat } from '../../contract/bridge.ts';
import type { SignedDrillReport } from '../../contract/model/drill.ts';

export interface FileName {
  /** Is proposed, without its ending. It may hold the words of a host or of a container. */
  readonly name: string;
  readonly extension: string;
}

export function nameOfDrillReport({ report }: SignedDrillReport, format: ReportFormat): FileName {
  return { name: `drill-${report.id}`, extension: format };
}

export const nameOfHostReport: FileName = { name: 'bulkhead-report', extension: 'md' };

const endings: Readonly<Record<LocalChangesForm, string>> = { shell: 'sh', cil: 'cil', ansible: 'yml' };

export function nameOfLocalChanges(form: LocalChangesForm): FileName {
  return { name: 'local-changes', extension: endings[form] };
}

export function nameOfChartTable({ title }: Pick<ChartTable, 'title'>): FileName {
  return { name: title, extension: 'csv' };
}

export function nameOfOutput(title: string): FileName {
  return { name: title, extension: 'txt' };
}

/** Nothing of the name becomes a path. */
export function savedFileName({ name, extension }: FileName): string {
  return `${name.replace(/[^0-9A-Za-z-]+/g, '_').slice(0, 60)}.${extension}`;
}

/** The file of an exported container. */
export function exportFileName(container: string): string {
  return savedFileName({ name: container, extension: 'tar.gz' });
}

/**
 * The name that is proposed for a file from a container, which chose it: without what leads elsewhere, hides it, or needs
 * to be quoted, and with the end by which programs know it.
 */
export function safeFileName(name: string): string {
  return (
    name
      .replace(/[^0-9A-Za-z.-]+/g, '_')
      .slice(-60)
      .replace(/^[.-]+/, '') || 'file'
  );
}

/** The text of a signed report as a file, by which it is verified. */
export function drillReportJson(report: SignedDrillReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
