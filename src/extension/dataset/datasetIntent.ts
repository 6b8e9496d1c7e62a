import * as v from 'valibot';
import { augmentationSchema } from '../../shared/config';
import { datasetTabs } from '../../shared/protocol';
import type { DatasetIntent } from '../../shared/protocol';
import { imageSizeSchema, seedSchema } from './datasetOptions';

const photoIndices = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(20_000));
const paths = v.array(v.string());

const lookSchema = v.variant('kind', [
  v.object({ kind: v.literal('photo') }),
  v.object({
    ...{ kind: v.literal('network'), imageSize: imageSizeSchema },
    ...{ augmentation: augmentationSchema, seed: seedSchema },
  }),
]);

/** What the page of the dataset panel may ask for. */
export const datasetIntentSchema: v.GenericSchema<unknown, DatasetIntent> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('tiles'), look: lookSchema, photos: photoIndices }),
  v.object({ type: v.literal('openPhoto'), photo: v.string() }),
  v.object({ type: v.literal('compare'), photos: paths }),
  v.object({ type: v.literal('leaveOut'), photos: paths, out: v.boolean() }),
  v.object({ type: v.literal('check') }),
  v.object({ type: v.literal('fix') }),
  v.object({ type: v.literal('useAugmentation'), augmentation: augmentationSchema }),
  v.object({ type: v.literal('train') }),
]);

/** What the serializer kept; anything else is of another version. */
export const datasetStateSchema = v.object({ dataset: v.string(), tab: v.picklist(datasetTabs) });
