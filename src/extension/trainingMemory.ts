import * as v from 'valibot';
import * as vscode from 'vscode';
import { augmentationSchema, defaultTrainConfig, isPlain, trainConfigSchema } from '../shared/config';
import type { Augmentation, TrainConfig } from '../shared/config';
import { setting } from './setting';

const configKey = 'petCv.trainConfig';
const previewedKey = 'petCv.augmentation';

/** What the next training of this workspace starts from. */
export class TrainingMemory implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  /** The last training's config, or the workshop's; the engine is the setting's. */
  get config(): TrainConfig {
    const remembered = v.safeParse(trainConfigSchema, this.memory.get(configKey));
    return { ...(remembered.success ? remembered.output : defaultTrainConfig), engine: setting.engine() };
  }

  /** What was chosen in the preview last; null where nothing was, or that was no augmentation at all. */
  get previewed(): Augmentation | null {
    const remembered = v.safeParse(augmentationSchema, this.memory.get(previewedKey));
    return remembered.success && !isPlain(remembered.output) ? remembered.output : null;
  }

  /** A training was started with `config`. */
  async trained(config: TrainConfig): Promise<void> {
    await this.memory.update(configKey, config);
    this.changed.fire();
  }

  /** The preview's augmentation is to be used by the next training. */
  async use(augmentation: Augmentation): Promise<void> {
    await this.memory.update(previewedKey, augmentation);
    await this.memory.update(configKey, { ...this.config, augmentation });
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
