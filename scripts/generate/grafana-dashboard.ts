// SPDX-License-Identifier: Apache-2.0
/** The dashboard that a user imports into Grafana: a panel for each metric, from the table of metrics. */

import { metricFamilies, type MetricFamily } from '../../contract/model/metrics/metric-families.ts';

const width = 12;
const height = 8;
const grafanaUnits = { bytes: 'bytes', seconds: 's', ratio: 'percentunit' } as const;

export function grafanaDashboard(): string {
  const shown = metricFamilies.filter(({ type, name }) => type !== 'info' && !name.endsWith('start_time_seconds'));
  const dashboard = {
    title: 'Bulkhead',
    uid: 'bulkhead',
    tags: ['bulkhead', 'lxc', 'selinux'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
        variable({
          name: 'instance',
          label: 'Host',
          query: 'label_values(bulkhead_helper_info, instance)',
          isMultiple: false,
        }),
        variable({
          name: 'container',
          label: 'Container',
          query: 'label_values(bulkhead_container_running{instance=~"$instance"}, container)',
          isMultiple: true,
        }),
      ],
    },
    panels: shown.map(panel),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

interface Variable {
  readonly name: string;
  readonly label: string;
  /** Asks Prometheus for the values that may be chosen. */
  readonly query: string;
  /** True when several values may be chosen at once. */
  readonly isMultiple: boolean;
}

function variable({ name, label, query, isMultiple }: Variable): object {
  return {
    name,
    label,
    type: 'query',
    datasource,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: isMultiple,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  };
}

const datasource = { type: 'prometheus', uid: '${datasource}' };

function panel(family: MetricFamily, index: number): object {
  const { name, type, unit, help } = family;
  const isCounter = type === 'counter';
  const labels = labelsOf(family);
  const filter = labels.includes('container') ? ', container=~"$container"' : '';
  const selected = `${name}${isCounter ? '_total' : ''}{instance=~"$instance"${filter}}`;
  const gaugeUnit = unit === undefined ? 'short' : grafanaUnits[unit];
  // Seconds of processors in a second are cores.
  const rateUnit = unit === 'bytes' ? 'Bps' : 'short';
  return {
    id: index + 1,
    type: 'timeseries',
    title: titleOf(name),
    description: help,
    datasource,
    gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height },
    fieldConfig: {
      defaults: { unit: isCounter ? rateUnit : gaugeUnit, min: 0 },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: [
      {
        refId: 'A',
        datasource,
        expr: isCounter ? `rate(${selected}[$__rate_interval])` : selected,
        legendFormat: ['instance', ...labels].map((label) => `{{${label}}}`).join(' '),
      },
    ],
  };
}

/** `bulkhead_container_cpu_seconds` gives `Container cpu seconds`. */
function titleOf(name: string): string {
  const words = name.replace(/^bulkhead_/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function labelsOf({ name }: MetricFamily): readonly string[] {
  if (name === 'bulkhead_denials') return ['container', 'outcome'];
  if (name === 'bulkhead_alerts') return ['severity'];
  const ofContainer = name.startsWith('bulkhead_container_') ? ['container'] : [];
  return name.endsWith('_pressure_ratio') ? [...ofContainer, 'resource'] : ofContainer;
}
