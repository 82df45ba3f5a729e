// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { publicationOf, publicationsOf } from './publication-draft.ts';

const draft = { protocol: 'tcp', address: '', hostPort: '8080', port: '' } as const;

it('reads a published port as it is typed; the same port inside when that is left empty', () => {
  expect(publicationOf(draft)).toEqual({ protocol: 'tcp', address: null, hostPort: 8080, port: 8080 });
  expect(publicationOf({ ...draft, address: '192.0.2.1', port: '80' })).toMatchObject({
    address: '192.0.2.1',
    port: 80,
  });
  for (const wrong of [{ hostPort: '' }, { hostPort: '0' }, { hostPort: '8 0' }, { port: '70000' }, { address: '::1' }])
    expect(publicationOf({ ...draft, ...wrong }), JSON.stringify(wrong)).toBe(undefined);
});

it('reads several as the command line writes them, and none where one cannot be read', () => {
  expect(publicationsOf('8080:80, 53:5353/udp 192.0.2.1:25:25')).toEqual([
    { protocol: 'tcp', address: null, hostPort: 8080, port: 80 },
    { protocol: 'udp', address: null, hostPort: 53, port: 5353 },
    { protocol: 'tcp', address: '192.0.2.1', hostPort: 25, port: 25 },
  ]);
  expect(publicationsOf(' ')).toEqual([]);
  for (const wrong of ['80', '80:80/sctp', '80:80, x', '1:2:3:4']) expect(publicationsOf(wrong), wrong).toBe(undefined);
});
