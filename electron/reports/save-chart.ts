// SPDX-License-Identifier: Apache-2.0
/** Saves a chart: its values as CSV, or what is seen of it as a picture. */

import type { BrowserWindow } from 'electron';
import type { ChartTable, PageArea } from '../../contract/bridge.ts';
import { chartCsv } from '../../report/saved-files/chart-csv.ts';
import { nameOfChartTable } from '../../report/saved-files/file-names.ts';
import { saveFile } from './save-file.ts';

const common = { title: 'Save the chart', what: 'the chart' };

export function saveChartTable(window: BrowserWindow, table: ChartTable): Promise<string | undefined> {
  return saveFile(window, {
    ...common,
    ...nameOfChartTable(table),
    kind: 'Values, separated by commas',
    content: async () => chartCsv(table),
  });
}

/** The picture is taken before the dialog covers the page. */
export async function saveChartPicture(
  window: BrowserWindow,
  title: string,
  area: PageArea,
): Promise<string | undefined> {
  const picture = await window.webContents.capturePage(area);
  return saveFile(window, {
    ...common,
    name: title,
    kind: 'Picture',
    extension: 'png',
    content: async () => picture.toPNG(),
  });
}
