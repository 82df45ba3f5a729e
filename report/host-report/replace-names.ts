// SPDX-License-Identifier: Apache-2.0
/**
 * Replaces in a text what says whose host it is: names, paths of people, addresses. The same value has the same
 * placeholder everywhere, so that a reader sees what belongs together.
 */

import * as z from 'zod';
import { makeOnce } from '../../contract/make-once.ts';
import { policyNames } from '../../sepolicy/own-domain/names.ts';

export interface PrivateValues {
  readonly containers: readonly string[];
  /** The host's own name. */
  readonly hostname: string | undefined;
  /** Folders of volumes, and others that people have named. */
  readonly paths: readonly string[];
}

export type Replace = (text: string) => string;

/** Home folders are found by where they are; a stop at the end is that of the sentence. */
const homePath = /\/(?:home|root|Users)\/[^\s'"`,;:()<>[\]{}|]*[^\s'"`,;:()<>[\]{}|.]/g;
/** Matches paths below the folders in which people keep what they share and mount. */
const sharedPath = /\/(?:srv|mnt|media)\/[^\s'"`,;:()<>[\]{}|]*[^\s'"`,;:()<>[\]{}|.]/g;
const macAddress = /(?<![0-9a-f])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-f])/gi;
const ipv4Address = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g;
/** Containers that are no longer there, or that nobody could list: where their names stand. */
const otherContainer =
  /(?<=\/var\/lib\/(?:lxc|bulkhead\/containers)\/|lxc\.(?:payload|monitor)\.|bulkhead_c_)[A-Za-z0-9][\w.-]*/g;
/** What may hold an address of IPv6. */
const ipv6Run = /[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*/gi;
const ipv6Schema = makeOnce(() => z.ipv6());
/** The longest address that is written out. */
const maxIpv6 = 45;

/**
 * Text is taken as it is shown, after controls were escaped. A name counts where no letter or digit is next to it, so in
 * `bulkhead_c_web_t` too.
 */
export function createReplace({ containers, hostname, paths }: PrivateValues): Replace {
  const address = createNumbering('address');
  // In one pass over what is left each time, or a placeholder, or a part of an address, would be taken for a name.
  const rules: readonly Rule[] = [
    { find: findPattern(homePath), placeholder: createNumbering('home') },
    { find: findPattern(sharedPath), placeholder: createNumbering('folder') },
    { find: findPattern(macAddress), placeholder: createNumbering('mac') },
    { find: findIpv6, placeholder: address },
    { find: findPattern(ipv4Address), placeholder: address },
    createKnown([
      ...paths.map((path, index): Known => [path, `path-${index + 1}`]),
      ...containers.flatMap((name, index) => formsOf(name, `container-${index + 1}`)),
      ...hostForms(hostname),
    ]),
    { find: findPattern(otherContainer), placeholder: createNumbering('other') },
  ];
  return (text) => {
    const whole: readonly Piece[] = [{ text, isReplaced: false }];
    const pieces = rules.reduce(
      (left, rule) => left.flatMap((piece) => (piece.isReplaced ? [piece] : splitBy(rule, piece.text))),
      whole,
    );
    return pieces.map((piece) => piece.text).join('');
  };
}

type Known = readonly [value: string, placeholder: string];

/** Gives the name as it is, and as the container's policy module has it. */
function formsOf(name: string, placeholder: string): readonly Known[] {
  return [[name, placeholder], ...moduleForms(name, placeholder)];
}

/** A container of another tool may have a name that no module can. */
function moduleForms(name: string, placeholder: string): readonly Known[] {
  try {
    const own = policyNames(name).module.slice(policyNames('x').module.length - 1);
    return own === name ? [] : [[own, placeholder]];
  } catch {
    return [];
  }
}

function hostForms(hostname: string | undefined): readonly Known[] {
  if (hostname === undefined) return [];
  const [short = hostname] = hostname.split('.');
  return [...new Set([hostname, short])].map((name) => [name, 'this-host']);
}

interface Found {
  readonly start: number;
  readonly end: number;
}

interface Rule {
  /** Finds parts in the order of the text, none of which overlaps another. */
  find(text: string): Iterable<Found>;
  placeholder(value: string): string;
}

function findPattern(pattern: RegExp): Rule['find'] {
  return (text) =>
    Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

function createKnown(all: readonly Known[]): Rule {
  const values = new Map(all.filter(([value]) => value !== ''));
  // The longer one first, where one is the beginning of another.
  const words = [...values.keys()].sort((one, other) => other.length - one.length).map(escapePattern);
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})(?![\p{L}\p{N}])`, 'gu');
  return {
    find: words.length === 0 ? () => [] : findPattern(pattern),
    placeholder: (value) => values.get(value) ?? value,
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

interface Piece {
  readonly text: string;
  readonly isReplaced: boolean;
}

function splitBy({ find, placeholder }: Rule, text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of find(text)) {
    pieces.push({ text: text.slice(done, start), isReplaced: false });
    pieces.push({ text: placeholder(text.slice(start, end)), isReplaced: true });
    done = end;
  }
  return [...pieces, { text: text.slice(done), isReplaced: false }];
}

/** Finds the addresses in each run of digits and colons: the longest one at its beginning, and those behind it. */
function* findIpv6(text: string): Iterable<Found> {
  for (const { index, 0: run } of text.matchAll(ipv6Run)) {
    let at = 0;
    while (at < run.length) {
      const end = endOfIpv6(run, at);
      if (end !== undefined) yield { start: index + at, end: index + end };
      at = end ?? at + 1;
    }
  }
}

function endOfIpv6(run: string, start: number): number | undefined {
  for (let end = Math.min(run.length, start + maxIpv6); end >= start + 2; end -= 1)
    if (ipv6Schema().safeParse(run.slice(start, end)).success) return end;
  return undefined;
}

/** Gives `KIND-1`, `KIND-2`, in the order in which values are met. */
function createNumbering(kind: string): (value: string) => string {
  const numbers = new Map<string, string>();
  return (value) => {
    const placeholder = numbers.get(value) ?? `${kind}-${numbers.size + 1}`;
    numbers.set(value, placeholder);
    return placeholder;
  };
}
