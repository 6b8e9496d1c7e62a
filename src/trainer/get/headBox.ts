import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';

/** Where a head is in a photo. */
export interface HeadBox {
  /** In pixels from the photo's left and top edge; `right` and `bottom` are the first that are no longer in it. */
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The size of the photo that the box was drawn in. */
  photo: { width: number; height: number };
  species: Species | undefined;
}

export type Species = 'cat' | 'dog';

/** An honest annotation has 700 bytes. */
export const mostXmlBytes = 64 * 1024;

// Numbers stay texts, so that the schema decides what is one; no entity is ever expanded.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'object',
});

const pixels = v.pipe(v.string(), v.regex(/^\d{1,5}(\.\d{1,9})?$/), v.transform(Number), v.minValue(0));

/** PASCAL VOC: Everingham et al., "The PASCAL Visual Object Classes Challenge", IJCV 88, 2010. Corners count from 1. */
const annotationSchema = v.object({
  annotation: v.object({
    size: v.object({ width: pixels, height: pixels }),
    object: v.pipe(
      v.array(
        v.object({
          name: v.optional(v.string(), ''),
          bndbox: v.object({ xmin: pixels, ymin: pixels, xmax: pixels, ymax: pixels }),
        }),
      ),
      v.minLength(1),
      v.maxLength(1000),
    ),
  }),
});

/** The largest head box of an annotation in PASCAL VOC's XML; nothing where it is no such annotation. */
export function parseHeadBox(xml: string): HeadBox | undefined {
  if (xml.length > mostXmlBytes || /<!(DOCTYPE|ENTITY)/i.test(xml)) return undefined;
  const parsed = v.safeParse(annotationSchema, parseXml(xml));
  if (!parsed.success) return undefined;
  const { size, object } = parsed.output.annotation;
  const boxes = object.map(({ name, bndbox }): HeadBox => {
    const left = Math.max(0, Math.round(bndbox.xmin) - 1);
    const top = Math.max(0, Math.round(bndbox.ymin) - 1);
    const right = Math.min(size.width, Math.round(bndbox.xmax));
    const bottom = Math.min(size.height, Math.round(bndbox.ymax));
    return { left, top, right, bottom, photo: size, species: speciesOf(name) };
  });
  return boxes.reduce((largest, box) => (area(box) > area(largest) ? box : largest));
}

function area({ left, top, right, bottom }: HeadBox): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

function speciesOf(name: string): Species | undefined {
  const lower = name.trim().toLowerCase();
  return lower === 'cat' || lower === 'dog' ? lower : undefined;
}

/** Undefined for what is no XML; tags nested so deep that the parser gives up are none either. */
function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    return undefined;
  }
}
