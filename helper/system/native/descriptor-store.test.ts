// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeStored, storeDescriptor } from './descriptor-store.ts';

/** Takes one message as the service manager does, and prints it, and what the files that came with it hold. */
const receiver = `
import json, os, socket, sys
place = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
place.bind(sys.argv[1])
print("ready", flush=True)
message, files, flags, sender = socket.recv_fds(place, 4096, 8)
print(json.dumps([message.decode(), [os.pread(file, 100, 0).decode() for file in files]]), flush=True)
`;

let folder: string;
const before = process.env['NOTIFY_SOCKET'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-store-'));
});
afterEach(() => {
  if (before === undefined) delete process.env['NOTIFY_SOCKET'];
  else process.env['NOTIFY_SOCKET'] = before;
  rmSync(folder, { recursive: true });
});

/** What the service manager gets while `act` runs. */
async function received(act: () => unknown): Promise<unknown> {
  const place = join(folder, 'notify');
  const manager = spawn('/usr/bin/python3', ['-c', receiver, place], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: manager.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'ready' });
  process.env['NOTIFY_SOCKET'] = place;
  expect(act()).toBe(true);
  const line = await lines.next();
  return JSON.parse(String(line.value)) as unknown;
}

describe('the store of descriptors', () => {
  it('gets an open file with its name', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'content');
    const file = openSync(path, 'r');
    expect(await received(() => storeDescriptor('console-1', file))).toEqual([
      'FDSTORE=1\nFDNAME=console-1',
      ['content'],
    ]);
    closeSync(file);
  });

  it('is asked to remove a name', async () => {
    expect(await received(() => removeStored('console-1'))).toEqual(['FDSTOREREMOVE=1\nFDNAME=console-1', []]);
  });

  it('is not there for a process that systemd did not start', () => {
    delete process.env['NOTIFY_SOCKET'];
    expect([storeDescriptor('console-1', 0), removeStored('console-1')]).toEqual([false, false]);
  });

  it('takes no name that would be another field of the message', () => {
    expect(() => storeDescriptor('a\nMAINPID=1', 0)).toThrow('is no name for it');
    expect(() => removeStored('a:b')).toThrow('is no name for it');
  });

  it('says why a descriptor cannot be sent', () => {
    process.env['NOTIFY_SOCKET'] = join(folder, 'nothing');
    expect(() => storeDescriptor('console-1', 0)).toThrow('cannot sd_pid_notify_with_fds: ENOENT');
  });
});
