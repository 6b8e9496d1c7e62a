import type { Colour } from './colour';
import type { Choices } from './dice';
import { coat, type DrawnBreed } from './traits';

const brownEyes: Choices<Colour> = ['#5a3620', '#6b4326', '#4a2c1c', '#7a4d2a'];
const amberEyes: Choices<Colour> = ['#b07a35', '#9a6a30', '#7a4d2a', '#8f6a3c'];
const blackNose: Colour = '#2a2428';

const beagle: DrawnBreed = {
  name: 'beagle',
  species: 'dog',
  coats: [
    hound('#b5713a', '#2d2623'),
    hound('#c98a4c', '#8a5a34'),
    hound('#9c5c33', '#3a2c28'),
    hound('#dcb07a', '#dcb07a'),
  ],
  head: { skull: 38, cheek: 39, jaw: 28, crown: 43, chin: 40 },
  ears: { kind: 'drop', width: 30, length: 64, spread: 8, root: [34, 21], roundness: 0.9 },
  muzzle: { length: 27, width: 19, height: 15, drop: 16, nose: 9.5, smile: 1.5 },
  eyes: { width: 9.5, height: 9, spacing: 18.5, rise: 5, slant: 2 },
  fur: { fringe: 1, droop: 0.2, strokes: 60, strokeLength: 5 },
  wrinkles: 0,
  build: 1.02,
  tail: 'upright',
  tongue: 0.4,
};

const pug: DrawnBreed = {
  name: 'pug',
  species: 'dog',
  coats: [
    masked('#d9b384', '#2e2626'),
    masked('#e4cba4', '#3a3030'),
    masked('#b9b2a8', '#2c2a2e'),
    { ...masked('#3a3638', '#1f1c20'), chest: '#4a4648' },
  ],
  head: { skull: 47, cheek: 52, jaw: 42, crown: 41, chin: 43 },
  ears: { kind: 'button', width: 25, length: 25, spread: 40, root: [36, 31], roundness: 0.4 },
  muzzle: { length: 6, width: 25, height: 18, drop: 17, nose: 8.5, smile: -2.5 },
  eyes: { width: 12, height: 11.5, spacing: 25, rise: 2, slant: -3 },
  fur: { fringe: 0, droop: 0, strokes: 50, strokeLength: 4 },
  wrinkles: 5,
  build: 1.2,
  tail: 'curl',
  tongue: 0.4,
};

const samoyed: DrawnBreed = {
  name: 'samoyed',
  species: 'dog',
  coats: [
    coat('#f7f5f1', { mark: '#e9d9bf', nose: blackNose, eyes: brownEyes, innerEar: '#d8b3a6' }),
    coat('#f4ecdd', { mark: '#e0c59b', nose: '#43343a', eyes: brownEyes, markings: ['biscuit'] }),
    coat('#ece3d2', {
      mark: '#d6b482',
      nose: '#5a454a',
      eyes: brownEyes,
      ears: '#e3cba6',
      markings: ['biscuit'],
    }),
  ],
  head: { skull: 43, cheek: 49, jaw: 34, crown: 41, chin: 41 },
  ears: { kind: 'prick', width: 28, length: 34, spread: 28, root: [31, 31], roundness: 0.6 },
  muzzle: { length: 23, width: 18, height: 14, drop: 17, nose: 9, smile: 4.5 },
  eyes: { width: 9.5, height: 7.6, spacing: 19, rise: 4, slant: 11 },
  fur: { fringe: 11, droop: 0.25, strokes: 130, strokeLength: 9 },
  wrinkles: 0,
  build: 1.2,
  tail: 'plume',
  tongue: 0.6,
};

const germanShorthaired: DrawnBreed = {
  name: 'german_shorthaired',
  species: 'dog',
  coats: [
    pointer('#5e3a2a', '#b5a79b', '#cdc2b6'),
    pointer('#6b4530', '#6b4530', '#6b4530'),
    pointer('#2f2a2c', '#a3a0a0', '#c4c1bf'),
    {
      ...pointer('#7d5436', '#e9e0d4', '#f1ebe2'),
      markings: ['ticking', 'saddle', 'blaze'],
      muzzle: '#eee6da',
    },
  ],
  head: { skull: 35, cheek: 35, jaw: 27, crown: 44, chin: 44 },
  ears: { kind: 'drop', width: 25, length: 48, spread: 14, root: [31, 29], roundness: 0.7 },
  muzzle: { length: 42, width: 18.5, height: 16, drop: 19, nose: 10.5, smile: 0.5 },
  eyes: { width: 9, height: 8, spacing: 18.5, rise: 8, slant: 4 },
  fur: { fringe: 0, droop: 0, strokes: 60, strokeLength: 4 },
  wrinkles: 1,
  build: 0.98,
  tail: 'stub',
  tongue: 0.4,
};

const yorkshireTerrier: DrawnBreed = {
  name: 'yorkshire_terrier',
  species: 'dog',
  coats: [
    silky('#c98d50', '#5d6470'),
    silky('#b97a42', '#474b55'),
    silky('#dbb27a', '#8e939b'),
    silky('#cfa36c', '#6e5a4a'),
  ],
  head: { skull: 39, cheek: 42, jaw: 35, crown: 42, chin: 42 },
  ears: { kind: 'prick', width: 27, length: 42, spread: 24, root: [26, 30], roundness: 0.3 },
  muzzle: { length: 14, width: 16, height: 12, drop: 16, nose: 7.5, smile: 1.5 },
  eyes: { width: 9, height: 8.8, spacing: 17.5, rise: 3, slant: 2 },
  fur: { fringe: 10, droop: 1, strokes: 150, strokeLength: 15 },
  wrinkles: 0,
  build: 0.92,
  tail: 'upright',
  tongue: 0.35,
};

/** The drawn breeds of dogs. */
export const drawnDogs: Choices<DrawnBreed> = [beagle, germanShorthaired, pug, samoyed, yorkshireTerrier];

function hound(tan: Colour, saddle: Colour) {
  return coat(tan, {
    muzzle: '#f6efe6',
    chest: '#f6efe6',
    legs: '#f3ece2',
    body: '#f1e9de',
    tail: saddle,
    mark: saddle,
    nose: blackNose,
    eyes: brownEyes,
    innerEar: '#a86e54',
    markings: ['blaze', 'saddle'],
  });
}

function masked(ground: Colour, mask: Colour) {
  return coat(ground, {
    ears: mask,
    muzzle: mask,
    mark: mask,
    nose: '#1d191c',
    eyes: brownEyes,
    innerEar: '#5a4644',
    markings: ['mask', 'skinFolds'],
  });
}

function pointer(head: Colour, body: Colour, legs: Colour) {
  return coat(head, {
    body,
    legs,
    chest: legs,
    mark: head,
    nose: '#4a332c',
    eyes: amberEyes,
    innerEar: '#8a5c4a',
    markings: ['ticking', 'saddle'],
  });
}

function silky(tan: Colour, blue: Colour) {
  return coat(tan, {
    body: blue,
    tail: blue,
    mark: blue,
    chest: tan,
    nose: blackNose,
    eyes: brownEyes,
    innerEar: '#c58f7c',
    markings: ['longHair'],
  });
}
