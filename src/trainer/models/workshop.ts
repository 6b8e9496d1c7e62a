import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { networkOutput } from './networkOutput';

/** What a preset needs to know to build its network. */
export interface NetworkShape {
  /** Side of the input, pixels. */
  imageSize: number;
  classes: number;
  /** Of the initial weights. */
  seed: number;
}

/**
 * The workshop's network: three 3x3 convolutions (16, 32, 64 filters, valid padding, ReLU), each followed by 2x2 max
 * pooling, then one dense layer. 462,659 weights for 35 classes at 128 px. Input `[batch, S, S, 3]` float32 0..1,
 * output `[batch, classes]` probabilities.
 */
export function workshopNetwork({ imageSize, classes, seed }: NetworkShape): LayersModel {
  const model = sequential({ name: 'workshop' });
  [16, 32, 64].forEach((filters, index) => {
    const block = index + 1;
    model.add(
      layers.conv2d({
        name: `conv${block}`,
        filters,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: initializers.glorotUniform({ seed: seed + block }),
        ...(index === 0 ? { inputShape: [imageSize, imageSize, 3] } : {}),
      }),
    );
    model.add(layers.maxPooling2d({ name: `pool${block}`, poolSize: 2 }));
  });
  model.add(layers.flatten({ name: 'flatten' }));
  model.add(
    layers.dense({
      name: networkOutput.logits,
      units: classes,
      kernelInitializer: initializers.glorotUniform({ seed: seed + 4 }),
    }),
  );
  model.add(layers.activation({ name: networkOutput.probabilities, activation: 'softmax' }));
  return model;
}
