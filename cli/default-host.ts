// SPDX-License-Identifier: Apache-2.0
/**
 * The host that is meant without `--host`: `BULKHEAD_HOST`, else the one that the user has chosen, else this machine.
 * What cannot be read is an error: a command that was meant for another host does nothing on this one.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { formatHost, type Host, parseHost } from '../hosts/parse-host.ts';
import { InputError } from './input-error.ts';
import { writeWhole } from './transfer/write-whole.ts';
import { UsageError } from './usage-error.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export const hostVariable = 'BULKHEAD_HOST';

const fileSchema = z.strictObject({ host: z.string() });

export interface DefaultHost {
  readonly host: Host;
  /** What says so. */
  readonly by: 'variable' | 'choice' | 'nothing';
}

export async function readDefaultHost(variables: Variables): Promise<DefaultHost> {
  const named = variables[hostVariable] ?? '';
  if (named !== '') {
    const host = parseHost(named);
    if (host === undefined)
      throw new UsageError(`${hostVariable} is ${named}, and a host is local, lab, or ssh://[user@]host[:port]`);
    return { host, by: 'variable' };
  }
  const chosen = await readChoice(variables);
  return chosen === undefined ? { host: { kind: 'local' }, by: 'nothing' } : { host: chosen, by: 'choice' };
}

/** Keeps the host for the commands to come. */
export async function chooseHost(variables: Variables, host: Host): Promise<void> {
  const path = pathOfChoice(variables);
  if (path === undefined) throw new Error('cannot keep the host: neither HOME nor XDG_CONFIG_HOME names a folder');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeWhole(path, (write) => write(Buffer.from(`${JSON.stringify({ host: formatHost(host) })}\n`)));
}

/** Undefined when none was chosen. */
async function readChoice(variables: Variables): Promise<Host | undefined> {
  const path = pathOfChoice(variables);
  if (path === undefined) return undefined;
  const text = await textOf(path);
  if (text === undefined) return undefined;
  const host = hostIn(text);
  if (host === undefined)
    throw new InputError(path, 'it names no host; choose one again with: bulkheadctl host use HOST');
  return host;
}

/** Undefined when there is no such file. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError(path, message);
  }
}

function hostIn(text: string): Host | undefined {
  try {
    return parseHost(fileSchema.parse(JSON.parse(text)).host);
  } catch {
    return undefined;
  }
}

/**
 * Gives the path of the choice in the user's folder for configuration, as the XDG base directory specification has it.
 */
function pathOfChoice({ XDG_CONFIG_HOME: folder = '', HOME: home = '' }: Variables): string | undefined {
  const [base] = [folder, ...(home === '' ? [] : [join(home, '.config')])].filter((one) => isAbsolute(one));
  return base === undefined ? undefined : join(base, 'bulkhead', 'bulkheadctl.json');
}
