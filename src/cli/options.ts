import { InvalidArgumentError } from 'commander';
import { augmentationLimits, augmentationPresets } from '../shared/config';
import type { Augmentation, EngineChoice, PresetId } from '../shared/config';
import type { Part } from '../shared/manifest';
import type { CommonOptions } from './session';

/** Where packed pixels are kept, when not beside the photos. */
interface CacheOptions extends CommonOptions {
  cache?: string;
}

export interface PrepareOptions extends CacheOptions {
  out: string;
  size: number;
  split: number;
  seed: number;
  title?: string;
  perBreed: number;
}

export interface TrainOptions extends CacheOptions {
  out: string;
  preset: PresetId;
  epochs: number;
  batch: number;
  size: number;
  seed: number;
  engine: EngineChoice;
  learningRate: number;
  augment: Augmentation;
}

export interface ResumeOptions extends CacheOptions {
  dataset?: string;
}

export interface EvaluateOptions extends CacheOptions {
  part: Part | 'all';
  engine: EngineChoice;
}

export interface ClassifyOptions extends CommonOptions {
  top: number;
  engine: EngineChoice;
}

export interface EnginesOptions extends CommonOptions {
  engine: EngineChoice;
}

export interface DemoOptions extends CommonOptions {
  data?: string;
  epochs: number;
  out: string;
}

interface Range {
  min: number;
  max: number;
}

/** A parser of whole numbers within `range`; anything else is wrong usage. */
export function wholeNumber(range: Range): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= range.min && number <= range.max) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${range.min} to ${range.max}.`);
  };
}

/** A parser of decimal numbers within `range`, written like 0.001 or 1e-3. */
export function decimal(range: Range): (text: string) => number {
  return (text) => {
    const number = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (number >= range.min && number <= range.max) return number;
    throw new InvalidArgumentError(`Expected a number from ${range.min} to ${range.max}.`);
  };
}

/**
 * Parses how photos are varied: the name of a preset, or strengths like `flip=0.5,rotation=10`, of which those that are
 * not named are off. Anything else is wrong usage.
 */
export function augmentation(text: string): Augmentation {
  const preset = Object.entries(augmentationPresets).find(([name]) => name === text);
  if (preset !== undefined) return preset[1];
  const chosen: Augmentation = { ...augmentationPresets.none };
  const seen = new Set<string>();
  for (const pair of text.split(',')) {
    const [name = '', strength = '', ...more] = pair.split('=');
    if (!isAugmentation(name) || strength === '' || more.length > 0) {
      throw new InvalidArgumentError(`Expected ${augmentationForms}, got ${JSON.stringify(pair)}.`);
    }
    if (seen.has(name)) throw new InvalidArgumentError(`${name} is there twice.`);
    seen.add(name);
    chosen[name] = strengthOf(name, strength);
  }
  return chosen;
}

const augmentationForms = `${Object.keys(augmentationPresets).join(', ')}, or a list of ${Object.keys(
  augmentationLimits,
)
  .map((name) => `${name}=NUMBER`)
  .join(',')}`;

function isAugmentation(name: string): name is keyof Augmentation {
  return Object.hasOwn(augmentationLimits, name);
}

function strengthOf(name: keyof Augmentation, text: string): number {
  const strength = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  const most = augmentationLimits[name];
  if (strength >= 0 && strength <= most) return strength;
  throw new InvalidArgumentError(`Expected ${name} from 0 to ${most}, got ${JSON.stringify(text)}.`);
}

/** A parser of paths: an empty one is a script's unset variable, not the current folder. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path, got an empty text.');
  return text;
}

/** A parser of lists of paths, one call each. */
export function paths(text: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), path(text)];
}
