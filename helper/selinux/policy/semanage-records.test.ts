// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import {
  booleanRecordOf,
  equivalenceRecordOf,
  fileContextRecordOf,
  portRecordOf,
  recordLines,
} from './semanage-records.ts';

it('reads what semanage writes', () => {
  expect(portRecordOf('portcon tcp 8797 system_u:object_r:http_port_t:s0')).toEqual({
    protocol: 'tcp',
    low: 8797,
    high: 8797,
    type: 'http_port_t',
  });
  expect(portRecordOf('portcon udp 100-200 system_u:object_r:lamp_port_t:s0')).toMatchObject({ low: 100, high: 200 });
  expect(booleanRecordOf('httpd_can_network_connect=1')).toEqual({ name: 'httpd_can_network_connect', isOn: true });
  expect(booleanRecordOf('lamp = false')).toEqual({ name: 'lamp', isOn: false });
  expect(equivalenceRecordOf('/srv/copy /var/www')).toEqual({ path: '/srv/copy', like: '/var/www' });
});

it.each([
  ['/srv/www(/.*)?    system_u:object_r:httpd_sys_content_t:s0', '/srv/www(/.*)?', 'any'],
  ['/srv/one    --    system_u:object_r:etc_t:s0', '/srv/one', 'file'],
  ['/srv/a folder    -d    system_u:object_r:etc_t:s0:c1,c2', '/srv/a folder', 'dir'],
  ['/srv/none    <<none>>', '/srv/none', 'any'],
])('reads the file context %s', (line, pattern, files) => {
  const context = line.includes('<<none>>') ? null : line.slice(line.indexOf('system_u'));
  expect(fileContextRecordOf(line)).toEqual({ pattern, files, context });
});

it('takes nothing else for a record', () => {
  for (const read of [portRecordOf, booleanRecordOf, fileContextRecordOf, equivalenceRecordOf])
    for (const line of ['', 'portcon', '/srv/www', 'lamp=2', 'srv /var'])
      expect([line, read(line)]).toEqual([line, undefined]);
  expect(recordLines('# Generated\n\n a=1 \n')).toEqual(['a=1']);
});
