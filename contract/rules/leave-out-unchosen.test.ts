// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { newContainerSchema } from '../operations/containers/creation.ts';
import { leaveOutUnchosen } from './leave-out-unchosen.ts';

const plain = { name: 'web', image: 'debian-13' };
const parse = (params: object) => newContainerSchema().parse(params);

it('leaves out what a new container has, or lacks, in any case', () => {
  const { limits, settings, ...others } = leaveOutUnchosen(parse(plain));
  expect(settings).toEqual({});
  expect(limits).not.toHaveProperty('swapBytes');
  expect(others).not.toHaveProperty('published');
});

it.each([
  ['nothing', {}],
  ['no limit where there is one without a choice', { limits: { memoryBytes: null, pids: null } }],
  [
    'a limit, lists and settings',
    {
      limits: { memoryBytes: 2 ** 30 },
      ports: [{ protocol: 'tcp', port: 80 }],
      tags: ['shop'],
      settings: { hostname: 'www', egress: ['example.org:443'], environment: [{ name: 'A', value: '' }] },
    },
  ],
])('makes the same container of %s', (_, chosen) => {
  const params = parse({ ...plain, ...chosen });
  expect(parse(leaveOutUnchosen(params))).toEqual(params);
});
