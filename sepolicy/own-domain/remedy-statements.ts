// SPDX-License-Identifier: Apache-2.0
/**
 * The statements that remedies add to the end of a container's module. Those about a port or a choice repeat what is
 * written of the container, so they do not outlive it there.
 */

import { allChoices } from '../../contract/model/policy/choices.ts';
import { choiceMacro } from '../../contract/model/policy/module-macros.ts';
import { connectedType } from './connect-statement.ts';
import type { ServedPortNumber } from '../../contract/model/containers/container.ts';

/** Stands above the types of ports that a review adds. */
export const reviewedTypesHeading = 'Connections that were learned, and reviewed.';

/** Stands above what a remedy adds; `port` is the one that it makes the container listen on. */
export function remedyHeading(group: string, port: ServedPortNumber | undefined): string {
  const what = port === undefined ? 'A' : `It also listens on ${port.protocol} ${port.port}: a`;
  return `${what} remedy for the denials ${group}.`;
}

const heading = /^; (?:A|It also listens on (?:tcp|udp) \d{1,5}: a) remedy for the denials [0-9a-f]+\.$/;
const chosenCall = new RegExp(
  `^\\(call (?:${['bulkhead_serve_tcp', 'bulkhead_serve_udp', ...allChoices.map(choiceMacro)].join('|')}) \\(`,
);

/**
 * Gives the text without the ports and choices that remedies added, and without types of ports to connect to: a module
 * that is written again has those that are chosen now. Rules, and what a person wrote otherwise, stay.
 */
export function withoutChosenByRemedies(text: string): string {
  const lines = text.split('\n');
  const isType = (place: number): boolean => connectedType(lines[place] ?? '') !== undefined;
  const isChosen = (place: number): boolean =>
    heading.test(lines[place] ?? '') && chosenCall.test(lines[place + 1] ?? '');
  const isHeadingOfTypes = (place: number): boolean =>
    isType(place + 1) && (heading.test(lines[place] ?? '') || lines[place] === `; ${reviewedTypesHeading}`);
  return lines
    .filter((_, place) => !isChosen(place) && !isChosen(place - 1) && !isType(place) && !isHeadingOfTypes(place))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}
