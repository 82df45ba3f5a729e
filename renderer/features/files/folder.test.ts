// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearHostStores } from '../../host/host-stores.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { openFolder, reloadFolder, useFolder } from './folder.ts';

let calls: ReturnType<typeof recordCalls>;
const listed = (): readonly unknown[] => calls.map(({ params }) => params);

beforeEach(async () => {
  calls = recordCalls({ 'file.list': (params) => ({ ...(params as object), isTruncated: false }) });
  await openFolder('web', '/etc');
});

afterEach(clearHostStores);

describe('a folder that something was changed in', () => {
  it('is listed again where it is shown, with the changed file as the current one', async () => {
    await reloadFolder('web', '/etc', 'hosts');
    expect(listed()).toEqual([
      { name: 'web', path: '/etc' },
      { name: 'web', path: '/etc' },
    ]);
    expect(useFolder.getState().current).toBe('hosts');
  });

  it.each([
    ['another folder is shown', 'web', '/srv'],
    ['another container is shown', 'db', '/etc'],
  ])('is not listed where %s', async (_, name, path) => {
    await reloadFolder(name, path, 'hosts');
    expect(listed()).toEqual([{ name: 'web', path: '/etc' }]);
    expect(useFolder.getState()).toMatchObject({ name: 'web', path: '/etc', current: undefined });
  });
});
