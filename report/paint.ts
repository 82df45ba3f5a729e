// SPDX-License-Identifier: Apache-2.0
/** How a text is given a colour where it is shown; a file has none. */

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Gives the text in the colour, or as it is. */
export type Paint = (text: string, colour: Colour | undefined) => string;
