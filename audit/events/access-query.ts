// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the fields of an access vector message that decide what a denial is: ` scontext=... tcontext=... tclass=file
 * permissive=0`. They are taken from where no process has an influence.
 */

import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { remember } from './remember.ts';

export interface AccessQuery {
  /**
   * Null when the kernel had no name for the context and wrote a number (`ssid=`, `tsid=`). Shared by the events that
   * have it; frozen.
   */
  readonly source: SecurityContext | null;
  readonly target: SecurityContext | null;
  readonly class: string;
  readonly permissive: boolean | null;
}

/** A query, and where it stands in the message: from `at` on, or `undefined` when its fields stand apart. */
export interface FoundQuery {
  readonly query: AccessQuery;
  readonly at: number | undefined;
  readonly end: number;
}

/**
 * Finds the query of a message, whose fields may stand in any order. What the kernel writes quotes or encodes what a
 * process controls, so that no value holds a space and a name's last field is the kernel's own, wherever it is. In
 * decoded text (`isInterpreted`) only fields that stand together count, the last such: a file's name could hold any
 * others. Undefined when one is missing.
 */
export function findAccessQuery(body: string, from: number, isInterpreted: boolean): FoundQuery | undefined {
  return findOrderedQuery(body, from) ?? (isInterpreted ? findTogether(body, from) : findApart(body, from));
}

/** Finds the query as the kernel writes it now: source, target, class, and mostly whether it was permissive. */
function findOrderedQuery(body: string, from: number): FoundQuery | undefined {
  const at = Math.max(body.lastIndexOf(' scontext='), body.lastIndexOf(' ssid='));
  if (at < from) return undefined;
  const match =
    /^ s(?:context=([^\s=]+)|sid=\d+) t(?:context=([^\s=]+)|sid=\d+) tclass=([A-Za-z0-9_]+)(?: permissive=([01]))?(?![A-Za-z0-9_=])/.exec(
      body.slice(at),
    );
  if (match === null) return undefined;
  const flag = match[4] ?? lastValue(body.slice(from), ' permissive=', '[01]');
  return {
    at,
    end: at + match[0].length,
    query: {
      source: contextOf(match[1]),
      target: contextOf(match[2]),
      class: match[3] ?? '',
      permissive: permissiveOf(flag),
    },
  };
}

function findTogether(body: string, from: number): FoundQuery | undefined {
  const runs = [...body.slice(from).matchAll(/(?: (?:[st](?:context|sid)|tclass|permissive)=[^\s=]+)+/g)];
  const run = runs.at(-1);
  const found = run === undefined ? undefined : findApart(run[0], 0);
  return run === undefined || found === undefined
    ? undefined
    : { ...found, at: from + run.index, end: from + run.index + run[0].length };
}

function findApart(body: string, from: number): FoundQuery | undefined {
  const text = body.slice(from);
  const [source, target, className] = [
    lastValue(text, ' scontext=', '[^\\s=]+'),
    lastValue(text, ' tcontext=', '[^\\s=]+'),
    lastValue(text, ' tclass=', '[A-Za-z0-9_]+'),
  ];
  const hasBoth =
    (source ?? lastValue(text, ' ssid=', '\\d+')) !== undefined &&
    (target ?? lastValue(text, ' tsid=', '\\d+')) !== undefined;
  if (!hasBoth || className === undefined) return undefined;
  return {
    at: undefined,
    end: body.length,
    query: {
      source: contextOf(source),
      target: contextOf(target),
      class: className,
      permissive: permissiveOf(lastValue(text, ' permissive=', '[01]')),
    },
  };
}

/** Gives the value of the last field of that name, if the whole of it has that shape. */
function lastValue(text: string, key: string, shape: string): string | undefined {
  const at = text.lastIndexOf(key);
  return at === -1 ? undefined : new RegExp(`^(${shape})(?![^\\s'])`).exec(text.slice(at + key.length))?.[1];
}

function permissiveOf(flag: string | undefined): boolean | null {
  return flag === undefined ? null : flag === '1';
}

/** Reads a text that holds a query as the kernel writes it now, and nothing else. */
export function readPlainQuery(text: string): AccessQuery | undefined {
  const match = /^ scontext=([^\s=]+) tcontext=([^\s=]+) tclass=([A-Za-z0-9_]+) permissive=([01])$/.exec(text);
  return match === null
    ? undefined
    : { source: contextOf(match[1]), target: contextOf(match[2]), class: match[3] ?? '', permissive: match[4] === '1' };
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
