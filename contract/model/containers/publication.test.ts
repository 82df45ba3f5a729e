// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { describeHostPort, isSameHostPort, publicationSchema, publicationsSchema } from './publication.ts';

const port = { protocol: 'tcp', address: null, hostPort: 8080 } as const;

describe('a published port', () => {
  it.each(['127.0.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '10.0.3', '::1', '10.0.3.1; drop'])(
    'is never at %j',
    (address) => {
      expect(publicationSchema().safeParse({ ...port, address, port: 80 }).success).toBe(false);
      expect(publicationSchema().safeParse({ ...port, address: '192.0.2.1', port: 80 }).success).toBe(true);
    },
  );

  it('takes a packet from another where protocol, port and address meet', () => {
    expect(
      [
        { ...port },
        { ...port, address: '192.0.2.1' },
        { ...port, protocol: 'udp' as const },
        { ...port, hostPort: 8081 },
      ].map((other) => isSameHostPort(port, other)),
    ).toEqual([true, true, false, false]);
    expect(isSameHostPort({ ...port, address: '192.0.2.1' }, { ...port, address: '192.0.2.2' })).toBe(false);
  });

  it('stands once in a list', () => {
    const both = [
      { ...port, port: 80 },
      { ...port, address: '192.0.2.1', port: 81 },
    ];
    expect([
      publicationsSchema().safeParse(both).success,
      publicationsSchema().safeParse(both.slice(1)).success,
    ]).toEqual([false, true]);
  });

  it('is described by protocol, port and address', () => {
    expect([describeHostPort(port), describeHostPort({ ...port, protocol: 'udp', address: '192.0.2.1' })]).toEqual([
      'TCP port 8080',
      'UDP port 8080 of 192.0.2.1',
    ]);
  });
});
