// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { environmentFor } from './environment.ts';
import { launcherText } from './launcher.ts';

const other = { name: 'window', uid: 990, gid: 991, home: undefined, isOther: true } as const;
const self = { name: 'ada', uid: 1000, gid: 1000, home: '/home/ada', isOther: false } as const;

test('changes to the user when that is another, and never turns the sandbox off (G4)', () => {
  const text = launcherText("/opt/it's/electron", other);
  expect(text).toContain('exec setpriv --reuid=990 --regid=991 --init-groups');
  expect(text).toContain(`'/opt/it'\\''s/electron' "$@"`);
  expect(text + launcherText('/opt/electron', self)).not.toContain('no-sandbox');
});

test('stays the same user when that is us', () => {
  expect(launcherText('/opt/electron', self)).toContain("exec '/opt/electron'");
});

test('another user gets nothing of ours that leads to our files or sockets', () => {
  const ours = {
    PATH: '/bin',
    LC_ALL: 'C',
    HOME: '/root',
    XDG_RUNTIME_DIR: '/run/user/0',
    SSH_AUTH_SOCK: '/x',
    NODE_OPTIONS: '-r x',
    ELECTRON_RUN_AS_NODE: '1',
  };
  expect(environmentFor(other, '/h', ours)).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
    HOME: '/h',
    USER: 'window',
    LOGNAME: 'window',
    XDG_CONFIG_HOME: '/h/.config',
    XDG_CACHE_HOME: '/h/.cache',
  });
});

test('we ourselves keep our own, but no Electron that is asked to be Node (G3)', () => {
  expect(
    environmentFor(self, '/home/ada', {
      HOME: '/home/ada',
      XDG_RUNTIME_DIR: '/run/user/1000',
      ELECTRON_RUN_AS_NODE: '1',
    }),
  ).toEqual({ HOME: '/home/ada', XDG_RUNTIME_DIR: '/run/user/1000' });
});
