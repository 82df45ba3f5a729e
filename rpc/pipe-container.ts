// SPDX-License-Identifier: Apache-2.0
/**
 * Sends a container from one host to another: what the one exports is the input of the other's import, as fast as the
 * slower of them goes. Nothing of it is kept on this machine.
 */

import { isFailure } from '../contract/errors.ts';
import type { Container } from '../contract/model/containers/container.ts';
import type { Input, Item, ParamsInput, Result } from '../contract/operations/index.ts';
import type { ExportStep, ImportStep } from '../contract/operations/containers/transfer.ts';
import { withSignsOfLife } from './async/with-signs-of-life.ts';
import { type Client, ConnectionClosedError, type RemoteChannel } from './client.ts';

export interface ContainerPipe {
  readonly from: Client;
  readonly to: Client;
  /** Names the container on the first host, and a snapshot of it. */
  readonly exported: ParamsInput<'container.export'>;
  readonly imported: ParamsInput<'container.import'>;
}

export type PipeProgress =
  | { readonly step: Exclude<ExportStep, 'send'> | Exclude<ImportStep, 'check' | 'receive'> }
  | {
      readonly step: 'send';
      /** Unpacked on the other host. */
      readonly doneBytes: number;
      /** What the files take on the disk of the first host; undefined until that is known. */
      readonly totalBytes: number | undefined;
      /** Counts the bytes of the file, which are fewer. */
      readonly sentBytes: number;
    };

export interface PipedContainer {
  readonly container: Container;
  /**
   * Gives the checksum of the file that was sent, in hexadecimal digits. The import has compared the file's own
   * checksum.
   */
  readonly sha256: string;
  readonly bytes: number;
}

/** Says that one of the two hosts could not do its part. */
export class PipeError extends Error {
  readonly side: 'from' | 'to';
  /** The connection to the other host was lost after all had been sent: whether the container is there is not known. */
  readonly isUncertain: boolean;

  constructor(side: 'from' | 'to', cause: unknown, isUncertain = false) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.side = side;
    this.isUncertain = isUncertain;
  }
}

interface Following {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PipeProgress) => void;
}

/** What is known of the sending side. */
interface Sent {
  totalBytes: number | undefined;
  /** Says whether the other host has been given all. */
  isWhole: boolean;
}

/**
 * Rejects with a {@link PipeError}, or with what was cancelled or dismissed; both sides are cleaned up by then, or are by
 * their helpers where the connection is lost.
 */
export async function pipeContainer(
  { from, to, exported, imported }: ContainerPipe,
  { signal: outer, onProgress }: Following,
): Promise<PipedContainer> {
  const end = new AbortController();
  const signal = AbortSignal.any([outer, end.signal]);
  const sent: Sent = { totalBytes: undefined, isWhole: false };
  const importing = to.channel('container.import', imported, { signal });
  importing.result.catch(() => undefined);
  let cause: unknown;
  let sending: Promise<Result<'container.export'> | undefined> | undefined;
  try {
    // The other host has said yes before this one freezes anything.
    const items = importing[Symbol.asyncIterator]();
    const first = await items.next();
    sending = sendExport({ from, exported, importing, signal, onProgress, sent }).catch((error: unknown) => {
      if (!signal.aborted) cause = error;
      end.abort();
      return undefined;
    });
    if (first.done !== true) await follow(items, onProgress, sent);
    const container = await importing.result;
    const result = await sending;
    if (result === undefined) throw cause;
    return { container, ...result };
  } catch (error) {
    end.abort();
    await sending;
    // An import that ended takes nothing more: that is not what the sending side failed of.
    const isOwn = cause !== undefined && !isFailure(cause, 'cancelled');
    throw isOwn ? ofSide('from', cause) : ofSide('to', error, sent.isWhole);
  }
}

interface Sending extends Following {
  readonly from: Client;
  readonly exported: ParamsInput<'container.export'>;
  readonly importing: Pick<RemoteChannel<unknown, unknown, Input<'container.import'>>, 'send'>;
  readonly sent: Sent;
}

/** Says that this is all only once the export has said so too. */
async function sendExport({
  from,
  exported,
  importing,
  signal,
  onProgress,
  sent,
}: Sending): Promise<Result<'container.export'>> {
  const exporting = from.stream('container.export', exported, { signal });
  exporting.result.catch(() => undefined);
  // The first host may ask for a password, or copy much, before it gives anything.
  const isThere = (): Promise<void> => importing.send({ type: 'data', data: new Uint8Array(0) });
  for await (const item of withSignsOfLife(exporting, isThere)) {
    if (item.type === 'data') await importing.send({ type: 'data', data: item.data });
    else if (item.step === 'send') sent.totalBytes = item.bytes ?? undefined;
    else onProgress({ step: item.step });
  }
  const result = await exporting.result;
  sent.isWhole = true;
  await importing.send({ type: 'end' });
  return result;
}

async function follow(
  items: AsyncIterator<Item<'container.import'>>,
  onProgress: Following['onProgress'],
  sent: Sent,
): Promise<void> {
  for (let next = await items.next(); next.done !== true; next = await items.next()) {
    const { step, receivedBytes: sentBytes, bytes: doneBytes } = next.value;
    if (step === 'receive') onProgress({ step: 'send', doneBytes, totalBytes: sent.totalBytes, sentBytes });
    else if (step !== 'check') onProgress({ step });
  }
}

/** What was cancelled or dismissed is no failure of a side. */
function ofSide(side: 'from' | 'to', error: unknown, isWhole = false): unknown {
  if (isFailure(error, 'cancelled') || isFailure(error, 'authorisation-dismissed')) return error;
  return new PipeError(side, error, isWhole && error instanceof ConnectionClosedError);
}
