export { createZoom, type Zoom } from './zoom.ts';
