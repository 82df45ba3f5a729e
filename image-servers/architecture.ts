// SPDX-License-Identifier: Apache-2.0
/** Architectures by the names that Debian and the servers of images use. */

const debianNames: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'armhf', ppc64: 'ppc64el', ia32: 'i386' };

export function architectureOfThisMachine(nodeName: string = process.arch): string {
  return debianNames[nodeName] ?? nodeName;
}
