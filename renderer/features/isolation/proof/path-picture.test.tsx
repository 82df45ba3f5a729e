// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ProofPath } from '../../../../contract/model/policy/proof.ts';
import { PathPicture } from './path-picture.tsx';

const path: ProofPath = {
  between: 'containers',
  from: 'a_t',
  to: 'b_t',
  steps: [
    {
      source: 'a_t',
      does: 'writes',
      target: 'log_t',
      class: 'file',
      level: 'none',
      permissions: ['write'],
      rules: ['allow a_t log_t:file { write };'],
      booleans: ['leak'],
      origins: [{ module: 'web', line: 12 }],
    },
    {
      source: 'b_t',
      does: 'reads',
      target: 'log_t',
      class: 'file',
      level: 'none',
      permissions: ['read'],
      rules: [],
      booleans: [],
    },
  ],
};

test('a way is drawn, and the same is said in words to who cannot see it', () => {
  render(<PathPicture path={path} />);
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'From a_t to b_t: a_t writes log_t:file (write), b_t reads log_t:file (read).',
  );
  expect(screen.getByText('log_t:file').className).toContain('proof-object');
  expect(screen.getByText('allow a_t log_t:file { write };').tagName).toBe('CODE');
  expect(screen.getByText('in module web, line 12')).toBeTruthy();
  expect(screen.getByText('depends on leak')).toBeTruthy();
});
