// SPDX-License-Identifier: Apache-2.0
/** Logs of a fake container: a boot, services at work, and now and then an error. */

import { fail } from '../../../../contract/errors.ts';
import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import type { Item, Params, Result } from '../../../../contract/operations/index.ts';
import type { FakeHost } from '../fake-host.ts';
import { pause } from '../pause.ts';

type Lines = AsyncGenerator<Item<'log.read'>, Result<'log.read'>, undefined>;

const batchLines = 500;

export async function* fakeLog(host: FakeHost, params: Params<'log.read'>, signal: AbortSignal): Lines {
  const { name, source, isFollowed, lines: wanted } = params;
  const container = host.containers.get(name) ?? fail('container-not-found', { name });
  if (source === 'journal' && container.state === 'stopped') fail('container-not-running', { name });
  await pause(200, signal);
  const fits = (line: LogLine): boolean => isWanted(line, params);
  const lines = linesOf(source, host.now(), name).filter(fits).slice(-wanted);
  for (let from = 0; from < lines.length; from += batchLines)
    yield { lines: lines.slice(from, from + batchLines), isCaughtUp: false };
  yield { lines: [], isCaughtUp: true };
  if (!isFollowed || params.until !== undefined) return {};
  for (let number = 0; !signal.aborted; number += 1) {
    await pause(source === 'journal' ? 900 : 20_000, signal);
    const fresh = [requestLine(host.now(), 10_000 + number)].filter(fits);
    if (source === 'journal' && fresh.length > 0) yield { lines: fresh, isCaughtUp: true };
  }
  return {};
}

function isWanted({ time, priority, unit, message }: LogLine, wanted: Params<'log.read'>): boolean {
  if (time !== null && (time < (wanted.since ?? 0) || time > (wanted.until ?? Infinity))) return false;
  if (priority !== null && priority > (wanted.priority ?? 7)) return false;
  if (wanted.unit !== undefined && unit !== wanted.unit) return false;
  return message.toLowerCase().includes((wanted.text ?? '').toLowerCase());
}

function linesOf(source: Params<'log.read'>['source'], now: number, name: string): readonly LogLine[] {
  switch (source) {
    case 'journal':
      return Array.from({ length: 12_000 }, (_, index) => journalLine(now - (12_000 - index) * 3, index));
    case 'console':
      return bootLines(name).map((message) => someLine({ message }));
    case 'start':
      return startLines.map(([priority, message], index) =>
        someLine({ time: now - 3600 + index * 0.1, priority, identifier: 'lxc-start start', message }),
      );
  }
}

function journalLine(time: number, number: number): LogLine {
  if (number % 97 === 0)
    return someLine({
      time,
      priority: 3,
      unit: 'php8.4-fpm.service',
      identifier: 'php-fpm8.4',
      pid: 211,
      message:
        'PHP Fatal error: Uncaught RuntimeException: cannot read /srv/shop/config.php\n' +
        '#0 /srv/www/index.php(14): load()\n#1 {main}\n  thrown in /srv/www/lib.php on line 88',
    });
  if (number % 41 === 0)
    return someLine({
      time,
      priority: 4,
      unit: 'cron.service',
      identifier: 'cron',
      pid: 98,
      message: 'a job of www-data took longer than its interval',
    });
  if (number % 61 === 0)
    return someLine({
      time,
      priority: 6,
      unit: 'apache2.service',
      identifier: 'apache2',
      pid: 140,
      message: 'GET /\u001b[2J\u202egpj.exe HTTP/1.1 404',
    });
  return requestLine(time, number);
}

function requestLine(time: number, number: number): LogLine {
  const path = ['/', '/cart', '/api/items', '/static/site.css', '/login'][number % 5] ?? '/';
  return someLine({
    time,
    priority: 6,
    unit: 'apache2.service',
    identifier: 'apache2',
    pid: 140 + (number % 4),
    message: `10.77.0.${(number * 7) % 250} "GET ${path} HTTP/1.1" 200 ${(number * 331) % 9000}`,
  });
}

function someLine(line: Partial<LogLine>): LogLine {
  return { time: null, priority: null, unit: null, identifier: null, pid: null, message: '', isCut: false, ...line };
}

function bootLines(name: string): readonly string[] {
  return [
    'systemd 257.8-1~deb13u2 running in system mode (+PAM +AUDIT +SELINUX +APPARMOR +IMA)',
    'Detected virtualization lxc.',
    'Detected architecture x86-64.',
    '',
    'Welcome to Debian GNU/Linux 13 (trixie)!',
    '',
    `Hostname set to <${name}>.`,
    '[  OK  ] Created slice system-getty.slice - Slice /system/getty.',
    '[  OK  ] Reached target paths.target - Path Units.',
    '[  OK  ] Listening on systemd-journald.socket - Journal Sockets.',
    '         Starting systemd-journald.service - Journal Service...',
    '[  OK  ] Started systemd-journald.service - Journal Service.',
    '[FAILED] Failed to start run-lock.mount - Legacy Locks Directory /run/lock.',
    '[  OK  ] Started apache2.service - The Apache HTTP Server.',
    '[  OK  ] Reached target multi-user.target - Multi-User System.',
    '',
    `Debian GNU/Linux 13 ${name} console`,
    '',
    `${name} login: `,
  ];
}

const startLines: readonly (readonly [number, string])[] = [
  [5, 'The monitor process runs in a cgroup of its own'],
  [5, 'Exec\'ing "/sbin/init"'],
  [5, 'Started "/sbin/init" with pid "1234"'],
];
