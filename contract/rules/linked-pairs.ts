// SPDX-License-Identifier: Apache-2.0
/** Says which containers are linked. */

/**
 * Gives each pair once. A link holds where each names the other, so a container that is removed and created again has
 * none.
 */
export function linkedPairs(
  containers: readonly { readonly name: string; readonly links: readonly string[] }[],
): readonly (readonly [one: string, other: string])[] {
  const byName = new Map(containers.map((container) => [container.name, container]));
  return containers.flatMap(({ name, links }) =>
    links.flatMap((other) =>
      name < other && byName.get(other)?.links.includes(name) === true ? [[name, other] as const] : [],
    ),
  );
}

/** The others that a container is linked with. */
export function linksOf(
  name: string,
  containers: readonly { readonly name: string; readonly links: readonly string[] }[],
): readonly string[] {
  return linkedPairs(containers)
    .filter((pair) => pair.includes(name))
    .flatMap((pair) => pair.filter((one) => one !== name));
}
