import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { PresetId } from '../../shared/config';
import { HumanError } from '../../shared/failures';
import { workshopNetwork } from './workshop';
import type { NetworkShape } from './workshop';

/** A network that can be chosen by name, and the smallest photo that its pooling leaves something of, in pixels. */
interface Preset {
  build: (shape: NetworkShape) => LayersModel;
  smallestImage: number;
}

const presets: Record<PresetId, Preset> = {
  workshop: { build: workshopNetwork, smallestImage: 22 },
};

/**
 * A new network of the preset, on the engine that is open.
 * @throws HumanError `bad-config` when the image is too small for the preset.
 */
export function buildNetwork(id: PresetId, shape: NetworkShape): LayersModel {
  const { build, smallestImage } = presets[id];
  if (shape.imageSize < smallestImage) {
    const detail = `the ${id} network needs photos of ${smallestImage} pixels or more, not ${shape.imageSize}.`;
    throw new HumanError('bad-config', { detail });
  }
  return build(shape);
}
