// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { decodeBytes, decodeInterpreted, decodeUntrusted } from './decode-text.ts';

const latin1 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('latin1');

it.each([
  ['"cat"', 'cat'],
  ['""', ''],
  ['"', ''],
  ['"cat', 'cat'],
  ['"CAFE"', 'CAFE'],
  ['CAFE20', '\\xca\\xfe '],
  ['2E2E', '..'],
  ['CAF', 'CAF'],
  ['cafe', 'cafe'],
  ['CAFExx', 'CAFExx'],
  ['xxCAFE', 'xxCAFE'],
  ['', null],
  ['(null)', null],
  ['?', null],
  ['"?"', '?'],
])('undoes the kernel’s quoting of %s', (value, text) => {
  expect(decodeUntrusted(value)).toBe(text);
});

it.each([
  ['CAFE', 'CAFE'],
  ['"CAFE"', 'CAFE'],
  ['', ''],
  ['(null)', null],
  ['?', null],
  [latin1(0xc3, 0xa4), 'ä'],
])('takes %s as it is where it is decoded already', (value, text) => {
  expect(decodeInterpreted(value)).toBe(text);
});

it.each([
  ['the last of one byte', [0x7f], '\x7f'],
  ['a byte that only continues', [0x80], '\\x80'],
  ['an overlong form of two bytes', [0xc1, 0xbf], '\\xc1\\xbf'],
  ['the first of two bytes', [0xc2, 0x80], '\u0080'],
  ['the last of two bytes', [0xdf, 0xbf], '\u07ff'],
  ['two bytes of which the second continues nothing', [0xdf, 0xc0], '\\xdf\\xc0'],
  ['two bytes of which one is missing', [0xc2], '\\xc2'],
  ['an overlong form of three bytes', [0xe0, 0x9f, 0xbf], '\\xe0\\x9f\\xbf'],
  ['the first of three bytes', [0xe0, 0xa0, 0x80], '\u0800'],
  ['the last before the surrogates', [0xed, 0x9f, 0xbf], '\ud7ff'],
  ['a surrogate', [0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
  ['the first behind the surrogates', [0xee, 0x80, 0x80], '\ue000'],
  ['the last of three bytes', [0xef, 0xbf, 0xbf], '\uffff'],
  ['three bytes of which the third is none', [0xe1, 0x80, 0x7f], '\\xe1\\x80\x7f'],
  ['three bytes of which the third is too great', [0xe1, 0x80, 0xc0], '\\xe1\\x80\\xc0'],
  ['an overlong form of four bytes', [0xf0, 0x8f, 0xbf, 0xbf], '\\xf0\\x8f\\xbf\\xbf'],
  ['the first of four bytes', [0xf0, 0x90, 0x80, 0x80], '\u{10000}'],
  ['the last of all', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
  ['what lies beyond', [0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
  ['a byte that begins nothing', [0xf5, 0x80, 0x80, 0x80], '\\xf5\\x80\\x80\\x80'],
  ['four bytes of which the fourth is missing', [0xf1, 0x80, 0x80], '\\xf1\\x80\\x80'],
  ['text around what is not UTF-8', [0x61, 0xff, 0x62], 'a\\xffb'],
])('reads %s', (_, bytes, text) => {
  expect(decodeBytes(latin1(...bytes))).toBe(text);
});
