// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bytesOfName, textOfName } from './byte-names.ts';

describe('the name of a file', () => {
  it.each([
    ['plain', Buffer.from('plain'), 'plain'],
    ['with wide characters', Buffer.from('grüße 🎈'), 'grüße 🎈'],
    ['in Latin-1', Buffer.from('grüße', 'latin1'), 'gr\udcfc\udcdfe'],
    ['with the first bytes of a character', Buffer.of(0x61, 0xf0, 0x9f, 0x62), 'a\udcf0\udc9fb'],
    ['with a surrogate in UTF-8', Buffer.of(0xed, 0xb2, 0x80), '\udced\udcb2\udc80'],
    ['in overlong UTF-8, which could be a slash', Buffer.of(0xc0, 0xaf), '\udcc0\udcaf'],
  ])('%s has one text, and that text one name', (_what, bytes, text) => {
    expect([textOfName(bytes), bytesOfName(text).equals(bytes)]).toEqual([text, true]);
  });

  it('is the same after it travelled as JSON', () => {
    const text = textOfName(Buffer.of(0xff, 0x2e, 0x80));
    expect(bytesOfName(JSON.parse(JSON.stringify(text)) as string)).toEqual(Buffer.of(0xff, 0x2e, 0x80));
  });
});
