// SPDX-License-Identifier: Apache-2.0
/** Compares versions of Debian packages as dpkg does (deb-version(7)). */

/** Gives a number below, at or above 0, as the first is older than, the same as, or newer than the second. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.epoch - b.epoch || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

function partsOf(version: string): { readonly epoch: number; readonly upstream: string; readonly revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? 0 : Number(version.slice(0, colon)) || 0,
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

/** Compares in turn what is no digit, by its characters, and digits, as numbers. */
function comparePart(one: string, other: string): number {
  const [ones, others] = [piecesOf(one), piecesOf(other)];
  for (let at = 0; at < Math.max(ones.length, others.length); at += 1) {
    const [a = '', b = ''] = [ones[at], others[at]];
    const order = at % 2 === 0 ? compareTexts(a, b) : compareNumbers(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

/** Text and digits alternate, and text stands first. */
function piecesOf(part: string): readonly string[] {
  return part.split(/(\d+)/);
}

function compareTexts(one: string, other: string): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const order = weightOf(one, at) - weightOf(other, at);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde is before the end, then come letters, then all else. */
function weightOf(text: string, at: number): number {
  const character = text[at];
  if (character === undefined) return 0;
  if (character === '~') return -1;
  const code = text.charCodeAt(at);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Compares numbers of any length, so not by arithmetic. */
function compareNumbers(one: string, other: string): number {
  const [a, b] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
