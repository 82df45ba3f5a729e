// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of a connection to a helper, by a stream channel of Cockpit: its bridge connects to the helper's socket as
 * the user who logged in, and passes bytes as they are.
 */

import type { HostBytes } from '../../rpc/port/relay-port.ts';
import type { ChannelEnd, CockpitApi, CockpitChannel, SocketOptions } from './cockpit-api.ts';

/** The most bytes of one message to Cockpit, whose web socket takes no message of more than 128 KiB. */
export const maxMessageBytes = 64 * 1024;

/** Says why a channel ended, in Cockpit's words. */
export class ChannelError extends Error {
  readonly problem: string;

  constructor({ problem, message }: ChannelEnd) {
    super(message ?? problem ?? '');
    this.name = 'ChannelError';
    this.problem = problem ?? '';
  }
}

/** Rejects with a {@link ChannelError} when the socket is not reached, or with the reason of the signal. */
export function openChannelBytes(
  cockpit: Pick<CockpitApi, 'channel'>,
  socketPath: string,
  signal: AbortSignal,
): Promise<HostBytes> {
  const options: SocketOptions = { payload: 'stream', unix: socketPath, binary: true, 'send-acks': 'bytes' };
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const channel = cockpit.channel(options);
    const bytes = bytesOf(channel);
    const giveUp = (): void => {
      reject(signal.reason as Error);
      channel.close();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    channel.addEventListener('ready', () => {
      signal.removeEventListener('abort', giveUp);
      resolve(bytes);
    });
    channel.addEventListener('close', (_, end) => {
      signal.removeEventListener('abort', giveUp);
      reject(new ChannelError(end));
    });
  });
}

function bytesOf(channel: CockpitChannel): HostBytes {
  let end: ChannelEnd | undefined;
  let waiting = 0;
  channel.addEventListener('close', (_, given) => (end = given));
  channel.addEventListener('control', (_, { command, bytes }) => {
    if (command === 'ack' && typeof bytes === 'number') waiting -= bytes;
  });
  return {
    onData: (listener) => channel.addEventListener('message', (_, data) => listener(data)),
    onClose(listener) {
      const tell = (given: ChannelEnd): void => listener(given.problem ? new ChannelError(given) : undefined);
      if (end === undefined) channel.addEventListener('close', (_, given) => tell(given));
      else tell(end);
    },
    write(pieces) {
      if (end !== undefined) return;
      for (const piece of pieces)
        for (let at = 0; at < piece.byteLength; at += maxMessageBytes) {
          const message = piece.subarray(at, at + maxMessageBytes);
          waiting += message.byteLength;
          channel.send(message);
        }
    },
    waiting: () => waiting,
    // A page of Cockpit cannot stop the bridge: the frame around it answers the bridge's pings at once. What comes is
    // bounded by the credit of the streams.
    pause: () => undefined,
    resume: () => undefined,
    close: () => channel.close(),
  };
}
