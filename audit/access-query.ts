/**
 * Reads the end of an access vector message: ` scontext=... tcontext=... tclass=file permissive=0`. These fields decide what a denial is, so they are taken from
 * behind everything that a process can influence, and each is expected in its place.
 */

import { parseSecurityContext } from '../contract/model/parse-security-context.ts';
import type { SecurityContext } from '../contract/model/security-context.ts';
import { remember } from './remember.ts';

export interface AccessQuery {
  /** Null when the kernel had no name for the context and wrote a number (`ssid=`, `tsid=`). Shared by the events that have it; frozen. */
  readonly source: SecurityContext | null;
  readonly target: SecurityContext | null;
  readonly class: string;
  readonly permissive: boolean | null;
}

/** Where the last query of the message starts; -1 when there is none at or behind `from`. */
export function accessQueryStart(body: string, from: number): number {
  const named = body.lastIndexOf(' scontext=');
  if (named >= from) return named;
  const numbered = body.lastIndexOf(' ssid=');
  return numbered >= from ? numbered : -1;
}

/** Undefined when the text does not begin with a query, or the query is cut off. */
export function readAccessQuery(text: string): AccessQuery | undefined {
  const match = /^ s(?:context=([^\s=]+)|sid=\d+) t(?:context=([^\s=]+)|sid=\d+) tclass=([A-Za-z0-9_]+)(?: permissive=([01]))?(?![A-Za-z0-9_=])/.exec(text);
  if (match === null) return undefined;
  return {
    source: contextOf(match[1]),
    target: contextOf(match[2]),
    class: match[3] ?? '',
    permissive: match[4] === undefined ? null : match[4] === '1',
  };
}

/** The same of a text that holds a query as the kernel writes it now, and nothing else. */
export function readPlainQuery(text: string): AccessQuery | undefined {
  const match = /^ scontext=([^\s=]+) tcontext=([^\s=]+) tclass=([A-Za-z0-9_]+) permissive=([01])$/.exec(text);
  return match === null ? undefined : { source: contextOf(match[1]), target: contextOf(match[2]), class: match[3] ?? '', permissive: match[4] === '1' };
}

/** Null when the text is no context, as before a policy is loaded. */
export function readContext(text: string): SecurityContext | null {
  const context = parseSecurityContext(text);
  return context === undefined ? null : Object.freeze(context);
}

const rememberedContext = remember(readContext);

function contextOf(text: string | undefined): SecurityContext | null {
  return text === undefined ? null : rememberedContext(text);
}
