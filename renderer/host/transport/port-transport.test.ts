// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { FromHost, ToHost } from '../../../contract/bridge.ts';
import { openPortTransport, type Port } from './port-transport.ts';

function fakePort(): { readonly port: Port; readonly sent: ToHost[]; deliver(message: FromHost | object): void } {
  const sent: ToHost[] = [];
  const port: Port = { postMessage: (message) => sent.push(message), close: () => undefined, onmessage: null };
  return { port, sent, deliver: (data) => port.onmessage?.({ data } as MessageEvent) };
}

it('carries messages both ways and acknowledges what it handled', async () => {
  const { port, sent, deliver } = fakePort();
  const transport = openPortTransport(port, new AbortController().signal);
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

it('is closed with the reason when the host is not reached', () => {
  const { port, deliver } = fakePort();
  const transport = openPortTransport(port, new AbortController().signal);
  const reasons: unknown[] = [];
  transport.onClose((reason) => reasons.push(reason));
  deliver({ kind: 'closed', reason: 'cannot reach host x' });
  expect(reasons).toEqual(['cannot reach host x']);
});

it('closes on what is no message, and notifies late listeners too', () => {
  const { port, deliver } = fakePort();
  const transport = openPortTransport(port, new AbortController().signal);
  deliver({ kind: 'surprise' });
  const reasons: unknown[] = [];
  transport.onClose((reason) => reasons.push(reason));
  expect(reasons).toEqual(['the console received something that is no message']);
});

it('hangs up when it is given up', async () => {
  const { port, sent } = fakePort();
  const abort = new AbortController();
  const transport = openPortTransport(port, abort.signal);
  const reasons: unknown[] = [];
  transport.onClose((reason) => reasons.push(reason));
  abort.abort();
  await transport.send({ jsonrpc: '2.0' });
  expect(sent).toEqual([{ kind: 'close' }]);
  expect(reasons).toEqual([undefined]);
});
