// SPDX-License-Identifier: Apache-2.0
/** An image that a server offers, and the line that a host keeps of where one came from. */

/** Is the server of LXC's own images. */
export const lxcServer = 'https://images.linuxcontainers.org';

export interface ServerImage {
  /** All that it is called, such as `debian/trixie`, the first one first. */
  readonly aliases: readonly string[];
  readonly architecture: string;
  /**
   * Gives the distribution, the release and the variant, such as `debian`, `trixie` and `default`; empty where the
   * server does not say.
   */
  readonly distribution: string;
  readonly release: string;
  readonly variant: string;
  /** Names the newest version of the image: text that sorts by time, such as `20261127_05:24`. */
  readonly version: string;
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Describes a step in the download of an image, piece by piece. */
export interface ImagePiece {
  /** Undefined when the archive has ended. */
  readonly data: Uint8Array | undefined;
  /** How often the connection was cut until now, and went on. */
  readonly cuts: number;
}

export interface ServerOrigin {
  readonly server: string;
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
}

export function nameOf({ aliases }: Pick<ServerImage, 'aliases'>): string {
  return aliases[0] ?? '';
}

export function formatServerOrigin(
  server: string,
  image: Pick<ServerImage, 'aliases' | 'architecture' | 'version'>,
): string {
  return `${server} ${nameOf(image)} ${image.architecture} ${image.version}`;
}

/** Undefined for an image of anything else. */
export function parseServerOrigin(origin: string | null): ServerOrigin | undefined {
  const [server = '', name = '', architecture = '', version = '', ...more] = origin?.split(' ') ?? [];
  if (!/^https?:\/\//.test(server) || version === '' || more.length > 0) return undefined;
  return { server, name, architecture, version };
}

/** The one of the server that has the same name and architecture; undefined when it offers none any more. */
export function successorOf(
  images: readonly ServerImage[],
  { name, architecture }: ServerOrigin,
): ServerImage | undefined {
  return images.find((image) => image.aliases.includes(name) && image.architecture === architecture);
}
