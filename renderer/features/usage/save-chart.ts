// SPDX-License-Identifier: Apache-2.0
/** Saves a chart of a container or of the host, under a name that says of which. */

import type { SavedChart } from '../../ui/chart/time-chart.tsx';
import { saveChartPicture, saveChartTable } from '../../host/main-process.ts';

export function saveChart(subject: string, { title, form, table, area }: SavedChart): void {
  const name = `${subject} ${title}`;
  if (form === 'csv') void saveChartTable({ title: name, ...table });
  else void saveChartPicture(name, area);
}
