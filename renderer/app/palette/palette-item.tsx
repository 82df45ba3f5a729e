// SPDX-License-Identifier: Apache-2.0
/** Shows one line of the palette: choosing it closes the palette first. */

import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { closeDialog } from '../../window/dialogs.ts';

interface ItemProps {
  readonly value: string;
  readonly onChoose: () => void;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

export function Item({ value, onChoose, end, children }: ItemProps) {
  function handleSelect(): void {
    closeDialog();
    onChoose();
  }
  return (
    <Command.Item value={value} onSelect={handleSelect}>
      <span className="palette-label">{children}</span>
      {end}
    </Command.Item>
  );
}
