// SPDX-License-Identifier: Apache-2.0
/**
 * LXC's configuration format: `key = value` lines. Reads any file; writes only keys and values that cannot be anything
 * else.
 */

import { readFileSync } from 'node:fs';

export interface ConfigurationLine {
  readonly key: string;
  readonly value: string;
}

/**
 * The lines of a configuration in order; comments and what is no `key = value` are left out. The time grows with the
 * length alone: who may write an included file is not always root.
 */
export function parseConfiguration(text: string): readonly ConfigurationLine[] {
  return text.split('\n').flatMap((line) => {
    const [, key, value = ''] = /^\s*([a-z0-9_.-]+)\s*=(.*)$/is.exec(line) ?? [];
    return key === undefined ? [] : [{ key, value: value.trim() }];
  });
}

/** The effective value of a key that has one value: the last one. */
export function valueOf(lines: readonly ConfigurationLine[], key: string): string | undefined {
  return lines.findLast((line) => line.key === key)?.value;
}

/**
 * Writes the text of a configuration. Raises when a key is not LXC's or a value holds a control character: a line break
 * in a value would be a line of its own (threat C2).
 */
export function formatConfiguration(lines: readonly ConfigurationLine[]): string {
  for (const { key, value } of lines) {
    if (!/^lxc\.[a-z0-9_.-]+$/.test(key))
      throw new Error(`cannot write the configuration: ${JSON.stringify(key)} is no key of LXC's`);
    if (/[\u0000-\u001f\u007f]/.test(value))
      throw new Error(`cannot write the configuration: the value of ${key} holds a control character`);
  }
  return lines.map(({ key, value }) => `${key} = ${value}\n`).join('');
}

/** Undefined when the container has no configuration that can be read. */
export function readConfiguration(path: string): readonly ConfigurationLine[] | undefined {
  try {
    return parseConfiguration(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
