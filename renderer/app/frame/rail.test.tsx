// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useContainers } from '../../features/containers/containers.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useLocation } from '../../window/location.ts';
import { Rail } from './rail.tsx';

/** Sets the width by happy-dom's own interface, which the types of a window lack; 640 is a window of 1280 at 200 %. */
function setWidth(width: number): void {
  const { happyDOM } = window as unknown as { happyDOM: { setViewport: (size: { width: number }) => void } };
  act(() => happyDOM.setViewport({ width }));
}

const link = (): HTMLElement => screen.getByRole('link', { name: /^Denials/ });

afterEach(() => {
  cleanup();
  useLocation.setState({ route: { page: 'overview' } });
  setWidth(1024);
});

it('folds to icons with tips in a narrow window, and keeps its names (window M7)', () => {
  setWidth(1280);
  render(<Rail />);
  const rail = screen.getByRole('region', { name: 'Hosts and sections' });
  expect([rail.className, link().dataset['tip']]).toEqual(['rail', undefined]);
  setWidth(640);
  expect([rail.className, link().dataset['tip']]).toEqual(['rail folded', 'Denials']);
  expect(screen.getByRole('link', { name: 'All hosts' }).dataset['tip']).toBe('All hosts');
  setWidth(901);
  expect(rail.className).toBe('rail');
});

it('says without an audit how many containers are not isolated (window m7)', () => {
  useContainers.setState({
    byName: new Map(['web', 'git', 'wiki', 'staging'].map((name) => [name, someContainer(name)])),
  });
  render(<Rail />);
  expect(screen.getByRole('link', { name: /^Isolation/ }).textContent).toContain('2 containers are not isolated');
  act(clearHostStores);
  expect(screen.getByRole('link', { name: /^Isolation/ }).textContent).not.toContain('not isolated');
});

it('marks no section while the first steps are shown, and Host check for the switch to SELinux (window m2)', () => {
  const marked = (): readonly (string | null)[] =>
    screen
      .getAllByRole('link')
      .filter((one) => one.getAttribute('aria-current') === 'page')
      .map((one) => one.textContent);
  useLocation.setState({ route: { page: 'getting-started' } });
  render(<Rail />);
  expect(marked()).toEqual([]);
  act(() => useLocation.setState({ route: { page: 'selinux' } }));
  expect(marked()).toEqual([expect.stringMatching(/^Host check/)]);
});
