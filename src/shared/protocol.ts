/**
 * The whole protocol, in the order in which data flows:
 * command ─ Job ▶ trainer ─ TrainerEvent ▶ runs ─ PanelMessage ▶ panel, and PanelIntent as the one way back.
 */
import type { KnownDatasetId } from './catalogue';
import type { Augmentation, EngineChoice, EngineId, TrainConfig } from './config';
import type { Failure, FailureCode, FailureParameters } from './failures';
import type { Fix, Health } from './health';
import type { DatasetSummary, FileEntry, Part, UnusedReason } from './manifest';
import type { Run } from './run';

// ── command → trainer ────────────────────────────────────────────────────────────────────────────────────────

/** Where the photos of a new dataset come from. */
export type PhotoSource =
  | { kind: 'path'; path: string }
  /** Pets that Pet CV draws itself; `perBreed` pictures of each breed. */
  | { kind: 'drawn'; perBreed: number };

/** Fill `folder` with photos in class folders, a manifest with the split, and the packed pixels. */
export interface PrepareJob {
  type: 'prepare';
  source: PhotoSource;
  folder: string;
  /** Where packed pixels go; can always be deleted. */
  cache: string;
  title: string;
  imageSize: number;
  /** Share of each class that goes to training, 0..1. */
  trainFraction: number;
  seed: number;
}

/** How photos are shared out between training and validation. */
export type SplitPlan =
  /** Of each class the share `trainFraction`, 0..1, goes to training. */
  | { kind: 'fraction'; trainFraction: number; seed: number }
  /** The publisher's own lists. */
  | { kind: 'official' };

/** How the network is reached: the editor's settings, or the environment's where they are missing. */
export interface NetworkSettings {
  /** Address of a proxy for http and https; `''` for none, whatever the environment says. */
  proxy?: string;
  /** Hosts that are reached without the proxy. */
  noProxy?: string[];
  /** False trusts any certificate, as the editor's `http.proxyStrictSSL` does. */
  strictSsl?: boolean;
  /** Value of the header Proxy-Authorization. */
  proxyAuthorization?: string;
}

/** Download a known dataset and prepare it in `folder`. A download that was cut off goes on where it was. */
export interface GetJob {
  type: 'get';
  dataset: KnownDatasetId;
  /** PetFaces: its archive, cut from Oxford's photos and head boxes, or the first of the two that can be had. */
  from: 'auto' | 'archive' | 'oxford';
  /** Addresses or folders that hold the archives under their usual names, instead of the known ones; tried in order. */
  mirrors: string[];
  /** Oxford: with annotations, which bring the official split. */
  annotations: boolean;
  /** Keeps archives, and parts of them. */
  downloads: string;
  network: NetworkSettings;
  folder: string;
  cache: string;
  title: string;
  imageSize: number;
  split: SplitPlan;
}

/** Look for what is wrong with the photos of a prepared dataset, or of any folder of photos. */
export interface CheckJob {
  type: 'check';
  folder: string;
  cache: string;
}

/** Apply the fixes that take nothing away from the person, then check again. */
export interface FixJob {
  type: 'fix';
  dataset: string;
  cache: string;
}

/** Share out the photos of a prepared dataset anew. */
export interface SplitJob {
  type: 'split';
  dataset: string;
  split: SplitPlan;
}

/** Leave photos (paths within the dataset) out of training and validation, or take them in again. */
export interface LeaveOutJob {
  type: 'leaveOut';
  dataset: string;
  photos: string[];
  /** False takes them in again. */
  out: boolean;
}

/** Move files to the computer's trash. */
export interface TrashJob {
  type: 'trash';
  files: string[];
}

/** What a tile of the photo grid shows. */
export type Look =
  /** The photo, smaller. */
  | { kind: 'photo' }
  /** Exactly what the network receives: resized, and augmented as in epoch 1 of a run with this seed. */
  | { kind: 'network'; imageSize: number; augmentation: Augmentation; seed: number };

/** Make tiles of the photos `photos` (indices into the manifest's files). */
export interface ViewJob {
  type: 'view';
  dataset: string;
  cache: string;
  look: Look;
  photos: number[];
}

