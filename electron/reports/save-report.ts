// SPDX-License-Identifier: Apache-2.0
/** Saves a drill's report. What is written is made here from the report, never taken from the page. */

import type { BrowserWindow } from 'electron';
import type { ReportFormat } from '../../contract/bridge.ts';
import { drillReportHtml } from '../../report/drill-report-html.ts';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import { printPage } from './print-page.ts';
import { saveFile } from './save-file.ts';

const kinds: Readonly<Record<ReportFormat, string>> = { html: 'Web page', pdf: 'PDF', json: 'Signed JSON' };

export async function saveReport(
  window: BrowserWindow,
  report: SignedDrillReport,
  format: ReportFormat,
): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the report',
    what: 'the report',
    name: `drill-${report.report.id}`,
    kind: kinds[format],
    extension: format,
    content: () => contentOf(report, format),
  });
}

async function contentOf(report: SignedDrillReport, format: ReportFormat): Promise<string | Buffer> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'html':
      return drillReportHtml(report);
    case 'pdf':
      return printPage(drillReportHtml(report));
  }
}
