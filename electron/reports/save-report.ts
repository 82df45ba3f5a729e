// SPDX-License-Identifier: Apache-2.0
/** Saves a drill's report. What is written is made here from the report, never taken from the page. */

import type { BrowserWindow } from 'electron';
import type { ReportFormat } from '../../contract/bridge.ts';
import { drillReportHtml } from '../../report/drill-report-html.ts';
import { type SignedDrillReport, signedDrillReportSchema } from '../../contract/model/drill.ts';
import { drillReportJson, nameOfDrillReport } from '../../report/saved-files/file-names.ts';
import { printPage } from './print-page.ts';
import { saveFile } from './save-file.ts';

const kinds: Readonly<Record<ReportFormat, string>> = { html: 'Web page', pdf: 'PDF', json: 'Signed JSON' };

/** Gives the path of the file; undefined when the person thought better of it. Fails when `given` is no report. */
export async function saveReport(
  window: BrowserWindow,
  given: unknown,
  format: ReportFormat,
): Promise<string | undefined> {
  const read = signedDrillReportSchema().safeParse(given);
  if (!read.success) throw new Error('cannot answer: what is to be saved is no report of a drill');
  const report = read.data;
  return saveFile(window, {
    title: 'Save the report',
    what: 'the report',
    ...nameOfDrillReport(report, format),
    kind: kinds[format],
    content: () => contentOf(report, format),
  });
}

async function contentOf(report: SignedDrillReport, format: ReportFormat): Promise<string | Buffer> {
  switch (format) {
    case 'json':
      return drillReportJson(report);
    case 'html':
      return drillReportHtml(report);
    case 'pdf':
      return printPage(drillReportHtml(report));
  }
}
