// SPDX-License-Identifier: Apache-2.0
/** Capabilities of a file, as the kernel stores them in an attribute. */

/** Its second form has a number with the version, and two words for each of the sets. */
const [plainBytes, plainVersion] = [20, 2] as const;
/** Its third form names the root of a user namespace, for whom the capabilities are. */
const [namespaceBytes, namespaceVersion] = [24, 3] as const;

/**
 * The same capabilities in the form that is for root of every namespace. Undefined for another form, or where they are for
 * another root than this id.
 */
export function plainCapabilities(value: string, root: number): string | undefined {
  const bytes = Buffer.from(value, 'latin1');
  const version = bytes[3];
  if (bytes.length === plainBytes && version === plainVersion) return value;
  if (bytes.length !== namespaceBytes || version !== namespaceVersion) return undefined;
  if (bytes.readUInt32LE(plainBytes) !== root) return undefined;
  bytes[3] = plainVersion;
  return bytes.toString('latin1', 0, plainBytes);
}
