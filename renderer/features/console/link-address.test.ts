// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readLinkAddress } from './link-address.ts';

it('shows the host as the network knows it beside how it was written', () => {
  expect(readLinkAddress('http://www.аррӏе.example:8080/ä\u202ex')).toEqual({
    address: 'http://www.xn--80ak6aa92e.example:8080/%C3%A4%E2%80%AEx',
    host: 'www.xn--80ak6aa92e.example:8080',
    writtenHost: 'www.аррӏе.example',
    isEncrypted: false,
  });
  expect(readLinkAddress('https://Example.org/a')).toEqual({
    address: 'https://example.org/a',
    host: 'example.org',
    writtenHost: undefined,
    isEncrypted: true,
  });
});

it.each(['javascript:alert(1)', 'https://bank.example@evil.example/', 'https://ex\u202eample.org/', 'ftp://x/', ''])(
  'takes nothing like %j',
  (text) => {
    expect(readLinkAddress(text)).toBeUndefined();
  },
);
