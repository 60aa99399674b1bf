import { createRequire } from 'node:module';
import type { PermanentError } from '../../domain/errors.ts';
import type { ChartRenderer } from '../../domain/signals/chart.ts';
import { worded } from '../../languages/worded.ts';
import { type Part, part } from '../part.ts';
import { chartSvg } from './chart-svg.ts';
import { FONT } from './svg.ts';

/** Pixels per unit: sharp on a phone's screen. */
const ZOOM = 1.5;
const BYTES_PER_PIXEL = 4;
const { resolve } = createRequire(import.meta.url);

/** What turns SVG into pictures: native code, which not every platform has, and the letters. */
type Load = () => Promise<{ renderAsync: typeof import('@resvg/resvg-js').renderAsync; fontFiles: string[] }>;

const load: Load = async () => ({
  renderAsync: (await import('@resvg/resvg-js')).renderAsync,
  fontFiles: ['400Regular/NanumGothic_400Regular.ttf', '700Bold/NanumGothic_700Bold.ttf'].map((file) =>
    resolve(`@expo-google-fonts/nanum-gothic/${file}`),
  ),
});

function picturesFrom(from: Load): Part<Awaited<ReturnType<Load>>> {
  const without = worded(({ network }) => network.thisMachineCannotDrawPictures);
  return part({ name: '@resvg/resvg-js', without, code: 'no_pictures', from });
}

export const picturesPart = picturesFrom(load);

/**
 * Draws charts with d3's scales and lines as SVG, which resvg draws in a thread of its own; only the packing as PNG is done in this one
 * (measured: 14 to 37 ms for a picture). The letters are those of Nanum Gothic (SIL Open Font License), shipped with the package of that name,
 * so that Korean reads the same on a machine without any font. Loaded at the first picture; where it cannot be, there are no pictures and
 * everything else goes on.
 */
export function createChartRenderer({ from }: { from?: Load } = {}): ChartRenderer {
  const pictures = from ? picturesFrom(from) : picturesPart;
  return {
    async available() {
      return await pictures.load().then(
        () => undefined,
        (error: PermanentError) => error.said,
      );
    },
    async render(chart) {
      const { renderAsync, fontFiles } = await pictures.load();
      const { svg } = chartSvg(chart);
      const image = await renderAsync(svg, {
        font: { fontFiles, loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT },
        fitTo: { mode: 'zoom', value: ZOOM },
        shapeRendering: 2,
        textRendering: 1,
      });
      const { width, height } = image;
      tellCollector(width * height * BYTES_PER_PIXEL);
      return { png: image.asPng(), width, height };
    },
  };
}

/**
 * A picture's pixels are memory that the garbage collector does not see: dozens of pictures that nobody needs any more, hundreds of megabytes, would lie about until the heap alone gives
 * it a reason to come. It sees this buffer, which is as large, costs no memory since nobody writes to it, and is garbage at once.
 */
function tellCollector(bytes: number): void {
  Buffer.allocUnsafeSlow(bytes);
}
