import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { readManifest } from '../../src/trainer/data/manifestFile';
import { getDataset } from '../../src/trainer/get/getDataset';
import { parseHeadBox } from '../../src/trainer/get/headBox';
import { codeOfRejection, photo, recorder, type ArchiveEntry } from './dataSupport';
import {
  getJob,
  headXml,
  listOf,
  makeMirror,
  numbered,
  oxfordPhotos,
  xmlEntry,
  type XmlBox,
} from './getSupport';
import { inTemporaryFolder } from './support';

describe('PetFaces from its archive', function () {
  this.timeout(60_000);

  it('goes by file names, where folders mix breeds, and lists what was moved', () =>
    inTemporaryFolder(async (root) => {
      const faces = {
        cat_Bengal: numbered('Bengal', 4),
        dog_american: [...numbered('american_bulldog', 5), ...numbered('american_pit_bull_terrier', 3)],
        dog_english: [...numbered('english_setter', 4), ...numbered('english_cocker_spaniel', 3)],
        dog_pug: ['pug_1', 'dog_pug_2', 'nameless'],
      };
      const entries: Promise<ArchiveEntry>[] = [];
      for (const [folder, names] of Object.entries(faces)) {
        for (const name of names) {
          const seed = entries.length + 1;
          entries.push(photo(seed).then((bytes) => ({ name: `petfaces/${folder}/${name}.jpg`, bytes })));
        }
      }
      await makeMirror(root, 'petfaces.tar.gz', await Promise.all(entries));
      const job = getJob(root, { dataset: 'petfaces', from: 'archive' });
      const summary = await getDataset(job, recorder());
      const manifest = await readManifest(job.folder);
      assert.deepEqual(summary.classes, [
        'cat_Bengal',
        'dog_american_bulldog',
        'dog_american_pit_bull_terrier',
        'dog_english_cocker_spaniel',
        'dog_english_setter',
        'dog_pug',
      ]);
      assert.deepEqual(
        manifest.moved,
        [
          ...numbered('american_pit_bull_terrier', 3).map((name) => [
            'american_pit_bull_terrier',
            name,
            'dog_american',
          ]),
          ...numbered('english_cocker_spaniel', 3).map((name) => [
            'english_cocker_spaniel',
            name,
            'dog_english',
          ]),
        ].map(([breed, name, from]) => ({ path: `dog_${breed}/${name}.jpg`, from })),
      );
      assert.deepEqual([manifest.files.length, manifest.skipped, manifest.origin?.way], [22, [], 'archive']);
    }));

  it('keeps both of two files that have one name in two folders', () =>
    inTemporaryFolder(async (root) => {
      const names = ['dog_pug/pug_1', 'dog_pug/pug_2', 'dog_mix/pug_1', 'dog_mix/boxer_1', 'dog_mix/boxer_2'];
      const entries = names.map(async (name, n) => ({ name: `${name}.jpg`, bytes: await photo(n + 1) }));
      await makeMirror(root, 'petfaces.tar.gz', await Promise.all(entries));
      const job = getJob(root, { dataset: 'petfaces', from: 'archive' });
      await getDataset(job, recorder());
      const { files, moved } = await readManifest(job.folder);
      assert.deepEqual(
        files.map((file) => file.path),
        [
          'dog_boxer/boxer_1.jpg',
          'dog_boxer/boxer_2.jpg',
          'dog_pug/pug_1.jpg',
          'dog_pug/pug_1-2.jpg',
          'dog_pug/pug_2.jpg',
        ],
      );
      assert.equal(moved.length, 1);
    }));
});

/** The head of the photos below: a red field in blue, [left, top, width, height]. */
const head = [40, 20, 60, 30] as const;
const [left, top, width, height] = head;
const stored: XmlBox['corners'] = [left + 1, top + 1, left + width, top + height];

