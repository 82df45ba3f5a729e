// SPDX-License-Identifier: Apache-2.0
/** The host named on the command line by `--host X` or `--host=X`. */
export function hostArgument(words: readonly string[]): string | undefined {
  const joined = words.find((word) => word.startsWith('--host='));
  if (joined !== undefined) return joined.slice('--host='.length);
  const index = words.indexOf('--host');
  return index === -1 ? undefined : words[index + 1];
}
