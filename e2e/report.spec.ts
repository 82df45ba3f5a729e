// SPDX-License-Identifier: Apache-2.0
/**
 * A report leaves the window as the person asked: where they said, whole, as a page, a PDF or the signed JSON. Against
 * real Electron, without a host.
 */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { BulkheadBridge, ReportFormat } from '../contract/bridge.ts';
import type { SignedDrillReport } from '../contract/model/drill.ts';
import { fakeDrillList, fakeDrillReport } from '../renderer/testing/fake/drill/fake-drill.ts';
import { createFakeHost } from '../renderer/testing/fake/fake-host.ts';
import { type Desktop, startDesktop } from '../scripts/electron/session.ts';

let desktop: Desktop;
let app: ElectronApplication;
let page: Page;
const report = reportOf('a<b>host');

test.beforeAll(async () => {
  desktop = await startDesktop({ display: 'virtual' });
  app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder] });
  page = await app.firstWindow();
  await page.waitForLoadState('load');
});

test.afterAll(async () => {
  await app.close();
  await desktop.stop();
});

function reportOf(hostname: string): SignedDrillReport {
  const host = createFakeHost({ hostname });
  host.stop();
  return fakeDrillReport(host, fakeDrillList(host).reports[0]?.id ?? '');
}

/** Saves it through the window's own bridge, the person's answer to the dialog being this path. */
async function save(format: ReportFormat, path: string | undefined): Promise<string | undefined> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === undefined, filePath: chosen ?? '' });
  }, path);
  return page.evaluate(
    ([signed, wanted]) => (globalThis as unknown as { bulkhead: BulkheadBridge }).bulkhead.reports.save(signed, wanted),
    [report, format] as const,
  );
}

test('as a PDF with pages, titled and readable by its owner only', async () => {
  const path = join(desktop.home, 'drill.pdf');
  expect(await save('pdf', path)).toBe(path);
  const pdf = await readFile(path, 'latin1');
  expect([pdf.slice(0, 5), pdf.trimEnd().slice(-5), (await stat(path)).mode & 0o077]).toEqual(['%PDF-', '%%EOF', 0]);
  expect((pdf.match(/\/Type \/Page\b/g) ?? []).length).toBeGreaterThan(2);
});

test('as a page in which no word of a host is markup, and as JSON that is the report', async () => {
  const [html, json] = [join(desktop.home, 'drill.html'), join(desktop.home, 'drill.json')];
  await save('html', html);
  await save('json', json);
  const text = await readFile(html, 'utf8');
  expect([text.startsWith('<!doctype html>'), text.includes('a<b>host'), text.includes('a&#60;b&#62;host')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(report);
});

test('nowhere when the person thinks better of it, and with a reason when it cannot be written', async () => {
  expect(await save('pdf', undefined)).toBeUndefined();
  await expect(save('html', join(desktop.home, 'no-such-folder', 'drill.html'))).rejects.toThrow(
    /cannot save the report as .*no-such-folder.*choose another folder/,
  );
});

test('only as a report: the page cannot have another text written', async () => {
  const words = await page.evaluate(async () => {
    const { reports } = (
      globalThis as unknown as { bulkhead: { reports: { save(report: unknown, format: unknown): Promise<unknown> } } }
    ).bulkhead;
    return Promise.all(
      ['#!/bin/sh', { report: '#!/bin/sh' }].map((text) => reports.save(text, 'html').then(() => 'saved', String)),
    );
  });
  for (const text of words) expect(text).toContain('cannot answer');
});
