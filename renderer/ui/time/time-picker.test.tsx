// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { formatLocal } from '../../lib/moments.ts';
import type { TimeChoice } from '../../lib/time-choice.ts';
import { quickRanges } from './quick-ranges.ts';
import { TimePicker } from './time-picker.tsx';

const now = 1_800_000_000;
const hour = 3600;
const live: TimeChoice = { kind: 'last', seconds: hour };

function show(initial: TimeChoice = live, clockNote?: string): () => TimeChoice {
  let current = initial;
  function Page() {
    const [choice, setChoice] = useState(initial);
    current = choice;
    return (
      <TimePicker
        choice={choice}
        now={now}
        clockNote={clockNote}
        quick={quickRanges(['10 min', '1 h'])}
        longest={24 * hour}
        onChoice={setChoice}
        onNow={() => setChoice({ kind: 'last', seconds: 600 })}
      />
    );
  }
  render(<Page />);
  return () => current;
}

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const openFields = async () => {
  await press(/^Choose begin and end/);
  return within(await screen.findByRole('dialog', { name: 'Begin and end' }));
};
async function write(from: number, to: number) {
  const dialog = await openFields();
  for (const [label, time] of [
    ['From', from],
    ['To', to],
  ] as const) {
    const field = dialog.getByRole('textbox', { name: label });
    await userEvent.clear(field);
    await userEvent.type(field, formatLocal(time));
  }
  return dialog;
}

afterEach(cleanup);

it('goes back and forward by the length of the range, and on with the clock where that ends (M9)', async () => {
  const choice = show();
  await press('Later by 1 h');
  expect(choice()).toEqual(live);
  await press('Earlier by 1 h');
  await press('Earlier by 1 h');
  expect(choice()).toEqual({ kind: 'between', from: now - 3 * hour, to: now - 2 * hour });
  await press('Later by 1 h');
  expect(choice()).toEqual({ kind: 'between', from: now - 2 * hour, to: now - hour });
  await press('Later by 1 h');
  expect(choice()).toEqual(live);
  await press('Earlier by 1 h');
  await press('Back to now');
  expect(choice()).toEqual({ kind: 'last', seconds: 600 });
});

it('takes a begin and an end that are written', async () => {
  const choice = show();
  const dialog = await write(now - 5 * hour, now - 4 * hour);
  await userEvent.click(dialog.getByRole('button', { name: 'Show' }));
  expect(choice()).toEqual({ kind: 'between', from: now - 5 * hour, to: now - 4 * hour });
  expect(screen.getByRole('button', { name: /^Choose begin and end: .* to / })).toBeTruthy();
});

it.each([
  [now - hour, now - 2 * hour, /^The begin has to be before the end/],
  [now - hour, now + hour, /^The end is in the future/],
  [now - 48 * hour, now, /^A range has 10 s to 1 d/],
])('says what is wrong, and shows nothing then', async (from, to, problem) => {
  const choice = show();
  const dialog = await write(from, to);
  expect(dialog.getByRole('status').textContent).toMatch(problem);
  await userEvent.type(dialog.getByRole('textbox', { name: 'To' }), '{Enter}');
  await userEvent.click(dialog.getByRole('button', { name: 'Show' }));
  expect(choice()).toEqual(live);
});

it('says that a time of the address is in the future, that a clock differs, and that nothing older is kept', async () => {
  show({ kind: 'between', from: now + hour, to: now + 2 * hour });
  expect(screen.getByText(/^This time is in the future/)).toBeTruthy();
  cleanup();
  const choice = show({ kind: 'last', seconds: 24 * hour }, 'The clock of the host is 2 h behind.');
  expect(screen.getByText('The clock of the host is 2 h behind.')).toBeTruthy();
  await press('Earlier by 1 d');
  expect(choice()).toEqual({ kind: 'last', seconds: 24 * hour });
});
