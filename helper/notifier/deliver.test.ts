// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from './deliver.ts';
import type { Message, Route } from './delivery.ts';

const message: Message = {
  id: 'one',
  at: 1_700_000_000,
  subject: 'Critical: web',
  text: 'web is full\n',
  body: '{"a":1}',
};
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-notify-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a mail', () => {
  const to = (...addresses: string[]): Route => ({ by: 'mail', to: addresses });

  function program(script: string): string {
    const path = join(folder, 'sendmail');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const keeping = () => program(`printf '%s\\n' "$@" > ${folder}/args; cat > ${folder}/mail`);
  const kept = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('is given to the mail program, with its addresses as arguments', async () => {
    const answer = await deliver({ route: to('ops@example.org', 'root'), message }, { program: keeping() });
    expect(answer).toEqual({ outcome: 'sent', detail: `2 mails given to ${folder}/sendmail` });
    expect(kept('args')).toBe('-i\n--\nops@example.org\nroot\n');
    const [headers = '', body] = kept('mail').split('\n\n');
    expect(headers.split('\n').sort()).toEqual([
      'Auto-Submitted: auto-generated',
      'Content-Transfer-Encoding: 7bit',
      'Content-Type: text/plain; charset=utf-8',
      'Date: Tue, 14 Nov 2023 22:13:20 +0000',
      'MIME-Version: 1.0',
      'Message-ID: <one@bulkhead.invalid>',
      'Subject: Critical: web',
      `To: ops@example.org, root@${hostname()}`,
    ]);
    expect(body).toBe('web is full\n');
  });

  it('gets no header by a text that a container chose (H1)', async () => {
    const subject = 'web\r\nBcc: victim@example.org\n\nhello \u{e9}';
    await deliver({ route: to('root'), message: { ...message, subject } }, { program: keeping() });
    const [headers = ''] = kept('mail').split('\n\n');
    expect(headers).not.toMatch(/^Bcc:/m);
    expect(headers.split('\n').filter((line) => !line.startsWith(' '))).toHaveLength(8);
  });

  it('has the same headers and addresses whatever its texts are (H1)', async () => {
    const hostile = [
      'web\nBcc: victim@example.org',
      'web\r\n\r\nbody',
      'web\rBcc: victim@example.org',
      'web\u2028Bcc: victim@example.org',
      'web\u0085Bcc: victim@example.org',
      '=?utf-8?Q?web=0D=0ABcc:_victim@example.org?=',
      '=?utf-8?B?DQpCY2M6IHZpY3RpbUBleGFtcGxlLm9yZw==?=',
      `${'x'.repeat(2000)}\r\n Bcc: victim@example.org`,
      'web\n.\nMAIL FROM:<victim@example.org>',
      'web\u001b]0;t\u0007\u009b31m\0',
    ];
    const names = ['Auto-Submitted', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'MIME-Version', 'Message-ID'];
    for (const text of hostile) {
      const answer = await deliver(
        { route: to('root'), message: { ...message, subject: text, text: `${text}\n.\n${text}` } },
        { program: keeping() },
      );
      expect(answer.outcome).toBe('sent');
      expect(kept('args')).toBe('-i\n--\nroot\n');
      const [headers = '', ...body] = kept('mail').split('\n\n');
      expect(body.join('')).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/u);
      const found = headers.split('\n').filter((line) => !/^[ \t]/.test(line));
      expect(found.map((line) => line.split(':')[0]).sort()).toEqual([...names, 'Subject', 'To']);
      // Nothing that a reader of mail would decode to a line of its own, or that acts on a terminal.
      expect(headers.replaceAll('\n', '')).toMatch(/^[\x20-\x7e]*$/);
      const words = [...headers.matchAll(/=\?utf-8\?B\?([^?]*)\?=/gi)].map(([, word = '']) => atob(word));
      expect(words.join('')).not.toMatch(/[\x00-\x1f\x7f]/);
    }
  });

  it('that is not taken fails with the last words of the program', async () => {
    const answer = await deliver(
      { route: to('root'), message },
      { program: program('echo no such user >&2; exit 67') },
    );
    expect(answer).toEqual({ outcome: 'failed', detail: `${folder}/sendmail ended with 67: no such user` });
  });

  it('fails without a mail program, and says what to install', async () => {
    const answer = await deliver({ route: to('root'), message }, { program: join(folder, 'none') });
    expect(answer.detail).toBe(`there is no ${folder}/none; install a mail program, such as postfix or msmtp-mta`);
  });

  it('is sent also while the mail program goes on in the background', async () => {
    const answer = await deliver({ route: to('root'), message }, { program: program('cat >/dev/null; sleep 20 &') });
    expect(answer.outcome).toBe('sent');
  });

  it('whose program hangs fails in time', async () => {
    const given = { program: program('exec sleep 20'), timeoutMs: 300 };
    expect(await deliver({ route: to('root'), message }, given)).toEqual({
      outcome: 'failed',
      detail: 'no answer within 0.3 s',
    });
  });
});

describe('a webhook', () => {
  let server: Server;
  let asked: { readonly request: IncomingMessage; readonly body: string }[];
  let status: number | undefined;

  beforeEach(async () => {
    asked = [];
    status = 204;
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        asked.push({ request, body });
        if (status !== undefined) response.writeHead(status, { location: '/elsewhere' }).end('secret words');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t0ken`;
  const origin = () => url().slice(0, url().indexOf('/hook'));
  const route = (given: string | null = null): Route => ({ by: 'webhook', url: url(), secret: given });

  it('gets the message, unsigned without a secret', async () => {
    expect(await deliver({ route: route(), message })).toEqual({ outcome: 'sent', detail: `${origin()} answered 204` });
    const [first] = asked;
    expect([first?.request.method, first?.request.url, first?.body]).toEqual(['POST', '/hook?token=t0ken', '{"a":1}']);
    expect(first?.request.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'one' });
    expect(first?.request.headers['webhook-signature']).toBeUndefined();
  });

  it('gets a signature that its secret makes, of this attempt', async () => {
    await deliver({ route: route(secret), message });
    const headers = asked[0]?.request.headers ?? {};
    const time = String(headers['webhook-timestamp']);
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    const expected = createHmac('sha256', Buffer.alloc(32, 7)).update(`one.${time}.{"a":1}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  it('that redirects is not followed, and nothing that it says is shown', async () => {
    status = 302;
    expect(await deliver({ route: route(), message })).toEqual({
      outcome: 'failed',
      detail: `${origin()} answered 302`,
    });
    expect(asked).toHaveLength(1);
  });

  it('that hangs fails in time', async () => {
    status = undefined;
    const answer = await deliver({ route: route(secret), message }, { timeoutMs: 300 });
    expect(answer).toEqual({ outcome: 'failed', detail: 'no answer within 0.3 s' });
  });

  it('that is gone fails, without its address or its secret in the reason (H2)', async () => {
    const given = route(secret);
    await new Promise((resolve) => server.close(resolve));
    const { outcome, detail } = await deliver({ route: given, message });
    expect(outcome).toBe('failed');
    expect(detail).toContain('nothing listens there');
    expect(detail).not.toMatch(/t0ken|whsec|hook/);
  });
});
