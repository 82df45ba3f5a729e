// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { resetFeeds, useFeeds } from '../../host/feeds.ts';
import { ContainerPage } from './container-page.tsx';

afterEach(() => {
  cleanup();
  resetFeeds();
});

it('of a container that is not there leads to those that are', async () => {
  useFeeds.setState({ containers: { status: 'ready' } });
  render(<ContainerPage name="gone" tab="overview" />);
  expect(screen.getByText('There is no container gone on this host')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all containers' }));
  expect(window.location.hash).toBe('#/containers');
});
