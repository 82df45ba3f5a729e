// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route.ts';

it('reads back what it writes', () => {
  const routes: readonly Route[] = [
    { page: 'overview' },
    { page: 'host-check' },
    { page: 'alerts' },
    { page: 'containers', filter: 'state:running -name:"a b"' },
    { page: 'container', name: 'web.1', tab: 'terminal' },
    { page: 'denials', filter: '' },
    { page: 'isolation', part: 'audit' },
    { page: 'isolation', part: 'drill' },
    { page: 'activity', filter: 'user:root' },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

it('takes anything else for the overview, and does not stumble', () => {
  expect(['', '#', '#/nowhere', '#//'].map(parseRoute)).toEqual(
    Array.from({ length: 4 }, () => ({ page: 'overview' })),
  );
  expect(parseRoute('#/containers/%zz/odd')).toEqual({ page: 'container', name: '%zz', tab: 'overview' });
});