describe('PetFaces cut from Oxford', function () {
  this.timeout(60_000);

  it('cuts exactly the box, whatever EXIF says of the way up', () =>
    inTemporaryFolder(async (root) => {
      const size: [number, number] = [200, 100];
      const names = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => `Bengal_${orientation}`);
      const images = names.map(async (name, index) => ({
        name: `images/${name}.jpg`,
        bytes: await withHead(200, 100, index + 1),
      }));
      // As a viewer shows it, turned to the right, and a box that was drawn there.
      images.push(withHead(200, 100, 6).then((bytes) => ({ name: 'images/Bengal_9.jpg', bytes })));
      const turned: XmlBox['corners'] = [100 - top - height + 1, left + 1, 100 - top, left + width];
      const pugs = numbered('pug', 3);
      await makeMirror(root, 'images.tar.gz', [
        ...(await Promise.all(images)),
        ...(await oxfordPhotos(pugs)),
        ...(await oxfordPhotos(['pug_4'])),
      ]);
      await makeMirror(root, 'annotations.tar.gz', [
        ...names.map((name) => xmlEntry(name, headXml({ size, corners: stored }))),
        xmlEntry('Bengal_9', headXml({ size: [100, 200], corners: turned })),
        ...pugs.map((name) =>
          xmlEntry(name, headXml({ size: [96, 72], corners: [1, 1, 50, 50], species: 'dog' })),
        ),
      ]);
      const job = getJob(root, { dataset: 'petfaces' });
      const summary = await getDataset(job, recorder());
      assert.deepEqual([summary.classes, summary.skipped], [['cat_Bengal', 'dog_pug'], 0]);
      const manifest = await readManifest(job.folder);
      assert.equal(manifest.origin?.way, 'cut');
      assert.equal(manifest.files.length, 12);
      for (const [index, name] of [...names, 'Bengal_9'].entries()) {
        const file = manifest.files.find((entry) => entry.path === `cat_Bengal/${name}.jpg`);
        const lies = index >= 4;
        assert.deepEqual([file?.width, file?.height], lies ? [height, width] : [width, height], name);
        const { red, blue, corner } = await colours(path.join(job.folder, 'cat_Bengal', `${name}.jpg`));
        assert.ok(red > 200 && blue < 60, `${name}: ${red} red, ${blue} blue`);
        // The head's top left is green; turned as the photo is, it lies where orientation puts it.
        assert.equal(corner, cornerOf[index] ?? cornerOf[5], name);
      }
    }));

  it('cuts to the photo what goes beyond it, and lists what fits nowhere', () =>
    inTemporaryFolder(async (root) => {
      const names = [...numbered('Bengal', 8), ...numbered('pug', 3)];
      const boxes: Record<string, XmlBox> = {
        Bengal_1: { size: [96, 72], corners: [1, 1, 96, 72] },
        Bengal_2: { size: [96, 72], corners: [50, 40, 300, 99] },
        Bengal_3: { size: [96, 72], corners: [0, 0, 20, 20] },
        Bengal_4: { size: [500, 375], corners: [1, 1, 96, 72] },
        Bengal_5: { size: [96, 72], corners: [90, 10, 94, 60] },
        Bengal_6: { size: [96, 72], corners: [60, 60, 20, 20] },
        Bengal_7: { size: [96, 72], corners: [100, 100, 150, 150] },
        Persian_1: { size: [96, 72], corners: [1, 1, 50, 50] },
        pug_1: { size: [96, 72], corners: [1, 1, 50, 50], species: 'head' },
        pug_2: { size: [96, 72], corners: [20, 20, 60, 70], species: '' },
      };
      await makeMirror(root, 'images.tar.gz', await oxfordPhotos(names));
      await makeMirror(root, 'annotations.tar.gz', [
        ...Object.entries(boxes).map(([name, box]) => xmlEntry(name, headXml(box))),
        xmlEntry('Bengal_8', 'no XML'),
        listOf('list.txt', names.slice(0, -1)),
      ]);
      const job = getJob(root, { dataset: 'petfaces', from: 'oxford' });
      await getDataset(job, recorder());
      const { files, skipped } = await readManifest(job.folder);
      assert.deepEqual(
        files.map(({ path: file, width: w, height: h }) => [file, w, h]),
        [
          ['cat_Bengal/Bengal_1.jpg', 96, 72],
          ['cat_Bengal/Bengal_2.jpg', 47, 33],
          ['cat_Bengal/Bengal_3.jpg', 20, 20],
          ['dog_pug/pug_1.jpg', 50, 50],
          ['dog_pug/pug_2.jpg', 41, 51],
        ],
      );
      assert.deepEqual(
        skipped.map(({ path: file, reason }) => [file, reason.split(':')[0]]),
        [
          ...[4, 5, 6, 7].map((n) => [`images/Bengal_${n}.jpg`, 'head-box']),
          ['Persian_1.xml', 'head-box'],
          ['annotations/xmls/Bengal_8.xml', 'head-box'],
        ],
      );
    }));

  it('lists damaged photos and takes the others', () =>
    inTemporaryFolder(async (root) => {
      const names = [...numbered('Bengal', 3), ...numbered('pug', 3)];
      const photos = await oxfordPhotos(names);
      const damaged = photos.map(({ name, bytes }, n) => ({
        name,
        bytes: n === 0 ? bytes.subarray(0, bytes.length / 2) : bytes,
      }));
      await makeMirror(root, 'images.tar.gz', damaged);
      await makeMirror(
        root,
        'annotations.tar.gz',
        names.map((name) => xmlEntry(name, headXml({ size: [96, 72], corners: [1, 1, 90, 70] }))),
      );
      const job = getJob(root, { dataset: 'petfaces', from: 'oxford' });
      await getDataset(job, recorder());
      const { files, skipped } = await readManifest(job.folder);
      assert.deepEqual(
        [files.length, skipped.map(({ path: file, reason }) => [file, reason.split(':')[0]])],
        [5, [['images/Bengal_1.jpg', 'photo-unreadable']]],
      );
    }));

  it('says that there are no head boxes', () =>
    inTemporaryFolder(async (root) => {
      await makeMirror(root, 'images.tar.gz', await oxfordPhotos(numbered('pug', 3)));
      const job = getJob(root, { dataset: 'petfaces' });
      const annotations = [
        [listOf('list.txt', ['pug_1'])],
        [xmlEntry('pug_1', headXml({ size: [9, 9], corners: [1, 1, 9, 9] }))],
      ];
      for (const entries of annotations) {
        await makeMirror(root, 'annotations.tar.gz', entries);
        await rm(job.downloads, { recursive: true, force: true });
        assert.equal(await codeOfRejection(getDataset(job, recorder())), 'no-head-boxes');
      }
    }));
});

