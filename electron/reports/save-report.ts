// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a drill's report to a file that the person chooses, whole or not at all. What is written is made here from the
 * report, never taken from the page.
 */

import { app, type BrowserWindow, dialog } from 'electron';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFormat } from '../../contract/bridge.ts';
import { drillReportHtml } from '../../report/drill-report-html.ts';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import { printPage } from './print-page.ts';

const kinds: Readonly<Record<ReportFormat, string>> = { html: 'Web page', pdf: 'PDF', json: 'Signed JSON' };

export async function saveReport(
  window: BrowserWindow,
  report: SignedDrillReport,
  format: ReportFormat,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the report',
    defaultPath: join(app.getPath('documents'), `drill-${safeName(report.report.id)}.${format}`),
    filters: [{ name: kinds[format], extensions: [format] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return undefined;
  try {
    await writeWhole(filePath, await contentOf(report, format));
  } catch (error) {
    throw new Error(
      `cannot save the report as ${filePath}: ${error instanceof Error ? error.message : String(error)}; choose another folder`,
      { cause: error },
    );
  }
  return filePath;
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

/** The id is a host's word: nothing of it becomes a path. */
function safeName(id: string): string {
  return id.replace(/[^0-9A-Za-z-]/g, '_').slice(0, 60);
}

async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const next = `${path}.next`;
  try {
    await writeFile(next, content, { mode: 0o600 });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
