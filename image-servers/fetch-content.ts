// SPDX-License-Identifier: Apache-2.0
/** Fetches what a server of images has, by a way that can be believed. */

import { ServerError } from './server-error.ts';

export interface FetchedContent {
  /** Gives the content in order, from `begin` on. Rejects with a `ServerError` when it breaks off. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Gives the position of the first of these bytes: 0 where the server gives all of it. */
  readonly begin: number;
  /** What stays the same while the content does; undefined where the server says nothing of that. */
  readonly tag: string | undefined;
}

export interface FetchOptions {
  /**
   * Says whether something else proves what comes. If not, each step on the way has to be by https, or on this machine.
   */
  readonly isProven: boolean;
  readonly signal: AbortSignal;
  /** Asks for what comes after these bytes, while the content has this tag still. */
  readonly after?: { readonly bytes: number; readonly tag: string | undefined };
}

const maxRedirections = 5;

/** Gives the content at an address. Rejects with a `ServerError` where there is none. */
export async function fetchContent(address: string, options: FetchOptions): Promise<FetchedContent> {
  const answer = await follow(address, options, maxRedirections);
  const { body } = answer;
  if (!answer.ok || body === null)
    throw new ServerError(address, `the server answers ${String(answer.status)} ${answer.statusText}`.trim());
  return { pieces: piecesOf(address, body), begin: beginOf(answer), tag: tagOf(answer) };
}

async function* piecesOf(address: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new ServerError(address, reasonOf(error));
  }
}

async function follow(address: string, options: FetchOptions, left: number): Promise<Response> {
  const { isProven, signal, after } = options;
  requireSafe(address, isProven);
  const headers = after === undefined ? {} : rangeHeaders(after);
  const answer = await fetch(address, { signal, redirect: 'manual', headers }).catch((error: unknown) => {
    throw new ServerError(address, reasonOf(error));
  });
  const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
  if (next === null) return answer;
  await answer.body?.cancel();
  if (left === 0 || !URL.canParse(next, address)) throw new ServerError(address, 'the server leads to nowhere');
  return follow(new URL(next, address).href, options, left - 1);
}

/** With a tag, a server that has other content by now gives all of that (RFC 9110, If-Range). */
function rangeHeaders({ bytes, tag }: NonNullable<FetchOptions['after']>): Record<string, string> {
  return { range: `bytes=${bytes}-`, ...(tag !== undefined && { 'if-range': tag }) };
}

function beginOf(answer: Response): number {
  if (answer.status !== 206) return 0;
  const first = /^bytes (\d{1,15})-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return first === undefined ? 0 : Number(first);
}

/**
 * Gives a strong tag; undefined for a weak one, which says that the content means the same, not that it is the same.
 */
function tagOf(answer: Response): string | undefined {
  const tag = answer.headers.get('etag');
  return tag?.startsWith('"') === true ? tag : undefined;
}

function requireSafe(address: string, isProven: boolean): void {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || (protocol === 'http:' && (isProven || isThisMachine(hostname)))) return;
  throw new ServerError(address, 'without https only a signed index is used: give --keyring, or an address with https');
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/** What `fetch` says is always the same; the cause says what it was. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
