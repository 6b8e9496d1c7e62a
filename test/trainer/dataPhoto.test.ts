import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { decodePhoto, writeThumbnail } from '../../src/trainer/data/decodePhoto';
import { blots, codeOfRejection, photo, tree } from './dataSupport';
import { inTemporaryFolder } from './support';

/** A plain picture, whose pixels are known after any conversion. */
function plain(red: number, green: number, blue: number, width = 40, height = 30): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: blue } } });
}

/** The photo in `bytes` under the name `name`, decoded. */
async function decode(bytes: Buffer, name = 'photo.jpg', side = 16) {
  return inTemporaryFolder(async (folder) => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return decodePhoto(file, side);
  });
}

function near(actual: Uint8Array, expected: readonly number[], tolerance: number): void {
  for (let index = 0; index < actual.length; index++) {
    const value = actual[index] ?? -1;
    const wanted = expected[index % expected.length] ?? -1;
    assert.ok(Math.abs(value - wanted) <= tolerance, `${value} at ${index}, not ${wanted}`);
  }
}

describe('decodePhoto', () => {
  it('gives RGB in 0..255 and the size of the photo', async () => {
    const { pixels, width, height } = await decode(await plain(200, 100, 50).jpeg().toBuffer());
    assert.deepEqual([pixels.length, width, height], [16 * 16 * 3, 40, 30]);
    near(pixels, [200, 100, 50], 2);
  });

  it('stretches: what was left stays left, over the whole height', async () => {
    const half = await plain(255, 0, 0, 30, 30).png().toBuffer();
    const wide = plain(0, 0, 255, 60, 30).composite([{ input: half, left: 0, top: 0 }]);
    const { pixels } = await decode(await wide.png().toBuffer());
    for (let y = 0; y < 16; y++) {
      near(pixels.subarray(y * 48, y * 48 + 6 * 3), [255, 0, 0], 20);
      near(pixels.subarray(y * 48 + 10 * 3, y * 48 + 48), [0, 0, 255], 20);
    }
  });

  it('applies the EXIF orientation', async () => {
    const upright = await blots(1, 64, 48).png().toBuffer();
    const turned = sharp(upright).rotate(270).jpeg({ quality: 100 }).withMetadata({ orientation: 6 });
    const expected = await decode(upright, 'upright.png');
    const actual = await decode(await turned.toBuffer());
    assert.deepEqual([actual.width, actual.height], [64, 48]);
    near(actual.pixels, [...expected.pixels], 12);
  });

  it('puts transparency on white', async () => {
    const create = {
      width: 20,
      height: 20,
      channels: 4 as const,
      background: { r: 200, g: 0, b: 0, alpha: 0 },
    };
    near((await decode(await sharp({ create }).png().toBuffer(), 'a.png')).pixels, [255], 0);
  });

  it('brings grey, CMYK and 16 bit to 8-bit sRGB', async () => {
    const grey = await decode(await plain(120, 120, 120).greyscale().jpeg().toBuffer());
    near(grey.pixels, [120], 1);
    const deepGrey = await plain(120, 120, 120).toColourspace('grey16').png().toBuffer();
    near((await decode(deepGrey, 'g.png')).pixels, [120], 1);
    const deep = await decode(await plain(200, 100, 50).toColourspace('rgb16').png().toBuffer(), 'd.png');
    near(deep.pixels, [200, 100, 50], 1);
    const cmyk = await decode(await plain(200, 100, 50).toColourspace('cmyk').jpeg().toBuffer());
    near(cmyk.pixels, [200, 100, 50], 40);
  });

  it('takes the first frame of an animation, also under a wrong extension', async () => {
    const frames = [await plain(255, 0, 0).png().toBuffer(), await plain(0, 0, 255).png().toBuffer()];
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(gif).metadata()).pages, 2);
    const { pixels, height } = await decode(gif, 'really-a-gif.jpg');
    assert.equal(height, 30);
    near(pixels, [255, 0, 0], 1);
  });

  it('refuses what is no whole photo', async () => {
    const whole = await blots(2, 400, 300).jpeg().toBuffer();
    const png = await blots(2, 400, 300).png().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const damaged = {
      empty: Buffer.alloc(0),
      text: Buffer.from('This is not a photo.\n'),
      svg,
      truncatedJpeg: whole.subarray(0, whole.length / 2),
      truncatedLate: whole.subarray(0, whole.length - 200),
      truncatedPng: png.subarray(0, png.length / 2),
      zeros: Buffer.alloc(5000),
      headerOnly: whole.subarray(0, 30),
    };
    for (const [name, bytes] of Object.entries(damaged)) {
      assert.equal(await codeOfRejection(decode(bytes)), 'photo-unreadable', name);
    }
  });

  it('reads a JPEG with small faults, as viewers do', async () => {
    const whole = await blots(3, 400, 300).jpeg().toBuffer();
    const trailing = Buffer.concat([whole, Buffer.from('some camera adds this')]);
    assert.equal((await decode(trailing)).width, 400);
  });

  it('survives any damage with a result or a HumanError', async () => {
    const whole = await blots(4, 200, 150).jpeg().toBuffer();
    for (let place = 2; place < whole.length; place += Math.ceil(whole.length / 60)) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xff, place, place + 3);
      const code = await decode(damaged).then(
        () => 'read',
        (error: unknown) => codeOfRejection(Promise.reject(error as Error)),
      );
      assert.ok(['read', 'photo-unreadable', 'photo-too-large'].includes(code), code);
    }
  });

  it('says when there is no such file, and when it is a folder', () =>
    inTemporaryFolder(async (folder) => {
      assert.equal(await codeOfRejection(decodePhoto(path.join(folder, 'no.jpg'), 16)), 'photo-missing');
      assert.equal(await codeOfRejection(decodePhoto(folder, 16)), 'photo-unreadable');
    }));

  it('refuses 20,000 pixels a side without decoding them', async () => {
    const wide = await plain(9, 9, 9, 20_000, 8).jpeg().toBuffer();
    assert.equal(await codeOfRejection(decode(wide)), 'photo-too-large');
    const before = process.resourceUsage().maxRSS;
    assert.equal(await codeOfRejection(decode(pngHeader(20_000, 20_000), 'b.png')), 'photo-too-large');
    assert.equal(await codeOfRejection(decode(pngHeader(16_000, 16_000), 'c.png')), 'photo-too-large');
    assert.ok(process.resourceUsage().maxRSS - before < 64 * 1024, 'a header should take no memory');
  });
});

describe('writeThumbnail', () => {
  it('writes a whole JPEG that fits into the square, in a folder that it makes', () =>
    inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'photo.jpg');
      await writeFile(file, await photo(5));
      await writeThumbnail(file, path.join(folder, 'thumbs', '1.jpg'), 48);
      const { format, width, height } = await sharp(
        await readFile(path.join(folder, 'thumbs', '1.jpg')),
      ).metadata();
      assert.deepEqual([format, width, height], ['jpeg', 48, 36]);
      assert.deepEqual(await tree(folder), ['photo.jpg', 'thumbs', 'thumbs/1.jpg']);
    }));
});

/** The first bytes of a PNG that claims to be of this size: signature, IHDR with its CRC, an empty IDAT. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** The CRC of PNG (ISO 15948, annex D). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
