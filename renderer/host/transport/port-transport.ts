// SPDX-License-Identifier: Apache-2.0
/**
 * JSON-RPC over the port that the main process hands to the page. Acknowledges each message, so that main can stop
 * reading from a fast host.
 */

import type { Message } from 'vscode-jsonrpc';
import * as z from 'zod';
import { sshObstacles, type SshObstacle, type ToHost } from '../../../contract/bridge.ts';
import type { Transport } from '../../../rpc/transport.ts';
import { t } from '../../lib/language/t.ts';

/** The part of a MessagePort that is used. */
export interface Port {
  postMessage(message: ToHost): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

const fromHostSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), message: z.looseObject({ jsonrpc: z.string() }) }),
  z.object({ kind: z.literal('closed'), reason: z.string(), obstacle: z.enum(sshObstacles).optional() }),
]);

/** How the main process ended the connection. */
export interface PortEnd {
  readonly reason: string;
  readonly obstacle: SshObstacle | undefined;
}

/**
 * What is sent before the host is reached goes there then; when it is not reached, or the signal aborts, the transport
 * is closed with the reason.
 */
export function openPortTransport(
  port: Port,
  signal: AbortSignal,
  onEnd: (end: PortEnd) => void = () => undefined,
): Transport {
  const waiting: Message[] = [];
  const closeListeners: ((reason: string | undefined) => void)[] = [];
  let listener: ((message: Message) => void) | undefined;
  let ended: { readonly reason: string | undefined } | undefined;

  function finish(reason: string | undefined): void {
    if (ended !== undefined) return;
    ended = { reason };
    signal.removeEventListener('abort', hangUp);
    port.onmessage = null;
    port.close();
    for (const notify of closeListeners) notify(reason);
  }

  function hangUp(): void {
    if (ended === undefined) port.postMessage({ kind: 'close' });
    finish(undefined);
  }

  function deliver(message: Message): void {
    listener?.(message);
    port.postMessage({ kind: 'ack', count: 1 });
  }

  port.onmessage = (event) => {
    const parsed = fromHostSchema.safeParse(event.data);
    if (!parsed.success) finish(t('the console received something that is no message'));
    else if (parsed.data.kind === 'closed') {
      const { reason, obstacle } = parsed.data;
      onEnd({ reason, obstacle });
      finish(reason);
    } else if (listener === undefined) waiting.push(parsed.data.message);
    else deliver(parsed.data.message);
  };
  signal.addEventListener('abort', hangUp, { once: true });
  if (signal.aborted) hangUp();

  return {
    async send(message) {
      if (ended === undefined) port.postMessage({ kind: 'message', message });
    },
    onMessage(next) {
      listener = next;
      for (const message of waiting.splice(0)) deliver(message);
    },
    onClose(next) {
      if (ended !== undefined) next(ended.reason);
      else closeListeners.push(next);
    },
    close: hangUp,
  };
}
