// SPDX-License-Identifier: Apache-2.0
/** Where an image of a server came from, in the line that the host keeps of it. */

import { nameOf, type ServerImage } from './image-server.ts';

export interface ServerOrigin {
  readonly server: string;
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
}

export function formatServerOrigin(server: string, image: ServerImage): string {
  return `${server} ${nameOf(image)} ${image.architecture} ${image.version}`;
}

/** Undefined for an image of anything else. */
export function parseServerOrigin(origin: string | null): ServerOrigin | undefined {
  const [server = '', name = '', architecture = '', version = '', ...more] = origin?.split(' ') ?? [];
  if (!/^https?:\/\//.test(server) || version === '' || more.length > 0) return undefined;
  return { server, name, architecture, version };
}
