// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { ownFolders } from './rpm-folders.ts';

test('folders of ours are, with those below them, and those of the distribution are not', () => {
  expect(
    ownFolders(['/usr/lib/bulkhead/cli/a.js', '/usr/bin/b', '/usr/lib/systemd/system/x.service.d/c.conf']),
  ).toEqual(['/usr/lib/bulkhead', '/usr/lib/bulkhead/cli', '/usr/lib/systemd/system/x.service.d']);
  expect(ownFolders(['/usr/share/icons/hicolor/16x16/apps/x.png', '/opt/Bulkhead/x'])).toEqual(['/opt/Bulkhead']);
});
