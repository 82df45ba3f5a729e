// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { UploadButtons } from './upload-buttons.tsx';

afterEach(cleanup);

it.each([
  ['Upload…', false],
  ['Upload folder…', true],
])('%s is named by its words, and has files or a folder chosen (window m10)', async (name, isFolder) => {
  render(<UploadButtons reason={undefined} onChoose={() => undefined} />);
  const input = screen.getByLabelText<HTMLInputElement>('Files to copy to the container');
  const pressed = vi.spyOn(input, 'click').mockReturnValue();
  expect(screen.getByRole('button', { name }).textContent).toBe(name);
  await userEvent.click(screen.getByRole('button', { name }));
  expect([pressed.mock.calls.length, input.webkitdirectory]).toEqual([1, isFolder]);
});
