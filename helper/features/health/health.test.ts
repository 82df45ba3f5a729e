// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../contract/fixtures/in-english.ts';
import { fail } from '../../../contract/errors.ts';
import { fakeContainer } from '../../../testing/models/container.ts';
import type { ConsoleItems, ConsoleRequest } from '../consoles/ports.ts';
import { parseFailedUnits as givenParseFailedUnits, readFailedUnits as givenReadFailedUnits } from './failed-units.ts';
import { readListening } from './listening.ts';
import { mountTypes } from './restart-required.ts';

const readFailedUnits = async (...args: Parameters<typeof givenReadFailedUnits>) =>
  inEnglish(await givenReadFailedUnits(...args));

const parseFailedUnits = (...args: Parameters<typeof givenParseFailedUnits>) =>
  inEnglish(givenParseFailedUnits(...args));

const nginx = 'nginx.service loaded failed failed A high performance web server\r\n';

describe('failed units', () => {
  it('are what systemctl lists, with what they are for', () => {
    expect(parseFailedUnits(`${nginx}● foo\\x2dbar.mount not-found failed failed\r\n`, 0)).toEqual({
      state: 'known',
      failed: [
        { name: 'nginx.service', description: 'A high performance web server' },
        { name: 'foo\\x2dbar.mount', description: '' },
      ],
      isCut: false,
    });
    expect(parseFailedUnits('', 0)).toEqual({ state: 'known', failed: [], isCut: false });
  });

  it('are limited in number and length', () => {
    const many = Array.from({ length: 150 }, (_, at) => `a${at}.service loaded failed failed ${'x'.repeat(900)}\n`);
    const units = parseFailedUnits(many.join(''), 0);
    expect(units).toMatchObject({ isCut: true, failed: { length: 100, 0: { description: 'x'.repeat(200) } } });
  });

  it.each([
    ['sh: systemctl: not found', 127, 'it has no systemctl'],
    ['System has not been booted with systemd\u001b[2J', 1, 'its systemctl ended with 1: System has not'],
    ['../x loaded failed failed y', 0, 'prints something else'],
    ['anything', 0, 'prints something else'],
  ])('are not known where it prints %j and ends with %i', (text, exitCode, reason) => {
    const units = parseFailedUnits(text, exitCode);
    expect(units).toEqual({ state: 'unknown', reason: expect.stringContaining(reason) as string });
    expect(JSON.stringify(units)).not.toContain('\\u001b');
  });

  const containers = {
    require: async () => fakeContainer(),
    attachTarget: async () => ({ name: 'web', initPid: 1, context: 'c' }),
  };
  const read = (program: (signal: AbortSignal) => ConsoleItems, more: object = {}) =>
    readFailedUnits(
      { name: 'web', uid: 1000 },
      { containers, consoles: { open: (_request: ConsoleRequest, signal) => program(signal) }, ...more },
    );

  it('are not known of a program that hangs, or prints without an end, and it is ended', async () => {
    const ended: string[] = [];
    async function* hang(signal: AbortSignal): ConsoleItems {
      try {
        await sleep(60_000, undefined, { signal }).catch(() => fail('cancelled', {}));
        yield { data: new Uint8Array() };
        return { exitCode: 0 };
      } finally {
        ended.push('hang');
      }
    }
    async function* flood(): ConsoleItems {
      try {
        for (;;) yield { data: Buffer.from(nginx.repeat(1000)) };
      } finally {
        ended.push('flood');
      }
    }
    expect(await read(hang, { timeoutMs: 20 })).toMatchObject({ reason: expect.stringContaining('in time') as string });
    expect(await read(flood)).toMatchObject({ reason: expect.stringContaining('too much') as string });
    expect(ended).toEqual(['hang', 'flood']);
  });

  it('are not asked for in a container that is frozen, and another context is a failure', async () => {
    async function* never(): ConsoleItems {
      yield fail('context-mismatch', { name: 'web', expected: 'a', actual: 'b' });
      return { exitCode: 0 };
    }
    const frozen = { ...containers, require: async () => fakeContainer({ state: 'frozen' }) };
    expect(await read(never, { containers: frozen })).toMatchObject({ state: 'unknown' });
    await expect(read(never)).rejects.toMatchObject({ code: 'context-mismatch' });
  });
});

describe('listening sockets of a container', () => {
  it('are those of its network namespace, each once, by port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-listening-'));
    try {
      mkdirSync(join(folder, '7/net'), { recursive: true });
      const row = (place: number, local: string, state = '0A') => `   ${place}: ${local} 00000000:0000 ${state} 0\n`;
      writeFileSync(
        join(folder, '7/net/tcp'),
        `head\n${row(0, '00000000:0050')}${row(1, '0100007F:1538')}${row(2, '00000000:0016', '01')}`,
      );
      writeFileSync(
        join(folder, '7/net/tcp6'),
        `head\n   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0\n`,
      );
      for (const table of ['udp', 'udp6']) writeFileSync(join(folder, '7/net', table), 'head\n');
      expect(await readListening(7, folder)).toEqual({
        state: 'known',
        sockets: [
          { protocol: 'tcp', address: null, port: 80 },
          { protocol: 'tcp', address: '127.0.0.1', port: 5432 },
        ],
        isCut: false,
      });
      expect(await readListening(8, folder)).toMatchObject({ state: 'unknown' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('knows the file system of a mount by its number', () => {
  const text = '31 1 0:27 / / rw - overlay overlay rw\n40 31 0:5 / /run rw,nosuid shared:1 - tmpfs tmpfs rw\n';
  expect([...mountTypes(text)]).toEqual([
    [31, 'overlay'],
    [40, 'tmpfs'],
  ]);
});
