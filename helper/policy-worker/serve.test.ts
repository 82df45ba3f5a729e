// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { withoutDifference } from '../selinux/policy/compilation.ts';
import { openDrillModule, openDrillSource } from '../selinux/policy/open-drill-module.ts';
import { createPolicyWorker, type PolicyWorker } from '../selinux/policy/worker/policy-worker.ts';
import { listen } from '../system/listen.ts';
import { createRequestAnswerer } from './answer-request.ts';
import { serve, type Serving } from './serve.ts';

const { signal } = new AbortController();

let folder: string;
let socket: string;
let serving: Serving;
let worker: PolicyWorker;
/** What was done, in order. */
let done: string[];
let logged: string[];
let hasStore: boolean;
/** Ends the installation that waits for it. */
let finish: () => void;
/** What a test waits for; called after each line of `done`. */
let onDone: () => void;

const say = (line: string): void => {
  done.push(line);
  onDone();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'policy-worker-'));
  socket = join(folder, 'policy.sock');
  [done, logged, onDone, hasStore] = [[], [], () => undefined, true];
  const slow = new Promise<void>((resolve) => (finish = resolve));
  await listen({ kind: 'path', path: socket }, (made) => {
    serving = serve(made, {
      answerer: createRequestAnswerer({
        semodule: {
          listing: async () => '400 bulkhead cil\n400 bulkhead_c_web cil\n200 other cil\n',
          sources: async (modules) => new Map(modules.map((module) => [module, `(of ${module})`])),
          async install(module) {
            say(`begin ${module}`);
            await slow;
            say(`end ${module}`);
          },
          remove: async (modules) => say(`remove ${modules.join(' ')}`),
          rebuild: () => fail('policy-rejected', { problems: [{ line: null, problem: 'no' }] }),
        },
        semanage: {
          setBoolean: async (name, value) => say(`set ${name} ${value}`),
          setBooleanNow: async (name, value) => say(`set ${name} ${value} now`),
          forgetBoolean: async (name) => say(`forget ${name}`),
          setPort: () => Promise.reject(new Error('semanage ended with 1: no such type')),
          forgetPort: async (protocol, port) => say(`forget ${protocol} ${port}`),
        },
        withoutDontaudit: {
          build: async () => Uint8Array.of(7),
          load: (policy) => say(`load ${policy.join()}`),
          loadOwn: async () => say('load own'),
        },
        compile: async () => ({ problems: [], ...withoutDifference }),
        sequence: () => 1,
        requireStore: () => {
          if (!hasStore) fail('policy-unavailable', { reason: 'there is no store' });
        },
      }),
      log: (_level, event, fields) =>
        logged.push(`${event} ${String(fields?.['module'] ?? fields?.['name'] ?? '')}`.trim()),
      idleMs: 60_000,
    });
  });
  worker = createPolicyWorker(socket);
});
afterEach(async () => {
  finish();
  await serving.close();
  rmSync(folder, { recursive: true });
});

/** Resolves when this line is among what was done. */
function untilDone(line: string): Promise<void> {
  return new Promise((resolve) => {
    onDone = () => {
      if (done.includes(line)) resolve();
    };
    onDone();
  });
}

/** The answer to one line, as text; empty when the worker ends without one. */
async function answerTo(line: string): Promise<string> {
  const connection = createConnection(socket);
  connection.on('error', () => undefined);
  let answer = '';
  connection.setEncoding('utf8').on('data', (text: string) => (answer += text));
  connection.end(`${line}\n`);
  await once(connection, 'close');
  return answer;
}

it('gives the helper what it asks of the store, and its failures as they are', async () => {
  expect(await worker.semodule.list(signal)).toEqual(['bulkhead', 'bulkhead_c_web']);
  expect(await worker.semodule.source('bulkhead', signal)).toBe('(of bulkhead)');
  await expect(worker.semodule.rebuild()).rejects.toMatchObject({
    code: 'policy-rejected',
    data: { problems: [{ line: null, problem: 'no' }] },
  });
  await expect(worker.semanage.setPort('tcp', 80, 'none_t')).rejects.toThrow('no such type');
});

