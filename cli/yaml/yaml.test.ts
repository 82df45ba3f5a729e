// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { maxAliasedValues } from './check-nodes.ts';
import { maxMistakes } from './read-documents.ts';
import { maxAliases, maxColumn, maxDepth, maxDocuments, scanText } from './scan-text.ts';
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
        // JSON knows no -0, so the value is what a helper can send.
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

  it('gives an error for a field that is there twice, in braces too, and none for two merges', () => {
    expect(readDocuments('{a: 1, b: 2, a: 3}')).toEqual({
      mistakes: [{ line: 1, column: 14, problem: 'the field a is there twice' }],
    });
    const text = 'a: &a {x: 1}\nb: &b {y: 2}\nc:\n  <<: *a\n  <<: *b\n';
    expect(read(text)[0]?.value).toMatchObject({ c: { x: 1, y: 2 } });
  });

  it('gives an object without a prototype of its own choice', () => {
    const [document] = read('__proto__: {polluted: 1}');
    expect(Object.hasOwn(document?.value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('what costs more than its length', () => {
  const repeated = (text: string, bytes: number): string => text.repeat(Math.floor(bytes / text.length));

  it.each([8, 16, 32, 64, 1300])(
    '%i KB of aliases are counted up to the limit, and nothing is made of them (N11)',
    (kilobytes) => {
      const looks = countLooks(`a: &a 1\nb: [${repeated('*a,', kilobytes * 1024)}]\n`);
      expect(looks.result).toEqual({
        mistakes: [{ line: 2, column: 3005, problem: `the file has more than ${maxAliases} aliases` }],
      });
      // A mark of the document, 11 tokens before the first alias, and a comma after each.
      expect([looks.tokens, looks.nodes]).toEqual([2 * maxAliases + 16, 0]);
    },
  );

  it('is within the limits looked at once: each token and each node, however many aliases there are (N11)', () => {
    const [few, many] = [10, maxAliases].map((count) => countLooks(`a: &a [1, 2]\nb: [${'*a,'.repeat(count)}]\n`));
    expect(many?.result).toMatchObject({ documents: [{ value: { a: [1, 2] } }] });
    expect((many?.nodes ?? 0) - (few?.nodes ?? 0)).toBe(maxAliases - 10);
    expect((many?.tokens ?? 0) - (few?.tokens ?? 0)).toBe(2 * (maxAliases - 10));
  });

  it('is not made by few aliases of much (N11)', () => {
    const list = `a: &a [${'1,'.repeat(maxAliasedValues / 4)}]\n`;
    expect(readDocuments(`${list}b: [*a, *a, *a]\n`)).toMatchObject({ documents: [{}] });
    expect(readDocuments(`${list}b: {<<: [*a, *a], c: [*a, *a, *a]}\n`)).toMatchObject({
      mistakes: [
        { line: 2, column: 27, problem: expect.stringContaining('stand for more than 100000 values') as string },
      ],
    });
  });

  it.each(['a: &a [*a]', 'a: &x 1\nb: &x {c: *x}', '&a {b: {<<: *a}}'])(
    'is not made by %j, which would hold itself (N11)',
    (text) => {
      expect(readDocuments(text)).toMatchObject({
        mistakes: [{ problem: expect.stringContaining('it lies in what has the anchor') as string }],
      });
    },
  );

  it.each([
    ['braces', '['.repeat(maxDepth), '['.repeat(maxDepth + 1), maxDepth + 1],
    ['braces after others', '[]}'.repeat(9) + '['.repeat(maxDepth), `]${'{'.repeat(maxDepth + 1)}`, maxDepth + 2],
    ['dashes', '- '.repeat(maxColumn / 2), '- '.repeat(100_000), maxColumn + 3],
    ['questions', '? '.repeat(maxColumn / 2), '? '.repeat(100_000), maxColumn + 3],
    ['fields', `${' '.repeat(maxColumn)}a: 1`, `${' '.repeat(maxColumn + 1)}a: 1`, maxColumn + 3],
  ])('is not made by depth: %s (N11)', (_what, shallow, deep, column) => {
    expect(scanText(shallow)).toBeUndefined();
    expect(readDocuments(deep)).toEqual({
      mistakes: [{ line: 1, column, problem: 'too many lists and groups of fields lie in one another' }],
    });
  });

  it('is not seen where there is none: in texts, comments, and far to the right (N11)', () => {
    const words = '*a [ - ? '.repeat(maxAliases);
    const text = `a: "${words}"\nb: '${words}'\nc: |\n  ${words}\n  *a\n# ${words}\nd: x ${'*a - '.repeat(maxAliases)}\n`;
    expect(scanText(text)).toBeUndefined();
    expect(Object.keys(read(text)[0]?.value as object)).toEqual(['a', 'b', 'c', 'd']);
    expect(scanText(`--- |\n${'*a\n'.repeat(maxAliases + 1)}`)).toBeUndefined();
  });

  it('is not made by many documents, and of many mistakes the first are said (N11)', () => {
    expect(readDocuments('---\na\n'.repeat(maxDocuments + 1))).toMatchObject({ mistakes: [{ line: 2001, column: 1 }] });
    expect(readDocuments('- !x y\n'.repeat(3000))).toMatchObject({ mistakes: { length: maxMistakes } });
    expect(readDocuments('a: 1\n'.repeat(3000))).toMatchObject({ mistakes: { length: maxMistakes } });
  });
});

/** How often a token and a node are looked at. */
function countLooks(text: string): { readonly tokens: number; readonly nodes: number; readonly result: unknown } {
  let [tokens, nodes] = [0, 0];
  const result = readDocuments(text, { onToken: () => (tokens += 1), onNode: () => (nodes += 1) });
  return { tokens, nodes, result };
}
