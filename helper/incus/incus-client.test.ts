// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import {
  answerAsync,
  answerError,
  answerSync,
  type AskedOfIncus,
  type ServedIncus,
  serveIncus,
} from './fixtures/serve-incus.ts';
import { someServer } from './fixtures/some-instance.ts';
import { createIncusClient, type IncusClient } from './incus-client.ts';
import { isChangedMeanwhile, isIncusError, isNotFound } from './incus-error.ts';
import { readServer } from './incus-server.ts';
import { createIncusTransport } from './transport.ts';

let served: ServedIncus | undefined;

afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(reply: (asked: AskedOfIncus, response: ServerResponse) => void): Promise<IncusClient> {
  served = await serveIncus(reply);
  return createIncusClient(createIncusTransport(served.socketPath));
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const kindOf = async (promise: Promise<unknown>): Promise<string | undefined> => {
  const error = await caught(promise);
  return isIncusError(error) ? error.kind : undefined;
};

const operation = {
  id: '00000000-0000-4000-8000-000000000001',
  class: 'task',
  status_code: 103,
  may_cancel: true,
  err: '',
  metadata: null,
};

it('gives what a schema parsed, with its tag', async () => {
  const client = await serve((_asked, response) => answerSync(response, { name: 'web', more: 1 }, { etag: 'abc' }));
  expect(await client.get('/1.0/x', z.object({ name: z.string() }))).toEqual({ value: { name: 'web' }, etag: 'abc' });
});

it('an answer of another form is an error, whichever way it differs', async () => {
  const answers: readonly ((response: ServerResponse) => void)[] = [
    (response) => response.end('no json'),
    (response) => response.end('[]'),
    (response) => response.end('{"type":"sync"'),
    (response) => answerSync(response, { name: 7 }),
    (response) => response.end('{"type":"async","operation":"/1.0/operations/x","metadata":{"id":"../x"}}'),
  ];
  for (const answer of answers) {
    const client = await serve((_asked, response) => answer(response));
    expect(await kindOf(client.get('/1.0/x', z.object({ name: z.string() })))).toBe('malformed');
    await served?.close();
  }
});

it('an error of Incus has its number, and its words without control characters', async () => {
  const client = await serve((_asked, response) => answerError(response, 503, 'no\u001b[31m leader\n'));
  const error = await caught(client.get('/1.0/x', z.unknown()));
  expect(isIncusError(error, 'denied') && error.status).toBe(503);
  expect((error as Error).message).toBe('no [31m leader ');
});

it('not found and changed meanwhile are distinguished from other errors', async () => {
  const client = await serve(({ path }, response) => answerError(response, Number(path.split('/').at(-1)), 'no'));
  const errors = await Promise.all([404, 412, 500].map((code) => caught(client.get(`/1.0/${code}`, z.unknown()))));
  expect(errors.map((error) => [isNotFound(error), isChangedMeanwhile(error)])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
});

it('nobody at the socket, an answer that is cut, and one that never comes', async () => {
  const nobody = createIncusClient(createIncusTransport(join(mkdtempSync(join(tmpdir(), 'incus-')), 'unix.socket')));
  expect(await kindOf(nobody.get('/1.0', z.unknown()))).toBe('unreachable');
  const cut = await serve((_asked, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"type":', () => response.destroy());
  });
  expect(await kindOf(cut.get('/1.0', z.unknown()))).toBe('unreachable');
  await served?.close();
  const silent = await serve((_asked, response) => {
    response.writeHead(200).write('{');
  });
  expect(await kindOf(silent.get('/1.0', z.unknown(), { timeoutMs: 50 }))).toBe('timeout');
});

it('reads no more of an answer than its limit', async () => {
  let isOpen = true;
  const client = await serve((_asked, response) => {
    response.on('close', () => (isOpen = false));
    const pour = (): void => {
      if (isOpen) response.write('x'.repeat(64 * 1024), pour);
    };
    pour();
  });
  expect(await kindOf(client.get('/1.0', z.unknown(), { maxBytes: 200_000 }))).toBe('too-large');
});

it('a change that goes on is waited for', async () => {
  const codes = [103, 103, 200];
  const client = await serve(({ method }, response) => {
    if (method === 'PUT') answerAsync(response, operation);
    else answerSync(response, { ...operation, status_code: codes.shift() ?? 500 });
  });
  const done = await client.change({ method: 'PUT', path: '/1.0/instances/web/state', body: { action: 'start' } });
  expect(done?.status_code).toBe(200);
  expect(served?.asked.map(({ path }) => path)).toEqual([
    '/1.0/instances/web/state',
    ...Array<string>(3).fill(`/1.0/operations/${operation.id}/wait?timeout=20`),
  ]);
});

it('an operation that fails says why, also where Incus answers the question with the error itself', async () => {
  for (const isError of [false, true]) {
    const client = await serve(({ method, path }, response) => {
      const failed = { ...operation, status_code: 400, err: 'no such image' };
      if (method === 'POST') answerAsync(response, operation);
      else if (isError && path.includes('/wait')) answerError(response, 500, 'no such image');
      else answerSync(response, failed);
    });
    const error = await caught(client.change({ method: 'POST', path: '/1.0/instances', body: {} }));
    expect(isIncusError(error, 'denied') && error.message).toBe('no such image');
    await served?.close();
  }
});

it('an operation that a restarted Incus does not know any more has an unknown end', async () => {
  const client = await serve(({ method }, response) => {
    if (method === 'POST') answerAsync(response, operation);
    else answerError(response, 404, 'Operation not found');
  });
  expect(await kindOf(client.change({ method: 'POST', path: '/1.0/instances', body: {} }))).toBe('operation-lost');
});

it.each([
  [true, ['DELETE']],
  [false, []],
])('an abort cancels what can be cancelled (%s), and waits for the end', async (mayCancel, deleted) => {
  const aborting = new AbortController();
  const state = { code: 103 };
  const client = await serve(({ method, path }, response) => {
    if (method === 'DELETE') {
      state.code = 401;
      answerSync(response, {});
    } else if (method === 'POST') answerAsync(response, { ...operation, may_cancel: mayCancel });
    else if (path.includes('timeout=20')) aborting.abort(new Error('cancelled by a person'));
    else {
      if (!mayCancel && path.includes('/wait')) state.code = 200;
      answerSync(response, { ...operation, may_cancel: mayCancel, status_code: state.code });
    }
  });
  const error = await caught(
    client.change({ method: 'POST', path: '/1.0/instances', body: {}, signal: aborting.signal }),
  );
  expect((error as Error | undefined)?.message).toBe(mayCancel ? 'cancelled by a person' : undefined);
  expect(served?.asked.flatMap(({ method }) => (method === 'DELETE' ? [method] : []))).toEqual(deleted);
});

it('an Incus that does not trust the helper is an error', async () => {
  const client = await serve((_asked, response) => answerSync(response, { ...someServer, auth: 'untrusted' }));
  expect(await kindOf(readServer(client))).toBe('denied');
});

it('a connection is given once Incus agrees to its protocol, and its words where it does not', async () => {
  const { transport } = await serve(() => undefined);
  const connection = await transport.upgrade({ path: '/1.0/instances/web/sftp', protocol: 'sftp' });
  expect(served?.held()).toBe(1);
  connection.destroy();
  await expect.poll(() => served?.held()).toBe(0);
  served?.failUpgrades('no such volume');
  const failed = await caught(transport.upgrade({ path: '/1.0/instances/web/sftp', protocol: 'sftp' }));
  expect(failed).toMatchObject({ kind: 'denied', status: 500, message: 'no such volume' });
  const aborted = AbortSignal.abort(new Error('enough'));
  expect(await caught(transport.upgrade({ path: '/', protocol: 'sftp', signal: aborted }))).toMatchObject({
    message: 'enough',
  });
});
