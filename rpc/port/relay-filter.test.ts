// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readFromPage } from './relay-filter.ts';

const hello = { jsonrpc: '2.0', id: 1, method: 'session.hello', params: { protocol: 1 } };

test('passes on calls of the protocol and of the contract', () => {
  expect(readFromPage({ kind: 'message', message: hello })).toEqual({ kind: 'call', message: hello });
  expect(readFromPage({ kind: 'message', message: { ...hello, method: 'host.info' } }).kind).toBe('call');
});

test('takes acknowledgements and the wish to hang up', () => {
  expect([readFromPage({ kind: 'ack', count: 3 }), readFromPage({ kind: 'close' })]).toEqual([
    { kind: 'ack', count: 3 },
    { kind: 'close' },
  ]);
});

test.each([
  ['a method that nobody declared', { ...hello, method: 'shell.run' }],
  ['a name that every object has', { ...hello, method: 'constructor' }],
  ['an answer, which only a helper gives', { jsonrpc: '2.0', id: 1, result: {} }],
  ['another protocol', { ...hello, jsonrpc: '1.0' }],
  ['a field that does not belong', { ...hello, uid: 0 }],
  ['params that are no object', { ...hello, params: 'x' }],
  ['text', 'hello'],
  ['nothing', null],
])('rejects %s', (_, message) => {
  expect(readFromPage({ kind: 'message', message }).kind).toBe('rejected');
});

test.each([undefined, 'x', { kind: 'open' }, { kind: 'ack', count: -1 }, { kind: 'ack', count: 1e9 }])(
  'rejects %j from a port',
  (raw) => {
    expect(readFromPage(raw).kind).toBe('rejected');
  },
);
