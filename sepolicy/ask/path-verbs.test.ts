// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readPolicy } from '../read-policy.ts';
import { portTypeOf } from '../own-domain/port-type.ts';
import { permissionsFor } from './path-verbs.ts';

it('means by a word what the class of the object makes of it', () => {
  expect(['dir', 'file', 'chr_file', 'blk_file', 'lnk_file'].map((name) => permissionsFor('delete', name))).toEqual([
    ['rmdir'],
    ['unlink'],
    ['unlink'],
    ['unlink'],
    ['unlink'],
  ]);
  expect(['dir', 'file', 'chr_file', 'blk_file', 'sock_file'].map((name) => permissionsFor('execute', name))).toEqual([
    ['search', 'getattr'],
    ['open', 'read', 'execute', 'getattr'],
    ['open', 'read', 'execute', 'getattr'],
    ['open', 'read', 'execute', 'getattr'],
    ['read', 'getattr'],
  ]);
});

it('gives a port the type of the first statement that covers it', () => {
  const policy = readPolicy(
    `(portcon tcp 80 (u r http_t ((s0) (s0))))(portcon tcp (80 90) (u r range_t ((s0) (s0))))
     (portcon udp 80 (u r udp_t ((s0) (s0))))`,
  );
  const typeOf = (protocol: string, port: number): string | undefined => portTypeOf(policy, { protocol, port });
  expect([typeOf('tcp', 80), typeOf('tcp', 81), typeOf('tcp', 90), typeOf('udp', 80)]).toEqual([
    ...['http_t', 'range_t', 'range_t', 'udp_t'],
  ]);
  expect([typeOf('tcp', 79), typeOf('tcp', 91), typeOf('udp', 81), typeOf('sctp', 80)]).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ]);
});
