// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuestion } from './arguments/parse-question.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { runCommand } from './fixtures/run-command.ts';

const policy =
  '(class file (read write)) (class tcp_socket (name_bind name_connect)) (type cat_t) ' +
  '(type key_t) (type web_port_t) (allow cat_t key_t (file (read))) (allow cat_t ' +
  'web_port_t (tcp_socket (name_bind))) (portcon tcp 80 (u object_r web_port_t ((s0) ' +
  '(s0)))) (boolean cat_keys false) (booleanif cat_keys (true (allow cat_t key_t (file ' +
  '(write)))))';

describe('the words of a question', () => {
  it.each([
    [
      'may web read db:/srv/data',
      { kind: 'path', subject: { kind: 'container', name: 'web' }, verb: 'read', owner: 'db', path: '/srv/data' },
    ],
    [
      'may httpd_t write /etc/a:b',
      { kind: 'path', subject: { kind: 'type', name: 'httpd_t' }, verb: 'write', path: '/etc/a:b' },
    ],
    [
      'may container:odd_t read,open etc_t:file',
      {
        kind: 'access',
        subject: { kind: 'container', name: 'odd_t' },
        target: 'etc_t',
        class: 'file',
        permissions: ['read', 'open'],
      },
    ],
    ['port 53/udp', { kind: 'port', protocol: 'udp', port: 53 }],
    [
      'what web write',
      { kind: 'reach', subject: { kind: 'container', name: 'web' }, class: 'file', permissions: ['write'] },
    ],
    [
      'who name_bind http_port_t:tcp_socket',
      { kind: 'holders', target: 'http_port_t', class: 'tcp_socket', permissions: ['name_bind'] },
    ],
  ])('%s', (text, question) => {
    expect(parseQuestion(text.split(' '))).toEqual(question);
  });

  it.each([
    '',
    'may web read',
    'may web eat /etc',
    'may ../x read /etc',
    'port 70000',
    'port http',
    'port 80/icmp',
    'who write',
    'what web write;rm file',
    'is it',
  ])('not %j', async (text) => {
    const { exitCode, stderr } = await runCommand(['ask', ...text.split(' ')]);
    expect([exitCode, stderr.startsWith('bulkheadctl: cannot understand the command: ')]).toEqual([2, true]);
  });
});

describe('a policy file, with no helper', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-ask-'));
    file = join(folder, 'policy.cil');
    await writeFile(file, policy);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function asked(...words: readonly string[]): Promise<readonly string[]> {
    return (await runCommand(['ask', '--policy', file, ...words])).stdout.trimEnd().split('\n');
  }

  it('says yes with the rule, and no with the boolean that would change it', async () => {
    expect(await asked('may', 'cat_t', 'read', 'key_t:file')).toEqual([
      'cat_t may read key_t:file: a rule allows cat_t this on key_t, and no constraint takes it away.',
      '  system_u:system_r:cat_t:s0  ->  system_u:object_r:key_t:s0',
      '  granted by:',
      '    allow cat_t key_t:file { read };',
    ]);
    const no = await asked('may', 'cat_t', 'write', 'key_t:file');
    expect([no[0], no.at(-1)]).toEqual([
      'cat_t may not write key_t:file: no rule allows cat_t to write on key_t.',
      '    setsebool cat_keys on   (allows it)',
    ]);
  });

  it('answers about ports and types', async () => {
    expect((await asked('port', '80'))[0]).toBe('tcp 80 is web_port_t: 0 types may connect to it, 1 may listen on it.');
    expect((await asked('who', 'read', 'key_t'))[0]).toBe('1 type may read file objects of key_t.');
    expect((await asked('what', 'cat_t', 'read'))[0]).toBe('cat_t may read file objects of 1 type.');
    expect(await asked('who', 'read', 'dog_t')).toEqual(['The policy has no type dog_t.']);
  });

  it('does not know containers and paths', async () => {
    for (const words of [
      ['may', 'web', 'read', 'key_t:file'],
      ['may', 'cat_t', 'read', '/etc'],
      ['what', 'web', 'read'],
    ])
      expect((await runCommand(['ask', '--policy', file, ...words])).exitCode).toBe(2);
  });
});

it('asks a host, and gives scripts the same fields', async () => {
  const questions: unknown[] = [];
  const host = await startSocketHost({
    'policy.ask': async ({ question }) => {
      questions.push(question);
      return {
        verdict: 'some',
        sentence: 'tcp 80 is p.',
        source: null,
        target: 't',
        grants: ['g'],
        denials: [],
        booleans: [],
        containers: [{ name: 'web', isAllowed: true, reason: 'it may' }],
        accesses: [],
        accessCount: 3,
        remarks: [],
      };
    },
  });
  try {
    const { stdout } = await runCommand(['--json', 'ask', 'port', '80'], { socketPath: host.socketPath });
    expect(JSON.parse(stdout)).toEqual({
      verdict: 'some',
      sentence: 'tcp 80 is p.',
      source: null,
      target: 't',
      grants: ['g'],
      denials: [],
      booleans: [],
      containers: [{ name: 'web', allowed: true, reason: 'it may' }],
      accesses: [],
      access_count: 3,
      remarks: [],
    });
    expect(questions).toEqual([{ kind: 'port', protocol: 'tcp', port: 80 }]);
  } finally {
    await host.close();
  }
});
