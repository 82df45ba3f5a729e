// SPDX-License-Identifier: Apache-2.0
/** The mode in /etc/selinux/config, as libselinux reads it: the last line of its name counts. */

const modeLine = /^[ \t]*SELINUX[ \t]*=[ \t]*(\S*).*$/gm;

/** Reads the mode in small letters; undefined where the file says nothing. */
export function modeOf(config: string | undefined): string | undefined {
  return [...(config ?? '').matchAll(modeLine)].at(-1)?.[1]?.toLowerCase();
}

/** Gives the file with another mode; every other line stays. */
export function withMode(config: string, mode: string): string {
  if (modeOf(config) === undefined)
    return `${config}${config === '' || config.endsWith('\n') ? '' : '\n'}SELINUX=${mode}\n`;
  return config.replace(modeLine, `SELINUX=${mode}`);
}
