// SPDX-License-Identifier: Apache-2.0
/** Sends a container from one host of the window to another, as an operation that shows how far it is. */

import { describeTransfer, fractionOf } from '../../../../contract/wording/describe-transfer.ts';
import type { ParamsInput } from '../../../../contract/operations/index.ts';
import { type Client, ConnectionClosedError } from '../../../../rpc/client.ts';
import { pipeContainer as pipe, type PipedContainer, PipeError } from '../../../../rpc/pipe-container.ts';
import type { OperationContext } from '../../../host/operations.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { exportSteps, importSteps } from '../transfer-steps.ts';

/** Describes one of the two hosts. */
interface CopyEnd {
  /** Names the host as the list of hosts does. */
  readonly label: string;
  readonly client: Client;
}

export interface ContainerPipe {
  readonly name: string;
  readonly from: CopyEnd;
  readonly to: CopyEnd;
  readonly params: ParamsInput<'container.import'>;
}

/** Rejects with an error that names the host which could not do its part. */
export async function pipeContainer(
  { from, to, name, params }: ContainerPipe,
  { signal, progress }: Pick<OperationContext, 'signal' | 'progress'>,
): Promise<PipedContainer> {
  let begunAt: number | undefined;
  try {
    return await pipe(
      { from: from.client, to: to.client, exported: { name }, imported: params },
      {
        signal,
        onProgress(made) {
          if (made.step !== 'send') {
            progress({ ...importSteps, ...exportSteps }[made.step], undefined);
            return;
          }
          begunAt ??= performance.now();
          const transfer = { ...made, seconds: (performance.now() - begunAt) / 1000 };
          progress(
            t('Sending its files'),
            fractionOf(transfer),
            t('{transfer}; {sent} sent', {
              transfer: describeTransfer(transfer, formatBytes),
              sent: formatBytes(made.sentBytes),
            }),
          );
        },
      },
    );
  } catch (error) {
    throw error instanceof PipeError ? inWords(error, { from, to, params }) : error;
  }
}

function inWords(error: PipeError, { from, to, params }: Pick<ContainerPipe, 'from' | 'to' | 'params'>): Error {
  const { cause } = error;
  const host = error.side === 'from' ? from.label : to.label;
  if (error.isUncertain)
    return new Error(
      t('the connection to {host} was lost after all had been sent: look there whether there is a container {name}', {
        host,
        name: params.name ?? '',
      }),
      { cause },
    );
  if (cause instanceof ConnectionClosedError)
    return new Error(t('the connection to {host} was lost. No part of a copy is left on either host', { host }), {
      cause,
    });
  return new Error(t('{host} says: {reason}', { host, reason: error.message }), { cause });
}
