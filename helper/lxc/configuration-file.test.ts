// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatConfiguration, parseConfiguration, readConfiguration, valueOf } from './configuration-file.ts';

const control = /[\u0000-\u001f\u007f]/;

test('lines are read in order; comments and what is no line are left out', () => {
  expect(
    parseConfiguration(
      '# made by hand\n# lxc.idmap = u 0 1 1\n  #lxc.idmap = u 0 1 1\nlxc.uts.name = web\n\n' +
        '  lxc.idmap=u 0 100000 65536\nnonsense\nlxc.cap.drop =\n',
    ),
  ).toEqual([
    { key: 'lxc.uts.name', value: 'web' },
    { key: 'lxc.idmap', value: 'u 0 100000 65536' },
    { key: 'lxc.cap.drop', value: '' },
  ]);
});

test('a long line is read in no time, wherever its spaces are', () => {
  const spaces = ' '.repeat(500_000);
  expect(parseConfiguration(`lxc.uts.name =${spaces}a${spaces}b${spaces}\n${spaces}lxc.a\nlxc.b${spaces}\n`)).toEqual([
    { key: 'lxc.uts.name', value: `a${spaces}b` },
  ]);
});

test('a value goes on to the end of its line, whatever is in it', () => {
  expect(parseConfiguration('lxc.uts.name = a\u2028b\rc\r\nlxc.a = b')).toEqual([
    { key: 'lxc.uts.name', value: 'a\u2028b\rc' },
    { key: 'lxc.a', value: 'b' },
  ]);
});

test('a key may hold a dash, as those of hooks do', () => {
  const line = { key: 'lxc.hook.pre-start', value: '/bin/true' };
  expect(parseConfiguration(formatConfiguration([line]))).toEqual([line]);
});

test('nothing is read of a file that is missing, and no lines of an empty one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  try {
    const path = join(folder, 'config');
    expect(readConfiguration(path)).toBeUndefined();
    writeFileSync(path, '');
    expect(readConfiguration(path)).toEqual([]);
    writeFileSync(path, 'lxc.uts.name = web\n');
    expect(readConfiguration(path)).toEqual([{ key: 'lxc.uts.name', value: 'web' }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the last value of a key counts, as for LXC', () => {
  const lines = parseConfiguration('lxc.selinux.context = a\nlxc.selinux.context = b\n');
  expect([valueOf(lines, 'lxc.selinux.context'), valueOf(lines, 'lxc.uts.name')]).toEqual(['b', undefined]);
});

test.each(['web\nlxc.hook.start-host = /tmp/x', 'a\rb', 'a\0b', 'a\u001bb', 'a\u007fb', 'tab\there'])(
  'a value that holds a control character is rejected (C2): %j',
  (value) => {
    expect(() => formatConfiguration([{ key: 'lxc.uts.name', value }])).toThrow('holds a control character');
  },
);

test.each(['lxc.uts.name\nlxc.include', 'lxc.include = /x\nlxc.uts', 'uts.name', 'lxc.', 'LXC.uts.name', ''])(
  'a key that is none of LXC is rejected (C2): %j',
  (key) => {
    expect(() => formatConfiguration([{ key, value: 'x' }])).toThrow('is no key');
  },
);

test('whatever the values are, there are exactly as many lines as were meant, or none at all (C2)', () => {
  const line = fc.record({
    key: fc.constantFrom('lxc.uts.name', 'lxc.idmap', 'lxc.net.0.link'),
    value: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('x\nlxc.include = /etc/passwd')),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      const text = formattedOr(() => formatConfiguration(lines));
      if (lines.some(({ value }) => control.test(value))) expect(text).toBeUndefined();
      else
        expect(parseConfiguration(text ?? '')).toEqual(lines.map(({ key, value }) => ({ key, value: value.trim() })));
    }),
    { numRuns: 50 },
  );
});

function formattedOr(format: () => string): string | undefined {
  try {
    return format();
  } catch {
    return undefined;
  }
}
