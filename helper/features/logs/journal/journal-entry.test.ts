// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { maxMessageCharacters } from '../../../../contract/model/logs/log-line.ts';
import { parseEntry } from './journal-entry.ts';

const entry = {
  __CURSOR: 's=ab12;i=3f;b=00;m=1;t=2;x=3',
  __REALTIME_TIMESTAMP: '1795533833415000',
  _SYSTEMD_UNIT: 'nginx.service',
  _PID: '42',
  PRIORITY: '3',
  SYSLOG_IDENTIFIER: 'nginx',
  MESSAGE: 'cannot bind',
};
const parse = (fields: object, isCut = false) => parseEntry({ text: JSON.stringify({ ...entry, ...fields }), isCut });

test('an entry is a line with its place in the journal', () => {
  expect(parse({})).toEqual({
    cursor: entry.__CURSOR,
    line: {
      time: 1_795_533_833.415,
      priority: 3,
      unit: 'nginx.service',
      identifier: 'nginx',
      pid: 42,
      message: 'cannot bind',
      isCut: false,
    },
  });
});

test('what systemd says about a unit is that unit’s', () => {
  expect(parse({ UNIT: 'db.service', _SYSTEMD_UNIT: 'init.scope' })?.line.unit).toBe('db.service');
});

test('bytes that are not UTF-8 are visible, and a field that is there twice has two lines', () => {
  expect(parse({ MESSAGE: [0x61, 0xff, 0xc3, 0xa4] })?.line.message).toBe('a\\xffä');
  expect(parse({ MESSAGE: ['one', [0x74, 0x77, 0x6f]] })?.line.message).toBe('one\ntwo');
});

describe('whatever journalctl really is', () => {
  test.each([
    'no json',
    '{"__REALTIME_TIMESTAMP":"soon"}',
    '[]',
    'null',
    '"text"',
    '{}',
    `{"__REALTIME_TIMESTAMP":"1","MESSAGE":`,
  ])('%s is no entry', (text) => {
    expect(parseEntry({ text, isCut: false })).toBeUndefined();
  });

  test('fields of a wrong kind are left out, and a cursor that would be an option is none', () => {
    expect(
      parse({ MESSAGE: { deep: [] }, PRIORITY: '9', _PID: 'x', _SYSTEMD_UNIT: [], __CURSOR: '--vacuum-size=1' }),
    ).toEqual({
      cursor: undefined,
      line: {
        time: 1_795_533_833.415,
        priority: null,
        unit: null,
        identifier: 'nginx',
        pid: null,
        message: '',
        isCut: false,
      },
    });
  });

  test('lists in lists are not followed', () => {
    const text = `{"__REALTIME_TIMESTAMP":"1","MESSAGE":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(parseEntry({ text, isCut: false })?.line.message).toBe('');
  });

  test('a long message is cut, and no pair of surrogates with it', () => {
    const line = parse({ MESSAGE: `${'x'.repeat(maxMessageCharacters - 1)}😀` })?.line;
    expect([line?.message.length, line?.isCut]).toEqual([maxMessageCharacters - 1, true]);
  });

  test('of an entry that is too long its time and the beginning of its message are given', () => {
    const text = JSON.stringify({ ...entry, MESSAGE: `a "quoted"\n${'é'.repeat(50)}${'\u0001'.repeat(100)}` });
    for (let length = text.length - 40; length > text.length - 60; length -= 1) {
      const line = parseEntry({ text: text.slice(0, length), isCut: true })?.line;
      expect([line?.time, line?.isCut, line?.message.startsWith('a "quoted"\né')]).toEqual([
        1_795_533_833.415,
        true,
        true,
      ]);
    }
    // journalctl gives the fields in no order.
    expect(parseEntry({ text: `{"MESSAGE":"${'x'.repeat(100)}`, isCut: true })?.line).toMatchObject({
      time: null,
      isCut: true,
      message: expect.stringMatching(/^x+$/) as string,
    });
    expect(parseEntry({ text: 'x'.repeat(100), isCut: true })).toBeUndefined();
  });
});
