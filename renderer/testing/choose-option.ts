// SPDX-License-Identifier: Apache-2.0
/** Chooses one of few words as a person does: opens the field, and presses the option. */

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

/** Takes the names of the field and of the option, as a screen reader says them. */
export async function chooseOption(field: string | RegExp, option: string | RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: field }));
  await userEvent.click(within(screen.getByRole('listbox')).getByRole('option', { name: option }));
}
