// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useFeeds } from '../../../host/feeds.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { someContainer } from '../../../testing/some-containers.ts';
import { keepDraft, useDrafts } from '../../../window/drafts.ts';
import { useContainers } from '../containers.ts';
import { LostDrafts } from './lost-drafts.tsx';

const draft = (container: string) => ({
  hostId: 'lab',
  place: { form: 'module', container } as const,
  value: '(block)',
  base: '',
  isSecret: false,
});

beforeEach(() => {
  recordCalls();
  useFeeds.setState({ containers: { status: 'ready' } });
  useContainers.setState({ byName: new Map([['web', someContainer('web')]]) });
});
afterEach(() => {
  cleanup();
  clearHostStores();
});

it('a draft of a container that is gone is named, copied and discarded (window B5)', async () => {
  const user = userEvent.setup();
  keepDraft(draft('web'));
  keepDraft(draft('shop'));
  render(<LostDrafts />);
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['shop, Policy moduleDiscard']);
  await user.click(screen.getByRole('button', { name: 'Copy the text' }));
  expect(await navigator.clipboard.readText()).toBe('(block)');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect([...useDrafts.getState().drafts.values()].map(({ place }) => place.container)).toEqual(['web']);
  expect(screen.queryByRole('listitem')).toBe(null);
});
