// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeEvent } from '../../../../testing/models/denial.ts';
import { DenialEventTable } from './denial-event-table.tsx';

afterEach(cleanup);

it('says the whole access without the container, which has a column of its own (window m4)', async () => {
  const handleOpen = vi.fn();
  const event = fakeEvent({ path: '/srv/site/a-long-folder/upload.log' });
  render(
    <DenialEventTable
      rows={[{ key: 'a', event }]}
      owners={[]}
      now={event.time}
      openKey={undefined}
      onOpen={handleOpen}
    />,
  );
  const sentence = screen.getByRole('button', { name: /^cat was denied reading/ });
  expect(sentence.textContent).toBe('cat was denied reading /srv/site/a-long-folder/upload.log (bulkhead_file_t)');
  expect(sentence.closest('.truncate')).toBe(null);
  expect(screen.getByRole('cell', { name: 'web' })).toBeTruthy();
  await userEvent.click(sentence);
  expect(handleOpen).toHaveBeenCalledWith('a');
});
