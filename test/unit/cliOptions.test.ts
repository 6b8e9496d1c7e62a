import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { photoSource, sourceTitle } from '../../src/cli/commands';
import { augmentation, decimal, path, wholeNumber } from '../../src/cli/options';
import { near, quoted } from '../../src/cli/paths';
import { augmentationPresets } from '../../src/shared/config';
import { trainerEnvironment } from '../../src/shared/trainerEnvironment';

describe('cli: options', () => {
  const epochs = wholeNumber({ min: 1, max: 1000 });
  const rate = decimal({ min: 1e-7, max: 1 });

  it('takes numbers within their bounds', () => {
    assert.equal(epochs('10'), 10);
    assert.equal(rate('0.001'), 0.001);
    assert.equal(rate('1e-3'), 0.001);
    assert.equal(rate('.5'), 0.5);
  });

  for (const text of ['', ' ', 'ten', '1.5', '-1', '0', '1001', '0x10', '1e2', 'Infinity', '10 ']) {
    it(`refuses ${JSON.stringify(text)} as a number of epochs`, () => {
      assert.throws(() => epochs(text), InvalidArgumentError);
    });
  }

  for (const text of ['', 'fast', '0', '2', '-0.1', 'NaN', '0,5']) {
    it(`refuses ${JSON.stringify(text)} as a learning rate`, () => {
      assert.throws(() => rate(text), InvalidArgumentError);
    });
  }

  it('refuses an empty path', () => {
    assert.throws(() => path(''), InvalidArgumentError);
  });
});

describe('cli: augmentation', () => {
  it('takes the presets by name', () => {
    for (const name of ['none', 'light', 'strong'] as const) {
      assert.deepEqual(augmentation(name), augmentationPresets[name]);
    }
  });

  it('takes strengths, and leaves off what is not named', () => {
    assert.deepEqual(augmentation('flip=0.5,crop=0.2,rotation=10,colour=.2,cutout=0.3'), {
      flip: 0.5,
      crop: 0.2,
      rotation: 10,
      colour: 0.2,
      cutout: 0.3,
    });
    assert.deepEqual(augmentation('rotation=45'), { ...augmentationPresets.none, rotation: 45 });
    assert.deepEqual(augmentationPresets.none, { flip: 0, crop: 0, rotation: 0, colour: 0, cutout: 0 });
  });

  const wrong = [
    ...['', 'Light', 'light,strong', 'flip', 'flip=', '=1', 'flip=1,', 'flip=0.5,flip=0.5', 'flip=1=1'],
    ...['flip=1.1', 'flip=-1', 'crop=0.61', 'rotation=46', 'colour=2', 'cutout=nan', 'blur=1', 'flip = 1'],
    ...['flip=1e0', 'toString=1', 'rotation=10°'],
  ];
  for (const text of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => augmentation(text), InvalidArgumentError);
    });
  }
});

describe('cli: sources', () => {
  it('takes "drawn" for the drawn pets unless a file has that name', () => {
    assert.deepEqual(photoSource('drawn', 30), { kind: 'drawn', perBreed: 30 });
    assert.deepEqual(photoSource('package.json', 30), { kind: 'path', path: resolve('package.json') });
  });

  it('names a dataset after its source', () => {
    assert.equal(sourceTitle({ kind: 'path', path: join('/a', 'images.tar.gz') }), 'images');
    assert.equal(sourceTitle({ kind: 'path', path: join('/a', 'pets.tgz') }), 'pets');
    assert.equal(sourceTitle({ kind: 'path', path: join('/a', 'my.photos') }), 'my.photos');
  });
});

describe('cli: paths', () => {
  it('are relative below the current folder and absolute elsewhere', () => {
    assert.equal(near(join('/a', 'pets', 'run'), '/a'), join('pets', 'run'));
    assert.equal(near('/a', '/a'), '.');
    assert.equal(near('/a/pets2', '/a/pets'), '/a/pets2');
    assert.equal(near('/a/..run', '/a'), '..run');
  });

  it('are quoted where a shell would split them', () => {
    assert.equal(quoted('a/b-c.jpg'), 'a/b-c.jpg');
    assert.equal(quoted('my cat.jpg'), '"my cat.jpg"');
    assert.equal(quoted('$cat'), '"\\$cat"');
  });
});

describe('the environment of the trainer', () => {
  it('passes on what is needed and nothing else', () => {
    const own = { PATH: '/bin', HOME: '/home/a', NODE_OPTIONS: '--inspect', TOKEN: 'secret', TMPDIR: '/tmp' };
    assert.deepEqual(trainerEnvironment(own, { electron: false, cores: 6 }), {
      PATH: '/bin',
      HOME: '/home/a',
      TMPDIR: '/tmp',
      UV_THREADPOOL_SIZE: '6',
    });
  });
});
