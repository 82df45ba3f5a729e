// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { requestSchema } from './requests.ts';

test.each([
  { method: 'about' },
  { method: 'hosts.add', address: 'ssh://admin@web1' },
  { method: 'theme.set', choice: 'dark' },
])('takes %j', (request) => {
  expect(requestSchema.parse(request)).toEqual(request);
});

test.each([
  undefined,
  'about',
  { method: 'container.start' },
  { method: 'about', extra: 1 },
  { method: 'hosts.add' },
  { method: 'hosts.add', address: 'x'.repeat(301) },
  { method: 'theme.set', choice: 'pink' },
  { method: '__proto__' },
])('rejects %j', (request) => {
  expect(requestSchema.safeParse(request).success).toBe(false);
});
