// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSessionRecords, describeProcess, isStillThere, type SessionRecord } from './session-record.ts';

const id = '8a6e0804-2bd0-4672-b79d-d97027f9071a';
const other = '11111111-2bd0-4672-b79d-d97027f9071a';
const record: SessionRecord = {
  uid: 1001,
  container: 'web',
  context: 'system_u:system_r:bulkhead_t:s0:c1,c2',
  init: { pid: 10, begunAt: 5 },
  attach: { pid: 11, begunAt: 6 },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-records-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives what was written, from files that root alone can read', () => {
  const place = join(folder, 'consoles');
  const records = createSessionRecords(place);
  records.write(id, record);
  expect([...records.all()]).toEqual([[id, record]]);
  expect([place, join(place, `${id}.json`)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

it('names a record that cannot be read, and passes over files of other names', () => {
  const records = createSessionRecords(folder);
  writeFileSync(join(folder, `${id}.json`), '{');
  writeFileSync(join(folder, `${other}.json`), JSON.stringify({ ...record, container: '../web' }));
  writeFileSync(join(folder, 'x.json'), JSON.stringify(record));
  expect(new Map(records.all())).toEqual(
    new Map([
      [id, undefined],
      [other, undefined],
    ]),
  );
});

it('gives the output of an earlier helper once', () => {
  const records = createSessionRecords(folder);
  records.writeOutput(id, Buffer.from('seen'));
  expect(Buffer.from(records.takeOutput(id)).toString()).toBe('seen');
  expect(records.takeOutput(id)).toHaveLength(0);
});

it('removes a record with its output', () => {
  const records = createSessionRecords(folder);
  records.write(id, record);
  records.writeOutput(id, Buffer.from('seen'));
  records.remove(id);
  expect(records.all().size).toBe(0);
  expect(records.takeOutput(id)).toHaveLength(0);
});

it('knows a process by its number and its beginning', () => {
  const own = describeProcess(process.pid);
  if (own === undefined) throw new Error('this process is not there');
  expect(isStillThere(own)).toBe(true);
  expect(isStillThere({ ...own, begunAt: own.begunAt + 1 })).toBe(false);
  expect(describeProcess(2 ** 22 + 1)).toBeUndefined();
});
