// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { containerDomains } from './container-domains.ts';

it('gives each domain once, with its containers, those with most of them first', () => {
  expect(
    containerDomains([
      { name: 'own', domain: 'bulkhead_c_own_t' },
      { name: 'web', domain: 'bulkhead_t' },
      { name: 'off', domain: null },
      { name: 'db', domain: 'bulkhead_t' },
      { name: 'app', domain: 'bulkhead_c_app_t' },
    ]),
  ).toEqual([
    { domain: 'bulkhead_t', containers: ['db', 'web'] },
    { domain: 'bulkhead_c_app_t', containers: ['app'] },
    { domain: 'bulkhead_c_own_t', containers: ['own'] },
  ]);
});
