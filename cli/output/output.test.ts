// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatBytes } from './format-quantity.ts';
import { type Column, formatTable } from './format-table.ts';
import { jsonText } from './json-text.ts';
import { createNewlineTranslator } from '../terminal/newline-translator.ts';

describe('escapeText', () => {
  it('shows what would act, and leaves the rest', () => {
    expect(escapeText('grün 中 😀 <img>')).toBe('grün 中 😀 <img>');
    expect(escapeText('a\nb\x1b[2J\x7f\u009b\u202e\u200b\ufeff\u{e0041}\ud800')).toBe(
      'a\\nb\\x1b[2J\\x7f\\x9b\\u{202e}\\u{200b}\\u{feff}\\u{e0041}\\u{d800}',
    );
  });
});

describe('jsonText', () => {
  it('means the same and cannot act', () => {
    const value = { text: 'a\n\x1b\u009b\u202e\u{e0041}"\\' };
    expect(jsonText(value)).toMatch(/^[ -~]*$/);
    expect(JSON.parse(jsonText(value))).toEqual(value);
  });
});

describe('formatTable', () => {
  it('aligns by what the terminal shows', () => {
    const columns = [
      { title: 'A', cell: (text: string) => text },
      { title: 'B', cell: () => '1', isNumber: true },
    ];
    expect(formatTable(['中', 'e\u0301', 'x\ty'], columns, { paint: (text) => text, width: undefined })).toBe(
      'A     B\n中    1\ne\u0301     1\nx\\ty  1\n',
    );
    expect(displayWidth('中e\u0301')).toBe(3);
  });

  it('cuts a cell that is too long for anybody', () => {
    expect(
      formatTable(['x'.repeat(5000)], [{ title: 'A', cell: (text) => text }], {
        paint: (text) => text,
        width: undefined,
        hasHeader: false,
      }),
    ).toHaveLength(121);
  });
});

describe('a table on a terminal', () => {
  const paint = (text: string): string => text;
  const row = { name: 'web', long: 'a long text of some words', tags: 'prod' };
  const columns: readonly Column<typeof row>[] = [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'LONG', cell: ({ long }) => long, least: 10 },
    { title: 'COUNT', cell: () => '12', isNumber: true, drop: 1 },
    { title: 'TAGS', cell: ({ tags }) => tags, drop: 2 },
    { title: 'MORE', cell: ({ tags }) => tags, drop: 2 },
  ];
  const at = (width: number | undefined): string => formatTable([row], columns, { paint, width });

  it('shortens a text before a column leaves, and those leave from the right in their order (M15)', () => {
    expect(at(undefined)).toBe(
      'NAME  LONG                       COUNT  TAGS  MORE\nweb   a long text of some words     12  prod  prod\n',
    );
    expect(at(50)).toBe(at(undefined));
    expect(at(40)).toBe('NAME  LONG             COUNT  TAGS  MORE\nweb   a long text of…     12  prod  prod\n');
    expect(at(34)).toMatch(/^NAME {2}LONG +COUNT {2}TAGS\n/);
    expect(at(24)).toBe('NAME  LONG         COUNT\nweb   a long tex…     12\n');
    expect(at(20)).toBe('NAME  LONG\nweb   a long text o…\n');
  });

  it('shortens any text when no more columns leave, and counts what the terminal shows', () => {
    expect(at(14)).toBe('NAME  LONG\nweb   a long …\n');
    const texts: readonly Column<string>[] = [{ title: 'A', cell: (text) => text }];
    expect(formatTable(['中中中中中中'], texts, { paint, width: 9 })).toBe('A\n中中中中…\n');
  });
});

describe('formatBytes', () => {
  it.each([
    [null, '-'],
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [536_870_912, '512 MiB'],
    [1024 ** 4, '1 TiB'],
  ])('writes %s as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('the newline translator', () => {
  it('undoes a terminal also across pieces', () => {
    const { translate, end } = createNewlineTranslator();
    const pieces = ['a\r', '\nb\r\r\n', 'c\r'].map((text) => translate(Buffer.from(text)));
    expect(Buffer.concat([...pieces, end()]).toString()).toBe('a\nb\r\nc\r');
  });

  it('changes no other byte, whether it is text or not', () => {
    const { translate, end } = createNewlineTranslator();
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect([...Buffer.concat([translate(bytes.subarray(0, 100)), translate(bytes.subarray(100)), end()])]).toEqual([
      ...bytes,
    ]);
  });
});
