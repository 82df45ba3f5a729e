// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DenialEvent } from '../../contract/model/denials/denial.ts';
import type { RecordBody } from '../records/record.ts';
import { objectPath } from './object-path.ts';

const event: DenialEvent = {
  time: 1,
  serial: 1,
  record: 'AVC',
  decision: 'denied',
  permissive: false,
  permissions: ['read'],
  source: null,
  target: null,
  class: 'file',
  comm: null,
  pid: null,
  exe: null,
  path: null,
  name: null,
  inode: null,
  port: null,
  syscall: null,
  success: null,
  container: null,
};
const body = (text: string): RecordBody => ({ text, isInterpreted: false });
const item = (name: string, inode?: number, kind = 'NORMAL'): RecordBody =>
  body(` item=0 name="${name}"${inode === undefined ? '' : ` inode=${inode}`} nametype=${kind}`);

const pathOf = (changes: Partial<DenialEvent>, paths: readonly RecordBody[], cwd?: string): string | null =>
  objectPath(
    { event: { ...event, ...changes }, isCounted: false },
    { paths, workingDirectory: cwd === undefined ? undefined : body(` cwd="${cwd}"`) },
  );

it('is that of the denied inode, then that of the name, then the only one that is no parent', () => {
  const both = [item('/a/x', 1, 'PARENT'), item('/a/y', 2), item('/a/z', 3)];
  expect(pathOf({ inode: 3 }, both)).toBe('/a/z');
  expect(pathOf({ name: 'y' }, both)).toBe('/a/y');
  expect(pathOf({}, both)).toBeNull();
  expect(pathOf({}, both.slice(0, 2))).toBe('/a/y');
  expect(pathOf({ inode: 1 }, both)).toBe('/a/x');
});

it('is none where the inode is another, or several names would do', () => {
  expect(pathOf({ inode: 9 }, [item('/a', 1)])).toBeNull();
  expect(pathOf({ inode: 9 }, [item('/a')])).toBe('/a');
  expect(pathOf({ inode: 1 }, [item('/a', 1), item('/b', 1)])).toBeNull();
  expect(pathOf({ inode: 1 }, [item('/a', 1), item('/a', 1)])).toBe('/a');
  expect(pathOf({ name: 'a' }, [item('/x/a', 1), item('/y/a', 2)])).toBeNull();
  expect(pathOf({}, [])).toBeNull();
  expect(pathOf({}, [body(' item=0 name=(null) inode=1')])).toBeNull();
});

it('is none of an object that has no path', () => {
  expect(pathOf({ class: 'process' }, [item('/a', 1)])).toBeNull();
  expect(pathOf({ class: null }, [item('/a', 1)])).toBeNull();
});

it('counts from the working directory, and is not made shorter', () => {
  expect(pathOf({}, [item('../x')], '/root')).toBe('/root/../x');
  expect(pathOf({}, [item('x')], '/')).toBe('/x');
  expect(pathOf({}, [item('/x')], '/root')).toBe('/x');
  expect(pathOf({}, [item('x')])).toBe('x');
  expect(pathOf({ name: 'x' }, [item('x', 1), item('y', 2)], '/root')).toBe('/root/x');
});