/** Train a network from scratch into the new folder `run`. */
export interface TrainJob {
  type: 'train';
  dataset: string;
  cache: string;
  run: string;
  config: TrainConfig;
}

/** Go on with a run that was stopped or killed, from its last checkpoint. */
export interface ResumeJob {
  type: 'resume';
  run: string;
  cache: string;
  /** Where the dataset is now, when it was moved since. */
  dataset?: string;
}

/** Count hits of a model on a prepared dataset. */
export interface EvaluateJob {
  type: 'evaluate';
  /** A run's folder, a checkpoint's folder, or its model.json. */
  model: string;
  dataset: string;
  cache: string;
  part: Part | 'all';
  engine: EngineChoice;
}

/** Name the breed of photos. The model stays loaded for the next such job of the same child. */
export interface ClassifyJob {
  type: 'classify';
  model: string;
  photos: string[];
  top: number;
  engine: EngineChoice;
}

/** Try the engines and say which one would train. */
export interface ProbeJob {
  type: 'probe';
  engine: EngineChoice;
}

export type Job =
  | PrepareJob
  | GetJob
  | CheckJob
  | FixJob
  | SplitJob
  | LeaveOutJob
  | TrashJob
  | ViewJob
  | TrainJob
  | ResumeJob
  | EvaluateJob
  | ClassifyJob
  | ProbeJob;

/** What a front sends to the child over fork IPC. The child runs one job at a time, in order. */
export type TrainerCommand = { type: 'job'; job: Job } | { type: 'stop' };

// ── trainer → runs ───────────────────────────────────────────────────────────────────────────────────────────

/** One rung of the engine ladder and how it fared. */
export interface EngineTrial {
  engine: EngineId;
  works: boolean;
  /** Which sentence of `engineTexts` explains it; `detail` fills it in. */
  reason: EngineReason;
  /** The device, or the error as the engine gave it. */
  detail: string;
}

/** Why a rung of the ladder works or not, for a person, who can act on it; `{detail}` is the trial's. English, translated by the fronts. */
export const engineTexts = {
  works: 'Works, on {detail}.',
  'not-installed':
    'Not installed: @tensorflow/tfjs-node-gpu is optional and does not ship with Pet CV. In a clone, "npm ci" installs it where its download of libtensorflow can be reached. ({detail})',
  'no-gpu': 'tfjs-node-gpu is installed but sees no NVIDIA GPU: it needs CUDA 11.2 and cuDNN 8.1. ({detail})',
  'load-failed': 'Could not be loaded: {detail}',
  'wrong-answer': 'Loaded, but a training step gave a wrong answer, so it is not trusted: {detail}',
  'not-asked': 'Not tried, since another engine was asked for.',
} as const;
export type EngineReason = keyof typeof engineTexts;

/** A photo in the sample grid. */
export interface Sample {
  /** Thumbnail's path, relative to the run's folder. */
  thumbnail: string;
  /** The photo's path, relative to the dataset's folder. */
  photo: string;
  /** Index into the run's classes. */
  label: number;
}

/** Hits among `photos` photos. */
export interface Score {
  photos: number;
  /** Shares 0..1; `top5` is 1 where there are five classes or fewer. */
  top1: number;
  top3: number;
  top5: number;
  /** Mean cross-entropy in nats. */
  loss: number;
  /** 95 % Wilson score interval of `top1` (Wilson, JASA 22, 1927). */
  top1Interval: [number, number];
}

/** The same numbers for one class. */
export interface ClassScore {
  label: number;
  photos: number;
  /** Share 0..1, 0 where the class has no photo. */
  top1: number;
}

/** `report.json`: the best checkpoint on the validation part. */
export interface Report {
  part: Part | 'all';
  /** Absolute folder of the checkpoint that was scored. */
  model: string;
  /** The model's class names; labels count in it. */
  classes: string[];
  score: Score;
  perClass: ClassScore[];
  /** Share of hits by blind guessing: 1 / classes. */
  chance: number;
  /** Seed of the split and of the run. */
  splitSeed: number;
  seed: number;
  /** Epoch of the checkpoint that was scored, from 1. */
  epoch: number;
}

