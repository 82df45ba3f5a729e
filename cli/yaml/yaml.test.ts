// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatYaml, readDocuments } from './yaml.ts';

function read(text: string) {
  const result = readDocuments(text);
  if ('mistakes' in result) throw new Error(JSON.stringify(result.mistakes));
  return result.documents;
}

describe('formatYaml', () => {
  it('writes a document for people', () => {
    expect(formatYaml({ name: 'web', tags: ['prod'], ip: null, port: '80', note: 'a: b' })).toBe(
      '---\nname: web\ntags:\n  - prod\nip: null\nport: "80"\nnote: "a: b"\n',
    );
  });

  it('means the same and cannot act, whatever a container wrote', () => {
    const value = { text: 'a\n\x1b[2J\u009b\u202e\u{e0041}"\\', '\x1bkey': ['\ud800', 'x\r\n'] };
    const text = formatYaml(value);
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(parse(text)).toEqual(value);
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        // As a helper sends it: JSON knows no -0.
        const sent: unknown = JSON.parse(JSON.stringify(any));
        const written = formatYaml(sent);
        expect(written).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(parse(written)).toEqual(sent);
      }),
    );
  });
});

describe('readDocuments', () => {
  it('gives several documents, and the place of each value and key', () => {
    const [first, second] = read('a: 1\n---\n# nothing\n---\nb:\n  - c: x\n    d: [1, 2]\n');
    expect([first?.value, second?.value]).toEqual([{ a: 1 }, { b: [{ c: 'x', d: [1, 2] }] }]);
    expect(second?.placeOf(['b', 0, 'd', 1])).toEqual({ line: 7, column: 12 });
    expect(second?.placeOf(['b', 0], 'd')).toEqual({ line: 7, column: 5 });
    expect(second?.placeOf(['b', 0, 'gone', 'x'])).toEqual({ line: 6, column: 5 });
  });

  it.each([
    ['a: [1', 1],
    ['a: 1\na: 2', 2],
    ['a: &x [1]\nb: *y', 2],
    ['a: !thing 1', 1],
    ['\ta: 1', 1],
  ])('says what is wrong in %j, and where', (text, line) => {
    expect(readDocuments(text)).toMatchObject({ mistakes: [{ line }] });
  });

  it('follows few aliases only, and merges what is named by one', () => {
    const bomb = `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`).join('')}`;
    expect(readDocuments(bomb)).toMatchObject({ mistakes: [{ problem: expect.stringContaining('alias') as string }] });
    expect(read('base: &base {x: 1}\nweb:\n  <<: *base\n  y: 2')[0]?.value).toMatchObject({ web: { x: 1, y: 2 } });
  });

  it('gives an object without a prototype of its own choice', () => {
    const [document] = read('__proto__: {polluted: 1}');
    expect(Object.hasOwn(document?.value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
