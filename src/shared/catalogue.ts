/** Datasets that Pet CV can get by name. */
export const knownDatasetIds = ['petfaces', 'oxford-pets'] as const;
export type KnownDatasetId = (typeof knownDatasetIds)[number];

/** An archive of a known dataset. */
export interface KnownArchive {
  /** Its name on disk and below a mirror. */
  file: string;
  /** Bytes; an estimate where `sha256` is null. */
  bytes: number;
  /** In hex, of the archive as its publisher has it; null where nobody has published it. */
  sha256: string | null;
  /** Addresses of the publisher and of those whose archive is known to equal it, tried in order. */
  addresses: readonly string[];
  /** Addresses of the same photos in an archive of somebody else, whose size and hash nobody has published; tried last. */
  copies: readonly string[];
}

/** What a person is told of a dataset before anything is downloaded. */
export interface KnownDataset {
  title: string;
  /** Photos, about. */
  photos: number;
  breeds: number;
  licence: string;
  /** Who made it; a page about it. */
  source: string;
  page: string;
}

/** Facts of the datasets; sizes and hashes of Oxford's archives as TensorFlow Datasets (Apache-2.0) has recorded them. */
export const knownDatasets: Record<KnownDatasetId, KnownDataset> = {
  petfaces: {
    title: 'PetFaces',
    photos: 3211,
    breeds: 37,
    licence: 'CC BY-SA 4.0',
    source: 'Heads cut from the Oxford-IIIT Pet Dataset (Parkhi, Vedaldi, Zisserman, Jawahar, 2012)',
    page: 'https://www.robots.ox.ac.uk/~vgg/data/pets/',
  },
  'oxford-pets': {
    title: 'Oxford-IIIT Pet',
    photos: 7390,
    breeds: 37,
    licence: 'CC BY-SA 4.0',
    source: 'Parkhi, Vedaldi, Zisserman, Jawahar: "Cats and Dogs", CVPR 2012',
    page: 'https://www.robots.ox.ac.uk/~vgg/data/pets/',
  },
};

/** Every archive that a known dataset may need. */
export const knownArchives = {
  petfaces: {
    file: 'petfaces.tar.gz',
    bytes: 23_000_000,
    sha256: null,
    addresses: [
      'https://soshnikov.com/permanent/data/petfaces.tar.gz',
      'http://www.soshnikov.com/permanent/data/petfaces.tar.gz',
      'https://mslearntensorflowlp.blob.core.windows.net/data/petfaces.tar.gz',
    ],
    copies: [],
  },
  images: {
    file: 'images.tar.gz',
    bytes: 791_918_971,
    sha256: '67195c5e1c01f1ab5f9b6a5d22b8c27a580d896ece458917e61d459337fa318d',
    addresses: [
      'https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz',
      'https://thor.robots.ox.ac.uk/~vgg/data/pets/images.tar.gz',
    ],
    copies: ['https://mslearntensorflowlp.blob.core.windows.net/data/oxpets_images.tar.gz'],
  },
  annotations: {
    file: 'annotations.tar.gz',
    bytes: 19_173_078,
    sha256: '52425fb6de5c424942b7626b428656fcbd798db970a937df61750c0f1d358e91',
    addresses: [
      'https://www.robots.ox.ac.uk/~vgg/data/pets/data/annotations.tar.gz',
      'https://thor.robots.ox.ac.uk/~vgg/data/pets/annotations.tar.gz',
    ],
    copies: [],
  },
} as const satisfies Record<string, KnownArchive>;
export type KnownArchiveId = keyof typeof knownArchives;

/** The archives of a way to get a dataset. */
export function archivesOf(
  dataset: KnownDatasetId,
  options: { from: 'archive' | 'oxford'; annotations: boolean },
): KnownArchiveId[] {
  if (dataset === 'petfaces' && options.from === 'archive') return ['petfaces'];
  return dataset === 'petfaces' || options.annotations ? ['images', 'annotations'] : ['images'];
}
