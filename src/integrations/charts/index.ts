import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import type { ChartRenderer } from '../../domain/chart.ts';
import { chartSvg } from './chart-svg.ts';
import { FONT } from './svg.ts';

/** Pixels per unit: sharp on a phone's screen. */
const ZOOM = 1.5;
const { resolve } = createRequire(import.meta.url);

/**
 * Draws charts with d3's scales and lines as SVG, which resvg draws in a thread of its own; only the packing as PNG is done in this one
 * (measured: 14 to 37 ms for a picture). The letters are those of Nanum Gothic (SIL Open Font License), shipped with the package of that name,
 * so that Korean reads the same on a machine without any font.
 */
export function createChartRenderer(): ChartRenderer {
  const fontFiles = ['400Regular/NanumGothic_400Regular.ttf', '700Bold/NanumGothic_700Bold.ttf'].map((file) =>
    resolve(`@expo-google-fonts/nanum-gothic/${file}`),
  );
  return {
    async render(chart) {
      const { svg } = chartSvg(chart);
      const image = await renderAsync(svg, {
        font: { fontFiles, loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT },
        fitTo: { mode: 'zoom', value: ZOOM },
        shapeRendering: 2,
        textRendering: 1,
      });
      return { png: image.asPng(), width: image.width, height: image.height };
    },
  };
}
