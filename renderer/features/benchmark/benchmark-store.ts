// SPDX-License-Identifier: Apache-2.0
/** Holds the cost of isolation on the current host: the latest benchmark, and the one in progress. */

import {
  benchmarkClassLabels,
  benchmarkPlaceLabels,
  benchmarkStepLabels,
} from '../../../contract/wording/isolation/benchmark-labels.ts';
import type { BenchmarkReport } from '../../../contract/model/benchmark.ts';
import type { Client } from '../../../rpc/client.ts';
import { unboundClient } from '../../host/transport/bound-client.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { failureText, notify, notifyFailure } from '../../window/notifications.ts';
import { type OperationContext, startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

type LatestBenchmark =
  | { readonly status: 'unknown' }
  | { readonly status: 'none' }
  | { readonly status: 'ready'; readonly report: BenchmarkReport }
  | { readonly status: 'failed'; readonly reason: string };

interface BenchmarkState {
  readonly latest: LatestBenchmark;
}

export const useBenchmark = createHostStore<BenchmarkState>({ latest: { status: 'unknown' } });

/** The subject of the operation that is a benchmark. */
export const benchmarkSubject = 'benchmark';

export async function loadBenchmark(client: Client): Promise<void> {
  try {
    const { report } = await client.request('benchmark.latest', {});
    useBenchmark.setState({ latest: report === null ? { status: 'none' } : { status: 'ready', report } });
  } catch (error) {
    useBenchmark.setState({
      latest: { status: 'failed', reason: failureText(t('cannot read the latest benchmark'), error) },
    });
  }
}

export async function runBenchmark(client: Client, rounds: number): Promise<void> {
  try {
    const report = await startOperation({
      title: t('Running the benchmark'),
      subject: benchmarkSubject,
      activeLabel: t('measuring'),
      canCancel: true,
      run: (context) => follow(client, rounds, context),
      again: () => void runBenchmark(currentClient(), rounds),
    }).result;
    useBenchmark.setState({ latest: { status: 'ready', report } });
    notify({
      tone: 'done',
      text: t('The benchmark has finished.'),
      link: { label: t('Open'), route: { page: 'isolation', part: 'benchmark' } },
    });
  } catch (error) {
    notifyFailure(t('cannot run the benchmark'), error);
  }
}

async function follow(
  client: Client,
  rounds: number,
  { signal, progress }: OperationContext,
): Promise<BenchmarkReport> {
  const stream = unboundClient(client).stream('benchmark.run', { rounds }, { signal });
  for await (const item of stream) {
    if (item.type === 'step') progress(benchmarkStepLabels[item.step], item.fraction);
    else
      progress(
        t('round {round} of {rounds}: {work}, {place}', {
          round: item.round + 1,
          rounds,
          work: benchmarkClassLabels[item.class],
          place: benchmarkPlaceLabels[item.place],
        }),
        item.fraction,
      );
  }
  return stream.result;
}
