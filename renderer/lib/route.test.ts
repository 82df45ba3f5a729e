// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { helpOfPlace } from './help-of-place.ts';
import { everyRoute, formatRoute, parseRoute, placeOf, type Route } from './route.ts';

it('reads back what it writes, for every place', () => {
  const routes: readonly Route[] = [
    ...everyRoute('web.1'),
    { page: 'containers', filter: 'state:running -name:"a b"' },
    { page: 'activity', filter: 'user:root' },
    { page: 'compare', names: ['web', 'db.1'], metric: 'memory' },
    { page: 'compare', names: [], metric: '' },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

it('has every place once', () => {
  const places = everyRoute('web').map(placeOf);
  expect(places.toSorted()).toEqual(Object.keys(helpOfPlace).toSorted());
});

it('takes anything else for the overview, and does not stumble', () => {
  expect(['', '#', '#/nowhere', '#//'].map(parseRoute)).toEqual(
    Array.from({ length: 4 }, () => ({ page: 'overview' })),
  );
  expect(parseRoute('#/containers/%zz/odd')).toEqual({ page: 'container', name: '%zz', tab: 'overview' });
});
