import { model as functionalModel } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Names of the last two layers of every network: scores before and after softmax. */
export const networkOutput = { logits: 'logits', probabilities: 'probabilities' } as const;

/**
 * The same network, same weights, ending at its logits `[batch, classes]`: cross-entropy is computed from these, since
 * the logarithm of a softmax that has underflowed is lost.
 */
export function logitsModel(network: LayersModel): LayersModel {
  return functionalModel({
    inputs: network.inputs,
    outputs: network.getLayer(networkOutput.logits).output,
    name: `${network.name}-logits`,
  });
}
