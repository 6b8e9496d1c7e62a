import { InvalidArgumentError } from 'commander';
import type { EngineChoice, PresetId } from '../shared/config';
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

/** A parser of paths: an empty one is a script's unset variable, not the current folder. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path, got an empty text.');
  return text;
}

/** A parser of lists of paths, one call each. */
export function paths(text: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), path(text)];
}
