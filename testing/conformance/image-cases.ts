// SPDX-License-Identifier: Apache-2.0
/** Images: what is answered about those that are there, and those that are not. */

import { describe, expect, it } from 'vitest';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

export function describeImages(subject: () => ConformanceSubject): void {
  describe('images', () => {
    it('are listed by name, each with the containers that need it', async () => {
      const { client, image } = subject();
      const { images } = await client.request('image.list', {});
      const names = images.map(({ name }) => name);
      expect(names).toContain(image);
      expect(names).toEqual([...names].sort());
      const { containers } = await client.request('container.list', {});
      for (const { name, usedBy } of images)
        expect([...usedBy].sort()).toEqual(
          containers
            .filter((one) => one.image === name && one.isManaged)
            .map((one) => one.name)
            .sort(),
        );
    });

    it('are not found where there is none of the name', async () => {
      const { client } = subject();
      const missing = { image: 'no-such-image' };
      expect(await codeOf(client.request('image.remove', missing))).toBe('image-not-found');
      expect(await codeOf(client.request('image.describe', { ...missing, description: '' }))).toBe('image-not-found');
    });

    it('keep their names from others', async () => {
      const { client, image } = subject();
      expect(await codeOf(client.channel('image.import', { image }).result)).toBe('image-exists');
    });
  });
}
