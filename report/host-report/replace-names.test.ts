// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyNames } from '../../sepolicy/own-domain/names.ts';
import { createReplace } from './replace-names.ts';

const nobody = { containers: [], hostname: undefined, paths: [] };
/** What the replacing itself writes. */
const placeholders = /(?:container|other|path|folder|home|mac|address)-\d+|this-host/g;

const containerName = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,12}[a-z0-9]$/);
const homeFolder = fc.stringMatching(/^\/(?:home|root)\/[a-z]{1,8}(?:\/[A-Za-z0-9._-]{1,8}){0,3}$/);
const macAddress = fc.stringMatching(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/);
/** What may stand beside a value in a message. */
const between = fc.constantFrom(' ', ', ', ' (', ') ', '; ', "'", '"', '\n', '=');
const around = fc.constantFrom('the container', 'cannot start', 'is denied to', 'at', 'files below', '6.12', 's0');

describe('a report without names', () => {
  it('has no name of a container, no address and no home folder that was in it', () => {
    const inputs = fc.record({
      containers: fc.uniqueArray(containerName, { minLength: 1, maxLength: 4 }),
      others: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), macAddress, homeFolder), { minLength: 1, maxLength: 6 }),
      words: fc.array(fc.tuple(around, between), { minLength: 10, maxLength: 10 }),
    });
    fc.assert(
      fc.property(inputs, ({ containers, others, words }) => {
        const values = [...containers, ...others];
        const text = values
          .map((value, index) => {
            const [word, separator] = words[index] ?? ['', ' '];
            return `${word}${separator}${value}${separator}`;
          })
          .join('');
        const written = createReplace({ ...nobody, containers })(text).replaceAll(placeholders, '§');
        for (const name of containers) expect(hasWord(written, name)).toBe(false);
        for (const value of others) expect(written.includes(value)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('has one placeholder for each value, the same wherever it stands', () => {
    const replace = createReplace({ containers: ['web', 'web-1'], hostname: 'db.example.org', paths: ['/var/photos'] });
    expect(replace('web-1 and web, 10.0.3.7:80 and 10.0.3.8, 10.0.3.7; fe80::1%eth0, 02:00:00:00:00:01')).toBe(
      'container-2 and container-1, address-2:80 and address-3, address-2; address-1%eth0, mac-1',
    );
    expect(replace('bulkhead_c_web_t on db.example.org (db): /var/photos/2026, /home/ada/notes, /srv/web/x')).toBe(
      'bulkhead_c_container-1_t on this-host (this-host): path-1/2026, home-1, folder-1',
    );
  });

  it('has the names of modules replaced too, in which other characters are written out', () => {
    const replace = createReplace({ ...nobody, containers: ['my-web.old'] });
    const { domain } = policyNames('my-web.old');
    expect(replace(`my-web.old has ${domain}`)).toBe('container-1 has bulkhead_c_container-1_t');
  });

  it('has no name of a container that is gone, where names of containers stand', () => {
    const text = '/var/lib/lxc/old/config, lxc.payload.old, policy/bulkhead_c_older_t, /var/lib/lxc/web/config';
    expect(createReplace({ ...nobody, containers: ['web'] })(text)).toBe(
      '/var/lib/lxc/other-1/config, lxc.payload.other-1, policy/bulkhead_c_other-2, /var/lib/lxc/container-1/config',
    );
  });

  it('takes no part of an address or of a home folder for a name', () => {
    const replace = createReplace({ ...nobody, containers: ['10', 'ada'] });
    expect(replace('10.0.3.7 at /home/ada/notes of ada')).toBe('address-1 at home-1 of container-2');
  });

  it('leaves versions, contexts and times as they are', () => {
    const text = 'Linux 6.12.43, system_u:system_r:bulkhead_policy_t:s0:c1,c2 at 12:34:56, 40% of 2 GiB';
    expect(createReplace(nobody)(text)).toBe(text);
  });
});

/** Says whether the name is in the text with no letter or digit beside it. */
function hasWord(text: string, name: string): boolean {
  const isPart = (character: string | undefined): boolean => /[\p{L}\p{N}]/u.test(character ?? '');
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true;
  return false;
}
