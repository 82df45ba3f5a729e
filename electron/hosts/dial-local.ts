/** Reaches the helper of this machine over its socket, once it is certain that root serves it. */

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Connection } from './connection.ts';
import { distrustOfServer } from './peer-credentials.ts';

export async function dialLocal(path: string, signal: AbortSignal): Promise<Connection> {
  const stream = connect({ path });
  try {
    await once(stream, 'connect', { signal });
    const distrust = await distrustOfServer(stream, path);
    if (distrust !== undefined) throw new Error(distrust);
    signal.throwIfAborted();
    return { stream, explainEnd: () => Promise.resolve(undefined) };
  } catch (error) {
    stream.destroy();
    throw new Error(explain(error, path), { cause: error });
  }
}

function explain(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `there is no socket ${path}; is Bulkhead's helper installed on this machine?`;
  if (code === 'ECONNREFUSED') return 'the helper does not run; see systemctl status bulkhead.socket';
  if (code === 'EACCES') return `you may not use ${path}; an administrator can add you to the group bulkhead`;
  return error instanceof Error ? error.message : String(error);
}
