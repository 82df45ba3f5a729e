// SPDX-License-Identifier: Apache-2.0
/** How terminals look and copy in this window, remembered from one start to the next. */

import { create } from 'zustand';
import { remember, remembered } from '../../window/preferences.ts';
import type { TerminalAction } from './terminal-keys.ts';

interface TerminalSettings {
  /** Gives the size in pixels. */
  readonly fontSize: number;
  /** Says whether what is selected is copied at once. */
  readonly doesCopySelection: boolean;
}

const normalSize = 13;
const smallest = 8;
const largest = 32;

export const useTerminalSettings = create<TerminalSettings>(() => ({
  fontSize: sizeWithin(Number(remembered('terminal.fontSize') ?? normalSize)),
  doesCopySelection: remembered('terminal.copySelection') === 'yes',
}));

export function changeFontSize(change: Extract<TerminalAction, { kind: 'size' }>['change']): void {
  const { fontSize } = useTerminalSettings.getState();
  const steps = { larger: fontSize + 1, smaller: fontSize - 1, normal: normalSize };
  const next = sizeWithin(steps[change]);
  remember('terminal.fontSize', String(next));
  useTerminalSettings.setState({ fontSize: next });
}

export function setCopySelection(doesCopySelection: boolean): void {
  remember('terminal.copySelection', doesCopySelection ? 'yes' : 'no');
  useTerminalSettings.setState({ doesCopySelection });
}

function sizeWithin(size: number): number {
  return Number.isFinite(size) ? Math.min(largest, Math.max(smallest, Math.round(size))) : normalSize;
}
