/** The address of a host, in one canonical spelling. Nothing in it can be taken for an option of ssh. */

export interface SshAddress {
  readonly kind: 'ssh';
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

export type HostAddress = { readonly kind: 'local' } | { readonly kind: 'lab' } | SshAddress;

const userName = /^[a-z_][\w.-]{0,31}$/i;
const hostName = /^(?:[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])$/i;

/** Takes `local`, `lab`, and `ssh://[user@]host[:port]`; undefined for anything else. */
export function parseHostAddress(text: string): HostAddress | undefined {
  if (text === 'local' || text === 'lab') return { kind: text };
  const match = /^ssh:\/\/(?:([^@/:]+)@)?(\[[^\]]*\]|[^@/:]+)(?::(\d{1,5}))?\/?$/.exec(text);
  const [, user, host, portText] = match ?? [];
  if (host === undefined || !hostName.test(host)) return undefined;
  if (user !== undefined && !userName.test(user)) return undefined;
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  return { kind: 'ssh', user, host: host.toLowerCase(), port: port === 22 ? undefined : port };
}

/** The canonical spelling, which is also the host's id. */
export function hostId(address: HostAddress): string {
  if (address.kind !== 'ssh') return address.kind;
  const user = address.user === undefined ? '' : `${address.user}@`;
  const port = address.port === undefined ? '' : `:${address.port}`;
  return `ssh://${user}${address.host}${port}`;
}

/** A short name for people. */
export function hostLabel(address: HostAddress): string {
  return address.kind === 'ssh' ? hostId(address).replace('ssh://', '') : address.kind;
}

/** The host named on the command line by `--host X` or `--host=X`. */
export function hostArgument(words: readonly string[]): string | undefined {
  const joined = words.find((word) => word.startsWith('--host='));
  if (joined !== undefined) return joined.slice('--host='.length);
  const index = words.indexOf('--host');
  return index === -1 ? undefined : words[index + 1];
}
