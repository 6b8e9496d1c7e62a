import type { Colour } from './colour';
import type { Choices } from './dice';
import { coat, type DrawnBreed } from './traits';

const blueEyes: Choices<Colour> = ['#4aa3e0', '#5bb4ea', '#3d8fd1', '#6fc0e6'];
const greenEyes: Choices<Colour> = ['#7dbb52', '#5faf6b', '#9cc455', '#62b58a'];
const goldEyes: Choices<Colour> = ['#e8a838', '#d98e2b', '#f0bb4a', '#c9a13a'];

const siamese: DrawnBreed = {
  name: 'Siamese',
  species: 'cat',
  coats: [
    pointed('#f0e3cd', '#4a342b', '#2f2220'),
    pointed('#eee9e4', '#77808f', '#565c69'),
    pointed('#f3e4d6', '#9a7868', '#b98578'),
    pointed('#f5e6d0', '#c58650', '#c88a76'),
  ],
  head: { skull: 39, cheek: 42, jaw: 22, crown: 40, chin: 47 },
  ears: { kind: 'prick', width: 40, length: 60, spread: 30, root: [29, 24], roundness: 0.2 },
  muzzle: { length: 9, width: 15, height: 12, drop: 23, nose: 6.2, smile: 1.5 },
  eyes: { width: 12, height: 9, spacing: 19, rise: 3, slant: 16 },
  fur: { fringe: 0, droop: 0, strokes: 60, strokeLength: 5 },
  wrinkles: 0,
  build: 0.84,
  tail: 'long',
  tongue: 0.02,
};

const persian: DrawnBreed = {
  name: 'Persian',
  species: 'cat',
  coats: [
    coat('#f4f0ea', { mark: '#d8cfc4', nose: '#d98c8a', eyes: [...goldEyes, '#5bb4ea'] }),
    coat('#8e97a3', { mark: '#6c7480', nose: '#5a5560', eyes: goldEyes, markings: ['frosting'] }),
    coat('#f0d2a4', {
      mark: '#d9a766',
      nose: '#d58f84',
      eyes: goldEyes,
      chest: '#faecd6',
      muzzle: '#faecd6',
    }),
    { ...pointed('#f1e6d6', '#6b5044', '#6a4a44'), eyes: blueEyes },
    coat('#b98d5e', {
      mark: '#54402f',
      nose: '#a8685c',
      eyes: goldEyes,
      muzzle: '#e8d3b4',
      chest: '#e3cba8',
      markings: ['tabby'],
    }),
  ],
  head: { skull: 48, cheek: 56, jaw: 45, crown: 41, chin: 39 },
  ears: { kind: 'prick', width: 27, length: 26, spread: 44, root: [37, 28], roundness: 0.85 },
  muzzle: { length: 1, width: 21, height: 14, drop: 14, nose: 6.2, smile: -3.5 },
  eyes: { width: 14, height: 13.4, spacing: 25, rise: 1, slant: -5 },
  fur: { fringe: 10, droop: 0.45, strokes: 130, strokeLength: 11 },
  wrinkles: 0,
  build: 1.22,
  tail: 'plume',
  tongue: 0.04,
};

const bengal: DrawnBreed = {
  name: 'Bengal',
  species: 'cat',
  coats: [
    spotted('#cf9350', '#3b2618', '#f2dcb6'),
    spotted('#b98d5e', '#43301f', '#ecd6b2'),
    { ...spotted('#eadfcb', '#8a6a4e', '#f7f0e4'), eyes: blueEyes },
    spotted('#a6a7a8', '#3b3b42', '#dfe0e0'),
  ],
  head: { skull: 40, cheek: 46, jaw: 31, crown: 40, chin: 43 },
  ears: { kind: 'prick', width: 34, length: 44, spread: 26, root: [28, 28], roundness: 0.6 },
  muzzle: { length: 8, width: 19, height: 14, drop: 21, nose: 8, smile: 1.5 },
  eyes: { width: 12, height: 10.5, spacing: 20, rise: 4, slant: 9 },
  fur: { fringe: 1.5, droop: 0.1, strokes: 70, strokeLength: 5 },
  wrinkles: 0,
  build: 1,
  tail: 'long',
  tongue: 0.04,
};

const sphynx: DrawnBreed = {
  name: 'Sphynx',
  species: 'cat',
  coats: [
    bare('#e8bfae', '#cf9685'),
    bare('#d9c2b4', '#a98c80'),
    bare('#a39aa3', '#776d79'),
    { ...bare('#ecc9b8', '#8b8089'), markings: ['skinFolds', 'patch'] },
    { ...pointed('#ecd3c2', '#8d6c62', '#9a6a62'), markings: ['points', 'skinFolds'], innerEar: '#e6a59b' },
  ],
  head: { skull: 38, cheek: 43, jaw: 23, crown: 42, chin: 43 },
  ears: { kind: 'prick', width: 44, length: 62, spread: 34, root: [30, 22], roundness: 0.5 },
  muzzle: { length: 7, width: 18, height: 13, drop: 22, nose: 7, smile: 0.5 },
  eyes: { width: 14, height: 12, spacing: 20, rise: 3, slant: 13 },
  fur: { fringe: 0, droop: 0, strokes: 0, strokeLength: 0 },
  wrinkles: 6,
  build: 0.9,
  tail: 'long',
  tongue: 0.05,
};

const russianBlue: DrawnBreed = {
  name: 'Russian_Blue',
  species: 'cat',
  coats: [
    plush('#8391a3', '#667386'),
    plush('#98a3b0', '#76818f'),
    plush('#6f7c8e', '#566273'),
    plush('#a4a8ae', '#7f848c'),
  ],
  head: { skull: 42, cheek: 46, jaw: 31, crown: 41, chin: 43 },
  ears: { kind: 'prick', width: 36, length: 48, spread: 22, root: [28, 29], roundness: 0.35 },
  muzzle: { length: 7, width: 18, height: 12, drop: 21, nose: 6.8, smile: 3.5 },
  eyes: { width: 12, height: 11, spacing: 21, rise: 3, slant: 8 },
  fur: { fringe: 3, droop: 0.2, strokes: 120, strokeLength: 5 },
  wrinkles: 0,
  build: 0.94,
  tail: 'long',
  tongue: 0.02,
};

/** The drawn breeds of cats. */
export const drawnCats: Choices<DrawnBreed> = [bengal, persian, russianBlue, siamese, sphynx];

function pointed(ground: Colour, point: Colour, nose: Colour) {
  return coat(ground, {
    ears: point,
    legs: point,
    tail: point,
    muzzle: point,
    mark: point,
    nose,
    eyes: blueEyes,
    innerEar: '#b98a84',
    markings: ['points'],
  });
}

function spotted(ground: Colour, mark: Colour, pale: Colour) {
  return coat(ground, {
    muzzle: pale,
    chest: pale,
    mark,
    nose: '#b4675a',
    eyes: [...greenEyes, ...goldEyes],
    markings: ['tabby', 'rosettes'],
  });
}

function bare(skin: Colour, mark: Colour) {
  return coat(skin, {
    mark,
    nose: mark,
    innerEar: '#e59f96',
    eyes: [...greenEyes, ...goldEyes, ...blueEyes],
    markings: ['skinFolds'],
  });
}

function plush(ground: Colour, mark: Colour) {
  return coat(ground, {
    mark,
    nose: '#5d5a68',
    innerEar: '#b59aa6',
    eyes: greenEyes,
    markings: ['frosting'],
  });
}
