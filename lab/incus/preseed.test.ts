// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { firstPreseed, joinPreseed, singlePreseed } from './preseed.ts';

const member = { name: 'cluster-2', address: '10.78.0.12' };

it('a server that is alone opens no port', () => {
  expect(parse(singlePreseed())).not.toHaveProperty('config');
  expect(parse(singlePreseed())).not.toHaveProperty('cluster');
});

it('the first member has what a single server has, and a port for the others', () => {
  expect(parse(firstPreseed(member))).toEqual({
    ...(parse(singlePreseed()) as object),
    config: { 'core.https_address': '10.78.0.12:8443' },
    cluster: { enabled: true, server_name: 'cluster-2' },
  });
});

it('another member brings its own disk into the pools that are there', () => {
  const { cluster, ...rest } = parse(joinPreseed(member, 'TOKEN')) as { cluster: Record<string, unknown> };
  expect(rest).toEqual({});
  expect(cluster).toMatchObject({ server_address: '10.78.0.12:8443', cluster_token: 'TOKEN' });
  expect(cluster['member_config']).toContainEqual({
    entity: 'storage-pool',
    name: 'bulkhead',
    key: 'source',
    value: '/dev/vdb',
  });
});
