// SPDX-License-Identifier: Apache-2.0
/** Fetches what a server of images has, by a way that can be believed. */

import { InputError } from '../../input-error.ts';

const maxRedirections = 5;

/**
 * The content at an address. Where nothing else proves what comes, `isProven` is false, and each step on the way there
 * has to be by https, or on this machine itself.
 */
export async function* fetchContent(
  address: string,
  isProven: boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const answer = await follow(address, isProven, signal, maxRedirections);
  if (!answer.ok || answer.body === null)
    throw new InputError(address, `the server answers ${String(answer.status)} ${answer.statusText}`.trim());
  try {
    yield* answer.body;
  } catch (error) {
    throw new InputError(address, reasonOf(error));
  }
}

async function follow(address: string, isProven: boolean, signal: AbortSignal, left: number): Promise<Response> {
  requireSafe(address, isProven);
  const answer = await fetch(address, { signal, redirect: 'manual' }).catch((error: unknown) => {
    throw new InputError(address, reasonOf(error));
  });
  const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
  if (next === null) return answer;
  await answer.body?.cancel();
  if (left === 0 || !URL.canParse(next, address)) throw new InputError(address, 'the server leads to nowhere');
  return follow(new URL(next, address).href, isProven, signal, left - 1);
}

function requireSafe(address: string, isProven: boolean): void {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || (protocol === 'http:' && (isProven || isThisMachine(hostname)))) return;
  throw new InputError(address, 'without https only a signed index is used: give --keyring, or an address with https');
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/** What `fetch` says is always the same; the cause says what it was. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
