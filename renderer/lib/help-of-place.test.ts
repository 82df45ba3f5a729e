// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingAnchor } from './heading-anchor.ts';
import { helpOfPlace } from './help-of-place.ts';
import { everyRoute, placeOf } from './route.ts';

const docs = join(import.meta.dirname, '../../docs');

describe('the help of each place', () => {
  it.each(everyRoute('web').map(placeOf))('%s has a section of the guide that is there', (place) => {
    const [file = '', anchor] = helpOfPlace[place].split('#');
    expect(existsSync(join(docs, file)), file).toBe(true);
    const headings = [...readFileSync(join(docs, file), 'utf8').matchAll(/^#+ (.+)$/gm)];
    const anchors = headings.map(([, heading = '']) => headingAnchor(heading));
    if (anchor !== undefined) expect(anchors).toContain(anchor);
  });
});
