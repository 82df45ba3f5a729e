// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindLine, fileLine, formatMountTable, keepMountTable, rootLines } from './mount-table.ts';
import { containerPlaces } from './places.ts';

const places = containerPlaces({ lxc: '/var/lib/lxc', state: '/var/lib/bulkhead' }, 'web');
const ids = { base: 1_000_000, count: 65_536 };
const root = {
  name: 'web',
  places,
  layer: { upper: places.upper, work: places.work },
  image: '/var/lib/bulkhead/images/debian-13/rootfs',
  init: undefined,
  ids,
  context: { user: 'system_u', role: 'object_r', type: 'bulkhead_p_1_file_t', level: 's0:c1,c2' },
};

function tableOf(...lines: Parameters<typeof formatMountTable>[0]): readonly string[] {
  return formatMountTable(lines)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the table of mounts of a container', () => {
  it('has the image with its ids mapped, and the overlay with its label', () => {
    expect(tableOf(...rootLines(root))).toEqual([
      '/var/lib/bulkhead/images/debian-13/rootfs /var/lib/bulkhead/containers/web/lower none ' +
        'bind,nosuid,nodev,X-mount.idmap=b:0:1000000:65536,X-mount.mkdir 0 0',
      'overlay /var/lib/lxc/web/rootfs overlay nodev,lowerdir=/var/lib/bulkhead/containers/web/lower,' +
        'upperdir=/var/lib/bulkhead/containers/web/upper,workdir=/var/lib/bulkhead/containers/web/work,' +
        'context="system_u:object_r:bulkhead_p_1_file_t:s0:c1,c2" 0 0',
    ]);
  });

  it('has the init of the host above the image', () => {
    expect(tableOf(...rootLines({ ...root, init: '/var/lib/bulkhead/init' }))[1]).toContain(
      'lowerdir=/var/lib/bulkhead/init:/var/lib/bulkhead/containers/web/lower,',
    );
  });

  it('mounts what is a file as a disk, and reads a volume only where that is chosen', () => {
    expect(tableOf(fileLine('/v/volume.ext4', '/v/files'), bindLine('/a', '/b', { ids, isReadOnly: true }))).toEqual([
      '/v/volume.ext4 /v/files ext4 loop,nosuid,nodev,noatime 0 0',
      '/a /b none bind,nosuid,nodev,ro,X-mount.idmap=b:0:1000000:65536,X-mount.mkdir 0 0',
    ]);
  });

  it('keeps a folder of any name one word of one line', () => {
    const hostile = String.raw`/srv/a b` + '\t\n' + String.raw`\x#y`;
    expect(tableOf(bindLine(hostile, hostile))).toEqual([
      String.raw`/srv/a\040b\011\012\134x\043y /srv/a\040b\011\012\134x\043y none bind,nosuid,nodev 0 0`,
    ]);
  });
});

describe('the file of the table', () => {
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'bulkhead-mount-table-'));
  });
  afterEach(() => rmSync(state, { recursive: true }));

  it('is for root alone, and written when it changes', () => {
    const own = containerPlaces({ lxc: '/var/lib/lxc', state }, 'web');
    mkdirSync(own.layers, { recursive: true });
    keepMountTable(own, rootLines(root));
    const first = statSync(own.mountTable);
    expect(first.mode & 0o777).toBe(0o600);
    keepMountTable(own, rootLines(root));
    expect(statSync(own.mountTable).ino).toBe(first.ino);
    keepMountTable(own, []);
    expect(readFileSync(own.mountTable, 'utf8')).toBe(formatMountTable([]));
  });
});
