import assert from 'node:assert/strict';
import { drawnBreeds } from '../../src/trainer/drawn/breeds';
import { drawPet } from '../../src/trainer/drawn/drawPet';

const seeds = Array.from({ length: 15 }, (_, seed) => seed);

/** The names of the elements, after a check that each one that opens is closed in turn. */
function elementNames(svg: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<>&]*")*)(\/?)>/g;
  assert.equal(svg.replace(tag, '').slice(0, 80), '', 'all is tags');
  for (const [, closing, name = '', , empty] of svg.matchAll(tag)) {
    if (closing === '/') {
      assert.equal(open.pop(), name);
      continue;
    }
    names.push(name);
    if (empty !== '/') open.push(name);
  }
  assert.deepEqual(open, []);
  return names;
}

describe('drawnBreeds', () => {
  it('has five cats with capitalised names and five dogs with lower-case ones, each once', () => {
    const names = (species: string) =>
      drawnBreeds.filter((breed) => breed.species === species).map(({ name }) => name);
    assert.equal(names('cat').length, 5);
    assert.equal(names('dog').length, 5);
    for (const name of names('cat')) assert.match(name, /^[A-Z][a-z]+(_[A-Z][a-z]+)*$/);
    for (const name of names('dog')) assert.match(name, /^[a-z]+(_[a-z]+)*$/);
    assert.equal(new Set(drawnBreeds.map(({ name }) => name)).size, 10);
  });
});

describe('drawPet', function () {
  // A loaded machine draws slowly.
  this.timeout(60_000);

  for (const breed of drawnBreeds) {
    it(`draws ${breed.name} as well-formed text without a broken number or reference`, () => {
      for (const seed of seeds) {
        const svg = drawPet(breed, seed);
        assert.equal(elementNames(svg)[0], 'svg');
        const withoutColours = svg.replace(/#[0-9a-f]{6}/g, '');
        assert.deepEqual(withoutColours.match(/NaN|Infinity|undefined|null|\de[+-]?\d/g), null);
        const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
        assert.equal(new Set(ids).size, ids.length);
        for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g))
          assert.ok(ids.includes(id), `${id} is defined`);
      }
    });
  }

  it('gives the same text for the same breed and seed, in any order', () => {
    const forward = drawnBreeds.map((breed) => drawPet(breed, 7));
    const backward = [...drawnBreeds].reverse().map((breed) => drawPet(breed, 7));
    assert.ok(backward.reverse().every((svg, index) => svg === forward[index]));
  });

  it('gives another text for each seed and for each breed, from the first thing painted on', () => {
    const painted = (svg: string) => svg.slice(svg.indexOf('</defs>'), svg.indexOf('</defs>') + 400);
    const texts = drawnBreeds.flatMap((breed) => seeds.map((seed) => painted(drawPet(breed, seed))));
    assert.equal(new Set(texts).size, texts.length);
  });

  it('takes seeds from the whole range of 32 bits', () => {
    const [breed] = drawnBreeds;
    assert.ok(breed);
    const texts = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff].map((seed) => drawPet(breed, seed));
    assert.equal(new Set(texts).size, texts.length);
  });
});
