// SPDX-License-Identifier: Apache-2.0
/** `metrics`: what a monitoring system reads, printed once or served over HTTP. */

import { Option } from 'commander';
import { formatMetrics, type MetricsFormat, metricsFormats } from '../../../contract/model/metrics/format-metrics.ts';
import { operations } from '../../../contract/operations/index.ts';
import { portArgument } from '../../arguments/monitoring-arguments.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { serveMetrics } from '../../metrics/serve-metrics.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface MetricsOptions {
  readonly format: MetricsFormat;
  readonly listen?: string;
  readonly port?: number;
}

export function addMetrics({ program, act }: Registry): void {
  program
    .command('metrics')
    .summary('print or serve metrics for Prometheus')
    .description(
      `${operations['metrics.read'].summary} With --listen or --port it serves them at /metrics until Ctrl-C, ` +
        'in the format that the reader asks for.',
    )
    .addOption(
      new Option('--format <format>', 'what is printed: OpenMetrics 1.0, or the older text of Prometheus')
        .choices(metricsFormats)
        .default('openmetrics'),
    )
    .option('--listen <path>', 'serve on a unix socket there, for its owner and group')
    .option('--port <number>', 'serve on this TCP port of the loopback, for everybody on this machine', portArgument)
    .addHelpText(
      'after',
      examples(
        'metrics',
        'metrics --format prometheus | promtool check metrics',
        'metrics --listen /run/bulkhead-metrics/metrics.sock',
        'metrics --port 9464',
      ),
    )
    .action((options: MetricsOptions) => act((context) => runMetrics(context, options)));
}

async function runMetrics(context: CommandContext, { format, listen, port }: MetricsOptions): Promise<undefined> {
  const { output, signal } = context;
  if (listen !== undefined && port !== undefined) throw new UsageError('--listen and --port exclude each other');
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      const read = () => client.request('metrics.read', {}, { signal });
      if (listen === undefined && port === undefined) {
        const metrics = await read();
        if (output.isJson) await output.json(metrics);
        else await output.write(formatMetrics(metrics, format));
        return;
      }
      const endpoint = listen === undefined ? { port: port ?? 0 } : { path: listen };
      await serveMetrics(endpoint, {
        read,
        signal,
        ended: client.closed,
        onListening: (address) => output.note(`Serving metrics at ${address}, until Ctrl-C.`),
      });
    }),
  );
}
