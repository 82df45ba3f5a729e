// SPDX-License-Identifier: Apache-2.0
/** `metrics`: what a monitoring system reads, printed once or served over HTTP. */

import { formatMetrics } from '../../../contract/model/metrics/format-metrics.ts';
import { operations } from '../../../contract/operations/index.ts';
import { portArgument } from '../../arguments/monitoring-arguments.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { type MetricsEndpoint, serveMetrics } from '../../metrics/serve-metrics.ts';
import { systemdSocket } from '../../metrics/systemd-socket.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface MetricsOptions {
  readonly prometheus?: boolean;
  readonly listen?: string;
  readonly port?: number;
  readonly systemd?: boolean;
}

export function addMetrics({ program, act }: Registry): void {
  program
    .command('metrics')
    .summary('print or serve metrics for Prometheus')
    .description(
      `${operations['metrics.read'].summary} With --listen, --port or --systemd it serves them at /metrics until Ctrl-C, ` +
        'in the format that the reader asks for.',
    )
    .option('--prometheus', 'print the older text of Prometheus in place of OpenMetrics 1.0')
    .option('--listen <path>', 'serve on a unix socket there, for its owner and group')
    .option('--port <number>', 'serve on this TCP port of the loopback, for everybody on this machine', portArgument)
    .option('--systemd', 'serve on the socket of bulkhead-metrics.socket, as its service does')
    .addHelpText(
      'after',
      examples(
        'metrics',
        'metrics --prometheus | promtool check metrics',
        'metrics --listen /run/user/1000/metrics.sock',
        'metrics --port 9464',
      ),
    )
    .action((options: MetricsOptions) => act((context) => runMetrics(context, options)));
}

async function runMetrics(context: CommandContext, options: MetricsOptions): Promise<undefined> {
  const places = [options.listen, options.port, options.systemd].filter((place) => place !== undefined);
  if (places.length > 1) throw new UsageError('--listen, --port and --systemd exclude each other');
  if (options.systemd === true) await serveForSystemd(context);
  else await untilInterrupted(context, () => printOrServe(context, options));
}

/** Answers also while there is no helper, by why there is none: each reading has a connection of its own. */
async function serveForSystemd(context: CommandContext): Promise<void> {
  const { environment, signal, output } = context;
  const fd = systemdSocket(environment.variables, process.pid);
  if (fd === undefined) throw new UsageError('--systemd is for bulkhead-metrics.service; use --listen or --port');
  await serveMetrics(
    { fd },
    {
      read: () => withClient(context, (client) => client.request('metrics.read', {}, { signal })),
      signal,
      onListening: (address) => output.note(`Serving metrics at ${address}.`),
    },
  );
}

function printOrServe(
  context: CommandContext,
  { prometheus: isOlder = false, listen, port }: MetricsOptions,
): Promise<void> {
  const { output, signal } = context;
  return withClient(context, async (client) => {
    const read = () => client.request('metrics.read', {}, { signal });
    const endpoint = endpointOf({ listen, port });
    if (endpoint === undefined) {
      const metrics = await read();
      if (output.isJson) await output.json(metrics);
      else await output.writeExact(formatMetrics(metrics, isOlder ? 'prometheus' : 'openmetrics'));
      return;
    }
    await serveMetrics(endpoint, {
      read,
      signal,
      ended: client.closed,
      onListening: (address) => output.note(`Serving metrics at ${address}, until Ctrl-C.`),
    });
  });
}

function endpointOf({
  listen,
  port,
}: {
  readonly listen: string | undefined;
  readonly port: number | undefined;
}): MetricsEndpoint | undefined {
  if (listen !== undefined) return { path: listen };
  return port === undefined ? undefined : { port };
}