describe('parseHeadBox', () => {
  it('reads the box and the species, and the largest of several', () => {
    const xml = headXml({ size: [500, 466], corners: [49, 125, 111, 168] });
    const box = {
      left: 48,
      top: 124,
      right: 111,
      bottom: 168,
      photo: { width: 500, height: 466 },
      species: 'cat',
    };
    assert.deepEqual(parseHeadBox(xml), box);
    const smaller =
      '<object><name>dog</name><bndbox><xmin>397</xmin><ymin>103</ymin><xmax>451</xmax><ymax>132</ymax></bndbox></object>';
    assert.deepEqual(parseHeadBox(xml.replace('<object>', `${smaller}<object>`)), box);
    assert.deepEqual(parseHeadBox(xml.replace('</annotation>', `${smaller}</annotation>`)), box);
  });

  it('refuses what is no honest annotation, and quickly', () => {
    const honest = headXml({ size: [500, 466], corners: [49, 125, 111, 168] });
    const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const hostile = [
      '',
      'no XML',
      '<annotation/>',
      '<annotation>',
      honest.slice(0, 200),
      honest.replaceAll('object', 'subject'),
      honest.replace('<xmin>49', '<xmin>-49'),
      honest.replace('<xmin>49', '<xmin>NaN'),
      honest.replace('<xmin>49', '<xmin>1e9'),
      honest.replace('<xmin>49', '<xmin>4999999'),
      honest.replace('<xmin>49</xmin>', '<xmin><a>49</a></xmin>'),
      honest.replace('<width>500</width>', ''),
      `<!DOCTYPE x [<!ENTITY l0 "lol">${lol}]>${honest.replace('cat', '&l9;')}`,
      `<!DOCTYPE x SYSTEM "file:///etc/passwd">${honest}`,
      '<a>'.repeat(20_000),
      `${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}`,
      `<annotation ${'a="1" '.repeat(9000)}>`,
      `<annotation>${'<object>'.repeat(8000)}`,
      `<annotation>${'<object/>'.repeat(7000)}</annotation>`,
      `<annotation><!--${'-'.repeat(60_000)}`,
      `<annotation>${'<![CDATA['.repeat(6000)}`,
      `${honest}${' '.repeat(70_000)}`,
      '<__proto__><size/></__proto__>',
      '<annotation><constructor><prototype/></constructor></annotation>',
    ];
    for (const xml of hostile) assert.equal(parseHeadBox(xml), undefined, xml.slice(0, 80));
    assert.equal(parseHeadBox(honest.replace('cat', '&amp;cat;'))?.species, undefined);
  });
});

/** Where the head's top left corner is after the turn of each EXIF orientation, from 1. */
const cornerOf = [
  'top left',
  'top right',
  'bottom right',
  'bottom left',
  'top left',
  'top right',
  'bottom right',
  'bottom left',
];

/** A blue photo with a red head, whose top left corner is green, and an EXIF orientation. */
async function withHead(w: number, h: number, orientation: number): Promise<Buffer> {
  const field = (fieldWidth: number, fieldHeight: number, background: string) =>
    sharp({ create: { width: fieldWidth, height: fieldHeight, channels: 3, background } })
      .png()
      .toBuffer();
  const composed = sharp({ create: { width: w, height: h, channels: 3, background: '#0000ff' } }).composite([
    { input: await field(width, height, '#ff0000'), left, top },
    { input: await field(8, 8, '#00ff00'), left, top },
    // Otherwise all eight would be near-duplicates without a difference.
    { input: await field(10, 10 + orientation * 5, '#ffffff'), left: 150, top: 10 },
  ]);
  const options = { quality: 100, chromaSubsampling: '4:4:4' };
  return composed.withMetadata({ orientation }).jpeg(options).toBuffer();
}

/** Mean red and blue of a head, and the corner in which it is green. */
async function colours(file: string): Promise<{ red: number; blue: number; corner: string }> {
  const bytes = await readFile(file);
  const { channels } = await sharp(bytes).stats();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels + 1] ?? 0;
  const [right, bottom] = [info.width - 4, info.height - 4];
  const corners = {
    'top left': at(3, 3),
    'top right': at(right, 3),
    'bottom left': at(3, bottom),
    'bottom right': at(right, bottom),
  };
  const [greenest] = Object.entries(corners).sort((a, b) => b[1] - a[1]);
  return { red: channels[0]?.mean ?? 0, blue: channels[2]?.mean ?? 0, corner: greenest?.[0] ?? '' };
}
