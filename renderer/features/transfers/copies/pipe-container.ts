// SPDX-License-Identifier: Apache-2.0
/**
 * Sends a container from one host to another: what the one exports is the input of the other's import, as fast as the
 * slower of them goes. Nothing of it is kept on this machine.
 */

import { describeTransfer, fractionOf } from '../../../../contract/describe-transfer.ts';
import { isFailure } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Input, Item, ParamsInput, Result } from '../../../../contract/operations/index.ts';
import { type Client, ConnectionClosedError, type RemoteChannel } from '../../../../rpc/client.ts';
import type { OperationContext } from '../../../host/operations.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { exportSteps, importSteps } from '../transfer-steps.ts';

/** One of the two hosts. */
interface CopyEnd {
  /** As the list of hosts names it. */
  readonly label: string;
  readonly client: Client;
}

export interface ContainerPipe {
  readonly name: string;
  readonly from: CopyEnd;
  readonly to: CopyEnd;
  readonly params: ParamsInput<'container.import'>;
}

export interface PipedContainer {
  readonly container: Container;
  /** Of the file that was sent, in hexadecimal digits; the import has compared the file's own checksum. */
  readonly sha256: string;
  readonly bytes: number;
}

type Context = Pick<OperationContext, 'signal' | 'progress'>;

/** What is known of the sending side. */
interface Sent {
  /** What the files take on the disk there; undefined until that is known. */
  totalBytes: number | undefined;
  /** Whether the other host has been given all. */
  isWhole: boolean;
}

/**
 * Rejects with an error that names the host which could not do its part; both sides are cleaned up by then, or are by
 * their helpers where the connection is lost.
 */
export async function pipeContainer(pipe: ContainerPipe, context: Context): Promise<PipedContainer> {
  const { from, to, name, params } = pipe;
  const end = new AbortController();
  const signal = AbortSignal.any([context.signal, end.signal]);
  const sent: Sent = { totalBytes: undefined, isWhole: false };
  const importing = to.client.channel('container.import', params, { signal });
  importing.result.catch(() => undefined);
  let cause: unknown;
  let sending: Promise<Result<'container.export'> | undefined> | undefined;
  try {
    // The other host has said yes before this one freezes anything.
    const items = importing[Symbol.asyncIterator]();
    const first = await items.next();
    sending = sendExport({ from, name, importing, signal, context, sent }).catch((error: unknown) => {
      if (!signal.aborted) cause = error;
      end.abort();
      return undefined;
    });
    if (first.done !== true) await follow(items, { context, sent });
    const container = await importing.result;
    const exported = await sending;
    if (exported === undefined) throw cause;
    return { container, ...exported };
  } catch (error) {
    end.abort();
    await sending;
    // An import that ended takes nothing more: that is not what the sending side failed of.
    const isOwn = cause !== undefined && !isFailure(cause, 'cancelled');
    throw isOwn ? sideError(from.label, cause) : importError(pipe, error, sent.isWhole);
  }
}

interface Sending {
  readonly from: CopyEnd;
  readonly name: string;
  readonly importing: Pick<RemoteChannel<unknown, unknown, Input<'container.import'>>, 'send'>;
  readonly signal: AbortSignal;
  readonly context: Context;
  readonly sent: Sent;
}

/** Says that this is all only once the export has said so too. */
async function sendExport({
  from,
  name,
  importing,
  signal,
  context,
  sent,
}: Sending): Promise<Result<'container.export'>> {
  const exporting = from.client.stream('container.export', { name }, { signal });
  exporting.result.catch(() => undefined);
  for await (const item of exporting) {
    if (item.type === 'data') await importing.send({ type: 'data', data: item.data });
    else if (item.step === 'send') sent.totalBytes = item.bytes ?? undefined;
    else context.progress(exportSteps[item.step], undefined);
  }
  const exported = await exporting.result;
  sent.isWhole = true;
  await importing.send({ type: 'end' });
  return exported;
}

async function follow(
  items: AsyncIterator<Item<'container.import'>>,
  { context, sent }: { readonly context: Context; readonly sent: Sent },
): Promise<void> {
  let begunAt: number | undefined;
  for (let next = await items.next(); next.done !== true; next = await items.next()) {
    const { step, receivedBytes, bytes } = next.value;
    if (step === 'create') context.progress(importSteps.create, undefined);
    if (step !== 'receive') continue;
    begunAt ??= performance.now();
    const seconds = (performance.now() - begunAt) / 1000;
    const transfer = { doneBytes: bytes, totalBytes: sent.totalBytes, seconds };
    context.progress(
      t('Sending its files'),
      fractionOf(transfer),
      t('{transfer}; {sent} sent', {
        transfer: describeTransfer(transfer, formatBytes),
        sent: formatBytes(receivedBytes),
      }),
    );
  }
}

/** With all sent, a lost connection says nothing about what became of it. */
function importError({ to: { label: host }, params }: ContainerPipe, error: unknown, isWhole: boolean): unknown {
  if (!isWhole || !(error instanceof ConnectionClosedError)) return sideError(host, error);
  const name = params.name ?? '';
  return new Error(
    t('the connection to {host} was lost after all had been sent: look there whether there is a container {name}', {
      host,
      name,
    }),
    { cause: error },
  );
}

/** What was cancelled or dismissed is no failure of a side. */
function sideError(host: string, error: unknown): unknown {
  if (isFailure(error, 'cancelled') || isFailure(error, 'authorisation-dismissed')) return error;
  if (error instanceof ConnectionClosedError)
    return new Error(t('the connection to {host} was lost. No part of a copy is left on either host', { host }), {
      cause: error,
    });
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(t('{host} says: {reason}', { host, reason }), { cause: error });
}
