// SPDX-License-Identifier: Apache-2.0
/** Images, tags and categories that hold what was typed, each with the list of what has it. */

import { Command } from 'cmdk';
import { useEffect } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useContainerList } from '../../features/containers/context/category-owners.ts';
import { loadImages, useImages } from '../../features/images/images.ts';
import { useIsConnected } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import type { Route } from '../../lib/route.ts';
import { navigate } from '../../window/location.ts';
import { Item } from './palette-item.tsx';

interface Found {
  readonly label: string;
  readonly route: Route;
}

const maxOfEach = 10;

export function FoundByTrait({ typed }: { readonly typed: string }) {
  const containers = useContainerList();
  const images = useImages((state) => state.images);
  const isConnected = useIsConnected();
  const isUnknown = images === undefined;
  useEffect(() => {
    if (isUnknown && isConnected) void loadImages();
  }, [isUnknown, isConnected]);
  const text = typed.trim().toLowerCase();
  if (text === '') return null;
  const words = text.split(/[\s,]+/);
  const isMeant = (name: string): boolean => words.some((word) => name.toLowerCase().includes(word));
  const found = [
    ...ofCategories(containers, words),
    ...tagsOf(containers).filter(isMeant).slice(0, maxOfEach).map(ofTag),
    ...(images ?? [])
      .map(({ name }) => name)
      .filter(isMeant)
      .slice(0, maxOfEach)
      .map(ofImage),
  ];
  return (
    found.length > 0 && (
      <Command.Group heading={t('Categories, tags and images')}>
        {found.map(({ label, route }) => (
          // What matched here has to match there too; a page that matches as well stands before it.
          <Item key={label} value={`${label} ${typed}`} onChoose={() => navigate(route)}>
            {label}
          </Item>
        ))}
      </Command.Group>
    )
  );
}

/** The containers that have all of these categories; none where a word is no category. */
function ofCategories(containers: readonly Container[], words: readonly string[]): readonly Found[] {
  if (!words.every((word) => /^c\d{1,4}$/.test(word))) return [];
  return containers
    .filter(({ categories }) => words.every((word) => categories.includes(word)))
    .slice(0, maxOfEach)
    .map(({ name, categories }) => ({
      label: t('{name}: categories {categories}', { name, categories: categories.join(',') }),
      route: { page: 'container', name, tab: 'security' },
    }));
}

function tagsOf(containers: readonly Container[]): readonly string[] {
  return [...new Set(containers.flatMap(({ tags }) => tags))].toSorted();
}

function ofTag(tag: string): Found {
  return { label: t('Containers with the tag {tag}', { tag }), route: { page: 'containers', filter: `tag:${tag}` } };
}

function ofImage(name: string): Found {
  return { label: t('Image {name}', { name }), route: { page: 'images', filter: name } };
}
