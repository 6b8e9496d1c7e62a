import { join } from 'node:path';
import type { EngineId } from '../shared/config';
import { worstOf } from '../shared/health';
import type { FindingKind, Fix, Health, Severity } from '../shared/health';
import type { DatasetSummary, Part } from '../shared/manifest';
import type { EngineTrial, Guess, Report } from '../shared/protocol';

/** Last line of `train`, `resume` and `evaluate` with `--json`. Other people's scripts read it: fields are only added. */
export interface ScoreResult {
  type: 'result';
  /** Shares 0..1. */
  top1: number;
  top3: number;
  top5: number;
  photos: number;
  part: Part | 'all';
  classes: string[];
  /** Absolute path of the scored model's model.json. */
  model: string;
}

/** Last line of `prepare`. */
export interface PreparedResult {
  type: 'result';
  photos: number;
  trainPhotos: number;
  validationPhotos: number;
  skipped: number;
  drawn: boolean;
  classes: string[];
  /** Absolute folder. */
  dataset: string;
}

/** Last line of `engines`. */
export interface EngineResult {
  type: 'result';
  engine: EngineId;
  device: string;
  trials: EngineTrial[];
}

/** Last line of `demo`: the score and where everything is, absolute. */
export interface DemoResult extends ScoreResult {
  dataset: string;
  run: string;
  drawn: boolean;
  classified: { photo: string; class: string; top: Guess[] };
}

/** Last line of `dataset get`, `import`, `split` and `leave-out`. */
export interface DatasetResult extends PreparedResult {
  /** Photos in the dataset that are on neither side. */
  unused?: number;
  /** The worst of what is wrong; null where nothing is. */
  health?: Severity | null;
}

/** Last line of `dataset check` and `fix`. */
export interface HealthResult {
  type: 'result';
  photos: number;
  readable: number;
  worst: Severity | null;
  /** How many findings of each kind; kinds without one are missing. */
  findings: Partial<Record<FindingKind, number>>;
  /** Absolute path of health.json; null for a folder that is no dataset. */
  report: string | null;
  /** Of `fix`: what was done, or with --dry-run would be. */
  fixes?: Fix[];
}

/** Last line of `dataset list`. */
export interface ListResult {
  type: 'result';
  datasets: DatasetResult[];
}

export type Result =
  ScoreResult | PreparedResult | EngineResult | DemoResult | DatasetResult | HealthResult | ListResult;

/** The result that a health report amounts to. */
export function healthResult(health: Health, report: string | null): HealthResult {
  const findings: HealthResult['findings'] = {};
  for (const { kind } of health.findings) findings[kind] = (findings[kind] ?? 0) + 1;
  const { photos, readable } = health;
  return { type: 'result', photos, readable, worst: worstOf(health), findings, report };
}

/** The result that a report amounts to. */
export function scoreResult(report: Report): ScoreResult {
  const { top1, top3, top5, photos } = report.score;
  const { part, classes } = report;
  return { type: 'result', top1, top3, top5, photos, part, classes, model: modelFile(report) };
}

/** The result that a prepared dataset amounts to. */
export function preparedResult(dataset: DatasetSummary): PreparedResult {
  const { trainPhotos, validationPhotos, skipped, drawn, classes } = dataset;
  return {
    type: 'result',
    photos: trainPhotos + validationPhotos,
    trainPhotos,
    validationPhotos,
    skipped,
    drawn,
    classes,
    dataset: dataset.folder,
  };
}

/** model.json of the checkpoint that a report is about. */
export function modelFile(report: Report): string {
  return join(report.model, 'model.json');
}
