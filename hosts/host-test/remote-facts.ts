// SPDX-License-Identifier: Apache-2.0
/**
 * What the logged-in user sees of the helper on another machine, when its socket does not open there. It runs programs of
 * the system only, in one fixed script, and trusts nothing of the answer but its shape.
 */

import { execFile } from 'node:child_process';
import { distributionOf } from '../../contract/rules/distribution.ts';
import { type ClientFacts, clientUnits, parseGroup, parseUnits } from '../doctor/client-facts.ts';
import { helperSocket } from '../../contract/helper-socket.ts';
import { type RemoteHost, sshCommandArguments } from '../ssh-arguments.ts';

const script = [
  'LC_ALL=C; export LC_ALL',
  'say() { printf "\\n=%s\\n" "$1"; }',
  'say uid; id -u; say user; id -un; say session; id -G; say member; id -G "$(id -un)"',
  'say group; getent group bulkhead',
  `say socket; test -S ${helperSocket} && echo yes`,
  'say enforce; cat /sys/fs/selinux/enforce; say domain; tr -d "\\0" < /proc/self/attr/current',
  'say os; cat /etc/os-release; say failure; head -c 2000 /var/lib/bulkhead-selinux/failure',
  `say units; systemctl show -p Id,LoadState,ActiveState,UnitFileState ${clientUnits.join(' ')}`,
  'true',
].join('; ');

const timeoutMs = 30_000;

export interface RemoteFactsOptions {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Undefined when no command can be run there, as with an account that may only forward. */
export function readRemoteFacts(
  host: RemoteHost,
  { program, environment, signal }: RemoteFactsOptions,
): Promise<ClientFacts | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const options = { encoding: 'utf8', timeout: timeoutMs, maxBuffer: 256 * 1024, signal, env } as const;
    execFile(program, sshCommandArguments(host, `sh -c '${script}' 2>/dev/null`), options, (error, stdout) =>
      resolve(error === null ? parseFacts(stdout) : undefined),
    );
  });
}

/** Undefined when the answer is not that of the script. */
export function parseFacts(text: string): ClientFacts | undefined {
  const parts = new Map(
    text.split(/\n=(?=[a-z]+\n)/).map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return [name, lines.join('\n').trim()] as const;
    }),
  );
  const uid = Number(parts.get('uid') ?? Number.NaN);
  if (!Number.isInteger(uid)) return undefined;
  const units = parseUnits(parts.get('units') ?? '');
  const enforce = parts.get('enforce');
  const isEnforcing = enforce === '1' ? 'enforcing' : 'permissive';
  return {
    uid,
    user: parts.get('user') ?? String(uid),
    hasSocket: parts.get('socket') === 'yes' || units?.['bulkhead-helper.socket'].active === 'active',
    group: parseGroup(parts.get('group'), parts.get('member'), (parts.get('session') ?? '').split(/\s+/).map(Number)),
    units,
    selinux: enforce === undefined || enforce === '' ? 'disabled' : isEnforcing,
    domain: parts.get('domain')?.split(':')[2],
    distribution: distributionOf(parts.get('os') ?? ''),
    policyFailure: parts.get('failure') === '' ? undefined : parts.get('failure'),
  };
}
