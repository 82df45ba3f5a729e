// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { verdictTerms } from '../model/isolation/verdict.ts';
import { noSettings } from '../model/containers/settings.ts';
import { fakeContainer } from '../../testing/models/container.ts';
import { factsOfSample, type RowFacts, searchFields, searchSubject } from './container-fields.ts';
import { matchesSearch, parseSearch } from './search.ts';

const web: RowFacts = {
  container: fakeContainer({
    member: 'two',
    network: { kind: 'bridge', bridge: 'br0' },
    addresses: ['10.77.0.10'],
    published: [{ protocol: 'tcp', address: null, hostPort: 443, port: 8443 }],
    tags: ['prod'],
    settings: { ...noSettings, description: 'the shop' },
  }),
  cpu: 60,
  memory: 200 * 1024 ** 2,
  pressure: 12,
  pids: 120,
  disk: 3 * 1024 ** 3,
  denials: 2,
  health: 'failing',
  uptime: 1800,
};
const unknown = { ...factsOfSample(undefined), uptime: Number.NaN };
const finds = (text: string, row: RowFacts = web): boolean => matchesSearch(searchSubject(row), parseSearch(text));

it('finds a row by each field that is offered', () => {
  const found = [
    'name:we',
    'state:running',
    `isolated:${verdictTerms[web.container.isolation.state]}`,
    'health:failing',
    'domain:bulkhead_t',
  ];
  const { categories } = web.container;
  found.push(
    `category:${categories[0] ?? ''}`,
    'image:debian',
    'engine:lxc',
    'member:two',
    'address:10.77',
    'network:bridge',
  );
  found.push('published:443', 'tag:prod', 'managed:yes', 'cpu>50', 'memory>100M', 'pressure>10', 'disk>2G', 'pids>100');
  found.push('denials>0', 'uptime<1h');
  expect(found.filter((text) => !finds(text))).toEqual([]);
  const names = found.map((text) => text.split(/[:<>]/)[0]);
  expect(searchFields.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
});

it('finds no row by a value that is not known, nor by a field that there is none of', () => {
  const searches = ['cpu>0', 'memory<1G', 'pressure<1', 'disk>0', 'pids>0', 'uptime>0', 'health:ok', 'constructor:x'];
  expect(searches.filter((text) => finds(text, { ...web, ...unknown, health: undefined }))).toEqual([]);
});

it('finds a word in name, image, addresses, tags and description, and a whole state', () => {
  expect(['we', 'debian', '10.77.0', 'prod', 'shop', 'running'].filter((text) => !finds(text))).toEqual([]);
  expect(['runn', 'two', 'bulkhead_t'].filter((text) => finds(text))).toEqual([]);
});