/** A class and how sure the network is of it. */
export interface Guess {
  class: string;
  /** 0..1 */
  probability: number;
}

/** Everything the trainer says. Events of a run are also appended to its `events.ndjson`, one a line. */
export type TrainerEvent =
  | { type: 'engine'; engine: EngineId; device: string; trials: EngineTrial[] }
  /** `done` of `total` are files, or bytes while downloading; `file` is the one at hand, where it matters. */
  | { type: 'progress'; stage: Stage; done: number; total: number | null; file?: string }
  /** A download was interrupted, and goes on in `seconds`; `reason` is what the network or the server said. */
  | { type: 'retrying'; address: string; reason: string; attempt: number; seconds: number }
  | { type: 'prepared'; dataset: DatasetSummary; manifest: string }
  /** `path` is null for a folder that is no dataset. */
  | { type: 'health'; health: Health; path: string | null }
  | { type: 'fixed'; fixes: Fix[] }
  | { type: 'trashed'; files: string[] }
  /** Absolute image files; the key of the look they have (`lookKey`). */
  | { type: 'tiles'; look: string; tiles: { photo: number; file: string }[]; failed: number[] }
  | RunStarted
  /** The run goes on within `epoch` (from 1), of which `batch` batches are already done. */
  | { type: 'resumed'; at: number; epoch: number; batch: number }
  | { type: 'samples'; samples: Sample[] }
  | BatchDone
  | { type: 'validating'; epoch: number; done: number; total: number }
  | EpochDone
  /** `epoch` last moved the weights, 0 before the first; `batch` of its batches are done, 0 for all and validated. */
  | { type: 'checkpoint'; kind: CheckpointKind; epoch: number; batch: number; path: string }
  /** `path` is null where the report is not kept in a file. */
  | { type: 'report'; report: Report; path: string | null }
  | { type: 'classified'; photo: string; top: Guess[]; model: string; milliseconds: number }
  /** One photo could not be read; the others go on. */
  | {
      type: 'failed';
      photo: string;
      reason: string;
      code: FailureCode;
      /** What fills in the sentence of `code`, for the fronts that translate it. */
      parameters: FailureParameters;
    }
  | JobEnded;

const eventTypes: Record<TrainerEvent['type'], true> = {
  engine: true,
  progress: true,
  retrying: true,
  prepared: true,
  health: true,
  fixed: true,
  trashed: true,
  tiles: true,
  started: true,
  resumed: true,
  samples: true,
  batch: true,
  validating: true,
  epoch: true,
  checkpoint: true,
  report: true,
  classified: true,
  failed: true,
  done: true,
  stopped: true,
  error: true,
};

/** True for what looks like an event of this protocol; logs may hold lines of other versions. */
export function isTrainerEvent(value: unknown): value is TrainerEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    Object.hasOwn(eventTypes, value.type)
  );
}

/** What the trainer is busy with before or after the epochs. */
export const stages = [
  'downloading',
  'reading',
  'unpacking',
  'cutting',
  'drawing',
  'decoding',
  'comparing',
  'loading',
  'scoring',
] as const;
export type Stage = (typeof stages)[number];

/** One text for equal looks: names tiles in messages and on disk. */
export function lookKey(look: Look): string {
  if (look.kind === 'photo') return 'photo';
  const { flip, crop, rotation, colour, cutout } = look.augmentation;
  return [look.imageSize, look.seed, flip, crop, rotation, colour, cutout].join('-');
}

export type CheckpointKind = 'best' | 'last';

/** First event of a run. */
export interface RunStarted {
  type: 'started';
  /** Milliseconds since 1970. */
  at: number;
  run: string;
  config: TrainConfig;
  dataset: DatasetSummary;
  /** Trainable weights of the network. */
  weights: number;
  batchesPerEpoch: number;
}

/** One training step is done. `epoch` and `batch` count from 1. */
export interface BatchDone {
  type: 'batch';
  epoch: number;
  batch: number;
  batches: number;
  /** Of this batch. */
  loss: number;
  accuracy: number;
  imagesPerSecond: number;
  /** Until the end of the run, seconds. */
  etaSeconds: number;
}

