import * as vscode from 'vscode';
import { limits, presetIds } from '../shared/config';
import type { Augmentation, PresetId, TrainConfig } from '../shared/config';
import type { DatasetSummary } from '../shared/manifest';
import type { Answer } from './answer';
import { askStrength } from './askStrength';
import { askNumber } from './askNumber';
import type { NumberQuestion } from './askNumber';
import { askOne } from './askOne';
import { datasetFacts } from './dataset/datasetFacts';
import { multiStep } from './multiStep';
import type { Position, Step } from './multiStep';

/** What to train, and on what. */
export interface TrainingPlan {
  dataset: DatasetSummary;
  config: TrainConfig;
}

/** The minibatches that the workshop works with. */
const batchRange = { min: 16, max: 64 };

type NumberField = 'epochs' | 'imageSize' | 'batchSize' | 'seed';

/**
 * Asks for the plan step by step, each answered with Enter as in `initial`; null when the person turned away. `previewed` is the
 * augmentation that was chosen in the dataset panel.
 */
export function askTraining(
  datasets: DatasetSummary[],
  initial: TrainingPlan,
  previewed: Augmentation | null,
): Promise<TrainingPlan | null> {
  return multiStep(initial, [
    (plan, position) => askDataset(datasets, plan, position),
    askPreset,
    numberStep('epochs', {
      placeholder: vscode.l10n.t('Epochs: how often the network sees every photo'),
      usual: [3, 5, 10, 20, 40].map((value) => ({ value })),
      range: limits.epochs,
    }),
    numberStep('imageSize', {
      placeholder: vscode.l10n.t('Image size: side of the square, in pixels, that photos are resized to'),
      usual: [
        { value: 64, description: vscode.l10n.t('fast') },
        { value: 96 },
        { value: 128, description: vscode.l10n.t('as in the workshop') },
        { value: 224, description: vscode.l10n.t('slow, more detail') },
      ],
      range: limits.imageSize,
    }),
    numberStep('batchSize', {
      placeholder: vscode.l10n.t('Batch size: photos in each training step'),
      usual: [16, 32, 64].map((value) => ({ value })),
      range: batchRange,
    }),
    numberStep('seed', {
      placeholder: vscode.l10n.t('Seed: the same seed gives the same curve again'),
      usual: [1, 2, 3].map((value) => ({ value })),
      range: limits.seed,
    }),
    (plan, position) => askAugmentation(previewed, plan, position),
  ]);
}

async function askDataset(
  datasets: DatasetSummary[],
  plan: TrainingPlan,
  position: Position,
): Promise<Answer<TrainingPlan>> {
  const answer = await askOne<DatasetSummary>({
    title: title(),
    placeholder: vscode.l10n.t('Dataset to learn from'),
    position,
    choices: () =>
      datasets.map((dataset) => ({
        label: dataset.title,
        description: datasetFacts(dataset),
        iconPath: new vscode.ThemeIcon(dataset.drawn ? 'paintcan' : 'file-media'),
        value: dataset,
      })),
    preselected: plan.dataset,
  });
  return answer.kind === 'value' ? { kind: 'value', value: { ...plan, dataset: answer.value } } : answer;
}

async function askPreset(plan: TrainingPlan, position: Position): Promise<Answer<TrainingPlan>> {
  const answer = await askOne<PresetId>({
    title: title(),
    placeholder: vscode.l10n.t('Network'),
    position,
    choices: () => presetIds.map((preset) => ({ ...presetTexts()[preset], value: preset })),
    preselected: plan.config.preset,
  });
  return answer.kind === 'value' ? withConfig(plan, { preset: answer.value }) : answer;
}

function presetTexts(): Record<PresetId, { label: string; detail: string }> {
  return {
    workshop: {
      label: vscode.l10n.t('Workshop'),
      detail: vscode.l10n.t('Three convolution layers with max pooling, then one dense layer, from scratch.'),
    },
  };
}

function numberStep(
  field: NumberField,
  question: Pick<NumberQuestion, 'placeholder' | 'usual' | 'range'>,
): Step<TrainingPlan> {
  return async (plan, position) => {
    const preselected = plan.config[field];
    const answer = await askNumber({ ...question, title: title(), preselected, position });
    return answer.kind === 'value' ? withConfig(plan, { [field]: answer.value }) : answer;
  };
}

async function askAugmentation(
  previewed: Augmentation | null,
  plan: TrainingPlan,
  position: Position,
): Promise<Answer<TrainingPlan>> {
  const { augmentation } = plan.config;
  const answer = await askStrength({ title: title(), previewed, preselected: augmentation, position });
  return answer.kind === 'value' ? withConfig(plan, { augmentation: answer.value }) : answer;
}

function withConfig(plan: TrainingPlan, change: Partial<TrainConfig>): Answer<TrainingPlan> {
  return { kind: 'value', value: { ...plan, config: { ...plan.config, ...change } } };
}

function title(): string {
  return vscode.l10n.t('Train Model');
}
