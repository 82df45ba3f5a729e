// SPDX-License-Identifier: Apache-2.0
/**
 * Declares the usual guest with Incus in it: a second disk for a pool that lvm divides, and a second network card by
 * which the members of a cluster reach each other. It has an image of its own, so that the usual one does not grow.
 */

import { guestFiles, type RecipeFile } from './guest-files.ts';
import { images } from './images.ts';
import { guestPackages } from './packages.ts';
import { type LabRecipe, recipe } from './recipe.ts';

const incusPackages = ['incus-base', 'incus-client', 'lvm2', 'thin-provisioning-tools'];

/** The usual network is that of every card; here the second one has addresses of the cluster's. */
const firstCardOnly = (file: RecipeFile): RecipeFile => ({
  ...file,
  content: file.content.replace('Driver=virtio_net', 'Name=eth0'),
});

export const incusRecipe: LabRecipe = {
  ...recipe,
  guest: {
    ...recipe.guest,
    packages: [...guestPackages, ...incusPackages],
    files: guestFiles.map((file) => (file.path.endsWith('/10-lab.network') ? firstCardOnly(file) : file)),
    // Instances of users without rights, which no test has.
    masked: [...recipe.guest.masked, 'incus-user.socket', 'incus-user.service'],
  },
  images: images.filter(({ name }) => name === 'debian-13'),
  machine: { memory: 2048, dataDisk: '16G' },
};
