// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drillReportHtml } from '../../../../report/drill-report-html.ts';
import { isGenuine } from '../../../../cli/verify-signed.ts';
import { partsOfReport } from '../../../../contract/signed-parts.ts';
import type { DrillReport, DrillResult } from '../../../../contract/model/drill.ts';
import { createReports, signReport } from './report.ts';

function result(probe: string, pass: boolean): DrillResult {
  const cell = {
    outcome: pass ? ('blocked' as const) : ('breached' as const),
    evidence: ['<script>'],
    blockedBy: [],
    denials: [],
  };
  return {
    probe,
    class: 'files',
    title: 'Read',
    expectedLayers: ['selinux'],
    without: cell,
    with: cell,
    taken: [],
    pass,
  };
}

function report(id: string): DrillReport {
  const host = {
    name: 'h<b>',
    kernel: '6',
    lxc: null,
    selinux: 'enforcing',
    policy: null,
    policySha256: null,
    helper: '1',
  } as const;
  return {
    version: 1,
    id,
    startedAt: 1,
    endedAt: 2,
    host,
    results: [result('file-read', true)],
    experiments: [],
    limitations: [],
    changes: null,
    summary: { probes: 1, passed: 1, failed: 0 },
  };
}

it('signs hashes of all parts, and a changed part is found out', () => {
  const signed = signReport(report('20261125T000000Z-000000'), generateKeyPairSync('ed25519').privateKey);
  expect(signed.hashes.map(({ part }) => part)).toEqual(['head', 'file-read']);
  const { report: whole } = signed;
  expect(isGenuine(partsOfReport(whole), signed)).toBe(true);
  expect(isGenuine(partsOfReport({ ...whole, results: [result('file-read', false)] }), signed)).toBe(false);
  expect(isGenuine(partsOfReport({ ...whole, startedAt: 3 }), signed)).toBe(false);
});

it('keeps the latest thirty, signed with one key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-drills-'));
  try {
    const reports = createReports(folder);
    const kept = Array.from({ length: 32 }, (_, index) =>
      reports.keep(report(`20261125T0000${String(index).padStart(2, '0')}Z-000000`)),
    );
    expect(reports.ids()).toHaveLength(30);
    expect(reports.ids()[0]).toBe('20261125T000031Z-000000');
    expect(new Set(kept.map(({ signature }) => signature.publicKey)).size).toBe(1);
    expect(reports.read('../key')).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('names known holes, the surface of the kernel and what is absent on the page', () => {
  const [family] = report('20261125T000000Z-000000').results;
  if (family === undefined) throw new Error('there is no result');
  const open = { outcome: 'open' as const, evidence: ['made one'], closedBy: [], denials: [] };
  const whole: DrillReport = {
    ...report('20261125T000000Z-000000'),
    results: [{ ...family, holes: ['CVE-2026-31431 (Copy Fail)'] }],
    surface: [{ probe: 'surface-userns', title: 'user namespaces', note: 'browsers', with: open, without: null }],
  };
  const html = drillReportHtml(signReport(whole, generateKeyPairSync('ed25519').privateKey));
  expect(html).toContain('Known holes that begin here: CVE-2026-31431 (Copy Fail)');
  expect(html).toContain('Surface of the kernel');
  expect(html).toMatch(/user namespaces<\/a><small>browsers<\/small><\/th><td>not tried<\/td><td>open<\/td>/);
});

it('is a page in which no text of the report is markup', () => {
  const html = drillReportHtml(
    signReport(report('20261125T000000Z-000000'), generateKeyPairSync('ed25519').privateKey),
  );
  expect(html).toContain('&#60;script&#62;');
  expect(html).not.toMatch(/<script|<b>h|h<b>/);
});
