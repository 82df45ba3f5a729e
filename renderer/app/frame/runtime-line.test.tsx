// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useWindow } from '../../host/main-process.ts';
import { RuntimeLine } from './runtime-line.tsx';

afterEach(cleanup);

it.each([
  [false, ['For development only: Electron 33.2.1']],
  [true, []],
])(
  'says that a runtime is for development when it is not the released one: %s (review F9)',
  (isReleasedElectron, words) => {
    const about = {
      version: '0.1.0',
      platform: 'linux',
      electron: '33.2.1',
      isReleasedElectron,
      initialHost: undefined,
    };
    useWindow.setState({ about });
    render(<RuntimeLine />);
    expect(screen.queryAllByRole('note').map(({ textContent }) => textContent)).toEqual(words);
  },
);
