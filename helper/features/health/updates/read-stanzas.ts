// SPDX-License-Identifier: Apache-2.0
/** Reads the stanzas of a file of dpkg or apt piece by piece: what is read is limited, and nobody waits for it. */

import { createReadStream } from 'node:fs';

export interface Stanza {
  readonly package: string;
  readonly version: string;
  readonly architecture: string;
  /** `install ok installed`; empty in lists of packages. */
  readonly status: string;
}

/** Longer lines hold none of these fields. */
const maxLine = 4096;
const fields: Readonly<Record<string, keyof Stanza>> = {
  Package: 'package',
  Version: 'version',
  Architecture: 'architecture',
  Status: 'status',
};

/** The stanzas in the first bytes of a file, as they come; what is no stanza is left out. The file stays open. */
export async function* readStanzas(file: number, bytes: number): AsyncGenerator<readonly Stanza[], void, undefined> {
  if (bytes === 0) return;
  const parser = createStanzaParser();
  const options = {
    fd: file,
    end: bytes - 1,
    autoClose: false,
    encoding: 'latin1',
    highWaterMark: 256 * 1024,
  } as const;
  for await (const piece of createReadStream('', options)) yield parser.push(String(piece));
  yield parser.push('\n\n');
}

export function createStanzaParser(): { push(piece: string): readonly Stanza[] } {
  let rest = '';
  let isTooLong = false;
  let begun: Partial<Record<keyof Stanza, string>> = {};

  function take(line: string): Stanza | undefined {
    if (line === '') {
      const { package: name, version, architecture = '', status = '' } = begun;
      begun = {};
      return name === undefined || version === undefined ? undefined : { package: name, version, architecture, status };
    }
    const [, key = '', value = ''] = /^([A-Z][a-z]+): ?(.*)$/.exec(line) ?? [];
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field !== undefined) begun[field] = value;
    return undefined;
  }

  return {
    push(piece) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (isTooLong && lines.length > 0) {
        lines.shift();
        isTooLong = false;
      }
      if (rest.length > maxLine) {
        rest = '';
        isTooLong = true;
      }
      return lines.flatMap((line) => (line.length > maxLine ? [] : (take(line) ?? [])));
    },
  };
}
