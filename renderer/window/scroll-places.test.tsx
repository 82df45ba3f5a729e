// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { navigate, replaceRoute, startLocation } from './location.ts';
import { useScrollPlaces } from './scroll-places.ts';

function Page() {
  return <main ref={useScrollPlaces()} />;
}

function scrollTo(top: number): void {
  screen.getByRole('main').scrollTop = top;
  screen.getByRole('main').dispatchEvent(new Event('scroll'));
}

/** The history of happy-dom goes nowhere: what a browser does on going back. */
function goBack(state: unknown, hash: string): void {
  act(() => {
    window.history.replaceState(state, '', hash);
    window.dispatchEvent(new Event('hashchange'));
  });
}

/** happy-dom says so only later. */
function open(route: Parameters<typeof navigate>[0]): void {
  act(() => {
    window.history.replaceState(null, '', window.location.hash);
    navigate(route);
    window.dispatchEvent(new Event('hashchange'));
  });
}

const top = (): number => screen.getByRole('main').scrollTop;

startLocation();
afterEach(cleanup);

it('a page opens at its top, and going back leads to where one was (window M1)', () => {
  render(<Page />);
  open({ page: 'isolation', part: 'drill' });
  const state: unknown = window.history.state;
  scrollTo(853);
  open({ page: 'host-check' });
  expect(top()).toBe(0);
  scrollTo(94);
  goBack(state, '#/isolation/drill');
  expect(top()).toBe(853);
});

it('another filter of the same page moves nothing', () => {
  render(<Page />);
  open({ page: 'denials', filter: '' });
  scrollTo(200);
  act(() => replaceRoute({ page: 'denials', filter: 'web' }));
  expect(top()).toBe(200);
  open({ page: 'denials', filter: 'db' });
  expect(top()).toBe(200);
});
