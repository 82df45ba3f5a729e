// SPDX-License-Identifier: Apache-2.0
/** Says for which processors a program was made, by the beginning of its file. */

/** The header of ELF says the processors within its first bytes. */
export const elfBytes = 20;

/** Debian's names, which LXC uses too, by the number in the header of ELF. */
const names: Readonly<Record<number, string>> = {
  3: 'i386',
  21: 'ppc64el',
  22: 's390x',
  40: 'armhf',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** Null for what is no program, or for a processor that is not known. */
export function architectureOf(beginning: Buffer): string | null {
  if (beginning.readUInt32BE(0) !== 0x7f454c46) return null;
  const machine = beginning[5] === 2 ? beginning.readUInt16BE(18) : beginning.readUInt16LE(18);
  return names[machine] ?? null;
}
