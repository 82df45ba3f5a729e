// SPDX-License-Identifier: Apache-2.0
/**
 * The text that Prometheus and others read: OpenMetrics 1.0, or the older text format of Prometheus 0.0.4, in which a
 * family of counters carries its `_total`.
 */

import { metricFamilies, type MetricFamily, type MetricValue } from './metric-families.ts';
import type { Metrics } from './metrics.ts';

export const metricsFormats = ['openmetrics', 'prometheus'] as const;
export type MetricsFormat = (typeof metricsFormats)[number];

/** Names the content types for the HTTP header. */
export const metricsContentTypes: Readonly<Record<MetricsFormat, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
};

export function formatMetrics(metrics: Metrics, format: MetricsFormat): string {
  const families = metricFamilies.map((family) => formatFamily(family, family.values(metrics), format)).join('');
  return format === 'openmetrics' ? `${families}# EOF\n` : families;
}

function formatFamily(family: MetricFamily, values: readonly MetricValue[], format: MetricsFormat): string {
  const { name, type, unit, help } = family;
  const isOpen = format === 'openmetrics';
  const sampleName = `${name}${{ counter: '_total', info: '_info', gauge: '' }[type]}`;
  const familyName = isOpen ? name : sampleName;
  const typeName = isOpen || type !== 'info' ? type : 'gauge';
  // The unit of OpenMetrics is the end of the family's name.
  const units = isOpen && unit !== undefined ? [`# UNIT ${familyName} ${unit}`] : [];
  return [
    `# TYPE ${familyName} ${typeName}`,
    ...units,
    `# HELP ${familyName} ${escapeHelp(help, isOpen)}`,
    ...values.map(({ labels, value }) => `${sampleName}${formatLabels(labels)} ${formatNumber(value)}`),
    '',
  ].join('\n');
}

function formatLabels(labels: MetricValue['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A label is data: a backslash, a quote and a line feed in it end nothing. Lone surrogates are no UTF-8. */
function escapeLabel(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function escapeHelp(text: string, isOpen: boolean): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return isOpen ? escaped.replaceAll('"', '\\"') : escaped;
}

function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'NaN';
}
