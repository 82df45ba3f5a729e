// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fakeDisk } from '../../../testing/models/host.ts';
import { fakeSample } from '../../../testing/models/sample.ts';
import { formatMetrics, metricsFormats } from './format-metrics.ts';
import { metricFamilies } from './metric-families.ts';
import type { Metrics } from './metrics.ts';

const odd = 'a"b\\c\nd\ud800';

const metrics: Metrics = {
  version: '0.1.0',
  startedAt: 1_795_533_000.5,
  sample: fakeSample(1, ['web', odd]),
  disk: fakeDisk,
  containers: [{ name: 'web', isRunning: true, isEnforced: true, isolation: 'isolated' }],
  denials: { byContainer: [{ name: odd, blocked: 3, logged: 1 }], causes: 2, lost: 0 },
  alerts: { warning: 1, critical: 0 },
};

/** The grammar of a sample in both formats, as this text uses it. */
const sample =
  /^[a-z_][a-z0-9_]*(?:\{[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*\})? -?\d+(?:\.\d+)?(?:e[+-]\d+)?$/;

describe.each(metricsFormats)('the text of metrics (%s)', (format) => {
  const lines = formatMetrics(metrics, format).split('\n');

  it('is of lines that the grammar knows, and ends in a line feed', () => {
    const wrong = lines.slice(0, -1).filter((line) => !line.startsWith('# ') && !sample.test(line));
    expect([wrong, lines.at(-1)]).toEqual([[], '']);
  });

  it('says type and help before the samples of each family, whose lines stand together', () => {
    const families: string[] = [];
    for (const line of lines) {
      const [, type] = /^# TYPE (\S+)/.exec(line) ?? [];
      if (type !== undefined) families.push(type);
      const [, name] = /^([a-z0-9_]+)[ {]/.exec(line) ?? [];
      if (name !== undefined) expect(name.startsWith(families.at(-1) ?? '?')).toBe(true);
    }
    expect(new Set(families).size).toBe(metricFamilies.length);
  });

  it('has the interfaces in families of their own, by name', () => {
    const [one] = metrics.sample?.containers ?? [];
    const interfaces = [{ name: 'wg0', rxBytes: 5, txBytes: null }];
    const sample = metrics.sample && {
      ...metrics.sample,
      host: { ...metrics.sample.host, interfaces: [{ name: 'enp1s0', rxBytes: 7, txBytes: 8 }] },
      containers: one === undefined ? [] : [{ ...one, interfaces }],
    };
    const text = formatMetrics({ ...metrics, sample }, format);
    expect(text.match(/^bulkhead_(?:host|container)_interface.*$/gm)).toEqual([
      'bulkhead_host_interface_received_bytes_total{interface="enp1s0"} 7',
      'bulkhead_host_interface_sent_bytes_total{interface="enp1s0"} 8',
      'bulkhead_container_interface_received_bytes_total{container="web",interface="wg0"} 5',
    ]);
  });

  it('escapes names of containers, which are data', () => {
    expect(lines).toContain('bulkhead_denials_total{container="a\\"b\\\\c\\nd\ufffd",outcome="blocked"} 3');
  });

  it('has no line for what was not measured', () => {
    expect(lines.filter((line) => line.startsWith('bulkhead_container_pressure_ratio{container="web"'))).toHaveLength(
      2,
    );
    const none = formatMetrics({ ...metrics, sample: null }, format);
    expect(none).not.toMatch(/^bulkhead_container_memory_bytes\{/m);
  });
});

it('ends as OpenMetrics demands, names counters as each format does, and units by the end of the name', () => {
  const [open, old] = metricsFormats.map((format) => formatMetrics(metrics, format));
  expect(open?.endsWith('\n# EOF\n')).toBe(true);
  expect(old).not.toContain('# EOF');
  expect(open).toContain('# TYPE bulkhead_denials counter\n');
  expect(old).toContain('# TYPE bulkhead_denials_total counter\n');
  for (const { name, unit } of metricFamilies) if (unit !== undefined) expect(name).toMatch(new RegExp(`_${unit}$`));
});
