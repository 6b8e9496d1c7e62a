import { knownDatasets, type KnownDatasetId } from '../../shared/catalogue';

/** What the manifest says of the photos of a known dataset. */
export function provenance(id: KnownDatasetId): { title: string; source: string; licence: string } {
  const { title, source, page, licence } = knownDatasets[id];
  return { title, source: `${source}, ${page}`, licence };
}
