// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { HeatMarksLegend } from './heat-marks.tsx';

afterEach(cleanup);

const scale = { from: 1000, slots: 10, slotSeconds: 60 };

it('says what the diamonds mean, where there are any', () => {
  const mark = (time: number) => ({ key: 'a', time, label: '08:00: a policy was loaded' });
  const { rerender } = render(<HeatMarksLegend marks={[mark(1100)]} scale={scale} />);
  expect(screen.getByText(/^SELinux was changed: a policy was loaded/)).toBeTruthy();
  rerender(<HeatMarksLegend marks={[mark(100)]} scale={scale} />);
  expect(screen.queryByText(/^SELinux was changed/)).toBe(null);
});
