// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ModulePreview } from '../../../contract/model/policy/policy-module.ts';
import { PreviewResult } from './preview-result.tsx';

const preview: ModulePreview = {
  problems: [],
  added: [],
  addedCount: 0,
  removed: [],
  removedCount: 0,
  risk: { level: 'low', reason: 'Nothing changes.' },
  counts: null,
  usage: null,
};

afterEach(cleanup);

it('warns of each channel that a module would open, and says nothing without one', () => {
  const { rerender } = render(<PreviewResult preview={preview} />);
  expect(screen.queryByRole('alert')).toBeNull();
  const path = {
    between: 'containers',
    from: 'bulkhead_c_web_t',
    to: 'bulkhead_c_db_t',
    steps: [
      {
        source: 'bulkhead_c_web_t',
        does: 'writes',
        target: 'bulkhead_c_db_file_t',
        class: 'file',
        level: 'writer',
        permissions: ['write'],
        rules: [],
        booleans: [],
      },
    ],
  } as const;
  const channels = [{ direction: 'to', containers: ['db'], path }] as unknown as NonNullable<ModulePreview['channels']>;
  rerender(<PreviewResult preview={{ ...preview, channels }} />);
  expect(screen.getByRole('alert').textContent).toBe(
    'It opens a channel to db: From bulkhead_c_web_t to bulkhead_c_db_t: bulkhead_c_web_t writes bulkhead_c_db_file_t:file (write).',
  );
});
