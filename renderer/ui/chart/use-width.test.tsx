// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useWidth } from './use-width.ts';

let shown = 0;
let resized: () => void = () => undefined;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => shown);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe(): void {
        resized();
      }
      disconnect(): void {
        resized = () => undefined;
      }
    },
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Measured() {
  const { ref, width } = useWidth<HTMLDivElement>(480);
  return <div ref={ref}>{width}</div>;
}

function resize(width: number): void {
  shown = width;
  act(() => resized());
}

it('follows the element when it grows and when it shrinks, and keeps the width of one that is hidden', () => {
  shown = 900;
  render(<Measured />);
  expect(screen.getByText('900')).toBeTruthy();
  resize(2270);
  expect(screen.getByText('2270')).toBeTruthy();
  resize(646);
  expect(screen.getByText('646')).toBeTruthy();
  resize(0);
  expect(screen.getByText('646')).toBeTruthy();
});

it('begins with what is given where nothing can be measured', () => {
  shown = 0;
  render(<Measured />);
  expect(screen.getByText('480')).toBeTruthy();
});
