// SPDX-License-Identifier: Apache-2.0
/** Splits `ssh --user operator ls -la` so that options after the guest's command begins belong to that command. */

const withValue = new Set(['--name', '--user', '--parent']);

export interface SplitArguments {
  readonly own: readonly string[];
  readonly guest: readonly string[];
}

export function splitCommand(args: readonly string[]): SplitArguments {
  let words = 0;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return { own: args.slice(0, index), guest: args.slice(index + 1) };
    if (withValue.has(arg)) index += 1;
    else if (!arg.startsWith('-')) words += 1;
    if (words === 2) return { own: args.slice(0, index), guest: args.slice(index) };
  }
  return { own: args, guest: [] };
}