it('does one change after another, in the order in which they were asked for', async () => {
  const installed = worker.semodule.install(openDrillModule, openDrillSource);
  await untilDone(`begin ${openDrillModule}`);
  const set = worker.semanage.setBoolean('allow_ptrace', true);
  const listed = worker.semodule.list(signal).then(() => say('listed'));
  await answerTo('no request');
  finish();
  await Promise.all([installed, set, listed]);
  expect([done.slice(0, 2), done.slice(2).toSorted()]).toEqual([
    [`begin ${openDrillModule}`, `end ${openDrillModule}`],
    ['listed', 'set allow_ptrace true'],
  ]);
});

it('ends what it has begun, also when the helper is gone, and lets another helper wait for it (F3)', async () => {
  const dying = createConnection(socket);
  dying.write(`${JSON.stringify({ do: 'install-module', module: openDrillModule, source: openDrillSource })}\n`);
  await untilDone(`begin ${openDrillModule}`);
  dying.destroy();
  const next = worker.semodule.list(signal).then(() => say('listed'));
  finish();
  await next;
  expect(done).toEqual([`begin ${openDrillModule}`, `end ${openDrillModule}`, 'listed']);
});

it('gives up what has not begun when it is aborted', async () => {
  const installed = worker.semodule.install(openDrillModule, openDrillSource);
  await untilDone(`begin ${openDrillModule}`);
  const stop = new AbortController();
  const read = worker.semodule.list(stop.signal);
  stop.abort(new Error('given up'));
  await expect(read).rejects.toThrow('given up');
  finish();
  await installed;
});

it('shows dontaudit denials for as long as the helper holds on to them', async () => {
  const { shownDontaudit } = worker;
  await expect(shownDontaudit.load()).rejects.toMatchObject({ code: 'policy-unavailable' });
  await shownDontaudit.build(signal);
  await shownDontaudit.load();
  expect(done).toEqual(['load 7']);
  // The end of the helper's process does the same.
  shownDontaudit.letGo();
  await untilDone('load own');
  expect(logged).toContain('load-without-dontaudit');
});

it('loads the policy of the host once, when the helper asks for it', async () => {
  await worker.shownDontaudit.build(signal);
  await worker.shownDontaudit.load();
  await worker.shownDontaudit.loadOwn();
  await serving.close();
  expect(done).toEqual(['load 7', 'load own']);
});

it('loads it at its own end', async () => {
  await worker.shownDontaudit.build(signal);
  await worker.shownDontaudit.load();
  await serving.close();
  expect(done).toEqual(['load 7', 'load own']);
});

it.each([
  ['what is no JSON', '{'],
  ['an unknown request', '{"do":"disable-selinux"}'],
  ['a request with more than it has', '{"do":"rebuild-policy","priority":100}'],
  ['an option for a name', '{"do":"remove-modules","modules":["-B"]}'],
  ['a path for a name', '{"do":"install-module","module":"../bulkhead_c_web","source":""}'],
  ['another container in a path', '{"do":"compile-module","container":"../web","source":"","listsAccesses":false}'],
  [
    'the boolean that fixes the policy',
    '{"do":"set-boolean","name":"secure_mode_policyload","value":true,"isPersistent":true}',
  ],
  ['an option for a boolean', '{"do":"set-boolean","name":"-N","value":true,"isPersistent":true}'],
  ['a word for a port', '{"do":"set-port","protocol":"tcp","port":"80","type":"http_port_t"}'],
  ['a type with an option', '{"do":"set-port","protocol":"tcp","port":80,"type":"-S"}'],
])('takes no %s, does nothing, and says so (review F8)', async (_, line) => {
  expect(await answerTo(line)).toContain('does not take this request');
  expect([done, logged]).toEqual([[], ['request-rejected']]);
});

it('keeps no request without an end', async () => {
  const connection = createConnection(socket);
  connection.on('error', () => undefined);
  connection.write('x'.repeat(1024 * 1024 + 1));
  const [answer] = (await once(connection, 'data')) as [Buffer];
  expect(answer.toString()).toContain('it has no end');
  connection.destroy();
});

it('does nothing with the modules of a host that has no store, and says so', async () => {
  hasStore = false;
  const noStore = { code: 'policy-unavailable', data: { reason: 'there is no store' } };
  await expect(worker.semodule.list(signal)).rejects.toMatchObject(noStore);
  await expect(worker.semodule.remove(['bulkhead_c_web'])).rejects.toMatchObject(noStore);
  expect(done).toEqual([]);
});
