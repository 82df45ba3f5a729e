// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import type { Message } from 'vscode-jsonrpc';
import { expect, it } from 'vitest';
import type { Transport } from './transport.ts';
import { endsOf } from './transport-ends.ts';

interface Rig {
  readonly transport: Transport;
  readonly sent: Message[];
  readonly ends: () => number;
  hangUp(reason?: string): void;
}

function createTransport(): Rig {
  const sent: Message[] = [];
  let ends = 0;
  let notify: (reason: string | undefined) => void = () => undefined;
  const transport: Transport = {
    send: async (message) => void sent.push(message),
    onMessage: () => undefined,
    onClose: (listener) => {
      notify = listener;
    },
    close: () => (ends += 1),
  };
  return { transport, sent, ends: () => ends, hangUp: (reason) => notify(reason) };
}

it.each([
  [undefined, ['closed']],
  ['reset', ['error reset', 'closed']],
])('says that the connection has ended, after the reason: %s', (reason, expected) => {
  const { transport, hangUp } = createTransport();
  const { reader } = endsOf(transport);
  const seen: string[] = [];
  reader.onError((error) => seen.push(`error ${error.message}`));
  reader.onClose(() => seen.push('closed'));
  reader.listen(() => undefined).dispose();
  hangUp(reason);
  expect(seen).toEqual(expected);
});

it('sends what is written, and hangs up at the end', async () => {
  const { transport, sent, ends } = createTransport();
  const { writer } = endsOf(transport);
  await writer.write({ jsonrpc: '2.0' });
  writer.end();
  expect({ sent, ends: ends() }).toEqual({ sent: [{ jsonrpc: '2.0' }], ends: 1 });
});
