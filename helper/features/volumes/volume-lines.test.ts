// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { formatConfiguration, parseConfiguration } from '../../lxc/configuration-file.ts';
import { stagedPlace, withVolumes } from './volume-lines.ts';

const own = { folder: '/var/lib/lxc/web' };
const data = { source: '/srv/my data, and\\more', target: '/data', readOnly: false, category: null };
const pages = { source: '/srv/pages', target: '/var/www', readOnly: true, category: 992 };
const plain = parseConfiguration(
  'lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c5,c6\nlxc.mount.entry = /srv/by-hand srv none bind 0 0\n',
);

test("a volume is a mount from below LXC's own folder, so that nothing of its source stands in the configuration", () => {
  const lines = withVolumes(plain, own, [data, pages]);
  expect(formatConfiguration(lines)).not.toContain('my data');
  expect(lines.slice(1)).toEqual([
    plain[1],
    { key: 'lxc.mount.entry', value: `${stagedPlace(own, data)} data none bind,nosuid,nodev 0 0` },
    { key: 'lxc.mount.entry', value: `${stagedPlace(own, pages)} var/www none bind,nosuid,nodev,ro 0 0` },
  ]);
});

test('the category of a shared one is at the high end of the level, and the pair stays the low end', () => {
  const shared = withVolumes(plain, own, [data, pages]);
  expect(shared[0]?.value).toBe('system_u:system_r:bulkhead_t:s0:c5,c6-s0:c5,c6,c992');
  expect(withVolumes(shared, own, [])).toEqual(plain);
});

test('other lines stay as they are, whatever they look like', () => {
  const others = parseConfiguration(
    'lxc.selinux.context = nonsense\nlxc.net.0.hwaddr = 10:66:6a:01:02:03\n' +
      `lxc.hook.stop = ${stagedPlace(own, data)}\nlxc.mount.entry = /var/lib/lxc/web/volumes-of-mine x none bind 0 0\n`,
  );
  expect(withVolumes(others, own, [pages]).slice(0, 4)).toEqual(others);
});

test('it is the same however often it is done', () => {
  const once = withVolumes(plain, own, [pages]);
  expect(withVolumes(once, own, [pages])).toEqual(once);
});