/** One epoch is done and validated. */
export interface EpochDone {
  type: 'epoch';
  epoch: number;
  /** Means over the epoch's batches, weights moving meanwhile, as Keras reports them. */
  loss: number;
  accuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  seconds: number;
  /** Best validation accuracy so far. */
  best: boolean;
}

/** Last event of every job, whatever became of it. */
export type JobEnded =
  | { type: 'done'; at: number }
  | { type: 'stopped'; at: number }
  | { type: 'error'; at: number; failure: Failure };

/** True for the event that ends a job. */
export function isJobEnd(event: TrainerEvent): event is JobEnded {
  return event.type === 'done' || event.type === 'stopped' || event.type === 'error';
}

// ── runs → panel ─────────────────────────────────────────────────────────────────────────────────────────────

/** A snapshot when the panel is ready or shown again; single events in between. */
export type PanelMessage =
  | {
      type: 'snapshot';
      run: Run;
      baseUri: string;
      strings: Record<string, string>;
      locale: string;
      tab: PanelTab;
    }
  | { type: 'event'; runId: string; event: TrainerEvent };

export const panelTabs = ['curves', 'samples', 'report'] as const;
export type PanelTab = (typeof panelTabs)[number];

/** All that the serializer keeps of a panel. */
export interface PanelState {
  runId: string;
  tab: PanelTab;
}

// ── panel → host ─────────────────────────────────────────────────────────────────────────────────────────────

export type PanelIntent =
  | { type: 'ready' }
  | { type: 'stop' }
  | { type: 'resume' }
  | { type: 'openPhoto'; photo: string }
  | { type: 'openReport' }
  /** Show all photos of the run's dataset in the dataset panel. */
  | { type: 'browsePhotos' };

// ── the dataset panel: snapshot and tiles down, intents back ─────────────────────────────────────────────────

/** A photo of the dataset, at its place in the manifest. */
export interface DatasetPhoto {
  path: string;
  /** Index into the dataset's classes. */
  label: number;
  part: FileEntry['part'];
  unused?: UnusedReason;
  width: number;
  height: number;
}

/** Everything the dataset panel shows. */
export interface DatasetView {
  dataset: DatasetSummary;
  photos: DatasetPhoto[];
  /** Null before the first check. */
  health: Health | null;
  /** What the next training will use. */
  augmentation: Augmentation;
  imageSize: number;
  /** A check or fix is under way. */
  busy: boolean;
}

/** What the dataset panel is asked to bring up. */
export interface DatasetShow {
  tab: DatasetTab;
  /** Id of a finding in the health tab. */
  finding: string | null;
  /** Only the photos of one class (index into the classes), or of one side, in the photos tab. */
  label: number | null;
  part: FileEntry['part'] | null;
}

export type DatasetMessage =
  /** When the panel is ready, shown again, or something changed. */
  | {
      type: 'dataset';
      view: DatasetView;
      strings: Record<string, string>;
      locale: string;
      show: DatasetShow | null;
    }
  | { type: 'tiles'; look: string; tiles: { photo: number; uri: string }[]; failed: number[] };

export const datasetTabs = ['photos', 'network', 'health'] as const;
export type DatasetTab = (typeof datasetTabs)[number];

/** All that the serializer keeps of a dataset panel. */
export interface DatasetPanelState {
  /** Name of the dataset's folder. */
  dataset: string;
  tab: DatasetTab;
}

/** Photos that the editor shows beside each other, and the panel offers to: more would be too narrow to compare. */
export const mostCompared = 4;

export type DatasetIntent =
  | { type: 'ready' }
  | { type: 'tiles'; look: Look; photos: number[] }
  | { type: 'openPhoto'; photo: string }
  /** Open the photos beside each other in the editor. */
  | { type: 'compare'; photos: string[] }
  | { type: 'leaveOut'; photos: string[]; out: boolean }
  | { type: 'check' }
  | { type: 'fix' }
  | { type: 'useAugmentation'; augmentation: Augmentation }
  | { type: 'train' };
