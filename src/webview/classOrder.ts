import type { ClassScore } from '../shared/protocol';
import type { Words } from './words';

export type ClassColumn = 'class' | 'photos' | 'top1';

/** How the table of classes is sorted. */
export interface ClassOrder {
  column: ClassColumn;
  descending: boolean;
}

/** The order after a click on `column`: the other way round where it was sorted by it already. */
export function turned(order: ClassOrder, column: ClassColumn): ClassOrder {
  return { column, descending: order.column === column && !order.descending };
}

/** The scores in `order`; equals by title. A class without photos has no share and stays last. */
export function sortedScores(
  scores: readonly ClassScore[],
  order: ClassOrder,
  title: (score: ClassScore) => string,
  words: Words,
): ClassScore[] {
  const byTitle = (left: ClassScore, right: ClassScore) => words.compare(title(left), title(right));
  const sign = order.descending ? -1 : 1;
  return [...scores].sort((left, right) => {
    switch (order.column) {
      case 'class':
        return sign * byTitle(left, right);
      case 'photos':
        return sign * (left.photos - right.photos) || byTitle(left, right);
      case 'top1':
        if ((left.photos === 0) !== (right.photos === 0)) return left.photos === 0 ? 1 : -1;
        return sign * (left.top1 - right.top1) || byTitle(left, right);
    }
  });
}
