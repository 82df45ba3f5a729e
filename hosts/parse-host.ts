// SPDX-License-Identifier: Apache-2.0
/**
 * Says which host is meant: reads and writes `local`, `lab` and `ssh://[user@]host[:port]`. What it gives is safe as an
 * argument of ssh.
 */

export type Host =
  | { readonly kind: 'local' }
  /** A lab of this checkout, entered as one of its users. */
  | { readonly kind: 'lab'; readonly name: string; readonly user: string }
  | {
      readonly kind: 'ssh';
      readonly user: string | undefined;
      readonly host: string;
      readonly port: number | undefined;
    };

/** The lab that `npm start` runs, entered as the user whom its polkit rules trust. */
const usualLab = { kind: 'lab', name: 'lab', user: 'operator' } as const;

const labAddress = /^lab:\/\/(?:([a-z_][a-z0-9_-]*)@)?([a-z0-9][a-z0-9-]{0,30})$/;
const sshName = '[A-Za-z0-9_][A-Za-z0-9_.-]*';
const ipv6Address = '[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?';
const sshAddress = new RegExp(`^ssh://(?:(${sshName})@)?(?:\\[(${ipv6Address})\\]|(${sshName}))(?::([0-9]{1,5}))?/?$`);

/**
 * Undefined when the text names no host. `lab://[user@]name` is another lab than the usual one, or another of its
 * users.
 */
export function parseHost(text: string): Host | undefined {
  if (text === 'local') return { kind: 'local' };
  if (text === 'lab') return usualLab;
  return parseLab(text) ?? parseSsh(text);
}

/** Writes the canonical text: two addresses of the same host and user give the same one. */
export function formatHost(host: Host): string {
  switch (host.kind) {
    case 'local':
      return 'local';
    case 'lab':
      return host.name === usualLab.name && host.user === usualLab.user ? 'lab' : `lab://${host.user}@${host.name}`;
    case 'ssh': {
      const user = host.user === undefined ? '' : `${host.user}@`;
      const name = host.host.includes(':') ? `[${host.host}]` : host.host;
      return `ssh://${user}${name}${host.port === undefined ? '' : `:${host.port}`}`;
    }
  }
}

function parseLab(text: string): Host | undefined {
  const match = labAddress.exec(text);
  if (match?.[2] === undefined) return undefined;
  return { kind: 'lab', name: match[2], user: match[1] ?? usualLab.user };
}

function parseSsh(text: string): Host | undefined {
  const match = sshAddress.exec(text);
  const host = match?.[2] ?? match?.[3];
  if (match === null || host === undefined) return undefined;
  const port = match[4] === undefined ? undefined : Number(match[4]);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  return { kind: 'ssh', user: match[1], host: host.toLowerCase(), port: port === 22 ? undefined : port };
}
