// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DrillCell, DrillReport } from '../contract/model/drill.ts';
import { drillReportHtml } from './drill-report-html.ts';

const cell = (outcome: DrillCell['outcome'], ...blockedBy: DrillCell['blockedBy']): DrillCell => ({
  outcome,
  evidence: [`${outcome} here`],
  blockedBy,
  denials: [],
});

const across: DrillReport = {
  version: 1,
  id: '20261125T000000Z-000000',
  startedAt: 1,
  endedAt: 2,
  members: { first: 'one', second: 'two<b>' },
  host: {
    name: 'one',
    kernel: '6',
    lxc: null,
    selinux: 'enforcing',
    policy: null,
    policySha256: null,
    helper: '1',
  },
  results: [
    {
      probe: 'process-find',
      class: 'processes',
      title: 'Find a process',
      expectedLayers: ['namespaces'],
      without: cell('not-run'),
      with: cell('blocked', 'namespaces'),
      elsewhere: cell('breached'),
      taken: [],
      pass: false,
    },
  ],
  surface: [
    {
      probe: 'surface-address',
      title: 'By its address',
      note: 'one bridge',
      without: null,
      with: { outcome: 'open', evidence: [], closedBy: [], denials: [] },
      elsewhere: { outcome: 'closed', evidence: ['ENETUNREACH'], closedBy: ['namespaces'], denials: [] },
    },
  ],
  experiments: [],
  limitations: [],
  changes: null,
  summary: { probes: 1, passed: 0, failed: 1 },
};

const page = (report: DrillReport): string =>
  drillReportHtml({ report, hashes: [], signature: { algorithm: 'ed25519', publicKey: 'key', value: 'value' } });

it('has a column for one member and one for two where a drill was across members', () => {
  const html = page(across);
  expect(html).toContain('<th>Probe</th><th>On one member</th><th>On two members</th>');
  expect(html).toContain('<td class="blocked">blocked</td><td class="breached">breached</td>');
  expect(html).toContain('<th>What is reached</th><th>On one member</th><th>On two members</th>');
  expect(html).toContain('<td>open</td><td>closed by other namespaces</td>');
  expect(html).not.toMatch(/SELinux off|All on|All layers on|paper/);
});

it('has the evidence of both, and the members as data', () => {
  const html = page(across);
  expect(html).toContain(
    'On one member: <b class="blocked">blocked</b> by other namespaces</p><pre>blocked here</pre>',
  );
  expect(html).toContain('On two members: <b class="breached">breached</b></p><pre>breached here</pre>');
  expect(html).toContain('On two members: <b>closed by other namespaces</b></p><pre>ENETUNREACH</pre>');
  expect(html).toContain('<td>one, two&#60;b&#62;</td>');
  expect(html).not.toContain('two<b>');
});

it('says what was not tried on the other member', () => {
  const { results } = across;
  const html = page({ ...across, results: results.map(({ elsewhere: _, ...result }) => result), surface: [] });
  expect(html).toContain('<td class="blocked">blocked</td><td>not tried</td>');
});

it('names the container that was tried with its verdict, and nothing of it where none was', () => {
  const isolation: DrillReport['isolation'] = {
    state: 'not-isolated',
    reasons: ['It shares <b> with db.'],
    checkedAt: null,
  };
  const own = page({ ...across, container: 'web', isolation });
  expect(own).toContain('<th>Container</th><td>web</td>');
  expect(own).toContain('<th>Verdict of the container</th><td>not isolated. It shares &#60;b&#62; with db.</td>');
  expect(page(across)).not.toContain('Verdict of');
});
