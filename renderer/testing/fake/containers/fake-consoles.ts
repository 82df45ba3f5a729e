// SPDX-License-Identifier: Apache-2.0
/** The terminals of a fake host: a kept one outlives its connection, as the helper's do. */

import { fail } from '../../../../contract/errors.ts';
import type { Input, Item, Params, Result } from '../../../../contract/operations/index.ts';
import { hasEndedWithConnection } from '../../../../rpc/call-signals.ts';
import type { FakeHost } from '../fake-host.ts';
import { type FakeConsole, fakeShell } from './fake-shell.ts';

interface FakeClient {
  readonly input: AsyncIterable<Input<'console.open'>>;
  readonly signal: AbortSignal;
}

type Items = AsyncGenerator<Item<'console.open'>, Result<'console.open'>, undefined>;

export async function* fakeOpen(host: FakeHost, params: Params<'console.open'>, client: FakeClient): Items {
  const { name, user = 'root', folder = '~', isKept } = params;
  const id = crypto.randomUUID();
  const opened: FakeConsole = { shell: { name, user, folder, line: undefined }, output: '' };
  if (isKept) host.consoles.set(id, opened);
  yield { data: new Uint8Array(), ...(isKept && { session: id }) };
  return yield* carry(host, client, { id, console: opened });
}

/** Opens the boot console, which one session has at a time. */
export async function* fakeOpenBoot(host: FakeHost, params: Params<'console.open-boot'>, client: FakeClient): Items {
  const { name, isKept } = params;
  const isTaken = [...host.consoles.values()].some(({ shell }) => shell.isBoot === true && shell.name === name);
  if (isTaken) fail('console-busy', { name });
  const id = crypto.randomUUID();
  const opened: FakeConsole = { shell: { name, user: 'root', folder: '/', line: undefined, isBoot: true }, output: '' };
  host.consoles.set(id, opened);
  yield { data: new Uint8Array(), ...(isKept && { session: id }) };
  return yield* carry(host, client, { id, console: opened });
}

export async function* fakeAttach(host: FakeHost, params: Params<'console.attach'>, client: FakeClient): Items {
  const { name, session } = params;
  const found = host.consoles.get(session);
  if (found?.shell.name !== name) fail('console-not-found', { name });
  yield { data: bytesOf(found.output), session, isReplay: true };
  return yield* carry(host, client, { id: session, console: found });
}

interface OpenConsole {
  readonly id: string;
  readonly console: FakeConsole;
}

/** Carries what is typed and written until the shell or the client ends. */
async function* carry(host: FakeHost, { input, signal }: FakeClient, { id, console }: OpenConsole): Items {
  try {
    const shell = fakeShell(console.shell, input);
    const stopped = untilStopped(host, console.shell.name, signal);
    for (;;) {
      const next = await Promise.race([shell.next(), stopped]);
      if (next.done === true) {
        if (signal.aborted) fail('cancelled', {});
        return next.value;
      }
      console.output += next.value.data;
      yield { data: bytesOf(next.value.data) };
    }
  } finally {
    if (!hasEndedWithConnection(signal)) host.consoles.delete(id);
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The shell is killed with its container. */
async function untilStopped(
  host: FakeHost,
  name: string,
  signal: AbortSignal,
): Promise<IteratorReturnResult<{ exitCode: number }>> {
  for await (const change of host.containerChanges.listen(signal))
    if (change.type === 'changed' && change.container.name === name && change.container.state === 'stopped') break;
  return { done: true, value: { exitCode: 137 } };
}
