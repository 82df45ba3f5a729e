// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatHost, parseHost } from './parse-host.ts';

describe('parseHost', () => {
  it('reads the three kinds', () => {
    expect(parseHost('local')).toEqual({ kind: 'local' });
    expect(parseHost('lab')).toEqual({ kind: 'lab', name: 'lab', user: 'operator' });
    expect(parseHost('lab://outsider@second')).toEqual({ kind: 'lab', name: 'second', user: 'outsider' });
    expect(parseHost('ssh://ops@Web.example:2222')).toEqual({
      kind: 'ssh',
      user: 'ops',
      host: 'web.example',
      port: 2222,
    });
    expect(parseHost('ssh://[fe80::1%eth0]')).toEqual({
      kind: 'ssh',
      user: undefined,
      host: 'fe80::1%eth0',
      port: undefined,
    });
  });

  it.each([
    '',
    'Local',
    'ssh://',
    'ssh://-oProxyCommand=x',
    'ssh://-l@host',
    'ssh://a b',
    'ssh://h:0',
    'ssh://h:65536',
    'ssh://h/path',
    'ssh://h\n',
    'ssh://u@-h',
    'http://h',
    'lab://../x',
    'lab://Root@lab',
  ])('rejects %j', (text) => expect(parseHost(text)).toBeUndefined());

  it.each(['local', 'lab', 'lab://outsider@lab', 'ssh://h', 'ssh://u@h:2222', 'ssh://[::1]:2222'])(
    'writes %s as it was read',
    (text) => {
      const host = parseHost(text);
      expect(host && formatHost(host)).toBe(text);
    },
  );

  it('leaves out the usual port', () => {
    const host = parseHost('ssh://h:22');
    expect(host && formatHost(host)).toBe('ssh://h');
  });
});
