// SPDX-License-Identifier: Apache-2.0
/** Splits `ssh --user operator ls -la` so that options after the guest's command begins belong to that command. */

const withValue = new Set(['--name', '--user', '--parent', '--recipe', '--policy', '--members']);

/** How many words are ours: `cluster up` has two. */
const ownWords = (first: string | undefined): number => (first === 'cluster' ? 2 : 1);

export interface SplitArguments {
  readonly own: readonly string[];
  readonly guest: readonly string[];
}

export function splitCommand(args: readonly string[]): SplitArguments {
  const words: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return { own: args.slice(0, index), guest: args.slice(index + 1) };
    if (withValue.has(arg)) index += 1;
    else if (!arg.startsWith('-')) words.push(arg);
    if (words.length > ownWords(words[0])) return { own: args.slice(0, index), guest: args.slice(index) };
  }
  return { own: args, guest: [] };
}
