// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrnoError } from './errno-error.ts';
import {
  openBelow,
  pathOnly,
  peerCredentials,
  peerPidfd,
  pidfdOpen,
  pidfdSendSignal,
  resolve,
  tryLock,
  watchReadiness,
} from './native.ts';
import { farDepth, farPath, makeFar, removeFar } from '../files/fixtures/far-folder.ts';
import { openSocket, receiveFrom, socketType } from './sockets.ts';

const raw = { type: socketType.raw, protocol: 0 } as const;

describe('a call that fails', () => {
  it.each([
    ['getsockopt(SO_PEERCRED): ENOTSOCK', () => peerCredentials(openSync('/dev/null', 'r'))],
    ['getsockopt(SO_PEERCRED): EBADF', () => peerCredentials(-1)],
    ['getsockopt(SO_PEERPIDFD): EBADF', () => peerPidfd(-1)],
    ['pidfd_open(-1): EINVAL', () => pidfdOpen(-1)],
    ['pidfd_send_signal(0): EBADF', () => pidfdSendSignal(-1, 0)],
    ['openat2(x): EBADF', () => openBelow(-1, 'x', { flags: 0, resolve: resolve.beneath })],
    ['flock: EBADF', () => tryLock(-1)],
    ['socket(AF_NONE): EAFNOSUPPORT', () => openSocket({ ...raw, family: 47, name: 'AF_NONE' }, () => undefined)],
    ['recv(x): EBADF', () => receiveFrom(-1, Buffer.alloc(1), 'x')],
  ])('is named: cannot %s', (message, act) => {
    expect(act).toThrow(ErrnoError);
    expect(act).toThrow(`cannot ${message}`);
  });
});

describe('a process by pidfd', () => {
  it('is signalled, and its end is noticed', async () => {
    const child = spawn('sleep', ['100']);
    const reaped = new Promise((done) => child.once('exit', done));
    const pidfd = pidfdOpen(child.pid ?? -1);
    const ended = new Promise<void>((done) => {
      const watch = watchReadiness(pidfd, () => {
        watch.stop();
        done();
      });
    });
    pidfdSendSignal(pidfd, 15);
    await ended;
    await reaped;
    expect(() => pidfdSendSignal(pidfd, 0)).toThrow('ESRCH');
    closeSync(pidfd);
  });
});

/** Node has no name for it. */

describe('a path below a directory', () => {
  let folder: string;
  let directory: number;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-native-'));
    writeFileSync(join(folder, 'inside'), 'inside');
    symlinkSync('/inside', join(folder, 'absolute'));
    symlinkSync('../../../../etc/hostname', join(folder, 'outside'));
    directory = openSync(folder, pathOnly | constants.O_DIRECTORY);
  });
  afterAll(() => {
    closeSync(directory);
    removeFar(folder);
  });

  function read(path: string, how: number): string {
    const fd = openBelow(directory, path, { flags: constants.O_RDONLY, resolve: how });
    try {
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  }

  it('takes an absolute link for one below it', () => {
    expect(read('absolute', resolve.inRoot | resolve.noMagiclinks)).toBe('inside');
  });

  it.each([
    ['outside', resolve.beneath, 'EXDEV'],
    ['absolute', resolve.beneath, 'EXDEV'],
    ['../inside', resolve.beneath, 'EXDEV'],
    ['outside', resolve.inRoot, 'ENOENT'],
    ['absolute', resolve.noSymlinks, 'ELOOP'],
  ])('does not lead out: %s (%i) is %s', (path, how, code) => {
    expect(() => read(path, how)).toThrow(code);
  });

  it('may be longer than the kernel takes at once, and hold any bytes, where no link is followed', () => {
    const how = resolve.beneath | resolve.noSymlinks;
    makeFar(folder, 'echo far > file; ln -s /etc/hostname link; ln -s . here');
    expect(read(`${farPath}/file`, how)).toBe('far\n');
    expect(() => read(`${farPath}/link`, how)).toThrow('ELOOP');
    expect(() => read(`${farPath}/here/${farPath}/file`, how)).toThrow('ELOOP');
    expect(() => read(`${farPath}/file`, resolve.beneath)).toThrow('ENAMETOOLONG');
    expect(() => read(`${farPath}/${'../'.repeat(farDepth + 2)}inside`, how)).toThrow(/EXDEV|ENOENT/);
  });

  it('holds no NUL', () => {
    expect(() => openBelow(directory, 'inside\0/../..', { flags: 0, resolve: resolve.beneath })).toThrow('NUL');
  });
});
