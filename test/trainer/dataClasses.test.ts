import assert from 'node:assert/strict';
import { assignClasses } from '../../src/trainer/data/assignClasses';
import { isPhotoName, leadsOut } from '../../src/trainer/data/entryName';

/** `class/file` of each photo, in order. */
function assigned(...names: string[]): string[] {
  return assignClasses(names, 'whole').photos.map(({ className, fileName }) => `${className}/${fileName}`);
}

describe('assignClasses', () => {
  it('takes the folder as the class, also below a common root', () => {
    assert.deepEqual(assigned('pug/1.jpg', 'beagle/1.jpg'), ['beagle/1.jpg', 'pug/1.jpg']);
    assert.deepEqual(assigned('a/b/pug/1.jpg', 'a/b/beagle/1.jpg'), ['beagle/1.jpg', 'pug/1.jpg']);
    assert.deepEqual(assigned('a\\pug\\1.jpg', 'a\\beagle\\1.jpg'), ['beagle/1.jpg', 'pug/1.jpg']);
  });

  it('takes the name up to the last underscore, where photos lie in one folder', () => {
    assert.deepEqual(assigned('images/Abyssinian_1.jpg', 'images/american_bulldog_22.jpg'), [
      'Abyssinian/Abyssinian_1.jpg',
      'american_bulldog/american_bulldog_22.jpg',
    ]);
  });

  it('does not take a split for classes', () => {
    assert.deepEqual(assigned('pets/train/pug/1.jpg', 'pets/test/pug/1.jpg', 'pets/test/beagle/1.jpg'), [
      'beagle/1.jpg',
      'pug/1.jpg',
      'pug/1-2.jpg',
    ]);
    assert.deepEqual(assigned('train/1.jpg', 'test/1.jpg'), ['test/1.jpg', 'train/1.jpg']);
  });

  it('calls photos without any class by the folder that holds them', () => {
    assert.deepEqual(assigned('pets/a.jpg', 'pets/b.jpg'), ['pets/a.jpg', 'pets/b.jpg']);
    assert.deepEqual(assigned('a.jpg', 'b.jpg'), ['whole/a.jpg', 'whole/b.jpg']);
  });

  it('lists what has no class although others do', () => {
    const { photos, unassigned } = assignClasses(['pug/1.jpg', 'beagle/1.jpg', 'stray.jpg'], 'whole');
    assert.equal(photos.length, 2);
    assert.deepEqual(unassigned, ['stray.jpg']);
    assert.deepEqual(assignClasses(['pug_1.jpg', 'cover.jpg', 'beagle_2.jpg'], 'w').unassigned, [
      'cover.jpg',
    ]);
  });

  it('does not depend on the order of the listing', () => {
    const names = ['pug/b/1.jpg', 'pug/a/1.jpg', 'Beagle/1.jpg', 'beagle/1.JPG', 'beagle/2.jpg'];
    assert.deepEqual(assigned(...names), assigned(...names.toReversed()));
  });

  it('gives names that every operating system can hold, none twice', () => {
    assert.deepEqual(assigned('what?/a:b.jpg', 'con/1.jpg', 'dot./1.jpg'), [
      '_con/1.jpg',
      'dot/1.jpg',
      'what_/a_b.jpg',
    ]);
    assert.deepEqual(assigned('Pug/a.jpg', 'pug/A.jpg', 'x/1.jpg'), ['Pug/a.jpg', 'Pug/A-2.jpg', 'x/1.jpg']);
  });
});

describe('entry names', () => {
  it('knows photos from what lies beside them', () => {
    for (const name of ['a/b.jpg', 'b.JPEG', 'c.png', 'd.gif', 'e.webp', 'f.tif'])
      assert.ok(isPhotoName(name));
    const others = ['a.mat', 'a.txt', '._a.jpg', '.hidden/a.jpg', '__MACOSX/a.jpg', 'Thumbs.db', 'a.svg'];
    for (const name of others) assert.ok(!isPhotoName(name), name);
  });

  it('knows names that lead out', () => {
    const leading = [
      '/etc/x.jpg',
      '../x.jpg',
      'a/../../x.jpg',
      '..\\x.jpg',
      '\\x.jpg',
      'C:\\x.jpg',
      'c:x.jpg',
    ];
    for (const name of leading) assert.ok(leadsOut(name), name);
    for (const name of ['a/x.jpg', './x.jpg', 'a..b/x..jpg']) assert.ok(!leadsOut(name), name);
  });
});
