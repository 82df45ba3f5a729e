// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { FromHost, ToHost } from '../../contract/bridge.ts';
import { openPortTransport, type Port } from './port-transport.ts';

function fakePort(): { readonly port: Port; readonly sent: ToHost[]; deliver(message: FromHost | object): void } {
  const sent: ToHost[] = [];
  const port: Port = { postMessage: (message) => sent.push(message), close: () => undefined, onmessage: null };
  return { port, sent, deliver: (data) => port.onmessage?.({ data } as MessageEvent) };
}

it('carries messages both ways and acknowledges what it handled', async () => {
  const { port, sent, deliver } = fakePort();
  const opening = openPortTransport(port, new AbortController().signal);
  deliver({ kind: 'open' });
  const transport = await opening;
  const received: unknown[] = [];
  deliver({ kind: 'message', message: { jsonrpc: '2.0', id: 1 } });
  expect(sent).toEqual([]);
  transport.onMessage((message) => received.push(message));
  await transport.send({ jsonrpc: '2.0' });
  expect(received).toEqual([{ jsonrpc: '2.0', id: 1 }]);
  expect(sent).toEqual([
    { kind: 'ack', count: 1 },
    { kind: 'message', message: { jsonrpc: '2.0' } },
  ]);
});

it('rejects with the reason when the host is not reached', async () => {
  const { port, deliver } = fakePort();
  const opening = openPortTransport(port, new AbortController().signal);
  deliver({ kind: 'closed', reason: 'cannot reach host x' });
  await expect(opening).rejects.toThrow('cannot reach host x');
});

it('closes on what is no message, and notifies late listeners too', async () => {
  const { port, deliver } = fakePort();
  const opening = openPortTransport(port, new AbortController().signal);
  deliver({ kind: 'open' });
  const transport = await opening;
  deliver({ kind: 'surprise' });
  const reasons: unknown[] = [];
  transport.onClose((reason) => reasons.push(reason));
  expect(reasons).toEqual(['the console received something that is no message']);
});

it('hangs up when it is given up', async () => {
  const { port, sent } = fakePort();
  const abort = new AbortController();
  const opening = openPortTransport(port, abort.signal);
  abort.abort();
  await expect(opening).rejects.toThrow('given up');
  expect(sent).toEqual([{ kind: 'close' }]);
});
