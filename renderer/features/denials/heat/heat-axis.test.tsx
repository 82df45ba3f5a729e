// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { HeatAxis } from './heat-axis.tsx';
import type { HeatScale } from './heat-scale.ts';

afterEach(cleanup);

/** Six hours that end so many minutes after a full hour. */
function labelsAt(minutesAfter: number, width = 860): readonly (string | null)[] {
  const to = 1_795_532_400 + minutesAfter * 60;
  const scale = { from: to - 6 * 3600, slots: 72, slotSeconds: 300 } as HeatScale;
  const { container } = render(<HeatAxis scale={scale} width={width} />);
  return [...container.querySelectorAll('span')].map((label) => label.textContent);
}

it('leaves out a time that would be cut at the right edge', () => {
  expect([labelsAt(5).length, labelsAt(20).length]).toEqual([11, 12]);
});

it('has every hour in a small window', () => {
  expect(labelsAt(59, 430).length).toBe(6);
});
