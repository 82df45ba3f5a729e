// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { allChoices } from '../../contract/model/policy/choices.ts';
import { generateModule, withRules } from './generate.ts';
import { fromStoredForm, hostTypesIn, toStoredForm } from './stored-form.ts';

const domain = 'bulkhead_c_web_t';
const generated = generateModule({
  owner: 'web',
  ports: [{ protocol: 'tcp', port: 80, type: 'http_port_t' }],
  allow: allChoices,
  connectTypes: ['postgresql_port_t'],
  volumes: [{ type: 'bulkhead_shared_1_t', isReadOnly: true }],
  hasVolumes: true,
});
const module = withRules(
  generated,
  [
    `(call bulkhead_reach (${domain} ntpd_t))`,
    `(allow ${domain} ntpd_t (unix_stream_socket (connectto)))`,
    `(allow ${domain} self (process (execmem)))`,
    `(allow ${domain} etc_t`,
    `    (file (read)))`,
    `(allow ${domain} etc_t (dir (read))) ; the folder`,
  ],
  'Rules.',
);

describe('the form of the store', () => {
  it('puts each statement about a type of the host into an optional block, on its line', () => {
    const [before, after] = [module, toStoredForm(module, 'bulkhead_c_web')].map((text) => text.split('\n'));
    expect(after).toHaveLength(before?.length ?? 0);
    expect(after?.filter((line, index) => line !== before?.[index])).toEqual([
      expect.stringMatching(
        `^\\(optional bulkhead_line_\\d+_of_bulkhead_c_web \\(call bulkhead_serve_tcp \\(${domain} http_port_t\\)\\)\\)$`,
      ),
      expect.stringMatching(
        `^\\(optional bulkhead_line_\\d+_of_bulkhead_c_web \\(call bulkhead_reach \\(${domain} ntpd_t\\)\\)\\)$`,
      ),
      expect.stringMatching(`^\\(optional bulkhead_line_\\d+_of_bulkhead_c_web \\(allow ${domain} ntpd_t `),
    ]);
  });

  it('names its blocks so that no two modules have one of the same name', () => {
    const blocksOf = (name: string): readonly string[] =>
      toStoredForm(module, name).match(/(?<=^\(optional )bulkhead_line_\S+/gm) ?? [];
    const all = [...blocksOf('bulkhead_c_web'), ...blocksOf('bulkhead_c_db')];
    expect(all.length).toBeGreaterThan(4);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is read back to the same text', () => {
    expect(fromStoredForm(toStoredForm(module, 'bulkhead_c_web'))).toBe(module);
    expect(fromStoredForm(module)).toBe(module);
  });

  it('leaves the optional blocks of other modules', () => {
    const text = '(optional ntp (allow a_t b_t (file (read))))';
    expect(fromStoredForm(text)).toBe(text);
  });
});

it('the types of the host are those that statements of one line name', () => {
  expect(hostTypesIn(module)).toEqual(['http_port_t', 'ntpd_t']);
});
