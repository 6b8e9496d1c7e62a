import * as v from 'valibot';
import * as vscode from 'vscode';
import { knownDatasets } from '../../shared/catalogue';
import { askOne } from '../askOne';
import { bytesText } from '../bytesText';
import { countText } from '../countText';
import { multiStep } from '../multiStep';
import type { Step } from '../multiStep';
import { askMirror } from './askMirror';
import { shareStep } from './askSplit';
import { bytesOf, downloadSchema, hasOfficialSplit, planTitle } from './downloadPlan';
import type { DownloadPlan } from './downloadPlan';

/** The ways to get a known dataset. */
function ways(): DownloadPlan[] {
  return [
    v.parse(downloadSchema, { dataset: 'petfaces', from: 'auto' }),
    v.parse(downloadSchema, { dataset: 'petfaces', from: 'oxford' }),
    v.parse(downloadSchema, { dataset: 'oxford-pets', annotations: true }),
    v.parse(downloadSchema, { dataset: 'oxford-pets', annotations: false }),
  ];
}

/** Asks what to download, how to split it, and once more before it starts; null when the person turned away. */
export function askDownload(): Promise<DownloadPlan | null> {
  const all = ways();
  const [first] = all;
  return first === undefined
    ? Promise.resolve(null)
    : multiStep(first, [wayStep(all), splitStep, confirmStep]);
}

function wayStep(all: readonly DownloadPlan[]): Step<DownloadPlan> {
  return async (plan, position) => {
    const known = all.find(({ dataset, from, annotations }) => {
      return dataset === plan.dataset && from === plan.from && annotations === plan.annotations;
    });
    const answer = await askOne<DownloadPlan>({
      title: title(),
      placeholder: vscode.l10n.t('Photos to download'),
      position,
      choices: () =>
        all.map((way) => ({
          label: planTitle(way),
          description: factsText(way),
          detail: wayDetail(way),
          iconPath: new vscode.ThemeIcon('cloud-download'),
          value: way,
        })),
      ...(known === undefined ? {} : { preselected: known }),
    });
    if (answer.kind !== 'value') return answer;
    // Going back for another set keeps the split, where the set has it.
    const keeps = plan.split.kind !== 'official' || hasOfficialSplit(answer.value);
    return { kind: 'value', value: keeps ? { ...answer.value, split: plan.split } : answer.value };
  };
}

/** How the ways differ. */
function wayDetail(plan: DownloadPlan): string {
  const { dataset, from, annotations } = plan;
  if (dataset === 'oxford-pets')
    return annotations
      ? vscode.l10n.t('Whole photos, with the official split to compare with published results.')
      : vscode.l10n.t('Whole photos, without the official split.');
  return from === 'oxford'
    ? vscode.l10n.t("Pet CV cuts the heads from Oxford's photos itself.")
    : vscode.l10n.t("Heads only. If this archive cannot be had, they are cut from Oxford's photos: {size}.", {
        size: bytesText(bytesOf({ ...plan, from: 'oxford' })),
      });
}

/** `23 MB, about 3,211 photos, licence CC BY-SA 4.0`: short, since the editor cuts a line off. */
function factsText(plan: DownloadPlan): string {
  const { photos, licence } = knownDatasets[plan.dataset];
  const facts = { size: bytesText(bytesOf(plan)), photos: countText(photos), licence };
  return vscode.l10n.t('{size}, about {photos} photos, licence {licence}', facts);
}

const splitStep: Step<DownloadPlan> = async (plan, position) => {
  const answer = await shareStep(title(), hasOfficialSplit(plan))(plan.split, position);
  return answer.kind === 'value' ? { kind: 'value', value: { ...plan, split: answer.value } } : answer;
};

type Confirmation = 'download' | 'mirror' | 'page';

const confirmStep: Step<DownloadPlan> = async (plan, position) => {
  const { page, source, photos, licence } = knownDatasets[plan.dataset];
  for (let now = plan; ;) {
    const { mirrors } = now;
    const answer = await askOne<Confirmation>({
      title: title(),
      placeholder: vscode.l10n.t('{title}: {size} to download', {
        title: planTitle(now),
        size: bytesText(bytesOf(now)),
      }),
      position,
      choices: () => [
        {
          label: vscode.l10n.t('Download {size}', { size: bytesText(bytesOf(now)) }),
          description: vscode.l10n.t('about {photos} photos, licence {licence}', {
            photos: countText(photos),
            licence,
          }),
          detail: source,
          iconPath: new vscode.ThemeIcon('cloud-download'),
          value: 'download',
        },
        {
          label: vscode.l10n.t('Another Address or Folder…'),
          detail:
            mirrors.length === 0
              ? vscode.l10n.t('A mirror, or a folder that holds the archives already.')
              : vscode.l10n.t('Now from {mirrors}.', { mirrors: mirrors.join(', ') }),
          iconPath: new vscode.ThemeIcon('link'),
          value: 'mirror',
        },
        {
          label: vscode.l10n.t('Open the Page About It'),
          detail: page,
          iconPath: new vscode.ThemeIcon('link-external'),
          value: 'page',
        },
      ],
      preselected: 'download',
    });
    if (answer.kind !== 'value') return answer;
    switch (answer.value) {
      case 'download':
        return { kind: 'value', value: now };
      case 'page':
        await vscode.env.openExternal(vscode.Uri.parse(page));
        break;
      case 'mirror': {
        const mirror = await askMirror();
        if (mirror !== null) now = { ...now, mirrors: [mirror] };
        break;
      }
    }
  }
};

function title(): string {
  return vscode.l10n.t('Download Dataset');
}
