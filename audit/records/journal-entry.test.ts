// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { readJournalEntry } from './journal-entry.ts';

const audit = {
  _TRANSPORT: 'audit',
  _AUDIT_ID: '7',
  _AUDIT_TYPE: '1400',
  _AUDIT_TYPE_NAME: 'AVC',
  _SOURCE_REALTIME_TIMESTAMP: '1795533833415999',
  __REALTIME_TIMESTAMP: '1795533999000000',
  MESSAGE: 'AVC avc:  denied  { read }',
};

/** The parts of a record that say what was read, its body as text. */
function read(entry: object | string): unknown {
  const result = readJournalEntry(typeof entry === 'string' ? entry : JSON.stringify(entry));
  if (typeof result !== 'object' || 'broken' in result) return result;
  const { type, timeMs, serial, bytes, start, end, transport, isInterpreted, node } = result;
  return { type, timeMs, serial, body: bytes.toString('latin1', start, end), transport, isInterpreted, node };
}

const record = {
  type: 'AVC',
  timeMs: 1_795_533_833_415,
  serial: 7,
  body: ' avc:  denied  { read }',
  transport: 'audit',
  isInterpreted: false,
  node: '',
};

it.each(['', '{', '[]', 'null', '7', '"text"'])('is no entry when it reads %j', (text) => {
  expect(read(text)).toEqual({ broken: 'not a JSON object' });
});

describe('an entry of the audit socket', () => {
  it('is a record with the kernel’s own stamp', () => {
    expect(read(audit)).toEqual(record);
  });

  it.each([
    ['by its type’s number, though its name is another', { _AUDIT_TYPE_NAME: 'UNKNOWN[1400]' }, record],
    ['by its name where there is no number', { _AUDIT_TYPE: undefined }, record],
    ['by its first word where there is neither', { _AUDIT_TYPE: undefined, _AUDIT_TYPE_NAME: undefined }, record],
    ['without a name before its fields', { MESSAGE: 'avc:  denied  { read }' }, record],
    [
      'with a name that this reader does not know',
      { MESSAGE: 'NEW avc:  denied  { read }', _AUDIT_TYPE_NAME: 'NEW' },
      record,
    ],
    [
      'with the time when journald received it',
      { _SOURCE_REALTIME_TIMESTAMP: undefined },
      { ...record, timeMs: 1_795_533_999_000 },
    ],
    ['with a message of bytes', { MESSAGE: [...Buffer.from('AVC avc:  denied  { read }')] }, record],
  ])('is read %s', (_, changes, expected) => {
    expect(read({ ...audit, ...changes })).toEqual(expected);
  });

  it.each([
    ['its serial', { _AUDIT_ID: undefined }],
    ['a serial in digits', { _AUDIT_ID: '7x' }],
    ['a serial as text', { _AUDIT_ID: 7 }],
    ['a serial of a size that can be', { _AUDIT_ID: '1234567890123456' }],
    ['its message', { MESSAGE: undefined }],
    ['a message that journalctl could write', { MESSAGE: null }],
    ['a message of bytes', { MESSAGE: [65, 256] }],
    ['a message of whole bytes', { MESSAGE: [65, 1.5] }],
    ['a message of positive bytes', { MESSAGE: [65, -1] }],
    ['a message of numbers', { MESSAGE: [65, 'a'] }],
  ])('is broken without %s', (_, changes) => {
    expect(read({ ...audit, ...changes })).toEqual({
      broken: 'the journal entry of an audit record lacks its serial or its message',
    });
  });

  it('is broken without a time, and of no interest with another type', () => {
    const timeless = { _SOURCE_REALTIME_TIMESTAMP: 'now', __REALTIME_TIMESTAMP: '123456789012345678' };
    expect(read({ ...audit, ...timeless })).toEqual({ broken: 'the journal entry of an audit record has no time' });
    expect(read({ ...audit, _AUDIT_TYPE: '1106' })).toBe('other');
    expect(read({ ...audit, _AUDIT_TYPE: undefined, _AUDIT_TYPE_NAME: 'USER_LOGIN' })).toBe('other');
  });

  it('takes the longest serial and the longest time that can be', () => {
    const longest = { _AUDIT_ID: '123456789012345', _SOURCE_REALTIME_TIMESTAMP: '12345678901234567' };
    expect(read({ ...audit, ...longest })).toMatchObject({ serial: 123_456_789_012_345, timeMs: 12_345_678_901_234 });
  });
});

describe('an entry of the kernel', () => {
  const kernel = {
    _TRANSPORT: 'kernel',
    SYSLOG_FACILITY: '0',
    MESSAGE: 'audit: type=1400 audit(1795533833.415:7): avc:  denied  { read }',
  };

  it.each([
    ['as it is printed', kernel],
    ['without its prefix', { ...kernel, MESSAGE: kernel.MESSAGE.slice('audit: '.length) }],
    ['without a facility', { ...kernel, SYSLOG_FACILITY: undefined }],
  ])('is a record %s', (_, entry) => {
    expect(read(entry)).toEqual({ ...record, transport: 'kernel' });
  });

  it('keeps what follows a line break within its message', () => {
    expect(read({ ...kernel, MESSAGE: `${kernel.MESSAGE}\nmore` })).toEqual({
      ...record,
      transport: 'kernel',
      body: `${record.body}\nmore`,
    });
  });

  it.each([
    ['of a program that wrote to /dev/kmsg', { ...kernel, SYSLOG_FACILITY: '1' }],
    ['that quotes a record', { ...kernel, MESSAGE: `x ${kernel.MESSAGE}` }],
    ['about something else', { ...kernel, MESSAGE: 'usb 1-1: new device' }],
    ['without a message', { ...kernel, MESSAGE: undefined }],
    ['of another transport', { ...kernel, _TRANSPORT: 'syslog' }],
    ['of no transport', { MESSAGE: kernel.MESSAGE }],
  ])('is none %s', (_, entry) => {
    expect(read(entry)).toBe('other');
  });

  it('is broken when its record is', () => {
    expect(read({ ...kernel, MESSAGE: 'audit: type=1400 audit(x' })).toEqual({ broken: 'no audit time and serial' });
    expect(read({ ...kernel, MESSAGE: 'audit: type=1106 audit(1795533833.415:7): x' })).toBe('other');
  });
});
