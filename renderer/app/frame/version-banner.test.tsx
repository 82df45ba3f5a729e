// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { fakeHostInfo } from '../../../testing/models/host.ts';
import { useConnection } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { VersionBanner } from './version-banner.tsx';

afterEach(() => {
  cleanup();
  useConnection.setState({ connection: { status: 'none' }, infos: new Map() });
  useWindow.setState({ about: undefined });
});

function shown(version: string): string | undefined {
  const helper = { ...fakeHostInfo.helper, version };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: {} as Client },
    infos: new Map([['lab', { ...fakeHostInfo, helper }]]),
  });
  useWindow.setState({
    about: { version: '0.2.0', platform: 'linux', electron: '1', isReleasedElectron: true, initialHost: undefined },
  });
  render(<VersionBanner />);
  const text = screen.queryByRole('status')?.textContent;
  cleanup();
  return text ?? undefined;
}

it('says which side is older and is to be updated, and nothing of equal versions (F7)', () => {
  expect(shown('0.1.0')).toBe(
    'The helper of this host is version 0.1.0, this console is version 0.2.0. ' +
      'Update the package bulkhead-helper first: it may not know everything that is asked of it.',
  );
  expect(shown('0.3.0')).toContain('Update this console: the helper serves it while it is one release behind.');
  expect(shown('0.2.0')).toBeUndefined();
});
