// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the prototype of elements that has a property itself, for a test that gives elements a size: those of happy-dom do
 * not have the prototype that its window names.
 */

export function prototypeWith(property: string): HTMLElement {
  let one = document.createElement('div');
  while (!Object.hasOwn(one, property)) one = Object.getPrototypeOf(one) as HTMLDivElement;
  return one;
}
