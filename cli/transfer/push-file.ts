// SPDX-License-Identifier: Apache-2.0
/** Sends the content of a file to a container: by a pipe where the helper runs on this machine, else by messages. */

import type { Input, Item, ParamsInput, Result } from '../../contract/operations/index.ts';
import type { Client, RemoteChannel } from '../../rpc/client.ts';
import { copyToPipe } from './copy-to-pipe.ts';
import { sendPieces, sendWhile } from './send-archive.ts';

export interface Push {
  readonly params: ParamsInput<'file.write'>;
  /** The path of a file of this machine, whose helper it is sent to; or bytes, for any helper. */
  readonly content: { readonly path: string } | { readonly pieces: AsyncIterable<Uint8Array> };
  readonly onReceived: (bytes: number) => Promise<void>;
  /** Aborts when the command ends. */
  readonly signal: AbortSignal;
}

export async function pushFile(
  client: Client,
  { params, content, onReceived, signal }: Push,
): Promise<Result<'file.write'>> {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  const byPipe = 'path' in content;
  const call = client.channel('file.write', { ...params, ...(byPipe && { byPipe }) }, { signal: either });
  const { pipe, follow } = followPipe(call, onReceived);
  const sendAll = byPipe
    ? () => sendByPipe(content.path, { named: pipe, send: call.send, signal: either })
    : () => sendPieces(content.pieces, call.send);
  return sendWhile({ sendAll, end, signal }, follow);
}

type Call = RemoteChannel<Item<'file.write'>, Result<'file.write'>, Input<'file.write'>>;

/** `pipe` resolves with the path that the helper names, or undefined when the call ended without one. */
function followPipe(
  call: Call,
  onReceived: Push['onReceived'],
): { readonly pipe: Promise<string | undefined>; readonly follow: () => Promise<Result<'file.write'>> } {
  let name: (path: string | undefined) => void = () => undefined;
  const pipe = new Promise<string | undefined>((resolve) => (name = resolve));
  async function follow(): Promise<Result<'file.write'>> {
    try {
      for await (const item of call) {
        if (item.pipe !== undefined) name(item.pipe);
        await onReceived(item.receivedBytes);
      }
      return await call.result;
    } finally {
      name(undefined);
    }
  }
  return { pipe, follow };
}

async function sendByPipe(
  path: string,
  {
    named,
    send,
    signal,
  }: { readonly named: Promise<string | undefined>; readonly send: Call['send']; readonly signal: AbortSignal },
): Promise<void> {
  const pipe = await named;
  if (pipe !== undefined && (await copyToPipe(path, pipe, signal))) await send({ type: 'end' });
}
