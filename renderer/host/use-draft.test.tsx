// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { recordCalls } from '../testing/record-calls.ts';
import { useDrafts, type DraftPlace } from '../window/drafts.ts';
import { DraftNotice } from './draft-notice.tsx';
import { useDraft } from './use-draft.ts';

interface FormProps {
  readonly initial: string;
  readonly place?: DraftPlace;
}

const web: DraftPlace = { form: 'limits', container: 'web' };

function Form({ initial, place = web }: FormProps) {
  const draft = useDraft(place, initial, { isSecret: (value) => value.includes('password') });
  return (
    <>
      <DraftNotice draft={draft} />
      <input aria-label="Text" value={draft.value} onChange={(event) => draft.change(event.target.value)} />
    </>
  );
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Text' });
const notice = () => screen.queryByRole('status')?.textContent;

async function fill(text: string): Promise<void> {
  await userEvent.clear(field());
  await userEvent.type(field(), text);
}

afterEach(cleanup);

it('a text is kept for its place alone, and not once it is as it was', async () => {
  recordCalls();
  render(<Form initial="1G" />);
  await fill('2G');
  cleanup();
  render(<Form initial="1G" place={{ form: 'limits', container: 'db' }} />);
  expect([field().value, notice()]).toEqual(['1G', undefined]);
  cleanup();
  render(<Form initial="1G" />);
  expect(field().value).toBe('2G');
  await fill('1G');
  expect(useDrafts.getState().drafts.size).toBe(0);
});

it('says that what is saved was changed meanwhile', async () => {
  recordCalls();
  const { rerender } = render(<Form initial="1G" />);
  await fill('2G');
  rerender(<Form initial="3G" />);
  expect([field().value, notice()]).toEqual(['2G', expect.stringContaining('was changed since you began')]);
});

it('is there again when the window was loaded again, except what may hold a secret', async () => {
  recordCalls();
  render(<Form initial="" />);
  await fill('2G');
  cleanup();
  render(<Form initial="" place={{ form: 'settings', container: 'web' }} />);
  await fill('password');
  act(() => void window.dispatchEvent(new Event('pagehide')));
  expect(sessionStorage.getItem('bulkhead.drafts')).not.toContain('password');
  vi.resetModules();
  const { useDrafts: loadedAgain } = await import('../window/drafts.ts');
  expect([...loadedAgain.getState().drafts.values()].map(({ value }) => value)).toEqual(['2G']);
});
